"""Help (F1): what the widget with the focus is for, and every key that works here, by groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from data.rules.workflow import Verb
from data.words import N_, _
from data.words.verbs import verb_help
from screens.dialog import Dialog, plain
from widgets.cells import Part, Tone, fit, width_of, wrap
from widgets.lines_view import LinesView, Row

_LONGEST_KEY = 22


@dataclass(frozen=True, slots=True)
class HelpKey:
    """One key.

    Attributes:
        keys: as they are shown.
        title: what it does, in a word or two.
        text: the same in a sentence; "" where the title says all.
        group: with what it is listed.
        enabled: whether it can be done now.
    """

    keys: str
    title: str
    text: str
    group: str
    enabled: bool = True


class HelpView(LinesView):
    """The text of the help."""

    def __init__(self, about: Sequence[str], keys: Sequence[HelpKey]) -> None:
        """Show what there is to say about what has the focus, then the keys."""
        super().__init__(id="text")
        self._about = tuple(about)
        self._keys = tuple(keys)

    def build(self, width: int) -> Sequence[Row]:
        """Return the paragraphs, then each group of keys."""
        rows: list[Row] = []
        for paragraph in self._about:
            rows += [Row((Part(line),)) for line in wrap(paragraph, width)]
            rows.append(Row(()))
        name = min(_LONGEST_KEY, max((width_of(key.keys) for key in self._keys), default=0)) + 2
        groups: dict[str, list[HelpKey]] = {}
        for key in self._keys:
            groups.setdefault(key.group, []).append(key)
        for group, keys in groups.items():
            rows.append(Row((Part(group, Tone.HEADING),)))
            for key in keys:
                tone = Tone.PLAIN if key.enabled else Tone.MUTED
                text = key.text or key.title
                for place, line in enumerate(wrap(text, max(10, width - name))):
                    head = Part(fit(key.keys if place == 0 else "", name), Tone.STRONG)
                    rows.append(Row((head, Part(line, tone))))
            rows.append(Row(()))
        return rows[:-1]


class HelpScreen(Dialog[None]):
    """Help on what is before one's eyes."""

    def __init__(self, about: Sequence[str], keys: Sequence[HelpKey], *, palette: bool) -> None:
        """Show help; where there is a palette it is named as the place where everything can be found."""
        super().__init__()
        self._palette = palette
        self._about = tuple(about)
        self._keys = tuple(keys)

    def heading(self) -> str:
        """Return the title."""
        return _("Help")

    def inside(self) -> ComposeResult:
        """Compose the text."""
        yield HelpView(self._about, self._keys)
        everything = _("Esc goes back. All that can be done is in the menu of verbs and in the palette.")
        yield Static(plain(everything if self._palette else _("Esc goes back.")), id="help", markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one(HelpView).focus()


HELP: Mapping[str, str] = {
    "OrderTable": N_(
        "The list of orders. ▲ is late, ◆ is due today, · is due later. Nothing moves under the cursor: orders that "
        "somebody has changed are marked with * and stay where they are until F5 sorts the list anew. Space selects "
        "orders, and a verb is then done to all of them."
    ),
    "Input": N_("A field. Dates may be typed as 8 Dec, 12-08, +3d (in three days) or fri; Enter goes on."),
    "Select": N_("A list of choices. Enter opens it, a letter goes to a choice, Enter takes it."),
    "LinesView": N_("A page to read. The arrows and the page keys go through it."),
    "RowTable": N_("A list. Enter opens what the cursor is on, F6 sorts by a column, F7 chooses the columns."),
}
"""What is said of a widget, by the name of its class or of one above it."""


def about(screen: Screen[object]) -> list[str]:
    """Return what there is to say about the widget that has the focus, and where it is."""
    focused = screen.focused
    if focused is None:
        return []
    for kind in type(focused).__mro__:
        if kind.__name__ in HELP:
            return [_(HELP[kind.__name__])]
    return []


def has_palette(screen: Screen[object]) -> bool:
    """Return whether the palette can be opened from a screen."""
    return any(active.binding.id == "frame.palette" for active in screen.active_bindings.values())


def keys_here(screen: Screen[object]) -> list[HelpKey]:
    """Return every key that works on a screen as it is now, grouped as the bindings say."""
    found: dict[str, HelpKey] = {}
    shown: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not binding.description:
            continue
        shown.setdefault(binding.id, []).append(screen.app.get_key_display(binding))
        if binding.id not in found:
            verb = binding.id.removeprefix("verb.") if binding.id.startswith("verb.") else ""
            title = _(binding.description)
            text = f"{title}: {verb_help(Verb(verb))}" if verb else _(binding.tooltip)
            group = _(binding.group.description) if binding.group else ""
            found[binding.id] = HelpKey("", title, text, group, active.enabled)
    return [HelpKey("  ".join(shown[name]), key.title, key.text, key.group, key.enabled) for name, key in found.items()]
