"""Orders from the rows of a sheet: what belongs to the order, what to its lines, and what contradicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.drafts import DraftLine, DraftOrder, Problem, Reading, RefusedRow, Where
from data.files import pricing, proofs, values
from data.files.cells import Body, extra_heading
from data.files.columns import unit_of
from data.files.fields import KEY_FIELDS, SPECS, Field, Kind, Level
from data.files.grouping import Group, grouped, key_field
from data.files.labels import Fact
from data.files.tables import has_lines
from data.files.values import Context, Value, text_of

_SPREAD = ("requested_date", "promised_date", "price_basis")
"""Fields of the order which a line repeats only where it differs."""

_MUST_AGREE = ("customer_code", "customer_name", "currency")
"""A row that differs in one of these from the rows of its order above it is refused: it may belong to another order."""

_PLACE_PARTS = (
    "ship_name",
    "delivery_place",
    "ship_address",
    "ship_city",
    "ship_region",
    "ship_postal_code",
    "ship_country",
)
_PRICES = (*pricing.PRICES, *pricing.TOTALS)


@dataclass(slots=True)
class _Plan:
    """Which columns fill which attributes of orders and of lines."""

    order: dict[str, list[Value]] = field(default_factory=dict)
    line: dict[str, list[Value]] = field(default_factory=dict)
    spread: dict[str, list[Value]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    basis: str = ""
    lines: bool = False
    order_extras: list[tuple[str, list[str]]] = field(default_factory=list)
    line_extras: list[tuple[str, list[str]]] = field(default_factory=list)


def reading(body: Body, rows: str, context: Context) -> Reading:
    """Return the orders of a table; a refused row never keeps the other rows of its order from going in."""
    groups = grouped(body, rows)
    plan = _planned(body, groups)
    blocks = [_from_facts(body, facts, context) for facts in body.table.blocks]
    name = key_field(body)
    orders: list[DraftOrder] = []
    refused: list[RefusedRow] = []
    seen: dict[str, int] = {}
    for group in groups:
        shared = blocks[body.table.rows[group.rows[0]].block]
        key = group.key or str(next((shared[each] for each in KEY_FIELDS if each in shared), ""))
        if key and (rows == "orders" or not plan.lines):
            _refuse_repeated(body, group, name, key, seen)
        order = _order(body, plan, group, shared)
        refused += [body.refused(row, key) for row in group.rows if body.is_refused(row)]
        if order is not None:
            orders.append(order)
    refused.sort(key=lambda each: each.row)
    columns = body.table.columns
    mapping = {heading: each for heading, each in zip(columns.headings, columns.fields, strict=True) if heading}
    for facts in body.table.blocks:
        mapping |= {fact.label: each for each, fact in facts.items() if fact.label not in mapping}
    problems = (*body.table.problems, *body.warnings())
    return Reading(
        body.subject, columns.headings, mapping, tuple(orders), tuple(refused), problems, body.table.grid.sheet
    )


def _refuse_repeated(body: Body, group: Group, name: str, key: str, seen: dict[str, int]) -> None:
    """Where each row is an order, refuse the second row of a number."""
    for row in group.rows:
        if key in seen:
            body.note(row, name, "twice_in_file", key, str(body.table.rows[seen[key]].number))
        else:
            seen[key] = row


def _planned(body: Body, groups: Sequence[Group]) -> _Plan:
    plan = _Plan(lines=has_lines(body.table.columns))
    own = body.table.columns.own
    specs = SPECS[body.subject]
    chosen = pricing.choose(body.columns)
    if plan.lines and not own:
        proofs.doubt(body, chosen)
    plan.basis = chosen.basis
    for name, column in body.columns.items():
        spec = specs[name]
        if name in _PRICES and plan.lines and not own:
            if name in {chosen.price, chosen.total}:
                plan.line["unit_price" if name == chosen.price else "stated_total"] = column.values
            else:
                body.extras.append((body.table.columns.headings[body.places[name]], _as_texts(body, name)))
            continue
        target, attribute = _target(plan, spec, own=own)
        if target is not None:
            target[attribute] = column.values
            plan.fields[attribute if target is not plan.line else f"line.{attribute}"] = name
    if plan.lines and "quantity" in body.columns:
        _fill_units(body, plan, "quantity", "unit")
        _fill_units(body, plan, "second_quantity", "second_unit")
    parts = [name for name in _PLACE_PARTS if name in body.columns]
    if parts:
        plan.order["delivery_place"] = _places(body)
        plan.fields["delivery_place"] = "delivery_place" if "delivery_place" in parts else parts[0]
    if "currency" not in plan.order:
        found = _currencies(body)
        if any(found):
            plan.order["currency"] = found
            plan.fields["currency"] = chosen.price or chosen.total
    _split_extras(body, plan, groups)
    return plan


def _target(plan: _Plan, spec: Field, *, own: bool) -> tuple[dict[str, list[Value]] | None, str]:
    """Return where the values of a field go, and by which name."""
    attribute = spec.shared or spec.name
    if spec.name in _PLACE_PARTS:
        return None, ""  # joined to one place of delivery
    if spec.level is Level.LINE:
        return plan.line, attribute
    if spec.level is Level.ORDER or not plan.lines:
        return plan.order, attribute
    if attribute in _SPREAD and not own:
        return plan.spread, attribute
    return plan.line, attribute


def _as_texts(body: Body, name: str) -> list[str]:
    place = body.places[name]
    return [text_of(row.cells[place]).strip() for row in body.table.rows]


def _fill_units(body: Body, plan: _Plan, quantity: str, unit: str) -> None:
    """Take the unit from behind the number (100件) or the heading (数量(箱)) where the unit's own cell is empty."""
    if quantity not in body.columns:
        return
    column, place = body.columns[quantity], body.places[quantity]
    named = unit_of(body.table.columns.headings[place]) or body.table.second.get(place, "")
    if not named and not column.units:
        return
    stated = list(plan.line.get(unit, [""] * len(body.table.rows)))
    for row, text in enumerate(stated):
        stated[row] = text or column.units.get(row, named)
    plan.line[unit] = stated


