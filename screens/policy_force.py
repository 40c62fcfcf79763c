"""Before a policy comes into force: what it changes and why, and what somebody else put in force meanwhile."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from data.rules.policy_changes import Edition, PolicyChange
from data.words import N_, _, ngettext
from data.words.phrases import listing
from screens.dialog import Dialog, plain
from screens.dialog_entry import EntryDialog
from screens.keys import DIALOG, key
from screens.policy_views import ChangesView

KEEP, THEIRS = "keep", "theirs"
"""What is done where somebody else was faster: one's own text goes on, over theirs, or theirs is taken."""

Put = Callable[[str], Awaitable[str]]
"""Puts the policy in force for a reason; returns why it was refused, "" when it is done."""


class PutInForce(EntryDialog[bool]):
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
        yield from self.buttons(_("Put in force  F10"))

    def on_mount(self) -> None:
        """Show the differences, and let the reason be typed."""
        self.query_one(ChangesView).show(self._changes, _("Nothing but remarks."))
        self.query_one("#why").focus()

    def ready(self) -> bool:
        """Return whether there is a reason; without one nothing is put in force."""
        if self._why():
            return True
        self.say(_("Say why, in a few words."))
        self.query_one("#why").focus()
        return False

    def _why(self) -> str:
        return self.query_one("#why", Input).value.strip()

    async def attempt(self) -> str:
        """Put it in force."""
        refused = await self._put(self._why())
        if not refused and self.is_attached:
            self.dismiss(True)
        return refused


class MovedDialog(Dialog[str]):
    """What somebody else put in force meanwhile; it answers `KEEP`, `THEIRS`, or None to go back."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "policy_force.tcss"]  # type: ignore[assignment]  # Textual takes a list too

    def __init__(self, theirs: Edition, people: Sequence[str], changes: Sequence[PolicyChange]) -> None:
        """Show their version.

        Args:
            theirs: the version in force now.
            people: who has put versions in force since.
            changes: what it changed against the one that was edited.
        """
        super().__init__()
        self._theirs = theirs
        self._people = tuple(people)
        self._changes = tuple(changes)

    def heading(self) -> str:
        """Return who was faster."""
        said = _("{person} put version {number} in force while you typed")
        return said.format(person=listing(self._people), number=self._theirs.version)

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
