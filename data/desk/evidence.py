"""Gathering what the checks of an order are measured against, all from one moment (R1, R7, C2)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from data.desk.load import WEEKS, workdays_of
from data.desk.standing import standing_of
from data.orders import Order, OrderLine
from data.parties import Customer, Place, Product
from data.rules.checks import Check, run_checks
from data.rules.evidence import Evidence, Released, Room, WeekRoom, asked, plain
from data.rules.exposure import Exposure, exposure
from data.rules.load import Source, SourceLoad, loads, still_to_make, week_of
from data.rules.policy import Policy
from data.rules.policy_tables import Office
from data.rules.price_release import releases
from data.rules.worktime import after_working_days, is_working_day
from data.states import SourceKind
from data.store.events import head
from data.store.queries.desk import order_events
from data.store.queries.evidence import contract_prices, delivered_places, usual_sources
from data.store.queries.load import placed
from data.store.queries.parties import customer_by_id, products_by_code, work_centres
from data.store.queries.review_paper import customer_claims
from data.store.unit import Reader

_PRODUCTS = 50
"""Products of one order of which it is looked up where they are made."""


def checks_of(reader: Reader, order: Order, policy: Policy, today: date) -> tuple[Check, ...]:
    """Return the checks of an order as it stands (R1, R7)."""
    return run_checks(order, policy, evidence_of(reader, order, policy, today))


def evidence_of(reader: Reader, order: Order, policy: Policy, today: date) -> Evidence:
    """Return what an order is checked against."""
    codes = sorted({line.product_code for line in order.lines if line.product_code})
    products = products_by_code(reader, codes)
    customer = customer_by_id(reader, order.customer_id) if order.customer_id is not None else None
    return Evidence(
        today,
        products,
        customer,
        contract_prices(reader, order, codes),
        _places(reader, order, customer),
        exposure_of(reader, order, policy, customer),
        _rooms(reader, order, policy, today, products),
        {code: _earliest(policy, today, one.lead_days) for code, one in products.items() if one.lead_days is not None},
        released_of(reader, order, policy, products),
        standing_of(reader, order, policy, today),
    )


def released_of(reader: Reader, order: Order, policy: Policy, products: Mapping[str, Product]) -> tuple[Released, ...]:
    """Return the released prices of an order; the record is read only where there is a floor or a cost (E11, R3)."""
    bound = policy.checks.floor or any(one.standard_cost is not None for one in products.values())
    return releases(order_events(reader, order.number)) if bound else ()


def exposure_of(reader: Reader, order: Order, policy: Policy, customer: Customer | None) -> Exposure | None:
    """Return the customer's exposure with an order; None while the order has no customer (C2)."""
    if customer is None:
        return None
    claims = customer_claims(reader, customer.customer_id, order.number)
    return exposure(claims, order.number, customer.currency or policy.defaults.currency, customer.credit_limit)


def _places(reader: Reader, order: Order, customer: Customer | None) -> frozenset[str]:
    if customer is None:
        return frozenset()
    address = ", ".join(
        part
        for part in (customer.address, customer.city, customer.region, customer.postal_code, customer.country)
        if part
    )
    own = {customer.delivery_place, customer.address, address, customer.place}
    earlier = delivered_places(reader, customer.customer_id, order.order_id)
    return frozenset(plain(place) for place in own | earlier if plain(place))


def _earliest(policy: Policy, today: date, lead_days: int) -> date:
    """Return the first working day after the lead time, which counts calendar days."""
    ready = today + timedelta(days=lead_days)
    return ready if is_working_day(policy.office, ready) else after_working_days(policy.office, ready, 1)


# --- room at the work centres -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Wanted:
    """What of an order would be made in one place."""

    lines: list[int] = field(default_factory=list)
    quantity: int = 0
    until: date = date.min

    def add(self, line: OrderLine, until: date) -> None:
        self.lines.append(line.line_no)
        self.quantity += max(0, line.wanted - line.finished)
        self.until = max(self.until, until)


def _rooms(
    reader: Reader, order: Order, policy: Policy, today: date, products: Mapping[str, Product]
) -> tuple[Room, ...]:
    """Return the room where the lines were made the last time, else at all work centres together."""
    wanted = _wanted(reader, order, today, products)
    if not wanted:
        return ()
    first = week_of(today)
    load = _load_now(reader, policy, today)
    centres = {centre.code: centre for centre in work_centres(reader)}
    found = []
    for code, one in wanted.items():
        places = [centres[code]] if code in centres else list(centres.values())
        known = [place for place in places if place.weekly_capacity]
        until = min(week_of(one.until), first + timedelta(weeks=WEEKS - 1))
        found.append(
            Room(
                code if code in centres else "",
                places[0].name if len(places) == 1 else "",
                tuple(one.lines),
                one.quantity,
                one.until,
                _weeks(known, load, first, until, order.number),
            )
        )
    return tuple(found)


def _wanted(reader: Reader, order: Order, today: date, products: Mapping[str, Product]) -> dict[str, _Wanted]:
    """Return work centre → what of the order would be made there; what is bought or lies in stock is not made."""
    lines = [(line, asked(line, order.requested_date)) for line in order.lines if line.wanted > line.finished]
    codes = list(dict.fromkeys(line.product_code for line, _day in lines if line.product_code))
    usual = usual_sources(reader, codes[:_PRODUCTS])
    found: dict[str, _Wanted] = defaultdict(_Wanted)
    for line, day in lines:
        product = products.get(line.product_code)
        kind, code = usual.get(line.product_code, (SourceKind.WORK_CENTRE, ""))
        bought = product is not None and product.origin == "bought"
        if day is not None and kind is SourceKind.WORK_CENTRE and not (bought and not code):
            found[code].add(line, max(day, today))
    return found


def _weeks(
    centres: Sequence[Place], load: Mapping[Source, SourceLoad], first: date, last: date, number: str
) -> tuple[WeekRoom, ...]:
    """Return what the weeks of some work centres hold beside an order, which does not stand in its own way."""
    whole = sum(centre.weekly_capacity or 0 for centre in centres)
    if not whole:
        return ()
    nothing = SourceLoad()
    loaded = [load.get((SourceKind.WORK_CENTRE, centre.code), nothing) for centre in centres]
    weeks = [first + timedelta(weeks=at) for at in range((last - first).days // 7 + 1)]
    return tuple(
        WeekRoom(
            week,
            sum(share.quantity for one in loaded for share in one.weeks.get(week, ()) if share.number != number),
            whole,
        )
        for week in weeks
    )


_Loads = Mapping[Source, SourceLoad]
_last_load: dict[tuple[str, Office, date], _Loads] = {}


def _load_now(reader: Reader, policy: Policy, today: date) -> _Loads:
    """Return the load of all sources; worked out anew once something has happened on the desk.

    Whoever leafs through a list asks for each order, and the whole board is behind the answer. The hash of the last
    event tells one state of one desk from all others.
    """
    key = (head(reader).hash, policy.office, today)
    found = _last_load.get(key)
    if found is None:
        workdays = workdays_of(policy.office, week_of(today), WEEKS)
        found = loads(still_to_make(placed(reader)), workdays, today)
        _last_load.clear()
        _last_load[key] = found
    return found
