"""Before a policy comes into force: what it changes and why, and what somebody else put in force meanwhile."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from data.rules.policy_changes import Edition, PolicyChange
from data.words import N_, _, ngettext
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from screens.policy_views import ChangesView
from screens.work import start

KEEP, THEIRS = "keep", "theirs"
"""What is done where somebody else was faster: one's own text goes on, over theirs, or theirs is taken."""

Put = Callable[[str], Awaitable[str]]
"""Puts the policy in force for a reason; returns why it was refused, "" when it is done."""


class PutInForce(Dialog[bool]):
    """The differences, and the reason; it answers whether the policy is in force."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "policy_force.tcss"]  # type: ignore[assignment]  # Textual takes a list too
    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,f10", "submit", "policy.put", N_("Put in force"), N_("Put the policy in force"), DIALOG,
            priority=True),
    ]  # fmt: skip

    def __init__(self, changes: Sequence[PolicyChange], put: Put) -> None:
        """Ask about these differences."""
        super().__init__()
        self._changes = tuple(changes)
        self._put = put
        self._busy = False

    def heading(self) -> str:
        """Return how much changes."""
        number = len(self._changes)
        if not number:
            return _("Only remarks change")
        return ngettext("{number} setting changes", "{number} settings change", number).format(number=number)

    def inside(self) -> ComposeResult:
        """Compose the differences and the reason."""
        yield ChangesView(id="changes")
        yield Input(placeholder=_("why (it is kept with the record)"), id="why", compact=True)
        yield Static("", id="said", markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Put in force  F10")), id="do", variant="primary", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    def on_mount(self) -> None:
        """Show the differences, and let the reason be typed."""
        self.query_one(ChangesView).show(self._changes, _("Nothing but remarks."))
        self.query_one("#why").focus()

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
        """Put it in force; a reason is needed."""
        why = self.query_one("#why", Input).value.strip()
        if self._busy:
            return
        if not why:
            self._say(_("Say why, in a few words."))
            self.query_one("#why").focus()
            return
        self._busy = True
        start(self, partial(self._do, why), "put", "policy that is put in force")

    async def _do(self, why: str) -> None:
        refused = await self._put(why)
        self._busy = False
        if refused:
            self._say(refused)
        elif self.is_attached:
            self.dismiss(True)

    def _say(self, text: str) -> None:
        if self.is_attached:
            self.query_one("#said", Static).update(plain(text, multiline=True))

    def action_back_out(self) -> None:
        """Leave; nothing is put in force."""
        if not self._busy:
            self.dismiss(False)


class MovedDialog(Dialog[str]):
    """What somebody else put in force meanwhile; it answers `KEEP`, `THEIRS`, or None to go back."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "policy_force.tcss"]  # type: ignore[assignment]  # Textual takes a list too

    def __init__(self, theirs: Edition, changes: Sequence[PolicyChange]) -> None:
        """Show their version.

        Args:
            theirs: the version in force now.
            changes: what it changed against the one that was edited.
        """
        super().__init__()
        self._theirs = theirs
        self._changes = tuple(changes)

    def heading(self) -> str:
        """Return who was faster."""
        said = _("{person} put version {number} in force while you typed")
        return said.format(person=self._theirs.by, number=self._theirs.version)

    def inside(self) -> ComposeResult:
        """Compose what it changed and what can be done."""
        yield Static(plain(self._theirs.note), id="subheading", markup=False)
        yield ChangesView(id="changes")
        told = _("Nothing of yours is in force. With your text theirs is undone where the two differ: F7 shows it.")
        yield Static(plain(told), id="help", markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Go on with mine")), id=KEEP, variant="primary", compact=True)
            yield Button(Content(_("Take theirs, give mine up")), id=THEIRS, compact=True)

    def on_mount(self) -> None:
        """Begin where nothing is lost."""
        self.query_one(ChangesView).show(self._changes, _("Nothing but remarks."))
        self.query_one(f"#{KEEP}").focus()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        self.dismiss(str(message.button.id))
