"""Labels and values of a thing, such as the head of an order: what was supplied and what is missing is marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.words import _
from data.words.labels import source_label
from widgets.cells import Line, Part, Tone, cut, fit, harmless, line_width, width_of, wrap
from widgets.lines_view import LinesView, Row

_TWO_COLUMNS = 96
"""From this width on facts stand in two columns."""
_THREE_COLUMNS = 150
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Fact:
    """One label with its value.

    Attributes:
        label: in the language that is spoken.
        value: any text, of any origin.
        supplied: where it came from if the source did not state it (`Order.supplied`, I3); "" if it did.
        missing: whether it is required and not there.
        tone: what the value means to the eye.
        wide: whether it takes the whole width, as a note does.
    """

    label: str
    value: str
    supplied: str = ""
    missing: bool = False
    tone: Tone = Tone.PLAIN
    wide: bool = False


class Facts(LinesView, can_focus=False):
    """A block of facts."""

    DEFAULT_CSS = """
    Facts { height: auto; overflow: hidden hidden; scrollbar-gutter: auto; }
    """

    def __init__(
        self,
        facts: Sequence[Fact] = (),
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(empty=empty, id=id, classes=classes)
        self._facts = tuple(facts)

    def show(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        self._facts = tuple(facts)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return the facts in as many columns as there is room for."""
        if not self._facts:
            return []
        columns = 3 if width >= _THREE_COLUMNS else 2 if width >= _TWO_COLUMNS else 1
        cells = (width - 2 * (columns - 1)) // columns
        longest = max(width_of(harmless(fact.label, _LONGEST_LABEL)) for fact in self._facts)
        name = min(_LONGEST_LABEL, longest, max(4, 2 * cells // 5))
        rows: list[Row] = []
        pending: list[list[Line]] = []
        for fact in self._facts:
            if fact.wide or columns == 1:
                rows += _beside(pending, cells)
                pending = []
                rows += [Row(line) for line in fact_lines(fact, name, width)]
                continue
            pending.append(fact_lines(fact, name, cells))
            if len(pending) == columns:
                rows += _beside(pending, cells)
                pending = []
        return [*rows, *_beside(pending, cells)]


def fact_lines(fact: Fact, name: int, width: int) -> list[Line]:
    """Return a fact in lines of `width` cells, of which the label takes `name`."""
    room = max(2, width - name - 1)
    label = Part(fit(fact.label, name) + " ", Tone.MUTED)
    if fact.missing and not fact.value:
        return [(label, Part(cut(_("▲ missing"), room), Tone.BAD))]
    if not fact.value:
        return [(label, Part("–", Tone.MUTED))]
    lines: list[Line] = [(Part(line, fact.tone),) for line in wrap(fact.value, room, most=None if fact.wide else 3)]
    if fact.supplied:
        mark = Part(cut(_("({source})").format(source=source_label(fact.supplied)), room), Tone.MUTED)
        if line_width(lines[-1]) + 1 + width_of(mark.text) <= room:
            lines[-1] = (*lines[-1], Part(" "), mark)
        else:
            lines.append((mark,))
    margin = Part(" " * (name + 1))
    return [(label if place == 0 else margin, *line) for place, line in enumerate(lines)]


def _beside(blocks: Sequence[list[Line]], cells: int) -> list[Row]:
    """Return blocks of lines one beside the other, each `cells` wide, two cells apart."""
    rows = []
    for at in range(max(map(len, blocks), default=0)):
        parts: list[Part] = []
        for place, block in enumerate(blocks):
            line = block[at] if at < len(block) else ()
            parts += line
            if place + 1 < len(blocks):
                parts.append(Part(" " * (cells + 2 - line_width(line))))
        rows.append(Row(tuple(parts)))
    return rows
