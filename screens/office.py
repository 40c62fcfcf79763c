"""What every screen works with: the way to the desk, the clock, the person, and what is remembered for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Protocol

from data.errors import Unreadable
from screens.bridge import Bridge
from screens.glance import Glance
from widgets.badge import Moment

if TYPE_CHECKING:
    from data.drafts import Source
    from data.errors import NotPermitted
    from data.rules.lists import FirstRows, ListQuery, Tally
    from data.rules.workflow import Verb
    from widgets.cells import Part


def no_papers(path: str) -> "Source":
    """Read no file: for an office that was given no way to read one.

    Raises:
        Unreadable: always.
    """
    raise Unreadable(path, "no_permission")


def no_password(user: str, server: str) -> str:  # noqa: ARG001 - asked for by name
    """Know no password of a mail server."""
    return ""


class Memory(Protocol):
    """What a person has chosen on the screens and finds again the next time; plain values only."""

    def get(self, section: str, name: str) -> object:
        """Return what is remembered, None where nothing is."""
        ...

    def put(self, section: str, name: str, value: object) -> None:
        """Remember a value (texts, numbers, truth values, lists and mappings of them)."""
        ...


class Forgetful:
    """A memory for as long as the program runs."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._known: dict[tuple[str, str], object] = {}

    def get(self, section: str, name: str) -> object:
        """Return what is remembered."""
        return self._known.get((section, name))

    def put(self, section: str, name: str, value: object) -> None:
        """Remember a value."""
        self._known[section, name] = value


class Listener(Protocol):
    """A screen that is told of what happens on the desk."""

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Take note that orders were changed, by whomever."""
        ...

    def show_status(self) -> None:
        """Show what the office knows now: its name, what waits in the rooms, the news."""
        ...

    def outdated(self) -> None:
        """Take note that all that is shown went by another time than the office's, and has to be shown anew."""
        ...


@dataclass(slots=True)
class Office:
    """The surroundings of a screen.

    Attributes:
        bridge: the way to the desk.
        clock: gives the time in UTC; never read anywhere else.
        person: who acts.
        memory: what is remembered of the screens.
        load_paper: reads a file that is to be kept with an order.
        glance: the beginning of the first list, until the desk is open.
        name: the office's name; "" until the desk is open.
        zone: the office's time zone; UTC until the desk is open.
        keys: keys of one's own, by the ids of their bindings.
        tallies: what waits in each room and how much of it is late, by the room's name.
        news: what the status line says of the desk.
        barred: the verbs that are not for this person, each with whose work it is.
        closed: the fields that this person cannot write, for they are not shown to them.
        amendment_hours: for how many hours after a confirmation the customer amends freely (I8); None until the
            desk is open.
        in_use: whether anything may have been shown by the zone that is known.
        mail_password: gives the password of a user on a mail server, "" where none is kept.
        recent: numbers of the orders that were opened, the last one first.
        left: what was typed into a form that was left, by verb and orders, until the form is opened again.
        listeners: the screens that are told of changes.
    """

    bridge: Bridge
    clock: Callable[[], datetime]
    person: str
    memory: Memory = field(default_factory=Forgetful)
    load_paper: "Callable[[str], Source]" = no_papers
    glance: Glance = field(default_factory=Glance)
    name: str = ""
    zone: tzinfo = UTC
    keys: "Mapping[str, str]" = field(default_factory=dict)
    tallies: "Mapping[str, Tally]" = field(default_factory=dict)
    news: "tuple[Part | str, ...]" = ()
    barred: "Mapping[Verb, NotPermitted]" = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    amendment_hours: int | None = None
    in_use: bool = False
    mail_password: Callable[[str, str], str] = no_password
    recent: list[str] = field(default_factory=list)
    left: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    listeners: set[Listener] = field(default_factory=set)

    def moment(self) -> Moment:
        """Return what time it is in the office."""
        return Moment(self.clock(), self.zone, self.amendment_hours or 0)

    @property
    def today(self) -> date:
        """The office's day."""
        return self.moment().today

    def beginning(self, query: "ListQuery") -> "FirstRows | None":
        """Return the beginning of the list that is shown first, and learn of the office by it; None for other lists."""
        seen = self.glance.at(query)
        if seen is not None and not self.in_use:
            self.learn(seen.name, seen.zone, self.amendment_hours)
        return seen

    def learn(self, name: str, zone: tzinfo, amendment_hours: int | None) -> None:
        """Take note of whose desk it is and how time is told there; what was shown by another time is shown anew."""
        same = zone == self.zone and self.amendment_hours in (None, amendment_hours)
        self.name, self.zone, self.amendment_hours = name, zone, amendment_hours
        before, self.in_use = self.in_use, True
        if before and not same:
            for listener in tuple(self.listeners):
                listener.outdated()

    def opened(self, number: str, most: int = 20) -> None:
        """Note that an order was opened."""
        self.recent = [number, *(one for one in self.recent if one != number)][:most]

    def tell(self, numbers: frozenset[str]) -> None:
        """Tell every screen which orders were changed."""
        for listener in tuple(self.listeners):
            listener.orders_changed(numbers)

    def announce(self) -> None:
        """Let every screen show what the office knows now."""
        for listener in tuple(self.listeners):
            listener.show_status()
