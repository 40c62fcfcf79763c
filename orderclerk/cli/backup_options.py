"""Options that the commands of backups share."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.words import N_, _
from orderclerk.cli.options import path, path_argument, text
from orderclerk.settings import Settings

if TYPE_CHECKING:
    from data.rules.keeping import Keeping

Folder = Annotated[
    str, path("--to", metavar="DIR", help=N_("The folder of the backups; else the desk's own folder “backups”."))
]
Backup = Annotated[str, path_argument("PATH", N_("The backup: its folder, its manifest or its database."))]
Keep = Annotated[
    str,
    text(
        "--keep",
        metavar="RULE",
        help=N_("Of how many days, weeks, months, years the newest stays, as in 7d,5w,12m; else as the policy says."),
    ),
]
Recipients = Annotated[
    list[str] | None,
    text(
        "--encrypt-to",
        metavar="KEY",
        help=N_("A public key of age or SSH, or a file of them; may be repeated. Else as the policy says."),
    ),
]
Deadline = Annotated[
    str,
    text(
        "--deadline",
        metavar="MINUTES",
        help=N_("Give up when nothing has moved for so long; else as the policy says."),
    ),
]
Identity = Annotated[
    str,
    path("--identity", metavar="FILE", help=N_("The private key of an encrypted backup, in a file of yours alone.")),
]


def folder_of(settings: Settings, to: str) -> Path:
    """Return the folder of the backups."""
    from data.store.folder import DeskFolder

    return Path(to) if to else DeskFolder(settings.desk).backups


def rule_of(keep: str) -> "Keeping | None":
    """Return the rule that `--keep` states, None where it is not given.

    Raises:
        BadParameter: it states none.
    """
    from data.rules.keeping import Keeping

    if not keep:
        return None
    try:
        return Keeping.read(keep)
    except ValueError:
        raise typer.BadParameter(_("how many to keep, as in 7d,5w,12m"), param_hint="--keep") from None


def see_permitted(settings: Settings, act: str) -> str:
    """Let the desk that is there say who may do something; one that cannot be opened any more cannot be asked.

    Returns who that is: as the desk knows them, else as they say.

    Args:
        settings: which desk, and who asks.
        act: as the policy's `[permissions]` name it.

    Raises:
        NotPermitted, SignInRefused: that is not for this person.
    """
    from data.errors import DeskDamaged, DeskNewer, NoDesk, NotFound, StorageFailed, UnsafeLibrary
    from data.rules.permissions import DeskAct
    from orderclerk.cli.desk import opened

    with suppress(DeskDamaged, DeskNewer, NoDesk, NotFound, StorageFailed, UnsafeLibrary), opened(settings) as desk:
        desk.backups.permit(DeskAct(act))
        return desk.context.person
    return settings.person
