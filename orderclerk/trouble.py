"""What troubles the desk, in as many words as the status line has room for."""

from data.errors import DeskBusy, NoDesk, Refusal, StorageFailed
from data.words import _, ngettext
from widgets.cells import Part, Tone


def in_short(refusal: Refusal) -> str:
    """Return what is wrong with the desk, and what that means for what the screen shows."""
    match refusal:
        case DeskBusy():
            return _("Somebody else keeps the desk; this may be old")
        case NoDesk() | StorageFailed(why="cannot_open"):
            return _("The desk is gone from its place; this is old")
        case _:
            return _("The desk cannot be read; this may be old")


def untried(days: int | None) -> tuple[Part, ...]:
    """Return that no backup was restored on trial for too many days (D6), nothing where that is not so."""
    if days is None:
        return ()
    said = ngettext("No backup tried for {days} day", "No backup tried for {days} days", days)
    return (Part(said.format(days=f"{days:,}"), Tone.WARN),)
