"""What people without the right do not see (P5): prices and amounts, costs, contacts and addresses of customers.

Everything that the desk answers passes through `masked`, whoever asked (`data.desk.door`). It goes by the kind of
value: the tables below name what of each is confidential. A number becomes `HIDDEN`, which nothing can be worked out
with, a text the mask; what is missing stays missing, so that everybody sees that it is. Free texts (notes, special
requirements) are shown as they were written, and the customer's name is no secret in the office.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from data.amounts import HIDDEN, HIDDEN_DECIMAL, MASK


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see.

    Attributes:
        prices: whether prices and amounts.
        customers: whether contacts and addresses of customers.
        owners: whose orders; None for everybody's.
        costs: whether what products cost the office, and margins (R3).
    """

    prices: bool = True
    customers: bool = True
    owners: frozenset[str] | None = None
    costs: bool = True

    @property
    def whole(self) -> bool:
        """Whether nothing is masked."""
        return self.prices and self.customers and self.costs

    @property
    def papers(self) -> bool:
        """Whether what holds anything, an original or a column of the office's own, can be shown as it is."""
        return self.prices and self.customers


FULL = Sight()
"""What whoever is not limited sees."""

BLIND = Sight(prices=False, customers=False, costs=False)
"""What is left where nobody can say who may see what."""

PRICE_FIELDS = frozenset(
    {
        "advance", "amount", "cost", "cost_so_far", "credit_limit", "discount", "discount_rate", "freight",
        "invoiced_amount", "line_net", "line_tax", "line_total", "list_price", "net", "order_discount_rate",
        "order_invoiced", "order_stated_total", "paid", "paid_amount", "price",
        "rounding_off", "stated_total", "tax", "total", "unit_price",
    }
)  # fmt: skip
"""Names of what is a price or an amount, wherever it stands: as a field, in the record, in an export."""

COST_FIELDS = frozenset({"standard_cost"})
"""Names of what the office pays or reckons for what it sells."""

CUSTOMER_FIELDS = frozenset(
    {
        "address", "city", "contact", "contact_title", "delivery_place", "email", "fax", "foreign_contact", "person",
        "phone", "place", "postal_code", "region", "signed_by", "tax_no",
    }
)  # fmt: skip
"""Names of what is confidential of a customer."""

_PRICES: Mapping[str, frozenset[str]] = {
    "Order": frozenset(
        {
            "discount", "discount_rate", "extra", "freight", "invoiced", "net", "paid", "rounding_off", "stated_total",
            "tax", "total",
        }
    ),
    "OrderRow": frozenset({"total"}),
    "OrderLine": frozenset({"discount_rate", "extra", "net", "stated_total", "tax", "total", "unit_price"}),
    "Moved": frozenset({"amount"}),
    "Invoice": frozenset({"net", "tax", "total"}),
    "Receipt": frozenset({"amount"}),
    "Customer": frozenset({"credit_limit", "extra"}),
    "Product": frozenset({"extra", "list_price"}),
    "LastSale": frozenset({"unit_price"}),
    "Agreed": frozenset({"unit_price"}),
    "Released": frozenset({"price"}),
    "Rate": frozenset({"ppm"}),
    "Claim": frozenset({"invoiced", "paid", "total"}),
    "Exposure": frozenset({"in_review", "limit", "open_orders", "others", "this_order", "unpaid"}),
    "Money": frozenset({"minor"}),
    "Price": frozenset({"value"}),
    "AmountRefused": frozenset({"open", "wanted"}),
    "OverLimit": frozenset({"limit", "total"}),
}  # fmt: skip
"""Kind of value → what of it is a price or an amount."""

_COSTS: Mapping[str, frozenset[str]] = {
    "Product": COST_FIELDS,
    "Cost": frozenset({"value"}),
    "Margin": frozenset({"ppm"}),
}
"""Kind of value → what of it is a cost, or tells one."""

