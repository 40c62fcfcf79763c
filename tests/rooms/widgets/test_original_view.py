import pytest

from tests.rooms.widgets.furniture import HOSTILE, SIZES, Bench, assert_harmless, painted
from widgets.original_view import OriginalView, Sheet

ROWS = [["No", "物料", "Qty"], *([str(number), f"侧框{number}", str(number * 3)] for number in range(1, 5000))]


async def test_rows_of_a_sheet_stand_under_each_other_with_their_numbers() -> None:
    view = OriginalView()
    async with Bench(view).run_test(size=(80, 24)) as pilot:
        view.show_sheets(
            "order.xlsx", [Sheet("一月", ROWS, {7: "“x” is not a number"}, frozenset({2})), Sheet("b", [])]
        )
        await pilot.pause()
        lines = painted(view)
        assert lines[0].strip() == "order.xlsx · 一月 1/2 · 5,000 rows · ▲ 1 with a remark"
        assert lines[2].split() == ["2", "✔", "1", "侧框1", "3"]
        view.focus()
        await pilot.press("enter")
        assert painted(view)[-1].strip() == "▲ 1 of 1, row 7: “x” is not a number"
        await pilot.press("end")
        await pilot.pause()
        assert painted(view)[-2].split()[0] == "5000"
        view.go_to_row(2500)
        await pilot.pause()
        assert any(line.split()[0] == "2500" for line in painted(view)[1:-1])
        await pilot.press("greater_than_sign")
        assert painted(view)[0].strip() == "order.xlsx · b 2/2 · 0 rows"


async def test_a_text_is_wrapped_and_a_book_is_cut() -> None:
    view = OriginalView(empty="No original.")
    async with Bench(view).run_test(size=(60, 15)) as pilot:
        assert "No original." in painted(view)[0]
        view.show_text("mail 09:12", "送入装配车间 " * 20 + "\n\nregards")
        await pilot.pause()
        assert painted(view)[0].strip() == "mail 09:12"
        assert "regards" in "\n".join(painted(view))
        view.show_text("book", "word " * 30_000)
        await pilot.pause()
        view.focus()
        await pilot.press("end")
        await pilot.pause()
        assert painted(view)[-1].strip() == "… 50,000 characters more"


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_originals_do_no_harm(size: tuple[int, int]) -> None:
    view = OriginalView()
    async with Bench(view).run_test(size=size) as pilot:
        view.focus()
        for text in HOSTILE:
            view.show_text(text, f"{text}\n{text}")
            assert_harmless(painted(view), view.space.width)
        view.show_sheets(HOSTILE[3], [Sheet(text[:90], [HOSTILE, (), (text,)], {1: text}) for text in HOSTILE])
        for _sheet in HOSTILE:
            view.action_roll(0, 8)
            view.action_next_note()
            view.action_sheet(1)
            assert_harmless(painted(view), view.space.width)
        view.show_nothing()
        await pilot.press("enter", "less_than_sign")
        assert_harmless(painted(view), view.space.width)
