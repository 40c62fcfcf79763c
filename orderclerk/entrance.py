"""The way in: who stands before the full screen, the password where the office wants one, and the lock."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete

from data.errors import Refusal, SignInRefused
from data.words import _
from data.words.explain import explain
from screens.sign_in import SignInScreen

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.signing import Entry
    from screens.office import Office

_LOOK_EVERY = 5.0
"""Seconds between two looks whether anybody is still there."""


class EntranceApp(App[int]):
    """The part of the frame that lets somebody in; until then nothing that is asked of the desk is answered."""

    office: "Office"
    system_user = ""
    """The user of the computer, as the operating system knows it."""

    _entry: "Entry | None" = None
    _touched: datetime | None = None

    def __init__(self, **options: Any) -> None:
        """Let nobody in yet."""
        super().__init__(**options)
        self._said_meanwhile: list[tuple[str, dict[str, Any]]] = []
        self._left_meanwhile = 0

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._touched = self.office.clock()
        await super().on_event(event)

    async def let_in(self) -> None:
        """Find out who is there, ask for the password where one is needed, and open the way to the desk."""
        office, bridge = self.office, self.office.bridge
        user, said = self.system_user, ""
        entry: Entry | None = None
        try:
            entry = await bridge.ask_outside(lambda desk: desk.people.entry(user, office.person))
        except SignInRefused as refusal:
            said = explain(refusal)
        except Refusal:  # the desk itself cannot be opened, which the rooms say
            office.in_use = True
            bridge.admit()
            return
        if entry is None or entry.password:
            await self.push_screen_wait(SignInScreen(self._check, office.person, said=said))
        else:
            self._entry = entry
            await self._become(entry.person)
        await self._look_around()
        bridge.admit()
        self._touched = office.clock()
        if self._entry is not None and self._entry.lock_minutes and self._entry.lockable:
            self.set_interval(_LOOK_EVERY, self.lock_if_idle)

    async def _look_around(self) -> None:
        """Learn how time is told in the office, before anything is shown by it."""
        try:
            found = await self.office.bridge.ask_outside(lambda desk: desk.lists.surroundings())
        except Refusal:  # which the rooms say
            self.office.in_use = True
        else:
            self.office.learn(found.name, found.zone, found.amendment_hours)

    async def _become(self, person: str) -> None:
        await self.office.bridge.ask_outside(lambda _desk: self.office.bridge.become(person))
        self.office.person = person

    async def _check(self, person: str, password: str) -> str:
        """Try a password; return why it was refused, "" where it was right."""
        user = self.system_user

        def try_it(desk: "Desk") -> "Entry":
            found = desk.people.entry(user, person)
            desk.people.sign_in(found.person, password)
            return found

        try:
            self._entry = await self.office.bridge.ask_outside(try_it)
        except Refusal as refusal:
            return explain(refusal)
        await self._become(self._entry.person)
        return ""

    def lock_if_idle(self) -> None:
        """Lock where nobody has touched a key for as long as the policy says."""
        entry = self._entry
        if entry is None or not entry.lock_minutes or self._touched is None:
            return
        if self.office.clock() - self._touched >= timedelta(minutes=entry.lock_minutes):
            self.action_lock()

    def action_lock(self) -> None:
        """Hide everything until the person types the password; what was being typed stays as it is."""
        if isinstance(self.screen, SignInScreen):
            return
        if self._entry is None or not self._entry.lockable:
            text = _("You have no password, by which the screen would open again. Set one: orderclerk user password.")
            self.notify(text, severity="warning", markup=False)
            return
        self.clear_notifications()
        self.push_screen(SignInScreen(self._check, self.office.person, locked=True), self._unlocked)

    def _unlocked(self, _person: str | None) -> None:
        self._touched = self.office.clock()
        self.call_later(self._catch_up)

    def _catch_up(self) -> None:
        """Do what had to wait for the lock: close dialogs that were done, say what was to be said."""
        left, self._left_meanwhile = self._left_meanwhile, 0
        for _dialog in range(left):
            self.pop_screen()
        said, self._said_meanwhile = self._said_meanwhile, []
        for message, options in said:
            self.notify(message, **options)

    def pop_screen(self) -> AwaitComplete:
        """Leave the topmost screen; a dialog that is done below the lock closes once that is open, and not the lock."""
        top = self.screen
        if isinstance(top, SignInScreen) and not top.open:
            self._left_meanwhile += 1
            return AwaitComplete()
        return super().pop_screen()

    def notify(self, message: str, **options: Any) -> None:
        """Say something in passing; what is said while the screen is locked is shown once it is open again."""
        if isinstance(self.screen, SignInScreen) and self._entry is not None:
            self._said_meanwhile.append((message, options))
        else:
            super().notify(message, **options)
