"""Confirming: the customer is told under a number of its own, may amend for a while, and sends a signed copy back.

I8 and R11. A confirmation whose order was amended stays on file; the next one is a revision of it.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from data.desk.drafting import drafted
from data.desk.keeping import keep_source
from data.desk.move import Change, Move
from data.desk.numbers import give
from data.desk.subject import Subject, carries_out
from data.drafts import Source
from data.errors import NotFound, Unreadable
from data.files.pdf_text import is_pdf, text_of_pdf
from data.files.source import Format, format_of
from data.files.texts import decode
from data.orders import Order
from data.rules.confirming import (
    Agreement,
    Finding,
    Way,
    agreed_date,
    free_until,
    plain_findings,
    revised,
    searched,
    signed_by,
    stated,
)
from data.rules.outbox import Occasion
from data.rules.policy import Policy
from data.rules.workflow import Verb
from data.states import Channel, DocumentKind, OrderState
from data.store.queries.joint import amendments_of, copies_of
from data.store.queries.outbox import sent_papers
from data.store.queries.whole import order_by_number
from data.store.tables.files import OrderDocument
from data.store.tables.joint import AmendmentRow, SignedCopyRow
from data.store.tables.parties import ContactRow
from data.store.unit import Reader

_LONGEST_TEXT = 4 * 1024**2
"""A longer file is no copy of a confirmation; the person says what stands on it."""

_UNDER_WAY = (OrderState.APPROVED, OrderState.ALLOCATED)


class Confirming(Subject):
    """What the customer is sent once an order is approved, and what he says to it."""

    def agreement(self, number: str) -> Agreement:
        """Return where an order stands with its customer.

        Raises:
            NotFound: there is no such order.
        """
        with self.context.store.reading() as reader:
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number)
            return agreement(reader, order, self.context.policy(reader))

    @carries_out(Verb.CONFIRM)
    def confirm(self, move: Move) -> Change:
        """Record that the customer was sent our confirmation or contract, with its own number (I8, R11).

        After an amendment it is a revision of the one before, which stays on file.

        Raises:
            NotReady: it was confirmed before.
        """
        order = move.order
        if order.confirmed_at is not None:
            raise move.not_ready("confirmed_before", order.confirmation_no)
        number = self._number(move)
        _log(move, number, "confirmed")
        told = {"confirmation": number, **drafted(move, Occasion.CONFIRMED, number)}
        return Change(columns={"confirmed_at": move.at, "confirmation_no": number}, payload=told)

    def _number(self, move: Move) -> str:
        former = [one for one in amendments_of(move.tx, move.order.order_id) if one.confirmed_at is not None]
        if former:
            return revised(former[0].confirmation_no, len(former) + 1)
        contract = move.policy.confirmation.is_contract(move.order.kind)
        numbers = move.policy.numbers
        return give(move.tx, numbers.contract if contract else numbers.confirmation, move.today)

    @carries_out(Verb.AMEND)
    def amend(self, move: Move) -> Change:
        """Take the order back because the customer amends it, freely within the time that the policy gives (I8).

        It is edited and goes through a new round of review; no change order is needed.

        Raises:
            NotReady: the time is over, the customer cannot have asked yet, or goods are placed or billed already.
        """
        order, policy = move.order, move.policy
        given = move.values.get("asked_at")
        asked_at = given if isinstance(given, datetime) else move.at
        if asked_at > move.at:
            raise move.not_ready("date_ahead", _clock(policy, asked_at)[:10])
        end = free_until(policy, order.confirmed_at) or order.confirmed_at
        if end is not None and asked_at > end and policy.confirmation.late_amendment == "refuse":
            raise move.not_ready("amendment_over", _clock(policy, end))
        if order.invoiced:
            raise move.not_ready("amendment_billed")
        standing = [one for one in order.allocations if not one.withdrawn]
        if standing:
            raise move.not_ready("amendment_allocated", ", ".join(str(one.line_no) for one in standing))
        channel = Channel(move.text("channel"))
        move.tx.insert(
            AmendmentRow,
            {
                "order_id": order.order_id,
                "asked_at": asked_at,
                "person": move.text("person"),
                "channel": channel,
                "content": move.note,
                "confirmation_no": order.confirmation_no,
                "confirmed_at": order.confirmed_at,
                "at": move.at,
                "by": move.person,
            },
        )
        _log(move, move.note, "amendment")
        taken = {"confirmation": order.confirmation_no} if order.confirmed_at is not None else {}
        return Change(OrderState.RETURNED, {"confirmed_at": None}, taken)

    @carries_out(Verb.FILE_SIGNED)
    def file_signed(self, move: Move) -> Change:
        """File the signed copy that came back, set against what was agreed (R11).

        Text and the text of a PDF are searched; of a picture, and of a PDF that gives no text, the person says what
        stands on it.

        Raises:
            NotReady: nothing is confirmed, the PDF gives no text and nothing is said of it, or the copy says otherwise
                and nobody says why that is accepted.
            Needed: a picture's number, total or date is not given.
        """
        order = move.order
        if order.confirmed_at is None:
            raise move.not_ready("not_confirmed")
        source = move.must("file", move.files.get("file"))
        read_off = any(move.values.get(name) not in (None, "") for name in ("number", "total", "date"))
        text = None if read_off else _text_of(move, source)
        if text is None:
            way, findings = Way.STATED, self._stated(move)
        else:
            way, findings = Way.READ, searched(order, text)
        different = [one for one in findings if not one.same]
        reason = move.text("accept_difference").strip()
        if different and not reason:
            raise move.not_ready("signed_differs", json.dumps(plain_findings(different), ensure_ascii=False))
        self.context.store.blobs.keep(source.content)
        keep_source(move.tx, source, move.at)
        contract = move.policy.confirmation.is_contract(order.kind)
        kind = DocumentKind.CONTRACT if contract else DocumentKind.CONFIRMATION
        kept = {"order_id": order.order_id, "name": source.name, "sha256": source.sha256, "at": move.at}
        move.tx.insert(OrderDocument, {**kept, "kind": kind, "by": move.person})
        move.tx.insert(
            SignedCopyRow,
            {
                **kept,
                "confirmation_no": order.confirmation_no,
                "way": way.value,
                "findings": plain_findings(findings),
                "reason": reason if different else "",
                "by": move.person,
            },
        )
        # by the name of the field, so that who may not see amounts does not see them here either (P5)
        told = {"findings": {one.field: [one.agreed, one.found] for one in different}} if different else {}
        return Change(payload={"confirmation": order.confirmation_no, "sha256": source.sha256, **told})

    def _stated(self, move: Move) -> tuple[Finding, ...]:
        number = move.must("number", move.text("number"))
        total = move.must("total", move.integer("total"))
        day = move.day("date")
        if agreed_date(move.order) is not None:
            move.must("date", day)
        return stated(move.order, number, total, day)


def agreement(reader: Reader, order: Order, policy: Policy) -> Agreement:
    """Return where an order stands with its customer, of one moment with the rest that is read."""
    copies = copies_of(reader, order.order_id)
    back = any(one.confirmation_no == order.confirmation_no for one in copies)
    return Agreement(
        policy.confirmation.is_contract(order.kind),
        free_until(policy, order.confirmed_at) if order.state in _UNDER_WAY else None,
        None if back or order.state is OrderState.CANCELLED else signed_by(policy, order.confirmed_at),
        amendments_of(reader, order.order_id),
        copies,
        sent_papers(reader, order.order_id),
    )


def _log(move: Move, content: str, outcome: str) -> None:
    """Log the contact with the customer that goes with it (C3)."""
    move.tx.insert(
        ContactRow,
        {
            "customer_id": move.order.customer_id,
            "order_id": move.order.order_id,
            "at": move.at,
            "channel": Channel(move.text("channel")),
            "person": move.text("person"),
            "content": content,
            "outcome": outcome,
            "by": move.person,
        },
    )


def read_ahead(verb: Verb, files: Mapping[str, Source]) -> None:
    """Read what takes its time before the transaction begins, so that nobody waits for it."""
    source = files.get("file")
    if verb is Verb.FILE_SIGNED and source is not None and is_pdf(source.content):
        text_of_pdf(source.content)


def _text_of(move: Move, source: Source) -> str | None:
    """Return the text of a file that can be searched; None for pictures and everything that has none to be read.

    Raises:
        NotReady: it is a PDF that gives no text.
    """
    content = source.content
    if is_pdf(content):
        found = text_of_pdf(content)
        if found.why is not None:
            raise move.not_ready(f"signed_{found.why}", source.name)
        return found.text
    if len(content) > _LONGEST_TEXT:
        return None
    try:
        if format_of(content, source.name) not in (Format.TEXT, Format.HTML):
            return None
        return decode(content, source.name)
    except Unreadable:
        return None


def _clock(policy: Policy, at: datetime) -> str:
    """Return a time as the office's clock shows it, the same in all languages."""
    return f"{at.astimezone(policy.zone):%Y-%m-%d %H:%M}"
