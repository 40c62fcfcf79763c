"""The sample office going through its due list: what is followed up without anybody telling a story about it (N4).

Once a week in the last months, once a working day of late, somebody looks at what is due and does most of it. So what
is old has been seen to, and what came up in the last days is partly still there, as in an office that is run well.
"""

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.orders import Order
from data.rules.due import Due, DueKind, Whose
from data.rules.handover import HANDED_ON
from data.rules.workflow import Verb
from data.sample.names import CUSTOMERS
from data.sample.office import ZONE, Office, write_to_customer
from data.states import Channel, Role

_DAILY_DAYS = 14
"""For so many days the list was gone through on every working day, before that once a week."""

_WEEKLY_DAYS = 90
"""Orders older than that are settled or nearly so, and were seen to when they were closed."""

_LONG_AGO = 0.2
"""So much less is written down of what was done in a weekly round; most of it has gone on since in any case."""

_HOUR = time(16, 10)
_SATURDAY = 5
_TUESDAY = 1

_LIKELY: Mapping[DueKind, tuple[float, float]] = {
    DueKind.CONDITION: (0.8, 0.45),
    DueKind.TAKE_NOTE: (0.85, 0.75),
    DueKind.CHECK_IN: (0.92, 0.5),
    DueKind.NOTICE: (0.9, 0.9),
    DueKind.MESSAGE: (0.9, 0.9),
    DueKind.CONFIRMATION: (0.9, 0.5),
    DueKind.CALL: (0.9, 0.5),
}
"""Kind → how likely somebody sees to it in one round: when it is due, and when it will be within two days."""

_AHEAD = timedelta(days=2)

_DEPARTMENTS: Mapping[Role, str] = {
    Role.PRODUCTION: "li",
    Role.OPERATIONS: "li",
    Role.PURCHASING: "zhou",
    Role.WAREHOUSE: "zhou",
    Role.LOGISTICS: "wu",
}
"""Who takes note for whom."""


def round_times(until: datetime) -> Iterator[datetime]:
    """Yield when the due list was gone through, in UTC, first things first."""
    zone = ZoneInfo(ZONE)
    last = until.astimezone(zone).date()
    day = last - timedelta(days=_WEEKLY_DAYS)
    while day <= last:
        daily = last - day <= timedelta(days=_DAILY_DAYS)
        at = datetime.combine(day, _HOUR, zone).astimezone(until.tzinfo)
        if at < until and (day.weekday() < _SATURDAY if daily else day.weekday() == _TUESDAY):
            yield at
        day += timedelta(days=1)


def go_round(office: Office, rng: random.Random) -> None:
    """Go through what is due, and see to most of it."""
    today = office.clock.now.astimezone(ZoneInfo(ZONE)).date()
    part = 1 if office.until - office.clock.now < timedelta(days=_DAILY_DAYS) else _LONG_AGO
    for item in office.desk("chen").due.items(Whose.ALL):
        if item.kind not in _LIKELY or item.at is None or _day(item.at) > today + _AHEAD:
            continue
        now, soon = _LIKELY[item.kind]
        if rng.random() < part * (now if _day(item.at) <= today else soon):
            _see_to(office, item, rng)


def _day(at: datetime | date) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date() if isinstance(at, datetime) else at


def _see_to(office: Office, item: Due, rng: random.Random) -> None:
    """Do one thing that is due."""
    order, clerk = office.order(item.number), item.person or "chen"
    match item.kind:
        case DueKind.CONDITION:
            still = next((one for one in order.conditions if one.resolved_at is None), None)
            if still is not None and not order.on_hold:
                note = _say(order, "已与客户确认，条件已落实", "Settled with the customer")
                office.do(item.number, Verb.RESOLVE_CONDITION, clerk, {"condition": str(still.condition_no)}, note)
        case DueKind.TAKE_NOTE:
            role = item.roles[0]
            if order.state in HANDED_ON:
                office.do(item.number, Verb.TAKE_NOTE, _DEPARTMENTS[role], {"department": role.value})
        case DueKind.CHECK_IN:
            looks = (("进度正常", "On schedule"), ("材料已到", "Material is here"), ("按计划进行", "As planned"))
            texts = {"source": rng.choice(("li", "zhou"))}
            office.do(item.number, Verb.CHECK_IN, clerk, texts, _say(order, *rng.choice(looks)))
        case DueKind.NOTICE:
            texts = {"channel": rng.choice((Channel.TELEPHONE, Channel.EMAIL, Channel.CHAT)).value}
            texts |= {"person": order.contact, "outcome": _say(order, "客户表示理解", "They see why")}
            note = _say(order, "已告知客户新的交货时间", "Told when the goods will come")
            office.do(item.number, Verb.CONTACT, clerk, texts, note)
        case DueKind.MESSAGE:
            write_to_customer(office.desk(clerk), item.number)
        case DueKind.CONFIRMATION:
            if order.confirmed_at is None and not order.on_hold:
                texts = {"channel": Channel.EMAIL.value, "person": order.contact}
                office.do(item.number, Verb.CONFIRM, clerk, texts)
                write_to_customer(office.desk(clerk), item.number)
        case DueKind.CALL:
            note = _say(order, "同意，按此办理", "Yes, go ahead")
            if not order.on_hold:
                office.do(item.number, Verb.ANSWER_CALL, "wang", {}, note)


def _say(order: Order, chinese: str, english: str) -> str:
    """Return a remark in the language in which the office speaks with the customer of an order."""
    countries = {one.name: one.country for one in CUSTOMERS}
    return chinese if countries.get(order.customer_name, "CN") in ("CN", "TW", "HK", "MO") else english
