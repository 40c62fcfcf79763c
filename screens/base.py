"""What every screen has: the way to the desk, verbs on what it shows, refusals in words, the way to an order."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import DescendantFocus
from textual.widgets import Input, TextArea

from data.errors import NotFound, Refusal
from data.orders import Order, OrderRow
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.workflow import Stage, Verb
from data.words import N_, _, current_language
from data.words.labels import label
from screens.acting import bulk_report
from screens.bridge import Bridge
from screens.dialog import Found, GoTo
from screens.keybar import Key, KeyBar
from screens.keys import ORDER_BINDINGS
from screens.messages import LanguageChanged, OrderAsked, OrderChanged, ScanTyped
from screens.office import Office
from screens.seen import Seen, seen
from screens.work import start
from screens.working import WorkingScreen
from widgets.room_tabs import RoomTab, RoomTabs, Tally
from widgets.status_line import StatusLine

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.move import Done
    from screens.bridge import Question

T = TypeVar("T")

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


class DeskScreen(WorkingScreen):
    """A screen over the desk.

    A subclass says which room it belongs to (`stage`), what verbs are done to (`chosen`), composes its own part
    (`body`), begins to show it (`begin`), and shows changes (`orders_changed`).
    """

    CSS_PATH = "base.tcss"
    BINDINGS: ClassVar[list[BindingType]] = ORDER_BINDINGS

    def __init__(self, office: Office) -> None:
        """Work in an office."""
        super().__init__(office)
        self._spoken = current_language()
        self._barred = office.barred
        self._composed = asyncio.Event()
        self._composed.set()

    @property
    def there(self) -> bool:
        """Whether the widgets are there: the screen is on, and is not just being composed anew or taken away."""
        return self.is_mounted and self._composed.is_set() and not self._pruning

    async def ask(self, question: "Question[T]") -> T:
        """Ask the desk, off the loop; the answer comes when there are widgets that can show it.

        Raises:
            Refusal: the desk's.
        """
        try:
            return await super().ask(question)
        finally:
            await self._composed.wait()

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
        self._fold()

    def _fold(self, *, update: bool = True) -> None:
        width, height = self.app.size
        folded = {"-wide": width >= _WIDE, "-widest": width >= _WIDEST, "-low": height < _LOW}
        self.update_classes(folded, update=update)

    def on_unmount(self) -> None:
        """Hear of nothing any more."""
        self.office.listeners.discard(self)

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Take note that orders were changed, by whomever: show them anew in their places."""

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
        start(self, partial(self._scanned, text), "scanned", "order of a scanned number")

    async def _scanned(self, text: str) -> None:
        try:
            order = await self.ask(lambda desk: desk.orders.get(text))
        except NotFound:
            self.action_go_to(text)
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            self.open_order(order.number)

    # --- the whole form of an order -----------------------------------------------------------------------------

    def open_form(
        self, verb: Verb, orders: Sequence[Seen], values: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Open the form of a verb: the whole form of the order where one order is corrected."""
        if verb is Verb.EDIT and len(orders) == 1:
            start(self, partial(self._edit, orders[0].number), "edit", "order that is to be corrected")
            return
        super().open_form(verb, orders, values, draft)

    async def _edit(self, number: str) -> None:
        """Open the form of an order as it is on the desk now."""
        try:
            order = await self.ask(lambda desk: desk.orders.get(number))
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.open_order_form(order)

    def open_order_form(self, order: Order | None, values: Mapping[str, str] | None = None, draft: str = "") -> None:
        """Open the form over the whole screen, with what was typed into it before.

        Args:
            order: what is corrected; None enters a new one.
            values: what the fields hold at first; without them what was typed before one left the form.
            draft: the name of the draft that is taken up again.
        """
        from screens.intake_form import OrderFormScreen, left_key, taken_up

        before = self.office.left.get(left_key("" if order is None else order.number), {})
        typed, known, name = taken_up(before if values is None else values)
        form = OrderFormScreen(self.office, order, typed, draft or name, known)
        self.app.push_screen(form, partial(self.order_saved, new=order is None))

    def order_saved(self, done: "Done | None", *, new: bool) -> None:
        """Say what was saved, and show it."""
        if done is None:
            return
        self.changed_by_us(frozenset({done.number}))
        said = _("{number} was entered.") if new else _("{number} was saved.")
        self.say(said.format(number=done.number))

    # --- language -----------------------------------------------------------------------------------------------

    async def on_language_changed(self) -> None:
        """Speak the new language."""
        await self.speak()

    async def on_screen_resume(self) -> None:
        """Show what has changed while another screen was shown: the language, what waits in the rooms."""
        await self.speak()
        self.fit()
        self.show_status()

    def outdated(self) -> None:
        """Show everything anew: at once, or when the screen is shown again, or when nobody types on it any more."""
        self._spoken = ""
        self._catch_up()

    @on(DescendantFocus)
    def _catch_up(self) -> None:
        if not self._spoken and self.is_current and not self.typing:
            self.post_message(LanguageChanged())

    async def speak(self) -> None:
        """Compose the screen anew if its words are of another language than is spoken."""
        if self._spoken != current_language() and self.is_mounted:
            self._spoken = current_language()
            kept = self.keep()
            self._composed.clear()
            await self.recompose()
            if self.query(StatusLine):  # nothing is composed any more once the program ends
                self._composed.set()
                self.restore(kept)

    def keep(self) -> object:
        """Return what is to be there again after the screen was composed anew."""
        return None

    def restore(self, kept: object) -> None:
        """Bring back what `keep` returned."""

    # --- the frame ----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose what every screen has, and the screen's own between it."""
        self._fold(update=False)  # before there is anything of which the styles would have to be worked out twice
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

    def own_commands(self) -> list[tuple[str, str, str]]:
        """Return what the palette offers of this screen alone: action, title, key."""
        return []

    def key_of(self, name: str) -> str:
        """Return the key of a binding as it is shown, by the binding's id; "" where there is none."""
        if name not in self._shown_keys:
            declared = [
                binding
                for owner in (self, self.app)
                for _key, binding in owner._bindings  # noqa: SLF001 - Textual shows nowhere else what is declared
                if binding.id == name
            ]
            self._shown_keys[name] = self.shown_key(declared[0]) if declared else ""
        return self._shown_keys[name]

    def status_text(self) -> str:
        """Return what the status line says first: of what is shown here."""
        return ""

    def show_status(self) -> None:
        """Show the status line and the line of the rooms as things are now."""
        if not self.there:
            return
        self.query_one(StatusLine).show([part for part in (self.status_text(), *self.office.news) if part])
        tabs = self.query_one(RoomTabs)
        tabs.show({room: Tally(tally.waiting, tally.late) for room, tally in self.office.tallies.items()})
        tabs.belong(self.office.name, self.office.person)
        if self._barred != self.office.barred:  # what this person may do has just become known, or changed
            self._barred = self.office.barred
            self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that matter now, where a screen has more of them than those that always stand there."""

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
