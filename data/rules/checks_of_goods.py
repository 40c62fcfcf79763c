"""Checks of goods: quality, technical requirements, capacity, stock, date and place (R1, R7)."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.amounts import SCALE
from data.orders import Order, OrderLine
from data.rules.evidence import Evidence, Room, WeekRoom, asked, plain
from data.rules.facts import Amount, Behind, Fact, Rate, See, Spot, fact
from data.rules.findings import Found

if TYPE_CHECKING:
    from data.rules.policy import Policy

_PPM = 1_000_000


def quality_standard(order: Order, policy: "Policy", known: Evidence) -> Found:
    """Look for the quality standard: in the order, else in all its lines or their drawings, else in the policy (R1)."""
    words = policy.checks.quality_words
    named = next(
        (found for text in (order.special_requirements, order.note) if (found := standard_in(text, words))), ""
    )
    if named:
        return Found((fact("quality_of_order", standard=named),), see=See(Behind.ORDER))
    bare = [line.line_no for line in order.lines if not _line_standard(line, known, words)]
    if order.lines and not bare:
        first = _line_standard(order.lines[0], known, words)
        return Found((fact("quality_of_lines", standard=first),), see=See(Behind.ORDER))
    if policy.papers.quality_standard:
        return Found((fact("quality_of_policy", standard=policy.papers.quality_standard),), see=See(Behind.POLICY))
    return Found((fact("no_quality", *(bare if len(bare) < len(order.lines) else ())),), True, see=See(Behind.POLICY))


def standard_in(text: str, words: Sequence[str]) -> str:
    """Return the quality standard that a text names, with its number (`GB/T 10059-2023`), or ""."""
    for word in words:
        # in Latin letters a standard is a word of its own before a number: `EN 10204`, and no `pen 5`
        plain_word = re.escape(word)
        latin = rf"(?<![A-Za-z]){plain_word}(?:[\s/\-]{{1,2}}[A-Z]{{1,2}})?[\s\-/]*\d[\w.\-/:]*"
        pattern = latin if word.isascii() else plain_word
        if found := re.search(pattern, text):
            return found[0]
    return ""


def _line_standard(line: OrderLine, known: Evidence, words: Sequence[str]) -> str:
    product = known.products.get(line.product_code)
    texts = [line.specification, line.note, line.product_name]
    texts += [product.specification, product.note] if product is not None else []
    drawing = line.drawing_no or (product.drawing_no if product is not None else "")
    return next((found for text in texts if (found := standard_in(text, words))), drawing)


def technical(order: Order, _policy: "Policy", known: Evidence) -> Found:
    """See that special products are described, drawings have a revision, and it is the one of the product (R2, R7)."""
    facts: list[Fact] = []
    special: list[int] = []
    first = ""
    for line in order.lines:
        product = known.products.get(line.product_code)
        drawing = line.drawing_no or (product.drawing_no if product is not None else "")
        revision = line.revision or (product.revision if product is not None else "")
        before = len(facts)
        if product is not None and product.special == "special":
            special.append(line.line_no)
            if not (drawing or line.specification or product.specification or order.special_requirements):
                facts.append(fact("special_undescribed", line.line_no))
        if drawing and not revision:
            facts.append(fact("no_revision", line.line_no, drawing=drawing))
        elif (
            product is not None
            and line.drawing_no == product.drawing_no
            and line.revision
            and product.revision
            and plain(line.revision) != plain(product.revision)
        ):
            facts.append(fact("other_revision", line.line_no, ordered=line.revision, ours=product.revision))
        if len(facts) > before and not first:
            first = line.product_code
    see = See(Behind.PRODUCT, first) if first else See(Behind.ORDER)
    if facts:
        return Found(tuple(facts), True, see=see)
    return Found((fact("special_described", *special),) if special else (), see=see)


def capacity(_order: Order, _policy: "Policy", known: Evidence) -> Found:
    """Compare what is to be made with what is free at the work centres until it is wanted (R7, A3)."""
    tight: list[Fact] = []
    roomy: list[Fact] = []
    silent: list[Fact] = []
    week = None
    for room in known.rooms:
        full = room.fullest
        if full is None:
            silent.append(fact("no_capacity", *room.lines, source=room.code or room.name))
            continue
        short = room.needed > room.free
        (tight if short else roomy).append(_told(room, full, "no_room" if short else "has_room"))
        if week is None or short:
            week = See(Behind.WEEK, room.code, full.week)
    if not known.rooms:
        silent.append(fact("nothing_to_load"))
    return Found((*tight, *roomy, *silent), bool(tight), bool(silent) and bool(known.rooms) and not tight, week)


def _told(room: Room, full: WeekRoom, kind: str) -> Fact:
    return fact(
        kind,
        *room.lines,
        source=room.code or room.name,
        needed=Amount(room.needed),
        free=Amount(room.free // SCALE * SCALE),
        until=room.until,
        week=full.week,
        used=Amount(-(-full.used // SCALE) * SCALE),
        capacity=Amount(full.capacity),
        share=Rate(full.used * _PPM // full.capacity),
    )


def stock(order: Order, _policy: "Policy", _known: Evidence) -> Found:
    """Say that it is not known what lies in stock: the desk keeps no stock yet (R7, A2)."""
    return Found((fact("no_stock_ledger"),), unknown=bool(order.lines))


def feasible_date(order: Order, _policy: "Policy", known: Evidence) -> Found:
    """Compare the days that are asked for with today and with the lead times of the products (R1, R7)."""
    bad: list[Fact] = []
    good: list[tuple[OrderLine, Fact]] = []
    unknown: list[int] = []
    first = ""
    for line in order.lines:
        wanted = asked(line, order.requested_date)
        earliest = known.earliest.get(line.product_code)
        if wanted is None:
            continue
        if wanted < known.today:
            bad.append(fact("date_past", line.line_no, wanted=wanted))
        elif earliest is None:
            unknown.append(line.line_no)
        elif wanted < earliest:
            bad.append(fact("too_early", line.line_no, wanted=wanted, earliest=earliest))
            first = first or line.product_code
        else:
            good.append((line, fact("in_time", line.line_no, wanted=wanted, earliest=earliest)))
    if not bad and good:
        first = good[0][0].product_code
    see = See(Behind.PRODUCT, first) if first else See(Behind.ORDER)
    silent = (fact("no_lead_time", *unknown),) if unknown else ()
    told = (*bad, *silent) if bad else (*(one for _line, one in good[:1]), *silent)
    return Found(told, bool(bad), not bad and bool(unknown), see)


def known_place(order: Order, _policy: "Policy", known: Evidence) -> Found:
    """Compare the place of delivery with those that the office knows of the customer (R1, R7)."""
    spots = [order.delivery_place, *(planned.place for line in order.lines for planned in line.schedule)]
    named = list(dict.fromkeys(spot for spot in spots if spot.strip()))
    see = See(Behind.CUSTOMER, order.customer_code) if order.customer_code else See(Behind.ORDER)
    strange = [fact("strange_place", place=Spot(spot)) for spot in named if plain(spot) not in known.places]
    if strange and not known.places:
        return Found((fact("first_place", place=Spot(named[0])),), unknown=True, see=see)
    kept = tuple(fact("usual_place", place=Spot(spot)) for spot in named[:1])
    return Found(tuple(strange) or kept, bool(strange), see=see)
