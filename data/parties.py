"""Customers, products, suppliers and work centres as everybody above the store sees them (C1, C4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer's file (C1); `credit_limit` is in minor units of `currency`, None where there is none."""

    customer_id: int
    code: str
    name: str
    version: int = 1
    foreign_name: str = ""
    customer_class: str = ""
    contact: str = ""
    contact_title: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    delivery_place: str = ""
    payment_terms: str = ""
    credit_limit: int | None = None
    currency: str = ""
    tax_no: str = ""
    salesperson: str = ""
    merchandiser: str = ""
    note: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where goods go when an order names no place: the delivery place, else the address in one line."""
        parts = (self.address, self.city, self.region, self.postal_code, self.country)
        return self.delivery_place or ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Product:
    """A product (C4); prices are scaled by a million, per `unit`, `tax_rate` in parts per million.

    `standard_cost` is what one unit costs the office, without tax, in the same currency as `list_price` (R3).
    """

    product_id: int
    code: str
    name: str
    version: int = 1
    specification: str = ""
    unit: str = ""
    product_type: str = ""
    origin: str = ""
    special: str = ""
    lead_days: int | None = None
    list_price: int | None = None
    currency: str = ""
    tax_rate: int | None = None
    drawing_no: str = ""
    revision: str = ""
    note: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    standard_cost: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A supplier or a work centre to which a line can be allocated; capacity is per week, scaled by a million.

    One that is `retired` is off the list: nothing more is placed there.
    """

    code: str
    name: str
    weekly_capacity: int | None = None
    lead_days: int | None = None
    retired: bool = False
