"""What follows on a confirmation: the time of free amendment (I8), and the signed copy against what is agreed (R11)."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from data.amounts import from_minor, unscaled
from data.orders import Order, OrderLine
from data.rules.policy import Policy
from data.rules.worktime import after_working_days, office_day


class Way(StrEnum):
    """How a signed copy was compared."""

    READ = "read"
    """The text of the file was searched."""
    STATED = "stated"
    """The person said what stands on it: a picture, or a file that cannot be searched."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing of a signed copy, set against what was agreed.

    Attributes:
        field: `confirmation_no`, `total`, `date` or `lines.N.quantity`.
        agreed: as plain text.
        found: on the copy; "" where nothing of the kind was found.
    """

    field: str
    agreed: str
    found: str

    @property
    def same(self) -> bool:
        """Whether the copy says what was agreed."""
        return self.agreed == self.found


@dataclass(frozen=True, slots=True)
class Amendment:
    """What the customer asked to have amended, and which confirmation it concerns; that one stays on file."""

    asked_at: datetime
    person: str
    channel: str
    content: str
    confirmation_no: str
    confirmed_at: datetime | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A signed copy that came back; `reason` is why a difference was accepted."""

    confirmation_no: str
    name: str
    way: Way
    findings: tuple[Finding, ...]
    reason: str
    by: str
    at: datetime

    @property
    def differences(self) -> tuple[Finding, ...]:
        """What the copy says otherwise."""
        return tuple(one for one in self.findings if not one.same)


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper that went to the customer with a message: when, and to whom."""

    name: str
    sha256: str
    to_name: str
    to_address: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where an order stands with its customer.

    Attributes:
        contract: whether the policy wants a contract for this kind of order.
        free_until: until when he amends freely; None where he is not confirmed, or nothing is free.
        signed_by: until when the signed copy should be back; None where none is asked for, or it is there.
        amendments: first things first.
        copies: likewise.
        sent: the papers that went to the customer, likewise.
    """

    contract: bool = False
    free_until: datetime | None = None
    signed_by: date | None = None
    amendments: tuple[Amendment, ...] = ()
    copies: tuple[SignedCopy, ...] = ()
    sent: tuple[SentPaper, ...] = ()


def free_until(policy: Policy, confirmed_at: datetime | None) -> datetime | None:
    """Return until when the customer amends freely (I8); None where nothing is confirmed, or nothing free."""
    hours = policy.confirmation.amendment_hours
    return confirmed_at + timedelta(hours=hours) if confirmed_at is not None and hours else None


def signed_by(policy: Policy, confirmed_at: datetime | None) -> date | None:
    """Return until when the signed copy should be back (R11), in working days; None where none is asked for."""
    days = policy.confirmation.signed_days
    if confirmed_at is None or not days:
        return None
    return after_working_days(policy.office, office_day(policy, confirmed_at), days)


def revised(first: str, revision: int) -> str:
    """Return the number of a confirmation that takes the place of an earlier one: the first one's, and which it is."""
    return first if revision == 1 else f"{first}-{revision}"


# --- the signed copy against what was agreed ---------------------------------------------------------------------

_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?![\d])|(?<![\d.])\d+(?:\.\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})")
_NAMED = re.compile(rf"(?<!\d)(\d{{1,2}})\.?\s+({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(\d{{4}})")
_NAMED_FIRST = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")

_DATES = (_YEAR_FIRST, _DAY_FIRST, _NAMED, _NAMED_FIRST)
_ROWS = 4
"""So many rows a line of a paper takes at the most; the rest of a longer one is description."""


def agreed_date(order: Order) -> date | None:
    """Return the date of delivery that was agreed."""
    return order.promised_date or order.requested_date


def stated(order: Order, number: str, total: int, day: date | None) -> tuple[Finding, ...]:
    """Return what a person read off a signed copy against what was agreed."""
    found = [
        Finding("confirmation_no", order.confirmation_no, _same(number, order.confirmation_no)),
        Finding("total", _money(order.total, order), _money(total, order)),
    ]
    agreed = agreed_date(order)
    if agreed is not None:
        found.append(Finding("date", agreed.isoformat(), day.isoformat() if day else ""))
    return tuple(found)


