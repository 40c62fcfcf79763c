"""The form of an order over the whole screen: a new one, or one that is corrected with its original beside it.

What is typed is kept beside the desk every two seconds. It is saved with the version that was seen; where somebody else
was faster, both versions are shown and nothing that was typed is lost.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from data.errors import BadValue, NotFound, Refusal, Stale
from data.orders import Order
from data.rules.workflow import Verb
from data.words import N_, _
from data.words.explain import explain
from screens.copying import CopyingScreen
from screens.dialog import Confirm, plain
from screens.drafts import EVERY, DraftKeeper
from screens.intake_changes import differences, head_texts, put_lines
from screens.intake_conflict import BOTH, ConflictDialog
from screens.intake_original import show_original
from screens.intake_prices import PricedForm
from screens.intake_typing import Suggesting, bare_typing, policy_typing, zone_of
from screens.keybar import Key, KeyBar
from screens.keys import DIALOG, key
from screens.office import Office
from screens.work import start
from widgets.head_model import FIELDS
from widgets.order_form import OrderForm
from widgets.original_view import OriginalView

if TYPE_CHECKING:
    from textual.widget import Widget

    from data.desk.desk import Desk
    from data.desk.move import Done
    from data.desk.originals import Original
    from data.parties import Customer
    from data.rules.policy import Policy

NEW, EDIT = "intake.new", "intake.edit"
"""The kinds of drafts that this form keeps; the room's name stands before the point."""

_WIDE, _TALL = 176, 34
"""From these sizes on the original is shown without being asked for, beside the form or below it."""


