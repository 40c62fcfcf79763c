"""The menu of verbs (F2): all that may be done now with the order or the selection, and why the rest may not."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from data.errors import BuiltOn, NothingToUndo, NotPermitted, NotReady, NotUndoable, Refusal, UndoOfAnother
from data.rules.undo import UNDO
from data.rules.verbs import FIELDS
from data.rules.workflow import STAGES, Stage, Verb
from data.words import N_, _, ngettext
from data.words.explain_people import roles_text
from data.words.labels import field_label, label
from data.words.phrases import listing
from data.words.verbs import undo_help, undo_title, verb_help, verb_title
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from screens.seen import Seen, blocked_by_hold, common_verbs, single_only, states_of
from screens.work import start
from widgets.cells import cut, fit, width_of

if TYPE_CHECKING:
    from data.desk.undo import Undoable

_ROW, _KEY_CELLS, _MOST_TITLE = 70, 4, 36
"""Cells of a line of the menu beside its scrollbar, of the letter, and those that the longest title may have."""
_MOST_STATES = 3

_WHY_NOT: Mapping[type[Refusal], str] = {
    NothingToUndo: N_("nothing was done yet"),
    UndoOfAnother: N_("somebody else was here last"),
    BuiltOn: N_("somebody has built on it"),
    NotUndoable: N_("from a file, or too far back"),
}
"""Why nothing can be taken back, in a few words."""

_NOT_NOW = N_("not now")

_NOTHING_TO_ACT_ON: Mapping[str, str] = {
    "no_joint_review": N_("no joint review is asked for"),
    "not_passed_before": N_("nobody passed an earlier round"),
    "not_confirmed": N_("the order is not confirmed"),
    "confirmed_before": N_("it is confirmed already"),
    "no_condition_open": N_("no condition is open"),
    "no_call_open": N_("nobody waits for an answer"),
    "no_exception_open": N_("no exception is open"),
}
"""Why a verb that the state allows has nothing to act on, in a few words."""


class VerbMenu(Dialog[str]):
    """All verbs: those that may be tried now first, then taking back, then the others greyed with the reason.

    It answers the verb's value, or `UNDO`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("down", "move(1)", "verbs.down", N_("Down"), N_("Go to the next verb"), DIALOG),
        key("up", "move(-1)", "verbs.up", N_("Up"), N_("Go to the verb before"), DIALOG),
        key("pagedown", "move(10)", "verbs.page_down", N_("Page down"), N_("Go ten verbs down"), DIALOG),
        key("pageup", "move(-10)", "verbs.page_up", N_("Page up"), N_("Go ten verbs up"), DIALOG),
    ]

    def __init__(
        self,
        orders: Sequence[Seen],
        stage: Stage,
        keys: Mapping[Verb, str],
        undo_key: str = "",
        undoable: "Callable[[], Awaitable[Undoable]] | None" = None,
        barred: Mapping[Verb, NotPermitted] | None = None,
        unready: Callable[[], Awaitable[Mapping[Verb, NotReady]]] | None = None,
    ) -> None:
        """Offer verbs.

        Args:
            orders: the order, or the selection.
            stage: the room, whose verbs come first.
            keys: the letters of the verbs, as they are now.
            undo_key: the letter of taking back.
            undoable: finds out what would be taken back; None where that is not asked beforehand.
            barred: the verbs that are not for this person, each with whose work it is.
            unready: finds out which verbs have nothing to act on, each with why; None where several orders are chosen.
        """
        super().__init__()
        self._undo_key = undo_key
        self._undoable = undoable
        self._undo_beside = "" if undoable else _("your last act on each")
        self._can_undo = True
        self._orders = tuple(orders)
        self._stage = stage
        self._keys = keys
        self._barred = barred or {}
        self._find_unready = unready
        self._unready: Mapping[Verb, NotReady] = {}
        self._possible = frozenset(common_verbs(orders, self._barred))
        self._cells = min(_MOST_TITLE, max(width_of(title) for title in (undo_title(), *map(verb_title, Verb))))

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
        start(self, self._ask, "possible", "what can be done and taken back")

    async def _ask(self) -> None:
        """Ask what only the order whole tells: which verbs have nothing to act on, what would be taken back."""
        if self._find_unready is not None:
            with suppress(Refusal):  # the verbs are tried all the same, and say what is wrong
                self._unready = await self._find_unready()
            self._possible = frozenset(common_verbs(self._orders, {*self._barred, *self._unready}))
        await self._ask_undoable()
        self._again()

    async def _ask_undoable(self) -> None:
        """Find out what would be taken back, or why nothing can."""
        if self._undoable is None:
            return
        try:
            self._undo_beside = verb_title((await self._undoable()).verb)
        except Refusal as refusal:
            self._can_undo = False
            self._undo_beside = _(_WHY_NOT.get(type(refusal), _NOT_NOW))

    def _again(self) -> None:
        """Show the list with what is known now, the choice where it was."""
        options = self.query_one(OptionList)
        here = options.highlighted_option
        self._list(self.query_one(Input).value)
        if here is not None and here.id is not None and not (found := options.get_option(here.id)).disabled:
            options.highlighted = options.get_option_index(str(found.id))

    def _list(self, wanted: str) -> None:
        ranked = sorted(
            Verb, key=lambda verb: (verb not in self._possible, STAGES[verb] is not self._stage, _late(STAGES[verb]))
        )
        needle = wanted.strip().casefold()
        # the letters stand beside the verbs, so whoever types one gets its verb first
        lettered = [verb for verb in ranked if verb in self._possible and self._keys.get(verb) == wanted.strip()]
        named = [verb for verb in ranked if needle in f"{verb_title(verb)} {verb.value}".casefold()]
        shown = [*lettered, *(verb for verb in named if verb not in lettered)]
        entries = [self._option(verb) for verb in shown]
        if needle in f"{undo_title()} {UNDO}".casefold():
            entries.insert(sum(verb in self._possible for verb in shown), self._undo_option())
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(entries)
        options.highlighted = 0 if entries and not entries[0].disabled else None
        self.fit_lists()
        self._explain()

    def _option(self, verb: Verb) -> Option:
        possible = verb in self._possible
        beside = self._needs(verb) if possible else self._reason(verb)
        return _entry(verb.value, self._keys.get(verb, ""), verb_title(verb), beside, self._cells, enabled=possible)

    def _undo_option(self) -> Option:
        return _entry(UNDO, self._undo_key, undo_title(), self._undo_beside, self._cells, enabled=self._can_undo)

    def _needs(self, verb: Verb) -> str:
        needed = [field_label(field.name, verb.value) for field in FIELDS[verb] if field.required]
        count = sum(verb in order.verbs for order in self._orders)
        if len(self._orders) > 1 and count < len(self._orders):
            needed.insert(0, _("{count} of {all}").format(count=count, all=len(self._orders)))
        return listing(needed)

    def _reason(self, verb: Verb) -> str:
        if verb in self._barred:
            return _("for: {roles}").format(roles=roles_text(self._barred[verb].roles))
        if verb in self._unready and any(verb in order.verbs for order in self._orders):
            return _(_NOTHING_TO_ACT_ON.get(self._unready[verb].what, _NOT_NOW))
        if len(self._orders) > 1 and single_only(verb):
            return _("one order at a time")
        if blocked_by_hold(verb, self._orders):
            return _("the order is on hold")
        states = states_of(verb)
        named = listing(label(state) for state in states[:_MOST_STATES])
        if len(states) > _MOST_STATES:
            named += " …"
        return _("when: {states}").format(states=named)

    @on(Input.Changed)
    def _narrowed(self, message: Input.Changed) -> None:
        message.stop()
        self._list(message.value)

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        options = self.query_one(OptionList)
        here = options.highlighted_option
        if here is None:
            said = _("Nothing of this name is possible.")
        else:
            said = undo_help() if here.id == UNDO else verb_help(Verb(str(here.id)))
        self.query_one("#help", Static).update(plain(said))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(str(message.option.id))

    def action_move(self, by: int) -> None:
        """Move the choice while the field keeps the focus."""
        options = self.query_one(OptionList)
        step = options.action_cursor_down if by > 0 else options.action_cursor_up
        for _count in range(abs(by)):
            step()


def _entry(name: str, letter: str, title: str, beside: str, cells: int, *, enabled: bool) -> Option:
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(fit(letter, _KEY_CELLS), style="bold" if enabled else "")
    text.append(fit(title, cells))
    text.append(f"  {cut(beside, _ROW - _KEY_CELLS - cells - 2)}", style="dim")
    return Option(Content.from_rich_text(text), id=name, disabled=not enabled)


def heading(orders: Sequence[Seen]) -> str:
    """Return which orders a dialog is about, as its title."""
    if len(orders) == 1:
        one = orders[0]
        return _(" · ").join(part for part in (one.number, one.customer, label(one.state)) if part)
    return ngettext("{number} order", "{number} orders", len(orders)).format(number=len(orders))


def _late(stage: Stage) -> bool:
    return stage is Stage.ANYWHERE
