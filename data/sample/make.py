"""Makes the sample desk: an invented office whose orders have lived through the desk's own verbs, each at its time."""

import gc
import random
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from data.amounts import SCALE
from data.desk.making import make
from data.drafts import Subject
from data.rules.policy import parse
from data.sample.fates import FATES, Fate, Goods
from data.sample.names import CUSTOMERS, FAMILIES, OFFICE, SUPPLIERS, WORK_CENTRES, SampleCustomer, SampleFamily
from data.sample.office import ZONE, MovingClock, Office, take_in
from data.sample.people import STAFF, delegate_roles, enter_people, give_passwords
from data.sample.policy import sample_policy
from data.sample.rounds import go_round, round_times
from data.sample.stories import Beginning, Item, Step, Story
from data.states import Channel, HandlingClass, Role
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder, sync_file, sync_folder
from data.store.making import put_in_place, vacant
from data.store.unit import Store

_SEED = 20_261_121
_YEAR = timedelta(days=366)
_PROGRESS_EVERY = 20

_CHANNELS = (Channel.EMAIL, Channel.EMAIL, Channel.CHAT, Channel.TELEPHONE, Channel.FAX, Channel.PLATFORM,
             Channel.LETTER, Channel.IN_PERSON, Channel.ELECTRONIC)  # fmt: skip
_CLASSES = (*[HandlingClass.ORDINARY] * 7, HandlingClass.SPECIAL, HandlingClass.SPECIAL, HandlingClass.URGENT)
_RATES: Mapping[str, Decimal] = {"CNY": Decimal(1), "USD": Decimal("0.14"), "EUR": Decimal("0.125")}
"""What a yuan is worth in the customers' currencies, in the sample office."""

_LARGEST = next(place for place, one in enumerate(CUSTOMERS) if one.name.startswith("愚公移山"))
"""The customer whose orders go to a joint review."""

_HOME = next(place for place, one in enumerate(CUSTOMERS) if one.currency != "CNY")
"""Before this place all customers pay in yuan."""

_SMALL_LIMIT = 130_000
_CHEAP = Decimal("0.8")
"""An introductory price, as a part of the list price: below the floor of the sample policy."""


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
            office = Office(store, MovingClock(began), at.astimezone(UTC))
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


def _enter_lists(office: Office, person: str) -> None:
    """Take the lists of customers and products in as files, and enter work centres and suppliers."""
    take_in(office, person, "customers.csv", Subject.CUSTOMERS, _customer_rows())
    take_in(office, person, "products.csv", Subject.PRODUCTS, _product_rows())
    enter_people(office.desk(next(iter(STAFF))))
    places = office.desk(person).places
    for centre in WORK_CENTRES:
        places.enter_work_centre(centre.code, centre.name, weekly_capacity=centre.number * SCALE)
    for place, supplier in enumerate(SUPPLIERS, start=1):
        mail = f"{supplier.code.lower()}@example.com"
        places.enter_supplier(
            supplier.code, supplier.name, email=mail, phone=f"000-{place:04d}", lead_days=supplier.number
        )


def _shut(office: Office, person: str, *, named: bool) -> None:
    """Say who is away just now, and let only people of the register act, if that is wished for."""
    desk = office.desk(next(iter(STAFF)))
    delegate_roles(desk, office.clock.now.astimezone(ZoneInfo(ZONE)).date())
    if not named:
        return
    if person not in STAFF:
        desk.people.enter(person, {"name": person, "roles": f"{Role.CLERK.value} {Role.ADMINISTRATOR.value}"})
    give_passwords(desk)
    desk.policy.set(sample_policy(ZONE, named=True))


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
            "standard_cost": _cost(_price(family.price, step), place + step),
            "tax_rate": "0.13",
            "drawing_no": f"DR-{family.code}{step + 1}" if family.origin == "made" else "",
            "revision": "AB"[step % 2] if family.origin == "made" else "",
        }
        for place, family in enumerate(FAMILIES)
        for step, size in enumerate(family.sizes)
    ]


