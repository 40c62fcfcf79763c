"""Tables that programs write as web pages or as "XML Spreadsheet 2003" and name `.xls`."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

MAX_SPAN = 1000
"""No merged cell of a real table spans more; a damaged number must not fill the memory."""

MAX_COVERED = 1_000_000
"""So many cells may lie under merged ones; beyond that cells over several rows are taken for single ones."""

MAX_BLANK = 20_000_000
"""So many blank cells may merged and left-out ones stand for; what asks for more is made to fill the memory."""

_ROWS = {"tr", "row", "ss:row"}
_CELLS = {"td", "th", "cell", "ss:cell"}
_TABLES = {"table", "ss:table"}
_HIDDEN = {"style", "script", "title"}


@dataclass(slots=True)
class HtmlTable:
    """A table of a document.

    Attributes:
        rows: the cells' texts; a cell over several columns or rows has its text once, and blank ones beside and below.
        merged: such cells: first row, first column, last row, last column, counted from 0.
    """

    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    covered: set[tuple[int, int]] = field(default_factory=set)


class TooLargeError(ValueError):
    """The document stands for more cells than any table that a person made."""


class _Tables(HTMLParser):
    """Collects the cells' texts, table by table; row and column numbers are those of the document."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[HtmlTable] = []
        self.open: list[HtmlTable] = []
        self.text: list[str] | None = None
        self.skip = self.down = 0
        self.hidden = 0
        self.blank = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag in _TABLES:
            self._close_cell()
            table = HtmlTable()
            self.tables.append(table)
            self.open.append(table)
        elif self.open and tag in _ROWS:
            self._close_cell()
            rows = self.open[-1].rows
            wanted = _number(attrs, "ss:index", 0)
            rows.extend([] for _ in range(self._few(wanted - len(rows) - 1)))
            rows.append([])
        elif self.open and self.open[-1].rows and tag in _CELLS:
            self._close_cell()
            row = self.open[-1].rows[-1]
            wanted = _number(attrs, "ss:index", 0)
            row.extend("" for _ in range(self._few(wanted - len(row) - 1)))
            while not wanted and (len(self.open[-1].rows) - 1, len(row)) in self.open[-1].covered:
                row.append("")
            span = max(_number(attrs, "colspan", 1), _number(attrs, "ss:mergeacross", 0) + 1)
            down = max(_number(attrs, "rowspan", 1), _number(attrs, "ss:mergedown", 0) + 1)
            self.skip, self.down = min(span - 1, MAX_SPAN), min(down - 1, MAX_SPAN)
            self.text = []
        elif tag == "br" and self.text is not None:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag closes."""
        if tag in _HIDDEN:
            self.hidden = max(self.hidden - 1, 0)
        elif tag in _CELLS or tag in _ROWS:
            self._close_cell()
        elif tag in _TABLES and self.open:
            self._close_cell()
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text of an open cell."""
        if self.text is not None and not self.hidden:
            self.text.append(data)

    def close(self) -> None:
        """Keep the cell that a cut-off document left open."""
        super().close()
        self._close_cell()

    def _few(self, blanks: int) -> int:
        """Return how many blank rows or cells are added, as far as a table may have them."""
        found = max(0, min(blanks, MAX_SPAN))
        self.blank += found
        if self.blank > MAX_BLANK:
            raise TooLargeError
        return found

    def _close_cell(self) -> None:
        if self.text is None:
            return
        words = "".join(self.text).replace("\xa0", " ")
        text = "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
        table = self.open[-1]
        row, column = len(table.rows) - 1, len(table.rows[-1])
        table.rows[-1].append(text)
        table.rows[-1].extend("" for _ in range(self._few(self.skip)))
        if self.down and len(table.covered) < MAX_COVERED:
            table.merged.append((row, column, row + self.down, column + self.skip))
            table.covered |= {
                (row + down, column + side) for down in range(1, self.down + 1) for side in range(self.skip + 1)
            }
        self.text, self.skip, self.down = None, 0, 0


def _number(attrs: list[tuple[str, str | None]], name: str, default: int) -> int:
    for key, value in attrs:
        if key == name and value and value.isascii() and value.isdigit() and len(value) < len(str(MAX_SPAN**2)):
            return int(value)
    return default


def tables(text: str) -> list[HtmlTable]:
    """Return the tables of a web page or of an XML spreadsheet that hold anything.

    Raises:
        TooLargeError: it stands for more cells than `MAX_BLANK` allows.
    """
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [table for table in parser.tables if any(any(row) for row in table.rows)]
