"""Signing in, and the lock: nothing of the desk is shown before somebody is let in by their password (P2)."""

from collections.abc import Awaitable, Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from data.words import _
from screens.dialog import Dialog, plain
from screens.work import start

Check = Callable[[str, str], Awaitable[str]]
"""Tries a person's password; answers why it was refused, "" where it was right."""


class SignInScreen(Dialog[str]):
    """Asks who somebody is and for the password; answers the person's code. Esc does not lead past it.

    Attributes:
        open: whether the password was right, so that the screen may go.
    """

    def __init__(self, check: Check, person: str, *, locked: bool = False, said: str = "") -> None:
        """Ask.

        Args:
            check: tries a password.
            person: who is likely there.
            locked: whether somebody is in already and only that person goes on.
            said: what is to be known beforehand.
        """
        super().__init__()
        self._check = check
        self._person = person
        self._locked = locked
        self._said = said
        self._trying = False
        self.open = False

    def heading(self) -> str:
        """Return the title."""
        return _("The desk is locked") if self._locked else _("Sign in")

    def inside(self) -> ComposeResult:
        """Compose the fields, what is said, and the two ways on."""
        yield Static(plain(_("Who are you?")), classes="name", markup=False)
        yield Input(self._person, id="person", compact=True, disabled=self._locked)
        yield Static(plain(_("Password")), classes="name", markup=False)
        yield Input(password=True, id="password", compact=True)
        yield Static(plain(self._said), id="said", markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Unlock") if self._locked else _("Sign in")), id="enter", variant="primary",
                         compact=True)  # fmt: skip
            yield Button(Content(_("Quit")), id="quit", compact=True)

    def on_mount(self) -> None:
        """Begin at the password where the person is known."""
        self.query_one("#password" if self._person else "#person").focus()

    @on(Input.Submitted, "#person")
    def _to_password(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one("#password").focus()

    @on(Input.Submitted, "#password")
    @on(Button.Pressed, "#enter")
    def _enter(self, message: Input.Submitted | Button.Pressed) -> None:
        message.stop()
        if not self._trying:
            self._trying = True
            start(self, self._try, "sign_in", "password")

    async def _try(self) -> None:
        field = self.query_one("#password", Input)
        person = self.query_one("#person", Input).value.strip()
        password, field.value = field.value, ""
        said = self.query_one("#said", Static)
        refused = await self._check(person, password)
        self._trying = False
        if not refused:
            self.open = True
            self.dismiss(person)
            return
        said.set_class(True, "bad")
        said.update(plain(refused))
        field.focus()

    @on(Button.Pressed, "#quit")
    async def _quit(self, message: Button.Pressed) -> None:
        message.stop()
        await self.run_action("app.quit")

    def action_back_out(self) -> None:
        """Stay: there is nothing behind it for whoever was not let in."""
