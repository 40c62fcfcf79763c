"""Asks why somebody wants to see what is archived; the answer goes on record (P5)."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from data.words import _
from screens.dialog import Dialog, plain


class WhyDialog(Dialog[str]):
    """One line to be typed; Esc leaves the file closed."""

    def __init__(self, number: str) -> None:
        """Ask about the file of an order."""
        super().__init__()
        self._number = number

    def heading(self) -> str:
        """Return the title."""
        return _("Open the file of {number}").format(number=self._number)

    def inside(self) -> ComposeResult:
        """Compose what is asked, the field and the ways out."""
        question = _("The order is archived. Say why you want to see it; it goes on record.")
        yield Static(plain(question), markup=False)
        yield Input(compact=True, id="why")
        yield Static("", id="said", markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Open")), id="open", variant="primary", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    def on_mount(self) -> None:
        """Let it be typed at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self._answer()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        if message.button.id == "open":
            self._answer()
        else:
            self.action_back_out()

    def _answer(self) -> None:
        """Leave with what is typed, once something is."""
        typed = self.query_one(Input).value.strip()
        if typed:
            self.dismiss(typed)
        else:
            self.query_one("#said", Static).update(plain(_("This is needed.")))
