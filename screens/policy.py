"""The policy on the screen: edited, compared with what is in force, put in force with a reason, and looked back on."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Static

from data.errors import PolicyMoved, Refusal
from data.words import N_, _, ngettext
from data.words.explain import explain
from screens.dialog import plain
from screens.keys import DIALOG, key
from screens.policy_document import CHANGES, DOCUMENT, HISTORY, PolicyDocument
from screens.policy_force import KEEP, MovedDialog, PutInForce
from screens.policy_views import ChangesView, VersionsView, changes_between
from screens.work import start
from widgets.lines_view import LinesView


class PolicyScreen(PolicyDocument):
    """The policy of the office."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,f10", "submit", "policy.submit", N_("Put in force"), N_("See what changes, and put it in force"),
            DIALOG, priority=True),
        key("f7", "changes", "policy.changes", N_("Differences"), N_("Show what differs from the policy in force"),
            DIALOG, priority=True),
        key("f8", "history", "policy.history", N_("History"), N_("Show the versions that there were"), DIALOG,
            priority=True),
        key("space", "mark", "policy.mark", N_("Mark"), N_("Compare the version at the cursor with this one"), DIALOG),
    ]  # fmt: skip

    def looked_over(self) -> None:
        """Show the differences anew where they are shown."""
        if self._shown == CHANGES:
            self._show_changes()

    # --- differences and history ----------------------------------------------------------------------------------

    def action_changes(self) -> None:
        """Show what differs from the policy in force."""
        self._switch(CHANGES)
        self._show_changes()

    def _show_changes(self) -> None:
        found = changes_between(self._in_force, self.text.text)
        if found is None:
            empty = _("The document cannot be read yet: mend its faults first.")
        elif self._changed():
            empty = _("Only remarks differ from the policy in force.")
        else:
            empty = _("Nothing differs from the policy in force.")
        self.query_one("#changes", ChangesView).show(found, empty)

    def action_history(self) -> None:
        """Show the versions that there were."""
        self.query_one("#versions", VersionsView).show(self._history, self.office.moment())
        self._switch(HISTORY)
        self._compare()

    @on(LinesView.Moved, "#versions")
    def _version_moved(self, message: LinesView.Moved) -> None:
        message.stop()
        self._compare()

    def action_mark(self) -> None:
        """Mark the version of the cursor, with which the others are compared."""
        if self._shown == HISTORY:
            self.query_one("#versions", VersionsView).mark()
            self._compare()

    def _compare(self) -> None:
        """Show what differs between the version of the cursor and the marked one, else the one before."""
        view = self.query_one("#versions", VersionsView)
        here = view.here
        if here is None:
            return
        other = here.version - 1 if view.marked is None else view.marked
        before = next((one for one in self._history if one.version == other), None)
        first, last = sorted((here, before or here), key=lambda one: one.version)
        said = _("What version {last} changed against version {first}:").format(first=first.version, last=last.version)
        found = changes_between(first.document, last.document)
        if before is None:
            said, found = _("The first version."), ()
        self.query_one("#compared", Static).update(plain(said))
        empty = _("Nothing but remarks.") if before is not None and first is not last else ""
        self.query_one("#compared-changes", ChangesView).show(found, empty)

    @on(LinesView.Chosen, "#versions")
    def _version_chosen(self, message: LinesView.Chosen) -> None:
        message.stop()
        self.action_take()

    def action_take(self) -> None:
        """Take the text of the version of the cursor into the document, as something typed."""
        here = self.query_one("#versions", VersionsView).here
        if here is None or self._barred is not None:
            return
        self.text.replace(here.document, (0, 0), self.text.document.end)
        self._switch(DOCUMENT)
        self.text.move_cursor((0, 0))
        said = _("The text of version {number} stands in the document. ctrl+z brings back what was there.")
        self.say(said.format(number=here.version))

    # --- putting in force -----------------------------------------------------------------------------------------

    def action_submit(self) -> None:
        """Show what would change and ask why; a document with faults shows its first one instead."""
        if self._barred is not None:
            self.say(explain(self._barred), bad=True)
        elif not self._changed():
            self.say(_("Nothing was changed yet."))
        else:
            start(self, self._ask_why, "submit", "putting a policy in force", only=True)

    async def _ask_why(self) -> None:
        await self._find_faults()
        if self._faults:
            number = len(self._faults)
            said = ngettext(
                "{number} fault has to be mended first.", "{number} faults have to be mended first.", number
            )
            self.say(said.format(number=number), bad=True)
            self._go_to_fault(self._faults[0])
            return
        found = changes_between(self._in_force, self.text.text) or ()
        self.app.push_screen(PutInForce(found, self._put), self._in_force_now)

    async def _put(self, note: str) -> str:
        """Put the document in force; return why it was refused, "" when it is done."""
        document, seen, user = self.text.text, self._seen, self._user
        try:
            await self.office.bridge.ask(lambda desk: desk.policy.set(document, seen=seen, user=user, note=note))
        except PolicyMoved as refusal:
            return await self._moved_meanwhile(refusal)
        except Refusal as refusal:
            return explain(refusal)
        return ""

    async def _moved_meanwhile(self, moved: PolicyMoved) -> str:
        """Show what somebody else has put in force meanwhile, and let it be decided whose text goes on."""
        before = self._in_force
        try:
            await self._read()
        except Refusal as refusal:
            return explain(refusal)
        newest = self._history[0]
        dialog = MovedDialog(newest, moved.by, changes_between(before, newest.document) or ())
        self.app.push_screen(dialog, self._decided)
        return _("Version {number} was put in force while you typed.").format(number=newest.version)

    async def _decided(self, answer: str | None) -> None:
        if isinstance(self.app.screen, PutInForce):
            self.app.screen.dismiss(False)
        if answer is None or answer == KEEP:
            # what is compared and put in force from now on is compared with theirs
            self.say(_("Your text is as it was. F7 shows how it differs from the version in force now."))
            self._show()
        else:
            await self._anew()

    async def _in_force_now(self, done: bool | None) -> None:
        if not done:
            return
        await self._anew()
        if self._history:
            said = _("Version {number} of the policy is in force.").format(number=self._history[0].version)
            self.say(said)
