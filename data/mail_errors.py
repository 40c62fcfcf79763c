"""Refusals of the outbox and of mail servers."""

from dataclasses import dataclass
from typing import ClassVar

from data.refusal import Refusal


@dataclass(unsafe_hash=True)
class MessageRefused(Refusal):
    """A message cannot be drafted, changed or sent so; `why` says what stands against it."""

    code: ClassVar[str] = "message_refused"
    message: int
    why: str
    detail: str = ""


@dataclass(unsafe_hash=True)
class MailFailed(Refusal):
    """The mail server did not take a message, or what was asked of it; `detail` is what it said.

    `sure` is False where nobody knows whether it took the message after all; `again` is whether it makes sense to try
    once more.
    """

    code: ClassVar[str] = "mail_failed"
    exit_code: ClassVar[int] = 6
    server: str
    why: str
    detail: str = ""
    sure: bool = True
    again: bool = False
