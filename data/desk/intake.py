"""Intake: an order is entered, completed, read again, accepted and handed to review (I)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from data.amounts import unscaled
from data.desk.context import Context
from data.desk.evidence import checks_of
from data.desk.masked import see_nothing_masked
from data.desk.move import Change, Done, Move
from data.desk.numbers import give
from data.desk.originals import Original, Originals
from data.desk.rounds import ask_opinions
from data.desk.rows import line_values, order_values
from data.desk.subject import Subject, carries_out
from data.drafts import DraftLine, DraftOrder
from data.errors import AlreadyExists, BadValue, ChecksFailed, Incomplete, NotFound, UnknownField
from data.orders import Order
from data.parties import Customer
from data.rules.checks import Check, failed
from data.rules.compose import FROM_CUSTOMER, FROM_PRODUCT, Setting, compose
from data.rules.difference import document
from data.rules.permissions import DeskAct
from data.rules.restate import draft_of
from data.rules.roles import acting_role
from data.rules.typed import check_text, is_order_field, is_yes, number, read_date, read_time, scaled_number
from data.rules.verbs import LINE_FIELDS, ORDER_FIELDS, FieldType
from data.rules.workflow import Verb
from data.rules.worktime import decision_due, office_day
from data.states import Channel, OrderState
from data.store.queries.orders import orders_by_customer_po
from data.store.queries.parties import customer as find_customer
from data.store.queries.parties import customer_by_id, products_by_code
from data.store.queries.whole import order_by_number
from data.store.tables.orders import OrderLineRow, SalesOrder
from data.store.unit import Reader, Writer
from data.store.writes import drop_schedule, mend_refusals

NEW = "new"
"""The verb under which an order is entered by hand; it has no state before."""


class Intake(Subject):
    """The clerk's first room."""

    def __init__(self, context: Context) -> None:
        """Work in this context."""
        super().__init__(context)
        self._originals = Originals(context)

    def original(self, number: str) -> Original | None:
        """Return the original of an order as it can be shown; see `Originals.of`.

        Raises:
            NotFound: there is no such order. DeskDamaged, StorageFailed: the kept file cannot be read.
        """
        return self._originals.of(number)

    def new(self, texts: Mapping[str, str], *, note: str = "", number_wanted: str = "") -> Done:
        """Enter an order by hand as a draft, with a number of its own (I5).

        Args:
            texts: fields as `edit` takes them (`customer`, `line.1.product_code` …).
            note: kept with the event.
            number_wanted: the order's number; empty takes the next of the policy's pattern.

        Raises:
            AlreadyExists: the wanted number is taken. BadValue, UnknownField, NotFound: of the fields.
        """
        context = self.context
        with context.writing() as tx:
            policy = context.policy(tx)
            person = context.permit(tx, DeskAct.NEW, policy)
            see_nothing_masked(policy, NEW, texts, context.sight_of(policy, person))
            at = context.clock()
            today = office_day(policy, at)
            wanted = number_wanted.strip()
            if wanted and order_by_number(tx, wanted):
                raise AlreadyExists("order", wanted)
            for name in texts:
                if not is_order_field(name) or name == "refused_rows":
                    raise UnknownField(NEW, name, tuple(sorted(set(ORDER_FIELDS) - {"refused_rows"})))
            own = wanted or _free_number(tx, policy.numbers.order, today)
            draft, customer = _edited(tx, DraftOrder(number=own), texts, today, policy.zone)
            setting = Setting(policy, customer, _products(tx, draft), at, context.person, Channel.IN_PERSON)
            order = compose(draft, setting)
            due = decision_due(policy, order.received_at, order.handling_class)
            order = replace(order, decision_due_at=due, planned_finish=_planned_finish(texts, today))
            order_id = tx.insert(SalesOrder, order_values(order))
            for line in order.lines:
                tx.insert(OrderLineRow, line_values(line, order_id))
            role = acting_role(Verb.EDIT, person.roles)
            event = tx.event(
                at=at,
                actor=context.person,
                role=role,
                verb=NEW,
                subject="order",
                subject_key=own,
                to_state=OrderState.DRAFT,
                payload={
                    **({"note": note} if note else {}),
                    **person.noted(role),
                    "order": document(order),
                    "version": 1,
                },
            )
            tx.commit()
        return Done(own, Verb.EDIT, event, 1, OrderState.DRAFT, OrderState.DRAFT, replace(order, order_id=order_id))

    def same_customer_number(self, order: Order) -> tuple[str, ...]:
        """Return our numbers of other orders with the same customer's number, which is warned of (I5)."""
        if not order.customer_po_no:
            return ()
        with self.context.store.reading() as reader:
            found = orders_by_customer_po(reader, [order.customer_po_no]).get(order.customer_po_no, [])
        return tuple(own for _, own, who in found if own != order.number and who == order.customer_id)

    def checks(self, number: str) -> tuple[Check, ...]:
        """Return the checks of an order as it stands, the clerk's and the reviewers' (R1, R7).

        Raises:
            NotFound: there is no such order.
        """
        with self.context.store.reading() as reader:
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number)
            policy = self.context.policy(reader)
            return checks_of(reader, order, policy, self.context.today(policy))

    @carries_out(Verb.EDIT)
    def edit(self, move: Move) -> Change:
        """Correct or complete an order; the difference is recorded.

        Raises:
            NotReady: the quantity of a line that was closed short is to change (reopen the line first).
            NotFound: there is no such customer or line. BadValue: of the fields.
        """
        order, tx = move.order, move.tx
        texts = {name: str(text) for name, text in move.values.items() if name not in ("note", "refused_rows")}
        for line in order.lines:
            if line.closed_short and f"line.{line.line_no}.quantity" in texts:
                raise move.not_ready("line_closed", str(line.line_no))
        kept, base = _without_replaced(order, texts)
        draft, customer = _edited(tx, base, texts, move.today, move.policy.zone, order)
        setting = Setting(move.policy, customer, _products(tx, draft), move.at, move.person)
        composed = compose(draft, setting, kept)
        if "planned_finish" in texts:
            composed = replace(composed, planned_finish=_planned_finish(texts, move.today))
        _write_lines(tx, order, composed)
        settled = str(move.values.get("refused_rows", "")).strip().casefold()
        columns = order_values(composed)
        for name in ("version", "state", "number", "entered_at", "entered_by", "original_sha256", "refused_rows"):
            columns.pop(name)
        if settled:
            if settled not in ("settled", "0"):
                raise BadValue("refused_rows", settled, "not_in_list", "settled")
            columns["refused_rows"] = 0
            mend_refusals(tx, order.order_id)
        columns["decision_due_at"] = decision_due(move.policy, composed.received_at, composed.handling_class)
        shown = {"customer_code": composed.customer_code, "customer_name": composed.customer_name}
        return Change(columns=columns, shown=shown)

    @carries_out(Verb.CLARIFY)
    def clarify(self, _move: Move) -> Change:
        """Put an order aside until the customer has made it complete (I4)."""
        return Change(OrderState.CLARIFYING)

    @carries_out(Verb.ACCEPT)
    def accept(self, move: Move) -> Change:
        """Take a complete order in as received (I9).

        Raises:
            Incomplete: required elements are missing (I3).
        """
        self._complete(move)
        return Change(OrderState.RECEIVED)

    @carries_out(Verb.READ_AGAIN)
    def read_again(self, move: Move) -> Change:
        """Record the second reading against the original, with the errors that it found (I12)."""
        errors = move.integer("errors") or 0
        return Change(columns={"verified_at": move.at, "verified_by": move.person}, payload={"errors": errors})

    @carries_out(Verb.SUBMIT)
    def submit(self, move: Move) -> Change:
        """Hand an order to review: a first round, or, after a return, a new one (R1, R9).

        Raises:
            Incomplete: something is missing. ChecksFailed: the self-check fails.
            NotReady: nothing was agreed since the order was returned.
        """
        self._complete(move)
        if move.order.state is OrderState.RETURNED and not move.note:
            raise move.not_ready("agreement_unnamed")
        checks = checks_of(move.tx, move.order, move.policy, move.today)
        if failed(checks):
            raise ChecksFailed(move.order.number, failed(checks))
        this_round, told = ask_opinions(move)
        graded = {check.name: check.grade.value for check in checks}
        return Change(OrderState.IN_REVIEW, {"review_round": this_round}, {"checks": graded, **told})

    def _complete(self, move: Move) -> None:
        if move.order.missing:
            raise Incomplete(move.order.number, move.order.missing)


