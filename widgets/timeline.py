"""Plan and actual course of an order: when each milestone was to be reached and when it was (T2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from data.orders import Order
from data.rules.progress import all_delivered, all_finished, all_shipped
from data.rules.urgency import Urgency
from data.words import N_, _
from widgets.badge import Clock, badge, short_date
from widgets.cells import Line, Part, Tone, fit, width_of
from widgets.lines_view import LinesView, Row

_PLANNED, _REACHED, _TO_COME = "○", "●", "○"
_NARROWEST_AXIS = 24
_DATES = 12
"""Cells for a date."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step on the way of an order.

    Attributes:
        title: marked with `N_`.
        planned: the day by which it is to be reached; None where nobody has said.
        actual: the day on which it was; None while it is to come.
        forecast: the day that is expected now, where that is not the planned one.
    """

    title: str
    planned: date | None = None
    actual: date | None = None
    forecast: date | None = None

    @property
    def slip(self) -> int | None:
        """By how many days it came, or is expected, later than planned; negative if earlier."""
        reached = self.actual or self.forecast
        return (reached - self.planned).days if reached and self.planned else None


def order_milestones(order: Order, zone: tzinfo) -> tuple[Milestone, ...]:
    """Return the milestones of an order, as far as its records tell them; days are the office's."""

    def day(at: datetime | None) -> date | None:
        return at.astimezone(zone).date() if at else None

    lines = order.lines
    plans = [allocation for allocation in order.allocations if not allocation.withdrawn]
    started = _latest(plan.planned_start for plan in plans)
    finished = order.planned_finish or _latest(plan.planned_finish for plan in plans)
    reports = _latest(day(report.at) for report in order.progress)
    shipped = _latest(shipment.shipped_on for shipment in order.shipments)
    delivered = _latest(delivery.delivered_on for delivery in order.deliveries)
    all_placed = [
        Milestone(N_("received"), actual=day(order.received_at)),
        Milestone(N_("decided"), day(order.decision_due_at), day(order.decided_at)),
        Milestone(N_("confirmed"), actual=day(order.confirmed_at)),
        Milestone(N_("work started"), started),
        Milestone(N_("finished"), finished, reports if lines and all_finished(lines) else None),
        Milestone(N_("shipped"), order.planned_ship_date, shipped if lines and all_shipped(lines) else None),
        Milestone(
            N_("delivered"),
            order.promised_date or order.requested_date,
            delivered if lines and all_delivered(lines) else None,
        ),
        Milestone(N_("closed"), actual=day(order.closed_at)),
    ]
    return tuple(one for one in all_placed if one.planned or one.actual)


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)


class Timeline(LinesView):
    """Two bars over one axis of days, and under them each milestone in words."""

    def __init__(
        self,
        clock: Clock,
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty view; `clock` gives today."""
        super().__init__(empty=empty, id=id, classes=classes)
        self.clock = clock
        self._milestones: tuple[Milestone, ...] = ()

    @property
    def shown(self) -> tuple[Milestone, ...]:
        """The milestones that are shown."""
        return self._milestones

    def show(self, milestones: Sequence[Milestone]) -> None:
        """Show milestones, in the order in which they follow each other."""
        self._milestones = tuple(milestones)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return the bars and the milestones."""
        if not self._milestones:
            return []
        name = max(width_of(text) for text in (_("plan"), _("actual"), *(_(one.title) for one in self._milestones)))
        rows = [Row(line) for line in self._bars(min(name, width // 3), width)]
        return [*rows, *(Row(self._milestone(one, name)) for one in self._milestones)]

    def _bars(self, name: int, width: int) -> list[Line]:
        """Return the two bars, the mark of today and the ends of the axis; none where there is no room."""
        today = self.clock().today
        days = [day for one in self._milestones for day in (one.planned, one.actual, one.forecast) if day]
        axis = width - name - 4
        if axis < _NARROWEST_AXIS or not days:
            return []
        first, last = min(*days, today), max(*days, today)
        span = max(1, (last - first).days)

        def at(day: date) -> int:
            return (day - first).days * (axis - 1) // span

        plan = ["─"] * axis
        for one in self._milestones:
            if one.planned:
                plan[at(one.planned)] = _PLANNED
        reached = [one.actual for one in self._milestones if one.actual]
        end = at(max(reached)) if reached else 0
        actual = ["─" if place <= end else "╌" if place <= at(today) else " " for place in range(axis)]
        for one in self._milestones:
            if one.actual:
                actual[at(one.actual)] = _REACHED
            elif one.forecast:
                actual[at(one.forecast)] = _TO_COME
        late = any(
            badge(one.planned, self.clock()).urgency is Urgency.LATE and not one.actual for one in self._milestones
        )
        margin = Part(" " * (name + 2))
        ends = (short_date(first, today), short_date(last, today))
        between = axis - width_of(ends[0]) - width_of(ends[1])
        return [
            (Part(fit(_("plan"), name) + "  ", Tone.MUTED), Part("".join(plan))),
            (Part(fit(_("actual"), name) + "  ", Tone.MUTED), Part("".join(actual), Tone.BAD if late else Tone.GOOD)),
            (margin, Part(_today_mark(at(today), axis), Tone.WARN)),
            (margin, Part(f"{ends[0]}{' ' * max(1, between)}{ends[1]}", Tone.MUTED)),
            (),
        ]

    def _milestone(self, one: Milestone, name: int) -> Line:
        moment = self.clock()
        today = moment.today
        mark = badge(one.planned, moment)
        slip = one.slip
        if one.actual:
            sign, tone, word = "✔", Tone.GOOD, short_date(one.actual, today)
        else:
            sign, tone, word = mark.sign, mark.tone, mark.long.text.removeprefix(mark.sign).strip()
        late = slip is not None and slip > 0
        return (
            Part(f"{sign} ", tone),
            Part(fit(_(one.title), name) + "  "),
            Part(fit(short_date(one.planned, today) or "–", _DATES) + " ", Tone.MUTED),
            Part(word, tone if not one.actual else Tone.PLAIN),
            Part(f"  {_slip(slip)}" if slip else "", Tone.BAD if late else Tone.GOOD),
        )


def _slip(days: int) -> str:
    """Return by how much a milestone slips, with its sign."""
    return _("▲ +{days}d").format(days=days) if days > 0 else _("{days}d").format(days=days)


def _today_mark(place: int, axis: int) -> str:
    """Return a line of the axis' width with a pointer at today, and the word beside it."""
    word = _("today")
    if place + 2 + width_of(word) <= axis:
        return " " * place + "▴ " + word + " " * (axis - place - 2 - width_of(word))
    before = max(0, place - 1 - width_of(word))
    return " " * before + word + " ▴" + " " * max(0, axis - place - 1)
