"""The policy's table of backups: how long they are kept, for whom they are encrypted, how often one is tried (D6)."""

from typing import Annotated

from pydantic import AfterValidator, Field

from data.rules.keeping import Keeping
from data.rules.policy_tables import Table


def _known_keep(text: str) -> str:
    try:
        if text:
            Keeping.read(text)
    except ValueError as error:
        raise ValueError("bad_keep") from error
    return text


class Backup(Table):
    """What holds of backups where the command does not say otherwise.

    Attributes:
        keep: such as `7d,5w,12m`; "" keeps all.
        encrypt_to: public keys, age's or SSH's; none: backups are not encrypted.
        deadline_minutes: after which a backup gives up that does not move.
        drill_days: after which a backup wants to be restored on trial again; 0 is never.
    """

    keep: Annotated[str, AfterValidator(_known_keep)] = ""
    encrypt_to: tuple[str, ...] = ()
    deadline_minutes: Annotated[int, Field(gt=0, le=1_440)] = 5
    drill_days: Annotated[int, Field(ge=0, le=3_660)] = 35