def _places(body: Body) -> list[Value]:
    """Join the parts of an address; the receiver's name goes first where it is not the customer's."""
    parts = {name: body.columns[name].values for name in _PLACE_PARTS if name in body.columns}
    names = body.columns["customer_name"].values if "customer_name" in body.columns else None
    joined: list[Value] = []
    known: dict[tuple[str, ...], str] = {}
    for row in range(len(body.table.rows)):
        shown = tuple(
            "" if name == "ship_name" and names and names[row] == column[row] else str(column[row] or "")
            for name, column in parts.items()
        )
        if shown not in known:
            known[shown] = ", ".join(_without_repeats(shown))
        joined.append(known[shown])
    return joined


def _without_repeats(parts: Sequence[str]) -> list[str]:
    """Leave out parts that a longer one says already: a city in a full address."""
    shown = list(dict.fromkeys(part for part in parts if part))
    return [part for part in shown if not any(part != other and part in other for other in shown)]


def _currencies(body: Body) -> list[Value]:
    found: list[Value] = [""] * len(body.table.rows)
    for name in _PRICES:
        if name in body.columns:
            for row, code in body.columns[name].currencies.items():
                found[row] = found[row] or code
    return found


def _split_extras(body: Body, plan: _Plan, groups: Sequence[Group]) -> None:
    """Columns without a field belong to the order where they are the same on all of its rows, else to the lines."""
    for heading, texts in body.extras:
        level, shown = extra_heading(heading) if body.table.columns.own else ("", heading)
        constant = all(len({texts[row] for row in group.rows}) == 1 for group in groups)
        if level == "order" or (level == "" and (constant or not plan.lines)):
            plan.order_extras.append((shown, texts))
        else:
            plan.line_extras.append((shown, texts))


