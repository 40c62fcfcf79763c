"""A field that offers what fits while one types: the list opens under it, and nothing is chosen that nobody chose."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from data.errors import Refusal
from data.words import N_
from widgets.cells import Part, Tone, fit, width_of
from widgets.entry import Entry
from widgets.lines_view import LinesView, Row

_MOST = 10
"""Suggestions that are shown at once."""
_WIDTH = 58
_TEXT = 24
"""Cells for the text of a suggestion, where its name stands beside it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that fits.

    Attributes:
        text: what is put into the field.
        name: what it is called.
        detail: what tells it from others.
        thing: what the owner knows it by, such as the product itself.
    """

    text: str
    name: str = ""
    detail: str = ""
    thing: Any = None


Suggest = Callable[[str], Awaitable[Sequence[Suggestion]]]
"""Finds what fits a text, beside the loop; may raise a `Refusal`, and then nothing is offered."""


class SuggestionList(LinesView, can_focus=False):
    """What fits, in an open list."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    SuggestionList {
        overlay: screen;
        constrain: inside inside;
        display: none;
        width: 60;
        height: auto;
        max-height: 10;
        overflow: hidden hidden;
        scrollbar-gutter: auto;
        background: $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.suggestions: tuple[Suggestion, ...] = ()
        self.at: int | None = None

    def offer(self, suggestions: Sequence[Suggestion], at: int | None = None) -> None:
        """Show these, the one at a place gone to; with none of them the list closes."""
        self.suggestions = tuple(suggestions[:_MOST])
        self.at = at
        self.display = bool(self.suggestions)
        self.rebuild()

    def step(self, by: int) -> None:
        """Go to the next one, or the one before; before the first nothing is chosen."""
        place = (-1 if self.at is None else self.at) + by
        self.at = None if place < 0 else min(place, len(self.suggestions) - 1)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return a line for each."""
        # what has no name beside it, such as a path, is known by its text alone
        most = _TEXT if any(one.name for one in self.suggestions) else max(_TEXT, width - _TEXT // 2)
        first = min(most, max((width_of(one.text) for one in self.suggestions), default=0))
        rows = []
        for place, one in enumerate(self.suggestions):
            tone = Tone.CURSOR if place == self.at else Tone.PLAIN
            rest = " · ".join(part for part in (one.name, one.detail) if part)
            mark = "›" if place == self.at else " "
            text = f"{mark}{fit(one.text, first)}  "
            rows.append(Row((Part(text, tone), Part(fit(rest, max(0, width - width_of(text))), tone))))
        return rows


class Lookup(Vertical):
    """A field with suggestions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", N_("Next suggestion"), show=False, id="lookup.down", tooltip=N_("Next suggestion")),
        Binding("up", "step(-1)", N_("Suggestion before"), show=False, id="lookup.up", tooltip=N_("Suggestion before")),
        Binding("space,f4", "offer", N_("Choices"), show=False, id="lookup.choices", priority=True,
                tooltip=N_("Show what can be chosen")),
        Binding("escape", "close", N_("Close the suggestions"), show=False, id="lookup.close",
                tooltip=N_("Close the suggestions")),
    ]  # fmt: skip

    DEFAULT_CSS = """
    Lookup { height: 1; width: 1fr; }
    """

    class Typed(Message):
        """The text of the field is another one.

        Attributes:
            lookup: the field.
            text: what stands there now.
        """

        def __init__(self, lookup: "Lookup", text: str) -> None:
            super().__init__()
            self.lookup = lookup
            self.text = text

        @property
        def control(self) -> "Lookup":
            """The field."""
            return self.lookup

    class Entered(Message):
        """The text is done with (enter).

        Attributes:
            lookup: the field.
            suggestion: what was taken for it, if anything was.
        """

        def __init__(self, lookup: "Lookup", suggestion: Suggestion | None) -> None:
            super().__init__()
            self.lookup = lookup
            self.suggestion = suggestion

        @property
        def control(self) -> "Lookup":
            """The field."""
            return self.lookup

    class _Came(Message, bubble=False):
        """Suggestions came."""

        def __init__(self, asked: int, suggestions: Sequence[Suggestion]) -> None:
            super().__init__()
            self.asked = asked
            self.suggestions = tuple(suggestions)

    def __init__(
        self,
        suggest: Suggest | None = None,
        *,
        value: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make the field; without `suggest` it offers nothing."""
        super().__init__(id=id, classes=classes)
        self.suggest = suggest
        self.choices: tuple[Suggestion, ...] = ()
        self.entry = Entry(value)
        self.list = SuggestionList()
        self._asked = 0
        self._quiet = value

    def compose(self) -> ComposeResult:
        """Compose the field and its list."""
        yield self.entry
        yield self.list

    def offer_choices(self, choices: Sequence[Suggestion]) -> None:
        """Let space show what can be chosen; with none, anything can be typed."""
        self.choices = tuple(choices)
        self.entry.space_is_typed = not self.choices

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.entry.value

    def put(self, text: str) -> None:
        """Fill in a text; nothing is offered for it."""
        self._asked += 1
        self._quiet = text
        self.entry.put(text)
        self._quiet = self.entry.value
        self.list.offer(())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self._quiet:
            return
        self._quiet = event.value
        self._asked += 1
        self.post_message(self.Typed(self, event.value))
        if self.suggest is not None and event.value.strip():
            # a function, not a coroutine: one that is put aside before it begins would never be awaited
            find = partial(self._find, self._asked, self.suggest, event.value.strip())
            self.run_worker(
                cast("Callable[[], Any]", find),
                group="suggestions",
                exclusive=True,
                description="what fits",
            )
        else:
            self.list.offer(())

    async def _find(self, asked: int, suggest: Suggest, text: str) -> None:
        try:
            found = await suggest(text)
        except Refusal:  # the field can be typed into all the same
            found = ()
        self.post_message(self._Came(asked, found))

    @on(_Came)
    def _show(self, event: _Came) -> None:
        if event.asked == self._asked and self.entry.has_focus:
            self.list.offer(event.suggestions)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered(self, self.take()))

    def take(self) -> Suggestion | None:
        """Close the list and return the suggestion that was gone to, else the one that is exactly what was typed."""
        offered, at = self.list.suggestions, self.list.at
        typed = self.text.strip().casefold()
        exact = [one for one in offered if one.text.casefold() == typed]
        found = offered[at] if at is not None and at < len(offered) else exact[0] if exact else None
        self._asked += 1
        self.list.offer(())
        if found is not None:
            self.put(found.text)
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave the keys of the list to others while it is closed, and space where anything can be typed."""
        if action == "offer":
            return bool(self.choices)
        return self.list.display if action in ("step", "close") else True

    def action_offer(self) -> None:
        """Show what can be chosen, what stands there set off."""
        self._asked += 1
        self.list.offer(
            self.choices, at=next((at for at, one in enumerate(self.choices) if one.text == self.text), None)
        )

    def action_step(self, by: int) -> None:
        """Go to another suggestion."""
        self.list.step(by)

    def action_close(self) -> None:
        """Close the list."""
        self._asked += 1
        self.list.offer(())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:  # noqa: ARG002 - Textual's signature
        """Close the list when the keys go elsewhere."""
        self.list.offer(())
