import asyncio
from dataclasses import replace

import pytest
from rich.text import Text
from textual import events

from data import words
from data.errors import DeskBusy
from data.orders import OrderRow
from tests.rooms.widgets.furniture import (
    HOSTILE,
    MOMENT,
    SIZES,
    Bench,
    Source,
    assert_harmless,
    order_row,
    painted,
    settled,
)
from widgets.cells import Part
from widgets.columns import Column, Width
from widgets.order_table import OrderTable, order_columns
from widgets.row_feed import SELECT_MOST


def _table(*names: str, empty: str = "Nothing here.") -> OrderTable:
    columns = order_columns(lambda: MOMENT)
    return OrderTable([columns[name] for name in names or columns], empty=empty)


def _numbers(table: OrderTable) -> list[int]:
    """The places of the rows that are on the screen."""
    return [int(line[3:18][-7:]) for line in painted(table)[1:] if line[3:5] == "SO"]


async def test_a_list_is_painted_under_its_headings() -> None:
    table = _table("left", "number", "customer", "total")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(500), sorted_by="number")
        await settled(pilot)
        lines = painted(table)
        assert lines[0].split() == ["Left", "Order↑", "Customer", "Total"]
        assert lines[1].startswith("›  ▲ -5h00")
        assert "海川电梯有限公司" in lines[1]
        assert lines[2].rstrip().endswith("79.19")
        assert_harmless(lines, table.space.width)
        assert len(lines) == 24
        assert [message.row.number for message in app.heard(OrderTable.Highlighted)] == ["SO-2611-0000000"]
        assert [message.total for message in app.heard(OrderTable.Counted)] == [500]


async def test_the_mark_of_folded_columns_leaves_the_last_heading_alone() -> None:
    table = _table()
    async with Bench(table).run_test(size=(60, 15)) as pilot:
        table.show(Source(5))
        await settled(pilot)
        heading = painted(table)[0].rstrip()
        assert heading.split()[-1] == f"+{table._folded}"
        last = table._placed[-1].column.title
        assert heading.split()[-2] == last


async def test_a_list_of_a_million_asks_for_what_is_seen_only() -> None:
    table = _table("number", "customer")
    source = Source(1_000_000)
    async with Bench(table).run_test(size=(80, 24)) as pilot:
        table.show(source)
        await settled(pilot)
        assert source.asked == [0]
        await pilot.press("end")
        await settled(pilot)
        assert _numbers(table)[-1] == 999_999
        assert len(source.asked) <= 4


async def test_keys_move_the_cursor_and_the_view_follows() -> None:
    table = _table("number")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(1000))
        await settled(pilot)
        await pilot.press("j", "j", "down", "k")
        assert table.cursor == 2
        await pilot.press("pagedown")
        assert table.cursor == 24
        assert _numbers(table)[-1] == 24
        await pilot.press("home")
        assert (table.cursor, _numbers(table)[0]) == (0, 0)
        await pilot.press("up")
        assert table.cursor == 0
        await pilot.press("enter")
        assert [message.number for message in app.heard(OrderTable.Opened)] == ["SO-2611-0000000"]
        assert app.heard(OrderTable.Highlighted)[-1].row.number == "SO-2611-0000000"


async def test_a_storm_of_page_downs_never_queues_up() -> None:
    table = _table("number")
    source = Source(1_000_000)
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(source)
        await settled(pilot)
        source.gate = asyncio.Event()
        source.asked.clear()
        for _count in range(200):
            app.post_message(events.Key("pagedown", None))
        await pilot.pause()
        assert len(source.asked) <= 1
        assert table.cursor == 200 * 22
        source.gate.set()
        await settled(pilot)
        assert len(source.asked) <= 4
        assert _numbers(table)[-1] == 200 * 22


async def test_answers_to_an_old_question_are_dropped() -> None:
    table = _table("number", "customer")
    slow, quick = Source(300, lambda place: order_row(place, customer_name="old")), Source(10)
    slow.gate = asyncio.Event()
    async with Bench(table).run_test(size=(80, 24)) as pilot:
        table.show(slow)
        await pilot.pause()
        table.show(quick)
        await pilot.pause()
        slow.gate.set()
        await settled(pilot)
        assert table.total == 10
        assert not any("old" in line for line in painted(table))