_CUSTOMERS: Mapping[str, frozenset[str]] = {
    "Order": frozenset({"contact", "contacts", "delivery_place", "extra"}),
    "OrderLine": frozenset({"extra"}),
    "ScheduleLine": frozenset({"place"}),
    "Message": frozenset({"body", "to_address", "to_name"}),
    "Spot": frozenset({"name"}),
    "Delivery": frozenset({"signed_by"}),
    "Contact": frozenset({"content", "outcome", "person"}),
    "Amendment": frozenset({"content", "person"}),
    "SentPaper": frozenset({"to_address", "to_name"}),
    "Customer": frozenset(
        {
            "address", "city", "contact", "contact_title", "delivery_place", "email", "extra", "fax", "note", "phone",
            "postal_code", "region", "tax_no",
        }
    ),
}  # fmt: skip
"""Kind of value → what of it is confidential of a customer."""

PRIVATE = frozenset({"contact", "delivery_place"})
"""Fields of an order that are confidential of a customer, and that one writes."""

CONFIDENTIAL_DETAIL = frozenset({"billed_beyond", "signed_differs"})
"""Conditions that are not fulfilled whose detail names an amount."""

COSTS_HIDDEN = "costs_hidden"
"""The kind of fact that stands for one that tells a cost."""

_AS_THEY_ARE = frozenset({"Looked", "Policy", "FileReport", "Draft", "Entry", "Anchor", "FirstRows"})
"""Kinds that hold what the person brought along, or nothing that is confidential, and are large."""


def masked(value: Any, sight: Sight) -> Any:
    """Return an answer of the desk as somebody may see it.

    Args:
        value: whatever the desk answers; an iterator is masked while it is read.
        sight: of whoever asked.
    """
    return value if sight.whole else _mask(value, sight)


def _mask(value: Any, sight: Sight) -> Any:
    kind = type(value)
    if isinstance(value, str | int | bytes) or value is None:
        return value
    if isinstance(value, tuple | list | set | frozenset):
        seen = [_mask(one, sight) for one in value]
        return value if all(new is old for new, old in zip(seen, value, strict=True)) else kind(seen)
    if isinstance(value, Mapping):
        return {name: _mask(one, sight) for name, one in value.items()}
    if isinstance(value, Iterator):
        return (_mask(one, sight) for one in value)
    if is_dataclass(value) and kind.__name__ not in _AS_THEY_ARE:
        return _SPECIAL[kind.__name__](value, sight) if kind.__name__ in _SPECIAL else _parts(value, sight)
    return value


def _parts(value: Any, sight: Sight) -> Any:
    hidden = hidden_fields(tuple(one.__name__ for one in type(value).__mro__), sight)
    changes: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = _hide(old, sight) if field.name in hidden else _mask(old, sight)
        if new is not old:
            changes[field.name] = new
    return replace(value, **changes) if changes else value


@cache
def hidden_fields(kinds: tuple[str, ...], sight: Sight) -> frozenset[str]:
    """Return the fields that somebody does not see of a value of a kind and those that it is derived from."""
    found: set[str] = set()
    for name in kinds:
        found |= frozenset() if sight.prices else _PRICES.get(name, frozenset())
        found |= frozenset() if sight.customers else _CUSTOMERS.get(name, frozenset())
        found |= frozenset() if sight.costs else _COSTS.get(name, frozenset())
    return frozenset(found)


def _hide(value: Any, sight: Sight) -> Any:
    """Return what stands in the place of something confidential; what is not there stays away."""
    if value is None or value == "" or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return HIDDEN
    if isinstance(value, Decimal):
        return HIDDEN_DECIMAL
    if isinstance(value, str):
        return MASK
    if isinstance(value, Mapping):
        return {name: _hide(one, sight) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_hide(one, sight) for one in value)
    if is_dataclass(value):
        return _parts(value, sight)
    return MASK


# --- the record ---------------------------------------------------------------------------------------------------


