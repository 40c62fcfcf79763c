"""Handing data out: tables of plain values for the writers, in columns that an import knows again (N1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from data.amounts import from_minor, unscaled
from data.desk.subject import Subject
from data.orders import Order, OrderLine
from data.parties import Customer, Product
from data.rules.permissions import DeskAct, permitted
from data.rules.typed import check_text
from data.store.queries.desk import all_events
from data.store.queries.orders import OrderFilter, extra_headings, order_ids
from data.store.queries.parties import customers, products
from data.store.queries.whole import orders_by_id

Cell = Any
"""A text, an integer, a Decimal, a date, a datetime in UTC, or None."""


@dataclass(frozen=True, slots=True)
class Table:
    """One export: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]


def _minor(name: str) -> Callable[[Order], Cell]:
    def read(order: Order) -> Cell:
        amount = getattr(order, name)
        return None if amount is None else from_minor(amount, order.currency)

    return read


def _same(name: str) -> Callable[[Any], Cell]:
    def read(value: Any) -> Cell:
        return getattr(value, name)

    return read


def _number(name: str) -> Callable[[Any], Cell]:
    def read(value: Any) -> Cell:
        found = getattr(value, name)
        return None if found is None else unscaled(found)

    return read


def _texts(*names: str) -> dict[str, Callable[[Any], Cell]]:
    return {name: _same(name) for name in names}


_ORDER_HEAD: dict[str, Callable[[Order], Cell]] = {
    **_texts("number", "state", "delivery_state", "billing_state"),
    "on_hold": lambda order: (order.hold_reason or "on hold") if order.on_hold else "",
    **_texts(
        "kind", "handling_class", "channel", "customer_code", "customer_name", "contact", "customer_po_no",
        "contract_no", "ordered_on", "received_at", "planned_ship_date", "delivery_place", "delivery_method",
        "payment_terms", "currency",
    ),
    "rounding_off": _minor("rounding_off"),
    "freight": _minor("freight"),
    **_texts("special_requirements", "salesperson", "merchandiser"),
}  # fmt: skip
"""What an order says in both exports."""

_ORDER_SHARED: dict[str, Callable[[Order], Cell]] = {
    **_texts("requested_date", "promised_date", "price_basis"),
    "discount_rate": _number("discount_rate"),
    "stated_total": _minor("stated_total"),
    "note": _same("note"),
    "invoiced": _minor("invoiced"),
}
"""Fields that an order and its lines both have; beside lines the order's are called `order_…`."""

_ORDER_SUMS: dict[str, Callable[[Order], Cell]] = {name: _minor(name) for name in ("net", "tax", "total", "paid")}

_LINE: dict[str, Callable[[OrderLine], Cell]] = {
    **_texts(
        "line_no", "product_code", "product_name", "specification", "customer_part_no", "drawing_no", "revision",
    ),
    "quantity": _number("quantity"),
    "unit": _same("unit"),
    "second_quantity": _number("second_quantity"),
    "second_unit": _same("second_unit"),
    "unit_price": _number("unit_price"),
    "price_basis": _same("price_basis"),
    "discount_rate": _number("discount_rate"),
    "tax_rate": _number("tax_rate"),
    **_texts("requested_date", "promised_date", "job_no", "note"),
    **{
        name: _number(name)
        for name in ("closed_short", "allocated", "finished", "shipped", "delivered", "invoiced")
    },
}  # fmt: skip

_LINE_MONEY = ("stated_total", "line_net", "line_tax", "line_total")


