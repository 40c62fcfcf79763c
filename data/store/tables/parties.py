"""Customers, products, suppliers and work centres (C1, C4)."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from data.store.tables.base import STRICT, key, mapping, time, time_or_none
from data.store.types import at_least_zero, not_empty, one_of


class CustomerRow(SQLModel, table=True):
    """A customer's file; `credit_limit` is in minor units of `currency`."""

    __tablename__ = "customer"
    __table_args__ = (*not_empty("code", "name"), *at_least_zero("credit_limit"), STRICT)

    id: int | None = key()
    code: str = Field(unique=True)
    name: str = Field(index=True)
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
    credit_limit: int | None = Field(default=None, nullable=True)
    currency: str = ""
    tax_no: str = ""
    salesperson: str = ""
    merchandiser: str = ""
    note: str = ""
    extra: dict[str, str] = mapping()
    entered_at: datetime = time()
    entered_by: str


class ProductRow(SQLModel, table=True):
    """A product; prices are scaled by a million, per `unit`, in `currency`, `tax_rate` in parts per million.

    `standard_cost` is what one unit costs the office (R3).
    """

    __tablename__ = "product"
    __table_args__ = (
        *not_empty("code"),
        *at_least_zero("list_price", "lead_days", "tax_rate", "standard_cost"),
        one_of("origin", "", "made", "bought"),
        one_of("special", "", "standard", "special"),
        STRICT,
    )

    id: int | None = key()
    code: str = Field(unique=True)
    name: str = Field(index=True)
    version: int = 1
    specification: str = ""
    unit: str = ""
    product_type: str = ""
    origin: str = ""
    special: str = ""
    lead_days: int | None = Field(default=None, nullable=True)
    list_price: int | None = Field(default=None, nullable=True)
    currency: str = ""
    tax_rate: int | None = Field(default=None, nullable=True)
    drawing_no: str = ""
    revision: str = ""
    note: str = ""
    extra: dict[str, str] = mapping()
    entered_at: datetime = time()
    entered_by: str
    standard_cost: int | None = Field(default=None, nullable=True)


class SupplierRow(SQLModel, table=True):
    """A supplier to whom order lines can be allocated (A6)."""

    __tablename__ = "supplier"
    __table_args__ = (*not_empty("code", "name"), *at_least_zero("lead_days"), STRICT)

    id: int | None = key()
    code: str = Field(unique=True)
    name: str
    version: int = 1
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    lead_days: int | None = Field(default=None, nullable=True)
    note: str = ""
    retired_at: datetime | None = time_or_none()


class WorkCentreRow(SQLModel, table=True):
    """A production line or work centre; `weekly_capacity` is a quantity scaled by a million (A3)."""

    __tablename__ = "work_centre"
    __table_args__ = (*not_empty("code", "name"), *at_least_zero("weekly_capacity"), STRICT)

    id: int | None = key()
    code: str = Field(unique=True)
    name: str
    version: int = 1
    weekly_capacity: int = 0
    note: str = ""
    retired_at: datetime | None = time_or_none()


class ContactRow(SQLModel, table=True):
    """One contact with a customer, about an order or not (I4, C3)."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("order_id IS NOT NULL OR customer_id IS NOT NULL", name="about_somebody"),
        STRICT,
    )

    id: int | None = key()
    customer_id: int | None = Field(default=None, foreign_key="customer.id", index=True, nullable=True)
    order_id: int | None = Field(default=None, foreign_key="sales_order.id", index=True, nullable=True)
    at: datetime = time()
    channel: str
    person: str = ""
    content: str
    outcome: str = ""
    by: str
