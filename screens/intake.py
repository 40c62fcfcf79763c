"""The intake room: orders from arrival to the hand-over to review, each beside its original."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from data.errors import NotFound, Refusal
from data.orders import Order, OrderRow
from data.rules.lists import Sort
from data.rules.workflow import Stage, Verb
from data.states import OrderState
from data.words import N_, _
from data.words.labels import field_label, missing_text
from data.words.phrases import listing
from screens.headline import Headline
from screens.intake_original import show_original
from screens.intake_sheet import OrderSheet, Remarks
from screens.keybar import Key
from screens.keys import ORDERS, SHORT, key
from screens.room import RoomScreen
from screens.seen import Seen, seen
from screens.work import start
from widgets.cells import Part, Tone
from widgets.columns import Column, Width
from widgets.original_view import OriginalView

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.drafts import Draft
    from data.desk.move import Done
    from data.desk.originals import Original
    from screens.dialog_form import VerbForm
    from screens.office import Office

_ASKING = (Verb.CONTACT, Verb.CLARIFY)
"""Verbs that mostly ask the customer for what is missing."""


_NEXT = {
    OrderState.DRAFT: Verb.ACCEPT,
    OrderState.CLARIFYING: Verb.ACCEPT,
    OrderState.RECEIVED: Verb.SUBMIT,
    OrderState.RETURNED: Verb.SUBMIT,
}
"""State → what leads on from it, once nothing is missing."""


def next_step(row: OrderRow) -> Part:
    """Return what an order waits for: what is missing, the end of a hold, or the verb that leads on."""
    if row.on_hold:
        return Part(_("held"), Tone.WARN)
    if row.missing:
        return Part(f"▲ {listing(map(field_label, row.missing))}", Tone.BAD)
    return Part(_(SHORT[_NEXT[row.state]])) if row.state in _NEXT else Part("–", Tone.MUTED)


class IntakeScreen(RoomScreen):
    """The intake room."""

    CSS_PATH: ClassVar[list[str]] = ["room.tcss", "intake.tcss"]  # type: ignore[assignment]  # Textual takes a list too
    BINDINGS: ClassVar[list[BindingType]] = [
        key("n,insert", "new_order", "intake.new", N_("New order"), N_("Enter an order by hand"), ORDERS),
        key("f3", "take_in", "intake.import", N_("Import files"), N_("Take files of orders in"), ORDERS),
        key("v", "paste_lines", "intake.paste", N_("Paste lines"), N_("Take pasted lines in"), ORDERS),
        key("f8", "original", "intake.original", N_("Original"), N_("Read the original of the order"), ORDERS),
    ]
    stage: ClassVar[Stage] = Stage.INTAKE
    first_sort: ClassVar[Sort] = Sort.DUE
    column_names: ClassVar[tuple[str, ...]] = (
        "due",
        "number",
        "customer",
        "next",
        "state",
        "class",
        "total",
        "customer_po_no",
        "received_at",
    )

    def __init__(self, office: "Office") -> None:
        """Make the room; nothing is read before it is shown."""
        super().__init__(office)
        self._beside = ""
        self._beside_reading = False

    def own_columns(self) -> Sequence[Column[OrderRow]]:
        """Return the columns that only this room has: what is missing, or else what is to be done next."""
        return (*super().own_columns(), Column("next", N_("Next"), next_step, Width(12, 26, 2), rank=1))

    def nothing_here(self) -> str:
        """Say that the room is empty, and what to do."""
        return _("The inbox is empty. n enters an order, F3 takes in a file, v takes in pasted lines.")

    # --- what stands beside the list ----------------------------------------------------------------------------

    def compose_detail(self) -> ComposeResult:
        """Compose the order, and its original beside it or below."""
        with Container(id="beside"):
            with Vertical(id="sheet"):
                yield Headline(id="headline")
                yield OrderSheet(id="facts")
            yield OriginalView(id="paper")

    def show_order(self, order: Order) -> None:
        """Show the order of the cursor, and read what belongs to it."""
        self.query_one("#facts", OrderSheet).show(order, self.office.moment())
        self._beside = order.number
        if not self._beside_reading:
            self._beside_reading = True
            start(self, partial(self._read_beside, order), "beside", "original and checks of the order of the cursor")

    def show_nothing(self) -> None:
        """Show that there is no order."""
        self._beside = ""
        self.query_one("#headline", Headline).show(())
        self.query_one("#facts", OrderSheet).show(None, self.office.moment())
        paper = self.query_one("#paper", OriginalView)
        paper.empty = ""
        paper.show_nothing()

    async def _read_beside(self, order: Order) -> None:
        """Read the original and what the desk has to say; of several orders only the last one is shown."""

        def read(desk: "Desk") -> "tuple[Original | None, Remarks]":
            remarks = Remarks(desk.intake.checks(order.number), desk.intake.same_customer_number(order))
            return desk.intake.original(order.number), remarks

        try:
            original, remarks = await self.ask(read)
        except NotFound:
            return
        except Refusal as refusal:
            self.refuse(refusal)
            return
        finally:
            self._beside_reading = False
        if order.number != self._beside:
            if self.order is not None and self.order.number == self._beside:
                self.show_order(self.order)
            return
        self.query_one("#facts", OrderSheet).show(order, self.office.moment(), remarks)
        show_original(self.query_one("#paper", OriginalView), original, self.office.moment())

    def action_original(self) -> None:
        """Read the original over the whole screen, with the order beside it where there is room."""
        if self.row is None:
            self.say(_("No order is chosen."))
            return
        from screens.intake_reading import OriginalScreen

        self.app.push_screen(OriginalScreen(self.office, self.row.number))

    # --- forms --------------------------------------------------------------------------------------------------

    def open_form(
        self, verb: Verb, orders: Sequence[Seen], values: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Open the form of a verb; one that asks the customer begins with what is missing."""
        one = len(orders) == 1
        if values is None and one and verb in _ASKING and (verb.value, orders[0].number) not in self.office.left:
            values = self._asking(verb)
        super().open_form(verb, orders, values, draft)

    def _asking(self, verb: Verb) -> dict[str, str] | None:
        """Return what a form that asks the customer can begin with: whom, and for what."""
        order = self.whole()
        if order is None:
            return None
        found = {"note": missing_text(order)}
        if verb is Verb.CONTACT:
            found["person"] = order.contact
        return {name: text for name, text in found.items() if text}

    def verb_form(self, verb: Verb, orders: Sequence[Seen]) -> "Callable[..., VerbForm]":
        """Return the form of a verb: the second reading has the original beside it (I12)."""
        if verb is Verb.READ_AGAIN and len(orders) == 1:
            from screens.intake_reading import ReadingForm

            return partial(ReadingForm, self.office)
        return super().verb_form(verb, orders)

    def action_new_order(self) -> None:
        """Enter an order by hand."""
        self.open_order_form(None)

    def order_saved(self, done: "Done | None", *, new: bool) -> None:
        """Go to what was entered."""
        super().order_saved(done, new=new)
        if done is not None and new:
            self.read()
            self.table.go_to(done.number)
        if done is not None:
            self._done()

    async def take_up(self, draft: "Draft") -> bool:
        """Open the form of a draft again; return whether this room knows such forms.

        Raises:
            Refusal: the desk's.
        """
        if not draft.kind.startswith(f"{self.stage.value}."):
            return await super().take_up(draft)
        order: Order | None = None
        if draft.number:
            try:
                order = await self.ask(lambda desk: desk.orders.get(draft.number))
            except NotFound:
                return False
            if Verb.EDIT not in seen(order).verbs:
                return False
        self.open_order_form(order, draft.values, draft.name)
        return True

    # --- files --------------------------------------------------------------------------------------------------

    def action_take_in(self) -> None:
        """Take a file in."""
        from screens.intake_import import ImportScreen

        self.app.push_screen(ImportScreen(self.office), self._taken_in)

    def action_paste_lines(self) -> None:
        """Take pasted lines in, as if they had come in a file."""
        from screens.intake_import import ImportScreen

        self.app.push_screen(ImportScreen(self.office, paste=True), self._taken_in)

    def _taken_in(self, numbers: tuple[str, ...] | None) -> None:
        """Show what came in."""
        if not numbers:
            return
        self.office.tell(frozenset(numbers))
        self.read()
        self.table.go_to(numbers[0])

    # --- the frame ----------------------------------------------------------------------------------------------

    def show_key_bar(self, keys: Sequence[Key]) -> None:
        """Show what brings orders in before and behind the verbs."""
        new = Key(self.key_of("intake.new"), _("new"), "new_order")
        more = (
            Key(self.key_of("intake.import"), _("import"), "take_in"),
            Key(self.key_of("intake.paste"), _("paste"), "paste_lines"),
            Key(self.key_of("intake.original"), _("original"), "original", enabled=self.row is not None),
        )
        super().show_key_bar([new, *keys, *more])

    def own_commands(self) -> list[tuple[str, str, str]]:
        """Return what the palette offers of this room: action, title, key."""
        names = ("intake.new", "intake.import", "intake.paste", "intake.original")
        titles = (_("New order"), _("Import files …"), _("Paste lines …"), _("Original of the order"))
        actions = ("new_order", "take_in", "paste_lines", "original")
        return [(action, title, self.key_of(name)) for name, title, action in zip(names, titles, actions, strict=True)]
