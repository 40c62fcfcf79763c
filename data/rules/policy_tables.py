"""The tables of the policy document: what each setting means, and between which bounds it lies."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from data.rules.numbering import check_pattern
from data.rules.permissions import DeskAct
from data.rules.workflow import Verb
from data.states import DocumentKind, HandlingClass, Importance, OrderKind, PriceBasis, Role

REQUIRABLE = (
    "customer", "contact", "customer_po_no", "contract_no", "product", "specification", "quantity", "unit",
    "unit_price", "currency", "requested_date", "delivery_place", "delivery_method", "payment_terms",
    "special_requirements",
)  # fmt: skip
"""The elements that a policy may require of an order (I3)."""

IN_FORCE: Mapping[str, object] = {"in_force": True}
"""The context of reading a policy that was checked when it came into force."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("unknown_zone") from error
    return zone


def _known_currency(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError("unknown_currency")
    return code


def _known_elements(elements: tuple[str, ...]) -> tuple[str, ...]:
    for element in elements:
        if element not in REQUIRABLE:
            raise ValueError("unknown_element")
    return elements


def _known_hours(spans: tuple[str, ...]) -> tuple[str, ...]:
    last = time.min
    for span in spans:
        found = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", span)
        try:
            start, end = (time.fromisoformat(found[1]), time.fromisoformat(found[2])) if found else (last, last)
        except ValueError as error:
            raise ValueError("bad_hours") from error
        if not last <= start < end:
            raise ValueError("bad_hours")
        last = end
    if not spans:
        raise ValueError("bad_hours")
    return spans


def _known_act(name: str) -> str:
    if name not in (*Verb, *DeskAct):
        raise ValueError("unknown_act")
    return name


def _known_country(code: str, info: ValidationInfo) -> str:
    if info.context is IN_FORCE:
        return code
    import holidays

    if code and code not in holidays.list_supported_countries():
        raise ValueError("unknown_country")
    return code


Pattern = Annotated[str, AfterValidator(check_pattern)]
Elements = Annotated[tuple[str, ...], AfterValidator(_known_elements)]
Currency = Annotated[str, AfterValidator(_known_currency)]
Part = Annotated[Decimal, Field(ge=0, le=1)]
Hours = Annotated[int, Field(gt=0, le=87_600)]
Days = Annotated[int, Field(gt=0, le=3_660)]
Years = Annotated[int, Field(gt=0, le=500)]
"""Bounds of periods: ten years and, for archives, five hundred; with them no deadline leaves the calendar."""
Permissions = Mapping[Annotated[str, AfterValidator(_known_act)], Annotated[tuple[Role, ...], Field(min_length=1)]]
"""Verb or act → roles that may do it; what is not named follows `data.rules.roles`."""
NO_PERMISSIONS: Permissions = {}


class Table(BaseModel):
    """A table of the document: complete, and without keys that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, strict=False)


class Office(Table):
    """Where and when the office works."""

    zone: Annotated[str, AfterValidator(_known_zone)]
    country: Annotated[str, AfterValidator(_known_country)]
    working_days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...]
    working_hours: Annotated[tuple[str, ...], AfterValidator(_known_hours)]
    closed: tuple[date, ...] = ()
    open: tuple[date, ...] = ()

    @property
    def weekdays(self) -> frozenset[int]:
        """The working days as Python counts them, Monday is 0."""
        return frozenset(_WEEKDAYS.index(day) for day in self.working_days)

    @property
    def spans(self) -> tuple[tuple[time, time], ...]:
        """The working hours of a day, in order."""
        return tuple((time.fromisoformat(span[:5]), time.fromisoformat(span[6:])) for span in self.working_hours)


class People(Table):
    """Who has which roles (P1), and how the desk knows who somebody is.

    `open`: whoever works at this computer may do everything, in the roles that are named here. `named`: only people of
    the register act, in the roles of the register.
    """

    default_roles: tuple[Role, ...] = Field(min_length=1)
    roles: Mapping[str, tuple[Role, ...]] = {}
    mode: Literal["open", "named"] = "open"
    sign_in: Literal["system", "password"] = "system"
    lock_minutes: Annotated[int, Field(ge=0, le=1_440)] = 0
    own_only: tuple[Role, ...] = ()
    """Roles that see and work on the orders of their own alone (E4)."""

    def of(self, person: str) -> tuple[Role, ...]:
        """Return the roles of a person."""
        return tuple(self.roles.get(person, self.default_roles)) or self.default_roles


class Numbers(Table):
    """Patterns of the desk's own numbers (I5)."""

    order: Pattern
    confirmation: Pattern
    invoice: Pattern
    customer: Pattern
    contract: Pattern = "CT-{yyyy}{mm}-{seq:5}"


class Defaults(Table):
    """What an order has when nobody says otherwise (I3)."""

    kind: OrderKind
    handling_class: HandlingClass
    currency: Currency
    unit: str
    price_basis: PriceBasis
    tax_rate: Part
    payment_terms: str
    delivery_method: str
    contact: Literal["customer", ""]


class Required(Table):
    """Required elements by kind of order (I3)."""

    goods: Elements
    service: Elements
    project: Elements
    requisition: Elements

    def of(self, kind: OrderKind) -> tuple[str, ...]:
        """Return the required elements of a kind."""
        return tuple(getattr(self, kind.value))


class Handling(Table):
    """Hours from receipt to the first decision of the review, by handling class (I7)."""

    clock: Literal["calendar", "working"]
    ordinary: Hours
    special: Hours
    urgent: Hours
    hand_over_days: Days = 1
    """Working days from receipt until an order is handed to review (I9)."""

    def hours(self, handling_class: HandlingClass) -> int:
        """Return the hours of a class."""
        return int(getattr(self, handling_class.value))


class Confirmation(Table):
    """When the customer has the office's confirmation, and what may follow on it (I8, R11)."""

    working_days: Days
    amendment_hours: Annotated[int, Field(ge=0, le=87_600)] = 24
    late_amendment: Literal["refuse", "allow"] = "refuse"
    signed_days: Annotated[int, Field(ge=0, le=3_660)] = 0
    paper: Mapping[OrderKind, Literal["confirmation", "contract"]] = {}

    def is_contract(self, kind: OrderKind) -> bool:
        """Whether orders of a kind are confirmed by a contract."""
        return self.paper.get(kind, "confirmation") == "contract"


class Tracking(Table):
    """How often an order under way is looked at (T1)."""

    check_in_days: Days


class DeliveryRules(Table):
    """How exact a delivery is (E17)."""

    over_tolerance: Part


class Settlement(Table):
    """Terms of money (M2)."""

    due_days: Annotated[int, Field(ge=0, le=3_660)]


class Closing(Table):
    """Papers of a closed order, by kind (D1)."""

    documents: Mapping[OrderKind, tuple[DocumentKind, ...]]


class KeepYears(Table):
    """Years that a file is kept, for each importance (D4)."""

    ordinary: Years
    important: Years
    key: Years

    def of(self, importance: Importance) -> int:
        """Return the years of an importance."""
        return int(getattr(self, importance.value))


class Archive(Table):
    """How long files are kept (D4), and whether whoever opens one says why (P5)."""

    keep_years: KeepYears
    ask_why: bool = False


class PaperTexts(Table):
    """What stands on the papers that customers get (R11); a text that is "" is left out."""

    office_name: str = ""
    address: str = ""
    telephone: str = ""
    language: Literal["", "en", "zh_CN", "zh_TW"] = ""
    quality_standard: str = ""
    liability: str = ""
    disputes: str = ""
    annexes: str = ""
