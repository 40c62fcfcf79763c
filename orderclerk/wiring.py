"""The one composition root: every part of the record room that the program works with is put together here."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.desk.desk import Desk
    from data.rules.lists import FirstRows, ListQuery
    from orderclerk.settings import Settings

    Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time, in UTC; the only clock of the program."""
    return datetime.now(UTC)


def open_desk(settings: "Settings", clock: "Clock" = now) -> "Desk":
    """Open the desk that the settings name, for their person.

    Raises:
        NoDesk, DeskNewer, DeskDamaged, UnsafeLibrary, DeskBusy, StorageFailed: see `Store.open`.
    """
    from data.desk.desk import Desk
    from data.store.unit import Store

    return Desk(Store.open(settings.desk, clock=clock), clock, settings.person)


def look(desk: "Path") -> "Callable[[ListQuery], FirstRows | None]":
    """Return how the beginning of a list is read before the desk is open; see `data.store.first_rows`."""

    def read(query: "ListQuery") -> "FirstRows | None":
        from data.store.first_rows import first_rows

        return first_rows(desk, query)

    return read


def make_desk(path: "Path", name: str, document: str, clock: "Clock", person: str, group: str = "") -> "Desk":
    """Make a desk and open it.

    Args:
        path: a missing or empty folder.
        name: the office's.
        document: its first policy; "" takes the one that comes with the program.
        clock: gives the time.
        person: who makes it.
        group: of the computer's accounts that share it, "" for this account alone.

    Raises:
        DeskExists, StorageFailed: see `Store.create`. PolicyRefused: the policy has faults; nothing is made.
    """
    from data.desk.desk import Desk
    from data.desk.making import default_policy, make
    from data.store.unit import Store

    make(path, name=name, document=document or default_policy(), at=clock(), person=person, group=group)
    return Desk(Store.open(path, clock=clock), clock, person)
