"""What each verb asks for: the fields that `order do --set`, the forms and the help are derived from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.rules.joint import RESULTS
from data.rules.workflow import Verb
from data.states import (
    Channel,
    DocumentKind,
    ExceptionKind,
    Importance,
    InvoiceKind,
    Review,
    Role,
    SourceKind,
)


class FieldType(StrEnum):
    """How a field's text is read."""

    TEXT = "text"
    LONG = "long"
    """A text of several lines."""
    MEASURES = "measures"
    """What, who, by when, a measure a line: `second shift | Li | 12-08`."""
    DATE = "date"
    TIME = "time"
    INTEGER = "integer"
    QUANTITY = "quantity"
    QUANTITIES = "quantities"
    """Per line, `1:5,2:3`; nothing means all that is open."""
    SCHEDULE = "schedule"
    """Dated quantities, `2026-12-01:5,2026-12-15:7`."""
    AMOUNT = "amount"
    CHOICE = "choice"
    FILE = "file"
    LINE = "line"
    YES = "yes"
    ORDER_FIELD = "order_field"
    """Any editable field of an order or a line (`payment_terms`, `line.1.quantity`)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a verb; `choices` are the values of a closed list."""

    name: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()


def _choice(name: str, kinds: type[StrEnum], *, required: bool = False) -> Field:
    return Field(name, FieldType.CHOICE, required=required, choices=tuple(kinds))


_NOTE = Field("note")
_REASON = Field("note", required=True)
_LINE = Field("line", FieldType.LINE, required=True)

FIELDS: Mapping[Verb, tuple[Field, ...]] = {
    Verb.EDIT: (Field("*", FieldType.ORDER_FIELD), _NOTE),
    Verb.CLARIFY: (_REASON,),
    Verb.ACCEPT: (_NOTE,),
    Verb.READ_AGAIN: (Field("errors", FieldType.INTEGER), _NOTE),
    Verb.SUBMIT: (_NOTE,),
    Verb.PASS: (_choice("review", Review), _NOTE),
    Verb.PASS_WITH_CONDITIONS: (_choice("review", Review), _REASON, Field("owner"), Field("due", FieldType.DATE)),
    Verb.FAIL: (_choice("review", Review), _REASON),
    Verb.STAND_BY: (_choice("review", Review), _NOTE),
    Verb.HOLD_MEETING: (
        Field("held_on", FieldType.DATE),
        Field("chair", required=True),
        Field("present", required=True),
        Field("risks", FieldType.LONG),
        Field("measures", FieldType.MEASURES),
        Field("plan", FieldType.LONG),
        Field("minutes", FieldType.LONG, required=True),
        Field("result", FieldType.CHOICE, required=True, choices=tuple(one.value for one in RESULTS)),
        _NOTE,
    ),
    Verb.SIGN_SHEET: (_choice("review", Review), _NOTE),
    Verb.RETURN: (_REASON,),
    Verb.ESCALATE: (_REASON,),
    Verb.APPROVE: (_REASON,),
    Verb.TAKE_NOTE: (_choice("department", Role), _NOTE),
    Verb.RESOLVE_CONDITION: (Field("condition", FieldType.INTEGER), _REASON),
    Verb.CONFIRM: (_choice("channel", Channel, required=True), Field("person"), _NOTE),
    Verb.AMEND: (
        Field("person", required=True),
        _choice("channel", Channel, required=True),
        Field("asked_at", FieldType.TIME),
        _REASON,
    ),
    Verb.FILE_SIGNED: (
        Field("file", FieldType.FILE, required=True),
        Field("number"),
        Field("total", FieldType.AMOUNT),
        Field("date", FieldType.DATE),
        Field("accept_difference"),
        _NOTE,
    ),
    Verb.ALLOCATE: (
        Field("lines", FieldType.QUANTITIES),
        _choice("source", SourceKind, required=True),
        Field("code"),
        Field("start", FieldType.DATE),
        Field("finish", FieldType.DATE),
        Field("promised", FieldType.DATE),
        _NOTE,
    ),
    Verb.ACKNOWLEDGE: (Field("code"), Field("person", required=True), _NOTE),
    Verb.WITHDRAW_ALLOCATION: (Field("line", FieldType.LINE), _REASON),
    Verb.START: (_NOTE,),
    Verb.REPORT: (Field("lines", FieldType.QUANTITIES), Field("step"), _NOTE),
    Verb.CHECK_IN: (Field("source"), Field("next", FieldType.DATE), _REASON),
    Verb.RAISE_EXCEPTION: (
        _choice("kind", ExceptionKind, required=True),
        Field("cause", required=True),
        Field("measure"),
        Field("responsible"),
        Field("due", FieldType.DATE),
        _NOTE,
    ),
    Verb.RESOLVE_EXCEPTION: (Field("exception", FieldType.INTEGER), _REASON),
    Verb.MAKE_READY: (_NOTE,),
    Verb.SHIP: (
        Field("lines", FieldType.QUANTITIES),
        Field("carrier", required=True),
        Field("waybill"),
        Field("method"),
        Field("date", FieldType.DATE),
        _NOTE,
    ),
    Verb.DELIVER: (
        Field("lines", FieldType.QUANTITIES),
        Field("signed_by", required=True),
        Field("date", FieldType.DATE),
        _NOTE,
    ),
    Verb.INVOICE: (
        Field("lines", FieldType.QUANTITIES),
        _choice("kind", InvoiceKind),
        Field("amount", FieldType.AMOUNT),
        Field("number"),
        Field("date", FieldType.DATE),
        Field("due", FieldType.DATE),
        _NOTE,
    ),
    Verb.RECEIVE_PAYMENT: (
        Field("amount", FieldType.AMOUNT),
        Field("invoice"),
        Field("method"),
        Field("reference"),
        Field("date", FieldType.DATE),
        _NOTE,
    ),
    Verb.SETTLE: (_NOTE,),
    Verb.CLOSE: (Field("summary"), Field("gaps"), Field("conditions"), _NOTE),
    Verb.REOPEN: (_REASON,),
    Verb.ARCHIVE: (_choice("importance", Importance), _NOTE),
    Verb.SCHEDULE: (_LINE, Field("dates", FieldType.SCHEDULE, required=True), Field("place"), _NOTE),
    Verb.HOLD_LINE: (_LINE, _REASON),
    Verb.RELEASE_LINE: (_LINE, _NOTE),
    Verb.RELEASE_PRICE: (_LINE, _REASON),
    Verb.CLOSE_LINE: (_LINE, _REASON),
    Verb.REOPEN_LINE: (_LINE, _REASON),
    Verb.CONTACT: (
        _choice("channel", Channel, required=True),
        Field("person"),
        Field("outcome", required=True),
        _REASON,
    ),
    Verb.ATTACH: (_choice("kind", DocumentKind, required=True), Field("file", FieldType.FILE, required=True), _NOTE),
    Verb.NOTE: (_REASON,),
    Verb.HAND_OVER: (Field("salesperson"), Field("merchandiser"), _REASON),
    Verb.CALL_SUPERVISOR: (_REASON,),
    Verb.ANSWER_CALL: (Field("call", FieldType.INTEGER), _REASON),
    Verb.HOLD: (_REASON,),
    Verb.RELEASE: (_NOTE,),
    Verb.CANCEL: (_REASON, Field("cost", FieldType.AMOUNT), Field("consent")),
}
"""Verb → its fields, in the order in which a form asks for them."""

