"""The line at the top of every room: the rooms with what waits and what is late, the office, who and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from data.words import _
from data.words.formats import format_date
from widgets.badge import Clock
from widgets.cells import Line, Part, Tone, harmless, line_width, width_of
from widgets.one_line import OneLine

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class RoomTab:
    """One room: its id, its title marked with `N_`, and the key that leads there."""

    id: str
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What is in a room: how many orders wait there, and how many of them are late."""

    waiting: int = 0
    late: int = 0


class RoomTabs(OneLine):
    """The rooms in one line; the room one is in is set off."""

    class Chosen(Message):
        """A room was chosen with the mouse.

        Attributes:
            tabs: the line.
            room: its id.
        """

        def __init__(self, tabs: "RoomTabs", room: str) -> None:
            super().__init__()
            self.tabs = tabs
            self.room = room

        @property
        def control(self) -> "RoomTabs":
            """The line."""
            return self.tabs

    def __init__(
        self,
        rooms: Sequence[RoomTab],
        clock: Clock,
        *,
        here: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make the line.

        Args:
            rooms: from left to right.
            clock: gives the time that is shown; the owner refreshes the line when a minute has passed.
            here: the id of the room one is in.
            id: of the widget.
            classes: of the widget.
        """
        super().__init__(id=id, classes=classes)
        self.rooms = tuple(rooms)
        self.clock = clock
        self.here = here
        self._tallies: Mapping[str, Tally] = {}
        self._office = ""
        self._who = ""
        self._ends: list[tuple[int, str]] = []

    def show(self, tallies: Mapping[str, Tally]) -> None:
        """Show what waits and what is late, by the ids of the rooms."""
        self._tallies = dict(tallies)
        self.renew()

    def belong(self, office: str, who: str) -> None:
        """Show whose desk it is and who works on it."""
        self._office, self._who = harmless(office, _LONGEST), harmless(who, _LONGEST)
        self.renew()

    def go(self, room: str) -> None:
        """Set off the room with this id as the one that one is in."""
        self.here = room
        self.renew()

    def line(self, width: int) -> Line:
        """Return the rooms, and on the right as much of office, person and time as there is room for."""
        moment = self.clock()
        local = moment.now.astimezone(moment.zone)
        clock = f"{local.hour:02d}:{local.minute:02d}"
        office = "  ".join(part for part in (self._office, self._who) if part)
        rights = [
            "  ".join(part for part in (office, format_date(local.date()), clock) if part),
            "  ".join(part for part in (self._who, clock) if part),
            clock,
            "",
        ]
        for short in (False, True):
            tabs = self._tabs(short=short)
            room = width - line_width(tabs) - 1
            for right in rights:
                if width_of(right) + 1 <= room or (not right and (short or room >= -1)):
                    gap = max(0, room - width_of(right))
                    return (*tabs, Part(" " * gap), Part(f"{right} " if right else "", Tone.MUTED))
        return ()

    def _tabs(self, *, short: bool) -> Line:
        """Return the rooms; in short the names of the others are left out, their keys stay."""
        parts: list[Part] = []
        self._ends = []
        at = 0
        for room in self.rooms:
            tally = self._tallies.get(room.id, Tally())
            here = room.id == self.here
            named = here or not short
            name = f" {room.key} {_(room.title)} " if named else f" {room.key} "
            found = [Part(name, Tone.HERE if here else Tone.PLAIN)]
            if tally.waiting:
                found.append(Part(f"{tally.waiting:,} ", Tone.HERE if here else Tone.PLAIN))
            if tally.late:
                found.append(Part(f"▲{tally.late:,} ", Tone.HERE if here else Tone.BAD))
            at += line_width(tuple(found))
            self._ends.append((at, room.id))
            parts += found
            if room is not self.rooms[-1]:
                parts.append(Part("│", Tone.MUTED))
                at += 1
        return tuple(parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the room that was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y == 0:
            room = next((room for end, room in self._ends if offset.x < end), None)
            if room is not None:
                self.post_message(self.Chosen(self, room))
