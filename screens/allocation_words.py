"""What the allocation room says: what an order needs, what placing it would do, how the sources stand."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from data.orders import Order
from data.rules.progress import open_to_allocate
from data.rules.urgency import Urgency
from data.states import SourceKind
from data.words import _, ngettext
from data.words.formats import format_quantity
from data.words.labels import label
from screens.allocation_board import rough, source_name
from screens.summary import amendable_parts, joined
from widgets.badge import Moment, badge, short_date
from widgets.cells import Line, Part, Tone, harmless

if TYPE_CHECKING:
    from data.desk.load import Board, BoardSource, ToPlace, Where
    from data.orders import Allocation, OrderLine, OrderRow
    from data.rules.placing import Effect

_FULL = 100


def caption_parts(board: "Board", overloads: int, places_key: str) -> Line:
    """Return how the board stands as a whole: overloads, plans that end late, quantities without a day.

    Args:
        board: as it was read.
        overloads: how many cells are planned beyond their capacity.
        places_key: the key that enters work centres and suppliers, as it is shown.
    """
    parts: list[Part] = []
    if all(one.kind is SourceKind.STOCK for one in board.sources):
        text = _("▲ no work centre or supplier yet: {key} enters them")
        parts.append(Part(text.format(key=places_key), Tone.WARN))
    if overloads:
        text = ngettext("▲ {number} overload", "▲ {number} overloads", overloads)
        parts.append(Part(text.format(number=overloads), Tone.BAD))
    if board.late:
        text = ngettext("▲ {number} order planned late", "▲ {number} orders planned late", len(board.late))
        parts.append(Part(text.format(number=len(board.late)), Tone.BAD))
    undated = sum(1 for one in board.sources if one.load.undated and one.kind is not SourceKind.STOCK)
    if undated:
        text = ngettext(
            "▲ {number} source with work without a day", "▲ {number} sources with work without a day", undated
        )
        parts.append(Part(text.format(number=undated), Tone.WARN))
    return joined(parts) if parts else (Part(_("✔ nothing is overloaded or late"), Tone.GOOD),)


def source_remarks(source: "BoardSource", today: date) -> str:
    """Return what there is to say of a source beside its weeks: what is open, its next finish, its lead time."""
    load = source.load
    parts: list[str] = []
    if source.retired:
        parts.append(_("off the list"))
    if load.orders:
        parts.append(ngettext("{number} order open", "{number} orders open", load.orders).format(number=load.orders))
    if load.next_finish:
        parts.append(_("next {day}").format(day=short_date(load.next_finish, today)))
    if load.undated:
        parts.append(_("{quantity} without a day").format(quantity=rough(load.undated)))
    if source.kind is SourceKind.WORK_CENTRE and source.capacity is None:
        parts.append(_("capacity not known"))
    if source.lead_days is not None:
        parts.append(ngettext("lead time {days} day", "lead time {days} days", source.lead_days).format(
            days=source.lead_days))  # fmt: skip
    return _(" · ").join(parts)


def effect_lines(effect: "Effect", source: "BoardSource", due: date | None, moment: Moment) -> list[Line]:
    """Return what placing would do: where and when, the load after it, late or in time."""
    today = moment.today
    where = Part(source_name(source), Tone.STRONG)
    if effect.start is None or effect.finish is None:
        return [(Part("→ "), *joined([where, Part(_("nothing has to be made"), Tone.GOOD)]))]
    days = _("{start} – {finish}").format(
        start=short_date(effect.start, today), finish=short_date(effect.finish, today)
    )
    return [
        (Part("→ "), *joined([where, Part(days)])),
        (Part("  "), *joined([*_load_parts(effect, source), late_part(effect.late, due, today)])),
    ]


def _load_parts(effect: "Effect", source: "BoardSource") -> Iterator[Part]:
    """Yield the week that is loaded most, before and after."""
    if not source.capacity or not effect.weeks:
        return
    week, (before, after) = max(effect.weeks.items(), key=lambda item: item[1][1])
    text = _("wk {number}: {before}% → {after}%").format(
        number=week.isocalendar().week,
        before=_FULL * before // source.capacity,
        after=_FULL * after // source.capacity,
    )
    if effect.over:
        yield Part(" ▲ ".join((text, _("overload"))), Tone.BAD)
    else:
        yield Part(text, Tone.GOOD)


def late_part(late: int | None, due: date | None, today: date) -> Part:
    """Return whether a finish is in time, in words."""
    if late is None or due is None:
        return Part(_("no date is asked for or promised"), Tone.WARN)
    day = short_date(due, today)
    if late > 0:
        text = ngettext("▲ {days} day late, due {day}", "▲ {days} days late, due {day}", late)
        return Part(text.format(days=late, day=day), Tone.BAD)
    if late == 0:
        return Part(_("◆ finished on the day it is due, {day}").format(day=day), Tone.WARN)
    text = ngettext("✔ {days} day before it is due, {day}", "✔ {days} days before it is due, {day}", -late)
    return Part(text.format(days=-late, day=day), Tone.GOOD)


def order_head(row: "OrderRow", to_place: "ToPlace | None", moment: Moment) -> Line:
    """Return the order of the cursor in a line: number, what is to be placed, by when, customer."""
    parts = [Part(row.number, Tone.HEADING), *amendable_parts(row, moment)]
    if to_place is not None:
        parts += to_place_parts(to_place, moment)
    if row.on_hold:
        parts.append(Part(_("on hold"), Tone.WARN))
    parts.append(Part(harmless(row.customer_name or row.customer_code, 60) or _("no customer"), Tone.STRONG))
    return joined(parts)


def to_place_parts(to_place: "ToPlace", moment: Moment) -> list[Part]:
    """Return what of an order, or of several, is to be placed, and by when."""
    parts = [Part(_("{quantity} to place").format(quantity=format_quantity(to_place.quantity)))]
    if to_place.held:
        parts.append(Part(_("{quantity} on hold").format(quantity=format_quantity(to_place.held)), Tone.WARN))
    if to_place.due is not None:
        mark = badge(to_place.due, moment)
        due = _("due {day}").format(day=short_date(to_place.due, moment.today))
        sign = "" if mark.urgency is Urgency.LATER else f"{mark.sign} {mark.word} "
        parts.append(Part(sign + due, mark.tone))
    return parts


def line_lines(order: Order, most: int) -> list[Line]:
    """Return the lines of an order of which something is to be placed, at most so many."""
    still = [line for line in order.lines if open_to_allocate(line) > 0]
    shown = still if len(still) <= most else still[: most - 1]
    found: list[Line] = [_line(line) for line in shown]
    if more := len(still) - len(shown):
        text = ngettext("  and {number} more line", "  and {number} more lines", more).format(number=more)
        found.append((Part(text, Tone.MUTED),))
    return found


def _line(line: "OrderLine") -> Line:
    name = harmless(" ".join(part for part in (line.product_code, line.product_name or line.specification) if part), 80)
    still, whole = format_quantity(open_to_allocate(line)), format_quantity(line.wanted)
    quantity = still if still == whole else _("{still} of {whole}").format(still=still, whole=whole)
    parts = [
        Part(f"  {line.line_no}  ", Tone.MUTED),
        Part(harmless(f"{quantity} {line.unit}".strip(), 40), Tone.STRONG),
        Part(f"  {name}"),
    ]
    if line.on_hold:
        parts.append(Part("  " + _("on hold"), Tone.WARN))
    return tuple(parts)


def standing_lines(order: Order, moment: Moment) -> list[Line]:
    """Return where the quantities of an order stand, and who has taken note (A7)."""
    return [_standing(one, moment) for one in order.allocations if not one.withdrawn]


def _standing(one: "Allocation", moment: Moment) -> Line:
    source = harmless(one.source_code or label(one.source_kind), 60)
    days = [short_date(day, moment.today) for day in (one.planned_start, one.planned_finish) if day is not None]
    known = one.acknowledged_at is not None
    parts = [
        Part(_("line {number}").format(number=one.line_no), Tone.MUTED),
        Part(format_quantity(one.quantity)),
        Part(source, Tone.STRONG),
        Part(" – ".join(days) if days else _("no day planned"), Tone.PLAIN if days else Tone.WARN),
        Part(_("acknowledged"), Tone.GOOD) if known else Part(_("not acknowledged"), Tone.WARN),
    ]
    return (Part("✔ ", Tone.GOOD) if known else Part("… ", Tone.WARN), *joined(parts))


def where_part(where: "Where | None") -> Part:
    """Return where an order stands, for the list: codes of its sources, and who has not taken note."""
    if where is None:
        return Part("–", Tone.MUTED)
    codes = [code if kind is not SourceKind.STOCK else _("stock") for kind, code in where.sources]
    text = harmless(" ".join(codes), 60)
    return Part(f"… {text}", Tone.WARN) if where.unacknowledged else Part(f"✔ {text}")
