"""Orders out of a file: each draft becomes an order, is known already, completes one, or is refused with reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.desk.numbers import give_customer_codes, give_many
from data.desk.rows import line_values, order_values
from data.desk.takeover import agree, opening_rows, taken_over
from data.drafts import DraftOrder, Problem, RefusedRow, Where
from data.errors import BadValue
from data.parties import Customer
from data.rules.compose import Setting, assemble, totalled
from data.rules.difference import difference, document
from data.rules.required import missing
from data.rules.roles import acting_role
from data.rules.sameness import lines_beyond, same_content
from data.rules.workflow import Verb
from data.rules.worktime import decision_due
from data.states import Channel, OrderState
from data.store.events import NewEvent
from data.store.queries.desk import work_has_begun
from data.store.queries.orders import existing_numbers, orders_by_customer_po
from data.store.queries.parties import customers_named, products_by_code
from data.store.queries.whole import order_by_id
from data.store.tables.orders import OpeningBalance, OrderLineRow, SalesOrder
from data.store.tables.parties import CustomerRow
from data.store.writes import mend_refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from data.desk.context import Context
    from data.desk.imports import Options, Progress, Taken
    from data.drafts import Source
    from data.orders import Order, OrderLine
    from data.parties import Product
    from data.rules.policy import Policy
    from data.store.unit import Writer

TAKE_IN = "take_in"
"""The verb under which an order out of a file begins its life."""

TAKE_OVER = "take_over"
"""The verb under which an order of another desk is taken over as it stands."""

ADD_ROWS = "add_rows"
"""The verb under which mended rows of a file complete an order that lost them."""

QUIET = (TAKE_IN, TAKE_OVER, ADD_ROWS, "new")
"""Verbs that are no work on an order: as long as there are no others, a desk is being set up."""

_OPEN_STATES = ("", OrderState.DRAFT.value, OrderState.CLARIFYING.value, OrderState.RECEIVED.value)


class OrderBatch:
    """The orders of one file on their way into the desk."""

    def __init__(
        self,
        context: Context,
        tx: Writer,
        source: Source,
        options: Options,
        policy: Policy,
        at: datetime,
        taken: Taken,
    ) -> None:
        """Work inside this transaction; what becomes of the drafts goes into `taken`."""
        self.context = context
        self.tx = tx
        self.source = source
        self.options = options
        self.policy = policy
        self.at = at
        self.taken = taken
        self.today = context.today(policy)
        self.role = acting_role(Verb.EDIT, context.roles(policy))
        self.channel = Channel(options.channel) if options.channel else Channel.FILE
        self.customers: dict[str, Customer | None] = {}
        self.products: dict[str, Product] = {}
        self.new_customers: list[dict[str, object]] = []
        self.orders: list[dict[str, object]] = []
        self.lines: list[dict[str, object]] = []
        self.openings: list[dict[str, object]] = []
        self.events: list[NewEvent] = []
        self.numbers: set[str] = set()
        self.next_customer = 0
        self.next_line = 0
        self.given: Iterator[str] = iter(())
        self.codes: Iterator[str] = iter(())

    def take(self, drafts: Sequence[DraftOrder], refused: Sequence[RefusedRow], progress: Progress) -> None:
        """Take all drafts in."""
        drafts = [self._completed(draft) for draft in drafts]
        lost: dict[str, int] = {}
        for row in refused:
            lost[row.order_key] = lost.get(row.order_key, 0) + 1
        self._look_up(drafts)
        known = existing_numbers(self.tx, [draft.number for draft in drafts if draft.number])
        by_po = orders_by_customer_po(self.tx, [draft.customer_po_no for draft in drafts if draft.customer_po_no])
        setting_up = any(draft.state for draft in drafts) and not work_has_begun(self.tx, QUIET)
        self.numbers = set(known)
        unnumbered = sum(1 for draft in drafts if not draft.number)
        self.given = iter(self._new_numbers(unnumbered, drafts))
        self.next_customer = self.tx.next_key(CustomerRow)
        next_order = self.tx.next_key(SalesOrder)
        self.next_line = self.tx.next_key(OrderLineRow)
        for done, draft in enumerate(drafts, start=1):
            if done % 50 == 1:
                progress(done - 1, len(drafts))
            customer = self._customer(draft)
            earlier = self._earlier(draft, customer, known, by_po)
            key = draft.number or draft.customer_po_no
            if earlier is not None:
                self._again(draft, customer, earlier, lost.get(key, 0))
                continue
            order = self._compose(draft, customer, next_order, setting_up=setting_up, lost=lost.get(key, 0))
            if order is None:
                continue
            self._add(draft, order)
            self.taken.order_ids[key or order.number] = next_order
            next_order += 1
        self._write()
        progress(len(drafts), len(drafts))

    def _completed(self, draft: DraftOrder) -> DraftOrder:
        """Return the draft with what the person said where the file says nothing."""
        changes: dict[str, Any] = {}
        options = self.options
        if options.customer and not draft.customer_code and not draft.customer_name:
            changes["customer_name"] = options.customer
        for name in ("currency", "price_basis"):
            if getattr(options, name) and not getattr(draft, name):
                changes[name] = getattr(options, name)
        return replace(draft, **changes) if changes else draft

    def _look_up(self, drafts: Sequence[DraftOrder]) -> None:
        """Read the customers and products that the file names, once for all drafts."""
        names = {name for draft in drafts for name in (draft.customer_code, draft.customer_name) if name}
        for customer in customers_named(self.tx, sorted(names)):
            for name in (customer.code, customer.name, customer.foreign_name):
                if name:
                    self.customers.setdefault(name, customer)
        codes = {line.product_code for draft in drafts for line in draft.lines if line.product_code}
        self.products = products_by_code(self.tx, sorted(codes))
        uncoded = {draft.customer_name for draft in drafts if draft.customer_name and not draft.customer_code}
        unknown = len(uncoded - self.customers.keys())
        stated = [draft.customer_code for draft in drafts]
        self.codes = iter(give_customer_codes(self.tx, self.policy.numbers.customer, self.today, unknown, stated))

    def _customer(self, draft: DraftOrder) -> Customer | None:
        """Return the draft's customer, made where the desk does not have him yet (C1)."""
        key = draft.customer_code or draft.customer_name
        if not key:
            return None
        found = self.customers.get(key)
        if found is None:
            found = self._new_customer(draft)
            self.customers[key] = found
            self.customers.setdefault(found.name, found)
        return found

    def _new_customer(self, draft: DraftOrder) -> Customer:
        code = draft.customer_code or next(self.codes)
        values = {"code": code, "name": draft.customer_name or code}
        key = self.next_customer
        self.next_customer += 1
        self.new_customers.append({"id": key, **values, "entered_at": self.at, "entered_by": self.context.person})
        self.events.append(self._event("enter", "customer", code, "", {"customer": values, "file": self.source.sha256}))
        return Customer(customer_id=key, code=code, name=draft.customer_name or code)

    def _new_numbers(self, how_many: int, drafts: Sequence[DraftOrder]) -> list[str]:
        """Return numbers of the policy's pattern that neither the desk nor the file has (I5)."""
        if not how_many:
            return []
        taken = {draft.number for draft in drafts if draft.number} | self.numbers
        found: list[str] = []
        while len(found) < how_many:
            numbers = give_many(self.tx, self.policy.numbers.order, self.today, how_many - len(found), taken)
            clash = existing_numbers(self.tx, numbers)
            found += [number for number in numbers if number not in clash]
        return found

    def _earlier(
        self,
        draft: DraftOrder,
        customer: Customer | None,
        known: dict[str, int],
        by_po: dict[str, list[tuple[int, str, int | None]]],
    ) -> Order | None:
        """Return the order that the draft is about, where the desk has it already."""
        if draft.number:
            return order_by_id(self.tx, known[draft.number]) if draft.number in known else None
        if not draft.customer_po_no:
            return None
        who = customer.customer_id if customer else None
        same = [order_id for order_id, _, whose in by_po.get(draft.customer_po_no, []) if whose == who]
        for order_id in reversed(same):
            order = order_by_id(self.tx, order_id)
            if order is not None and (order.refused_rows or same_content(order, self._plain(draft, customer))):
                return order
        if same:
            self._warn(draft, "customer_po_no", "customer_number_twice", draft.customer_po_no)
        return None

    def _plain(self, draft: DraftOrder, customer: Customer | None) -> Order:
        return assemble(draft, self._setting(customer))

    def _setting(self, customer: Customer | None, lost: int = 0) -> Setting:
        return Setting(
            self.policy,
            customer,
            self.products,
            self.at,
            self.context.person,
            self.channel,
            original_sha256=self.source.sha256,
            refused_rows=lost,
        )

    def _again(self, draft: DraftOrder, customer: Customer | None, order: Order, lost: int) -> None:
        """Deal with a draft whose order the desk has: the same is nothing new, mended rows complete it (I5)."""
        try:
            composed = self._plain(draft, customer)
        except BadValue as error:
            self._refuse(draft, _problem(self.source, draft, error))
            return
        if same_content(order, composed) and not lost:
            self.taken.already += 1
            return
        fresh = lines_beyond(order, composed)
        if order.state in (OrderState.DRAFT, OrderState.CLARIFYING) and (order.refused_rows or not order.lines):
            if not fresh and lost >= order.refused_rows > 0:
                self.taken.already += 1
                return
            if not order.lines or len(fresh) <= order.refused_rows:
                self._complete(order, composed, fresh, lost)
                return
        self._refuse(draft, self._problem(draft, "number", "number_exists", order.number))

    def _complete(self, order: Order, composed: Order, fresh: tuple[OrderLine, ...], lost: int) -> None:
        """Add lines that an order lost when it was taken in (mended rows), or never had (header only).

        Rows that are lost again stay lost; the good rows beside a mended one are known already and not added twice.
        """
        numbers = {line.line_no for line in order.lines}
        last = max(numbers, default=0)
        added = []
        for line in fresh:
            line_no = line.line_no
            if line_no in numbers:
                last += 1
                line_no = last
            numbers.add(line_no)
            last = max(last, line_no)
            added.append(replace(line, line_no=line_no))
        left = max(lost, order.refused_rows - len(added))
        whole = composed if not order.lines else order
        after = replace(
            order,
            lines=tuple(sorted((*order.lines, *added), key=lambda line: line.line_no)),
            refused_rows=left,
            net=0,
        )
        after = totalled(replace(after, taken_over=order.taken_over and not added))
        after = replace(after, missing=missing(after, self.policy))
        for line in added:
            self.lines.append({"id": self.next_line, **line_values(line, order.order_id)})
            self.next_line += 1
        columns = {name: value for name, value in order_values(after).items() if name not in ("version", "number")}
        self.tx.update(SalesOrder, order.order_id, columns, version=order.version)
        if not left:
            mend_refusals(self.tx, order.order_id)
        payload = {
            "file": self.source.sha256,
            "lines": document(replace(whole, lines=tuple(added))).get("lines", []),
            "difference": difference(order, after),
            "version": order.version + 1,
        }
        self.events.append(self._event(ADD_ROWS, "order", order.number, order.state, payload, order.state))
        self.taken.orders += 1
        self.taken.lines += len(added)
        self.taken.missing |= set(after.missing)
        self.taken.clarifying += after.state is OrderState.CLARIFYING
        self.taken.numbers.append(order.number)

    def _compose(
        self, draft: DraftOrder, customer: Customer | None, order_id: int, *, setting_up: bool, lost: int
    ) -> Order | None:
        """Return the order that the draft makes, or None where it is refused."""
        if draft.number and draft.number in self.numbers:
            self._refuse(draft, self._problem(draft, "number", "number_exists", draft.number))
            return None
        try:
            order = assemble(draft, self._setting(customer, lost))
        except BadValue as error:
            self._refuse(draft, _problem(self.source, draft, error))
            return None
        lacking = missing(order, self.policy)
        order = replace(
            order,
            order_id=order_id,
            number=order.number or next(self.given),
            state=OrderState.CLARIFYING if lacking else OrderState.RECEIVED,
            missing=lacking,
            decision_due_at=decision_due(self.policy, order.received_at, order.handling_class),
        )
        if draft.state in _OPEN_STATES and not (setting_up and draft.state):
            return order
        if not setting_up:
            self._refuse(draft, self._problem(draft, "state", "state_not_taken_over", draft.state))
            return None
        try:
            over = taken_over(draft, order, self.policy)
        except BadValue as error:
            self._refuse(draft, _problem(self.source, draft, error))
            return None
        fault = agree(over)
        if fault:
            self._refuse(draft, self._problem(draft, "state", fault, draft.state))
            return None
        return over

    def _add(self, draft: DraftOrder, order: Order) -> None:
        """Put the order's rows and event on the pile."""
        self.numbers.add(order.number)
        self.orders.append({"id": order.order_id, **order_values(order)})
        first_line = self.next_line
        for place, line in enumerate(order.lines):
            self.lines.append({"id": first_line + place, **line_values(line, order.order_id)})
        self.next_line += len(order.lines)
        verb = TAKE_IN
        if order.taken_over:
            verb = TAKE_OVER
            self.openings += opening_rows(order, first_line)
        payload: dict[str, object] = {
            "file": self.source.sha256,
            "row": draft.row,
            "order": document(order),
            "version": 1,
        }
        self.events.append(self._event(verb, "order", order.number, "", payload, order.state))
        taken = self.taken
        taken.orders += 1
        taken.lines += len(order.lines)
        taken.missing |= set(order.missing)
        taken.clarifying += order.state is OrderState.CLARIFYING
        taken.numbers.append(order.number)

    def _write(self) -> None:
        """Write the pile: one insert per table, one chain of events."""
        self.tx.insert_many(CustomerRow, self.new_customers)
        self.tx.insert_many(SalesOrder, self.orders)
        self.tx.insert_many(OrderLineRow, self.lines)
        self.tx.insert_many(OpeningBalance, self.openings)
        self.tx.events(self.events)

    def _event(
        self, verb: str, subject: str, key: str, from_state: str, payload: dict[str, object], to_state: str = ""
    ) -> NewEvent:
        return NewEvent(self.at, self.context.person, self.role, verb, subject, key, from_state, to_state, payload)

    def _refuse(self, draft: DraftOrder, problem: Problem) -> None:
        """Refuse all rows of an order: each is a row of the file, to be written back for mending."""
        rows = [line.row for line in draft.lines if line.row is not None] or [draft.row or 0]
        self.taken.refused += [
            RefusedRow(problem.where.sheet, row, (), (replace(problem, where=replace(problem.where, row=row)),),
                       draft.number or draft.customer_po_no)
            for row in rows
        ]  # fmt: skip

    def _problem(self, draft: DraftOrder, field: str, code: str, value: str) -> Problem:
        return Problem(Where(self.source.name, row=draft.row), field, code, value)

    def _warn(self, draft: DraftOrder, field: str, code: str, value: str) -> None:
        self.taken.problems.append(replace(self._problem(draft, field, code, value), fatal=False))


def _problem(source: Source, draft: DraftOrder, error: BadValue) -> Problem:
    """Return a value that the rules refuse as a problem of the row that it stands in."""
    row, field = draft.row, error.field
    parts = error.field.split(".")
    if parts[0] == "line":
        field = parts[-1]
        row = next((line.row for line in draft.lines if str(line.line_no) == parts[1]), draft.row)
    return Problem(Where(source.name, row=row), field, error.why, error.value, error.bound)
