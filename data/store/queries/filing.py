"""Reading what the archive shows of orders: papers, goods, and whether their part of the record is sound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from data.rules.search import search_words
from data.states import DocumentKind, OrderKind
from data.store.events import digest
from data.store.queries.orders import LINE, ORDER
from data.store.tables import files, work
from data.store.tables.base import table
from data.store.types import canonical_json
from data.store.unit import Reader

_DOCUMENT = table(files.OrderDocument)
_INVOICE = table(work.InvoiceRow)

_EVENTS = """
    SELECT e.seq, e.at, e.actor, e.role, e.verb, e.subject, e.subject_key, e.from_state, e.to_state, e.payload_hash,
        e.previous_hash, e.hash, p.body, before.hash
    FROM events e
    LEFT JOIN event_payload p ON p.seq = e.seq
    LEFT JOIN events before ON before.seq = e.seq - 1
    WHERE e.subject_key = ? AND e.subject = 'order'
    ORDER BY e.seq
"""


@dataclass(frozen=True, slots=True)
class Filed:
    """What is on record of an order in the archive's list.

    Attributes:
        papers: the kinds of its papers, those that the desk made itself among them (D1).
        goods: the line that was searched for, else the first one.
    """

    kind: OrderKind
    papers: frozenset[DocumentKind]
    goods: str
    closed_at: datetime | None
    keep_until: date | None


def filed(reader: Reader, order_ids: Sequence[int], search: str = "") -> dict[int, Filed]:
    """Return what is on record of some orders, no more than a page of a list, by their keys; `search` as typed."""
    wanted = list(order_ids)
    papers: dict[int, set[DocumentKind]] = {}
    kept = select(_DOCUMENT.c.order_id, _DOCUMENT.c.kind).where(_DOCUMENT.c.order_id.in_(wanted))
    for row in reader.execute(kept).mappings():
        papers.setdefault(row["order_id"], set()).add(DocumentKind(row["kind"]))
    billed = set(reader.execute(select(_INVOICE.c.order_id).where(_INVOICE.c.order_id.in_(wanted))).scalars())
    goods = _goods(reader, wanted, search)
    columns = ("id", "kind", "original_sha256", "confirmed_at", "closed_at", "keep_until")
    found = {}
    for row in reader.execute(select(*(ORDER.c[name] for name in columns)).where(ORDER.c.id.in_(wanted))).mappings():
        own = papers.get(row["id"], set())
        if row["original_sha256"]:
            own.add(DocumentKind.ORIGINAL)
        if row["confirmed_at"] is not None:
            own.add(DocumentKind.CONFIRMATION)
        if row["id"] in billed:
            own.add(DocumentKind.INVOICE)
        found[row["id"]] = Filed(
            OrderKind(row["kind"]), frozenset(own), goods.get(row["id"], ""), row["closed_at"], row["keep_until"]
        )
    return found


def _goods(reader: Reader, order_ids: Sequence[int], search: str) -> dict[int, str]:
    """Return of each order the first line on which a word of a search stands, else the first one."""
    texts = [LINE.c[name] for name in ("product_name", "product_code", "specification", "customer_part_no")]
    spellings = [spelling for word in search_words(search) for spelling in word.spellings]
    shown = func.coalesce(func.nullif(LINE.c.product_name, ""), LINE.c.product_code).label("shown")
    statement = select(LINE.c.order_id, shown).where(LINE.c.order_id.in_(order_ids))
    found: dict[int, str] = {}
    hits = [text.contains(spelling, autoescape=True) for spelling in spellings for text in texts]
    for some in (statement.where(or_(*hits)), statement) if hits else (statement,):
        for row in reader.execute(some.order_by(LINE.c.line_no)).mappings():
            found.setdefault(row["order_id"], row["shown"])
    return found


def record_is_sound(reader: Reader, number: str) -> bool:
    """Whether each event of an order is as it was recorded, and follows the event before it on the desk (P6).

    That no event was taken away from the end only the whole record tells (`audit verify`).
    """
    rows = reader.raw.execute(_EVENTS, (number,)).fetchall()
    for *columns, stored, body, before in rows:
        whole = digest(canonical_json(columns)) == stored
        follows = columns[0] == 1 or columns[10] == before
        if not (whole and follows and body is not None and digest(body) == columns[9]):
            return False
    return bool(rows)
