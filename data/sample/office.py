"""The sample office at work: a desk per person, a clock that moves, and how one step of a story is taken."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.desk.desk import Desk
from data.desk.imports import Options
from data.drafts import FileStatus, Source, Subject
from data.files.readers import read
from data.orders import Order
from data.rules.workflow import Verb
from data.sample.people import REVIEWERS
from data.sample.remarks import LETTERS
from data.sample.stories import ENTER, FROM_FILE, Step
from data.states import Opinion, OrderState, Review
from data.store.unit import Store

ZONE = "Asia/Shanghai"
"""Where the sample office is."""

_LATELY = timedelta(hours=30)
"""Letters of this time still lie in the outbox."""

_OPINIONS = frozenset({Verb.PASS, Verb.PASS_WITH_CONDITIONS, Verb.FAIL})
_WRITTEN = frozenset({Verb.CONFIRM, Verb.RETURN})
"""Verbs after which the customer is written to at once."""


@dataclass(slots=True)
class MovingClock:
    """A clock that shows what it is set to."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the time that it shows."""
        return self.now


@dataclass(slots=True)
class Office:
    """The sample office: one desk per person over one store, and the orders as they stand."""

    store: Store
    clock: MovingClock
    until: datetime
    desks: dict[str, Desk] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    """Number of an order → its place in the sample."""

    def desk(self, person: str) -> Desk:
        """Return the desk at which a person sits."""
        if person not in self.desks:
            self.desks[person] = Desk(self.store, self.clock, person)
        return self.desks[person]

    def order(self, number: str) -> Order:
        """Return an order as it stands."""
        return self.orders[self.places[number]]

    def keep(self, order: Order, place: int | None = None) -> None:
        """Remember how an order stands now."""
        self.orders[self.places.setdefault(order.number, place or 0)] = order

    def do(self, number: str, verb: str, person: str, texts: Mapping[str, str], note: str = "") -> None:
        """Let a person carry out a verb on an order."""
        self.keep(self.desk(person).do(number, verb, texts, note=note).order)

    def take(self, place: int, step: Step) -> None:
        """Take one step of a story; one that waits for something that is there already is left out."""
        if step.verb == ENTER:
            texts = step.texts if isinstance(step.texts, Mapping) else {}
            self.keep(self.desk(step.person).intake.new(texts).order, place)
            return
        if step.verb == FROM_FILE:
            (number,) = take_in(self, step.person, f"order-{place + 1}.csv", Subject.ORDERS, _order_rows(step))
            self.keep(self.desk(step.person).orders.get(number), place)
            return
        order = self.orders[place]
        given = step.texts if isinstance(step.texts, Mapping) else step.texts(order)
        if given is None:
            return
        texts, person, note = dict(given), step.person, step.note
        if step.verb in _OPINIONS:
            review = _asked(order)
            if review is None:
                return
            texts["review"], person = review.value, REVIEWERS[review]
            note = note or step.reasons.get(review, "")
        files = {}
        if step.paper:
            files["file"] = _paper(step.paper)
            texts["file"] = files["file"].name
        self.keep(self.desk(person).do(order.number, step.verb, texts, note=note, files=files).order)
        if step.verb in _WRITTEN and step.at < self.until - _LATELY:
            write_to_customer(self.desk(person), order.number)


def _asked(order: Order) -> Review | None:
    """Return whose opinion is given next: the meeting's after those of the departments (R6)."""
    if order.state is not OrderState.IN_REVIEW:
        return None
    mine = [one for one in order.opinions if one.round == order.review_round and one.opinion is Opinion.WAITING]
    mine.sort(key=lambda one: one.review is Review.JOINT)
    return mine[0].review if mine else None


def take_in(
    office: Office, person: str, name: str, subject: Subject, rows: Sequence[Mapping[str, object]]
) -> tuple[str, ...]:
    """Take rows in as a csv file that somebody sent, and return the numbers of the orders in it.

    Raises:
        LookupError: a row was refused, so that the sample contradicts the desk.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode()
    source = Source(name, content, hashlib.sha256(content).hexdigest(), "text/csv")
    desk = office.desk(person)
    today = office.clock.now.astimezone(ZoneInfo(ZONE)).date()
    report = desk.imports.take_in(source, read(source, subject, today=today, zone=ZoneInfo(ZONE)), Options())
    if report.status is not FileStatus.IMPORTED:
        raise LookupError(f"{name}: {report.problems} {report.refused}")
    return report.numbers


def write_to_customer(desk: Desk, number: str) -> None:
    """Note that the messages about an order were sent, in the office's own words, with a program of its own."""
    for message in desk.outbox.messages(number):
        subject, body = LETTERS[message.occasion][message.language]
        known = {"name": message.to_name, "number": number, "reference": message.reference}
        desk.outbox.by_hand(message.message_id, subject.format(**known), body.format(**known), message.channel)


def _order_rows(step: Step) -> list[dict[str, object]]:
    """Return an order as the rows of the sheet in which it came."""
    given = step.texts if isinstance(step.texts, Mapping) else {}
    lines: dict[str, dict[str, object]] = {}
    whole: dict[str, object] = {"customer_code": given["customer"]}
    for name, text in given.items():
        if name.startswith("line."):
            _, line_no, field_name = name.split(".")
            lines.setdefault(line_no, {})[field_name] = text
        elif name not in ("customer", "channel"):
            whole[name] = text
    return [{**whole, **line} for line in lines.values()]


def _paper(kind: str) -> Source:
    """Return a paper of the order as a scan would be, the same for all orders."""
    content = f"样张 sample: {kind}\n".encode()
    return Source(f"{kind}.txt", content, hashlib.sha256(content).hexdigest(), "text/plain")
