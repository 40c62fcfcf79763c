"""Taking a file or pasted lines in from the screen: what would become of it first, then, when told so, for good."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Select, Static, TextArea

from data.errors import Cancelled, Refusal
from data.words import N_, _
from data.words.explain import explain, problem_text
from screens.dialog import Confirm, plain
from screens.intake_asked import AskedFields, AskPath, is_there
from screens.intake_original import show_sheets
from screens.intake_paths import complete
from screens.intake_report import ReportView
from screens.intake_typing import Suggesting
from screens.keybar import Key, KeyBar
from screens.keys import DIALOG, key
from screens.work import start
from widgets.cells import Tone
from widgets.job_bar import JobBar
from widgets.lookup import Lookup, Suggestion
from widgets.original_view import OriginalView

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.inbox import Asked, Looked
    from data.drafts import FileReport
    from screens.office import Office


_LEFT = ("intake.paste",)
"""Under which key pasted lines are remembered that were not taken in yet."""


class ImportScreen(ModalScreen[tuple[str, ...]]):
    """Taking one file in; it answers the numbers of the orders that came in."""

    CSS_PATH = "intake_import.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "leave", "import.leave", N_("Back"), N_("Stop what is under way, or leave"), DIALOG),
        key("ctrl+s,f10", "go_on", "import.go_on", N_("Check, take in"), N_("Check the file; then take it in"), DIALOG),
        key("f4", "write", "import.write", N_("Refused rows"), N_("Write the refused rows to a file"), DIALOG),
        key("f8", "sheets", "import.sheets", N_("The file"), N_("Go to the rows of the file, and back"), DIALOG),
    ]

    def __init__(self, office: "Office", *, paste: bool = False) -> None:
        """Begin.

        Args:
            office: the surroundings.
            paste: whether lines are pasted in place of a file.
        """
        super().__init__()
        self.office = office
        self._paste = paste
        self._looked: Looked | None = None
        self._taken: FileReport | None = None
        self._stop = Event()
        self._suggesting = Suggesting(office.bridge)

    # --- composing ----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose what is asked, the report, the rows of the file and the keys."""
        yield Static(plain(_("Paste lines") if self._paste else _("Import files")), id="title", markup=False)
        with Container(id="asked"):
            if self._paste:
                yield TextArea(id="text", soft_wrap=False, compact=True)
            else:
                with Horizontal(classes="line"):
                    yield Static(plain(_("file")), classes="name", markup=False)
                    yield Lookup(self._paths, id="path")
            yield AskedFields(self._suggesting.customers)
        with Container(id="found"):
            yield ReportView(id="report")
            yield OriginalView(id="sheets")
        yield JobBar(id="job")
        with Horizontal(id="buttons"):
            yield Button(Content(_("Check")), id="look", variant="primary", compact=True)
            yield Button(Content(_("Take in")), id="take", variant="success", compact=True)
            yield Button(Content(_("Write refused rows …")), id="write", compact=True)
            yield Button(Content(_("Back")), id="back", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the file."""
        self.fit()
        self._ask_again()
        if self._paste:
            area = self.query_one("#text", TextArea)
            area.text = self.office.left.get(_LEFT, {}).get("text", "")
            area.focus()
        else:
            self.query_one("#path", Lookup).entry.focus()

    def on_resize(self) -> None:
        """Let report and rows stand beside each other where there is room."""
        self.fit()

    def fit(self) -> None:
        """Set the classes by which the parts find their places."""
        width, height = self.app.size
        self.set_class(width >= 120, "-two")  # noqa: PLR2004 - columns of the terminal
        self.set_class(height < 24, "-low")  # noqa: PLR2004 - its lines

    def _show_keys(self) -> None:
        left = [
            Key("ctrl+s", _("take in") if self._looked is not None and self._taken is None else _("check"), "go_on")
        ]
        left.append(Key("F8", _("rows of the file"), "sheets", enabled=self._looked is not None))
        left.append(Key("F4", _("write refused rows"), "write", enabled=bool(self._refused())))
        left.append(Key("esc", _("back"), "leave"))
        self.query_one(KeyBar).show(left, (Key("F1", _("help"), "app.help"),))
        self.set_class(self._looked is not None, "-found")
        self.query_one("#take", Button).disabled = not self._can_take()
        self.query_one("#write", Button).disabled = not self._refused()

    def _can_take(self) -> bool:
        """Whether there is something to take in: a file that was looked at, and of which not all is known or bad."""
        looked = self._looked
        return looked is not None and self._taken is None and (looked.report.orders + looked.report.records) > 0

    def _refused(self) -> int:
        report = self._taken or (self._looked.report if self._looked is not None else None)
        return len(report.refused) if report is not None else 0

    async def _paths(self, text: str) -> Sequence[Suggestion]:
        return await asyncio.to_thread(complete, text)

    # --- what is asked ------------------------------------------------------------------------------------------

    @on(Select.Changed)
    @on(Lookup.Typed)
    @on(Input.Changed)
    @on(TextArea.Changed)
    def _other(self) -> None:
        """Look anew: what was found belongs to what was asked before."""
        if self._looked is not None or self._taken is not None:
            self._ask_again()

    def _ask_again(self) -> None:
        self._looked, self._taken = None, None
        if self._paste:
            said = _("Paste rows with their headings, from a sheet or a mail, then Ctrl+S. They are checked first.")
        else:
            said = _("Type the path of a file, then Enter. It is checked first; nothing is taken in yet.")
        self.query_one(ReportView).say(said)
        self.query_one("#sheets", OriginalView).show_nothing()
        self._show_keys()

    @on(Lookup.Entered, "#path")
    def _path_entered(self, message: Lookup.Entered) -> None:
        message.stop()
        if self.query_one("#path", Lookup).text.endswith(("/", "\\")):
            start(self, self._open_folder, "path", "what is in a folder")
        else:
            self.look()

    async def _open_folder(self) -> None:
        lookup = self.query_one("#path", Lookup)
        lookup.list.offer(await self._paths(lookup.text))

    @on(Lookup.Entered, "#customer")
    @on(Input.Submitted, "#currency")
    def _entered(self) -> None:
        self.look()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        acts: dict[str, Callable[[], None]] = {
            "look": self.look, "take": self.take, "write": self.action_write, "back": self.action_leave,
        }  # fmt: skip
        acts[str(message.button.id)]()

    # --- looking and taking in ----------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        """Look at the file; when that is done, take it in."""
        if self._taken is not None:
            self.action_leave()
        elif self._looked is None:
            self.look()
        else:
            self.take()

    def look(self) -> None:
        """Say what would become of the file."""
        if self._job.running:
            return
        path = "" if self._paste else self.query_one("#path", Lookup).text.strip()
        text = self.query_one("#text", TextArea).text if self._paste else ""
        if not (path or text.strip()):
            self._ask_again()
            return
        self._begin(_("reading"))
        start(self, partial(self._look, path, text, self.query_one(AskedFields).asked()), "import", "a look at a file")

    async def _look(self, path: str, text: str, asked: "Asked") -> None:
        progress = self._progress()

        def read(desk: "Desk") -> "Looked":
            if self._paste:
                return desk.inbox.look_at_text(text, asked)
            return desk.inbox.look(path, asked, progress, self._stop.is_set)

        try:
            looked = await self.office.bridge.ask(read)
        except Refusal as refusal:
            self.query_one(ReportView).say(explain(refusal), Tone.BAD)
        else:
            self._looked = looked
            self.query_one(ReportView).show(looked)
            show_sheets(self.query_one("#sheets", OriginalView), looked.source.name, looked.sheets)
        self._end()
        if self._can_take():
            self.query_one("#take", Button).focus()
        elif self._looked is not None:
            self.query_one(ReportView).focus()

    def take(self) -> None:
        """Take the file in."""
        looked = self._looked
        if looked is None or not self._can_take() or self._job.running:
            return
        self._begin(_("taking in {name}").format(name=looked.source.name))
        start(self, partial(self._take, looked), "import", "taking in of a file")

    async def _take(self, looked: "Looked") -> None:
        progress = self._progress()
        try:
            report = await self.office.bridge.ask(lambda desk: desk.inbox.take(looked, progress, self._stop.is_set))
        except Cancelled as refusal:
            self.query_one(ReportView).say(explain(refusal), Tone.WARN)
            self._looked = None
        except Refusal as refusal:
            self.query_one(ReportView).say(explain(refusal), Tone.BAD)
            self._looked = None
        else:
            self._taken = report
            self.query_one(ReportView).show(looked, report)
            self.query_one("#back", Button).label = Content(_("Close"))
        self._end()
        self.query_one("#write" if self._refused() and self._taken is not None else "#back", Button).focus()

    # --- what is under way --------------------------------------------------------------------------------------

    @property
    def _job(self) -> JobBar:
        return self.query_one(JobBar)

    def _begin(self, what: str) -> None:
        self._stop.clear()
        self._job.begin(what)
        self._job.focus()

    def _end(self) -> None:
        self._job.end()
        self._show_keys()

    def _progress(self) -> Callable[[int, int], None]:
        """Return what a thread tells its progress to."""
        loop = asyncio.get_running_loop()
        return lambda done, of_all: _nothing(loop.call_soon_threadsafe(self._advanced, done, of_all))

    def _advanced(self, done: int, of_all: int) -> None:
        if self.is_mounted and self._job.running:
            self._job.advance(done, of_all)

    @on(JobBar.CancelAsked)
    def _cancel(self) -> None:
        self._stop.set()

    def action_leave(self) -> None:
        """Stop what is under way; else leave."""
        if self._job.running:
            self._job.action_cancel()
        else:
            self._keep_text()
            self.dismiss(self._taken.numbers if self._taken is not None else None)

    def _keep_text(self) -> None:
        """Keep what was pasted until it is taken in: it is there again the next time."""
        self.office.left.pop(_LEFT, None)
        if self._paste and self._taken is None and (text := self.query_one("#text", TextArea).text).strip():
            self.office.left[_LEFT] = {"text": text}

    def action_sheets(self) -> None:
        """Go to the rows of the file, from there to the report."""
        sheets = self.query_one("#sheets", OriginalView)
        if sheets.has_focus:
            self.remove_class("-rows")
            self.query_one(ReportView).focus()
        elif self._looked is not None:
            self.add_class("-rows")
            sheets.focus()

    # --- refused rows -------------------------------------------------------------------------------------------

    def action_write(self) -> None:
        """Ask where the refused rows are to be written."""
        looked = self._looked
        if looked is None or not self._refused():
            return
        source = Path("~") if self._paste else Path(self.query_one("#path", Lookup).text.strip()).parent
        name = f"{Path(looked.source.name).stem}-{_('refused')}.csv"
        self.app.push_screen(AskPath(_("Write refused rows"), str(source / name)), self._write_to)

    async def _write_to(self, target: str | None) -> None:
        if target is None:
            return
        if await asyncio.to_thread(is_there, target):
            question = _("{path} is there already. It is replaced.").format(path=target)
            self.app.push_screen(Confirm(question, _("Replace it")), partial(self._replace, target))
        else:
            self._write(target)

    def _replace(self, target: str, sure: bool | None) -> None:
        if sure:
            self._write(target)

    def _write(self, target: str) -> None:
        start(self, partial(self._written, target), "import", "writing of refused rows")

    async def _written(self, target: str) -> None:
        looked = self._looked
        if looked is None:
            return
        report = self._taken or looked.report
        try:
            path = await self.office.bridge.ask(
                lambda desk: desk.inbox.write_refused(looked, report, target, problem_text)
            )
        except Refusal as refusal:
            self.app.notify(explain(refusal), severity="error", markup=False)
        else:
            said = _("The refused rows are in {path}. Mend them there and take that file in.")
            self.app.notify(said.format(path=path), markup=False)


def _nothing(_anything: object) -> None:
    """Take what a call returns that is of no use."""
