"""The columns of a table at work: where they stand, which one keys act on, and how keys choose among them."""

from typing import Any, Generic, TypeVar

from textual.geometry import Size

from widgets import table_messages as messages
from widgets.columns import Columns, Placed
from widgets.row_feed import RowFeed

R = TypeVar("R")

GUTTER = 3
"""Cells before the first column: the cursor, the selection, the mark of a change."""
_WIDE = 100
"""From this width on columns stand two cells apart."""


class RowColumns(RowFeed[R], Generic[R]):
    """The part of a table that knows its columns."""

    columns: Columns[R]
    sorted_by: str = ""
    """By what the list is sorted (`Column.sort`)."""
    descending: bool = False
    """Whether the largest comes first."""
    _column: str = ""
    _placed: tuple[Placed[R], ...] = ()
    _folded: int = 0

    def as_table(self) -> Any:
        """Return this table, as its messages name it."""
        return self

    def _measure(self) -> None:
        width = self.space.width
        gap = 2 if width >= _WIDE else 1
        self._placed, self._folded = self.columns.lay_out(width - GUTTER, GUTTER, gap)
        self.virtual_size = Size(width, (self.total or 0) + 1)

    def columns_changed(self) -> None:
        """Show the columns as they are chosen now, and say so to the room."""
        self._measure()
        self.refresh()
        self.post_message(messages.ColumnsChanged(self.as_table()))

    @property
    def column_state(self) -> list[dict[str, object]]:
        """What is chosen of the columns, as plain data to remember."""
        return self.columns.state()

    @column_state.setter
    def column_state(self, state: object) -> None:
        self.columns.restore(state)
        self._measure()
        self.refresh()

    @property
    def column_at_hand(self) -> str:
        """The id of the column that keys act on: the one gone to, else the one that the list is sorted by."""
        names = [placed.column.id for placed in self._placed]
        by_sort = [placed.column.id for placed in self._placed if placed.column.sort == self.sorted_by != ""]
        return self._column if self._column in names else (by_sort or names or [""])[0]

    def action_column(self, by: int) -> None:
        """Go to the next column of the header, or the one before."""
        names = [placed.column.id for placed in self._placed]
        if names:
            at = names.index(self.column_at_hand) + by
            self._column = names[max(0, min(at, len(names) - 1))]
            self.refresh_row(0)

    def action_sort(self) -> None:
        """Ask the room to sort by the column at hand."""
        self.ask_sort(self.column_at_hand)

    def ask_sort(self, name: str) -> None:
        """Ask the room to sort by a column, if it can be sorted by."""
        if name and (sort := self.columns.column(name).sort):
            self.post_message(messages.SortAsked(self.as_table(), name, sort))

    def action_columns(self) -> None:
        """Ask the room to let the columns be chosen."""
        self.post_message(messages.ColumnsAsked(self.as_table()))

    def action_move_column(self, by: int) -> None:
        """Move the column at hand."""
        self._column = self.column_at_hand
        if self._column:
            self.columns.move(self._column, by)
            self.columns_changed()

    def action_widen(self, by: int) -> None:
        """Make the column at hand wider or narrower."""
        self._column = self.column_at_hand
        for placed in self._placed:
            if placed.column.id == self._column:
                self.columns.widen(self._column, by, placed.width)
                self.columns_changed()
                break

    def action_hide_column(self) -> None:
        """Hide the column at hand; choosing the columns brings it back."""
        if name := self.column_at_hand:
            self.columns.show(name, shown=False)
            self.columns_changed()
