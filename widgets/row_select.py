"""Selecting rows of a table for verbs in bulk, and copying them; by their keys, so that scrolling changes nothing."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from rich.text import Text
from textual.actions import SkipAction

from widgets import table_messages as messages
from widgets.cells import Part, harmless
from widgets.columns import Placed
from widgets.row_feed import SELECT_MOST, RowFeed
from widgets.window import RowSource

R = TypeVar("R")

_LONGEST_COPIED = 2_000
"""Characters of one cell that are copied at the most."""


class RowSelection(RowFeed[R], Generic[R]):
    """The part of a table that knows which rows are selected."""

    cursor: Any
    _placed: tuple[Placed[R], ...] = ()
    _since: int | None = None
    """Where a range began that is being selected with shift."""
    _kept: frozenset[str] = frozenset()
    """What was selected before that range."""
    selected: frozenset[str] = frozenset()
    """The keys of the selected rows."""

    def row_key(self, row: R) -> str:
        """Return the key of a row."""
        raise NotImplementedError

    def select(self, numbers: Collection[str]) -> None:
        """Select exactly these rows."""
        if frozenset(numbers) != self.selected:
            self.selected = frozenset(numbers)
            self.refresh()
            self.post_message(messages.SelectionChanged(self.as_table(), self.selected))

    def as_table(self) -> Any:
        """Return this table, as its messages name it."""
        return self

    def toggle_row(self, place: int) -> None:
        """Select a row, or no longer."""
        row = self.window.get(place)
        if row is not None:
            self._since = None
            self.select(self.selected ^ {self.row_key(row)})

    def action_toggle_row(self) -> None:
        """Select the row of the cursor, or no longer, and go on to the next."""
        self.toggle_row(self.cursor)
        self.set_cursor(self.cursor + 1)

    def set_cursor(self, place: int) -> None:
        """Bring the cursor to a place."""
        raise NotImplementedError

    def action_select_all(self) -> None:
        """Select all rows of the list."""
        if self.total:
            self._kept = frozenset()
            self._select_between(0, self.total - 1)

    def action_select_none(self) -> None:
        """Select nothing."""
        self._since = None
        self.select(())

    def range_moved(self, before: int, after: int, *, select: bool) -> None:
        """Take up a move of the cursor: with shift the rows between are selected, without it the range is done."""
        if not select:
            self._since = None
            return
        if self._since is None:
            self._since, self._kept = before, self.selected
        self._select_between(min(self._since, after), max(self._since, after))

    def _select_between(self, first: int, last: int) -> None:
        if last - first + 1 > SELECT_MOST:
            self.post_message(messages.TooManySelected(self.as_table(), SELECT_MOST))
            return
        rows = [self.window.get(place) for place in range(first, last + 1)]
        at_hand = [row for row in rows if row is not None]
        if len(at_hand) == len(rows):
            self.select(self._kept | {self.row_key(row) for row in at_hand})
        elif self.source is not None:
            self.ask("select", partial(self._read, self.source, first, last), (self._kept, self._since))

    async def _read(self, source: RowSource[R], first: int, last: int) -> list[R]:
        """Return the rows between two places, page by page, without keeping the pages."""
        found: list[R] = []
        while first <= last:
            rows = await source.rows(first, min(self.window.page, last - first + 1))
            if not rows:
                break
            found += rows
            first += len(rows)
        return found

    def action_copy(self) -> None:
        """Put the selected rows on the clipboard, else the row of the cursor: a line each, columns set off by tabs."""
        if self.screen.get_selected_text():  # what the mouse has selected beside the list is meant
            raise SkipAction
        row = self.window.get(self.cursor)
        if self.selected and self.source is not None:
            self.ask("copy", partial(self.source.named, sorted(self.selected)))
        elif row is not None:
            self._copy([row])

    def _copy(self, rows: Sequence[R]) -> None:
        text = "\n".join("\t".join(_plain(placed.column.cell(row)) for placed in self._placed) for row in rows)
        self.app.copy_to_clipboard(text)
        self.post_message(messages.Copied(self.as_table(), len(rows)))

    def selection_answered(self, what: str, value: Any, about: Any) -> None:
        """Take up rows that were read to be selected or copied."""
        if what == "copy":
            self._copy(value)
        elif what == "select" and about == (self._kept, self._since):
            self.select(self._kept | {self.row_key(row) for row in value})


def _plain(value: str | Part | Text) -> str:
    """Return what a cell says, fit to be pasted anywhere."""
    text = value.plain if isinstance(value, Text) else value.text if isinstance(value, Part) else value
    return harmless(text, _LONGEST_COPIED).strip()
