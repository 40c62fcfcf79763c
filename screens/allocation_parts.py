"""Small parts of the allocation room: which list is shown, lines below the board, the orders of a cell."""

from collections.abc import Iterable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from data.words import _
from screens.allocation_board import rough
from screens.dialog import Dialog, plain
from widgets.badge import Moment, badge, short_date
from widgets.cells import Line, Part, Tone, cut
from widgets.lines_view import LinesView, Row
from widgets.load_board import BoardOrder
from widgets.one_line import OneLine, both_ends

_CELLS = 66
"""Cells of an order of a cell, so that it takes one line of the dialog."""


class Choice(OneLine):
    """Which of the two lists is shown, and how many orders each has; a click shows the other one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id)
        self._first = True
        self._counts: tuple[int, int] | None = None
        self._key = ""

    def show(self, *, first: bool, counts: tuple[int, int] | None, key: str) -> None:
        """Show which list is chosen, how many orders both have, and the key that changes it."""
        self._first, self._counts, self._key = first, counts, key
        self.refresh()

    def line(self, width: int) -> Line:
        """Return the two names, the chosen one set off."""
        parts: list[Part] = []
        for place, name in enumerate((_("to place"), _("placed, not begun"))):
            here = self._first is (place == 0)
            count = "" if self._counts is None else f" {self._counts[place]:,}"
            parts += [Part(" "), Part(f" {name}{count} ", Tone.HERE if here else Tone.PLAIN)]
        return both_ends(tuple(parts), (Part(f"{self._key} ", Tone.MUTED),), width)

    async def on_click(self, event: events.Click) -> None:
        """Show the other list."""
        event.stop()
        await self.screen.run_action("other_list")


class Lines(LinesView, can_focus=False):
    """Some lines, each cut where the pane ends."""

    DEFAULT_CSS = "Lines { height: auto; overflow: hidden hidden; scrollbar-gutter: auto; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()

    def show(self, lines: Iterable[Line]) -> None:
        """Show these lines."""
        self._lines = tuple(lines)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:  # noqa: ARG002 - lines are cut as they are painted
        """Return the lines."""
        return [Row(line) for line in self._lines]


class CellOrders(Dialog[str]):
    """The orders of a cell of the board; it answers the number of the one that was chosen."""

    def __init__(self, title: str, orders: Sequence[BoardOrder], late: frozenset[str], moment: Moment) -> None:
        """Offer orders; those that are planned late are marked."""
        super().__init__()
        self._title = title
        self._orders = tuple(orders)
        self._late = late
        self._moment = moment

    def heading(self) -> str:
        """Return source and week."""
        return self._title

    def inside(self) -> ComposeResult:
        """Compose the list."""
        yield OptionList(
            *(Option(plain(self._text(order)), id=order.number) for order in self._orders),
            id="found",
            compact=True,
            markup=False,
        )
        yield Static(
            plain(_("Enter opens the order; there it can be withdrawn, acknowledged or begun.")),
            id="help",
            markup=False,
        )

    def _text(self, order: BoardOrder) -> str:
        late = order.number in self._late
        due = badge(order.due, self._moment)
        day = "" if order.due is None else _("due {day}").format(day=short_date(order.due, self._moment.today))
        parts = (order.number, rough(order.quantity), day, _("planned late") if late else "", order.customer)
        sign = "▲" if late else due.sign
        return cut(f"{sign} " + _(" · ").join(part for part in parts if part), _CELLS)

    def on_mount(self) -> None:
        """Begin with the first one."""
        self.query_one(OptionList).highlighted = 0

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        self.dismiss(message.option.id)