def _from_facts(body: Body, facts: Mapping[str, Fact], context: Context) -> dict[str, Any]:
    """Read what stands above and below the table; what cannot be read there is a remark and stays in the original."""
    result: dict[str, Any] = {}
    parts: dict[str, str] = {}
    specs = SPECS[body.subject]
    for name, fact in facts.items():
        spec = specs[name]
        column = values.read(spec, [fact.cell], context, frozenset(), fact.label)
        for fault in column.faults.values():
            where = Where(body.file, body.table.grid.sheet, fact.row, fact.label)
            body.remarks.append(Problem(where, name, fault.code, text_of(fact.cell), fault.detail, fatal=False))
        value = column.values[0]
        if value in {None, ""}:
            continue
        if name in _PLACE_PARTS:
            parts[name] = str(value)
        else:
            result[spec.shared or name] = value
        if spec.kind is Kind.AMOUNT and column.currencies and "currency" not in result:
            result["currency"] = column.currencies[0]
    if parts:
        result["delivery_place"] = ", ".join(_without_repeats([parts[name] for name in _PLACE_PARTS if name in parts]))
    return result


def _order(body: Body, plan: _Plan, group: Group, shared: Mapping[str, Any]) -> DraftOrder | None:
    """Return the order of some rows, or None if all of them are refused."""
    found: dict[str, Any] = dict(shared)
    line_extras: dict[int, dict[str, str]] = {}
    for attribute, column in (*plan.order.items(), *plan.spread.items()):
        first = next((column[row] for row in group.rows if column[row] not in {None, ""}), None)
        if first is None:
            continue
        found[attribute] = first
        if attribute not in plan.spread and len(group.rows) > 1:
            _compare(body, plan, group, attribute, first, line_extras)
    good = [row for row in group.rows if not body.is_refused(row)]
    if not good:
        return None
    if plan.basis and not found.get("price_basis"):
        found["price_basis"] = plan.basis
    extra = {
        heading: text
        for heading, texts in plan.order_extras
        if (text := next((texts[row] for row in good if texts[row]), ""))
    }
    lines = _lines(body, plan, good, found, line_extras) if plan.lines else ()
    return DraftOrder(row=body.table.rows[group.rows[0]].number, lines=lines, extra=extra, **found)


def _compare(
    body: Body, plan: _Plan, group: Group, attribute: str, first: Value, line_extras: dict[int, dict[str, str]]
) -> None:
    """Refuse rows that name another customer or currency; what else differs is kept with the line and remarked once."""
    column = plan.order[attribute]
    name = plan.fields.get(attribute, attribute)
    same = _folded(first)
    told = False
    for row in group.rows:
        value = column[row]
        if value in {None, ""} or value == first or _folded(value) == same:
            continue
        if attribute in _MUST_AGREE and not (attribute == "customer_name" and "customer_code" in plan.order):
            body.note(row, name, "contradicts", str(value), str(first))
            continue
        heading = body.table.columns.headings[body.places[name]] if name in body.places else attribute
        line_extras.setdefault(row, {})[heading] = str(value)
        if not told:
            body.note(row, name, "contradicts", str(value), str(first), fatal=False)
            told = True


def _folded(value: Value) -> object:
    return "".join(value.split()).casefold() if isinstance(value, str) else value


def _lines(
    body: Body, plan: _Plan, rows: Sequence[int], order: Mapping[str, Any], differing: Mapping[int, dict[str, str]]
) -> tuple[DraftLine, ...]:
    lines = []
    numbers: set[Value] = set()
    columns = list(plan.line.items())
    content = [column for name, column in columns if name not in {"line_no", "tax_rate", "unit"}]
    for row in rows:
        if not any(column[row] not in {None, ""} for column in content):
            continue  # a row that states the order only, its lines stand below
        facts: dict[str, Any] = {name: column[row] for name, column in columns}
        for name, column in plan.spread.items():
            if column[row] not in {None, "", order.get(name)}:
                facts[name] = column[row]
        extra = {heading: texts[row] for heading, texts in plan.line_extras if texts[row]}
        extra |= differing.get(row, {})
        below = body.table.rows[row].below
        if below:
            facts["note"] = "; ".join(each for each in (facts.get("note"), *below) if each)
        number = facts.get("line_no")
        if number is not None and number in numbers:
            body.note(row, "line_no", "line_no_twice", str(number), fatal=False)
        numbers.add(number)
        lines.append(DraftLine(row=body.table.rows[row].number, extra=extra, **facts))
    return tuple(lines)
