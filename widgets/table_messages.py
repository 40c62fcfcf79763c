"""What a table tells the room: messages in the past tense."""

from typing import TYPE_CHECKING, Any

from textual.message import Message

from data.errors import Refusal

if TYPE_CHECKING:  # the table imports this module
    from widgets.row_table import RowTable


class TableMessage(Message, namespace="order_table"):
    """Something that happened in a table."""

    def __init__(self, table: "RowTable[Any]") -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> "RowTable[Any]":
        """The table, for `@on(…, "#id")`."""
        return self.table


class Opened(TableMessage, namespace="order_table"):
    """A row was opened.

    Attributes:
        number: its key.
    """

    def __init__(self, table: "RowTable[Any]", number: str) -> None:
        super().__init__(table)
        self.number = number


class Highlighted(TableMessage, namespace="order_table"):
    """The cursor came to a row, or the row under it was read anew.

    Attributes:
        row: the row; None where the list is empty or the row is not at hand yet.
    """

    def __init__(self, table: "RowTable[Any]", row: Any) -> None:
        super().__init__(table)
        self.row = row

    def can_replace(self, message: Message) -> bool:
        """Only the last of many matters."""
        return isinstance(message, Highlighted) and message.table is self.table


class SelectionChanged(TableMessage, namespace="order_table"):
    """Other rows are selected.

    Attributes:
        numbers: their keys.
    """

    def __init__(self, table: "RowTable[Any]", numbers: frozenset[str]) -> None:
        super().__init__(table)
        self.numbers = numbers

    def can_replace(self, message: Message) -> bool:
        """Only the last of many matters."""
        return isinstance(message, SelectionChanged) and message.table is self.table


class TooManySelected(TableMessage, namespace="order_table"):
    """More rows were to be selected than can be at once; nothing was changed.

    Attributes:
        most: how many can be.
    """

    def __init__(self, table: "RowTable[Any]", most: int) -> None:
        super().__init__(table)
        self.most = most


class SortAsked(TableMessage, namespace="order_table"):
    """The list was to be sorted by a column; asked again, the other way round.

    Attributes:
        column: the column's id.
        sort: by what the list is sorted then (`ListQuery.sort`).
    """

    def __init__(self, table: "RowTable[Any]", column: str, sort: str) -> None:
        super().__init__(table)
        self.column = column
        self.sort = sort


class ReloadAsked(TableMessage, namespace="order_table"):
    """The list was to be read and sorted anew (F5)."""


class ColumnsAsked(TableMessage, namespace="order_table"):
    """The columns were to be chosen (F7)."""


class ColumnsChanged(TableMessage, namespace="order_table"):
    """Columns were moved, made wider, shown or hidden; `RowTable.column_state` is worth remembering."""


class Counted(TableMessage, namespace="order_table"):
    """The number of rows is known.

    Attributes:
        total: how many there are.
    """

    def __init__(self, table: "RowTable[Any]", total: int) -> None:
        super().__init__(table)
        self.total = total


class NotListed(TableMessage, namespace="order_table"):
    """A row that was to be gone to is not in the list.

    Attributes:
        number: its key.
    """

    def __init__(self, table: "RowTable[Any]", number: str) -> None:
        super().__init__(table)
        self.number = number


class Copied(TableMessage, namespace="order_table"):
    """Rows were put on the clipboard.

    Attributes:
        rows: how many.
    """

    def __init__(self, table: "RowTable[Any]", rows: int) -> None:
        super().__init__(table)
        self.rows = rows


class ReadingRefused(TableMessage, namespace="order_table"):
    """The rows could not be read; what was at hand stays, and F5 tries again.

    Attributes:
        refusal: why.
    """

    def __init__(self, table: "RowTable[Any]", refusal: Refusal) -> None:
        super().__init__(table)
        self.refusal = refusal