def _price(price: Decimal, step: int) -> Decimal:
    """Return the price of a size: each is a quarter dearer than the one before."""
    return (price * (1 + step * Decimal("0.25"))).quantize(Decimal("0.001")).normalize() + Decimal(0)


def _cost(price: Decimal, place: int) -> Decimal:
    """Return what a product costs the office: from 55 to 80 % of its price, the same each time."""
    part = Decimal(55 + place * 7 % 26) / 100
    return (price * part).quantize(Decimal("0.0001")).normalize() + Decimal(0)


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
    number, wanted = _goods(rng, fate.goods)
    customer = CUSTOMERS[number]
    families = [family for family, _step, _quantity in wanted]
    lead = fate.lead or max(family.lead_days for family in families) + rng.randint(8, 20)
    today = received.astimezone(zone).date()
    texts = {
        "customer": _code(number + 1),
        "customer_po_no": f"PO{today:%y%m}{place + 1:04d}",
        "channel": rng.choice(_CHANNELS).value,
        "handling_class": (fate.handling or rng.choice(_CLASSES)).value,
        "received_at": received.isoformat(timespec="minutes"),
        "ordered_on": today.isoformat(),
        "requested_date": (today + timedelta(days=lead + rng.randint(0, 5))).isoformat(),
        "currency": customer.currency,
        "special_requirements": _wish(rng, customer),
    }
    items = []
    for line_no, (family, step, quantity) in enumerate(wanted, start=1):
        item = Item(f"{family.code}-{family.sizes[step]}", quantity, family.origin == "made")
        items.append(item)
        texts[f"line.{line_no}.product_code"] = item.code
        texts[f"line.{line_no}.quantity"] = str(item.quantity)
        price = _price(family.price, step) * _RATES[customer.currency]
        if customer.currency != "CNY":
            texts[f"line.{line_no}.unit_price"] = str(price.quantize(Decimal("0.01")))
        elif fate.goods is Goods.CHEAP and line_no == 1:
            texts[f"line.{line_no}.unit_price"] = str((price * _CHEAP).quantize(Decimal("0.01")))
    return Beginning(customer, tuple(items), texts, received, lead, rng.choice(("chen", "lin")))


def _goods(rng: random.Random, kind: Goods) -> tuple[int, list[tuple[SampleFamily, int, int]]]:
    """Return the place of the customer in the list, and what he orders: family, place of the size, quantity."""
    if kind is Goods.LARGE:
        return _LARGEST, [(_family("TK"), 1, rng.randint(56, 64)), (_family("CB"), 1, rng.randint(40, 50))]
    if kind is Goods.BEYOND_LIMIT:
        number = rng.choice([place for place, one in enumerate(CUSTOMERS) if 0 < one.limit <= _SMALL_LIMIT])
        return number, [(_family("PV"), 1, CUSTOMERS[number].limit * 12 // (10 * 2312) + 1)]
    numbers = range(_HOME) if kind is Goods.CHEAP else range(len(CUSTOMERS))
    families = rng.sample(FAMILIES, rng.choice((1, 1, 2, 2, 3, 4)))
    found = [(family, rng.randrange(len(family.sizes)), _quantity(rng, family.price)) for family in families]
    return rng.choice(numbers), found


def _family(code: str) -> SampleFamily:
    return next(family for family in FAMILIES if family.code == code)


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


def _live(office: Office, steps: Sequence[tuple[datetime, int, Step]], progress: Callable[[int, int], None]) -> None:
    """Let the orders live, and the office go through its due list between their steps."""
    rng = random.Random(_SEED + 1)  # noqa: S311 - as above
    rounds = [*round_times(office.until)]
    collecting = gc.isenabled()
    gc.disable()  # little of it is in circles: looking for them takes a fifth of the time
    try:
        for done, (at, place, step) in enumerate(steps):
            if done % _PROGRESS_EVERY == 0:
                progress(done, len(steps))
            while rounds and rounds[0] <= at:
                office.clock.now = rounds.pop(0)
                go_round(office, rng)
            office.clock.now = at
            office.take(place, step)
        for last in rounds:
            office.clock.now = last
            go_round(office, rng)
    finally:
        if collecting:
            gc.enable()
    progress(len(steps), len(steps))
