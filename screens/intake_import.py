"""Taking a file or pasted lines in from the screen: what would become of it first, then, when told so, for good."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Select, Static, TextArea

from data.errors import Refusal
from data.words import N_, _
from data.words.explain import explain
from screens.copying import CopyingScreen
from screens.dialog import plain
from screens.intake_asked import AskedFields
from screens.intake_columns import FileColumns, Said
from screens.intake_drop import PathLookup
from screens.intake_files import Files, OneFile
from screens.intake_original import show_sheets
from screens.intake_paths import complete, joined, named
from screens.intake_refused import RefusedRows
from screens.intake_report import ReportView, notes
from screens.intake_typing import Suggesting
from screens.keybar import Key, KeyBar
from screens.keys import DIALOG, key
from screens.work import start
from widgets.job_bar import JobBar
from widgets.lookup import Lookup, Suggestion
from widgets.original_view import OriginalView

if TYPE_CHECKING:
    from screens.office import Office

_LEFT = ("intake.paste",)
"""Under which key pasted lines are remembered that were not taken in yet."""


class ImportScreen(ModalScreen[tuple[str, ...]], CopyingScreen[tuple[str, ...]]):
    """Taking files in; it answers the numbers of the orders that came in, the one to go to first."""

    CSS_PATH = "intake_import.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "leave", "import.leave", N_("Back"), N_("Stop what is under way, or leave"), DIALOG),
        key("ctrl+s,f10", "go_on", "import.go_on", N_("Check, take in"), N_("Check the file; then take it in"), DIALOG),
        key("f4", "write", "import.write", N_("Refused rows"), N_("Write the refused rows to a file"), DIALOG),
        key("f6", "columns", "import.columns", N_("Columns of the file"),
            N_("Say what the columns of the file are"), DIALOG),
        key("f7", "next_file", "import.next_file", N_("Next file"), N_("Show the next one of the files"), DIALOG),
        key("f8", "sheets", "import.sheets", N_("The file"), N_("Go to the rows of the file, and back"), DIALOG),
        key("ctrl+g", "to_clarify", "import.to_clarify", N_("To clarify"),
            N_("Leave, and go to the first order that needs clarification"), DIALOG),
    ]  # fmt: skip

    def __init__(self, office: "Office", *, paste: bool = False) -> None:
        """Begin.

        Args:
            office: the surroundings.
            paste: whether lines are pasted in place of files.
        """
        super().__init__()
        self.office = office
        self._paste = paste
        self._files = Files(office.bridge, office.memory)
        self._at = 0
        self._unclear: tuple[str, ...] = ()
        self._before: tuple[str, ...] = ()
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
                    yield Static(plain(_("files")), classes="name", markup=False)
                    yield PathLookup(self._paths, id="path")
            yield AskedFields(self._suggesting.customers)
        with Container(id="found"):
            yield ReportView(id="report")
            yield OriginalView(id="sheets")
        yield JobBar(id="job")
        with Horizontal(id="buttons"):
            yield Button(Content(_("Check")), id="look", variant="primary", compact=True)
            yield Button(Content(_("Take in")), id="take", variant="success", compact=True)
            yield Button(Content(_("Columns …")), id="columns", compact=True)
            yield Button(Content(_("Write refused rows …")), id="write", compact=True)
            yield Button(Content(_("Back")), id="back", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the files."""
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
        one = self._one
        going = self._files.can_take or self._files.is_done
        left = [Key("ctrl+s", _("done") if self._files.is_done else _("take in") if going else _("check"), "go_on")]
        left.append(Key("esc", _("back"), "leave"))  # where there is little room, the way out is shown all the same
        if self._unclear:
            left.append(Key("ctrl+g", _("to clarify"), "to_clarify"))
        if len(self._files.files) > 1:
            left.append(Key("F7", _("next file"), "next_file"))
        can_say = one is not None and bool(one.columns) and one.taken is None
        left.append(Key("F6", _("columns"), "columns", enabled=can_say))
        left.append(Key("F8", _("rows of the file"), "sheets", enabled=one is not None and one.looked is not None))
        left.append(Key("F4", _("write refused rows"), "write", enabled=bool(self._refused())))
        self.query_one(KeyBar).show(left, (Key("F1", _("help"), "app.help"),))
        self.set_class(one is not None and one.looked is not None, "-found")
        self.query_one("#take", Button).disabled = not self._files.can_take
        self.query_one("#columns", Button).disabled = not can_say
        self.query_one("#write", Button).disabled = not self._refused()

    # --- where it stands ----------------------------------------------------------------------------------------

    @property
    def _one(self) -> OneFile | None:
        """The file that is shown."""
        return self._files.files[self._at] if self._at < len(self._files.files) else None

    @property
    def _numbers(self) -> tuple[str, ...]:
        """The numbers of all orders that came in since the screen was opened."""
        return (*self._before, *self._files.numbers)

    def _refused(self) -> int:
        report = self._one.report if self._one is not None else None
        return len(report.refused) if report is not None else 0

    def _show(self) -> None:
        """Show how the files stand, and the one that is chosen."""
        self._at = max(0, min(self._at, len(self._files.files) - 1))
        self.query_one(ReportView).show(self._files, self._at, notes(self._files, self._unclear))
        sheets, one = self.query_one("#sheets", OriginalView), self._one
        if one is None or one.looked is None:
            sheets.show_nothing()
        else:
            show_sheets(sheets, one.looked.source.name, one.looked.sheets)
        self._show_keys()

    async def _paths(self, text: str) -> Sequence[Suggestion]:
        return await asyncio.to_thread(complete, text)

    # --- what is asked ------------------------------------------------------------------------------------------

    @on(Select.Changed)
    @on(Lookup.Typed)
    @on(Input.Changed)
    @on(TextArea.Changed)
    def _other(self) -> None:
        """Look anew: what was found belongs to what was asked before."""
        if self._files.files and not self._job.running:
            self._ask_again()

    def on_paste(self, event: events.Paste) -> None:
        """Take paths that are dropped onto the screen while no field has the focus."""
        if not self._paste and not self._job.running and event.text.strip():
            event.stop()
            lookup = self.query_one("#path", Lookup)
            lookup.put(joined(named(event.text)))
            lookup.entry.focus()
            self._ask_again()

    def _ask_again(self) -> None:
        self._before += self._files.numbers
        self._files.files, self._at, self._unclear = [], 0, ()
        if self._paste:
            said = _("Paste rows with their headings, from a sheet or a mail, then Ctrl+S. They are checked first.")
        else:
            said = _(
                "Type or drop paths of files (; between them), a folder or a pattern such as *.xlsx, then Ctrl+S. They "
                "are checked first; nothing is taken in yet."
            )
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
            "look": self.look, "take": self.take, "columns": self.action_columns, "write": self.action_write,
            "back": self.action_leave,
        }  # fmt: skip
        acts[str(message.button.id)]()

    # --- looking and taking in ----------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        """Look at the files; when that is done, take them in; when that is done, leave."""
        if self._files.is_done:
            self.action_leave()
        elif self._files.can_take:
            self.take()
        else:
            self.look()

    def look(self) -> None:
        """Say what would become of the files; of those that were not taken in yet, where some were."""
        if self._job.running:
            return
        text = (self.query_one("#text", TextArea) if self._paste else self.query_one("#path", Lookup)).text
        if not text.strip():
            self._ask_again()
            return
        anew = not any(one.taken for one in self._files.files)
        self._begin(_("reading"), partial(self._look, text if anew else ""))

    async def _look(self, text: str) -> None:
        """Look at the files that a text names, with none at those that were not looked at."""
        if text and self._paste:
            self._files.paste(text)
        elif text:
            await self._files.name(text)
        await self._files.look(self.query_one(AskedFields).asked(), self._job.begin, self._advanced)
        self._end()
        if self._files.can_take:
            self.query_one("#take", Button).focus()
        elif any(one.looked is not None for one in self._files.files):
            self.query_one(ReportView).focus()

    def take(self) -> None:
        """Take the files in."""
        if self._files.can_take and not self._job.running:
            self._begin(_("taking in"), self._take)

    async def _take(self) -> None:
        await self._files.take(self._job.begin, self._advanced)
        self._at = 0
        try:
            self._unclear = await self._files.to_clarify()
        except Refusal as refusal:
            self.app.notify(explain(refusal), severity="error", markup=False)
        self._end()
        if self._files.is_done:
            self.query_one("#back", Button).label = Content(_("Done"))
        self.query_one("#write" if self._refused() and self._files.is_done else "#back", Button).focus()

    # --- what is under way --------------------------------------------------------------------------------------

    @property
    def _job(self) -> JobBar:
        return self.query_one(JobBar)

    def _begin(self, what: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._files.stop.clear()
        self._job.begin(what)
        self._job.focus()
        start(self, work, "import", "files on their way in")

    def _end(self) -> None:
        self._job.end()
        self._show()

    def _advanced(self, done: int, of_all: int) -> None:
        if self.is_mounted and self._job.running:
            self._job.advance(done, of_all)

    @on(JobBar.CancelAsked)
    def _cancel(self) -> None:
        self._files.stop.set()

    def action_leave(self) -> None:
        """Stop what is under way; else leave."""
        if self._job.running:
            self._job.action_cancel()
        else:
            self._keep_text()
            self.dismiss(self._numbers or None)

    def action_to_clarify(self) -> None:
        """Leave, and go to the first order that needs clarification."""
        if self._unclear and not self._job.running:
            unclear = set(self._unclear)
            self._keep_text()
            self.dismiss((*self._unclear, *(number for number in self._numbers if number not in unclear)))

    def _keep_text(self) -> None:
        """Keep what was pasted until it is taken in: it is there again the next time."""
        self.office.left.pop(_LEFT, None)
        if self._paste and not self._files.is_done and (text := self.query_one("#text", TextArea).text).strip():
            self.office.left[_LEFT] = {"text": text}

    # --- one of the files ---------------------------------------------------------------------------------------

    def action_next_file(self) -> None:
        """Show the next one of the files, after the last one the first again."""
        if self._files.files and not self._job.running:
            self._at = (self._at + 1) % len(self._files.files)
            self._show()

    def action_sheets(self) -> None:
        """Go to the rows of the file, from there to the report."""
        sheets = self.query_one("#sheets", OriginalView)
        if sheets.has_focus:
            self.remove_class("-rows")
            self.query_one(ReportView).focus()
        elif self._one is not None and self._one.looked is not None:
            self.add_class("-rows")
            sheets.focus()

    def action_columns(self) -> None:
        """Say what the columns of the file are."""
        one = self._one
        if one is not None and one.columns and one.taken is None and not self._job.running:
            self.app.push_screen(
                FileColumns(one.name, one.columns, self._files.holds), partial(self._columns_said, one)
            )

    def _columns_said(self, one: OneFile, said: Said | None) -> None:
        if said is not None:
            self._files.say_columns(one, said.mapping, remember=said.remember)
            self._begin(_("reading"), partial(self._look, ""))

    def action_write(self) -> None:
        """Ask where the refused rows of the file are to be written."""
        if self._one is not None and self._refused():
            RefusedRows(self, self.office.bridge, self._one).ask()
