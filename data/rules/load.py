"""Load against capacity (A3, A5): what is placed and not finished, week by week, and what one more order would do.

A quantity is spread evenly over the working days that are planned for it and still lie ahead; what should be finished
already is to be done now. Quantities are scaled by a million; a week is named by its Monday. Plain enough for a screen
to reckon with while the cursor moves: the calendar comes in as a value.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from data.states import OrderState, SourceKind

TO_PLACE: tuple[OrderState, ...] = (OrderState.APPROVED,)
"""States of orders of which something is to be placed."""

NOT_BEGUN: tuple[OrderState, ...] = (OrderState.ALLOCATED,)
"""States of orders that are placed and wait for the work to begin."""

LOADING: tuple[OrderState, ...] = (OrderState.APPROVED, OrderState.ALLOCATED, OrderState.IN_PROGRESS)
"""States of orders whose placed quantities are still to be made."""

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_WEEKDAYS = 7

Source = tuple[SourceKind, str]
"""Where something is placed: stock, or a work centre or supplier by its code."""


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Workdays:
    """The office's working days from a Monday on, counted.

    Attributes:
        first: the Monday; nothing before it is asked for.
        counts: how many working days lie between `first` and each day after it, day by day, for whole weeks; later
            days are taken by their weekday alone.
        weekdays: on which the office works (Monday is 0).
    """

    first: date
    counts: tuple[int, ...]
    weekdays: frozenset[int]

    @classmethod
    def of(cls, first: date, open_days: Iterable[bool], weekdays: frozenset[int]) -> "Workdays":
        """Count the days that are open, from a Monday on."""
        return cls(first, tuple(accumulate(open_days, initial=0)), weekdays)

    @property
    def end(self) -> date:
        """The Monday after the last week whose holidays are known."""
        return self.first + _DAY * (len(self.counts) - 1)

    def before(self, day: date) -> int:
        """Return how many working days lie between `first` and a day, which itself does not count."""
        at = (day - self.first).days
        if at < len(self.counts):
            return self.counts[max(0, at)]
        weeks, rest = divmod(at - len(self.counts) + 1, _WEEKDAYS)
        return self.counts[-1] + weeks * len(self.weekdays) + sum(weekday < rest for weekday in self.weekdays)

    def between(self, start: date, finish: date) -> int:
        """Return how many working days there are from `start` to `finish`, both included."""
        return self.before(finish + _DAY) - self.before(start)

    def works(self, day: date) -> bool:
        """Whether the office works on a day."""
        return self.between(day, day) > 0

    def next_open(self, day: date) -> date:
        """Return the first working day from a day on; the day itself where the office never opens again."""
        return next((on for on in _days(day, self.end + 2 * _WEEK) if self.works(on)), day)

    def last_open(self, week: date) -> date:
        """Return the last working day of a week; its Sunday where it has none."""
        days = [week + _DAY * at for at in reversed(range(_WEEKDAYS))]
        return next((on for on in days if self.works(on)), days[0])


def _days(start: date, end: date) -> Iterator[date]:
    while start < end:
        yield start
        start += _DAY


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity of an order line that stands with a source.

    Attributes:
        due: by when the order is promised, else asked for.
        line_id: tells lines apart, of whatever order.
        wanted, finished: of the whole line, wherever it is placed.
    """

    number: str
    customer: str
    state: OrderState
    due: date | None
    line_id: int
    wanted: int
    finished: int
    source_kind: SourceKind
    source_code: str
    quantity: int
    planned_start: date | None
    planned_finish: date | None
    acknowledged: bool

    @property
    def source(self) -> Source:
        """Where it is placed; the stock is one, whatever shelf was named."""
        return self.source_kind, "" if self.source_kind is SourceKind.STOCK else self.source_code


