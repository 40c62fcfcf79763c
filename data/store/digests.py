"""Digests of rows that no payload tells field by field: kept with the event of the act that wrote them (P6).

What an order is, and what is on file about a customer, stands in the payloads of their events. Of the rows in
`DIGESTED` an event keeps the SHA-256 instead, so that a row that another tool altered does not fit any more. What is
empty is left out, so that a column which a later version adds changes no digest of a row that says nothing in it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from data.store.types import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data.store.sqlite import RawConnection

DIGESTED = frozenset({
    "amendment", "column_mapping", "contact", "joint_meeting", "joint_signature", "message", "number_series",
    "order_document", "receipt", "reminder", "signed_copy", "stored_file",
})  # fmt: skip
"""Tables of whose rows the events keep digests."""

SINCE = "digested"
"""Under which name the event that made the desk lists the tables of which every row is told from then on."""

MEMBER = "digests"
"""Under which name a payload holds them: table → key → digest, `None` where the row is gone."""

Touched = tuple[str, str, int | str]
"""A row that was written: table, name of the key's column, key."""

_NOTHING = (None, "", 0, "[]", "{}")


def digest(row: Mapping[str, object]) -> str:
    """Return the digest of a row as the database has it."""
    return sha256(
        canonical_json({name: row[name] for name in sorted(row) if row[name] not in _NOTHING}).encode()
    ).hexdigest()


def of_touched(raw: RawConnection, touched: Sequence[Touched]) -> dict[str, dict[str, str | None]]:
    """Return the digests of rows as they are now, as a payload holds them."""
    found: dict[str, dict[str, str | None]] = {}
    for table, own, key in touched:
        cursor = raw.execute(f'SELECT * FROM "{table}" WHERE "{own}" = ?', (key,))
        names = [column[0] for column in cursor.description]
        row = cursor.fetchone()
        found.setdefault(table, {})[str(key)] = None if row is None else digest(dict(zip(names, row, strict=True)))
    return found


def of_table(raw: RawConnection, table: str, own: str) -> Iterator[tuple[str, str]]:
    """Yield key and digest of every row of a table; `own` is the name of the key's column."""
    cursor = raw.execute(f'SELECT * FROM "{table}" ORDER BY "{own}"')
    names = [column[0] for column in cursor.description]
    for row in cursor:
        found = dict(zip(names, row, strict=True))
        yield str(found[own]), digest(found)
