"""The menu of verbs (F2): all that may be done now with the order or the selection, and why the rest may not."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from data.rules.verbs import FIELDS
from data.rules.workflow import STAGES, Stage, Verb
from data.words import N_, _, ngettext
from data.words.labels import field_label, label
from data.words.phrases import listing
from data.words.verbs import verb_help, verb_title
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from screens.seen import Seen, blocked_by_hold, common_verbs, single_only, states_of
from widgets.cells import cut, fit

_KEY_CELLS, _TITLE_CELLS = 4, 30
_MOST_STATES = 3


class VerbMenu(Dialog[Verb]):
    """All verbs: those that may be tried now first, the others greyed with the reason."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("down", "move(1)", "verbs.down", N_("Down"), N_("Go to the next verb"), DIALOG),
        key("up", "move(-1)", "verbs.up", N_("Up"), N_("Go to the verb before"), DIALOG),
        key("pagedown", "move(10)", "verbs.page_down", N_("Page down"), N_("Go ten verbs down"), DIALOG),
        key("pageup", "move(-10)", "verbs.page_up", N_("Page up"), N_("Go ten verbs up"), DIALOG),
    ]

    def __init__(self, orders: Sequence[Seen], stage: Stage, keys: Mapping[Verb, str]) -> None:
        """Offer verbs.

        Args:
            orders: the order, or the selection.
            stage: the room, whose verbs come first.
            keys: the letters of the verbs, as they are now.
        """
        super().__init__()
        self._orders = tuple(orders)
        self._stage = stage
        self._keys = keys
        self._possible = frozenset(common_verbs(orders))

    def heading(self) -> str:
        """Return what the verb will be done to."""
        return heading(self._orders)

    def inside(self) -> ComposeResult:
        """Compose the field that narrows the list, the list, and what the verb of the cursor does."""
        yield Input(placeholder=_("what is to be done"), id="wanted", compact=True)
        yield OptionList(id="verbs", compact=True, markup=False)
        yield Static("", id="help", markup=False)

    def on_mount(self) -> None:
        """Show all verbs."""
        self._list("")

    def _list(self, wanted: str) -> None:
        ranked = sorted(
            Verb, key=lambda verb: (verb not in self._possible, STAGES[verb] is not self._stage, _late(STAGES[verb]))
        )
        needle = wanted.strip().casefold()
        shown = [verb for verb in ranked if needle in f"{verb_title(verb)} {verb.value}".casefold()]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([self._option(verb) for verb in shown])
        options.highlighted = 0 if shown and shown[0] in self._possible else None
        self.fit_lists()
        self._explain()

    def _option(self, verb: Verb) -> Option:
        possible = verb in self._possible
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(fit(self._keys.get(verb, ""), _KEY_CELLS), style="bold" if possible else "")
        text.append(fit(verb_title(verb), _TITLE_CELLS))
        text.append("  " + (self._needs(verb) if possible else self._reason(verb)), style="dim")
        return Option(Content.from_rich_text(text), id=verb.value, disabled=not possible)

    def _needs(self, verb: Verb) -> str:
        needed = [field_label(field.name, verb.value) for field in FIELDS[verb] if field.required]
        count = sum(verb in order.verbs for order in self._orders)
        if len(self._orders) > 1 and count < len(self._orders):
            needed.insert(0, _("{count} of {all}").format(count=count, all=len(self._orders)))
        return cut(listing(needed), 36)

    def _reason(self, verb: Verb) -> str:
        if len(self._orders) > 1 and single_only(verb):
            return _("one order at a time")
        if blocked_by_hold(verb, self._orders):
            return _("the order is on hold")
        states = states_of(verb)
        named = listing(label(state) for state in states[:_MOST_STATES])
        if len(states) > _MOST_STATES:
            named += " …"
        return cut(_("when: {states}").format(states=named), 36)

    @on(Input.Changed)
    def _narrowed(self, message: Input.Changed) -> None:
        message.stop()
        self._list(message.value)

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        options = self.query_one(OptionList)
        here = options.highlighted
        verb = None if here is None else Verb(str(options.get_option_at_index(here).id))
        self.query_one("#help", Static).update(
            plain(verb_help(verb) if verb else _("Nothing of this name is possible."))
        )

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(Verb(str(message.option.id)))

    def action_move(self, by: int) -> None:
        """Move the choice while the field keeps the focus."""
        options = self.query_one(OptionList)
        step = options.action_cursor_down if by > 0 else options.action_cursor_up
        for _count in range(abs(by)):
            step()


def heading(orders: Sequence[Seen]) -> str:
    """Return which orders a dialog is about, as its title."""
    if len(orders) == 1:
        one = orders[0]
        return _(" · ").join(part for part in (one.number, one.customer, label(one.state)) if part)
    return ngettext("{number} order", "{number} orders", len(orders)).format(number=len(orders))


def _late(stage: Stage) -> bool:
    return stage is Stage.ANYWHERE