def _free_number(tx: Writer, pattern: str, today: date) -> str:
    """Return the next number that no order has, imported ones included."""
    while True:
        candidate = give(tx, pattern, today)
        if order_by_number(tx, candidate) is None:
            return candidate


def _products(reader: Reader, draft: DraftOrder) -> dict[str, Any]:
    return dict(products_by_code(reader, sorted({line.product_code for line in draft.lines if line.product_code})))


def _edited(
    reader: Reader, draft: DraftOrder, texts: Mapping[str, str], today: date, zone: ZoneInfo, order: Order | None = None
) -> tuple[DraftOrder, Customer | None]:
    """Return the draft with the texts read into it, and its customer."""
    changes: dict[str, Any] = {}
    lines = {line.line_no or place: line for place, line in enumerate(draft.lines, start=1)}
    for name, text in texts.items():
        check_text(name, text)
        parts = name.split(".")
        if parts[0] == "line":
            _edit_line(lines, parts[2], name, texts, today, zone)
        elif name == "customer":
            changes["customer_code"] = text.strip()
        elif name == "planned_finish":
            continue  # no draft states it: it is the office's own plan (E18)
        else:
            changes[name] = _value(name, ORDER_FIELDS[name], text, today, zone)
    if "price_basis" in texts:  # the lines that were priced as the order follow it, those of their own basis do not
        for line_no, line in lines.items():
            if line.price_basis == draft.price_basis and f"line.{line_no}.price_basis" not in texts:
                lines[line_no] = replace(line, price_basis="")
    changes["lines"] = tuple(lines[line_no] for line_no in sorted(lines))
    draft = replace(draft, **changes)
    if "customer" in texts:
        named = texts["customer"].strip()
        found = find_customer(reader, named) if named else None
        if named and found is None:
            raise NotFound("customer", named)
        return draft, found
    return draft, customer_by_id(reader, order.customer_id) if order and order.customer_id else None


