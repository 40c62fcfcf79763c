"""Checks of whom and what an order is for: the rules of law and company (R1), the customer's standing (R5)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from data.orders import Order
from data.rules.checks_of_money import credit
from data.rules.evidence import Evidence, plain
from data.rules.facts import Behind, Fact, Money, See, Term, fact
from data.rules.findings import Found
from data.rules.standing import Receivable, Standing

if TYPE_CHECKING:
    from data.rules.policy import Policy

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Signs of scripts that are written without spaces: a word of these has no ends."""

_LONGEST_CODE = 2
"""A name of so few Latin letters is the code of a country, which no address is searched for."""

_LONGER = (
    "papua new guinea", "equatorial guinea", "guinea bissau", "south sudan", "northern ireland", "american samoa",
    "new mexico", "new jersey", "port of spain", "巴布亚新几内亚", "巴布亞新幾內亞", "赤道几内亚", "赤道幾內亞",
    "几内亚比绍", "幾內亞比索", "印度尼西亚", "印度尼西亞", "印度洋", "索马里", "索馬里", "马里兰", "馬里蘭",
    "南苏丹", "南蘇丹", "北爱尔兰", "北愛爾蘭", "新墨西哥", "内蒙古", "內蒙古", "蒙古族", "朝鲜族", "朝鮮族",
    "俄罗斯族", "俄羅斯族", "哈萨克自治", "哈薩克自治", "塔吉克自治",
)  # fmt: skip
"""Names of places in which the name of another country stands."""


# --- rules of law and company ---------------------------------------------------------------------------------------


def company_rules(order: Order, policy: "Policy", known: Evidence) -> Found:
    """See that no rule of the policy speaks against customer, country, products or words of an order (R1)."""
    facts = (
        *_customers(order, policy.rules.customers, known),
        *_countries(order, policy.rules.countries, known),
        *_products(order, policy.rules.products),
        *_words(order, policy.rules.words),
    )
    if not facts:
        return Found((fact("no_rule_against"),), see=See(Behind.POLICY))
    return Found(facts, True, see=See(Behind.POLICY), fatal=True)


def _customers(order: Order, rules: Mapping[str, str], known: Evidence) -> Iterator[Fact]:
    customer = known.customer
    own = [order.customer_code, order.customer_name]
    own += [] if customer is None else [customer.code, customer.name, customer.foreign_name]
    names = {plain(name) for name in own if plain(name)}
    return (fact("rule_customer", customer=name, reason=why) for name, why in rules.items() if plain(name) in names)


def _countries(order: Order, rules: Mapping[str, str], known: Evidence) -> Iterator[Fact]:
    country = known.customer.country if known.customer is not None else ""
    for name, why in rules.items():
        if _is_country(country, name):
            yield fact("rule_country", country=name, element=_field("country"), reason=why)
        if _goes_to(order.delivery_place, name):
            yield fact("rule_country", country=name, element=_field("delivery_place"), reason=why)
        for line in order.lines:
            if any(_goes_to(planned.place, name) for planned in line.schedule):
                place = _field("delivery_place")
                yield fact("rule_country", line.line_no, country=name, element=place, reason=why)


def _field(name: str) -> Term:
    return Term("field", name)


def _is_country(text: str, name: str) -> bool:
    return plain(text) == plain(name) or _goes_to(text, name)


def _goes_to(place: str, name: str) -> bool:
    """Whether a place is in a country: its name stands there as words of their own, and in no longer name of another.

    The code of a country is looked for in no address, where `IN` and `US` are words of other meaning.
    """
    wanted, text = plain(name), plain(place)
    if not text or (wanted.isascii() and len(wanted) <= _LONGEST_CODE):
        return False
    for longer in _LONGER:
        if wanted in longer and wanted != longer:
            text = text.replace(longer, " ")
    return stands_in(text, wanted)


