"""Search and filters above a list: the search acts as one types, filters open under it, and can be kept by name.

A message goes out with every change; those that a busy room has not come to yet are replaced by the newest, so typing
never waits and nothing queues up.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Select

from data.states import OrderState
from data.words import N_, _
from data.words.labels import code_label
from widgets.cells import Line, Part, Tone, cut, harmless
from widgets.entry import Entry
from widgets.filter_values import FilterValues
from widgets.one_line import OneLine, both_ends
from widgets.token_picker import TokenPicker

_LATE: Final = "late"
_HELD: Final = "held"
_NOT_HELD: Final = "not_held"
_MINE: Final = "mine"
_LONGEST_NAME = 40


class _Caption(OneLine):
    """A caption, worked out when it is painted."""

    DEFAULT_CSS = "_Caption { width: auto; min-width: 2; background: $surface; }"

    def __init__(self, text: str, **names: str) -> None:
        super().__init__(**names)
        self._text = text

    def line(self, width: int) -> Line:
        """Return the caption in the language that is spoken."""
        return (Part(cut(_(self._text), width), Tone.MUTED),)


class _Summary(OneLine):
    """What is filtered, and how much of it there is."""

    DEFAULT_CSS = "_Summary { width: 2fr; background: $surface; }"

    def __init__(self) -> None:
        super().__init__(classes="filter--summary")
        self.values = FilterValues()
        self.found: int | None = None
        self.whole: int | None = None
        self.changed = 0

    def line(self, width: int) -> Line:
        """Return the filter in words on the left and the count on the right."""
        words = replace(self.values, text="").words()
        left: tuple[Part, ...] = (Part(f" {harmless(words)}", Tone.HEADING),) if words else ()
        right: list[Part] = []
        if self.changed:
            right.append(Part(_("* {number} changed, F5 sorts").format(number=self.changed) + "  ", Tone.WARN))
        if self.found is not None:
            text = f"{self.found:,}"
            if self.whole is not None and self.whole != self.found:
                text = _("{found} of {whole}").format(found=text, whole=f"{self.whole:,}")
            right.append(Part(f"{text} "))
        return both_ends(left, tuple(right), width)


class FilterBar(Vertical):
    """Search, filters and saved filters of one list."""

    FILTER = Binding.Group(N_("Filter"), compact=True)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Back to the list"), show=False, id="filter.leave",
                tooltip=N_("Go back to the list; the filter stays"), group=FILTER),
        Binding("ctrl+y", "clear", N_("Clear"), show=False, id="filter.clear",
                tooltip=N_("Show everything again"), group=FILTER),
    ]  # fmt: skip

    DEFAULT_CSS = """
    FilterBar {
        height: auto;
        background: $surface;
        & .filter--line { height: 1; }
        & .filter--more { display: none; height: auto; padding: 0 1; background: $boost; }
        &.-open .filter--more { display: block; }
        & .filter--search { width: 1fr; }
        & .filter--slash { width: 3; }
        & .filter--caption { width: 11; }
        & .filter--customer { width: 1fr; }
        & .filter--saved { width: 1fr; }
        & .filter--name { width: 1fr; }
        & Select { height: 1; }
        & SelectCurrent { height: 1; }
    }
    """

    class Changed(Message):
        """The list is to be filtered differently.

        Attributes:
            bar: the bar.
            values: the filter as it is now.
        """

        def __init__(self, bar: "FilterBar", values: FilterValues) -> None:
            super().__init__()
            self.bar = bar
            self.values = values

        @property
        def control(self) -> "FilterBar":
            """The bar."""
            return self.bar

        def can_replace(self, message: Message) -> bool:
            """Only the last of many matters."""
            return isinstance(message, FilterBar.Changed) and message.bar is self.bar

    class Left(Message):
        """The keys are to go back to the list.

        Attributes:
            bar: the bar.
        """

        def __init__(self, bar: "FilterBar") -> None:
            super().__init__()
            self.bar = bar

        @property
        def control(self) -> "FilterBar":
            """The bar."""
            return self.bar

    class SavedChanged(Message):
        """A filter was kept under a name, or given up; the names are worth remembering.

        Attributes:
            bar: the bar.
            saved: name → filter as plain data.
        """

        def __init__(self, bar: "FilterBar", saved: Mapping[str, dict[str, object]]) -> None:
            super().__init__()
            self.bar = bar
            self.saved = saved

        @property
        def control(self) -> "FilterBar":
            """The bar."""
            return self.bar

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._values = FilterValues()
        self._saved: dict[str, FilterValues] = {}
        self._search = Entry(placeholder=_("search"), classes="filter--search", select_on_focus=False)
        self._customer = Entry(placeholder=_("code or name"), classes="filter--customer")
        self._states = TokenPicker(tuple(OrderState), lambda value: code_label("OrderState", value))
        self._flags = TokenPicker((_LATE, _HELD, _NOT_HELD, _MINE), _flag)
        self._names: Select[str] = Select([], prompt="–", compact=True, classes="filter--saved")
        self._keep_as = Entry(placeholder=_("save as …"), classes="filter--name")
        self._summary = _Summary()

    def compose(self) -> ComposeResult:
        """Lay the search over the filters."""
        with Horizontal(classes="filter--line"):
            yield _Caption(" / ", classes="filter--slash")
            yield self._search
            yield self._summary
        with Vertical(classes="filter--more"):
            with Horizontal(classes="filter--line"):
                yield _Caption(N_("Customer"), classes="filter--caption")
                yield self._customer
                yield _Caption(N_("Saved"), classes="filter--caption")
                yield self._names
                yield self._keep_as
            yield self._flags
            yield self._states

    # --- what the room does --------------------------------------------------------------------------------------

    @property
    def values(self) -> FilterValues:
        """The filter as it is now."""
        return self._values

    def put(self, values: FilterValues) -> None:
        """Fill a filter in; a message goes out if it is another one."""
        self._search.put(values.text)
        self._customer.put(values.customer)
        self._states.put([state.value for state in values.states])
        self._flags.put(_flags_of(values))
        self._change(values)

    def remember(self, saved: object) -> None:
        """Take up the filters that were kept by name; what cannot be read of them is passed over."""
        found = saved if isinstance(saved, Mapping) else {}
        self._saved = {
            name[:_LONGEST_NAME]: FilterValues.of(plain)
            for name, plain in found.items()
            if isinstance(name, str) and name
        }
        self._list_names()

    def found(self, number: int | None, whole: int | None = None) -> None:
        """Show how many rows the filter lets through, and of how many."""
        self._summary.found, self._summary.whole = number, whole
        self._summary.refresh()

    def changed(self, number: int) -> None:
        """Show how many rows of the list were changed by others since it was sorted."""
        self._summary.changed = number
        self._summary.refresh()

    def search(self) -> None:
        """Bring the keys to the search (`/`)."""
        self._search.focus()

    def open_filters(self) -> None:
        """Open the filters and bring the keys there, or close them (`f`)."""
        if self.has_class("-open"):
            self.remove_class("-open")
            self.post_message(self.Left(self))
        else:
            self.add_class("-open")
            self._states.focus()

    # --- changes -------------------------------------------------------------------------------------------------

    def _change(self, values: FilterValues) -> None:
        if values == self._values:
            return
        self._values = values
        self._summary.values = values
        self._summary.refresh()
        self.post_message(self.Changed(self, values))

    def _read(self) -> FilterValues:
        flags = self._flags.chosen_values
        return FilterValues(
            text=self._search.value.strip(),
            customer=self._customer.value.strip(),
            states=tuple(state for state in OrderState if state.value in self._states.chosen_values),
            late=_LATE in flags,
            on_hold=True if _HELD in flags else False if _NOT_HELD in flags else None,
            mine=_MINE in flags,
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is not self._keep_as:
            self._change(self._read())

    @on(TokenPicker.Changed)
    def _picked(self, event: TokenPicker.Changed) -> None:
        event.stop()
        if event.picker is self._flags and {_HELD, _NOT_HELD} <= event.chosen:
            # The two shut each other out; the one that was there before goes.
            before = _HELD if self._values.on_hold else _NOT_HELD
            self._flags.put(event.chosen - {before})
        self._change(self._read())

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        name = self._keep_as.value.strip()[:_LONGEST_NAME]
        if event.input is not self._keep_as:
            self.action_leave()
        elif name:
            self._saved[name] = self._values
            self._keep_as.value = ""
            self._list_names()
            self._tell_saved()

    @on(Select.Changed)
    def _recalled(self, event: Select.Changed) -> None:
        event.stop()
        if isinstance(event.value, str) and event.value in self._saved:
            self.put(self._saved[event.value])

    def forget(self, name: str) -> None:
        """Give up a filter that was kept by name."""
        if self._saved.pop(name, None) is not None:
            self._list_names()
            self._tell_saved()

    def _tell_saved(self) -> None:
        self.post_message(self.SavedChanged(self, {name: values.plain() for name, values in self._saved.items()}))

    def _list_names(self) -> None:
        self._names.set_options([(Content(harmless(name)), name) for name in sorted(self._saved)])

    def action_leave(self) -> None:
        """Bring the keys back to the list."""
        self.post_message(self.Left(self))

    def action_clear(self) -> None:
        """Show everything again."""
        self.put(FilterValues())


def _flag(value: str) -> str:
    match value:
        case "late":
            return _("late only")
        case "held":
            return _("on hold only")
        case "mine":
            return _("mine only")
        case _:
            return _("not on hold")


def _flags_of(values: FilterValues) -> set[str]:
    found = {_LATE} if values.late else set()
    if values.on_hold is not None:
        found.add(_HELD if values.on_hold else _NOT_HELD)
    return found | ({_MINE} if values.mine else set())
