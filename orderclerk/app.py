"""The full screen: rooms, themes, keys of one's own, the palette, and how it ends; what is shown is the screens'."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.notifications import Notify
from textual.screen import ModalScreen

from data.errors import Refusal
from data.rules.rooms import ROOMS
from data.rules.workflow import Stage
from data.words import LANGUAGE_NAMES, LANGUAGES, N_, MissingCatalogue, _, current_language, set_language
from data.words.explain import explain
from orderclerk.commands import commands, number_command
from orderclerk.ending import EndingApp
from orderclerk.entrance import EntranceApp
from orderclerk.keymap import known_bindings, read_keymap
from orderclerk.loading import LoadingApp
from orderclerk.office_screens import OfficeScreensApp
from orderclerk.rooms import load_rooms, make_room
from orderclerk.scanning import ScanningApp
from orderclerk.themes import DARK, THEMES, first_theme, theme_titles
from orderclerk.trouble import in_short, untried
from orderclerk.ui_settings import UiSettings
from orderclerk.wedge import HOLD
from screens.base import DeskScreen, LanguageChanged, OrderAsked, ScanTyped
from screens.dialog import Message
from screens.dialog_commands import Palette
from screens.dialog_settings import SettingsDialog
from screens.drafts import DraftsDialog
from screens.keys import EVERYWHERE, key
from screens.keys import ROOMS as ROOM_GROUP
from screens.list_screen import ListScreen
from screens.office import Office
from screens.work import start
from widgets.cells import Part, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.driver import Driver
    from textual.types import CSSPathType

    from data.desk.desk import Desk
    from data.desk.drafts import Draft
    from data.desk.lists import Surroundings
    from data.errors import NotPermitted
    from data.rules.lists import Tally
    from data.rules.workflow import Verb

WATCH = 1.0
"""Seconds between two looks for what others have changed."""

_TALLIES_EVERY = 30
"""Looks after which the rooms are counted anew though nothing has changed: orders become late by themselves."""

_FRAME = "frame"


class _Standing(NamedTuple):
    """What every screen goes by, as the desk says it now."""

    tallies: "Mapping[Stage, Tally]"
    barred: "Mapping[Verb, NotPermitted]"
    closed: frozenset[str]
    undrilled: int | None
    around: "Surroundings"


def _standing_of(desk: "Desk") -> _Standing:
    """Return what waits in the rooms, what is not for this person, and what the policy says of lists."""
    people, lists = desk.people, desk.lists
    undrilled = desk.backups.days_without_drill()
    return _Standing(lists.tallies(), people.barred(), people.closed(), undrilled, lists.surroundings())


def _room_key(place: int, stage: Stage, title: str) -> Binding:
    return key(str(place), f"room('{stage.value}')", f"room.{stage.value}", title, N_("Go to this room"), ROOM_GROUP)


class OrderclerkApp(EntranceApp, EndingApp, LoadingApp, ScanningApp, OfficeScreensApp, inherit_bindings=False):
    """The frame around the rooms."""

    TITLE = "orderclerk"
    ENABLE_COMMAND_PALETTE = False
    DEFAULT_MODE = Stage.INTAKE.value
    CSS_PATH: "ClassVar[CSSPathType | None]" = None
    BINDINGS: ClassVar[list[BindingType]] = [
        _room_key(1, Stage.INTAKE, N_("Intake")),
        _room_key(2, Stage.REVIEW, N_("Review")),
        _room_key(3, Stage.ALLOCATION, N_("Allocation")),
        _room_key(4, Stage.TRACKING, N_("Tracking")),
        _room_key(5, Stage.ARCHIVE, N_("Archive")),
        key("0", "due", "frame.due", N_("Due"), N_("Show what is due, of me and of others"), EVERYWHERE),
        key("f1", "help", "frame.help", N_("Help"), N_("Show what can be done here"), EVERYWHERE, priority=True),
        key("question_mark", "help", "frame.help_too", N_("Help"), N_("Show what can be done here"), EVERYWHERE),
        key("ctrl+p", "palette", "frame.palette", N_("Commands"), N_("Find a command by its name"), EVERYWHERE),
        key("shift+f9", "policy", "frame.policy", N_("Policy"), N_("Read and change the policy"), EVERYWHERE),
        key("ctrl+e", "outbox", "frame.outbox", N_("Outbox"), N_("Read, edit and send messages"), EVERYWHERE),
        key("f9", "settings", "frame.settings", N_("Settings"), N_("Language, look and keys"), EVERYWHERE),
        key("ctrl+l", "lock", "frame.lock", N_("Lock"), N_("Hide everything until you type your password"), EVERYWHERE,
            priority=True),
        key("ctrl+q", "quit", "frame.quit", N_("Quit"), N_("Leave; all that was done is kept"), EVERYWHERE,
            priority=True),
    ]  # fmt: skip

    def __init__(
        self,
        office: Office,
        settings: UiSettings,
        *,
        hold: float = HOLD,
        watch: float = WATCH,
        driver_class: "type[Driver] | None" = None,
        catch_signals: bool = False,
        mark: str = "",
        theme: str = DARK,
        system_user: str = "",
    ) -> None:
        """Make the frame; nothing is read before it is painted.

        Args:
            office: the way to the desk, the clock, the person.
            settings: what was chosen on the screens.
            hold: seconds that a letter is held, to tell a scanner from a person; 0 holds nothing.
            watch: seconds between two looks for what others have changed; 0 never looks by itself.
            driver_class: of the terminal.
            catch_signals: whether the program is ended properly when it is told to end.
            mark: what the status line says of the desk all the time, marked with `N_`.
            theme: taken where none was chosen.
            system_user: the user of the computer, as the operating system knows it.
        """
        super().__init__(hold=hold, driver_class=driver_class)
        # what glides is painted many times over, and nothing is done sooner for it
        self.animation_level = "none"
        self.office = office
        self.settings = settings
        self._watch = watch
        self._catch_signals = catch_signals
        self._mark = mark
        self._undrilled: int | None = None
        self.system_user = system_user
        office.bridge.shut()
        office.news = self._standing()
        self._event = -1
        self._looks = 0
        self._looking = False
        self._troubled = ""
        for known in THEMES:
            self.register_theme(known)
        self.theme = first_theme(settings.get(_FRAME, "theme"), theme)
        for stage in ROOMS:
            self.add_mode(stage.value, partial(make_room, stage, office))
        self.keymap_faults = self._use_keymap()

    def _use_keymap(self) -> tuple[str, ...]:
        wanted = self.settings.section("keys")
        if wanted:
            # keys can be checked only against all there are
            load_rooms()
        keymap = read_keymap(wanted, known_bindings())
        self.set_keymap(keymap.keys)
        self.office.keys = keymap.keys
        return keymap.faults

    # --- beginning ----------------------------------------------------------------------------------------------

    def on_ready(self) -> None:
        """Open the desk, now that the frame is painted."""
        for fault in (*self.keymap_faults, *self.settings.faults):
            self.notify(fault, severity="warning", markup=False, timeout=15)
        here = self.screen
        seen = self.office.beginning(here.query_now) if isinstance(here, ListScreen) else None
        if seen is None or not seen.rows:
            self.begin()

    def open_the_desk(self) -> None:
        """Open the desk, and look from now on for what others change."""
        start(self, self._begin, "begin", "the desk itself")
        if self._watch:
            self.set_interval(self._watch, self._look_soon)

    async def _begin(self) -> None:
        await self.let_in()
        await self.look()
        if self._event >= 0:
            self.answered()
            await self.offer_drafts()
        else:
            self.load_the_rest()

    async def offer_drafts(self) -> None:
        """Offer what was being typed when the screen was closed without anybody leaving the form."""
        try:
            drafts = await self.office.bridge.ask(lambda desk: desk.drafts.abandoned())
        except Refusal as refusal:
            self._trouble(refusal)
            return
        if drafts:
            known = {draft.name: draft for draft in drafts}
            self.push_screen(DraftsDialog(drafts, self.office.moment()), partial(self._drafted, known))

    async def _drafted(self, known: "dict[str, Draft]", answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        act, name = answer
        draft = known[name]
        try:
            if act == "drop":
                await self.office.bridge.ask(lambda desk: desk.drafts.drop(name))
                await self.offer_drafts()
            elif not await self._take_up(draft):
                self.notify(_("The order of this draft is not on the desk any more."), severity="warning", markup=False)
        except Refusal as refusal:
            self.notify(explain(refusal), severity="error", markup=False)

    async def _take_up(self, draft: "Draft") -> bool:
        """Open the form of a draft in the room that knows it: the kind begins with the room's name, or is a verb's."""
        if self.take_up_office(draft):
            return True
        await self.action_room(draft.kind.partition(".")[0])
        screen = self.screen
        return isinstance(screen, DeskScreen) and await screen.take_up(draft)

    def _look_soon(self) -> None:
        start(self, self.look, "watch", "what others have changed")

    async def look(self) -> None:
        """See what has changed on the desk, by whomever, and let the screens show it."""
        if self._looking:
            return
        self._looking = True
        try:
            await self._see()
        except Refusal as refusal:
            self._trouble(refusal)
        finally:
            self._looking = False

    def _standing(self) -> tuple[Part, ...]:
        """Return what the status line says whatever happens."""
        marks = (Part(_(self._mark), Tone.WARN),) if self._mark else ()
        return (*marks, *untried(self._undrilled))

    async def _see(self) -> None:
        office, bridge = self.office, self.office.bridge
        fresh = self._event < 0
        if fresh:
            self._event = (await bridge.ask(lambda desk: desk.lists.surroundings())).event
            if office.glance.rows is not None:  # what happened since then is not in the rows that are shown
                self._event = min(self._event, office.glance.rows.event)
            office.glance.over()
        before = self._event
        self._event, numbers = await bridge.ask(lambda desk: desk.lists.changed_since(before))
        if fresh or self._event != before or office.news != self._standing() or self._looks % _TALLIES_EVERY == 0:
            stands = await bridge.ask(_standing_of)
            office.tallies = {stage.value: tally for stage, tally in stands.tallies.items()}
            office.barred, office.closed, self._undrilled = stands.barred, stands.closed, stands.undrilled
            office.learn(stands.around.name, stands.around.zone, stands.around.amendment_hours)
            office.news = self._standing()
        self._looks += 1
        self._troubled = ""
        if numbers:
            office.tell(numbers)
        office.announce()

    def _trouble(self, refusal: Refusal) -> None:
        """Say that the desk cannot be read: once so that it is read, then in the status line."""
        text, short = explain(refusal), in_short(refusal)
        if self._event < 0 and self._looks == 0:
            self._looks = 1
            Message.over(self, text, _("The desk cannot be opened"))
        elif short != self._troubled:
            self.notify(text, severity="error", markup=False, timeout=15)
        self._troubled = short
        self.office.news = (Part(short, Tone.BAD), *self._standing())
        self.office.announce()

    # --- rooms and orders ---------------------------------------------------------------------------------------

    async def action_room(self, name: str) -> None:
        """Go to a room."""
        if name in {stage.value for stage in ROOMS}:
            await self.switch_mode(name)

    def on_order_asked(self, message: OrderAsked) -> None:
        """Open an order's dossier over the room."""
        from screens.order import OrderScreen

        message.stop()
        here = self.screen
        if not (isinstance(here, OrderScreen) and here.number == message.number):
            self.push_screen(OrderScreen(self.office, message.number))

    def action_due(self) -> None:
        """Show what is due."""
        from screens.due import DuePanel

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(DuePanel(self.office), self._due_chosen)

    def _due_chosen(self, number: str | None) -> None:
        if number is not None and isinstance(self.screen, DeskScreen):
            self.screen.open_order(number)

    # --- commands, help, settings -------------------------------------------------------------------------------

    def action_palette(self) -> None:
        """Show all commands."""
        screen = self.screen
        if isinstance(screen, ModalScreen):
            return
        found = commands(screen, LANGUAGE_NAMES)
        self.push_screen(Palette(found, number_command), self._commanded)

    async def _commanded(self, name: str | None) -> None:
        if name is None:
            return
        kind, _colon, value = name.partition(":")
        match kind:
            case "language":
                await self.speak(value)
            case "theme":
                self.look_like(value)
            case "order" if isinstance(self.screen, DeskScreen):
                self.screen.post_message(ScanTyped(value, entered=True))
            case "action":
                await self.screen.run_action(value)

    def action_settings(self) -> None:
        """Show the settings."""
        themes = [(name, title) for name, title in theme_titles().items()]
        self.push_screen(
            SettingsDialog(
                {
                    "language": (_("Language"), list(LANGUAGE_NAMES.items())),
                    "theme": (_("Look"), themes),
                },
                {"language": current_language(), "theme": self.theme},
                self.settings_remarks(),
            ),
            self._settled,
        )

    def settings_remarks(self) -> list[str]:
        """Return what the settings say beside their fields."""
        where = self.settings.path
        found = [_("Keys of your own stand in {path}, section “keys”.").format(path=where)] if where else []
        return [*found, *self.keymap_faults]

    async def _settled(self, chosen: dict[str, str] | None) -> None:
        if chosen is not None:
            self.look_like(chosen["theme"])
            await self.speak(chosen["language"])

    def on_notify(self, _event: Notify) -> None:
        """Let news take the place of older news: toasts that pile up lie over the form that one types into."""
        for older in [one for one in self._notifications if one.severity == "information"]:
            self._unnotify(older, refresh=False)

    def look_like(self, theme: str) -> None:
        """Take another theme, and remember it."""
        if theme in self.available_themes:
            self.theme = theme
            self.settings.put(_FRAME, "theme", theme)

    async def speak(self, language: str) -> None:
        """Speak another language from now on, and remember it."""
        if language not in LANGUAGES or language == current_language():
            return
        try:
            set_language(language)
        except MissingCatalogue:
            text = _("The program cannot speak {language} here: its translation is not installed.")
            self.notify(text.format(language=LANGUAGE_NAMES[language]), severity="error", markup=False)
            return
        self.settings.put(_FRAME, "language", language)
        for screen in self.screen_stack:
            screen.post_message(LanguageChanged())
