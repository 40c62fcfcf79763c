"""What dialogs share in which something is typed and then done: one button that does it, Enter, one try at a time."""

from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from data.words import _
from screens.dialog import Dialog, plain
from screens.work import start

T = TypeVar("T")


class EntryDialog(Dialog[T]):
    """A dialog that stays open with what is typed until it is done; why it was refused is said below the fields."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        super().__init__()
        self.busy = False

    def buttons(self, done: str) -> ComposeResult:
        """Compose what is said, and the buttons.

        Args:
            done: what the button says that does it.
        """
        yield Static("", id="said", markup=False)
        with Horizontal(id="buttons"):
            yield Button(plain(done), id="do", variant="primary", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    def ready(self) -> bool:
        """Return whether it can be done as it stands; what is missing is said."""
        return True

    async def attempt(self) -> str:
        """Do it, and leave; return why it was refused, "" otherwise."""
        raise NotImplementedError

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self.action_submit()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        if message.button.id == "do":
            self.action_submit()
        else:
            self.action_back_out()

    def action_submit(self) -> None:
        """Do it, unless that is under way."""
        if not self.busy and self.ready():
            self.busy = True
            start(self, self._try, "entry", "what was typed is done")

    async def _try(self) -> None:
        try:
            refused = await self.attempt()
        finally:
            self.busy = False
        if refused:
            self.say(refused, bad=True)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say something below the fields."""
        if self.is_attached:
            said = self.query_one("#said", Static)
            said.set_class(bad, "bad")
            said.update(plain(text, multiline=True))

    def action_back_out(self) -> None:
        """Leave with nothing, unless something is under way."""
        if not self.busy:
            self.dismiss(None)
