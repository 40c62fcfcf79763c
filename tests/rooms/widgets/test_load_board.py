from datetime import date, timedelta

import pytest

from tests.rooms.widgets.furniture import HOSTILE, MOMENT, SIZES, Bench, assert_harmless, painted
from widgets.load_board import BoardCell, BoardLine, BoardOrder, LoadBoard

MONDAY = date(2026, 11, 16)
WEEKS = [MONDAY + timedelta(weeks=place) for place in range(12)]


def _order(number: str, customer: str = "Ostara", due: date | None = date(2026, 12, 8)) -> BoardOrder:
    return BoardOrder(number, customer, 5_000_000, due)


def _lines() -> list[BoardLine]:
    return [
        BoardLine(
            "CNC-1",
            "CNC-1",
            40_000_000,
            {
                WEEKS[0]: BoardCell(35_200_000, (_order("SO-21"),)),
                WEEKS[1]: BoardCell(47_200_000, tuple(_order(f"SO-{number}") for number in range(9))),
            },
        ),
        BoardLine("AN", "阳极氧化", 40_000_000, {WEEKS[3]: BoardCell(60_000_000, (_order("SO-40"),))}),
        BoardLine("S1", "Hongta", None, {WEEKS[0]: BoardCell(3_000_000)}),
    ]


async def test_load_stands_against_capacity_week_by_week() -> None:
    board = LoadBoard(lambda: MOMENT)
    async with Bench(board).run_test(size=(120, 24)) as pilot:
        board.show(_lines(), WEEKS)
        await pilot.pause()
        lines = painted(board)
        assert "▸wk 47 16 Nov" in lines[0]
        assert "wk 48 23 Nov" in lines[0]
        assert lines[1].split()[:4] == ["CNC-1", "›████████░", "88%", "█████████"]
        assert "118%▲" in lines[1]
        assert "3" in lines[3].split()
        assert board.overloads == 2
        assert any(line.startswith("CNC-1 · week 47, 16 Nov – 22 Nov · 35.2 of 40") for line in lines)
        assert any("SO-21  Ostara  5  8 Dec" in line for line in lines)


async def test_arrows_go_from_cell_to_cell_and_tell_its_orders() -> None:
    board = LoadBoard(lambda: MOMENT)
    app = Bench(board)
    async with app.run_test(size=(80, 24)) as pilot:
        board.show(_lines(), WEEKS)
        board.focus()
        await pilot.press("right", "enter")
        opened = app.heard(LoadBoard.Opened)[-1]
        assert (opened.line.code, opened.week, len(opened.orders)) == ("CNC-1", WEEKS[1], 9)
        assert any("and 7 more: enter" in line for line in painted(board))
        await pilot.press("end")
        assert (board.row, WEEKS[board.column]) == (1, WEEKS[3])
        await pilot.press("end")
        assert (board.row, WEEKS[board.column]) == (0, WEEKS[1])
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown", "j", "j", "j")
        assert (board.row, board.column) == (2, 11)
        assert "wk 5" in painted(board)[0]
        await pilot.press("home")
        assert WEEKS[board.column] == MONDAY
        board.show(_lines()[1:], WEEKS[0:])
        assert (board.row, board.at_cursor and board.at_cursor[0].code) == (1, "S1")
        await pilot.click(board, offset=(board._heads + 2 + 17, 1))
        assert (board.row, board.column) == (0, 1)


@pytest.mark.parametrize("size", SIZES)
async def test_a_board_of_any_size_with_any_names_does_no_harm(size: tuple[int, int]) -> None:
    board = LoadBoard(lambda: MOMENT, empty=HOSTILE[0])
    async with Bench(board).run_test(size=size) as pilot:
        assert_harmless(painted(board), size[0])
        cell = BoardCell(10**15, tuple(_order(text[:99], text, None) for text in HOSTILE))
        board.show(
            [BoardLine(text[:30], text, 1 + place, {WEEKS[0]: cell}) for place, text in enumerate(HOSTILE)], WEEKS
        )
        for _count in range(len(HOSTILE)):
            assert_harmless(painted(board), size[0])
            board.action_go(1, 1)
        await pilot.resize_terminal(60, 6)
        await pilot.pause()
        assert_harmless(painted(board), 60)
        board.show([], [])
        board.action_go(1, 1)
        board.action_open()
        assert_harmless(painted(board), 60)
