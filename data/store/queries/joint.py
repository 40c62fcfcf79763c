"""Reading what is agreed beside the opinions: sheets of joint reviews, amendments, signed copies."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select

from data.rules.confirming import Amendment, Finding, SignedCopy, Way
from data.rules.joint import Measure, Sheet, Signature
from data.states import Opinion, OrderState, Review
from data.store.queries.shape import shape
from data.store.tables.base import table
from data.store.tables.joint import AmendmentRow, MeetingRow, SignatureRow, SignedCopyRow
from data.store.tables.orders import SalesOrder
from data.store.unit import Reader

_MEETING = table(MeetingRow)
_SIGNATURE = table(SignatureRow)
_AMENDMENT = table(AmendmentRow)
_COPY = table(SignedCopyRow)
_ORDER = table(SalesOrder)


def sheets_of(reader: Reader, order_id: int) -> tuple[Sheet, ...]:
    """Return the sheets of an order's joint reviews with their signatures, first things first."""
    meetings = select(_MEETING).where(_MEETING.c.order_id == order_id).order_by(_MEETING.c.meeting_no)
    signed = (
        select(_SIGNATURE)
        .join(_MEETING, _SIGNATURE.c.meeting_id == _MEETING.c.id)
        .where(_MEETING.c.order_id == order_id)
        .order_by(_SIGNATURE.c.id)
    )
    signatures: dict[int, list[Signature]] = defaultdict(list)
    for row in reader.execute(signed).mappings():
        one = Signature(Review(row["review"]), row["comment"], row["by"], row["role"], row["at"])
        signatures[row["meeting_id"]].append(one)
    return tuple(
        shape(
            Sheet,
            row,
            meeting_id=row["id"],
            measures=tuple(Measure(one["text"], one["who"], one["due"]) for one in row["measures"]),
            result=Opinion(row["result"]),
            signatures=tuple(signatures.get(row["id"], ())),
        )
        for row in reader.execute(meetings).mappings()
    )


def amendments_of(reader: Reader, order_id: int) -> tuple[Amendment, ...]:
    """Return what the customer asked to have amended, first things first."""
    statement = select(_AMENDMENT).where(_AMENDMENT.c.order_id == order_id).order_by(_AMENDMENT.c.id)
    return tuple(shape(Amendment, row) for row in reader.execute(statement).mappings())


def copies_of(reader: Reader, order_id: int) -> tuple[SignedCopy, ...]:
    """Return the signed copies that came back, first things first."""
    statement = select(_COPY).where(_COPY.c.order_id == order_id).order_by(_COPY.c.id)
    return tuple(
        shape(
            SignedCopy,
            row,
            way=Way(row["way"]),
            findings=tuple(Finding(one["field"], one["agreed"], one["found"]) for one in row["findings"]),
        )
        for row in reader.execute(statement).mappings()
    )


def last_amended(reader: Reader) -> Mapping[int, Amendment]:
    """Return order's key → the last amendment, of the orders that were amended and are not confirmed anew."""
    waiting = select(_ORDER.c.id).where(_ORDER.c.confirmed_at.is_(None))
    newest = select(func.max(_AMENDMENT.c.id)).where(_AMENDMENT.c.order_id.in_(waiting)).group_by(_AMENDMENT.c.order_id)
    statement = select(_AMENDMENT).where(_AMENDMENT.c.id.in_(newest))
    return {row["order_id"]: shape(Amendment, row) for row in reader.execute(statement).mappings()}


def sheets_under_way(reader: Reader) -> Mapping[str, frozenset[Review]]:
    """Return order number → who has signed the newest sheet of its round, of the orders in review that have one."""
    statement = (
        select(_ORDER.c.number, _MEETING.c.id, _SIGNATURE.c.review)
        .join(_MEETING, (_MEETING.c.order_id == _ORDER.c.id) & (_MEETING.c.round == _ORDER.c.review_round))
        .join(_SIGNATURE, _SIGNATURE.c.meeting_id == _MEETING.c.id, isouter=True)
        .where(_ORDER.c.state == OrderState.IN_REVIEW.value)
        .order_by(_MEETING.c.meeting_no)
    )
    sheets: dict[str, dict[int, set[Review]]] = defaultdict(dict)
    for row in reader.execute(statement).mappings():
        signed = sheets[row["number"]].setdefault(row["id"], set())
        if row["review"] is not None:
            signed.add(Review(row["review"]))
    return {number: frozenset(list(by_sheet.values())[-1]) for number, by_sheet in sheets.items()}


def signed_numbers(reader: Reader) -> frozenset[str]:
    """Return the numbers of the confirmations of which a signed copy is there."""
    return frozenset(reader.execute(select(_COPY.c.confirmation_no).distinct()).scalars())