def _products(order: Order, rules: Mapping[str, str]) -> Iterator[Fact]:
    named = {plain(code): (code, why) for code, why in rules.items()}
    for line in order.lines:
        found = named.get(plain(line.product_code))
        if found is not None:
            yield fact("rule_product", line.line_no, product=found[0], reason=found[1])


def _words(order: Order, rules: Mapping[str, str]) -> Iterator[Fact]:
    texts: list[tuple[tuple[int, ...], str, str]] = [
        ((), "special_requirements", order.special_requirements),
        ((), "note", order.note),
    ]
    for line in order.lines:
        named = ("product_name", "specification", "note")
        texts += [((line.line_no,), name, getattr(line, name)) for name in named]
    for word, why in rules.items():
        for lines, name, text in texts:
            if stands_in(text, word):
                yield fact("rule_word", *lines, word=word, element=_field(name), reason=why)


def stands_in(text: str, word: str) -> bool:
    """Whether a word stands in a text: whole, but within scripts that have no spaces anywhere."""
    wanted, said = plain(word), plain(text)
    if not wanted or wanted not in said:
        return False
    letter = rf"[^\W_{_CJK}]"
    before = "" if re.match(f"[{_CJK}]", wanted[0]) else f"(?<!{letter})"
    after = "" if re.match(f"[{_CJK}]", wanted[-1]) else f"(?!{letter})"
    return re.search(before + re.escape(wanted) + after, said) is not None


# --- the customer's standing ----------------------------------------------------------------------------------------


_EXPOSED = {"within_limit": "exposed_within", "over_limit": "exposed_over", "no_limit": "exposed"}
"""What the check of the exposure found → how it is told among other things."""


def standing(order: Order, policy: "Policy", known: Evidence) -> Found:
    """Tell the sales manager what the office knows of a customer, and warn of late and of overdue money (R5)."""
    customer, found = known.customer, known.standing
    if customer is None or found is None:
        return Found((fact("no_customer"),), unknown=True, see=See(Behind.ORDER))
    rules = policy.standing
    late = bool(rules.days_late) and found.paid > 0 and found.days_late > rules.days_late
    long = [one for one in found.overdue if rules.days_overdue and one.days > rules.days_overdue]
    facts = [*_overdue("long_overdue", long, most=rules.days_overdue)]
    if late:
        facts.append(fact("paid_late", days=found.days_late, bills=found.paid, most=rules.days_late))
    facts += [fact("of_class", name=customer.customer_class)] if customer.customer_class else []
    facts.append(_since(found))
    facts += [fact("turnover", amount=amount, months=found.months) for amount in found.turnover]
    facts += [replace(one, kind=_EXPOSED.get(one.kind, one.kind)) for one in credit(order, policy, known).evidence]
    if found.paid and not late:
        facts.append(fact("paid_on_average", days=found.days_late, bills=found.paid))
    rest = [one for one in found.overdue if one not in long]
    facts += _overdue("overdue", rest) if rest else [] if long else [fact("nothing_overdue")]
    facts += [fact("faults_told", count=found.faults, months=found.months)] if found.faults else []
    bad = late or bool(long)
    see = See(Behind.CUSTOMER, customer.code)
    return Found(tuple(facts), bad, unknown=not bad and not found.orders, see=see)


def _since(found: Standing) -> Fact:
    if not found.orders or found.since is None:
        return fact("first_order")
    return fact("customer_since", day=found.since, orders=found.orders)


def _overdue(kind: str, receivables: Iterable[Receivable], **more: int) -> Iterator[Fact]:
    """Yield what is overdue in each currency, with the days of the oldest of it."""
    currencies: dict[str, list[Receivable]] = {}
    for one in receivables:
        currencies.setdefault(one.open.currency, []).append(one)
    for currency, found in currencies.items():
        amount = Money(sum(one.open.minor for one in found), currency)
        yield fact(kind, amount=amount, days=max(one.days for one in found), **more)
