"""A step of the wizard that takes files in: looked at first, then taken in, with progress and a way to stop it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from data.drafts import Subject
from data.words import _
from screens.bridge import Bridge
from screens.dialog import plain
from screens.intake_columns import FileColumns, Said
from screens.intake_drop import PathLookup
from screens.intake_files import Files, OneFile
from screens.intake_paths import complete
from screens.intake_refused import RefusedRows
from screens.intake_report import ReportView, notes
from screens.keybar import Key
from screens.work import start
from widgets.job_bar import JobBar
from widgets.lookup import Lookup, Suggestion

if TYPE_CHECKING:
    from screens.office import Memory


class FileStep(Vertical):
    """The files of one step: typed, dropped, a folder or a pattern, as in the intake room."""

    class Changed(Message):
        """What can be done next is something else now."""

    class Entered(Message):
        """Enter was pressed in the paths."""

    def __init__(self, bridge: Bridge, memory: "Memory", holds: Subject, paths: str, stop: Event) -> None:
        """Take in files that hold customers, products or orders.

        Args:
            bridge: the way to the desk.
            memory: remembers what columns are.
            holds: what the files hold.
            paths: what was typed before.
            stop: set when the work is to be stopped.
        """
        super().__init__()
        self._bridge = bridge
        self._holds = holds
        self._first = paths
        self._files = Files(bridge, memory, stop=stop, holds=holds)
        self._at = 0

    def compose(self) -> ComposeResult:
        """Compose the paths, the report and the line of the work."""
        with Horizontal(classes="line"):
            yield Static(plain(_("files")), classes="name", markup=False)
            yield PathLookup(self._paths, value=self._first, id="path")
        yield ReportView(id="report")
        yield JobBar(id="job")

    def on_mount(self) -> None:
        """Begin with the paths."""
        self._ask()
        self.lookup.entry.focus()

    @property
    def lookup(self) -> Lookup:
        """The field of the paths."""
        return self.query_one("#path", Lookup)

    @property
    def job(self) -> JobBar:
        """The line of what is under way."""
        return self.query_one(JobBar)

    @property
    def path(self) -> str:
        """What stands in the field."""
        return self.lookup.text.strip()

    @property
    def one(self) -> OneFile | None:
        """The file that is shown."""
        return self._files.files[self._at] if self._at < len(self._files.files) else None

    @property
    def done(self) -> bool:
        """Whether there is nothing to do here any more, or nothing was to be done."""
        return self._files.is_done or not self.path

    @property
    def next_title(self) -> str:
        """What going on does now."""
        if self._files.is_done:
            return _("Next")
        if not self.path:
            return _("Skip")
        return _("Take in") if self._files.can_take else _("Check")

    def keys(self) -> list[Key]:
        """Return what can be done with the files that were looked at."""
        one = self.one
        if one is None or self.job.running:
            return []
        found = [Key("F7", _("next file"), "next_file")] if len(self._files.files) > 1 else []
        if one.columns and one.taken is None:
            found.append(Key("F6", _("columns"), "columns"))
        if self._refused:
            found.append(Key("F4", _("write refused rows"), "write"))
        return found

    def go_on(self) -> None:
        """Look at the files; when that is done, take them in."""
        if self.job.running or self.done:
            return
        if self._files.can_take:
            self._begin(_("taking in"), self._take)
        else:
            anew = not any(one.taken for one in self._files.files)
            self._begin(_("reading"), partial(self._look, self.path if anew else ""))

    def stop(self) -> bool:
        """Stop what is under way; return whether anything was."""
        if self.job.running:
            self.job.action_cancel()
            return True
        return False

    # --- one of the files ---------------------------------------------------------------------------------------

    @property
    def _refused(self) -> bool:
        return self.one is not None and self.one.report is not None and bool(self.one.report.refused)

    def next_file(self) -> None:
        """Show the next one of the files, after the last one the first again."""
        if self._files.files and not self.job.running:
            self._at = (self._at + 1) % len(self._files.files)
            self._show()

    def say_columns(self) -> None:
        """Say what the columns of the file are."""
        one = self.one
        if one is not None and one.columns and one.taken is None and not self.job.running:
            self.app.push_screen(FileColumns(one.name, one.columns, self._holds), partial(self._columns_said, one))

    def _columns_said(self, one: OneFile, said: Said | None) -> None:
        if said is not None:
            self._files.say_columns(one, said.mapping, remember=said.remember)
            self._begin(_("reading"), partial(self._look, ""))

    def write_refused(self) -> None:
        """Ask where the refused rows of the file are to be written."""
        if self.one is not None and self._refused and not self.job.running:
            RefusedRows(self.screen, self._bridge, self.one).ask()

    # --- paths --------------------------------------------------------------------------------------------------

    async def _paths(self, text: str) -> Sequence[Suggestion]:
        return await asyncio.to_thread(complete, text)

    def _ask(self) -> None:
        self._files.files, self._at = [], 0
        self.query_one(ReportView).say(
            _(
                "Type or drop paths of files (; between them), a folder or a pattern such as *.xlsx, then Ctrl+S. They "
                "are checked first; nothing is taken in yet."
            )
        )
        self.post_message(self.Changed())

    @on(Lookup.Typed)
    def _typed(self, message: Lookup.Typed) -> None:
        message.stop()
        if not self.job.running:
            self._ask()

    @on(Lookup.Entered)
    def _entered(self, message: Lookup.Entered) -> None:
        message.stop()
        if self.path.endswith(("/", "\\")) and message.suggestion is not None:
            start(self, self._open_folder, "path", "what is in a folder")
            return
        if message.suggestion is not None:
            self._ask()
        self.post_message(self.Entered())

    async def _open_folder(self) -> None:
        self.lookup.list.offer(await self._paths(self.lookup.text))

    # --- looking and taking in ----------------------------------------------------------------------------------

    async def _look(self, text: str) -> None:
        """Look at the files that a text names, with none at those that were not looked at."""
        from data.desk.inbox import Asked

        if text:
            await self._files.name(text)
        await self._files.look(Asked(holds=self._holds), self.job.begin, self._advanced)
        self._end()

    async def _take(self) -> None:
        await self._files.take(self.job.begin, self._advanced)
        self._at = 0
        self._end()

    def _begin(self, what: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._files.stop.clear()
        self.job.begin(what)
        self.job.focus()
        self.post_message(self.Changed())
        start(self, work, "import", "files on their way in")

    def _end(self) -> None:
        if self.is_mounted:
            self.job.end()
            self._show()
            self.lookup.entry.focus()

    def _show(self) -> None:
        """Show how the files stand, and the one that is chosen."""
        self._at = max(0, min(self._at, len(self._files.files) - 1))
        self.query_one(ReportView).show(self._files, self._at, notes(self._files, ()))
        self.post_message(self.Changed())

    def _advanced(self, done: int, of_all: int) -> None:
        if self.is_mounted and self.job.running:
            self.job.advance(done, of_all)

    @on(JobBar.CancelAsked)
    def _cancel(self, message: JobBar.CancelAsked) -> None:
        message.stop()
        self._files.stop.set()