def searched(order: Order, text: str) -> tuple[Finding, ...]:
    """Return what the text of a signed copy says against what was agreed.

    The quantity of a line is looked for in the rows that name its product, where there are such rows: in a whole paper
    there is nearly every small number somewhere.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    numbers, days = set(_numbers(plain)), set(_days(plain))
    close = re.sub(r"\s+", "", plain)

    def figure(field: str, value: Decimal, shown: str, among: Collection[Decimal] = numbers) -> Finding:
        return Finding(field, shown, shown if value in among else "")

    number = re.sub(r"\s+", "", unicodedata.normalize("NFKC", order.confirmation_no).casefold())
    there = re.search(rf"(?<![\w-]){re.escape(number)}(?![\w-])", plain) or (not plain.isascii() and number in close)
    found = [
        Finding("confirmation_no", order.confirmation_no, order.confirmation_no if there else ""),
        figure("total", from_minor(order.total, order.currency), _money(order.total, order)),
    ]
    agreed = agreed_date(order)
    if agreed is not None:
        found.append(Finding("date", agreed.isoformat(), agreed.isoformat() if agreed in days else ""))
    rows = _rows_of(order.lines, plain)
    for line in order.lines:
        if line.wanted > 0:
            quantity = unscaled(line.wanted)
            among = rows.get(line.product_code, frozenset()) or numbers
            found.append(figure(f"lines.{line.line_no}.quantity", quantity, _figure(quantity), among))
    return tuple(found)


def _rows_of(lines: Sequence[OrderLine], plain: str) -> Mapping[str, Collection[Decimal]]:
    """Return code of a product → the numbers of the rows about it; nothing of one that shares a row with another."""
    named = {line.product_code: _code(line.product_code) for line in lines if line.product_code}
    places = {str(line.line_no) for line in lines}
    found: dict[str, set[Decimal]] = {code: set() for code in named}
    shared: set[str] = set()
    code, left = "", 0
    for row in plain.splitlines():
        here = [one for one, pattern in named.items() if pattern.search(row)]
        if len(here) > 1:
            shared |= set(here)
        if here:
            code, left = here[0], _ROWS
            before, after = named[code].split(row, 1)
            told = f"{'' if before.strip() in places else before} {after}"  # the place of the line is no quantity
        else:
            told = row
        if left:
            found[code] |= set(_numbers(_undated(told)))
            left -= 1
    return {one: numbers for one, numbers in found.items() if one not in shared}


def _code(code: str) -> re.Pattern[str]:
    plain = unicodedata.normalize("NFKC", code).casefold()
    return re.compile(rf"(?<![\w-]){re.escape(plain)}(?![\w-])")


def _undated(text: str) -> str:
    for pattern in _DATES:
        text = pattern.sub(" ", text)
    return text


def _same(text: str, agreed: str) -> str:
    """Return a number as it was agreed where only its case or its spaces are others."""

    def bare(number: str) -> str:
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", number)).casefold()

    return agreed if bare(text) == bare(agreed) else text.strip()


def _money(minor: int, order: Order) -> str:
    return format(from_minor(minor, order.currency), "f")


def _figure(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _numbers(text: str) -> Iterator[Decimal]:
    for found in _NUMBER.finditer(text):
        try:
            yield Decimal(re.sub(r"[, ]", "", found[0]))
        except InvalidOperation:
            continue


def _days(text: str) -> Iterator[date]:
    for pattern, order in ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_NAMED, (3, 2, 1)),
                           (_NAMED_FIRST, (3, 1, 2))):  # fmt: skip
        for found in pattern.finditer(text):
            year, month, day = (found[place] for place in order)
            try:
                yield date(int(year), _MONTHS.index(month) + 1 if month in _MONTHS else int(month), int(day))
            except ValueError:
                continue


def plain_findings(findings: Sequence[Finding]) -> list[Mapping[str, str]]:
    """Return findings as they are kept."""
    return [{"field": one.field, "agreed": one.agreed, "found": one.found} for one in findings]
