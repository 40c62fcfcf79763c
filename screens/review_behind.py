"""What is behind a check: all that it found, and the data that it was measured against (R1, R7)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from data.parties import Customer, Product
from data.rules.evidence import Backing
from data.words import N_, _, ngettext
from data.words.checks import fact_text
from data.words.formats import format_amount, format_date, format_money, format_price, format_quantity
from data.words.labels import check_label, field_label, label
from data.words.phrases import listing
from screens.dialog import Dialog
from screens.keys import DIALOG, key
from widgets.badge import Moment, short_date
from widgets.cells import Tone, bar, harmless
from widgets.checks_view import GRADES
from widgets.sections import Item, Section, Sections

if TYPE_CHECKING:
    from data.rules.checks import Check
    from data.rules.evidence import Room
    from data.rules.review import LastSale
    from data.rules.standing import Receivable

_BAR = 16


class BehindDialog(Dialog[str]):
    """What is behind a check; it answers the number of the order that is to be opened, or nothing."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "review_behind.tcss"]  # type: ignore[assignment]  # Textual takes a list too
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "back_out", "behind.back", N_("Back"), N_("Go back to the checks"), DIALOG),
        key("d", "open", "behind.order", N_("Order"), N_("Open the order"), DIALOG),
    ]

    def __init__(self, number: str, check: "Check", backing: Backing | None, currency: str, moment: Moment) -> None:
        """Show what is behind a check of an order.

        Args:
            number: the order's.
            check: which.
            backing: the data.
            currency: the order's.
            moment: by which days are told.
        """
        super().__init__()
        self._number = number
        self._check = check
        self._backing = backing or Backing()
        self._currency = currency
        self._moment = moment

    def heading(self) -> str:
        """Return the check, how it ended, and its clause."""
        sign, _tone = GRADES[self._check.grade]
        parts = (check_label(self._check.name), label(self._check.grade), harmless(self._check.clause, 12))
        return f"{sign} " + _(" · ").join(parts)

    def inside(self) -> ComposeResult:
        """Compose the facts, and the ways on."""
        yield Sections(id="behind", most=6)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Open the order  d")), id="order", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Show everything, and let Enter go back."""
        self.query_one("#behind", Sections).show(tuple(self._sections()))
        self.query_one("#back").focus()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        if message.button.id == "order":
            self.action_open()
        else:
            self.action_back_out()

    def action_open(self) -> None:
        """Answer the order."""
        self.dismiss(self._number)

    def _sections(self) -> Iterator[Section]:
        found, backing = self._check, self._backing
        tone = GRADES[found.grade][1]
        texts = tuple(Item(fact_text(one), tone=Tone.PLAIN) for one in found.evidence)
        yield Section(_("What was found"), texts or (Item(label(found.grade)),), tone=tone)
        if backing.product is not None:
            yield Section(_("Product"), tuple(_product(backing.product)))
        if backing.sale is not None:
            yield Section(_("Last sale"), (_sale(backing.sale, self._moment),))
        if backing.customer is not None:
            yield Section(_("Customer"), tuple(_customer(backing.customer, self._currency)))
        if backing.overdue:
            yield Section(_("Overdue"), tuple(_owed(one, self._moment) for one in backing.overdue), tone=Tone.BAD)
        for room in backing.rooms:
            yield Section(_("Weeks of {source}").format(source=_source(room)), tuple(_weeks(room, self._moment)))
        if found.name == "payment_terms":
            yield Section(_("Terms that the policy allows"), (Item(listing(backing.terms) or _("all")),))
        if found.name == "quality_standard":
            yield Section(_("Quality standard of the policy"), (Item(backing.standard or _("none")),))
        if found.name == "rules":
            rules = tuple(Item(reason, harmless(name, 40)) for name, reason in backing.rules)
            yield Section(_("Rules of the policy"), rules or (Item(_("none")),))


def _product(product: Product) -> Iterator[Item]:
    price, cost = (_price(number, product.currency) for number in (product.list_price, product.standard_cost))
    values: Sequence[tuple[str, str]] = (
        ("product_code", product.code),
        ("product_name", product.name),
        ("specification", product.specification),
        ("drawing_no", product.drawing_no),
        ("revision", product.revision),
        ("unit", product.unit),
        ("list_price", price),
        ("standard_cost", cost),
        ("lead_days", "" if product.lead_days is None else str(product.lead_days)),
        ("note", product.note),
    )
    return (Item(text, field_label(name)) for name, text in values if text)


def _price(number: int | None, currency: str) -> str:
    return "" if number is None else f"{currency} {format_price(number, currency or 'CNY')}".strip()


def _customer(customer: Customer, currency: str) -> Iterator[Item]:
    limit = "" if customer.credit_limit is None else format_amount(customer.credit_limit, customer.currency or currency)
    values: Sequence[tuple[str, str]] = (
        ("customer", f"{customer.code} {customer.name}".strip()),
        ("customer_class", customer.customer_class),
        ("payment_terms", customer.payment_terms),
        ("delivery_place", customer.delivery_place),
        ("address", customer.place),
        ("credit_limit", f"{customer.currency or currency} {limit}" if limit else ""),
    )
    return (Item(text, field_label(name)) for name, text in values if text)


def _sale(sale: "LastSale", moment: Moment) -> Item:
    day = short_date(sale.received_at.astimezone(moment.zone).date(), moment.today)
    parts = [sale.number, f"{sale.currency} {format_price(sale.unit_price, sale.currency)}"]
    if not sale.own:
        parts.append(_("to {customer}").format(customer=harmless(sale.customer_name, 60) or "–"))
    return Item(_(" · ").join(parts), day)


def _owed(one: "Receivable", moment: Moment) -> Item:
    amount = format_money(one.open.minor, one.open.currency)
    days = ngettext("{number} day late", "{number} days late", one.days).format(number=one.days)
    return Item(_(" · ").join((one.number, one.order, amount)), short_date(one.due_on, moment.today), end=days)


def _source(room: "Room") -> str:
    return room.code or room.name or _("all work centres")


def _weeks(room: "Room", moment: Moment) -> Iterator[Item]:
    """Yield each week with its load; what is wanted of this order comes on top of it."""
    needed = _("{quantity} of this order by {day}").format(
        quantity=format_quantity(room.needed), day=format_date(room.until)
    )
    yield Item(needed, "+", Tone.STRONG)
    for week in room.weeks:
        share = week.used * 100 // week.capacity if week.capacity else 0
        over = week.used > week.capacity
        text = _("{used} of {capacity}").format(
            used=format_quantity(week.used), capacity=format_quantity(week.capacity)
        )
        drawn = bar(week.used, max(1, week.capacity), _BAR)
        yield Item(
            f"{drawn} {share:,}%", short_date(week.week, moment.today), Tone.BAD if over else Tone.PLAIN, end=text
        )
