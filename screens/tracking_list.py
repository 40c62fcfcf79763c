"""The list of the tracking room: what each order asks for next, how far it is and when it will be there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.orders import OrderRow
from data.rules.lists import Sort
from data.rules.promise import WHOLE
from data.rules.rooms import due
from data.rules.underway import TrackedRow
from data.rules.urgency import Urgency
from data.words import N_, _, ngettext
from data.words.phrases import listing
from screens.keys import SHORT
from screens.rows import DeskRows
from widgets.badge import Clock, Moment, amendable, badge, short_date
from widgets.cells import Part, Tone, bar
from widgets.columns import Column, Width
from widgets.order_table import due_column, order_columns

if TYPE_CHECKING:
    from data.rules.lists import ListQuery
    from screens.bridge import Bridge

_BAR = 10
_FAR = timedelta(days=183)
_SHORT = Width(8, 9)
"""Of a column of days: sign, figure and unit."""
_NOTHING = Part("–", Tone.MUTED)


class TrackedRows(DeskRows):
    """Rows of orders under way, each with how it is doing."""

    def __init__(self, bridge: "Bridge", query: "ListQuery") -> None:
        """Read the list that the query names."""
        super().__init__(bridge, query)
        self._way = bridge

    async def rows(self, first: int, limit: int) -> Sequence[OrderRow]:
        """Return the rows from the place `first` on."""
        return await self._doing(await super().rows(first, limit))

    async def named(self, keys: Sequence[str]) -> Sequence[OrderRow]:
        """Return these orders as they are now."""
        return await self._doing(await super().named(keys))

    async def _doing(self, rows: Sequence[OrderRow]) -> Sequence[OrderRow]:
        return await self._way.ask(lambda desk: desk.underway.rows(rows)) if rows else rows


def tracking_columns(clock: Clock) -> Sequence[Column[OrderRow]]:
    """Return the columns that only tracking has; `clock` gives the moment."""
    return (
        replace(due_column("due", N_("Due"), due, clock, Sort.DUE.value), width=_SHORT),
        replace(order_columns(clock)["customer"], width=Width(14, 18, 2)),
        Column("done", N_("Done"), _done, Width(4, 5), right=True, rank=1),
        Column("next", N_("Next"), lambda row: next_part(row, clock()), Width(13, 26, 3), rank=0),
        Column("forecast", N_("Finish"), lambda row: finish_part(row, clock()), Width(9, 10), rank=2),
        replace(due_column("check_in", N_("Check-in"), _check_in, clock), width=_SHORT, rank=3),
        Column("places", N_("Where"), _places, Width(6, 12, 1), rank=4),
        Column("told", N_("Told"), lambda row: _told(row, clock()), Width(6, 8), right=True, rank=7),
    )


def _check_in(row: OrderRow) -> date | None:
    return row.check_in if isinstance(row, TrackedRow) else None


def _done(row: OrderRow) -> Part:
    if not isinstance(row, TrackedRow):
        return _NOTHING
    return Part(f"{row.share * 100 // WHOLE}%", Tone.GOOD if row.share >= WHOLE else Tone.PLAIN)


def _places(row: OrderRow) -> Part | str:
    return listing(row.places) if isinstance(row, TrackedRow) and row.places else _NOTHING


def _told(row: OrderRow, moment: Moment) -> Part | str:
    return short_date(row.told, moment.today) if isinstance(row, TrackedRow) and row.told else _NOTHING


def next_part(row: OrderRow, moment: Moment) -> Part:
    """Return what an order asks for next, what presses most first; with nothing pressing, the verb that leads on."""
    if not isinstance(row, TrackedRow):
        return _NOTHING
    asked = []
    tone = Tone.PLAIN
    if row.exceptions:
        asked.append(ngettext("▲ exception", "▲ {number} exceptions", row.exceptions).format(number=row.exceptions))
        tone = Tone.BAD
    if row.tell:
        asked.append(_("tell") if asked else _("▲ tell"))
        tone = tone if tone is Tone.BAD else Tone.WARN
    mark = badge(row.check_in, moment)
    if mark.urgency in (Urgency.LATE, Urgency.TODAY):
        asked.append(_("check in") if asked else _("{sign} check in").format(sign=mark.sign))
        tone = tone if tone is not Tone.PLAIN else mark.tone
    if asked:
        return Part(_(" · ").join(asked), tone)
    free = amendable(row, moment)
    if row.next is None:
        return Part(free, Tone.WARN) if free else _NOTHING
    step = _("→ {verb}").format(verb=_(SHORT[row.next]))
    return Part(f"{free} {step}", Tone.WARN) if free else Part(step)


def finish_part(row: OrderRow, moment: Moment) -> Part:
    """Return when the goods will be finished: by progress so far (· or ▲), or by plan (○)."""
    if not isinstance(row, TrackedRow):
        return _NOTHING
    if row.share >= WHOLE:
        return Part(_("✔ done"), Tone.GOOD)
    day = row.outlook.finish
    if day is None:
        return _NOTHING
    late = row.slack is not None and row.slack < 0
    sign = "▲" if late else "○" if row.outlook.planned else "·"
    # of a day so far away the month says all there is to say
    text = short_date(day, moment.today) if abs(day - moment.today) < _FAR else f"{day.year:04d}-{day.month:02d}"
    return Part(f"{sign} {text}", Tone.BAD if late else Tone.PLAIN)


def doing_parts(row: TrackedRow, moment: Moment) -> list[Part]:
    """Return how an order is doing, for the head beside the list: finished so far, expected when, how late that is."""
    parts = [Part(f"{bar(row.share, WHOLE, _BAR)} {row.share * 100 // WHOLE}%")]
    day = row.outlook.finish
    late = row.slack is not None and row.slack < 0
    if day is not None:
        text = _("by plan {day}") if row.outlook.planned else _("at this rate {day}")
        parts.append(Part(text.format(day=short_date(day, moment.today)), Tone.BAD if late else Tone.PLAIN))
    if row.slack is not None and day is not None:
        text = _("▲ +{days}d") if late else _("{days}d to spare")
        parts.append(Part(text.format(days=abs(row.slack)), Tone.BAD if late else Tone.GOOD))
    return parts
