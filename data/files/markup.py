"""Tables that programs write as web pages or as "XML Spreadsheet 2003" and name `.xls`."""

from html.parser import HTMLParser

MAX_SPAN = 1000
"""No merged cell of a real table spans more; a damaged number must not fill the memory."""

_ROWS = {"tr", "row", "ss:row"}
_CELLS = {"td", "th", "cell", "ss:cell"}
_TABLES = {"table", "ss:table"}
_HIDDEN = {"style", "script", "title"}


class _Tables(HTMLParser):
    """Collects the cells' texts, table by table; row and column numbers are those of the document."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        self.text: list[str] | None = None
        self.skip = 0
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag in _TABLES:
            self._close_cell()
            table: list[list[str]] = []
            self.tables.append(table)
            self.open.append(table)
        elif self.open and tag in _ROWS:
            self._close_cell()
            rows = self.open[-1]
            wanted = _number(attrs, "ss:index", 0)
            rows.extend([] for _ in range(min(wanted - len(rows) - 1, MAX_SPAN)))
            rows.append([])
        elif self.open and self.open[-1] and tag in _CELLS:
            self._close_cell()
            row = self.open[-1][-1]
            wanted = _number(attrs, "ss:index", 0)
            row.extend("" for _ in range(min(wanted - len(row) - 1, MAX_SPAN)))
            span = max(_number(attrs, "colspan", 1), _number(attrs, "ss:mergeacross", 0) + 1)
            self.skip = min(span - 1, MAX_SPAN)
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

    def _close_cell(self) -> None:
        if self.text is None:
            return
        words = "".join(self.text).replace("\xa0", " ")
        text = "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
        self.open[-1][-1].append(text)
        self.open[-1][-1].extend("" for _ in range(self.skip))
        self.text, self.skip = None, 0


def _number(attrs: list[tuple[str, str | None]], name: str, default: int) -> int:
    for key, value in attrs:
        if key == name and value and value.isascii() and value.isdigit() and len(value) < len(str(MAX_SPAN**2)):
            return int(value)
    return default


def tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a web page or of an XML spreadsheet, each a list of rows of cell texts."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [table for table in parser.tables if any(any(row) for row in table)]