class Exports(Subject):
    """Lists for spreadsheets, other programs and other desks; whoever may not have them is refused."""

    def orders(self, wanted: OrderFilter, why: str = "") -> Table:
        """Return one row per order."""
        self._hand_out("orders", why, wanted)
        readers = {**_ORDER_HEAD, **_ORDER_SHARED, **_ORDER_SUMS}
        extras = self._extras(lines=False)
        columns = (*readers, *(f"extra:{name}" for name in extras))
        return Table(columns, self._order_rows(wanted, tuple(readers.values()), extras))

    def lines(self, wanted: OrderFilter, why: str = "") -> Table:
        """Return one row per order line, with what its order says repeated."""
        self._hand_out("lines", why, wanted)
        of_order = {
            **_ORDER_HEAD,
            **{f"order_{name}": read for name, read in _ORDER_SHARED.items()},
            **_ORDER_SUMS,
        }
        extras = self._extras(lines=False)
        line_extras = self._extras(lines=True)
        columns = (
            *of_order,
            *_LINE,
            *_LINE_MONEY,
            "open_quantity",
            *(f"order_extra:{name}" for name in extras),
            *(f"line_extra:{name}" for name in line_extras),
        )
        return Table(columns, self._line_rows(wanted, tuple(of_order.values()), extras, line_extras))

    def customers(self, why: str = "") -> Table:
        """Return one row per customer."""
        self._hand_out("customers", why)
        names = (
            "code", "name", "foreign_name", "customer_class", "contact", "contact_title", "phone", "fax", "email",
            "address", "city", "region", "postal_code", "country", "delivery_place", "payment_terms", "credit_limit",
            "currency", "tax_no", "salesperson", "merchandiser", "note",
        )  # fmt: skip
        with self.context.store.reading() as reader:
            found = tuple(customers(reader))
        extras = sorted({name for one in found for name in one.extra})
        return Table((*names, *(f"extra:{name}" for name in extras)), (_customer(one, names, extras) for one in found))

    def products(self, why: str = "") -> Table:
        """Return one row per product."""
        self._hand_out("products", why)
        names = (
            "code", "name", "specification", "unit", "product_type", "origin", "special", "lead_days", "list_price",
            # a column of masks could not be taken in again, and says no more than none
            *(("standard_cost",) if self.context.sight().costs else ()),
            "currency", "tax_rate", "drawing_no", "revision", "note",
        )  # fmt: skip
        with self.context.store.reading() as reader:
            found = tuple(products(reader))
        extras = sorted({name for one in found for name in one.extra})
        return Table((*names, *(f"extra:{name}" for name in extras)), (_product(one, names, extras) for one in found))

    def events(self, why: str = "") -> Table:
        """Return one row per event; who sees orders of their own alone needs the right of an auditor for it."""
        if self.context.sight().owners is not None:
            self.context.check(DeskAct.AUDIT)
        self._hand_out("events", why)
        names = (
            "seq", "at", "actor", "role", "verb", "subject", "subject_key", "from_state", "to_state", "payload_hash",
            "previous_hash", "hash", "payload",
        )  # fmt: skip
        return Table(names, self._event_rows(names))

    def _hand_out(self, holds: str, why: str, wanted: OrderFilter | None = None) -> None:
        """Let pass only who may hand data out, and put it on record: who, when, what, why (P5).

        Raises:
            NotPermitted: that is not for this person.
        """
        check_text("why", why)
        context = self.context
        context.check(DeskAct.EXPORT)
        payload: dict[str, object] = {"holds": holds}
        if wanted is not None and (narrowed := _told(wanted)):
            payload["filter"] = narrowed
        if why.strip():
            payload["why"] = why.strip()
        with context.store.reading() as reader:
            roles = permitted(context.policy(reader), DeskAct.EXPORT)
        context.note("export", "desk", holds, payload, roles)

    def _event_rows(self, names: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
        with self.context.store.reading() as reader:
            for event in all_events(reader):
                yield tuple(getattr(event, name) for name in names)

    def _orders(self, wanted: OrderFilter) -> Iterator[Order]:
        with self.context.store.reading() as reader:
            yield from orders_by_id(reader, list(order_ids(reader, wanted)))

    def _extras(self, *, lines: bool) -> tuple[str, ...]:
        """Return the headings of columns that the desk has no field for, as orders or lines brought them along."""
        with self.context.store.reading() as reader:
            return extra_headings(reader, lines=lines)

    def _order_rows(
        self, wanted: OrderFilter, readers: tuple[Callable[[Order], Cell], ...], extras: tuple[str, ...]
    ) -> Iterator[tuple[Cell, ...]]:
        for order in self._orders(wanted):
            yield (*(read(order) for read in readers), *(order.extra.get(name, "") for name in extras))

    def _line_rows(
        self,
        wanted: OrderFilter,
        readers: tuple[Callable[[Order], Cell], ...],
        extras: tuple[str, ...],
        line_extras: tuple[str, ...],
    ) -> Iterator[tuple[Cell, ...]]:
        for order in self._orders(wanted):
            head = tuple(read(order) for read in readers)
            tail = tuple(order.extra.get(name, "") for name in extras)
            for line in order.lines:
                yield (
                    *head,
                    *(read(line) for read in _LINE.values()),
                    None if line.stated_total is None else from_minor(line.stated_total, order.currency),
                    *(from_minor(amount, order.currency) for amount in (line.net, line.tax, line.total)),
                    unscaled(line.wanted - line.shipped),
                    *tail,
                    *(line.extra.get(name, "") for name in line_extras),
                )


def _told(wanted: OrderFilter) -> dict[str, object]:
    """Return what an export was narrowed down to, as the record keeps it."""
    stated = {field.name: getattr(wanted, field.name) for field in fields(OrderFilter)}
    usual = OrderFilter()
    return {
        name: [str(one) for one in value] if isinstance(value, tuple) else str(value)
        for name, value in stated.items()
        if value != getattr(usual, name)
    }


def _customer(one: Customer, names: tuple[str, ...], extras: list[str]) -> tuple[Cell, ...]:
    limit = None if one.credit_limit is None else from_minor(one.credit_limit, one.currency)
    values = tuple(limit if name == "credit_limit" else getattr(one, name) for name in names)
    return (*values, *(one.extra.get(name, "") for name in extras))


def _product(one: Product, names: tuple[str, ...], extras: list[str]) -> tuple[Cell, ...]:
    scaled_names = ("list_price", "standard_cost", "tax_rate")
    values = tuple(_number(name)(one) if name in scaled_names else getattr(one, name) for name in names)
    return (*values, *(one.extra.get(name, "") for name in extras))
