"""The head of an order as fields to type into: painted, with one field to type into that stands where the keys are.

So a form of two dozen fields opens at once, and still every field is typed into as one expects.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from data.orders import Order
from data.parties import Customer
from data.words import N_
from data.words.labels import field_label
from widgets.cells import Line, Part, Tone, fit, line_width, width_of
from widgets.form_values import CHOICES, Typing
from widgets.head_model import FIELDS, HeadModel, choice_label
from widgets.lookup import Lookup, Suggest, Suggestion
from widgets.painted import Painted

_LABEL = 26
"""Cells for sign and name of a field."""
_NOTE = 28
"""Cells for what is said of a field, at the most."""
_VALUE_MOST = 30
_LONG = frozenset({"customer", "contact", "delivery_place", "payment_terms", "special_requirements"})
"""Fields that hold more than a few words."""
_WHOLE_LINE = frozenset({"special_requirements"})
"""Fields that take a whole line where the others stand side by side."""
_TWO_COLUMNS = 116
_BETWEEN = 2


class Place(NamedTuple):
    """Where a field stands: its line, its first cell, its cells."""

    line: int
    start: int
    width: int


def places_for(width: int) -> dict[str, Place]:
    """Return where each field stands on lines of a width."""
    columns = 2 if width >= _TWO_COLUMNS else 1
    cells = (width - _BETWEEN * (columns - 1)) // columns
    found: dict[str, Place] = {}
    line = column = 0
    for name in FIELDS:
        if name in _WHOLE_LINE and column:
            line, column = line + 1, 0
        whole = name in _WHOLE_LINE
        found[name] = Place(line, column * (cells + _BETWEEN), width if whole else cells)
        column += columns if whole else 1
        if column >= columns:
            line, column = line + 1, 0
    return found


class HeadCanvas(Painted, can_focus=False):
    """The painted fields."""

    DEFAULT_CSS = """
    HeadCanvas { height: auto; overflow-x: hidden; scrollbar-gutter: stable; }
    """

    class Scrolled(Message):
        """The fields stand elsewhere on the screen."""

    def __init__(self, model: HeadModel) -> None:
        super().__init__()
        self.model = model

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say that the fields stand elsewhere."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Return how many lines the fields take."""
        return 1 + max(place.line for place in places_for(width).values())

    def on_resize(self) -> None:
        """Lay the fields out anew."""
        width = self.space.width
        self.virtual_size = Size(width, 1 + max(place.line for place in places_for(width).values()))

    def value_place(self, name: str) -> Place:
        """Return where the value of a field stands."""
        place = places_for(self.space.width)[name]
        room = max(4, place.width - _LABEL)
        note = self._note_width(name, room)
        most = room - note
        return Place(place.line, place.start + _LABEL, most if name in _LONG else min(most, _VALUE_MOST))

    def _note_width(self, name: str, room: int) -> int:
        said = self.model.explained(name).text
        return min(_NOTE, width_of(said) + 1, room // 2 + 4) if said else 0

    def field_at(self, x: int, y: int) -> str | None:
        """Return the field at an offset of what is visible."""
        line = round(self.scroll_y) + y
        for name, place in places_for(self.space.width).items():
            if place.line == line and place.start <= x < place.start + place.width:
                return name
        return None

    def render_line(self, y: int) -> Strip:
        """Return one line: a field, or two side by side."""
        width = self.space.width
        number = round(self.scroll_y) + y
        parts: list[Part] = []
        for name, place in places_for(width).items():
            if place.line == number:
                parts.append(Part(" " * (place.start - line_width(tuple(parts)))))
                parts += self._field(name, place)
        return self.paint(tuple(parts), width)

    def _field(self, name: str, place: Place) -> Line:
        value = self.value_place(name)
        rest = place.width - _LABEL - value.width
        said = self.model.explained(name)
        return (
            self.model.sign(name),
            Part(" "),
            Part(fit(field_label(name), _LABEL - 3) + " ", Tone.MUTED),
            Part(fit(self.model.shown(name), value.width), Tone.MUTED if self.model.closed(name) else Tone.PLAIN),
            Part(fit(f" {said.text}" if said.text else "", max(0, rest), right=True), said.tone),
        )


class HeadForm(Vertical):
    """The head."""

    HEAD = Binding.Group(N_("Fields"), compact=True)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "step(1)", N_("Next field"), show=False, id="head.next",
                tooltip=N_("Go to the next field"), group=HEAD),
        Binding("up,shift+tab", "step(-1)", N_("Field before"), show=False, id="head.before",
                tooltip=N_("Go to the field before"), group=HEAD),
    ]  # fmt: skip

    DEFAULT_CSS = """
    HeadForm {
        height: auto;
        layers: fields typing;
        & > HeadCanvas { layer: fields; max-height: 100%; }
        & > Lookup { layer: typing; position: absolute; display: none; width: 20; height: 1; }
        &.-typing > Lookup { display: block; }
    }
    """

    class Changed(Message):
        """What stands in a field is another text.

        Attributes:
            head: the form of the head.
            field: which field.
        """

        def __init__(self, head: "HeadForm", field: str) -> None:
            super().__init__()
            self.head = head
            self.field = field

        @property
        def control(self) -> "HeadForm":
            """The form of the head."""
            return self.head

    class CustomerTaken(Message):
        """A customer was chosen among the suggestions.

        Attributes:
            head: the form of the head.
            customer: who.
        """

        def __init__(self, head: "HeadForm", customer: Customer) -> None:
            super().__init__()
            self.head = head
            self.customer = customer

        @property
        def control(self) -> "HeadForm":
            """The form of the head."""
            return self.head

    class Left(Message):
        """The keys are to go on beyond the last field.

        Attributes:
            head: the form of the head.
        """

        def __init__(self, head: "HeadForm") -> None:
            super().__init__()
            self.head = head

        @property
        def control(self) -> "HeadForm":
            """The form of the head."""
            return self.head

    def __init__(self, typing: Typing, customers: Suggest | None = None) -> None:
        """Make empty fields; `customers` finds customers for what is typed."""
        super().__init__()
        self.model = HeadModel(None, typing)
        self.canvas = HeadCanvas(self.model)
        self.lookup = Lookup()
        self.current = FIELDS[0]
        self._customers = customers

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the fields take; the field that lies over them takes none."""
        return self.canvas.get_content_height(container, viewport, width)

    def compose(self) -> ComposeResult:
        """Compose the fields and the one that stands where the keys are."""
        yield self.canvas
        yield self.lookup

    # --- what the form does --------------------------------------------------------------------------------------

    def show(self, order: Order | None) -> None:
        """Show the head of an order, or empty fields."""
        self.model = HeadModel(order, self.model.typing)
        self.canvas.model = self.model
        self.again()

    def surround(self, typing: Typing) -> None:
        """Take other surroundings."""
        self.model.typing = typing
        self._place()
        self.canvas.refresh()

    def put(self, name: str, text: str) -> None:
        """Fill in a text."""
        self.model.set(name, text)
        self.again()

    def again(self) -> None:
        """Show what the fields hold now, also where the keys are."""
        self.canvas.refresh()
        if self.has_focus_within:
            self.lookup.put(self.model.shown(self.current))
            self._place()

    def bring(self, name: str) -> None:
        """Bring the keys to a field; to the next one where it is closed, else to the one before."""
        at = FIELDS.index(name)
        name = next((one for one in (*FIELDS[at:], *reversed(FIELDS[:at])) if not self.model.closed(one)), name)
        if self.has_focus_within:
            self.leave_field()
        self.current = name
        self._into_view()
        self.lookup.suggest = self._suggest_for(name)
        self.lookup.offer_choices(self._choices(name) if name in CHOICES else ())
        self.lookup.put(self.model.shown(name))
        self.add_class("-typing")
        self._place()
        self.lookup.entry.select_on_focus = True
        self.lookup.entry.focus()
        self.lookup.entry.action_select_all()

    def leave_field(self, suggestion: Suggestion | None = None) -> None:
        """Take up what was typed into the field of the keys.

        Args:
            suggestion: what was taken for it already.
        """
        name = self.current
        found = suggestion or self.lookup.take()
        if found is not None and name in CHOICES:
            self._take(found.thing)
        else:
            self._take(self.lookup.text)
        self.model.settle(name)
        self.canvas.refresh()
        if found is not None and isinstance(found.thing, Customer):
            self.post_message(self.CustomerTaken(self, found.thing))

    # --- the field of the keys -----------------------------------------------------------------------------------

    def _suggest_for(self, name: str) -> Suggest | None:
        if name == "customer":
            return self._customers
        if name not in CHOICES:
            return None

        async def choices(text: str) -> Sequence[Suggestion]:
            return [one for one in self._choices(name) if text.casefold() in f"{one.text} {one.thing}".casefold()]

        return choices

    def _choices(self, name: str) -> list[Suggestion]:
        return [Suggestion(choice_label(name, code), thing=code) for code in CHOICES[name]]

    def _take(self, text: str) -> None:
        if self.model.set(self.current, text):
            self._place()
            self.canvas.refresh()
            self.post_message(self.Changed(self, self.current))

    def _into_view(self) -> None:
        line = places_for(self.canvas.space.width)[self.current].line
        top, height = round(self.canvas.scroll_y), max(1, self.canvas.space.height)
        if line < top:
            self.canvas.roll_to(y=line)
        elif line >= top + height:
            self.canvas.roll_to(y=line - height + 1)

    def _place(self) -> None:
        """Let the field to type into stand over the painted one."""
        place = self.canvas.value_place(self.current)
        self.lookup.styles.width = place.width
        self.lookup.styles.offset = (place.start, place.line - round(self.canvas.scroll_y))

    def on_resize(self) -> None:
        """Keep the field of the keys in view and in its place."""
        self._into_view()
        self.call_after_refresh(self._place)

    @on(HeadCanvas.Scrolled)
    def _scrolled(self, event: HeadCanvas.Scrolled) -> None:
        event.stop()
        self._place()

    @on(Lookup.Typed)
    def _typed(self, event: Lookup.Typed) -> None:
        event.stop()
        self._take(event.text)

    @on(Lookup.Entered)
    def _entered(self, event: Lookup.Entered) -> None:
        event.stop()
        self.leave_field(event.suggestion)
        self.action_step(1)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:  # noqa: ARG002 - Textual's signature
        """Take up what was typed when the keys go elsewhere."""
        self.leave_field()
        self.remove_class("-typing")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002 - Textual's signature
        """Show the field to type into, also when the keys come by themselves."""
        self.add_class("-typing")
        self._place()

    def action_step(self, by: int) -> None:
        """Go to the next field or the one before; beyond the last the keys go on."""
        at = FIELDS.index(self.current) + by
        while 0 <= at < len(FIELDS) and self.model.closed(FIELDS[at]):
            at += by
        if at >= len(FIELDS):
            self.post_message(self.Left(self))
        elif at >= 0:
            self.bring(FIELDS[at])

    def on_click(self, event: events.Click) -> None:
        """Go to the field that was clicked."""
        offset = event.get_content_offset(self.canvas) if event.widget is self.canvas else None
        name = self.canvas.field_at(offset.x, offset.y) if offset is not None else None
        if name is not None and not self.model.closed(name):
            self.bring(name)
