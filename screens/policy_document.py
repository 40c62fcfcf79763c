"""The document of the policy on the screen: read by section, edited with its faults at hand, kept while one types."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import ContentSwitcher, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from data.drafts import Problem
from data.errors import Refusal
from data.rules.policy_places import faults, key_at, sections
from data.words import N_, _
from data.words.explain import explain
from data.words.formats import format_datetime
from data.words.policy_terms import meaning
from screens.copying import CopyingScreen
from screens.dialog import Confirm, plain
from screens.drafts import EVERY, POLICY_KIND, DraftKeeper
from screens.keybar import Key, KeyBar
from screens.keys import DIALOG, key
from screens.office import Office
from screens.policy_views import ChangesView, FaultsView, VersionsView
from screens.work import start
from widgets.lines_view import LinesView

if TYPE_CHECKING:
    from textual.timer import Timer

    from data.desk.desk import Desk
    from data.errors import NotPermitted
    from data.rules.policy_changes import Edition

DOCUMENT, CHANGES, HISTORY = "document-pane", "changes-pane", "history-pane"

_PAUSE = 0.3
"""Seconds without a key after which what is typed is looked over."""

_WIDE = 100
"""From this width on the sections stand beside the document."""

_LEFT = ("policy",)


class PolicyDocument(ModalScreen[None], CopyingScreen[None]):
    """The part of the screen that is about the text; what is done with it is the subclass's."""

    CSS_PATH = "policy.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f4", "section(1)", "policy.next", N_("Next section"), N_("Go to the next section"), DIALOG, priority=True),
        key("shift+f4", "section(-1)", "policy.before", N_("Section before"), N_("Go to the section before"), DIALOG,
            priority=True),
        key("f6", "next_fault", "policy.fault", N_("Next fault"), N_("Go to the next fault"), DIALOG, priority=True),
        key("ctrl+r", "start_over", "policy.start_over", N_("Start over"), N_("Give up what was typed"), DIALOG,
            priority=True),
        key("escape", "leave", "policy.leave", N_("Back"), N_("Leave; what was typed is kept"), DIALOG, priority=True),
    ]  # fmt: skip

    def __init__(
        self, office: Office, system_user: str = "", kept: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Open the policy.

        Args:
            office: the surroundings.
            system_user: the user of the computer, who must not lock himself out.
            kept: what was typed before, and on which version.
            draft: the name of the draft that is taken up again.
        """
        super().__init__()
        self.office = office
        self._user = system_user
        left = dict(office.left.get(_LEFT, {}))
        self._kept = dict(left if kept is None else kept)
        self._keeper = DraftKeeper(office.bridge, POLICY_KIND, "", self.typed, draft or self._kept.get("name", ""))
        self._seen = 0
        self._in_force = ""
        self._history: tuple[Edition, ...] = ()
        self._barred: NotPermitted | None = None
        self._faults: tuple[Problem, ...] = ()
        self._pause: Timer | None = None
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Compose title, sections, document, differences, history, and what is said of them."""
        yield Static("", id="title", markup=False)
        with Horizontal(id="work"):
            yield OptionList(id="sections", compact=True, markup=False)
            with ContentSwitcher(initial=DOCUMENT, id="panes"):
                with Vertical(id=DOCUMENT):
                    yield TextArea(
                        "", id="text", show_line_numbers=True, soft_wrap=True, compact=True, read_only=True,
                        tab_behavior="indent", max_checkpoints=500,
                    )  # fmt: skip
                with Vertical(id=CHANGES):
                    yield ChangesView(id="changes")
                with Vertical(id=HISTORY):
                    yield VersionsView(id="versions")
                    yield Static("", id="compared", markup=False)
                    yield ChangesView(id="compared-changes", meanings=False)
        yield Static("", id="meaning", markup=False)
        yield FaultsView(id="faults")
        yield Static("", id="said", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the policy."""
        self.fit()
        self._show_keys()
        self.text.focus()
        self.set_interval(EVERY, self._keep)
        start(self, self._begin, "policy", "policy in force and its history")

    def on_resize(self) -> None:
        """Show the sections where there is room for them."""
        self.fit()

    def fit(self) -> None:
        """Show the sections where there is room for them."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")

    @property
    def text(self) -> TextArea:
        """The document as it stands."""
        return self.query_one("#text", TextArea)

    @property
    def _shown(self) -> str:
        return str(self.query_one("#panes", ContentSwitcher).current)

    def _changed(self) -> bool:
        return self._seen > 0 and self.text.text != self._in_force

    # --- reading --------------------------------------------------------------------------------------------------

    async def _begin(self) -> None:
        try:
            await self._read()
        except Refusal as refusal:
            self.say(explain(refusal), bad=True)
            return
        text = self._in_force
        if self._kept.get("document") and self._barred is None:
            text = self._kept["document"]
            self._seen = int(self._kept.get("seen") or self._seen)
            if not self._history or self._seen != self._history[0].version:
                self._in_force = next((one.document for one in self._history if one.version == self._seen), text)
            self.say(_("What you typed before is here again."))
        self.text.load_text(text)
        self.text.read_only = self._barred is not None
        if self._barred is not None:
            self.say(explain(self._barred))
        self._look_over()
        self._show()

    async def _read(self) -> None:
        def asked(desk: "Desk") -> "tuple[int, str, tuple[Edition, ...], NotPermitted | None]":
            return *desk.policy.document(), desk.policy.history(), desk.policy.barred()

        self._seen, self._in_force, self._history, self._barred = await self.office.bridge.ask(asked)

    def _show(self) -> None:
        """Show title, sections, and what is at the cursor, as things are now."""
        self._show_title()
        found = sections(self.text.text)
        options = self.query_one("#sections", OptionList)
        if [option.id for option in options.options] != [one.name for one in found]:
            options.clear_options()
            options.add_options([Option(plain(one.name), id=one.name) for one in found])
        self._show_place()
        self._show_keys()

    def _show_title(self) -> None:
        newest = self._history[0] if self._history else None
        parts = [_("Policy of the office")]
        if newest is not None:
            since = format_datetime(newest.at, self.office.moment().zone)
            parts.append(_("version {number}").format(number=newest.version))
            parts.append(_("in force since {time} ({person})").format(time=since, person=newest.by))
        if self._changed():
            parts.insert(2, _("changed, not in force yet"))
        self.query_one("#title", Static).update(plain(_(" · ").join(parts)))

    def _show_place(self) -> None:
        """Show what the setting at the cursor means, and its section in the list."""
        row = self.text.cursor_location[0] + 1
        here = key_at(self.text.text, row)
        told = _("{field}: {text}").format(field=here, text=meaning(here)) if meaning(here) else here
        self.query_one("#meaning", Static).update(plain(told if self._shown == DOCUMENT else ""))
        options = self.query_one("#sections", OptionList)
        at = [place for place, one in enumerate(sections(self.text.text)) if one.line <= row]
        if at and at[-1] < options.option_count:
            with self.prevent(OptionList.OptionHighlighted):
                options.highlighted = at[-1]

    def _show_keys(self) -> None:
        typing = self._barred is None
        here = self._shown
        left = [Key("ctrl+s", _("put in force"), "submit", enabled=typing and self._changed() and not self._faults)]
        left += [Key("esc", _("document") if here != DOCUMENT else _("back"), "leave")]
        if here == HISTORY:
            left += [Key("space", _("compare with"), "mark"), Key("enter", _("take its text"), "take", enabled=typing)]
        else:
            left.append(Key("F4", _("next section"), "section(1)"))
            left.append(Key("F6", _("next fault"), "next_fault", enabled=bool(self._faults)))
        left += [Key("F7", _("differences"), "changes"), Key("F8", _("history"), "history")]
        left.append(Key("ctrl+r", _("start over"), "start_over", enabled=typing and self._changed()))
        self.query_one(KeyBar).show(left, (Key("F1", _("help"), "app.help"),))

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say something below the document."""
        if self.is_mounted:
            said = self.query_one("#said", Static)
            said.update(plain(text, multiline=True))
            said.set_class(bad, "bad")
            said.display = bool(text)

    # --- typing ---------------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _typed(self, message: TextArea.Changed) -> None:
        message.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._look_over)

    @on(TextArea.SelectionChanged)
    def _moved(self, message: TextArea.SelectionChanged) -> None:
        message.stop()
        self._show_place()

    def _look_over(self) -> None:
        start(self, self._find_faults, "faults", "faults of the policy", only=True)

    async def _find_faults(self) -> None:
        text = self.text.text
        found = await asyncio.to_thread(faults, text)
        if not self.is_mounted or text != self.text.text:
            return
        self._faults = found
        view = self.query_one("#faults", FaultsView)
        view.show(found)
        if view.display != bool(found):
            view.display = bool(found)
            self.call_after_refresh(self.text.scroll_cursor_visible)
        self._show()
        self.looked_over()

    def looked_over(self) -> None:
        """Take note that the document was looked over after it was changed."""

    @on(LinesView.Chosen, "#faults")
    def _fault_chosen(self, message: LinesView.Chosen) -> None:
        message.stop()
        self._go_to_fault(self._faults[message.item])

    def action_next_fault(self) -> None:
        """Go to the next fault below the cursor, from the last one to the first."""
        if not self._faults:
            self.say(_("There is no fault."))
            return
        row = self.text.cursor_location[0] + 1
        below = [one for one in self._faults if (one.where.row or 0) > row]
        self._go_to_fault((below or list(self._faults))[0])

    def _go_to_fault(self, fault: Problem) -> None:
        self._switch(DOCUMENT)
        if fault.where.row:
            self.text.move_cursor((min(fault.where.row, self.text.document.line_count) - 1, 0), center=True)

    def action_section(self, by: int) -> None:
        """Go to another section."""
        self._switch(DOCUMENT)
        found = sections(self.text.text)
        row = self.text.cursor_location[0] + 1
        if by > 0:
            wanted = next((one.line for one in found if one.line > row), None)
        else:
            wanted = next((one.line for one in reversed(found) if one.line < row), None)
        if wanted is not None:
            self._go_to_line(wanted)

    def _go_to_line(self, line: int) -> None:
        self.text.move_cursor((line - 1, 0), center=True)

    @on(OptionList.OptionSelected, "#sections")
    def _section_chosen(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        wanted = next((one.line for one in sections(self.text.text) if one.name == message.option.id), 1)
        self._switch(DOCUMENT)
        self._go_to_line(wanted)

    # --- drafts ---------------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        """Return what a draft keeps: the text and the version that it was made of; nothing where nothing was typed."""
        return {"document": self.text.text, "seen": str(self._seen)} if self.is_mounted and self._changed() else {}

    async def _keep(self) -> None:
        await self._keeper.keep()
        if self._keeper.trouble and self._keeper.trouble != self._trouble:
            said = _("What is typed cannot be kept beside the desk: {reason}")
            self.say(said.format(reason=self._keeper.trouble), bad=True)
        self._trouble = self._keeper.trouble

    def action_leave(self) -> None:
        """Go back to the document, or leave; what was typed is there again the next time."""
        if self._shown != DOCUMENT:
            self._switch(DOCUMENT)
        else:
            start(self, self._leave, "leave", "draft of the policy", only=True)

    async def _leave(self) -> None:
        typed = self.typed()
        self.office.left.pop(_LEFT, None)
        if typed:
            await self._keeper.keep()
            self.office.left[_LEFT] = {**typed, "name": self._keeper.name}
            self.app.notify(_("What was typed is kept. Open the policy again to go on."), markup=False)
        else:
            await self._keeper.close()
        self.dismiss(None)

    def action_start_over(self) -> None:
        """Give up what was typed, after asking."""
        if self._changed():
            question = _("Everything that you changed in the policy is given up.")
            self.app.push_screen(Confirm(question, _("Give up what was typed")), self._started_over)

    async def _started_over(self, sure: bool | None) -> None:
        if sure:
            await self._anew()

    async def _anew(self) -> None:
        """Show the policy in force, without anything that was typed."""
        await self._keeper.close()
        self._keeper = DraftKeeper(self.office.bridge, POLICY_KIND, "", self.typed)
        self._kept = {}
        self.office.left.pop(_LEFT, None)
        await self._begin()

    def _switch(self, pane: str) -> None:
        self.query_one("#panes", ContentSwitcher).current = pane
        focus = {DOCUMENT: "#text", CHANGES: "#changes", HISTORY: "#versions"}[pane]
        self.query_one(focus).focus()
        self._show_place()
        self._show_keys()
