"""Long work with its progress, which can be stopped; what is done by then stays done."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from data.words import _
from screens.dialog import Dialog, plain
from screens.work import start
from widgets.cells import bar

T = TypeVar("T")

Work = Callable[[Callable[[int], None], Callable[[], bool]], Awaitable[T]]
"""The work: it is given where to tell its progress, and what says whether it is to stop."""

_BAR = 50


class Job(Dialog[T], Generic[T]):
    """The box that is shown while something is under way; it leaves with what the work returns."""

    def __init__(self, title: str, total: int, work: "Work[T]") -> None:
        """Begin work of so many steps."""
        super().__init__()
        self._title = title
        self._total = total
        self._work = work
        self._stopped = False

    def heading(self) -> str:
        """Return what is being done."""
        return self._title

    def inside(self) -> ComposeResult:
        """Compose the bar and the way to stop."""
        yield Static("", id="bar", markup=False)
        yield Static("", id="said", markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Stop  Esc")), id="stop", compact=True)

    def on_mount(self) -> None:
        """Begin."""
        self._show(0)
        self.query_one("#stop").focus()
        start(self, self._run, "job", self._title)

    async def _run(self) -> None:
        result = await self._work(self._show, lambda: self._stopped)
        self.dismiss(result)

    def _show(self, done: int) -> None:
        if self.is_attached:
            text = _("{done} of {total}").format(done=done, total=self._total)
            self.query_one("#bar", Static).update(plain(f"{bar(done, self._total, _BAR)}  {text}"))

    @on(Button.Pressed)
    def _pressed(self) -> None:
        self.action_back_out()

    def action_back_out(self) -> None:
        """Stop after the step that is under way."""
        self._stopped = True
        self.query_one("#said", Static).update(plain(_("Stopping after this one. What is done stays done.")))
