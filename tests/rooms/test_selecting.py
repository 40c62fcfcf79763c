"""Text is selected with the mouse in what is only read, and copied: by cells, so that Chinese comes out whole."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from textual.events import MouseDown, MouseEvent, MouseMove, MouseUp

from screens.copying import CopyingScreen
from screens.help import HelpView
from screens.order import OrderScreen
from screens.records import Records
from tests.rooms.widgets.furniture import HOSTILE, Bench
from widgets.cells import Part
from widgets.facts import Fact, Facts
from widgets.lines_view import LinesView, Row
from widgets.order_table import OrderTable
from widgets.original_view import OriginalView, Sheet
from widgets.sections import Item, Section, Sections

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from textual.app import App
    from textual.pilot import Pilot
    from textual.widget import Widget

    from tests.rooms.trial import Trial
    from widgets.selecting import Selectable


class Page(LinesView):
    """Some lines."""

    def __init__(self, *lines: str) -> None:
        super().__init__()
        self.lines = lines

    def build(self, width: int) -> Sequence[Row]:  # noqa: ARG002 - as it is
        return [Row((Part(line),)) for line in self.lines]


class Items(Page):
    """Some items, a line each."""

    ITEMS = True

    def build(self, width: int) -> Sequence[Row]:  # noqa: ARG002 - as it is
        return [Row((Part(line),), at) for at, line in enumerate(self.lines)]


async def mouse(app: App[Any], kind: type[MouseEvent], x: int, y: int) -> None:
    """Send what the mouse does, as the driver does."""
    event = kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)


async def drag(pilot: Pilot[Any], widget: Widget, begin: tuple[int, int], end: tuple[int, int]) -> None:
    """Drag over a widget, from a cell of its content to another."""
    area = widget.content_region
    for kind, (x, y) in ((MouseDown, begin), (MouseMove, begin), (MouseMove, end), (MouseUp, end)):
        await mouse(pilot.app, kind, area.x + x, area.y + y)
        await pilot.pause()


class Reading(Bench, inherit_bindings=False):
    """An app of widgets on a screen that copies."""

    def get_default_screen(self) -> CopyingScreen[None]:
        return CopyingScreen(id="_default")

    @property
    def toasts(self) -> list[str]:
        return [one.message for one in self._notifications]


@asynccontextmanager
async def reading(*widgets: Widget, size: tuple[int, int] = (60, 15)) -> AsyncIterator[tuple[Reading, Pilot[Any]]]:
    app = Reading(*widgets)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def set_off(widget: Selectable, y: int) -> str:
    """What is painted as selected in a line of the screen."""
    lines = widget.render_lines(widget.size.region)
    return "".join(one.text for one in lines[y] if one.style is not None and one.style.reverse)


async def test_a_drag_selects_and_ctrl_c_copies() -> None:
    page = Page("Order SO-001 of", "Ostara Lifts, Berlin")
    async with reading(page) as (app, pilot):
        await drag(pilot, page, (6, 0), (11, 0))
        assert set_off(page, 0) == "SO-001"
        await pilot.press("ctrl+c")
        assert app.clipboard == "SO-001"
        assert app.toasts == ["6 characters copied"]
        await drag(pilot, page, (10, 1), (6, 0))  # backwards, over two lines
        assert [set_off(page, 0).rstrip(), set_off(page, 1)] == ["SO-001 of", "Ostara Lift"]
        await pilot.press("ctrl+c")
        assert app.clipboard == "SO-001 of\nOstara Lift"
        assert app.toasts[-1] == "2 lines copied"


async def test_nothing_selected_copies_nothing_and_ends_nothing() -> None:
    page = Page("one")
    async with reading(page) as (app, pilot):
        await pilot.press("ctrl+c")
        assert app.clipboard == ""
        await drag(pilot, page, (0, 0), (2, 0))
        await drag(pilot, page, (1, 0), (1, 0))  # a click takes it back
        await pilot.press("ctrl+c")
        assert app.clipboard == ""
        assert app.toasts == []
        assert app.is_running


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (0, 3, "海川"),
        (1, 2, "海川"),  # from the second cell of one to the first of the next
        (2, 2, ""),  # a click
        (2, 3, "川"),
        (3, 4, "川电"),
        (5, 10, "电梯 M8"),
        (0, 30, "海川电梯 M8 é👍。"),
    ],
)
async def test_chinese_is_two_cells_wide(begin: int, end: int, expected: str) -> None:
    page = Page("海川电梯 M8 é👍。")
    async with reading(page) as (app, pilot):
        await drag(pilot, page, (begin, 0), (end, 0))
        await pilot.press("ctrl+c")
        assert app.clipboard == expected
        assert set_off(page, 0).rstrip() == expected


async def test_what_is_scrolled_away_is_counted() -> None:
    page = Page(*(f"line {number}" for number in range(100)))
    async with reading(page) as (app, pilot):
        page.roll_to(y=50)
        await pilot.pause()
        await drag(pilot, page, (5, 1), (6, 2))
        await pilot.press("ctrl+c")
        assert app.clipboard == "51\nline 52"


async def test_items_are_copied_without_the_mark_and_a_drag_moves_no_cursor() -> None:
    items = Items("first", "second", "third")
    async with reading(items) as (app, pilot):
        await drag(pilot, items, (0, 1), (9, 2))
        assert items.item == 0
        await pilot.press("ctrl+c")
        assert app.clipboard == "second\nthird"
        await drag(pilot, items, (4, 2), (4, 2))
        assert items.item == 2


async def test_a_second_click_selects_a_word_a_third_the_line() -> None:
    page = Page("", "订单 SO-001, 海川电梯")
    async with reading(page) as (app, pilot):
        await pilot.click(page, offset=(6, 1), times=2)
        await pilot.press("ctrl+c")
        assert app.clipboard == "SO-001,"
        await pilot.click(page, offset=(15, 1), times=2)
        await pilot.press("ctrl+c")
        assert app.clipboard == "海川电梯"
        await pilot.click(page, offset=(6, 1), times=3)
        await pilot.press("ctrl+c")
        assert app.clipboard == "订单 SO-001, 海川电梯"


async def test_a_selection_goes_from_one_view_to_the_next() -> None:
    facts = Facts([Fact("Customer", "海川电梯"), Fact("Place", "Hall 3")])
    sections = Sections()
    async with reading(facts, sections) as (app, pilot):
        sections.show([Section("Papers", (Item("invoice 7"), Item("packing list")))])
        await pilot.pause()
        below = sections.region.y - facts.region.y
        await drag(pilot, facts, (9, 0), (4, below + 1))
        await pilot.press("ctrl+c")
        assert app.clipboard.split("\n") == ["海川电梯", "Place    Hall 3", "Papers", "invo"]


async def test_other_lines_are_not_selected_in_place_of_the_old() -> None:
    page = Page("old text", "old line")
    async with reading(page) as (app, pilot):
        await drag(pilot, page, (0, 0), (7, 0))
        page.lines = ("new text",)
        page.rebuild()
        await pilot.pause()
        assert page.text_selection is None
        await pilot.press("ctrl+c")
        assert app.clipboard == ""


async def test_cells_of_an_original_are_copied_with_tabs_and_in_whole() -> None:
    long = "锁紧螺母" * 20
    view = OriginalView()
    async with reading(view) as (app, pilot):
        view.show_sheets("order.xlsx", [Sheet("一月", [["No", "物料", "Qty"], ["1", long, "30"]], {2: "“30” is much"})])
        await pilot.pause()
        await drag(pilot, view, (0, 1), (59, 2))
        await pilot.press("ctrl+c")
        assert app.clipboard == f"No\t物料\tQty\n1\t{long}\t30"
        await drag(pilot, view, (11, 2), (14, 2))  # a part of one cell
        await pilot.press("ctrl+c")
        assert app.clipboard == "锁紧螺"
        await drag(pilot, view, (1, 0), (10, 0))
        await pilot.press("ctrl+c")
        assert app.clipboard == "order.xlsx"
        view.show_text("mail", "one two\n三四")
        await pilot.pause()
        assert view.text_selection is None
        await drag(pilot, view, (4, 1), (1, 2))
        await pilot.press("ctrl+c")
        assert app.clipboard == "two\n三"
        await pilot.click(view, offset=(5, 1), times=2)
        await pilot.press("ctrl+c")
        assert app.clipboard == "two"


async def test_columns_scrolled_away_are_not_copied() -> None:
    view = OriginalView()
    async with reading(view) as (app, pilot):
        view.show_sheets("a", [Sheet("", [[f"{number:04}" for number in range(30)]])])
        await pilot.pause()
        view.action_roll(0, 8)
        await pilot.pause()
        gutter = view._gutter
        await drag(pilot, view, (gutter, 1), (gutter + 9, 1))
        await pilot.press("ctrl+c")
        assert app.clipboard == "01\t0002"


async def test_hostile_text_is_copied_harmless() -> None:
    facts, view = Facts([Fact("f", text, wide=True) for text in HOSTILE[:4]]), OriginalView()
    async with reading(facts, view, size=(80, 24)) as (app, pilot):
        view.show_text(HOSTILE[2], "\n".join(HOSTILE))
        await pilot.pause()
        for widget in (facts, view):
            await drag(pilot, widget, (0, 0), (79, widget.content_region.height - 1))
            await pilot.press("ctrl+c")
            assert len(app.clipboard) > 40
            assert not any(ord(one) < 0x20 or 0x7F <= ord(one) < 0xA0 for one in app.clipboard.replace("\n", ""))
            assert not any("\u202a" <= one <= "\u202e" for one in app.clipboard)


async def test_every_line_keeps_its_place_while_it_is_selected() -> None:
    page = Page("海川电梯 " * 20, "", "x" * 200, "e\u0301" * 70)
    async with reading(page) as (_app, pilot):
        await drag(pilot, page, (3, 0), (40, 3))
        width = page.space.width
        lines = [strip.crop(0, width) for strip in page.render_lines(page.size.region)[:4]]
        assert [line.cell_length for line in lines] == [width] * 4
        assert set_off(page, 0).startswith("川电梯 ")
        page.forget_selection()
        assert [line.text for line in lines] == [page.render_line(y).text for y in range(4)]


# --- in the rooms ------------------------------------------------------------------------------------------------


async def test_the_dossier_is_read_and_copied(trial: Trial) -> None:
    async with trial.run(120, 40):
        trial.here.open_order("SO-001")
        await trial.settle()
        screen = trial.screen(OrderScreen)
        facts = screen.query_one("#facts", Facts)
        place = next((at, line.index("海川电梯")) for at, line in enumerate(_lines(facts)) if "海川电梯" in line)
        y, x = place[0], cell_len(_lines(facts)[place[0]][: place[1]])
        await drag(trial.pilot, facts, (x, y), (x + 7, y))
        table = screen.query_one("#line-records", Records)
        table.focus()
        await trial.press("ctrl+c")  # the list has the focus, but the selection is meant
        assert trial.app.clipboard == "海川电梯"
        assert trial.toasts == ["4 characters copied"]
        screen.clear_selection()
        await trial.press("ctrl+c")
        assert "锁紧螺母 lock nut" in trial.app.clipboard.split("\t")
        assert trial.toasts == ["1 row copied"]
        assert trial.app.is_running


async def test_a_drag_over_a_list_selects_nothing(trial: Trial) -> None:
    async with trial.run(120, 40):
        table = trial.app.screen.query_one(OrderTable)
        await drag(trial.pilot, table, (4, 1), (20, 3))
        await trial.settle()
        assert trial.app.screen.selections == {}
        await trial.pilot.click(table, offset=(10, 2))
        await trial.settle()
        assert table.cursor == 1
        await trial.press("ctrl+c")
        assert trial.toasts == ["1 row copied"]


async def test_help_is_copied_from_its_dialog(trial: Trial) -> None:
    async with trial.run(80, 24):
        await trial.press("f1")
        view = trial.app.screen.query_one(HelpView)
        await drag(trial.pilot, view, (0, 0), (10, 1))
        await trial.press("ctrl+c")
        assert trial.app.clipboard.startswith("The list of orders.")
        assert trial.toasts == ["2 lines copied"]


def _lines(view: LinesView) -> list[str]:
    return [view.text_of(line) for line in view.lines_of_text()]