def still_to_make(placed: Iterable[Placed]) -> Iterator[tuple[Placed, int]]:
    """Yield what is placed with the quantity of it that is not finished.

    Reports say how much of a line is finished, not where. So it is taken off what lay in stock first, which is finished
    when the work begins (A2), then off what is planned to be finished first; what a line was closed short by comes off
    the last one.
    """
    lines: dict[int, list[Placed]] = defaultdict(list)
    for one in placed:
        lines[one.line_id].append(one)
    for parts in lines.values():
        parts.sort(key=lambda one: (one.source_kind is not SourceKind.STOCK, one.planned_finish or date.max))
        done = parts[0].finished
        left = max(0, parts[0].wanted - done)
        for one in parts:
            taken = min(done, one.quantity)
            done -= taken
            still = min(one.quantity - taken, left)
            left -= still
            yield one, still


def days_ahead(start: date | None, finish: date | None, today: date) -> tuple[date, date] | None:
    """Return the first and last day on which something is still to be done, None where no day is planned."""
    begins, ends = start or finish, finish or start
    if begins is None or ends is None:
        return None
    last = max(ends, today)
    return max(min(begins, last), today), last


def spread(quantity: int, start: date, finish: date, workdays: Workdays) -> dict[date, int]:
    """Return week → what of a quantity falls on it, evenly over the working days; weeks past the calendar are left out.

    Where the office works on none of the days all of it falls on the last week.
    """
    whole = workdays.between(start, finish)
    if not whole:
        return {week_of(finish): quantity}
    found: dict[date, int] = {}
    week, given = week_of(start), 0
    while week <= finish and week < workdays.end:
        done = workdays.between(start, min(finish, week + _WEEK - _DAY))
        share = quantity * done // whole - given
        given += share
        if share:
            found[week] = share
        week += _WEEK
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """What of an order falls on one week of a source."""

    number: str
    customer: str
    due: date | None
    quantity: int


@dataclass(frozen=True, slots=True)
class SourceLoad:
    """What is still to be made at a source.

    Attributes:
        weeks: week → what falls on it, the earliest due first.
        orders: how many orders wait there.
        quantity: all that is still to be made, also what has no day.
        undated: the part of it without a planned day.
        next_finish: the next planned finish.
    """

    weeks: Mapping[date, tuple[Share, ...]] = field(default_factory=dict)
    orders: int = 0
    quantity: int = 0
    undated: int = 0
    next_finish: date | None = None

    def load(self, week: date) -> int:
        """Return the load of a week."""
        return sum(share.quantity for share in self.weeks.get(week, ()))


def loads(placed: Iterable[tuple[Placed, int]], workdays: Workdays, today: date) -> dict[Source, SourceLoad]:
    """Return source → what is still to be made there; `placed` comes from `still_to_make`."""
    sources: dict[Source, list[tuple[Placed, int]]] = defaultdict(list)
    for one, left in placed:
        if left:
            sources[one.source].append((one, left))
    return {source: _load(parts, workdays, today) for source, parts in sources.items()}


def _load(parts: Sequence[tuple[Placed, int]], workdays: Workdays, today: date) -> SourceLoad:
    weeks: dict[date, dict[str, Share]] = defaultdict(dict)
    undated = 0
    finishes = []
    for one, left in parts:
        days = days_ahead(one.planned_start, one.planned_finish, today)
        if days is None:
            undated += left
            continue
        finishes.append(days[1])
        for week, quantity in spread(left, *days, workdays).items():
            before = weeks[week].get(one.number)
            total = quantity + (before.quantity if before else 0)
            weeks[week][one.number] = Share(one.number, one.customer, one.due, total)
    return SourceLoad(
        {
            week: tuple(sorted(shares.values(), key=lambda share: (share.due or date.max, share.number)))
            for week, shares in weeks.items()
        },
        len({one.number for one, _left in parts}),
        sum(left for _one, left in parts),
        undated,
        min(finishes, default=None),
    )


def planned_late(placed: Iterable[tuple[Placed, int]], today: date) -> frozenset[str]:
    """Return the numbers of orders of which something is planned to be finished after it is due."""
    found = set()
    for one, left in placed:
        days = days_ahead(one.planned_start, one.planned_finish, today)
        if left and days and one.due and days[1] > one.due:
            found.add(one.number)
    return frozenset(found)
