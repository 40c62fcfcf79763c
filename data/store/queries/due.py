"""Reading what is due: a statement for each kind of deadline, over what is open only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from data.states import Opinion, OrderKind, OrderState, Review, Role
from data.store.queries.orders import CUSTOMER, ORDER
from data.store.tables import events, reviews, work
from data.store.tables.base import table
from data.store.unit import Reader

_OPINION = table(reviews.OpinionRow)
_CONDITION = table(reviews.ConditionRow)
_EVENT = table(events.EventRow)
_NOTE_TAKEN = table(reviews.NoteTakenRow)
_CALL = table(reviews.CallRow)
_EXCEPTION = table(work.ExceptionRow)
_INVOICE = table(work.InvoiceRow)

_NAME = func.coalesce(func.nullif(CUSTOMER.c.name, ""), CUSTOMER.c.code, "").label("customer")


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """What every deadline of an open order is worked out from."""

    order_id: int
    number: str
    customer: str
    kind: OrderKind
    state: OrderState
    on_hold: bool
    received_at: datetime
    decision_due_at: datetime | None
    decided_at: datetime | None
    confirmed_at: datetime | None
    confirmation_no: str
    promised_date: date | None
    requested_date: date | None
    entered_by: str
    merchandiser: str
    salesperson: str
    said_at: datetime | None
    """When the last opinion of the round was given."""


@dataclass(frozen=True, slots=True)
class OpenOpinion:
    """A department's opinion of the round under way; `opinion_id` is its key."""

    opinion_id: int
    number: str
    customer: str
    state: OrderState
    review: Review
    opinion: Opinion
    turn: int
    due_at: datetime
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition of a review that is not resolved."""

    number: str
    customer: str
    review: Review
    text: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call for the supervisor that is not answered."""

    number: str
    customer: str
    text: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class OpenException:
    """Something that went wrong and is not resolved."""

    number: str
    customer: str
    cause: str
    responsible: str
    due: date | None


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice that is not paid whole."""

    number: str
    customer: str
    invoice: str
    due_on: date
    salesperson: str


_ORDER_COLUMNS = (
    "number", "kind", "state", "on_hold", "received_at", "decision_due_at", "decided_at", "confirmed_at",
    "confirmation_no", "promised_date", "requested_date", "entered_by", "merchandiser", "salesperson",
)  # fmt: skip


def _with_customer(statement: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return statement.join(CUSTOMER, ORDER.c.customer_id == CUSTOMER.c.id, isouter=True)


def open_orders(reader: Reader, states: Sequence[OrderState]) -> Iterator[OpenOrder]:
    """Yield the orders in these states."""
    columns = [ORDER.c[name] for name in _ORDER_COLUMNS]
    said = (
        select(func.max(_OPINION.c.at))
        .where(_OPINION.c.order_id == ORDER.c.id, _OPINION.c.round == ORDER.c.review_round)
        .correlate(ORDER)
        .scalar_subquery()
        .label("said_at")
    )
    statement = _with_customer(select(ORDER.c.id.label("order_id"), _NAME, *columns, said))
    for row in reader.execute(statement.where(ORDER.c.state.in_([state.value for state in states]))).mappings():
        yield OpenOrder(**_plain(row))


def came_there(reader: Reader, states: Sequence[OrderState]) -> dict[str, datetime]:
    """Return the numbers of the orders in these states, each with when it came to be there by an act on it."""
    statement = (
        select(ORDER.c.number, func.max(_EVENT.c.at).label("at"))
        .join(_EVENT, _EVENT.c.subject_key == ORDER.c.number)
        .where(
            ORDER.c.state.in_([state.value for state in states]),
            _EVENT.c.subject == "order",
            _EVENT.c.to_state == ORDER.c.state,
            _EVENT.c.from_state != _EVENT.c.to_state,
        )
        .group_by(ORDER.c.number)
    )
    return {row["number"]: row["at"] for row in reader.execute(statement).mappings()}


def _plain(row: RowMapping) -> dict[str, Any]:
    kind, state = OrderKind(row["kind"]), OrderState(row["state"])
    return {**row, "kind": kind, "state": state, "on_hold": bool(row["on_hold"])}


def open_opinions(reader: Reader) -> Iterator[OpenOpinion]:
    """Yield the opinions of all orders in review, of the round under way, given or not."""
    statement = _with_customer(
        select(
            _OPINION.c.id, ORDER.c.number, _NAME, ORDER.c.state, _OPINION.c.review, _OPINION.c.opinion,
            _OPINION.c.turn, _OPINION.c.due_at, _OPINION.c.reminded_at,
        ).join_from(
            ORDER, _OPINION, (_OPINION.c.order_id == ORDER.c.id) & (_OPINION.c.round == ORDER.c.review_round)
        )
    ).where(ORDER.c.state == OrderState.IN_REVIEW.value)  # fmt: skip
    for row in reader.execute(statement.order_by(ORDER.c.id, _OPINION.c.id)).mappings():
        yield OpenOpinion(
            row["id"], row["number"], row["customer"], OrderState(row["state"]), Review(row["review"]),
            Opinion(row["opinion"]), row["turn"], row["due_at"], row["reminded_at"],
        )  # fmt: skip


def open_conditions(reader: Reader) -> Iterator[OpenCondition]:
    """Yield the conditions that are not resolved, of orders that are not closed (R9)."""
    over = [state.value for state in (OrderState.CLOSED, OrderState.ARCHIVED, OrderState.CANCELLED)]
    statement = _with_customer(
        select(
            ORDER.c.number, _NAME, _CONDITION.c.review, _CONDITION.c.text, _CONDITION.c.owner, _CONDITION.c.due
        ).join_from(ORDER, _CONDITION, _CONDITION.c.order_id == ORDER.c.id)
    ).where(_CONDITION.c.resolved_at.is_(None), ORDER.c.state.not_in(over))
    for row in reader.execute(statement).mappings():
        yield OpenCondition(**{**row, "review": Review(row["review"])})


def open_calls(reader: Reader) -> Iterator[OpenCall]:
    """Yield the calls for the supervisor that are not answered, of orders that are not closed (P4)."""
    over = [state.value for state in (OrderState.CLOSED, OrderState.ARCHIVED, OrderState.CANCELLED)]
    statement = _with_customer(
        select(ORDER.c.number, _NAME, _CALL.c.text, _CALL.c.due_at).join_from(
            ORDER, _CALL, _CALL.c.order_id == ORDER.c.id
        )
    ).where(_CALL.c.answered_at.is_(None), ORDER.c.state.not_in(over))
    for row in reader.execute(statement).mappings():
        yield OpenCall(**row)


def notes_taken(reader: Reader, states: Sequence[OrderState]) -> frozenset[tuple[str, Role]]:
    """Return which departments took note of which orders in these states, of the round under way (A7)."""
    statement = select(ORDER.c.number, _NOTE_TAKEN.c.department).join_from(
        ORDER, _NOTE_TAKEN, (_NOTE_TAKEN.c.order_id == ORDER.c.id) & (_NOTE_TAKEN.c.round == ORDER.c.review_round)
    )
    rows = reader.execute(statement.where(ORDER.c.state.in_([state.value for state in states])))
    return frozenset((row.number, Role(row.department)) for row in rows)


def open_exceptions(reader: Reader) -> Iterator[OpenException]:
    """Yield what went wrong and is not resolved."""
    statement = _with_customer(
        select(ORDER.c.number, _NAME, _EXCEPTION.c.cause, _EXCEPTION.c.responsible, _EXCEPTION.c.due).join_from(
            ORDER, _EXCEPTION, _EXCEPTION.c.order_id == ORDER.c.id
        )
    ).where(_EXCEPTION.c.resolved_at.is_(None))
    for row in reader.execute(statement).mappings():
        yield OpenException(**row)


def open_invoices(reader: Reader) -> Iterator[OpenInvoice]:
    """Yield the invoices on which something is still to be paid; money that names none pays the oldest first."""
    statement = _with_customer(
        select(
            ORDER.c.id, ORDER.c.number, _NAME, ORDER.c.paid, ORDER.c.salesperson,
            _INVOICE.c.number.label("invoice"), _INVOICE.c.due_on, _INVOICE.c.total,
        ).join_from(ORDER, _INVOICE, _INVOICE.c.order_id == ORDER.c.id)
    ).where(
        ORDER.c.state.not_in([OrderState.ARCHIVED.value, OrderState.CANCELLED.value]), ORDER.c.paid < ORDER.c.invoiced
    )  # fmt: skip
    left: dict[int, int] = {}
    for row in reader.execute(statement.order_by(ORDER.c.id, _INVOICE.c.due_on, _INVOICE.c.id)).mappings():
        money = left.setdefault(row["id"], row["paid"])
        left[row["id"]] = max(0, money - row["total"])
        if money < row["total"]:
            yield OpenInvoice(row["number"], row["customer"], row["invoice"], row["due_on"], row["salesperson"])
