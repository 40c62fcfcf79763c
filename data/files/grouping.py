"""Which rows of a sheet belong to one order."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.files.cells import Body
from data.files.fields import CONTENT_FIELDS, KEY_FIELDS

_IDENTITY = ("customer_code", "customer_name", "ordered_on")
"""Cells that merged cells leave empty on the further rows of an order; a row that fills them states an order itself."""


@dataclass(slots=True)
class Group:
    """The rows of one order, by their places; `key` is its number, the customer's number or the contract's, or ""."""

    key: str = ""
    rows: list[int] = field(default_factory=list)


def key_field(body: Body) -> str:
    """Return the field that tells orders apart in this sheet, or ""."""
    for name in KEY_FIELDS:
        if name in body.columns and any(body.columns[name].values):
            return name
    return ""


def grouped(body: Body, rows: str) -> list[Group]:
    """Return the orders of a sheet in the order of their first rows.

    Args:
        body: the table.
        rows: `orders` makes each row an order, `lines` puts rows with one key together, `auto` decides.
    """
    count = len(body.table.rows)
    name = key_field(body)
    if rows == "orders":
        keys = _texts(body, name) if name else [""] * count
        return [Group(keys[row], [row]) for row in range(count)]
    if name:
        return _by_key(body, name)
    customers = _customers(body)
    if len(set(filter(None, customers))) > 1:
        return _by_customer(body, customers, apart=rows == "auto")
    blocks: dict[int, Group] = {}
    for row in range(count):
        blocks.setdefault(body.table.rows[row].block, Group()).rows.append(row)
    return list(blocks.values())


def _texts(body: Body, name: str) -> list[str]:
    return [str(value or "") for value in body.columns[name].values]


def _customers(body: Body) -> list[str]:
    for name in ("customer_code", "customer_name"):
        if name in body.columns and any(body.columns[name].values):
            return _texts(body, name)
    return [""] * len(body.table.rows)


def _by_key(body: Body, name: str) -> list[Group]:
    keys = _texts(body, name)
    customers = _customers(body) if name != "number" else [""] * len(keys)
    groups: dict[tuple[str, str], Group] = {}
    last_customer: dict[str, str] = {}
    current: Group | None = None
    for row, key in enumerate(keys):
        if not key:
            current = _unkeyed(body, name, row, current, groups)
            continue
        customer = customers[row] or last_customer.get(key, "")
        last_customer[key] = customer
        place = (key, customer.casefold())
        if place not in groups and (key, "") in groups:
            place = (key, "")
        current = groups.setdefault(place, Group(key))
        current.rows.append(row)
    return list(groups.values())


def _unkeyed(
    body: Body, name: str, row: int, current: Group | None, groups: dict[tuple[str, str], Group]
) -> Group | None:
    """Put a row without a key where it belongs: to the order above (merged cells), to one of its own, or nowhere."""
    stated = [body.columns[each].values[row] for each in _IDENTITY if each in body.columns]
    if current is not None and body.table.rows[row].block != body.table.rows[current.rows[-1]].block:
        current = None
    if current is None and not any(stated):
        group = groups.setdefault(("", str(body.table.rows[row].block)), Group())
        group.rows.append(row)
        return None
    if current is not None and (not any(stated) or _same_order(body, row, current.rows[-1])) and _continues(body, row):
        current.rows.append(row)
        return current
    group = groups[(f"\x00{row}", "")] = Group("", [row])
    if name != "number" and any(stated):
        return group  # a customer's order without a number of theirs
    body.note(row, name, "missing")
    return current


def _same_order(body: Body, row: int, above: int) -> bool:
    """Tell whether a row without a key leaves some of the order's values empty and repeats the others."""
    filled = [each for each in _IDENTITY if each in body.columns and body.columns[each].values[row]]
    return len(filled) < sum(each in body.columns for each in _IDENTITY) and all(
        body.columns[each].values[row] == body.columns[each].values[above] for each in filled
    )


def _continues(body: Body, row: int) -> bool:
    return any(body.columns[name].values[row] for name in CONTENT_FIELDS if name in body.columns)


def _by_customer(body: Body, customers: Sequence[str], *, apart: bool) -> list[Group]:
    """Make each row with a customer an order (`apart`), or each run of rows with the same customer."""
    groups: list[Group] = []
    last = ""
    for row, customer in enumerate(customers):
        above = groups[-1].rows[-1] if groups else row
        same_form = body.table.rows[above].block == body.table.rows[row].block
        if groups and same_form and (not customer or (customer == last and not apart)):
            groups[-1].rows.append(row)
        else:
            groups.append(Group("", [row]))
        last = customer or last
    return groups