def hidden_name(path: str, sight: Sight) -> bool:
    """Whether what a path names is not for somebody (`line.2.unit_price`, `lines.1.extra.margin`, `extra:margin`)."""
    if path == "changed":  # what an act changed, in one text
        return not sight.papers
    parts = path.replace(":", ".").split(".")
    if any(part == "extra" or part.endswith("_extra") for part in parts):
        return not sight.papers
    name = parts[-1]
    if name == "invoiced" and not {"line", "lines"} & set(parts):  # of a line it is a quantity
        return not sight.prices
    if name == "note" and "customer" in parts:  # on the file of a customer
        return not sight.customers
    return (
        (not sight.prices and name in PRICE_FIELDS)
        or (not sight.customers and name in CUSTOMER_FIELDS)
        or (not sight.costs and name in COST_FIELDS)
    )


def not_written(name: str, sight: Sight, *, of_order: bool) -> str:
    """Return what somebody would have to see to write a field of a form: `prices`, `customers`, or "" for nothing.

    Args:
        name: of the field, as a form or a command names it.
        sight: of the person.
        of_order: whether it is a field of an order; elsewhere `contact` means people of the office too.
    """
    if hidden_name(name, Sight(prices=sight.prices)):
        return "prices"
    return "customers" if of_order and not sight.customers and name in PRIVATE else ""


def masked_document(document: str, sight: Sight, about: str = "") -> str:
    """Return what was recorded with an event about something as somebody may see it: canonical JSON again."""
    try:
        found = json.loads(document)
    except ValueError:
        return MASK
    return json.dumps(_plain(found, f"{about}.", sight), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any, path: str, sight: Sight) -> Any:
    if isinstance(value, dict):
        return {
            name: _struck(one) if hidden_name(f"{path}{name}", sight) else _plain(one, f"{path}{name}.", sight)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_plain(one, path, sight) for one in value]
    return value


def _struck(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _struck(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_struck(one) for one in value]
    return value if value is None or value == "" or isinstance(value, bool) else MASK


def _event(value: Any, sight: Sight) -> Any:
    if value.payload is None:
        return value
    return replace(value, payload=masked_document(value.payload, sight, value.subject))


def _field_change(value: Any, sight: Sight) -> Any:
    if not hidden_name(value.path, sight):
        return value
    return replace(value, before=_struck(value.before), after=_struck(value.after))


def _finding(value: Any, sight: Sight) -> Any:
    """Keep whether a signed copy says what was agreed, without the amounts."""
    if not hidden_name(value.field, sight):
        return value
    return replace(value, agreed=MASK, found=MASK if value.same else f"≠ {MASK}")


# --- what is made of orders ---------------------------------------------------------------------------------------


def _fact(value: Any, sight: Sight) -> Any:
    """Tell nothing of what was judged by cost but that it was: a bound of the cost is a cost too."""
    kinds = {type(one).__name__ for _name, one in value.values}
    if not sight.costs and kinds & {"Cost", "Margin"}:
        return replace(value, kind=COSTS_HIDDEN, values=())
    return _parts(value, sight)


def _original(value: Any, sight: Sight) -> Any:
    """Keep that there is an original: what stands in it nobody can tell apart."""
    if sight.papers:
        return value
    return replace(value, sheets=(), text=None, why="confidential", detail="")


def _table(value: Any, sight: Sight) -> Any:
    columns = value.columns
    hidden = frozenset(place for place, name in enumerate(columns) if hidden_name(_column(name, columns), sight))
    subject = columns.index("subject") if "subject" in columns else None
    records = frozenset(place for place, name in enumerate(columns) if name == "payload")

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in value.rows:
            yield tuple(
                (MASK if cell not in (None, "") else cell)
                if place in hidden
                else masked_document(cell, sight, "" if subject is None else str(row[subject]))
                if place in records and isinstance(cell, str)
                else cell
                for place, cell in enumerate(row)
            )

    return replace(value, rows=rows())


def _column(name: str, columns: tuple[str, ...]) -> str:
    """Return the path that a column stands for: of lines `invoiced` is a quantity; notes on customers are private."""
    if name == "invoiced" and "line_no" in columns:
        return f"lines.{name}"
    return "contact" if name == "note" and "contact_title" in columns else name


_SPECIAL = {
    "Event": _event,
    "Fact": _fact,
    "FieldChange": _field_change,
    "Finding": _finding,
    "Original": _original,
    "Table": _table,
}
"""Kinds of which more than fields has to be looked at."""
