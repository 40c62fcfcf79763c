"""The form of an order: its head, its lines and what they come to; for a new order and for one that is corrected.

What is typed is checked as the desk will check it. The form gives only what has changed, as `edit` and `order new` take
it, and its state as plain data, so that a draft is kept while one types.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from data.errors import BadValue
from data.orders import Order
from data.parties import Customer
from data.rules.currencies import currency_code
from data.rules.pricing import LineAmounts, OrderAmounts, price_order
from data.states import PriceBasis
from data.words import N_, _
from data.words.labels import field_label
from data.words.phrases import line_numbers
from widgets.form_foot import FormFoot
from widgets.form_values import Typing, supplies_of
from widgets.head_form import HeadForm
from widgets.head_model import FIELDS
from widgets.line_grid import LineGrid
from widgets.lookup import Suggest

_SNAPSHOT = 1
"""The shape of a snapshot; one of another shape is passed over."""


class OrderForm(Vertical):
    """The form."""

    FORM = Binding.Group(N_("Form"), compact=True)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "submit", N_("Save"), id="form.save", tooltip=N_("Save what is typed"), group=FORM),
        Binding("escape", "leave", N_("Back"), show=False, id="form.leave",
                tooltip=N_("Leave the form; what is typed is kept"), group=FORM),
        Binding("ctrl+t", "next_fault", N_("Next fault"), show=False, id="form.next_fault",
                tooltip=N_("Go to the next field that is wrong or missing"), group=FORM),
        Binding("ctrl+o", "lines", N_("Lines"), show=False, id="form.lines",
                tooltip=N_("Go from the head to the lines, and back"), group=FORM),
    ]  # fmt: skip

    DEFAULT_CSS = """
    OrderForm {
        background: $surface;
        & HeadForm { max-height: 50%; }
        & LineGrid { height: 1fr; }
    }
    """

    class Changed(Message):
        """Something in the form is another than before; a draft is worth keeping.

        Attributes:
            form: the form.
        """

        def __init__(self, form: "OrderForm") -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> "OrderForm":
            """The form."""
            return self.form

        def can_replace(self, message: Message) -> bool:
            """Only the last of many matters."""
            return type(message) is type(self) and message.control is self.form

    class SaveAsked(Changed):
        """What is typed is to be saved; nothing in it is wrong."""

    class Left(Changed):
        """The keys are to leave the form; what is typed stays in it."""

    class LineShown(Message):
        """The keys came to a line of which it is not known yet what is to be remarked on its product.

        Attributes:
            form: the form.
            customer: as it is typed.
            product: its code.
        """

        def __init__(self, form: "OrderForm", customer: str, product: str) -> None:
            super().__init__()
            self.form = form
            self.customer = customer
            self.product = product

        @property
        def control(self) -> "OrderForm":
            """The form."""
            return self.form

    class CustomerTaken(Message):
        """A customer was chosen whose file fills in what is not typed.

        Attributes:
            form: the form.
            customer: who.
        """

        def __init__(self, form: "OrderForm", customer: Customer) -> None:
            super().__init__()
            self.form = form
            self.customer = customer

        @property
        def control(self) -> "OrderForm":
            """The form."""
            return self.form

    def __init__(
        self,
        typing: Typing,
        *,
        customers: Suggest | None = None,
        products: Suggest | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty form.

        Args:
            typing: what surrounds the fields; its `supplies` are those of the policy.
            customers: finds customers for what is typed; their `thing` is a `Customer`.
            products: finds products for what is typed; their `thing` is a `Product`.
            id: of the widget.
            classes: of the widget.
        """
        super().__init__(id=id, classes=classes)
        self._base = typing
        self._typing = typing
        self._customer: Customer | None = None
        self._said: frozenset[str] = frozenset()
        self.order: Order | None = None
        self.head = HeadForm(typing, customers)
        self.lines = LineGrid(typing, suggest=products)
        self._foot = FormFoot(self)
        self._remarks: dict[tuple[str, str], str] = {}
        """Customer as typed, and product → what is remarked on it, such as the last price (E11)."""

    def compose(self) -> ComposeResult:
        """Compose the head over the lines."""
        yield self.head
        yield self.lines
        yield self._foot

    # --- what the room does --------------------------------------------------------------------------------------

    def show(self, order: Order | None = None) -> None:
        """Show an order to be corrected, or an empty form for a new one."""
        self.order = order
        self._customer = None
        self.head.show(order)
        self.lines.show(order)
        self._surround()

    def texts(self) -> dict[str, str]:
        """Return what has changed, as `edit` and `order new` take it."""
        return {**self.head.model.texts(), **self.lines.texts()}

    def snapshot(self) -> dict[str, object]:
        """Return what is typed as plain data, to be kept while typing and offered again after a crash."""
        return {
            "shape": _SNAPSHOT,
            "order": self.order.number if self.order else "",
            "version": self.order.version if self.order else 0,
            "head": self.head.model.texts(),
            "lines": self.lines.snapshot(),
        }

    def restore(self, snapshot: object) -> None:
        """Take up what was kept, after `show` with the same order; what cannot be read of it is passed over."""
        kept = snapshot if isinstance(snapshot, Mapping) and snapshot.get("shape") == _SNAPSHOT else {}
        self.head.model.restore(kept.get("head"))
        self.head.again()
        self.lines.restore(kept.get("lines"))
        self._surround()

    def supply(self, typing: Typing) -> None:
        """Take other surroundings, such as those of another kind of order."""
        self._base = typing
        self._surround()

    def know(self, customer: Customer | None) -> None:
        """Say what the customer's file fills in where nothing is typed."""
        self._customer = customer
        self._surround()

    @property
    def remark(self) -> str:
        """What is to be remarked on the product of the line of the keys; "" where nothing is."""
        return self._remarks.get(self._product_here(), "")

    def remark_on(self, customer: str, product: str, text: str) -> None:
        """Say what is to be remarked on a product, for a customer as it is typed."""
        self._remarks[customer, product] = text
        self._foot.refresh()

    def _product_here(self) -> tuple[str, str]:
        rows, at = self.lines.model.rows, self.lines.canvas.row
        product = rows[at].cell("product_code").strip() if 0 <= at < len(rows) else ""
        return self.head.model.text("customer").strip(), product

    def _ask_remark(self) -> None:
        """Ask for the remark on the product of the line of the keys, once."""
        here = self._product_here()
        if here[1] and here not in self._remarks and self.lines.has_focus_within:
            self._remarks[here] = ""
            self.post_message(self.LineShown(self, *here))

    @property
    def faults(self) -> list[tuple[str, BadValue]]:
        """What the desk would not take: the field, and why; fields of lines as `line.N.FIELD`."""
        head = [(name, problem) for name in FIELDS if (problem := self.head.model.problem(name)) is not None]
        lines = self.lines.model.problems(self._typing)
        return [*head, *((problem.field, problem) for _at, _name, problem in lines)]

    @property
    def missing(self) -> list[str]:
        """The required elements that are missing, by name, with the lines that lack them (I3)."""
        found = [field_label(name) for name in FIELDS if self.head.model.missed(name)]
        lacking = self.lines.model.missing(self._typing)
        found += [
            _("{field} ({lines})").format(field=field_label(name), lines=line_numbers(numbers))
            for name, numbers in lacking.items()
        ]
        if not any(number is not None for number in self.lines.model.numbers()):
            found.append(field_label("lines"))
        return found

    @property
    def amounts(self) -> OrderAmounts | None:
        """What the order comes to; None while something that it is made of cannot be read."""
        found: list[LineAmounts] = []
        for at, row in enumerate(self.lines.model.rows):
            amounts = self.lines.model.amounts(at, self._typing)
            if amounts is None and not row.removed:
                return None
            if amounts is not None:
                found.append(amounts)
        figures = [self.head.model.figure(name) for name in ("discount_rate", "freight", "rounding_off")]
        if not self._typing.currency or any(figure is None for figure in figures):
            return None
        discount, freight, rounding = (figure or 0 for figure in figures)
        return price_order(found, discount, freight, rounding)

    # --- what surrounds the fields -------------------------------------------------------------------------------

    @property
    def typing(self) -> Typing:
        """What surrounds the fields now."""
        return self._typing

    def _surround(self) -> None:
        """Work out anew what surrounds the fields: currency, price basis, what will be filled in."""
        supplies = {**self._base.supplies, **(supplies_of(self._customer) if self._customer else {})}
        typed = {name: self.head.model.text(name) for name in ("currency", "price_basis")}
        named = typed["currency"] or supplies.get("currency", ("", ""))[0]
        basis = typed["price_basis"] or supplies.get("price_basis", ("", ""))[0]
        self._said = self.lines.model.said()
        self._typing = replace(
            self._base,
            required=tuple(one for one in self._base.required if one not in self._said),
            supplies=supplies,
            currency=currency_code(named) or self._base.currency,
            price_basis=PriceBasis(basis) if basis in set(PriceBasis) else self._base.price_basis,
        )
        self.head.surround(self._typing)
        self.lines.typing = self._typing
        self._foot.refresh()

    # --- changes -------------------------------------------------------------------------------------------------

    @on(HeadForm.Changed)
    def _head_changed(self, event: HeadForm.Changed) -> None:
        event.stop()
        if event.field == "customer" and self._customer is not None:
            self._customer = None
        if event.field in ("customer", "currency", "price_basis"):
            self._surround()
        self._foot.refresh()
        self.post_message(self.Changed(self))

    @on(HeadForm.CustomerTaken)
    def _customer_taken(self, event: HeadForm.CustomerTaken) -> None:
        event.stop()
        self.know(event.customer)
        self.post_message(self.CustomerTaken(self, event.customer))

    @on(HeadForm.Left)
    def _head_left(self, event: HeadForm.Left) -> None:
        event.stop()
        self.lines.canvas.focus()

    @on(LineGrid.Changed)
    def _lines_changed(self, event: LineGrid.Changed) -> None:
        event.stop()
        if self.lines.model.said() != self._said:
            self._surround()
        self._foot.refresh()
        self._ask_remark()
        if not isinstance(event, LineGrid.Moved):
            self.post_message(self.Changed(self))

    @on(LineGrid.Left)
    def _lines_left(self, event: LineGrid.Left) -> None:
        event.stop()
        if event.back:
            self.head.bring(FIELDS[-1])
        else:
            self.head.bring(FIELDS[0])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002 - Textual's signature
        """Say what is to be said of the field of the keys."""
        self._foot.refresh()
        self._ask_remark()

    def begin(self) -> None:
        """Bring the keys to the first field."""
        self.head.bring(FIELDS[0])

    def action_lines(self) -> None:
        """Go from the head to the lines, and back."""
        if self.lines.has_focus_within:
            self.begin()
        else:
            self.lines.canvas.focus()

    def action_next_fault(self) -> None:
        """Go to the next field that is wrong or missing, from the top again after the last."""
        model = self.lines.model
        head, closed = self.head.model, self.typing.closed
        wrong = [(-1, name) for name in FIELDS if head.problem(name) or (head.missed(name) and name not in closed)]
        for at, row in enumerate(model.rows):
            names = [name for name in row.cells if model.problem(at, name, self._typing) is not None]
            names += [name for name in ("product_code", "quantity", "unit", "unit_price", "specification")
                      if model.misses(at, name, self._typing) and name not in closed]  # fmt: skip
            wrong += [(at, name) for name in dict.fromkeys(names)]
        self._go_to_one_of(wrong)

    def _go_to_wrong(self) -> None:
        """Go to a field that the desk would not take; what is only missing can wait."""
        head = [(-1, name) for name in FIELDS if self.head.model.problem(name) is not None]
        self._go_to_one_of([*head, *((at, name) for at, name, _why in self.lines.model.problems(self._typing))])

    def _go_to_one_of(self, places: list[tuple[int, str]]) -> None:
        """Go to the place after the one of the keys, to the first where they are at none of them."""
        if not places:
            return
        here = self._here()
        at, name = places[(places.index(here) + 1) % len(places)] if here in places else places[0]
        if at < 0:
            self.head.bring(name)
        else:
            self.lines.go_to(at, name)

    def _here(self) -> tuple[int, str]:
        if self.lines.has_focus_within:
            return self.lines.canvas.row, self.lines.canvas.at.field
        return -1, self.head.current if self.head.has_focus_within else ""

    def action_submit(self) -> None:
        """Ask that what is typed be saved; where something is wrong the keys go there instead."""
        self._take_up()
        if self.faults:
            self._go_to_wrong()
        else:
            self.post_message(self.SaveAsked(self))

    def _take_up(self) -> None:
        """Take up what is being typed."""
        self.lines.stop_typing()
        if self.head.has_focus_within:
            self.head.leave_field()

    def action_leave(self) -> None:
        """Leave the form."""
        self._take_up()
        self.post_message(self.Left(self))
