"""The first policy of an office: the one that comes with the program, with what the office says of itself."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.desk.making import default_policy
from data.errors import BadValue
from data.rules.currencies import currency_code
from data.rules.typed import check_text

_LINE = re.compile(r"(?P<key>[\w\-]+) = (?P<value>.*?)(?P<comment>\s+#.*)?")
_TABLE = re.compile(r"\[([\w.\-]+)\](\s.*)?")


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What an office says of itself when its desk is made; all of it is text as a person writes it.

    Attributes:
        zone: its time zone, such as Asia/Shanghai.
        country: whose public holidays it keeps (ISO 3166), "" for none.
        working_days: mon to sun.
        working_hours: of a day, such as "08:30-12:00, 13:30-17:30".
        currency: that an order has when nobody says.
        price_basis: net or gross.
        tax_rate: in per cent, such as 13; "" is 0.
    """

    zone: str
    country: str
    working_days: Sequence[str]
    working_hours: str
    currency: str
    price_basis: str
    tax_rate: str


def first_policy(facts: OfficeFacts) -> str:
    """Return the document of the policy; whether its values are right only the policy itself can say.

    Raises:
        BadValue: the tax rate is no rate.
    """
    currency = currency_code(facts.currency) or facts.currency.strip()
    hours = [span.strip() for span in re.split(r"[,;，；、]", facts.working_hours) if span.strip()]
    return replaced(
        default_policy(),
        {
            ("office", "zone"): _text(facts.zone.strip()),
            ("office", "country"): _text(facts.country.strip().upper()),
            ("office", "working_days"): _texts(facts.working_days),
            ("office", "working_hours"): _texts(hours),
            ("defaults", "currency"): _text(currency),
            ("defaults", "price_basis"): _text(facts.price_basis),
            ("defaults", "tax_rate"): _rate(facts.tax_rate),
            ("review", "joint_currency"): _text(currency),
        },
    )


def replaced(document: str, values: Mapping[tuple[str, str], str]) -> str:
    """Return a TOML document with other values for keys that stand on lines of their own; comments stay.

    Args:
        document: the document.
        values: table and key → the value, as TOML writes it.

    Raises:
        LookupError: the document has no such line.
    """
    waiting = dict(values)
    table = ""
    lines = []
    for line in document.splitlines():
        if head := _TABLE.fullmatch(line):
            table = head[1]
        found = _LINE.fullmatch(line)
        value = waiting.pop((table, found["key"]), None) if found else None
        lines.append(f"{found['key']} = {value}{found['comment'] or ''}" if found and value is not None else line)
    if waiting:
        raise LookupError(next(iter(waiting)))
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """Return a TOML string; texts with characters that nobody sees are refused before."""
    check_text("policy", text)
    return json.dumps(text, ensure_ascii=False)


def _texts(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _rate(percent: str) -> str:
    """Return per cent as a part of one, as TOML writes it."""
    plain = percent.strip().removesuffix("%").strip().replace(",", ".")
    found = re.fullmatch(r"(\d{0,3})(?:\.(\d{1,4}))?", plain or "0")
    if not found or not (found[1] or found[2]):
        raise BadValue("tax_rate", percent, "not_a_rate")
    hundredths = (found[1] or "0").zfill(3)
    whole, rest = hundredths[:-2], hundredths[-2:] + (found[2] or "")
    if int(whole) > 1 or (int(whole) == 1 and int(rest)):
        raise BadValue("tax_rate", percent, "not_a_rate")
    return f"{int(whole)}.{rest.rstrip('0') or '0'}"
