"""The original of an order, to be read beside it (I2, I12): the file as it came, as rows or as text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import overload

from data.desk.subject import Subject
from data.drafts import Draft, DraftOrder, Problem, RefusedRow, Source
from data.drafts import Subject as Holds
from data.errors import NotFound, Unreadable
from data.files.grids import Cell, Grid, grids
from data.files.readers import read_grids
from data.files.tables import find
from data.files.texts import decode
from data.files.values import text_of
from data.orders import Order
from data.rules.policy import Policy
from data.rules.worktime import office_day
from data.states import DocumentKind
from data.store.queries.originals import Begun, Kept, begun_at, kept_file, refused_of
from data.store.queries.whole import order_by_number

LARGEST_SHOWN = 16 * 1024 * 1024
"""Bytes of the largest file that is shown; a larger one is opened with the program it was made with."""

LARGEST_READ_AGAIN = 2 * 1024 * 1024
"""Bytes of the largest file that is read once more, only to say which of its rows are the order's."""


class TextRows(Sequence[Sequence[str]]):
    """Rows of cells as texts, made when they are looked at."""

    def __init__(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Stand for these rows."""
        self._rows = rows

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Sequence[str]: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[str]]: ...

    def __getitem__(self, place: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        """Return a row, or some."""
        if isinstance(place, slice):
            return TextRows(self._rows[place])
        return tuple(text_of(cell) for cell in self._rows[place])


@dataclass(frozen=True, slots=True)
class OriginalSheet:
    """One sheet of an original.

    Attributes:
        name: of the sheet; "" for a text file.
        rows: its cells as texts, from the row that a person calls 1.
        ours: the rows that became the order and its lines.
        refused: rows of the order that were refused and are not mended, each with its reasons.
    """

    name: str
    rows: Sequence[Sequence[str]]
    ours: frozenset[int] = frozenset()
    refused: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Original:
    """An order's original as it can be shown: its sheets, or its text, or why it cannot be shown.

    Attributes:
        name: of the file.
        media_type: what it is.
        size: its bytes.
        at: when it was kept, in UTC.
        text: where it is plain text; None for a table.
        why: a problem code (`unknown_format`, `damaged`, `too_large` …) where it cannot be shown; else "".
        detail: what belongs to the code.
    """

    name: str
    media_type: str
    size: int
    at: datetime
    sheets: tuple[OriginalSheet, ...] = ()
    text: str | None = None
    why: str = ""
    detail: str = ""


class Originals(Subject):
    """The files that orders came in."""

    def of(self, number: str) -> Original | None:
        """Return the original of an order: the file it came in, else the paper kept as its original; None without.

        Raises:
            NotFound: there is no such order.
            DeskDamaged, StorageFailed: the kept file is missing, altered or cannot be read.
        """
        with self.context.store.reading() as reader:
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number)
            sha256 = order.original_sha256 or _paper(order)
            kept = kept_file(reader, sha256) if sha256 else None
            if kept is None:
                return None
            begun = begun_at(reader, number, sha256)
            refused = refused_of(reader, number, sha256)
            policy = self.context.policy(reader)
        if kept.size > LARGEST_SHOWN:
            return _unshown(kept, "too_large", f"{LARGEST_SHOWN // 1024**2} MiB")
        source = Source(kept.name, self.context.store.blobs.read(sha256), sha256, kept.media_type)
        try:
            found = grids(source)
        except Unreadable as refusal:
            return _unshown(kept, refusal.why, refusal.detail)
        if begun is None and found[0].is_text and not _is_table(found[0]):
            return Original(kept.name, kept.media_type, kept.size, kept.at, text=decode(source.content, source.name))
        ours, sheet = _ours(source, found, begun, kept, policy)
        sheets = tuple(
            marked(grid, ours if grid.sheet == sheet else (), refused, main=grid.sheet == sheet) for grid in found
        )
        return Original(kept.name, kept.media_type, kept.size, kept.at, sheets)


def _paper(order: Order) -> str:
    """Return the SHA-256 of the newest paper that was kept as the order's original; "" where there is none."""
    papers = [paper for paper in order.documents if paper.kind is DocumentKind.ORIGINAL]
    return max(papers, key=lambda paper: paper.at).sha256 if papers else ""


def _unshown(kept: Kept, why: str, detail: str) -> Original:
    return Original(kept.name, kept.media_type, kept.size, kept.at, why=why, detail=detail)


def _is_table(grid: Grid) -> bool:
    """Tell whether a text is a table: most of its rows have the same number of cells, two at least."""
    widths = Counter(len(row) for row in grid.rows if any(cell != "" for cell in row))
    width, times = widths.most_common(1)[0]
    return width > 1 and times > 1 and times * 5 >= widths.total() * 4


def marked(grid: Grid, read: Iterable[int], refused: Iterable[RefusedRow], *, main: bool) -> OriginalSheet:
    """Return a sheet with its rows marked.

    Args:
        grid: the sheet.
        read: the numbers of rows that became orders and lines.
        refused: rows of the file that did not.
        main: whether it is the sheet that was read: refused rows that name no sheet are on that one.
    """
    here = {row.row: row.problems for row in refused if row.sheet == grid.sheet or (main and not row.sheet)}
    return OriginalSheet(grid.sheet, TextRows(grid.rows), frozenset(read) - here.keys(), here)


def sheet_read(name: str, found: Sequence[Grid], holds: Holds, mapping: Mapping[str, str]) -> str:
    """Return the name of the sheet that is read of a file.

    Raises:
        Unreadable: none can be.
    """
    return found[0].sheet if len(found) == 1 else find(name, found, holds, mapping).grid.sheet


def rows_of(draft: Draft) -> frozenset[int]:
    """Return the rows that a draft was read from."""
    rows = [draft.row, *((line.row for line in draft.lines) if isinstance(draft, DraftOrder) else ())]
    return frozenset(row for row in rows if row is not None)


def _ours(
    source: Source, found: Sequence[Grid], begun: Begun | None, kept: Kept, policy: Policy
) -> tuple[frozenset[int], str]:
    """Return the rows that became the order, and the sheet that they are on.

    The file is read once more as it was on the day it came. Where it then does not say the same (it was read by a
    mapping of headings, or the readers have learned since), only the row at which the order began is named.
    """
    if begun is None:
        return frozenset(), ""
    try:
        sheet = sheet_read(source.name, found, Holds.ORDERS, {})
        if kept.size > LARGEST_READ_AGAIN:
            return frozenset({begun.row}), sheet
        reading = read_grids(source.name, found, Holds.ORDERS, today=office_day(policy, kept.at), zone=policy.zone)
    except Unreadable:
        return frozenset({begun.row}), found[0].sheet
    for draft in reading.drafts:
        if isinstance(draft, DraftOrder) and draft.row == begun.row and len(draft.lines) == begun.lines:
            return rows_of(draft), sheet
    return frozenset({begun.row}), sheet