async def test_nothing_moves_under_the_cursor_when_others_change_rows() -> None:
    table = _table("number", "customer")
    source = Source(300)
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(source)
        await settled(pilot)
        await pilot.press(*["down"] * 5)
        fifth, sixth = order_row(5).number, order_row(6).number
        source.changes = {fifth: replace(order_row(5), customer_name="Changed Ltd"), sixth: None}
        table.mark_changed({fifth, sixth, order_row(299).number})
        await settled(pilot)
        lines = painted(table)
        assert lines[6].startswith("› *")
        assert "Changed Ltd" in lines[6]
        assert lines[7].startswith("  ×")
        assert _numbers(table) == list(range(23))
        assert source.named_asked == [(fifth, sixth)] or set(source.named_asked[0]) == {fifth, sixth}
        assert app.heard(OrderTable.Highlighted)[-1].row.customer_name == "Changed Ltd"


async def test_reloading_keeps_the_cursor_on_its_row() -> None:
    table = _table("number")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(300))
        await settled(pilot)
        await pilot.press(*["down"] * 5, "f5")
        assert len(app.heard(OrderTable.ReloadAsked)) == 1

        class Later(Source):
            async def find(self, key: str) -> int | None:
                return int(key[-7:]) + 100

        table.mark_changed({order_row(3).number})
        table.reload(Later(400, lambda place: order_row(max(0, place - 100))))
        await settled(pilot)
        assert table.cursor == 105
        assert table.current is not None
        assert table.current.number == order_row(5).number
        assert not table.changed


async def test_a_selection_is_by_number_and_survives_scrolling() -> None:
    table = _table("number")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(100_000))
        await settled(pilot)
        await pilot.press("space", "space")
        await pilot.press("end")
        await settled(pilot)
        await pilot.press("space", "home")
        await settled(pilot)
        assert table.selected == {order_row(place).number for place in (0, 1, 99_999)}
        assert painted(table)[1].startswith("›✓")
        await pilot.press("down", "down", "shift+down", "shift+down", "shift+up")
        assert len(table.selected) == 5
        await pilot.press("ctrl+n")
        assert app.heard(OrderTable.SelectionChanged)[-1].numbers == frozenset()


async def test_a_range_reaches_beyond_what_is_at_hand_but_not_without_end() -> None:
    table = _table("number")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(3_000))
        await settled(pilot)
        await pilot.press("shift+end")
        await settled(pilot)
        assert len(table.selected) == 3_000
        table.show(Source(SELECT_MOST + 1))
        await settled(pilot)
        await pilot.press("ctrl+n", "ctrl+a")
        await settled(pilot)
        assert table.selected == frozenset()
        assert [message.most for message in app.heard(OrderTable.TooManySelected)] == [SELECT_MOST]


async def test_columns_are_chosen_moved_and_widened_by_keys() -> None:
    table = _table("number", "customer", "state", "total")
    app = Bench(table)
    async with app.run_test(size=(120, 24)) as pilot:
        table.show(Source(50), sorted_by="number")
        await settled(pilot)
        await pilot.press("right", "shift+right", "ctrl+right", "f6")
        asked = app.heard(OrderTable.SortAsked)[-1]
        assert (asked.column, asked.sort) == ("customer", "customer")
        state = table.column_state
        assert [column["id"] for column in state] == ["number", "state", "customer", "total"]
        assert painted(table)[0].split() == ["Order↑", "State", "Customer", "Total"]
        await pilot.press("ctrl+delete")
        assert "Customer" not in painted(table)[0]
        assert len(app.heard(OrderTable.ColumnsChanged)) == 3
        other = _table("number", "customer", "state", "total")
        other.column_state = table.column_state
        assert other.column_state == table.column_state


async def test_the_mouse_goes_to_rows_opens_and_sorts() -> None:
    table = _table("number", "customer")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(50), sorted_by="number", descending=True)
        await settled(pilot)
        await pilot.click(table, offset=(10, 4))
        assert table.cursor == 3
        await pilot.click(table, offset=(10, 6), control=True)
        assert table.selected == {order_row(5).number}
        await pilot.click(table, offset=(10, 8), times=2)
        assert [message.number for message in app.heard(OrderTable.Opened)] == [order_row(7).number]
        await pilot.click(table, offset=(30, 0))
        assert [message.sort for message in app.heard(OrderTable.SortAsked)] == ["customer"]
        assert "Order↓" in painted(table)[0]


