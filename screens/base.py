"""What every screen has: the way to the desk, verbs on what it shows, refusals in words, the way to an order."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Input, TextArea

from data.errors import NotFound, Refusal
from data.orders import Order, OrderRow
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.workflow import Stage, Verb
from data.words import N_, _, current_language
from data.words.explain import explain
from data.words.labels import label
from data.words.printable import printable
from data.words.verbs import verb_title
from screens.acting import Outcome, bulk_report, carry_out, carry_out_all
from screens.bridge import Bridge, Question
from screens.dialog import Found, GoTo, Message
from screens.dialog_form import VerbForm
from screens.dialog_jobs import Job
from screens.dialog_verbs import VerbMenu
from screens.keybar import Key, KeyBar
from screens.keys import ORDER_BINDINGS, VERB_KEYS
from screens.messages import LanguageChanged, OrderAsked, OrderChanged, ScanTyped
from screens.office import Office
from screens.seen import Seen, common_verbs, seen, single_only
from widgets.room_tabs import RoomTab, RoomTabs, Tally
from widgets.status_line import StatusLine

if TYPE_CHECKING:
    from data.desk.desk import Desk

__all__ = (
    "Bridge",
    "DeskScreen",
    "LanguageChanged",
    "Office",
    "OrderAsked",
    "OrderChanged",
    "ScanTyped",
    "Seen",
    "bulk_report",
    "seen",
)

T = TypeVar("T")

ROOM_TABS = (
    RoomTab(Stage.INTAKE.value, N_("Intake"), "1"),
    RoomTab(Stage.REVIEW.value, N_("Review"), "2"),
    RoomTab(Stage.ALLOCATION.value, N_("Allocation"), "3"),
    RoomTab(Stage.TRACKING.value, N_("Tracking"), "4"),
    RoomTab(Stage.ARCHIVE.value, N_("Archive"), "5"),
)
"""The five rooms, in the order in which an order passes them."""

_WIDE, _WIDEST = 120, 160
"""From these widths on there are two panes, or three."""
_LOW = 30
"""Below this height there is little room for more than a list."""

_SUGGESTIONS = 8
_TOAST = 160
"""A longer text is no toast: it has to be read."""


class DeskScreen(Screen[None]):
    """A screen over the desk.

    A subclass says which room it belongs to (`stage`), what verbs are done to (`chosen`), and shows changes
    (`orders_changed`).
    """

    CSS_PATH = "base.tcss"
    BINDINGS: ClassVar[list[BindingType]] = ORDER_BINDINGS
    stage: ClassVar[Stage] = Stage.ANYWHERE

    def __init__(self, office: Office) -> None:
        """Work in an office."""
        super().__init__()
        self.office = office
        self._spoken = current_language()

    def on_mount(self) -> None:
        """Begin: hear of changes, and show what there is."""
        self.office.listeners.add(self)
        self.fit()
        self.begin()

    def begin(self) -> None:
        """Show what there is, after the screen was composed, at first or anew; a subclass goes on from here.

        Textual calls `on_mount` of every class of a screen, so what a subclass has to do stands here instead.
        """
        self.show_status()

    def on_resize(self) -> None:
        """Fold panes away, or open them."""
        self.fit()

    def fit(self) -> None:
        """Set the classes by which panes fold away; the screen below a dialog is not told of a new size otherwise."""
        width, height = self.app.size
        for name, least in (("-wide", _WIDE), ("-widest", _WIDEST)):
            self.set_class(width >= least, name)
        self.set_class(height < _LOW, "-low")

    def on_unmount(self) -> None:
        """Hear of nothing any more."""
        self.office.listeners.discard(self)

    # --- what a subclass says -----------------------------------------------------------------------------------

    def chosen(self) -> tuple[Seen, ...]:
        """Return the orders that a verb is done to: the selection, else the order at hand; none where there is none."""
        return ()

    def whole(self) -> Order | None:
        """Return the order at hand whole, where it is read already."""
        return None

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Take note that orders were changed, by whomever: show them anew in their places."""

    # --- asking the desk ----------------------------------------------------------------------------------------

    async def ask(self, question: "Question[T]") -> T:
        """Ask the desk, off the loop.

        Raises:
            Refusal: the desk's.
        """
        return await self.office.bridge.ask(question)

    def say(self, text: str, *, bad: bool = False, title: str = "") -> None:
        """Say something in passing; what is long has to be closed."""
        if len(text) > _TOAST or "\n" in text:
            self.app.push_screen(Message(text, title))
            return
        severity = "error" if bad else "information"
        self.notify(
            printable(text), title=printable(title), severity="error" if severity == "error" else "information",
            markup=False,
        )  # fmt: skip

    def refuse(self, refusal: Refusal, title: str = "") -> None:
        """Say why something is refused and what to do."""
        self.say(explain(refusal), bad=True, title=title)

    # --- verbs --------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey the letter of a verb that may not be tried now."""
        if action == "verb" and parameters:
            return True if parameters[0] in common_verbs(self.chosen()) else None
        return super().check_action(action, parameters)

    def action_verbs(self) -> None:
        """Show the menu of verbs."""
        orders = self.chosen()
        if not orders:
            self.say(_("No order is chosen."))
            return
        self.app.push_screen(VerbMenu(orders, self.stage, self.verb_keys()), self._menu_left)

    def _menu_left(self, verb: Verb | None) -> None:
        if verb is not None:
            self.try_verb(verb)

    def verb_keys(self) -> dict[Verb, str]:
        """Return the letters of the verbs as the keymap has them now."""
        found: dict[Verb, str] = {}
        for _key, binding in self._bindings:
            if binding.id and binding.id.startswith("verb.") and Verb(binding.id.removeprefix("verb.")) not in found:
                found[Verb(binding.id.removeprefix("verb."))] = self.app.get_key_display(binding)
        return {verb: found[verb] for verb in VERB_KEYS if verb in found}

    def action_verb(self, verb: str) -> None:
        """Ask for the fields of a verb and carry it out on what is chosen."""
        self.try_verb(Verb(verb))

    def try_verb(self, verb: Verb, values: Mapping[str, str] | None = None) -> None:
        """Ask for the fields of a verb and carry it out on what is chosen.

        Args:
            verb: which.
            values: what its fields hold at first.
        """
        orders = tuple(order for order in self.chosen() if verb in order.verbs)
        if not orders:
            self.say(_("“{verb}” cannot be done now.").format(verb=verb_title(verb)))
            return
        if len(orders) > 1 and single_only(verb):
            self.say(_("“{verb}” is done to one order at a time.").format(verb=verb_title(verb)))
            return
        self.open_form(verb, orders, values)

    def open_form(self, verb: Verb, orders: Sequence[Seen], values: Mapping[str, str] | None = None) -> None:
        """Open the form of a verb; a room that has a better one for a verb puts it here."""
        one = len(orders) == 1
        whole = self.whole() if one else None
        form = VerbForm(
            verb,
            orders,
            self.office.moment(),
            order=whole if whole is not None and whole.number == orders[0].number else None,
            values=values,
            submit=partial(self.do, orders[0], verb) if one else None,
        )
        if one:
            self.app.push_screen(form)
        else:
            self.app.push_screen(form, partial(self._all, orders, verb))

    async def do(self, order: Seen, verb: Verb, texts: Mapping[str, str]) -> str:
        """Carry a verb out on one order; return why it was refused, "" when it is committed."""
        try:
            done = await carry_out(self.office.bridge, order, verb, texts, self.office.load_paper)
        except Refusal as refusal:
            return explain(refusal)
        self.changed_by_us(frozenset({order.number}))
        self.post_message(OrderChanged(order.number, verb, done.version))
        self.say(
            _("{number}: {verb} → {state}").format(
                number=order.number, verb=verb_title(verb), state=label(done.to_state)
            )
        )
        return ""

    def _all(self, orders: Sequence[Seen], verb: Verb, texts: Mapping[str, str] | None) -> None:
        if texts is None:
            return
        job: Job[Outcome] = Job(
            verb_title(verb),
            len(orders),
            lambda progress, cancelled: carry_out_all(
                self.office.bridge, orders, verb, texts, self.office.load_paper, progress=progress, cancelled=cancelled
            ),
        )
        self.app.push_screen(job, partial(self._done_all, verb))

    def _done_all(self, verb: Verb, outcome: Outcome | None) -> None:
        if outcome is None:
            return
        self.changed_by_us(frozenset(done.number for done in outcome.done))
        for done in outcome.done:
            self.post_message(OrderChanged(done.number, verb, done.version))
        self.say(bulk_report(outcome), bad=bool(outcome.refused), title=verb_title(verb))

    def changed_by_us(self, numbers: frozenset[str]) -> None:
        """Show at once what this person has changed, here and on every other screen."""
        self.office.tell(numbers)

    # --- orders -------------------------------------------------------------------------------------------------

    def open_order(self, number: str) -> None:
        """Open an order's dossier."""
        self.office.opened(number)
        self.post_message(OrderAsked(number))

    def action_go_to(self, text: str = "") -> None:
        """Ask for the number of an order and open it."""
        recent = [(number, "") for number in self.office.recent]
        self.app.push_screen(GoTo(self._look_up, text, recent), self._gone_to)

    def _gone_to(self, number: str | None) -> None:
        if number is not None:
            self.open_order(number)

    async def _look_up(self, text: str) -> Found:
        """Return the orders that a text names: by our number, the customer's, or the customer."""
        query = ListQuery(OrderFilter(text=text), Sort.RECEIVED_AT, descending=True)

        def find(desk: "Desk") -> tuple[OrderRow, ...]:
            exact = desk.lists.rows((text,))
            return exact or desk.lists.page(query, None, _SUGGESTIONS)

        try:
            rows = await self.ask(find)
        except Refusal as refusal:
            self.refuse(refusal)
            return ()
        return [(row.number, _(" · ").join(_beside(row))) for row in rows]

    async def on_scan_typed(self, message: ScanTyped) -> None:
        """Open the order of which the number was scanned; look for it where it is not clear which."""
        message.stop()
        text = message.text.strip()
        if not text:
            return
        if not message.entered:
            self.action_go_to(text)
            return
        self.run_worker(self._scanned(text), group="scan", description="order of a scanned number")

    async def _scanned(self, text: str) -> None:
        try:
            order = await self.ask(lambda desk: desk.orders.get(text))
        except NotFound:
            self.action_go_to(text)
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            self.open_order(order.number)

    # --- language -----------------------------------------------------------------------------------------------

    async def on_language_changed(self) -> None:
        """Speak the new language."""
        await self.speak()

    async def on_screen_resume(self) -> None:
        """Show what has changed while another screen was shown: the language, what waits in the rooms."""
        await self.speak()
        self.fit()
        self.show_status()

    async def speak(self) -> None:
        """Compose the screen anew if its words are of another language than is spoken."""
        if self._spoken != current_language() and self.is_mounted:
            self._spoken = current_language()
            kept = self.keep()
            await self.recompose()
            self.restore(kept)

    def keep(self) -> object:
        """Return what is to be there again after the screen was composed anew."""
        return None

    def restore(self, kept: object) -> None:
        """Bring back what `keep` returned."""

    # --- the frame ----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose what every screen has, and the screen's own between it."""
        yield RoomTabs(ROOM_TABS, self.office.moment, here=self.stage.value, id="tabs")
        with Container(id="body"):
            yield from self.body()
        yield StatusLine(id="status")
        yield KeyBar()

    def body(self) -> ComposeResult:
        """Compose the screen's own part."""
        raise NotImplementedError

    def show_key_bar(self, keys: Sequence[Key]) -> None:
        """Show keys in the last line, with the menu of verbs before and help behind them."""
        menu = Key(self.key_of("verbs.menu"), _("verbs"), "verbs", enabled=bool(self.chosen()))
        helping = (
            Key(self.key_of("frame.help"), _("help"), "app.help"),
            Key(self.key_of("frame.palette"), _("commands"), "app.palette"),
        )
        self.query_one(KeyBar).show((menu, *keys), helping)

    def key_of(self, name: str) -> str:
        """Return the key of a binding as it is shown, by the binding's id."""
        for owner in (self._bindings, self.app._bindings):  # noqa: SLF001 - Textual has no other way to a keymap
            for _key, binding in owner:
                if binding.id == name:
                    return self.app.get_key_display(binding)
        return ""

    def status_text(self) -> str:
        """Return what the status line says first: of what is shown here."""
        return ""

    def show_status(self) -> None:
        """Show the status line and the line of the rooms as things are now."""
        if not self.is_mounted:
            return
        self.query_one(StatusLine).show([part for part in (self.status_text(), *self.office.news) if part])
        tabs = self.query_one(RoomTabs)
        tabs.show({room: Tally(tally.waiting, tally.late) for room, tally in self.office.tallies.items()})
        tabs.belong(self.office.name, self.office.person)

    @on(RoomTabs.Chosen)
    async def _room_chosen(self, message: RoomTabs.Chosen) -> None:
        message.stop()
        await self.run_action(f"app.room('{message.room}')")

    @property
    def typing(self) -> bool:
        """Whether a field has the focus that takes letters."""
        return isinstance(self.focused, Input | TextArea)


def _beside(row: OrderRow) -> list[str]:
    return [part for part in (row.customer_name, row.customer_po_no, label(row.state)) if part]
