"""Makes the sample desk: an invented office whose orders have lived through the desk's own verbs, each at its time."""

import csv
import hashlib
import io
import random
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from data.amounts import SCALE
from data.desk.desk import Desk
from data.desk.imports import Options
from data.desk.making import make
from data.drafts import FileStatus, Source, Subject
from data.files.readers import read
from data.orders import Order
from data.rules.policy import parse
from data.rules.workflow import Verb
from data.sample.fates import FATES, Fate
from data.sample.names import CUSTOMERS, FAMILIES, OFFICE, SUPPLIERS, WORK_CENTRES, SampleCustomer
from data.sample.people import STAFF, delegate_roles, enter_people, give_passwords
from data.sample.policy import sample_policy
from data.sample.stories import ENTER, FROM_FILE, Beginning, Item, Step, Story
from data.states import Channel, HandlingClass, Opinion, OrderState, Review, Role
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder, sync_file, sync_folder
from data.store.making import put_in_place, vacant
from data.store.unit import Store
from data.words.messages import by_hand

ZONE = "Asia/Shanghai"
"""Where the sample office is."""

_SEED = 20_261_121
_YEAR = timedelta(days=366)
_LATELY = timedelta(days=2)
"""Confirmations of this time still lie in the outbox."""

_PROGRESS_EVERY = 20

_REVIEWERS: Mapping[Review, str] = {
    Review.SALES: "zhao",
    Review.TECHNICAL: "sun",
    Review.FINANCE: "qian",
    Review.PRODUCTION: "li",
    Review.PURCHASING: "zhou",
    Review.WAREHOUSE: "zhou",
    Review.JOINT: "wang",
}
_OPINIONS = frozenset({Verb.PASS, Verb.PASS_WITH_CONDITIONS, Verb.FAIL})
_CHANNELS = (Channel.EMAIL, Channel.EMAIL, Channel.CHAT, Channel.TELEPHONE, Channel.FAX, Channel.PLATFORM,
             Channel.LETTER, Channel.IN_PERSON, Channel.ELECTRONIC)  # fmt: skip
_CLASSES = (*[HandlingClass.ORDINARY] * 7, HandlingClass.SPECIAL, HandlingClass.SPECIAL, HandlingClass.URGENT)
_RATES: Mapping[str, Decimal] = {"CNY": Decimal(1), "USD": Decimal("0.14"), "EUR": Decimal("0.125")}
"""What a yuan is worth in the customers' currencies, in the sample office."""


@dataclass(slots=True)
class MovingClock:
    """A clock that shows what it is set to."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the time that it shows."""
        return self.now


@dataclass(slots=True)
class _Office:
    """The sample office at work: one desk per person over one store, and the orders as they stand."""

    store: Store
    clock: MovingClock
    until: datetime
    desks: dict[str, Desk] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)

    def desk(self, person: str) -> Desk:
        """Return the desk at which a person sits."""
        if person not in self.desks:
            self.desks[person] = Desk(self.store, self.clock, person)
        return self.desks[person]


