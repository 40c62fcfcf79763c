"""Headings with items under them: what stands beside a list, such as exceptions, shipments, papers of an order."""

from collections.abc import Sequence
from dataclasses import dataclass

from widgets.cells import Part, Tone, cut, fit, harmless, width_of, wrap
from widgets.lines_view import LinesView, Row

_MOST = 4
"""Lines that one item may take; the dossier has the whole of it."""
_SHORTEST_LEAD = 12
_LONGEST_LEAD = 26


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a section; its texts may come from anywhere.

    Attributes:
        text: what there is to say.
        lead: what stands before it: a sign, a date, a name.
        tone: of the text.
        lead_tone: of the lead.
        end: what stands at the end of the first line, as an amount does.
    """

    text: str
    lead: str = ""
    tone: Tone = Tone.PLAIN
    lead_tone: Tone = Tone.MUTED
    end: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, in the language that is spoken, and what stands under it; `note` stands beside the heading."""

    title: str
    items: tuple[Item, ...]
    note: str = ""
    tone: Tone = Tone.MUTED


class Sections(LinesView):
    """Sections below each other; one without items is left out."""

    def __init__(
        self,
        *,
        empty: str = "",
        most: int = _MOST,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty view; an item takes `most` lines at the most."""
        super().__init__(empty=empty, id=id, classes=classes)
        self._most = most
        self._sections: tuple[Section, ...] = ()

    def show(self, sections: Sequence[Section]) -> None:
        """Show these sections from their beginning."""
        self._sections = tuple(sections)
        self.rebuild()
        self.roll_to(y=0)

    def build(self, width: int) -> Sequence[Row]:
        """Return the sections, an empty line between two."""
        rows: list[Row] = []
        for section in self._sections:
            if not section.items:
                continue
            if rows:
                rows.append(Row(()))
            rows.append(_heading(section, width))
            lead = _lead(section.items, width)
            for item in section.items:
                rows += _item(item, lead, width, self._most)
        return rows


def _heading(section: Section, width: int) -> Row:
    title = cut(section.title, width)
    note = cut(section.note, width - width_of(title) - 3) if section.note else ""
    beside = (Part(" · ", Tone.MUTED), Part(note, section.tone)) if note else ()
    return Row((Part(title, Tone.HEADING), *beside))


def _lead(items: Sequence[Item], width: int) -> int:
    """Return the cells of what stands before the texts: less where a short text would not fit before its end else."""
    longest = min(max(width_of(harmless(item.lead, _LONGEST_LEAD)) for item in items), _LONGEST_LEAD, width // 2)
    texts = [width_of(item.text) + width_of(item.end) + 3 for item in items if item.end]
    beside = max((cells for cells in texts if cells <= width - _SHORTEST_LEAD), default=0)
    return min(longest, width - beside)


def _item(item: Item, lead: int, width: int, most: int) -> list[Row]:
    edge = lead + 2 if lead else 0
    room = max(4, width - edge)
    end = cut(item.end, room // 2)
    first = room - width_of(end) - 1 if end else room
    lines = wrap(item.text, first, most=most)
    rows = []
    for place, text in enumerate(lines):
        before = Part(fit(item.lead if place == 0 else "", lead) + "  ", item.lead_tone) if lead else Part("")
        line = [before, Part(text, item.tone)]
        if place == 0 and end:
            line += [Part(" " * (room - width_of(text) - width_of(end))), Part(end)]
        rows.append(Row(tuple(line)))
    return rows
