"""What a person says of a file that is to be taken in, and where its refused rows go."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal
from textual.widgets import Input, Select, Static

from data.drafts import Subject
from data.states import Channel, PriceBasis
from data.words import N_, _
from data.words.labels import label
from screens.dialog import Dialog, plain
from widgets.entry import Entry
from widgets.lookup import Lookup, Suggest

if TYPE_CHECKING:
    from data.desk.inbox import Asked

_DATES = (("ymd", N_("year month day")), ("dmy", N_("day month year")), ("mdy", N_("month day year")))
_HOLDS = (
    (Subject.ORDERS, N_("orders")),
    (Subject.CUSTOMERS, N_("customers")),
    (Subject.PRODUCTS, N_("products")),
)


class AskedFields(Grid):
    """What the file holds, and what it may not say itself."""

    def __init__(self, customers: Suggest) -> None:
        """Make the fields; `customers` finds customers for what is typed."""
        super().__init__(id="options")
        self._customers = customers

    def compose(self) -> ComposeResult:
        """Compose a name and a control for each."""
        holds = [(plain(_(title)), holds.value) for holds, title in _HOLDS]
        with Horizontal(classes="line"):
            yield Static(plain(_("holds")), classes="name", markup=False)
            yield Select(holds, value=Subject.ORDERS.value, allow_blank=False, id="holds", compact=True)
        with Horizontal(classes="line"):
            yield Static(plain(_("customer")), classes="name", markup=False)
            yield Lookup(self._customers, id="customer")
        with Horizontal(classes="line"):
            yield Static(plain(_("came by")), classes="name", markup=False)
            channels = [(plain(label(one)), one.value) for one in Channel]
            yield Select(channels, prompt="–", id="channel", compact=True)
        with Horizontal(classes="line"):
            yield Static(plain(_("currency")), classes="name", markup=False)
            yield Entry(id="currency")
        with Horizontal(classes="line"):
            yield Static(plain(_("prices")), classes="name", markup=False)
            bases = [(plain(label(one)), one.value) for one in PriceBasis]
            yield Select(bases, prompt="–", id="price_basis", compact=True)
        with Horizontal(classes="line"):
            yield Static(plain(_("dates are")), classes="name", markup=False)
            orders = [(plain(_(title)), order) for order, title in _DATES]
            yield Select(orders, prompt="–", id="date_order", compact=True)

    def asked(self) -> "Asked":
        """Return what the person says of the file."""
        from data.desk.inbox import Asked

        return Asked(
            holds=Subject(self._chosen("holds")),
            customer=self.query_one("#customer", Lookup).text.strip(),
            currency=self.query_one("#currency", Entry).value.strip(),
            price_basis=self._chosen("price_basis"),
            channel=self._chosen("channel"),
            date_order=self._chosen("date_order"),
        )

    def _chosen(self, name: str) -> str:
        chosen = self.query_one(f"#{name}", Select).selection
        return "" if chosen is None else str(chosen)


def is_there(path: str) -> bool:
    """Tell whether something has this path already."""
    try:
        return Path(path).expanduser().exists()
    except (OSError, RuntimeError, ValueError):
        return False


class AskPath(Dialog[str]):
    """Where to write a file."""

    def __init__(self, title: str, path: str) -> None:
        """Ask for a path; `path` is proposed."""
        super().__init__()
        self._title_text = title
        self._path = path

    def heading(self) -> str:
        """Return the title."""
        return self._title_text

    def inside(self) -> ComposeResult:
        """Compose the field."""
        yield Entry(self._path, id="target", select_on_focus=False)
        yield Static(plain(_("Its ending says what it is: .csv or .xlsx. Enter writes it.")), id="help", markup=False)

    def on_mount(self) -> None:
        """Begin behind what is proposed."""
        self.query_one(Entry).focus()

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        if message.value.strip():
            self.dismiss(message.value.strip())