class OrderFormScreen(PricedForm, CopyingScreen["Done"]):
    """The form; it answers what was saved, or None where it was left."""

    CSS_PATH = "intake_form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *OrderForm.BINDINGS,  # the keys of the form work also while the original is read
        key("f8", "original", "order_form.original", N_("Original"), N_("Show or hide the original"), DIALOG),
        key("ctrl+r", "start_over", "order_form.start_over", N_("Start over"), N_("Give up what was typed"), DIALOG),
    ]

    def __init__(
        self,
        office: Office,
        order: Order | None = None,
        typed: Mapping[str, str] | None = None,
        draft: str = "",
        known: frozenset[int] | None = None,
    ) -> None:
        """Open the form.

        Args:
            office: the surroundings.
            order: the one that is corrected; None for a new one.
            typed: what was typed before, as the form gives it.
            draft: the name of the draft that is taken up again.
            known: the lines that the order had when `typed` was typed; without it those that it has.
        """
        super().__init__()
        self.office = office
        self.order = order
        suggesting = Suggesting(office.bridge)
        self._suggesting = suggesting
        self.form = OrderForm(
            bare_typing(office), customers=suggesting.customers, products=suggesting.products, id="form"
        )
        self._typed = dict(typed or {})
        self._known = known
        self._keeper = self._new_keeper(draft)
        self._policy: Policy | None = None
        self._customer: Customer | None = None
        self._named = ""
        self._kind = ""
        self._busy = False
        self._trouble = ""
        self._typed_into: Widget | None = None

    # --- composing ----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose title, form, original and keys."""
        yield Static(plain(self._title()), id="title", markup=False)
        with Container(id="work"):
            with Vertical(id="typing"):
                yield self.form
                yield Static("", id="said", markup=False)
            yield OriginalView(id="paper")
        yield KeyBar()

    def _title(self) -> str:
        if self.order is None:
            return _("New order")
        name = self.order.customer_name or self.order.customer_code
        return _(" · ").join(part for part in (_("Edit {number}").format(number=self.order.number), name) if part)

    def on_mount(self) -> None:
        """Fill the form in, and ask the desk for what surrounds it."""
        self.form.show(self.order)
        self._put(self._typed, self._known)
        self.set_class(self.order is None, "-new")
        self.fit()
        self._show_keys()
        self.form.begin()
        self.set_interval(EVERY, self._keep)
        start(self, self._begin, "form", "policy, customer and original of a form")

    def on_resize(self) -> None:
        """Make room for the original, or take it back."""
        self.fit()

    def fit(self) -> None:
        """Show the original where there is room for it."""
        width, height = self.app.size
        self.set_class(width >= _WIDE, "-wide")
        self.set_class(height >= _TALL, "-tall")

    def _show_keys(self) -> None:
        left = [Key("ctrl+s", _("save"), "submit"), Key("esc", _("back"), "leave"), Key("ctrl+o", _("lines"), "lines")]
        if self.order is not None:
            left.append(Key("F8", _("original"), "original"))
        left += [Key("ctrl+t", _("next fault"), "next_fault"), Key("ctrl+r", _("start over"), "start_over")]
        self.query_one(KeyBar).show(left, (Key("F1", _("help"), "app.help"),))

    def action_submit(self) -> None:
        """Save, as the form's own key does."""
        self.form.action_submit()

    def action_lines(self) -> None:
        """Go from the head to the lines, and back."""
        self.form.action_lines()

    def action_next_fault(self) -> None:
        """Go to the next field that is wrong or missing."""
        self.form.action_next_fault()

    def action_leave(self) -> None:
        """Leave the form; what is typed is kept."""
        self.form.action_leave()

    def action_original(self) -> None:
        """Show or hide the original."""
        paper = self.query_one("#paper", OriginalView)
        shown = paper.display
        self.set_class(not shown, "-paper")
        self.set_class(shown, "-no-paper")
        if not shown and self.order is not None:
            self._typed_into = self.focused
            paper.focus()
        elif paper.has_focus:
            (self._typed_into or self.form.lines.canvas).focus()

    # --- what surrounds the fields ------------------------------------------------------------------------------

    async def _begin(self) -> None:
        """Read what surrounds the fields; the form can be typed into meanwhile."""
        order, moment = self.order, self.office.moment()
        named = self.form.head.model.text("customer")
        codes = tuple(row.cell("product_code") for row in self.form.lines.model.rows if "product_code" in row.changed)

        def read(desk: "Desk") -> "tuple[Policy, Original | None]":
            return desk.policy.current(), None if order is None else desk.intake.original(order.number)

        try:
            self._policy, original = await self.office.bridge.ask(read)
            self._customer, self._named = await self._suggesting.customer(named) if named else None, named
            products = await self._suggesting.exact_products(codes) if codes else {}
        except Refusal as refusal:
            self.say(explain(refusal), bad=True)
            return
        self._surround()
        if self._customer is not None:
            self.form.know(self._customer)
        for at, row in enumerate(self.form.lines.model.rows):
            product = products.get(row.cell("product_code"))
            if product is not None and "product_code" in row.changed:
                self.form.lines.model.choose(at, product, self.form.typing.currency)
        self.form.lines.canvas.refresh()
        show_original(self.query_one("#paper", OriginalView), original, moment)
        # where there is no original its room goes to the lines; F8 says why there is none
        self.set_class(original is None, "-without")

    def _surround(self) -> None:
        if self._policy is not None:
            self._kind = self.form.head.model.text("kind")
            self.form.supply(policy_typing(self._policy, self.office, self._kind, self._customer, self.order))

    @on(OrderForm.CustomerTaken)
    def _customer_taken(self, message: OrderForm.CustomerTaken) -> None:
        message.stop()
        self._customer, self._named = message.customer, self.form.head.model.text("customer")
        self._surround()

    @on(OrderForm.Changed)
    def _changed(self, message: OrderForm.Changed) -> None:
        message.stop()
        if isinstance(message, OrderForm.SaveAsked):
            self._save()
        elif isinstance(message, OrderForm.Left):
            if not self._busy:
                self._busy = True
                start(self, self._leave, "leave", "draft of a form that is left")
        else:
            self.say("")
            if self._customer is not None and self.form.head.model.text("customer") != self._named:
                self._customer = None
                self._surround()
            elif self.form.head.model.text("kind") != self._kind:
                self._surround()

    def _put(self, typed: Mapping[str, str], known: frozenset[int] | None = None) -> tuple[int, ...]:
        """Put what was typed over what the desk has; return the lines that are gone meanwhile."""
        had = frozenset(line.line_no for line in self.order.lines) if self.order is not None else frozenset()
        for name, text in head_texts(typed).items():
            if name in FIELDS:
                self.form.head.put(name, text)
        gone = put_lines(self.form.lines.model, typed, had if known is None else known)
        self._surround()
        self.form.lines.canvas.refresh()
        return gone

    # --- drafts -------------------------------------------------------------------------------------------------

    def _new_keeper(self, draft: str = "") -> DraftKeeper:
        number = "" if self.order is None else self.order.number
        kind = NEW if self.order is None else EDIT
        return DraftKeeper(self.office.bridge, kind, number, self.kept, draft)

    def kept(self) -> dict[str, str]:
        """Return what is typed as a draft holds it: the fields, and which lines the order had."""
        typed = self.form.texts() if self.is_mounted else {}
        if not typed or self.order is None:
            return typed
        return {**typed, LINES_THEN: ",".join(str(line.line_no) for line in self.order.lines)}

    async def _keep(self) -> None:
        keeper = self._keeper
        await keeper.keep()
        if keeper.trouble and keeper.trouble != self._trouble:
            self.say(
                _("What is typed cannot be kept beside the desk: {reason}").format(reason=keeper.trouble), bad=True
            )
        self._trouble = keeper.trouble

    async def _leave(self) -> None:
        """Leave; what was typed is there again when the form is opened the next time, also by another run."""
        typed = self.kept()
        if not typed:
            await self._keeper.close()
        else:
            await self._keeper.keep()
        self.office.left.pop(self._left_key, None)
        if typed:
            self.office.left[self._left_key] = {**typed, DRAFT_NAME: self._keeper.name}
            self.app.notify(
                _("What was typed is kept. Open the form again to go on, or give it up there."), markup=False
            )
        self.dismiss(None)

    @property
    def _left_key(self) -> tuple[str, ...]:
        return left_key("" if self.order is None else self.order.number)

    def action_start_over(self) -> None:
        """Give up what was typed, after asking."""
        if not self.form.texts():
            return
        question = _("Everything that was typed into this form is given up.")
        self.app.push_screen(Confirm(question, _("Give up what was typed")), self._started_over)

    async def _started_over(self, sure: bool | None) -> None:
        if sure:
            await self._keeper.close()
            self._keeper = self._new_keeper()
            self._show_anew(self.order, {})

    def _show_anew(self, order: Order | None, typed: Mapping[str, str]) -> tuple[int, ...]:
        known = frozenset(line.line_no for line in self.order.lines) if self.order is not None else frozenset()
        self.order = order
        self._customer = None
        self.form.show(order)
        gone = self._put(typed, known)
        self.query_one("#title", Static).update(plain(self._title()))
        self.form.begin()
        start(self, self._begin, "form", "policy, customer and original of a form")
        return gone

    # --- saving -------------------------------------------------------------------------------------------------

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say something below the form."""
        if self.is_mounted:
            said = self.query_one("#said", Static)
            said.update(plain(text, multiline=True))
            said.set_class(bad, "bad")
            said.display = bool(text)

    def _save(self) -> None:
        texts = self.form.texts()
        if self._busy:
            return
        if not texts:
            self.say(_("Nothing was typed yet.") if self.order is None else _("Nothing was changed yet."))
            return
        self._busy = True
        self.say(_("One moment …"))
        start(self, partial(self._write, texts), "save", "saving of a form")

    async def _write(self, texts: dict[str, str]) -> None:
        order = self.order

        def write(desk: "Desk") -> "Done":
            if order is None:
                return desk.intake.new(texts)
            return desk.do(order.number, Verb.EDIT, texts, version=order.version)

        try:
            done = await self.office.bridge.ask(write)
        except Stale as refusal:
            await self._compare(refusal, texts)
        except Refusal as refusal:
            self.say(explain(refusal), bad=True)
            self._go_to(refusal)
        else:
            await self._keeper.close()
            self.office.left.pop(self._left_key, None)
            self.dismiss(done)
        finally:
            self._busy = False

    def _go_to(self, refusal: Refusal) -> None:
        """Bring the keys to the field that was refused."""
        name = refusal.field if isinstance(refusal, BadValue) else ""
        if isinstance(refusal, NotFound) and refusal.what == "customer":
            name = "customer"
        if name in FIELDS:
            self.form.head.bring(name)

    async def _compare(self, refusal: Stale, texts: Mapping[str, str]) -> None:
        """Show both versions of the order, where somebody else was faster."""
        before = self.order
        if before is None:
            return

        try:
            now = await self.office.bridge.ask(lambda desk: desk.orders.get(before.number))
        except Refusal as other:
            self.say(explain(other), bad=True)
            return
        self.say(explain(refusal), bad=True)
        found = differences(before, now, texts, zone_of(self.office.moment()))
        self.app.push_screen(ConflictDialog(before.number, refusal.by, found), partial(self._settled, now, texts))

    def _settled(self, now: Order, texts: Mapping[str, str], answer: str | None) -> None:
        if answer is None:
            return
        gone = self._show_anew(now, texts if answer == BOTH else {})
        said = _("The form shows the newest version. Look it over and save.")
        if gone:
            lost = _("Lines that are gone by now could not take what was typed: {lines}.")
            said = f"{said}\n{lost.format(lines=', '.join(map(str, gone)))}"
        self.say(said)


LINES_THEN, DRAFT_NAME = "lines_then", "draft_name"
"""What a draft holds beside the fields: the lines that the order had, and the draft's own name."""


def left_key(number: str) -> tuple[str, ...]:
    """Return under which key what was typed is remembered until the form is opened again."""
    return (EDIT, number) if number else (NEW,)


def taken_up(values: Mapping[str, str]) -> tuple[dict[str, str], frozenset[int] | None, str]:
    """Return of a draft what was typed, which lines the order had then, and the draft's name."""
    typed = {name: text for name, text in values.items() if name not in (LINES_THEN, DRAFT_NAME)}
    then = values.get(LINES_THEN)
    known = None if then is None else frozenset(int(one) for one in then.split(",") if one.isdecimal())
    return typed, known, values.get(DRAFT_NAME, "")
