"""The wizard of the first run: it asks for what a desk needs, step by step, and makes it when it is told to."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from data.errors import Refusal
from data.words import N_, _, current_language
from data.words.explain import explain
from screens.copying import CopyingScreen
from screens.dialog import plain
from screens.keybar import Key, KeyBar
from screens.keys import DIALOG, key
from screens.wizard_field import WizardField
from screens.wizard_file import FileStep
from screens.wizard_plan import ASKS, CONFIRM, FOUND, OPEN, WAYS, WELCOME, Answers, Founder, Step, Way
from screens.work import start
from widgets.job_bar import JobBar
from widgets.lookup import Lookup

if TYPE_CHECKING:
    from screens.bridge import Bridge

_OF_FILES = frozenset({"skip", "write", "columns", "next_file"})
"""What can be done only where files are taken in."""


class WizardScreen(CopyingScreen[None]):
    """All steps; each is composed when it is gone to, and what was typed outlives it."""

    CSS_PATH = "wizard.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", "wizard.back", N_("Back"), N_("Go back a step; what was typed stays"), DIALOG),
        key("f8", "skip", "wizard.skip", N_("Skip"), N_("Go on without files"), DIALOG),
        key("f4", "write", "wizard.write", N_("Refused rows"), N_("Write the refused rows to a file"), DIALOG),
        key("f6", "columns", "wizard.columns", N_("Columns of the file"), N_("Say what the columns of the file are"),
            DIALOG),
        key("f7", "next_file", "wizard.next_file", N_("Next file"), N_("Show the next one of the files"), DIALOG),
        key("ctrl+s,f10", "next", "wizard.next", N_("Next"), N_("Go on to the next step"), DIALOG),
    ]  # fmt: skip

    class Done(Message):
        """The wizard is at its end.

        Attributes:
            way: what the person wanted.
            folder: of the desk that is to be opened, where one was named.
        """

        def __init__(self, way: Way, folder: str = "") -> None:
            super().__init__()
            self.way = way
            self.folder = folder

    def __init__(self, founder: Founder, languages: dict[str, str]) -> None:
        """Begin.

        Args:
            founder: has things done.
            languages: the languages, each with its own name.
        """
        super().__init__()
        self._founder = founder
        self._languages = languages
        self._answers = Answers(founder)
        self._paths: dict[str, str] = {}
        self._step = WELCOME
        self._bridge: Bridge | None = None
        self._busy = False
        self._stop = Event()

    # --- composing ----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose what every step has, and the step between it."""
        step = self._step
        with Vertical(id="box", classes="-file" if step.holds else ""):
            yield Static(plain(self._heading()), id="title", markup=False)
            yield Static(
                plain(_(step.intro).format(folder=self._founder.suggest("folder", {}))), id="intro", markup=False
            )
            with VerticalScroll(id="step", can_focus=False, classes="-file" if step.holds else ""):
                yield from self._inside()
            yield Static("", id="said", markup=False)
            yield JobBar(id="making")
            with Horizontal(id="buttons"):
                yield Button(Content(_("Back")), id="back", compact=True)
                yield Button(Content(""), id="next", variant="primary", compact=True)
                yield Button(Content(_("Skip")), id="skip", compact=True)
        yield KeyBar()

    def _heading(self) -> str:
        step = self._step
        if step not in FOUND or step is WELCOME:
            return _("{program} · {step}").format(program="orderclerk", step=_(step.title))
        place, of_all = FOUND.index(step), len(FOUND) - 1
        text = _("{step} · step {place} of {all}")
        return text.format(step=_(step.title), place=place, all=of_all)

    def _inside(self) -> ComposeResult:
        step = self._step
        if step is WELCOME:
            with Horizontal(classes="line"):
                yield Static(plain(_("Language")), classes="name", markup=False)
                languages = [(plain(title), name) for name, title in self._languages.items()]
                yield Select(languages, value=current_language(), allow_blank=False, id="language", compact=True)
            yield OptionList(
                *(Option(plain(_(title)), id=way.value) for way, title in WAYS.items()), id="ways", markup=False
            )
        elif step is CONFIRM:
            yield Static(plain("\n".join(self._answers.told()), multiline=True), id="summary", markup=False)
        elif step.holds is not None and self._bridge is not None:
            memory, paths = self._founder.memory, self._paths.get(step.name, "")
            yield FileStep(self._bridge, memory, step.holds, paths, self._stop)
        for name in step.asks:
            yield WizardField(name, ASKS[name], self._answers, self._founder)

    def on_mount(self) -> None:
        """Begin the first step."""
        self._begin_step()

    def _begin_step(self) -> None:
        self._show_keys()
        if self._step is WELCOME:
            ways = self.query_one("#ways", OptionList)
            ways.highlighted = 0
            ways.focus()
        elif self._fields():
            self._fields()[0].entry.focus()
        elif self._file() is None:
            self.query_one("#next").focus()

    def _show_keys(self) -> None:
        file, step = self._file(), self._step
        title = file.next_title if file is not None else _("Make the desk") if step is CONFIRM else _("Next")
        if step is OPEN:
            title = _("Open")
        if step is FOUND[-1] and file is not None and file.done:
            title = _("To the desk")
        self.query_one("#next", Button).label = plain(title)
        self.query_one("#back", Button).display = step is not WELCOME
        skips = file is not None and not file.done
        self.query_one("#skip", Button).display = skips
        left = [Key("ctrl+s", title, "next", enabled=not self._busy)]
        if skips:
            left.append(Key("F8", _("skip"), "skip"))
        left += file.keys() if file is not None else []
        if step is not WELCOME:
            left.append(Key("esc", _("back"), "back"))
        left.append(Key("ctrl+q", _("quit"), "app.quit"))
        self.query_one(KeyBar).show(left, (Key("F1", _("help"), "app.help"),))

    def _fields(self) -> list[WizardField]:
        return list(self.query(WizardField))

    def _file(self) -> FileStep | None:
        return next(iter(self.query(FileStep)), None)

    async def _go(self, step: Step) -> None:
        """Go to another step; what was typed here is kept."""
        self._keep()
        self._step = step
        await self.recompose()
        self._begin_step()

    def _keep(self) -> None:
        for one in self._fields():
            one.keep()
        file = self._file()
        if file is not None:
            self._paths[self._step.name] = file.path

    # --- language and fields ------------------------------------------------------------------------------------

    @on(Select.Changed, "#language")
    async def _spoken(self, message: Select.Changed) -> None:
        message.stop()
        language = str(message.value)
        if language == current_language():
            return
        if fault := self._founder.speak(language):
            self._say(fault, bad=True)
            return
        await self.recompose()
        self._begin_step()
        self.query_one("#language").focus()

    @on(Lookup.Typed)
    @on(Input.Changed)
    @on(Select.Changed)
    def _typed(self, message: Message) -> None:
        """Keep what is typed, and let what follows from it follow."""
        fields = self._fields()
        changed = [one for one in fields if one.text != self._answers.get(one.asked)]
        for one in changed:
            one.keep()
            one.mark(wrong=False)
        for one in fields:
            if one not in changed:
                one.follow()
        if changed:
            self._hint()
        message.stop()

    @on(Lookup.Entered)
    def _entered(self, message: Lookup.Entered) -> None:
        message.stop()
        self._typed(message)
        self._after_field(message.lookup)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self._after_field(message.input)

    def _after_field(self, control: Widget) -> None:
        """Go to the next field; from the last one to the next step."""
        fields = self._fields()
        place = next((at for at, one in enumerate(fields) if one.control is control), len(fields) - 1)
        if place + 1 < len(fields):
            fields[place + 1].entry.focus()
        else:
            self.action_next()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002 - Textual's signature
        """Say what the field is for."""
        self._hint()

    def _hint(self) -> None:
        fields = self._fields()
        if any(one.has_class("-wrong") for one in fields):
            return
        here = next((one for one in fields if one.has_focus_within), None)
        self._say(_(here.ask.hint) if here is not None else "")

    def _say(self, text: str, *, bad: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(plain(text, multiline=True))
        said.set_class(bad, "bad")
        said.set_class(bool(text), "-some")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out the keys of other steps, so that the help does not name them."""
        gone = self._step is WELCOME if action == "back" else action in _OF_FILES and self._file() is None
        return False if gone else super().check_action(action, parameters)

    # --- going on and back --------------------------------------------------------------------------------------

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        acts = {"next": self.action_next, "skip": self.action_skip, "back": self.action_back}
        acts[str(message.button.id)]()

    @on(OptionList.OptionSelected, "#ways")
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        self._take_way(Way(str(message.option.id)))

    def _take_way(self, way: Way) -> None:
        if way is Way.SAMPLE:
            self.post_message(self.Done(way))
        else:
            self._work(partial(self._go, OPEN if way is Way.OPEN else FOUND[1]))

    @on(FileStep.Entered)
    def _path_entered(self) -> None:
        self.action_next()

    @on(FileStep.Changed)
    def _file_changed(self) -> None:
        self._show_keys()

    def action_next(self) -> None:
        """Go on: check what was answered, make the desk, take the files in, or take the next step."""
        step, file = self._step, self._file()
        if self._busy or (file is not None and file.job.running):
            return
        if step is WELCOME:
            at = self.query_one("#ways", OptionList).highlighted or 0
            self._take_way(list(Way)[at])
        elif file is not None and not file.done:
            file.go_on()
        elif file is not None:
            self._leave_file()
        else:
            self._keep()
            self._work(self._make if step is CONFIRM else self._check)

    def action_skip(self) -> None:
        """Go on without files."""
        file = self._file()
        if file is not None and not file.job.running:
            self._leave_file()

    def action_next_file(self) -> None:
        """Show the next one of the files."""
        if file := self._file():
            file.next_file()

    def action_columns(self) -> None:
        """Say what the columns of the file are."""
        if file := self._file():
            file.say_columns()

    def action_write(self) -> None:
        """Write the refused rows of the file."""
        if file := self._file():
            file.write_refused()

    def _leave_file(self) -> None:
        if self._step is FOUND[-1]:
            self.post_message(self.Done(Way.MAKE))
        else:
            self._work(partial(self._go, FOUND[FOUND.index(self._step) + 1]))

    def action_back(self) -> None:
        """Go back a step; from what is done there is no way back."""
        step, file = self._step, self._file()
        if self._busy or (file is not None and file.stop()) or step is WELCOME:
            return
        if step is OPEN:
            self._work(partial(self._go, WELCOME))
        elif FOUND.index(step) == FOUND.index(CONFIRM) + 1:
            self._say(_("The desk is made. What was answered can be changed in its policy."))
        else:
            self._work(partial(self._go, FOUND[FOUND.index(step) - 1]))

    def _work(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do one thing at a time."""
        if not self._busy:
            self._busy = True
            start(self, partial(self._working, work), "wizard", "a step of the wizard")

    async def _working(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        finally:
            self._busy = False
            if self.is_mounted:
                self._show_keys()

    async def _check(self) -> None:
        """See whether what was answered can be right, then go on."""
        step = self._step
        names, answers = step.asks, self._answers.all()
        faults = await asyncio.to_thread(self._founder.faults, names, answers)
        if faults:
            self._show_faults(dict(faults))
        elif step is OPEN:
            self.post_message(self.Done(Way.OPEN, answers["desk"]))
        else:
            await self._go(FOUND[FOUND.index(step) + 1])

    def _show_faults(self, faults: dict[str, str]) -> None:
        for one in self._fields():
            one.mark(wrong=one.asked in faults)
        first = next((one for one in self._fields() if one.asked in faults), None)
        if first is not None:
            first.entry.focus()
            self._say(faults[first.asked], bad=True)

    async def _make(self) -> None:
        """Make the desk; why it cannot be is said here, and everything typed stays."""
        job = self.query_one("#making", JobBar)
        answers = self._answers.all()
        names = tuple(name for one in FOUND for name in one.asks)
        job.begin(_("making the desk"))
        try:
            faults = await asyncio.to_thread(self._founder.faults, names, answers)
            if not faults:
                await asyncio.to_thread(self._founder.make, answers)
        except Refusal as refusal:
            self._say(explain(refusal), bad=True)
            return
        finally:
            job.end()
        if faults:
            self._say("\n".join(faults.values()), bad=True)
            return
        self._bridge = self._founder.bridge()
        await self._go(FOUND[FOUND.index(CONFIRM) + 1])

    def on_unmount(self) -> None:
        """Stop what is under way and close the desk."""
        self._stop.set()
        if self._bridge is not None:
            self._bridge.close()
