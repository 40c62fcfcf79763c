"""A new message about an order: what it is about, and how it goes."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Select, Static

from data.rules.outbox import Medium, Occasion
from data.words import _
from data.words.message_terms import medium_label, occasion_label
from screens.dialog import Dialog, plain

_ABOUT = (Occasion.RECEIVED, Occasion.CONFIRMED, Occasion.DELAYED, Occasion.SHIPPED, Occasion.RETURNED)


class NewMessage(Dialog[tuple[str, str]]):
    """It answers what the message is about and how it goes."""

    CSS_PATH = ["dialog.tcss", "outbox.tcss"]  # type: ignore[assignment]  # noqa: RUF012 - as Textual has it

    def __init__(self, number: str) -> None:
        """Ask about a message on an order."""
        super().__init__()
        self._number = number

    def heading(self) -> str:
        """Return the title."""
        return _("New message about {number}").format(number=self._number)

    def inside(self) -> ComposeResult:
        """Compose the two questions."""
        about = [(plain(occasion_label(one)), one.value) for one in _ABOUT]
        ways = [(plain(medium_label(one)), one.value) for one in Medium]
        with Vertical(id="fields"):
            for title, options, value, name in (
                (_("about"), about, Occasion.RECEIVED.value, "about"),
                (_("by way of"), ways, Medium.CHAT.value, "channel"),
            ):
                with Horizontal(classes="line"):
                    yield Static(plain(title), classes="name", markup=False)
                    yield Select(options, value=value, allow_blank=False, id=name, compact=True)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Draft")), id="do", variant="primary", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        if message.button.id == "do":
            self.dismiss((str(self.query_one("#about", Select).value), str(self.query_one("#channel", Select).value)))
        else:
            self.dismiss(None)
