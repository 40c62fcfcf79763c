"""The policy's table of mail: which server, as whom, in which language, and when a draft is due (N4, R9, R11)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from data.rules.mail_text import address_fault, parted
from data.rules.policy_tables import Table

Tongue = Literal["en", "zh_CN", "zh_TW"]


def _known_sender(text: str) -> str:
    if text and address_fault(parted(text)[1]):
        raise ValueError("bad_address")
    return text


Sender = Annotated[str, AfterValidator(_known_sender)]


class Mail(Table):
    """How messages leave the office; without a server they are written as files, or copied, and sent by hand.

    The password of `user` never stands here: `orderclerk mail password` keeps it with the settings of a person.
    """

    server: str = ""
    port: Annotated[int, Field(gt=0, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sender: Sender = ""
    reply_to: Sender = ""
    signature: str = ""
    languages: Mapping[str, Tongue] = {}
    timeout_seconds: Annotated[int, Field(gt=0, le=600)] = 20
    tries: Annotated[int, Field(gt=0, le=100)] = 5
    drafts: tuple[Literal["returned", "confirmed", "over_limit"], ...] = ("returned", "confirmed")
    draft_hours: Annotated[int, Field(ge=0, le=87_600)] = 24

    @property
    def ready(self) -> bool:
        """Whether mail can be sent at all."""
        return bool(self.server and self.sender)
