"""What is painted in short looks cell by cell as Textual itself paints it, and a mouse takes hold of it as there."""

from typing import TYPE_CHECKING

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from tests.rooms.widgets.furniture import MOMENT, Bench, Source, settled
from widgets.line_cache import LineCache
from widgets.order_table import OrderTable, order_columns
from widgets.scroll_mark import ScrollMark

if TYPE_CHECKING:
    from textual.app import App

PARTS = (Region(0, 0, 80, 24), Region(0, 3, 80, 5), Region(7, 2, 30, 20), Region(70, 0, 10, 24))


def _table() -> OrderTable:
    columns = order_columns(lambda: MOMENT)
    return OrderTable([columns[name] for name in ("left", "number", "customer", "total")])


def _cells(strips: list[Strip]) -> list[list[tuple[str, object, object, object, object]]]:
    """Each cell's character and look."""
    return [
        [
            (character, style.color, style.bgcolor, style.reverse, style.meta)
            for segment in strip
            for character in segment.text
            if (style := segment.style) is not None
        ]
        for strip in strips
    ]


@pytest.mark.parametrize("look", ["", "border: round red;", "padding: 1 2;", "opacity: 50%;", "tint: red 30%;"])
async def test_lines_are_those_that_textual_would_paint(look: str) -> None:
    table = _table()
    app: App[None] = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(500))
        table.set_styles(look)
        await settled(pilot)
        assert isinstance(table._styles_cache, LineCache)
        for part in (part.intersection(table.size.region) for part in PARTS):
            ours = [strip.text for strip in LineCache().render_widget(table, part)]
            assert ours == [strip.text for strip in StylesCache().render_widget(table, part)]
            wide = Region(0, part.y, table.region.width, part.height)
            theirs = _cells(StylesCache().render_widget(table, wide))
            assert _cells(LineCache().render_widget(table, wide)) == theirs


async def test_only_lines_that_changed_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    table = _table()
    app: App[None] = Bench(table)
    made: list[int] = []
    before = OrderTable.render_line

    def noted(self: OrderTable, y: int) -> Strip:
        made.append(y)
        return before(self, y)

    monkeypatch.setattr(OrderTable, "render_line", noted)

    def painted() -> list[int]:
        table.render_lines(Region(0, 0, table.size.width + 1, 24))
        now = sorted(set(made))
        made.clear()
        return now

    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(500))
        table.focus()
        await settled(pilot)
        painted()
        assert painted() == []
        await pilot.press("down")
        assert painted() == [1, 2]
        await pilot.press("end")
        assert painted() == list(range(24))
        await pilot.resize_terminal(70, 24)
        assert painted() == list(range(24))


@pytest.mark.parametrize("keys", [(), ("pagedown",), ("end",), ("end", "up", "pageup")])
@pytest.mark.parametrize("state", ["", "mouse_over", "grabbed"])
async def test_the_scrollbar_is_textuals_in_every_place_and_look(keys: tuple[str, ...], state: str) -> None:
    table = _table()
    app: App[None] = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(120))
        table.focus()
        await pilot.press(*keys)
        await settled(pilot)
        mark = table.vertical_scrollbar
        assert isinstance(mark, ScrollMark)
        assert mark.region.size == (1, 24)
        if state:
            mark.set_reactive(getattr(ScrollBar, state), True if state == "mouse_over" else table.region.offset)
        mark._set_dirty()
        for part in (Region(0, 0, 1, 24), Region(0, 5, 1, 7)):
            ours = mark.render_lines(part)
            theirs = ScrollBar.render_lines(mark, part)
            assert _cells(ours) == _cells(theirs)
            assert [strip.cell_length for strip in ours] == [1] * part.height


async def test_a_mouse_drags_the_scrollbar() -> None:
    table = _table()
    app: App[None] = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(500))
        await settled(pilot)
        mark = table.vertical_scrollbar
        await pilot.mouse_down(mark, offset=(0, 0))
        await pilot.hover(mark, offset=(0, 12))
        await settled(pilot)
        await pilot.mouse_up(mark, offset=(0, 12))
        assert 200 <= table.scroll_y <= 300