def _edit_line(
    lines: dict[int, DraftLine], field: str, name: str, texts: Mapping[str, str], today: date, zone: ZoneInfo
) -> None:
    line_no, text = int(name.split(".")[1]), texts[name]
    if field == "remove":
        if not is_yes(text):
            return
        if line_no not in lines:
            raise NotFound("line", str(line_no), tuple(str(known) for known in lines))
        del lines[line_no]
        return
    line = lines.get(line_no, DraftLine(line_no=line_no))
    changes: dict[str, Any] = {field: _value(name, LINE_FIELDS[field], text, today, zone)}
    # the typed figure stands, the other is derived (E3): what was stated before was for other figures
    if field in ("quantity", "unit_price", "discount_rate") and f"line.{line_no}.stated_total" not in texts:
        changes["stated_total"] = None
    elif field == "stated_total" and text.strip() and f"line.{line_no}.unit_price" not in texts:
        changes["unit_price"] = None
    lines[line_no] = replace(line, **changes)


def _planned_finish(texts: Mapping[str, str], today: date) -> date | None:
    """Return the planned finish that was typed, or None (E18)."""
    text = texts.get("planned_finish", "").strip()
    return read_date("planned_finish", text, today) if text else None


def _value(name: str, kind: FieldType, text: str, today: date, zone: ZoneInfo) -> Any:
    plain = text.strip()
    if kind in (FieldType.TEXT, FieldType.CHOICE):
        return plain
    if not plain:
        return None
    if kind is FieldType.DATE:
        return read_date(name, plain, today)
    if kind is FieldType.TIME:
        return read_time(name, plain, zone)
    if name.endswith(("quantity",)):
        return unscaled(scaled_number(name, plain))
    found = number(name, plain)
    if found < 0 and not name.endswith("rounding_off"):
        raise BadValue(name, text, "negative")
    return found


def _without_replaced(order: Order, texts: Mapping[str, str]) -> tuple[Order, DraftOrder]:
    """Return the order and its draft without the marks and values that this edit puts aside.

    What is typed now is no longer supplied; and what came from a customer or a product that is exchanged now has to
    be supplied anew.
    """
    draft = draft_of(order)
    supplied, gone = _marks(order.supplied, texts, "", FROM_CUSTOMER if "customer" in texts else "")
    empty: dict[str, Any] = dict.fromkeys(gone, "")
    draft = replace(draft, **empty)
    lines, draft_lines = [], []
    for line, stated in zip(order.lines, draft.lines, strict=True):
        prefix = f"line.{line.line_no}."
        exchanged = f"{prefix}product_code" in texts
        marks, gone = _marks(line.supplied, texts, prefix, FROM_PRODUCT if exchanged else "")
        lines.append(replace(line, supplied=marks))
        blank: dict[str, Any] = {name: None if name in ("unit_price", "tax_rate") else "" for name in gone}
        draft_lines.append(replace(stated, **blank))
    return replace(order, supplied=supplied, lines=tuple(lines)), replace(draft, lines=tuple(draft_lines))


def _marks(
    supplied: Mapping[str, str], texts: Mapping[str, str], prefix: str, exchanged: str
) -> tuple[dict[str, str], list[str]]:
    """Return the marks that stay, and the fields whose supplied values go."""
    kept, gone = {}, []
    for name, source in supplied.items():
        if source == exchanged:
            gone.append(name)
        elif f"{prefix}{name}" not in texts:
            kept[name] = source
    return kept, gone


def _write_lines(tx: Writer, before: Order, after: Order) -> None:
    """Bring the rows of the lines to what was composed: changed, added, removed."""
    kept = {line.line_no: line for line in after.lines}
    for line in before.lines:
        if line.line_no not in kept:
            drop_schedule(tx, line.line_id)
            tx.delete(OrderLineRow, line.line_id)
    earlier = {line.line_id: line for line in before.lines}
    for line in after.lines:
        if line.line_id:
            if line.quantity != earlier[line.line_id].quantity:
                drop_schedule(tx, line.line_id)  # planned deliveries are the line's quantity (E17)
            tx.update(OrderLineRow, line.line_id, line_values(line, before.order_id))
        else:
            tx.insert(OrderLineRow, line_values(line, before.order_id))