def make_sample(
    folder: Path,
    *,
    at: datetime,
    orders: int = 300,
    person: str = "chen",
    named: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make the sample desk in a missing or empty folder; the same time and number of orders give the same desk.

    It is made aside and gets its place when it is whole.

    Args:
        folder: where the desk shall lie.
        at: now, in UTC; the orders came in the twelve months before.
        orders: how many.
        person: who makes it, and entered the lists of customers and products.
        named: whether only people of the register act from now on; the maker is one of them then.
        progress: told how many of all steps are done.

    Raises:
        DeskExists: something is there already. StorageFailed: it cannot be written.
    """
    began = at.astimezone(UTC) - _YEAR
    place = DeskFolder(folder)
    vacant(folder)
    make_folder(folder)
    draft = DeskFolder(folder / f"{UNFINISHED}{secrets.token_hex(4)}")
    try:
        make(draft.root, name=OFFICE, document=sample_policy(ZONE), at=began, person=person)
        with Store.open(draft.root, durable=False) as store:
            office = _Office(store, MovingClock(began), at.astimezone(UTC))
            _enter_lists(office, person)
            _live(office, _steps(at.astimezone(UTC), orders), progress or (lambda _done, _all: None))
            office.clock.now = at.astimezone(UTC)
            _shut(office, person, named=named)
        sync_file(draft.database)
        for ours, made in ((place.files, draft.files), (place.backups, draft.backups)):
            made.replace(ours)
        put_in_place(draft.database, place.database)
        sync_folder(folder)
    except OSError as error:
        raise failed(folder, error) from error
    finally:
        shutil.rmtree(draft.root, ignore_errors=True)


# --- what the office knows ------------------------------------------------------------------------------------


def _enter_lists(office: _Office, person: str) -> None:
    """Take the lists of customers and products in as files, and enter work centres and suppliers."""
    _import(office, person, "customers.csv", Subject.CUSTOMERS, _customer_rows())
    _import(office, person, "products.csv", Subject.PRODUCTS, _product_rows())
    enter_people(office.desk(next(iter(STAFF))))
    places = office.desk(person).places
    for centre in WORK_CENTRES:
        places.enter_work_centre(centre.code, centre.name, weekly_capacity=centre.number * SCALE)
    for place, supplier in enumerate(SUPPLIERS, start=1):
        mail = f"{supplier.code.lower()}@example.com"
        places.enter_supplier(
            supplier.code, supplier.name, email=mail, phone=f"000-{place:04d}", lead_days=supplier.number
        )


def _shut(office: _Office, person: str, *, named: bool) -> None:
    """Say who is away just now, and let only people of the register act, if that is wished for."""
    desk = office.desk(next(iter(STAFF)))
    delegate_roles(desk, office.clock.now.astimezone(ZoneInfo(ZONE)).date())
    if not named:
        return
    if person not in STAFF:
        desk.people.enter(person, {"name": person, "roles": f"{Role.CLERK.value} {Role.ADMINISTRATOR.value}"})
    give_passwords(desk)
    desk.policy.set(sample_policy(ZONE, named=True))


def _import(
    office: _Office, person: str, name: str, subject: Subject, rows: Sequence[Mapping[str, object]]
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


def _customer_rows() -> list[dict[str, object]]:
    return [
        {
            "customer_code": _code(place),
            "customer_name": one.name,
            "foreign_name": one.foreign_name,
            "customer_class": one.customer_class,
            "contact": one.contact,
            "phone": f"000-{place:04d}-{7 * place:04d}",
            "email": f"{_code(place).lower()}@example.com",
            "address": f"{one.city} 1-{place}",
            "city": one.city,
            "country": one.country,
            "payment_terms": one.payment_terms,
            "credit_limit": one.limit or "",
            "currency": one.currency,
            "salesperson": ("zhao", "he")[place % 2],
            "merchandiser": ("chen", "lin")[place % 2],
        }
        for place, one in enumerate(CUSTOMERS, start=1)
    ]


def _code(place: int) -> str:
    return f"K{place:03d}"


def _product_rows() -> list[dict[str, object]]:
    return [
        {
            "product_code": f"{family.code}-{size}",
            "product_name": f"{family.name} {size}",
            "specification": size,
            "unit": family.unit,
            "origin": family.origin,
            "special": family.special,
            "lead_days": family.lead_days,
            "list_price": _price(family.price, step),
            "currency": "CNY",
            "tax_rate": "0.13",
            "drawing_no": f"DR-{family.code}{step + 1}" if family.origin == "made" else "",
            "revision": "AB"[step % 2] if family.origin == "made" else "",
        }
        for family in FAMILIES
        for step, size in enumerate(family.sizes)
    ]


def _price(price: Decimal, step: int) -> Decimal:
    """Return the price of a size: each is a quarter dearer than the one before."""
    return (price * (1 + step * Decimal("0.25"))).quantize(Decimal("0.001")).normalize() + Decimal(0)


# --- how its orders live --------------------------------------------------------------------------------------


def _steps(at: datetime, orders: int) -> list[tuple[datetime, int, Step]]:
    """Return the steps of all orders in the order of their times, each with the place of its order."""
    rng = random.Random(_SEED)  # noqa: S311 - a sample that is the same each time, nothing secret
    zone = parse(sample_policy(ZONE)).zone
    fates = list(FATES[:orders])
    fates += rng.choices(FATES, [fate.weight for fate in FATES], k=orders - len(fates))
    steps: list[tuple[datetime, int, Step]] = []
    for place, fate in enumerate(fates):
        story = Story(rng, zone, at, _beginning(rng, zone, at, fate, place))
        fate.tell(story)
        steps += [(step.at, place, step) for step in story.steps]
    return sorted(steps, key=lambda one: one[:2])


def _beginning(rng: random.Random, zone: ZoneInfo, at: datetime, fate: Fate, place: int) -> Beginning:
    """Return what an order begins with."""
    received = _received(rng, zone, at, rng.uniform(*fate.days))
    number = rng.randrange(len(CUSTOMERS))
    customer = CUSTOMERS[number]
    families = rng.sample(FAMILIES, rng.choice((1, 1, 2, 2, 3, 4)))
    lead = fate.lead or max(family.lead_days for family in families) + rng.randint(8, 20)
    today = received.astimezone(zone).date()
    texts = {
        "customer": _code(number + 1),
        "customer_po_no": f"PO{today:%y%m}{place + 1:04d}",
        "channel": rng.choice(_CHANNELS).value,
        "handling_class": rng.choice(_CLASSES).value,
        "received_at": received.isoformat(timespec="minutes"),
        "ordered_on": today.isoformat(),
        "requested_date": (today + timedelta(days=lead + rng.randint(0, 5))).isoformat(),
        "currency": customer.currency,
        "special_requirements": _wish(rng, customer),
    }
    items = []
    for line_no, family in enumerate(families, start=1):
        step = rng.randrange(len(family.sizes))
        item = Item(f"{family.code}-{family.sizes[step]}", _quantity(rng, family.price), family.origin == "made")
        items.append(item)
        texts[f"line.{line_no}.product_code"] = item.code
        texts[f"line.{line_no}.quantity"] = str(item.quantity)
        if customer.currency != "CNY":
            price = _price(family.price, step) * _RATES[customer.currency]
            texts[f"line.{line_no}.unit_price"] = str(price.quantize(Decimal("0.01")))
    return Beginning(customer, tuple(items), texts, received, lead, rng.choice(("chen", "lin")))


def _received(rng: random.Random, zone: ZoneInfo, at: datetime, days: float) -> datetime:
    """Return when an order came: so many days ago, and, if that is not today, in the hours of a working day."""
    local = (at - timedelta(days=days)).astimezone(zone)
    if days >= 1:
        local = local.replace(hour=rng.randint(8, 16))
        local -= timedelta(days=max(0, local.weekday() - 4))
    return local.replace(second=0, microsecond=0).astimezone(UTC)


def _quantity(rng: random.Random, price: Decimal) -> int:
    """Return how many are ordered: the cheaper, the more."""
    most = max(6, int(Decimal(60_000) / price))
    found = rng.randint(2, min(most, 3_000))
    return found - found % 10 if found > 100 else found  # noqa: PLR2004 - larger quantities are round


def _wish(rng: random.Random, customer: SampleCustomer) -> str:
    """Return a special requirement, which most orders do not have."""
    wishes = {
        "CN": ("木箱包装", "随货附合格证", "请提前电话通知"),
        "TW": ("木箱包裝", "隨貨附合格證", "請提前電話通知"),
        "HK": ("木箱包裝", "隨貨附合格證", "請提前電話通知"),
    }
    english = ("Wooden case, please", "Certificate of conformity with the goods", "Call before delivery")
    return rng.choice(("", "", "", *wishes.get(customer.country, english)))


def _live(office: _Office, steps: Sequence[tuple[datetime, int, Step]], progress: Callable[[int, int], None]) -> None:
    for done, (at, place, step) in enumerate(steps):
        if done % _PROGRESS_EVERY == 0:
            progress(done, len(steps))
        office.clock.now = at
        _take(office, place, step)
    progress(len(steps), len(steps))


def _take(office: _Office, place: int, step: Step) -> None:
    """Take one step; one that waits for something that is there already is left out."""
    if step.verb == ENTER:
        texts = step.texts if isinstance(step.texts, Mapping) else {}
        office.orders[place] = office.desk(step.person).intake.new(texts).order
        return
    if step.verb == FROM_FILE:
        (number,) = _import(office, step.person, f"order-{place + 1}.csv", Subject.ORDERS, _order_rows(step))
        office.orders[place] = office.desk(step.person).orders.get(number)
        return
    order = office.orders[place]
    given = step.texts if isinstance(step.texts, Mapping) else step.texts(order)
    if given is None:
        return
    texts, person = dict(given), step.person
    if step.verb in _OPINIONS:
        waiting = [one for one in order.opinions if one.round == order.review_round and one.opinion is Opinion.WAITING]
        if order.state is not OrderState.IN_REVIEW or not waiting:
            return
        texts["review"], person = waiting[0].review.value, _REVIEWERS[waiting[0].review]
    files = {}
    if step.paper:
        files["file"] = _paper(step.paper)
        texts["file"] = files["file"].name
    done = office.desk(person).do(order.number, step.verb, texts, note=step.note, files=files)
    office.orders[place] = done.order
    if step.verb == Verb.CONFIRM and step.at < office.until - _LATELY:
        _write_to_customer(office.desk(person), order.number)


def _write_to_customer(desk: Desk, number: str) -> None:
    """Note that the messages about an order were sent; this office sends mail with a program of its own."""
    for message in desk.outbox.messages(number):
        by_hand(desk, message.message_id, message.channel)


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