async def test_an_empty_list_says_what_to_do() -> None:
    table = _table(empty="No order waits here. Press n to enter one.")
    async with Bench(table).run_test(size=(80, 24)) as pilot:
        table.show(Source(0))
        await settled(pilot)
        assert any("No order waits here. Press n to enter one." in line for line in painted(table))
        await pilot.press("down", "enter", "space", "end", "shift+end", "ctrl+a", "ctrl+c", "left", "f6")
        assert table.cursor == 0


async def test_a_refusal_is_handed_on_and_asked_again_when_somebody_moves() -> None:
    table = _table("number")
    source = Source(1000)
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(source)
        await settled(pilot)
        source.refusal = DeskBusy("desk", 15)
        await pilot.press("end")
        await settled(pilot)
        assert [message.refusal for message in app.heard(OrderTable.ReadingRefused)] == [source.refusal]
        asked = len(source.asked)
        await settled(pilot)
        assert len(source.asked) == asked
        source.refusal = None
        await pilot.press("up")
        await settled(pilot)
        assert _numbers(table)[-1] == 999


async def test_going_to_a_number_finds_it_or_says_so() -> None:
    table = _table("number")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(1_000_000))
        await settled(pilot)
        table.go_to("SO-2611-0777777")
        await settled(pilot)
        assert table.cursor == 777_777
        assert 777_777 in _numbers(table)
        table.go_to("SO-2611-9777777")
        await settled(pilot)
        assert [message.number for message in app.heard(OrderTable.NotListed)] == ["SO-2611-9777777"]


async def test_rows_are_copied_as_lines_with_tabs() -> None:
    table = _table("number", "customer")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(50, lambda place: order_row(place, customer_name=HOSTILE[place % len(HOSTILE)])))
        await settled(pilot)
        await pilot.press("ctrl+c")
        assert app.clipboard == "SO-2611-0000000\tbad [/closing]"
        await pilot.press("space", "down", "space", "ctrl+c")
        await settled(pilot)
        assert app.clipboard.splitlines()[1] == "SO-2611-0000002\t␛[31mred␛[0m␇"
        assert app.heard(OrderTable.Copied)[-1].rows == 2


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_texts_are_shown_harmlessly_at_every_size(size: tuple[int, int]) -> None:
    def hostile(place: int) -> OrderRow:
        text = HOSTILE[place % len(HOSTILE)]
        return order_row(place, customer_name=text, customer_po_no=text, number=f"{place}{text[:50]}")

    table = _table()
    source = Source(100, hostile)
    app = Bench(table)
    async with app.run_test(size=size) as pilot:
        table.show(source)
        await settled(pilot)
        assert_harmless(painted(table), table.space.width)
        table.mark_changed([])
        for language in ("zh_CN", "zh_TW"):
            words.set_language(language)
            assert_harmless(painted(table), table.space.width)
        await pilot.resize_terminal(60, 15)
        await settled(pilot)
        assert_harmless(painted(table), table.space.width)
    assert app.return_code in (None, 0)


async def test_another_theme_is_taken_up_at_once() -> None:
    table = _table("left", "number", "customer")
    app = Bench(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Source(50))
        await settled(pilot)
        dark = [segment.style for segment in table.render_line(2)]
        app.theme = "textual-light"
        await pilot.pause()
        light = [segment.style for segment in table.render_line(2)]
        assert len(dark) == len(light)
        assert all(before != after for before, after in zip(dark, light, strict=True))


async def test_rich_text_and_parts_are_cells_too() -> None:
    column: Column[OrderRow] = Column(
        "x", "X", lambda row: Text(f"[b]{row.lines}", style="bold") if row.lines % 2 else "plain", Width(9, 9)
    )
    other: Column[OrderRow] = Column("y", "Y", lambda row: Part(row.number), Width(20, 20))
    table = OrderTable([column, other])
    async with Bench(table).run_test(size=(60, 15)) as pilot:
        table.show(Source(3))
        await settled(pilot)
        assert "[b]1" in painted(table)[1]
        assert "plain" in painted(table)[2]
