"""Choices side by side, each switched on and off: shorter than a list of boxes, and worked by keys or mouse."""

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from data.words import N_
from widgets.cells import Part, Tone, harmless, width_of
from widgets.lines_view import LinesView, Row

_ON, _OFF = "[x] ", "[ ] "


class TokenPicker(LinesView, can_focus=True):
    """Some of a few choices."""

    ALLOW_SELECT = False

    CHOOSE = Binding.Group(N_("Choose"), compact=True)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "next(1)", N_("Next"), show=False, id="picker.next", tooltip=N_("Next choice"), group=CHOOSE),
        Binding("left", "next(-1)", N_("Before"), show=False, id="picker.before",
                tooltip=N_("Choice before"), group=CHOOSE),
        Binding("space,enter", "switch", N_("Switch"), show=False, id="picker.switch",
                tooltip=N_("Switch this choice on or off"), group=CHOOSE),
    ]  # fmt: skip

    DEFAULT_CSS = """
    TokenPicker { height: auto; overflow: hidden hidden; scrollbar-gutter: auto; }
    """

    at: reactive[int] = reactive(0)
    """The choice of the cursor; 0 is the first."""

    class Changed(Message):
        """Another set of choices is on.

        Attributes:
            picker: where.
            chosen: the values that are on.
        """

        def __init__(self, picker: "TokenPicker", chosen: frozenset[str]) -> None:
            super().__init__()
            self.picker = picker
            self.chosen = chosen

        @property
        def control(self) -> "TokenPicker":
            """The picker."""
            return self.picker

    def __init__(
        self,
        values: Sequence[str],
        name_of: Callable[[str], str],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make a picker.

        Args:
            values: what can be chosen.
            name_of: a value's name in the language that is spoken.
            id: of the widget.
            classes: of the widget.
        """
        super().__init__(id=id, classes=classes)
        self.values = tuple(values)
        self.name_of = name_of
        self.chosen_values: frozenset[str] = frozenset()
        self._places: list[tuple[int, int, int]] = []

    def put(self, chosen: Collection[str]) -> None:
        """Switch exactly these values on, without a message."""
        self.chosen_values = frozenset(chosen) & frozenset(self.values)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return the choices, as many to a line as fit."""
        lines: list[list[Part]] = [[]]
        used = 0
        self._places = []
        for place, value in enumerate(self.values):
            text = (_ON if value in self.chosen_values else _OFF) + harmless(self.name_of(value), 40)
            size = width_of(text)
            if used and used + 2 + size > width:
                lines.append([])
                used = 0
            if used:
                lines[-1].append(Part("  "))
                used += 2
            here = self.has_focus and place == self.at
            tone = Tone.CURSOR if here else Tone.STRONG if value in self.chosen_values else Tone.PLAIN
            self._places.append((len(lines) - 1, used, used + size))
            lines[-1].append(Part(text, tone))
            used += size
        return [Row(tuple(line)) for line in lines]

    def watch_at(self) -> None:
        """Set off the choice of the cursor."""
        self.rebuild()

    def action_next(self, by: int) -> None:
        """Go to the next choice, or the one before."""
        self.at = (self.at + by) % max(1, len(self.values))

    def action_step(self, by: int) -> None:
        """Go to the choice below or above."""
        line, start, _end = self._places[self.at]
        near = [
            (abs(first - start), place)
            for place, (number, first, _last) in enumerate(self._places)
            if number == line + by
        ]
        if near:
            self.at = min(near)[1]

    def action_switch(self) -> None:
        """Switch the choice of the cursor."""
        self._switch(self.at)

    def _switch(self, place: int) -> None:
        self.chosen_values ^= {self.values[place]}
        self.rebuild()
        self.post_message(self.Changed(self, self.chosen_values))

    def on_click(self, event: events.Click) -> None:
        """Switch the choice that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for place, (line, start, end) in enumerate(self._places):
            if line == offset.y and start <= offset.x < end:
                self.at = place
                self._switch(place)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Set off the choice of the cursor, or none; `on_focus` would come before the keys are known to be here."""
        super().watch_has_focus(has_focus)
        self.rebuild()
