"""The people of the office and who acts for whom (P1)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from data.store.tables.base import STRICT, day, key, listing, ref, time, time_or_none
from data.store.types import at_least_zero, not_empty, yes_or_no


class PersonRow(SQLModel, table=True):
    """A person; `failures` counts the wrong passwords since the last right one, the newest of them at `failed_at`."""

    __tablename__ = "person"
    __table_args__ = (*not_empty("code", "name"), *at_least_zero("failures"), *yes_or_no("active"), STRICT)

    id: int | None = key()
    code: str = Field(unique=True)
    name: str
    version: int = 1
    department: str = ""
    roles: list[str] = listing()
    system_user: str = ""
    active: bool = True
    password_hash: str = ""
    failures: int = 0
    failed_at: datetime | None = time_or_none()
    entered_at: datetime = time()
    entered_by: str
    email: str = ""


class DelegationRow(SQLModel, table=True):
    """A person's roles in the hands of a deputy, from `starts` to `ends`, both included."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("person_id <> deputy_id", name="of_two"),
        CheckConstraint("starts <= ends", name="forward"),
        STRICT,
    )

    id: int | None = key()
    person_id: int = ref("person.id")
    deputy_id: int = ref("person.id")
    starts: date = day()
    ends: date = day(index=True)
    reason: str = ""
    entered_at: datetime = time()
    entered_by: str


class ApprovalLimitRow(SQLModel, table=True):
    """Up to which total a person approves orders in a currency, in its minor units; without any there is no limit."""

    __tablename__ = "approval_limit"
    __table_args__ = (
        UniqueConstraint("person_id", "currency"),
        *not_empty("currency"),
        *at_least_zero("amount"),
        STRICT,
    )

    id: int | None = key()
    person_id: int = ref("person.id", index=False)
    currency: str
    amount: int
