"""What is agreed beside the opinions, as dossiers tell it: sheets of joint reviews, confirmation, signed copies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from data.orders import Order
from data.rules.confirming import Agreement, Amendment, SignedCopy, Way
from data.rules.joint import Sheet, asked, meets, newest, unsigned
from data.words import _
from data.words.explain_agreed import finding_text
from data.words.formats import format_date, format_datetime
from data.words.labels import code_label, field_label, label
from data.words.phrases import listing


@dataclass(frozen=True, slots=True)
class Told:
    """One row: a name, and what is said under it; `open` where somebody still has to do something."""

    name: str
    text: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a title."""

    title: str
    rows: tuple[Told, ...]


def agreed(order: Order, agreement: Agreement, sheets: Sequence[Sheet], at: datetime, zone: tzinfo) -> list[Group]:
    """Return what there is to tell, what is newest first within each kind; nothing where nothing is agreed yet."""
    groups = meetings(order, sheets, zone)
    contract = _("Contract") if agreement.contract else _("Confirmation")
    groups.append(Group(contract, tuple(_confirmed(order, agreement, at, zone))))
    groups.append(Group(_("Amendments"), tuple(_amended(one, zone) for one in reversed(agreement.amendments))))
    copies = [row for one in reversed(agreement.copies) for row in _copy(one, zone)]
    groups.append(Group(_("Signed copies"), tuple(copies)))
    return [group for group in groups if group.rows]


def meetings(order: Order, sheets: Sequence[Sheet], zone: tzinfo) -> list[Group]:
    """Return what a joint review waits for, and its sheets, the newest first (R6)."""
    groups = [Group(_("Joint review"), tuple(_meeting_due(order, sheets)))]
    for sheet in reversed(sheets):
        title = _("Joint review: sheet {number}, round {round}").format(number=sheet.meeting_no, round=sheet.round)
        groups.append(Group(title, tuple(_sheet(order, sheet, sheets, zone))))
    return [group for group in groups if group.rows]


def free_text(agreement: Agreement, at: datetime, zone: tzinfo) -> str:
    """Return until when the customer amends freely, "" where he does not (any more)."""
    if agreement.free_until is None or at > agreement.free_until:
        return ""
    return _("free amendment until {when}").format(when=format_datetime(agreement.free_until, zone))


def _meeting_due(order: Order, sheets: Sequence[Sheet]) -> Iterator[Told]:
    """Yield what the round under way waits for: the meeting, or signatures."""
    if not meets(order) or order.state.value != "in_review":
        return
    sheet = newest(sheets, order.review_round)
    if sheet is None:
        yield Told(_("round {number}").format(number=order.review_round), _("no meeting is recorded yet"), open=True)
        return
    left = [one.review for one in asked(order) if not sheet.signed(one.review)]
    if left:
        names = listing(label(review) for review in left)
        yield Told(_("still to sign"), names, open=bool(unsigned(order, sheet)))


def _sheet(order: Order, sheet: Sheet, sheets: Sequence[Sheet], zone: tzinfo) -> Iterator[Told]:
    yield Told(field_label("result"), label(sheet.result))
    yield Told(field_label("held_on"), format_date(sheet.held_on))
    for name in ("chair", "present", "risks"):
        if getattr(sheet, name):
            yield Told(field_label(name), getattr(sheet, name))
    for place, one in enumerate(sheet.measures):
        text = _("{what}; {who}, by {when}").format(what=one.text, who=one.who, when=one.due)
        yield Told(field_label("measures") if place == 0 else "", text)
    if sheet.plan:
        yield Told(field_label("plan"), sheet.plan)
    yield Told(field_label("minutes"), sheet.minutes)
    for signature in sheet.signatures:
        signed = _("signed by {person}, {when}").format(person=signature.by, when=format_datetime(signature.at, zone))
        yield Told(label(signature.review), listing(part for part in (signed, signature.comment) if part))
    if sheet is not newest(sheets, order.review_round):
        yield Told("", _("a later meeting or round has taken its place"))


def _confirmed(order: Order, agreement: Agreement, at: datetime, zone: tzinfo) -> Iterator[Told]:
    if order.confirmed_at is not None:
        yield Told(field_label("confirmation_no"), order.confirmation_no)
        yield Told(field_label("confirmed_at"), format_datetime(order.confirmed_at, zone))
    elif agreement.amendments:
        yield Told(field_label("confirmation_no"), _("none until it is approved and confirmed anew"))
    for sent in agreement.sent:
        said = _("{when} to {person}: {paper}").format(
            when=format_datetime(sent.at, zone), person=sent.to_address or sent.to_name or "–", paper=sent.name
        )
        yield Told(_("sent"), said)
    if agreement.free_until is not None:
        over = at > agreement.free_until
        when = format_datetime(agreement.free_until, zone)
        yield Told(field_label("free_until"), _("{when} (over)").format(when=when) if over else when, open=not over)
    if agreement.signed_by is not None:
        yield Told(field_label("signed_by_day"), format_date(agreement.signed_by), open=True)


def _amended(one: Amendment, zone: tzinfo) -> Told:
    former = _("instead of {number}").format(number=one.confirmation_no) if one.confirmed_at else ""
    parts = (one.person, code_label("Channel", one.channel), one.content, former)
    return Told(format_datetime(one.asked_at, zone), listing(part for part in parts if part))


def _copy(copy: SignedCopy, zone: tzinfo) -> Iterator[Told]:
    way = _("its text was searched") if copy.way is Way.READ else _("read off by {person}").format(person=copy.by)
    same = _("as agreed") if not copy.differences else ""
    when = format_datetime(copy.at, zone)
    yield Told(when, listing(part for part in (copy.confirmation_no, copy.name, way, same) if part))
    for one in copy.differences:
        yield Told("", finding_text(one.field, one.agreed, one.found))
    if copy.reason:
        yield Told("", _("accepted: {reason}").format(reason=copy.reason))