ORDER_FIELDS: Mapping[str, FieldType] = {
    "customer": FieldType.TEXT,
    "contact": FieldType.TEXT,
    "customer_po_no": FieldType.TEXT,
    "contract_no": FieldType.TEXT,
    "kind": FieldType.CHOICE,
    "handling_class": FieldType.CHOICE,
    "channel": FieldType.CHOICE,
    "ordered_on": FieldType.DATE,
    "received_at": FieldType.TIME,
    "requested_date": FieldType.DATE,
    "promised_date": FieldType.DATE,
    "planned_finish": FieldType.DATE,
    "planned_ship_date": FieldType.DATE,
    "delivery_place": FieldType.TEXT,
    "delivery_method": FieldType.TEXT,
    "payment_terms": FieldType.TEXT,
    "currency": FieldType.TEXT,
    "price_basis": FieldType.CHOICE,
    "discount_rate": FieldType.QUANTITY,
    "rounding_off": FieldType.AMOUNT,
    "freight": FieldType.AMOUNT,
    "special_requirements": FieldType.TEXT,
    "salesperson": FieldType.TEXT,
    "merchandiser": FieldType.TEXT,
    "refused_rows": FieldType.YES,
}
"""What `edit` and `order new` may set on an order; `refused_rows=settled` says that refused rows are dealt with."""

LINE_FIELDS: Mapping[str, FieldType] = {
    "product_code": FieldType.TEXT,
    "product_name": FieldType.TEXT,
    "specification": FieldType.TEXT,
    "customer_part_no": FieldType.TEXT,
    "drawing_no": FieldType.TEXT,
    "revision": FieldType.TEXT,
    "quantity": FieldType.QUANTITY,
    "unit": FieldType.TEXT,
    "second_quantity": FieldType.QUANTITY,
    "second_unit": FieldType.TEXT,
    "unit_price": FieldType.QUANTITY,
    "price_basis": FieldType.CHOICE,
    "discount_rate": FieldType.QUANTITY,
    "tax_rate": FieldType.QUANTITY,
    "stated_total": FieldType.AMOUNT,
    "requested_date": FieldType.DATE,
    "promised_date": FieldType.DATE,
    "job_no": FieldType.TEXT,
    "note": FieldType.TEXT,
    "remove": FieldType.YES,
}
"""What may be set on a line as `line.N.FIELD`; a line number that is not there adds a line."""
