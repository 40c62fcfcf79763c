"""The record of what happened: events, their payloads, and the desk's own facts."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from data.store.tables.base import STRICT, time
from data.store.types import not_empty


class EventRow(SQLModel, table=True):
    """One event, chained to the one before it; rows are only ever added (P6)."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_counts"),
        CheckConstraint("length(hash) = 64", name="hash_whole"),
        CheckConstraint("length(payload_hash) = 64", name="payload_hash_whole"),
        CheckConstraint("length(previous_hash) = 64", name="previous_hash_whole"),
        *not_empty("actor", "verb", "subject"),
        STRICT,
    )

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = time()
    actor: str
    role: str
    verb: str
    subject: str
    subject_key: str = Field(index=True)
    from_state: str = ""
    to_state: str = ""
    payload_hash: str
    previous_hash: str
    hash: str


class EventPayload(SQLModel, table=True):
    """What was recorded with an event; apart, so that a destroyed file leaves the chain whole (D5)."""

    __tablename__ = "event_payload"
    __table_args__ = (STRICT,)

    seq: int = Field(primary_key=True, foreign_key="events.seq")
    body: str


class EventUndo(SQLModel, table=True):
    """How an act is taken back, for a while; no part of the record, and nothing points at it."""

    __tablename__ = "event_undo"
    __table_args__ = (*not_empty("body"), STRICT)

    seq: int = Field(primary_key=True, foreign_key="events.seq")
    body: str


class DeskFact(SQLModel, table=True):
    """One fact about the desk itself, such as its identity and its name."""

    __tablename__ = "desk_fact"
    __table_args__ = (STRICT,)

    name: str = Field(primary_key=True)
    value: str


class PolicyVersion(SQLModel, table=True):
    """One version of the office's policy; the highest is in force (P-clauses name their numbers here)."""

    __tablename__ = "policy_version"
    __table_args__ = (CheckConstraint("version >= 1", name="version_counts"), *not_empty("document"), STRICT)

    version: int | None = Field(default=None, primary_key=True)
    document: str
    sha256: str
    at: datetime = time()
    by: str


class NumberSeries(SQLModel, table=True):
    """The last number given in one series of a pattern (I5)."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last >= 0", name="last_not_negative"), STRICT)

    series: str = Field(primary_key=True)
    last: int
