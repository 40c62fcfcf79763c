"""The record of what happened: events chained by hash, and the proof that none was altered (P6).

An event's hash covers its own columns, the hash of its payload and the hash of the event before it. The payload itself
lies apart, so that it can be destroyed on approval and leave the chain whole (D5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from data.drafts import Problem, Where
from data.store.schema import NO_HASH
from data.store.types import canonical_json, time_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from data.store.sqlite import RawConnection
    from data.store.unit import Reader

_COLUMNS = (
    "seq", "at", "actor", "role", "verb", "subject", "subject_key", "from_state", "to_state",
    "payload_hash", "previous_hash", "hash",
)  # fmt: skip
INSERT_EVENT = f"INSERT INTO events ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
INSERT_PAYLOAD = "INSERT INTO event_payload (seq, body) VALUES (?, ?)"
_ALL = (
    f"SELECT {', '.join(f'e.{name}' for name in _COLUMNS)}, p.body, p.seq"
    " FROM events e LEFT JOIN event_payload p ON p.seq = e.seq ORDER BY e.seq"
)
_STRAY = "SELECT seq FROM event_payload WHERE seq NOT IN (SELECT seq FROM events) ORDER BY seq"
_HEAD = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What happened: who, in which role, did which verb to what, and what is recorded with it."""

    at: datetime
    actor: str
    role: str
    verb: str
    subject: str
    subject_key: str
    from_state: str = ""
    to_state: str = ""
    payload: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """The last event's number and hash; written down elsewhere, it anchors the chain up to there."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


_DIGITS = 18
"""Of a number that SQLite still knows; no record is as long."""

EMPTY = Head(0, NO_HASH)
"""The head of a chain without events."""


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def chained(last: Head, entries: Iterable[NewEvent]) -> Iterator[tuple[tuple[Any, ...], tuple[int, str]]]:
    """Yield for each entry the row of the event and that of its payload, chained to the head and to each other."""
    seq, previous = last.seq, last.hash
    for entry in entries:
        seq += 1
        body = canonical_json(dict(entry.payload))
        columns = (
            seq,
            time_text(entry.at),
            entry.actor,
            entry.role,
            entry.verb,
            entry.subject,
            entry.subject_key,
            entry.from_state,
            entry.to_state,
            digest(body),
            previous,
        )
        previous = digest(canonical_json(columns))
        yield (*columns, previous), (seq, body)


def read_head(raw: RawConnection) -> Head:
    """Return the head of the chain in a database."""
    row = raw.execute(_HEAD).fetchone()
    return EMPTY if row is None else Head(int(row[0]), str(row[1]))


def head(reader: Reader) -> Head:
    """Return the head of the chain."""
    return read_head(reader.raw)


def verify_chain(reader: Reader) -> tuple[Problem, ...]:
    """Return every fault of the record, each naming its event's number; none means that nothing was altered.

    Codes: `event_altered`, `event_missing` (a number or a range `5-7`), `chain_broken`, `payload_altered`,
    `payload_missing`, `payload_without_event`. Events cut off at the end show only against an anchor kept elsewhere.
    """
    return verify_raw(reader.raw)


def verify_raw(raw: RawConnection) -> tuple[Problem, ...]:
    """Do what `verify_chain` does on a bare connection."""
    # Text is taken as bytes, so that text damaged by another tool reads as altered instead of failing to decode;
    # bytearray tells it from a BLOB put in its place.
    kept, raw.text_factory = raw.text_factory, bytearray
    try:
        return (*_faults(raw), *(_fault("payload_without_event", row[0]) for row in raw.execute(_STRAY)))
    finally:
        raw.text_factory = kept


def _fault(code: str, seq: object, detail: str = "") -> Problem:
    return Problem(Where(), "event", code, value=str(seq), detail=detail)


def _faults(raw: RawConnection) -> Iterator[Problem]:
    last = 0
    hashes: set[str | None] = {NO_HASH}
    for *cells, body, payload_seq in raw.execute(_ALL):
        seq = cells[0]
        if seq < 1:
            yield _fault("event_altered", seq)
            continue
        if seq != last + 1:
            yield _fault("event_missing", last + 1 if seq == last + 2 else f"{last + 1}-{seq - 1}")
            # what went with them cannot be known, so this event is not measured against an event before it
            hashes = set()
        columns = [seq, *(_text(cell) for cell in cells[1:])]
        stored = columns.pop()
        computed = _hash(columns)
        intact = computed is not None and computed == stored
        if not intact:
            yield _fault("event_altered", seq)
        elif hashes and columns[-1] not in hashes:
            yield _fault("chain_broken", seq, detail=str(last))
        if payload_seq is None:
            yield _fault("payload_missing", seq)
        elif (body_hash := _payload_hash(body)) != columns[-2] and (
            intact or not _explains(columns, body_hash, stored)
        ):
            yield _fault("payload_altered", seq)
        last, hashes = seq, {stored, computed} - {None}


def _text(cell: object) -> str | None:
    """Return a text cell as text; None for what is no text or no UTF-8."""
    if not isinstance(cell, bytearray):
        return None
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return None


def _hash(columns: list[Any]) -> str | None:
    """Return the hash that an event with these columns has, None where one of them is no text."""
    return None if None in columns else digest(canonical_json(columns))


def _payload_hash(body: object) -> str | None:
    return sha256(body).hexdigest() if isinstance(body, bytearray) else None


def _explains(columns: list[Any], body_hash: str | None, stored: str | None) -> bool:
    """Return whether it was the event's `payload_hash` that was altered, and not the payload."""
    return _hash([*columns[:-2], body_hash, columns[-1]]) == stored


def verify_anchor(reader: Reader, anchor: str) -> tuple[Problem, ...]:
    """Return whether the chain still holds an anchor `seq:hash` that was written down before.

    Codes: `anchor_unreadable`, `event_missing` (events were cut off), `anchor_differs`. It proves something only of a
    chain that `verify_chain` finds whole.
    """
    number, _, expected = anchor.strip().partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS and len(expected) == len(NO_HASH)):
        return (Problem(Where(), "anchor", "anchor_unreadable", value=anchor),)
    seq = int(number)
    if seq == 0:
        return () if expected == NO_HASH else (_fault("anchor_differs", 0),)
    row = reader.raw.execute("SELECT hash FROM events WHERE seq = ?", (seq,)).fetchone()
    if row is None:
        return (_fault("event_missing", seq),)
    return () if row[0] == expected else (_fault("anchor_differs", seq),)
