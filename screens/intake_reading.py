"""Reading an original: the second reading of an order against it (I12), and the original alone over the screen."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Static

from data.errors import Refusal
from data.words import N_, _
from data.words.explain import explain
from screens.dialog import Dialog, plain
from screens.dialog_form import VerbForm
from screens.intake_original import show_original
from screens.intake_sheet import OrderSheet, Remarks
from screens.keys import DIALOG, key
from screens.work import start
from widgets.original_view import OriginalView

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.originals import Original
    from data.orders import Order
    from screens.office import Office


_SIDE_BY_SIDE, _LOW = 150, 22
"""From this width on order and original stand side by side; on fewer lines the original stands alone."""


def compare(sheet_id: str = "sheet", paper_id: str = "paper") -> ComposeResult:
    """Compose an order and its original, one beside the other or one above the other."""
    with Container(id="compared"):
        yield OrderSheet(id=sheet_id)
        yield OriginalView(id=paper_id)


async def fill(screen: Screen[Any], office: "Office", number: str) -> None:
    """Read an order and its original, and show them on a screen that holds both."""

    def read(desk: "Desk") -> "tuple[Order, Remarks, Original | None]":
        order = desk.orders.get(number)
        remarks = Remarks(desk.intake.checks(number), desk.intake.same_customer_number(order))
        return order, remarks, desk.intake.original(number)

    try:
        order, remarks, original = await office.bridge.ask(read)
    except Refusal as refusal:
        screen.query_one("#paper", OriginalView).show_text(number, explain(refusal))
        return
    if screen.is_mounted:
        screen.query_one("#sheet", OrderSheet).show(order, office.moment(), remarks)
        show_original(screen.query_one("#paper", OriginalView), original, office.moment())


class ReadingForm(VerbForm):
    """The form of the second reading: the order and its original stand above the fields."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "intake_reading.tcss"]  # type: ignore[assignment]  # Textual takes a list too

    BINDINGS: ClassVar[list[BindingType]] = [
        key("f8", "switch", "reading.switch", N_("Original"), N_("Go to the original, the order, the fields"), DIALOG),
    ]

    def __init__(self, office: "Office", *arguments: Any, **more: Any) -> None:
        """Make the form of a verb, of which the rest are the arguments of `VerbForm`."""
        super().__init__(*arguments, **more)
        self._office = office

    def inside(self) -> ComposeResult:
        """Compose what is compared, and the fields below."""
        yield from compare()
        yield from super().inside()

    def on_resize(self) -> None:
        """Let what is compared stand side by side where there is room."""
        fit(self)

    def on_mount(self) -> None:
        """Read what is compared."""
        fit(self)
        start(
            self, partial(fill, self, self._office, self._orders[0].number), "compare", "original of a second reading"
        )

    def action_switch(self) -> None:
        """Go to the original, from there to the order, from there to the fields."""
        switch(self)


class OriginalScreen(Dialog[None]):
    """The original of an order over the whole screen."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "intake_reading.tcss"]  # type: ignore[assignment]  # Textual takes a list too

    BINDINGS: ClassVar[list[BindingType]] = [
        key("f8", "switch", "reading.switch_alone", N_("Original"), N_("Go to the original or the order"), DIALOG),
    ]

    def __init__(self, office: "Office", number: str) -> None:
        """Show the original of an order."""
        super().__init__()
        self._office = office
        self._number = number

    def heading(self) -> str:
        """Return the title."""
        return _("Original of {number}").format(number=self._number)

    def inside(self) -> ComposeResult:
        """Compose the original and the order."""
        yield from compare()
        yield Static(plain(_("F8 goes to the order and back, Esc leaves.")), id="help", markup=False)

    def on_resize(self) -> None:
        """Let what is compared stand side by side where there is room."""
        fit(self)

    def on_mount(self) -> None:
        """Read the original."""
        fit(self)
        self.query_one("#paper", OriginalView).focus()
        start(self, partial(fill, self, self._office, self._number), "compare", "original of an order")

    def action_switch(self) -> None:
        """Go to the original, or to the order."""
        switch(self)


def fit(screen: Screen[Any]) -> None:
    """Set the classes by which order and original find their places."""
    width, height = screen.app.size
    screen.set_class(width >= _SIDE_BY_SIDE, "-two")
    screen.set_class(height < _LOW, "-low")


def switch(screen: Screen[Any]) -> None:
    """Bring the keys from the fields to the original, from there to the order, from there to the fields."""
    paper, sheet = screen.query_one("#paper", OriginalView), screen.query_one("#sheet", OrderSheet)
    if paper.has_focus:
        sheet.focus()
    elif sheet.has_focus and (fields := list(screen.query("#fields FormField Input, #fields FormField Select"))):
        fields[0].focus()
    else:
        paper.focus()
