"""The head of an order: number, customer, states and what is due, above whatever shows the rest of it."""

from collections.abc import Iterable, Sequence

from widgets.cells import Line, Part, harmless, line_width, wrap
from widgets.lines_view import LinesView, Row

_LONGEST = 400
"""Characters of one part of a line that matter."""


class Headline(LinesView, can_focus=False):
    """The number of an order, its customer, its states and what is due, above whatever shows the order."""

    DEFAULT_CSS = "Headline { height: auto; overflow: hidden hidden; scrollbar-gutter: auto; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()

    def show(self, lines: Iterable[Line]) -> None:
        """Show these lines; their texts may be of any origin."""
        self._lines = tuple(tuple(Part(harmless(text, _LONGEST), tone) for text, tone in line) for line in lines)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return the lines; what is too long is wrapped."""
        rows: list[Row] = []
        for line in self._lines:
            if line_width(line) <= width:
                rows.append(Row(line))
            else:
                rows += [Row((Part(text, line[0].tone),)) for text in wrap("".join(p.text for p in line), width, 2)]
        return rows
