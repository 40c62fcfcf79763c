"""A step of the wizard that takes one file in: looked at first, then taken in, with progress and a way to stop it."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from data.drafts import FileReport, Subject
from data.errors import Cancelled, Refusal
from data.words import _
from data.words.explain import explain
from screens.bridge import Bridge
from screens.dialog import plain
from screens.intake_paths import complete
from screens.wizard_report import FileView
from screens.work import start
from widgets.cells import Tone
from widgets.job_bar import JobBar
from widgets.lookup import Lookup, Suggestion

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.inbox import Looked


class FileStep(Vertical):
    """One file."""

    class Changed(Message):
        """What can be done next is something else now."""

    class Entered(Message):
        """Enter was pressed in the path."""

    def __init__(self, bridge: Bridge, holds: Subject, path: str, stop: Event) -> None:
        """Take in a file that holds customers, products or orders.

        Args:
            bridge: the way to the desk.
            holds: which of them.
            path: what was typed before.
            stop: set when the work is to be stopped.
        """
        super().__init__()
        self._bridge = bridge
        self._holds = holds
        self._first = path
        self._looked: Looked | None = None
        self._taken: FileReport | None = None
        self._stop = stop

    def compose(self) -> ComposeResult:
        """Compose the path, the report and the line of the work."""
        with Horizontal(classes="line"):
            yield Static(plain(_("file")), classes="name", markup=False)
            yield Lookup(self._paths, value=self._first, id="path")
        yield FileView(id="report")
        yield JobBar(id="job")

    def on_mount(self) -> None:
        """Begin with the path."""
        self._ask()
        self.lookup.entry.focus()

    @property
    def lookup(self) -> Lookup:
        """The field of the path."""
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
    def done(self) -> bool:
        """Whether there is nothing to do here any more, or nothing was to be done."""
        return self._taken is not None or not self.path

    @property
    def next_title(self) -> str:
        """What going on does now."""
        if self._taken is not None:
            return _("Next")
        if not self.path:
            return _("Skip")
        return _("Take in") if self._can_take() else _("Check")

    def go_on(self) -> None:
        """Look at the file; when that is done, take it in."""
        if self.job.running or self.done:
            return
        if self._can_take():
            self._begin(_("taking in {name}").format(name=self.path))
            start(self, self._take, "import", "taking in of a file")
        else:
            self._begin(_("reading"))
            start(self, partial(self._look, self.path), "import", "a look at a file")

    def stop(self) -> bool:
        """Stop what is under way; return whether anything was."""
        if self.job.running:
            self.job.action_cancel()
            return True
        return False

    async def _paths(self, text: str) -> Sequence[Suggestion]:
        return await asyncio.to_thread(complete, text)

    def _can_take(self) -> bool:
        looked = self._looked
        return looked is not None and self._taken is None and (looked.report.orders + looked.report.records) > 0

    def _ask(self) -> None:
        self._looked, self._taken = None, None
        self.query_one(FileView).say(_("Type the path of a file, then Enter. It is checked first."))
        self.post_message(self.Changed())

    @on(Lookup.Typed)
    def _typed(self, message: Lookup.Typed) -> None:
        message.stop()
        self._ask()

    @on(Lookup.Entered)
    def _entered(self, message: Lookup.Entered) -> None:
        message.stop()
        if self.path.endswith(("/", "\\")):
            start(self, self._open_folder, "path", "what is in a folder")
            return
        if message.suggestion is not None:
            self._ask()
        self.post_message(self.Entered())

    async def _open_folder(self) -> None:
        self.lookup.list.offer(await self._paths(self.lookup.text))

    # --- looking and taking in ----------------------------------------------------------------------------------

    async def _look(self, path: str) -> None:
        from data.desk.inbox import Asked

        asked, progress = Asked(holds=self._holds), self._progress()
        report = self.query_one(FileView)
        self._looked = None
        try:
            looked = await self._bridge.ask(lambda desk: desk.inbox.look(path, asked, progress, self._stop.is_set))
        except Refusal as refusal:
            report.say(explain(refusal), Tone.WARN if isinstance(refusal, Cancelled) else Tone.BAD)
        else:
            self._looked = looked
            report.show(looked)
        self._end()

    async def _take(self) -> None:
        looked = self._looked
        if looked is None:
            return
        progress = self._progress()
        report = self.query_one(FileView)

        def take(desk: "Desk") -> FileReport:
            return desk.inbox.take(looked, progress, self._stop.is_set)

        try:
            self._taken = await self._bridge.ask(take)
        except Refusal as refusal:
            self._looked = None
            report.say(explain(refusal), Tone.WARN if isinstance(refusal, Cancelled) else Tone.BAD)
        else:
            report.show(looked, self._taken)
        self._end()

    def _begin(self, what: str) -> None:
        self._stop.clear()
        self.job.begin(what)
        self.job.focus()
        self.post_message(self.Changed())

    def _end(self) -> None:
        self.job.end()
        self.lookup.entry.focus()
        self.post_message(self.Changed())

    def _progress(self) -> Callable[[int, int], None]:
        """Return what a thread tells its progress to."""
        loop = asyncio.get_running_loop()

        def told(done: int, of_all: int) -> None:
            loop.call_soon_threadsafe(self._advanced, done, of_all)

        return told

    def _advanced(self, done: int, of_all: int) -> None:
        if self.is_mounted and self.job.running:
            self.job.advance(done, of_all)

    @on(JobBar.CancelAsked)
    def _cancel(self, message: JobBar.CancelAsked) -> None:
        message.stop()
        self._stop.set()
