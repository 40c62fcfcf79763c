"""The allocation board: load against capacity of every source, and what is still to be placed (A3, A5)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.desk.subject import Subject
from data.parties import Place
from data.rules.load import Placed, Source, SourceLoad, Workdays, loads, planned_late, still_to_make, week_of
from data.rules.policy_tables import Office
from data.rules.worktime import is_working_day
from data.states import SourceKind
from data.store.queries.load import placed, to_place, waiting
from data.store.queries.parties import suppliers, work_centres

WEEKS = 53
"""Weeks of the board, this one the first: a year of orders."""

_DAYS = 7


@dataclass(frozen=True, slots=True)
class BoardSource:
    """A work centre, a supplier or the stock, with what is to be made there.

    Attributes:
        name: for people; "" where the office does not know the code, and for the stock.
        capacity: of a week, scaled by a million; None where nobody has said.
        lead_days: calendar days until a supplier delivers; None where nobody has said.
        retired: whether it is off the list; then it is here only for what still stands with it.
    """

    kind: SourceKind
    code: str
    name: str
    load: SourceLoad
    capacity: int | None = None
    lead_days: int | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class ToPlace:
    """What of an approved order is to be placed; quantities scaled by a million.

    Attributes:
        quantity: what can be placed now.
        held: what is on hold with its line.
    """

    due: date | None
    quantity: int
    held: int


@dataclass(frozen=True, slots=True)
class Where:
    """Where an order stands: its sources by kind and code, and how many of them have not taken note (A7)."""

    sources: tuple[Source, ...]
    unacknowledged: int


@dataclass(frozen=True, slots=True)
class Board:
    """The board as of a day.

    Attributes:
        sources: work centres, then suppliers (those with open quantities first), the stock last.
        weeks: their Mondays, from this week on.
        to_place: number → what of an approved order is to be placed.
        where: number → where an order stands of which something is placed.
        late: orders that are planned to be finished after they are due.
        orders_to_place, orders_not_begun: how many orders wait in this room.
    """

    today: date
    workdays: Workdays
    weeks: tuple[date, ...]
    sources: tuple[BoardSource, ...]
    to_place: Mapping[str, ToPlace]
    where: Mapping[str, Where]
    late: frozenset[str]
    orders_to_place: int
    orders_not_begun: int


class Load(Subject):
    """What the sources have to do."""

    def board(self, weeks: int = WEEKS) -> Board:
        """Return the board from this week on."""
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
            today = self.context.today(policy)
            first = week_of(today)
            workdays = workdays_of(policy.office, first, weeks)
            standing = placed(reader)
            parts = tuple(still_to_make(standing))
            found = loads(parts, workdays, today)
            to_begin, begun = waiting(reader)
            return Board(
                today,
                workdays,
                tuple(first + timedelta(weeks=at) for at in range(weeks)),
                _sources(work_centres(reader, retired=True), suppliers(reader, retired=True), found),
                {
                    row["number"]: ToPlace(row["due"], row["quantity"] - row["held"], row["held"])
                    for row in to_place(reader)
                },
                _where(standing),
                planned_late(parts, today),
                to_begin,
                begun,
            )


def workdays_of(office: Office, first: date, weeks: int) -> Workdays:
    """Return the working days of some weeks from a Monday on (I7)."""
    days = (is_working_day(office, first + timedelta(days=at)) for at in range(weeks * _DAYS))
    return Workdays.of(first, days, office.weekdays)


def _sources(
    centres: Sequence[Place], known_suppliers: Sequence[Place], found: Mapping[Source, SourceLoad]
) -> tuple[BoardSource, ...]:
    """Return all sources of the office, and those that something stands with though they are off its list."""
    nothing = SourceLoad()

    def source(kind: SourceKind, place: Place) -> BoardSource:
        load = found.get((kind, place.code), nothing)
        weekly = place.weekly_capacity or None
        return BoardSource(kind, place.code, place.name, load, weekly, place.lead_days, place.retired)

    def of_kind(kind: SourceKind, places: Sequence[Place]) -> list[BoardSource]:
        codes = {place.code for place in places}
        gone = [place for place in places if place.retired and (kind, place.code) in found]
        gone += [Place(code, "") for one, code in sorted(found) if one is kind and code not in codes]
        return [source(kind, place) for place in (*(place for place in places if not place.retired), *gone)]

    buying = of_kind(SourceKind.SUPPLIER, known_suppliers)
    return (
        *of_kind(SourceKind.WORK_CENTRE, centres),
        *sorted(buying, key=lambda one: not one.load.orders),
        BoardSource(SourceKind.STOCK, "", "", found.get((SourceKind.STOCK, ""), nothing)),
    )


def _where(standing: Sequence[Placed]) -> dict[str, Where]:
    orders: dict[str, dict[Source, bool]] = defaultdict(dict)
    for one in standing:
        known = orders[one.number].get(one.source, True)
        orders[one.number][one.source] = known and one.acknowledged
    return {
        number: Where(tuple(sources), sum(1 for known in sources.values() if not known))
        for number, sources in orders.items()
    }
