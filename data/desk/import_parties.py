"""Customers and products out of files: new ones go in, known ones are brought up to date where the file says more."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.amounts import scaled, to_minor
from data.desk.context import Context
from data.desk.numbers import give_customer_codes
from data.drafts import DraftCustomer, DraftProduct, Problem, RefusedRow, Where
from data.errors import BadValue
from data.rules.currencies import currency_code
from data.rules.policy import Policy
from data.rules.roles import acting_role
from data.rules.workflow import Verb
from data.store.events import NewEvent
from data.store.queries.parties import customers_named, products_by_code
from data.store.tables.parties import CustomerRow, ProductRow
from data.store.unit import Writer

if TYPE_CHECKING:
    from data.desk.imports import Taken

ENTER, UPDATE = "enter", "update"
_NUMBERS = ("list_price", "standard_cost", "tax_rate")
"""Numbers of a product that are scaled by a million."""
_ORIGIN = {"自制": "made", "自製": "made", "外购": "bought", "外購": "bought", "采购": "bought", "採購": "bought"}
_SPECIAL = {"标准": "standard", "標準": "standard", "特殊": "special", "非标": "special", "非標": "special"}


def take_customers(
    context: Context, tx: Writer, policy: Policy, at: datetime, drafts: Sequence[DraftCustomer], taken: "Taken"
) -> None:
    """Take customers in by their codes; one without a code is known by its name or gets a code (C1)."""
    known = {one.code: one for one in customers_named(tx, [draft.code for draft in drafts if draft.code])}
    named = {one.name: one for one in customers_named(tx, [draft.name for draft in drafts if not draft.code])}
    uncoded = sum(1 for draft in drafts if not draft.code and draft.name not in named)
    codes = iter(
        give_customer_codes(
            tx, policy.numbers.customer, context.today(policy), uncoded, [draft.code for draft in drafts]
        )
    )
    writing = _Writing(context, tx, policy, at, taken, "customer")
    for draft in drafts:
        found = known.get(draft.code) if draft.code else named.get(draft.name)
        if writing.repeated(draft.code or draft.name, draft.row, "code" if draft.code else "name"):
            continue
        try:
            values = _customer_values(draft, policy, found.currency if found else "")
        except BadValue as error:
            writing.refuse(draft.row, error)
            continue
        if found is None:
            values["code"] = draft.code or next(codes)
            values["name"] = draft.name or values["code"]
            writing.enter(CustomerRow, values)
        else:
            writing.update(CustomerRow, found.customer_id, found, values)


def take_products(
    context: Context, tx: Writer, policy: Policy, at: datetime, drafts: Sequence[DraftProduct], taken: "Taken"
) -> None:
    """Take products in by their codes (C4)."""
    known = products_by_code(tx, [draft.code or draft.name for draft in drafts])
    writing = _Writing(context, tx, policy, at, taken, "product")
    for draft in drafts:
        found = known.get(draft.code or draft.name)
        if writing.repeated(draft.code or draft.name, draft.row, "code" if draft.code else "name"):
            continue
        try:
            values = _product_values(draft, policy, found.currency if found else "")
        except BadValue as error:
            writing.refuse(draft.row, error)
            continue
        if found is None:
            values["code"] = draft.code or draft.name
            values.setdefault("name", "")
            writing.enter(ProductRow, values)
        else:
            writing.update(ProductRow, found.product_id, found, values)


class _Writing:
    """Rows and events of one kind of record."""

    def __init__(
        self, context: Context, tx: Writer, policy: Policy, at: datetime, taken: "Taken", subject: str
    ) -> None:
        self.context, self.tx, self.at, self.taken, self.subject = context, tx, at, taken, subject
        self.rows: dict[str, int] = {}
        self.role = acting_role(Verb.EDIT, context.roles(policy))

    def enter(self, table: type[CustomerRow] | type[ProductRow], values: dict[str, Any]) -> None:
        """Add a record."""
        self.tx.insert(table, {**values, "entered_at": self.at, "entered_by": self.context.person})
        self._record(ENTER, str(values["code"]), {self.subject: _plain(values)})
        self.taken.records += 1

    def update(
        self, table: type[CustomerRow] | type[ProductRow], key: int, before: Any, values: dict[str, Any]
    ) -> None:
        """Bring a record up to date: what the file does not say stays."""
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        if not changed:
            self.taken.already += 1
            return
        self.tx.update(table, key, changed, version=before.version)
        difference = {name: [_value(getattr(before, name)), _value(value)] for name, value in changed.items()}
        self._record(UPDATE, before.code, {"difference": difference, "version": before.version + 1})
        self.taken.records += 1

    def repeated(self, key: str, row: int | None, field: str) -> bool:
        """Refuse a row whose code, or name where it has none, stood in the file before; return whether it did."""
        if key in self.rows:
            self.refuse(row, BadValue(field, key, "twice_in_file", str(self.rows[key])))
            return True
        self.rows[key] = row or 0
        return False

    def refuse(self, row: int | None, error: BadValue) -> None:
        """Keep a row that cannot go in, with the reason."""
        problem = Problem(Where(row=row), error.field, error.why, error.value, error.bound)
        self.taken.refused.append(RefusedRow("", row or 0, (), (problem,)))

    def _record(self, verb: str, key: str, payload: dict[str, object]) -> None:
        self.tx.events([NewEvent(self.at, self.context.person, self.role, verb, self.subject, key, "", "", payload)])


def _said(draft: DraftCustomer | DraftProduct, left_out: Sequence[str]) -> dict[str, Any]:
    """Return what the draft says, by column."""
    values = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name not in left_out}
    return {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in values.items()
        if value not in (None, "", {})
    }


def _currency(values: dict[str, Any]) -> None:
    if "currency" in values:
        code = currency_code(values["currency"])
        if not code:
            raise BadValue("currency", values["currency"], "unknown_currency")
        values["currency"] = code


def _customer_values(draft: DraftCustomer, policy: Policy, currency: str) -> dict[str, Any]:
    values = _said(draft, ("row", "credit_limit"))
    _currency(values)
    if draft.credit_limit is not None:
        if draft.credit_limit < 0:
            raise BadValue("credit_limit", str(draft.credit_limit), "negative")
        money = values.get("currency") or currency or policy.defaults.currency
        values["currency"] = money
        values["credit_limit"] = _stored("credit_limit", draft.credit_limit, money)
    return values


def _product_values(draft: DraftProduct, policy: Policy, currency: str) -> dict[str, Any]:
    values = _said(draft, ("row", *_NUMBERS))
    _currency(values)
    for name, words, known in (
        ("origin", _ORIGIN, ("made", "bought")),
        ("special", _SPECIAL, ("standard", "special")),
    ):
        if name in values:
            plain = words.get(values[name], values[name].strip().casefold())
            if plain not in known:
                raise BadValue(name, values[name], "not_in_list", ", ".join(known))
            values[name] = plain
    for name in _NUMBERS:
        given: Decimal | None = getattr(draft, name)
        if given is not None:
            if given < 0:
                raise BadValue(name, str(given), "negative")
            values[name] = _stored(name, given, "")
    # a cost without a currency is in that of the price
    if "currency" not in values and ("list_price" in values or ("standard_cost" in values and not currency)):
        values["currency"] = policy.defaults.currency
    return values


def _stored(name: str, value: Decimal, currency: str) -> int:
    try:
        return to_minor(value, currency) if currency else scaled(value)
    except OverflowError as error:
        raise BadValue(name, str(value), "too_large") from error


def _plain(values: Mapping[str, Any]) -> dict[str, object]:
    return {name: _value(value) for name, value in values.items() if value not in (None, "", {})}


def _value(value: Any) -> object:
    return dict(value) if isinstance(value, Mapping) else value
