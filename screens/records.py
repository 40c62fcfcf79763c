"""Records of an order as a table: lines, shipments, money, papers, contacts; all at hand, so nothing is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from widgets.cells import Part
from widgets.columns import Column, Width
from widgets.row_table import RowTable

Cell = str | Part


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its key, and what its cells show."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: title marked with `N_`, width, whether it holds figures, and how early it folds away."""

    title: str
    width: Width
    right: bool = False
    rank: int = 1


class RecordSource:
    """Rows that are at hand."""

    def __init__(self, records: Sequence[Record]) -> None:
        """Serve these."""
        self._records = tuple(records)

    async def count(self) -> int:
        """Return how many there are."""
        return len(self._records)

    async def rows(self, first: int, limit: int) -> Sequence[Record]:
        """Return some of them."""
        return self._records[first : first + limit]

    async def named(self, keys: Sequence[str]) -> Sequence[Record]:
        """Return those with these keys."""
        return [record for record in self._records if record.key in keys]

    async def find(self, key: str) -> int | None:
        """Return the place of one, or None."""
        return next((place for place, record in enumerate(self._records) if record.key == key), None)


class Records(RowTable[Record]):
    """A table of records."""

    def __init__(
        self,
        heads: Sequence[Head],
        empty: str,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """Make an empty table."""
        super().__init__([_column(place, head) for place, head in enumerate(heads)], empty=empty, id=id)

    def row_key(self, row: Record) -> str:
        """Return the record's key."""
        return row.key

    def put(self, records: Sequence[Record]) -> None:
        """Show these records; the cursor stays on its own where that is still there."""
        if self.source is None:
            self.show(RecordSource(records))
        else:
            self.reload(RecordSource(records))


def _column(place: int, head: Head) -> Column[Record]:
    return Column(
        f"column_{place}",
        head.title,
        lambda record: record.cells[place],
        head.width,
        right=head.right,
        rank=head.rank,
    )
