import pytest

from data import words
from tests.rooms.widgets.furniture import HOSTILE, SIZES, Bench, assert_harmless, on_screen, painted
from widgets.cells import Tone
from widgets.sections import Item, Section, Sections
from widgets.view_bar import View, ViewBar

VIEWS = (
    View("open", "Under way"),
    View("ask", "Check-ins", 54, late=3, tone=Tone.WARN),
    View("none", "Exceptions", 0),
    View("tell", "To tell", 1_200, tone=Tone.WARN),
    View("wait", "Not placed", None),
)


def line(bar: ViewBar) -> str:
    return painted(bar)[0]


async def test_views_stand_with_their_numbers_and_a_click_chooses_one() -> None:
    bar = ViewBar()
    app = Bench(bar)
    async with app.run_test(size=(100, 10)) as pilot:
        bar.show(VIEWS, "open", "[ ] views")
        await pilot.pause()
        text = line(bar)
        assert "Under way │ Check-ins 54 ▲3 │ Exceptions 0 │ To tell 1,200 │ Not placed" in text
        assert text.rstrip().endswith("[ ] views")
        await pilot.click(bar, offset=(text.index("To tell"), 0))
        await pilot.click(bar, offset=(90, 0))
        assert [message.view for message in app.heard(ViewBar.Chosen)] == ["tell"]
        assert app.heard(ViewBar.Chosen)[0].control is bar


@pytest.mark.parametrize("width", [12, 20, 30, 40, 60, 80])
async def test_a_short_line_leaves_out_what_has_no_orders_first_and_never_where_one_is(width: int) -> None:
    bar = ViewBar()
    async with Bench(bar).run_test(size=(width, 10)) as pilot:
        bar.show(VIEWS, "tell", "[ ] views")
        await pilot.pause()
        text = line(bar)
        assert "To tell" in text
        assert_harmless([text], width)
        if width == 40:
            assert "Check-ins" in text
            assert "Exceptions" not in text


async def test_sections_have_headings_and_leads_in_one_column() -> None:
    view = Sections(empty="Nothing to say.")
    async with Bench(view).run_test(size=(40, 12)) as pilot:
        assert "Nothing to say." in painted(view)[0]
        view.show(
            [
                Section("Money", (Item("invoice", "3 Nov", end="1,200.00"), Item("paid", "12 Nov")), "CNY 1,300.00"),
                Section("Empty", ()),
                Section("Notes", (Item("海川电梯" * 20),), "", Tone.BAD),
            ]
        )
        await pilot.pause()
        found = [text.rstrip() for text in painted(view)]
        assert found[:4] == [
            "Money · CNY 1,300.00",
            "3 Nov   invoice                1,200.00",
            "12 Nov  paid",
            "",
        ]
        assert found[4] == "Notes"
        assert found[8].endswith("…")
        assert "Empty" not in "".join(found)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_texts_from_outside_do_no_harm_at_any_size(size: tuple[int, int], language: str) -> None:
    words.set_language(language)
    view, bar = Sections(), ViewBar()
    async with Bench(bar, view).run_test(size=size) as pilot:
        items = tuple(Item(text, text, end=text) for text in HOSTILE)
        view.show([Section(text, items, text) for text in HOSTILE])
        bar.show([View(text, text, 10**9) for text in HOSTILE], HOSTILE[3], HOSTILE[0])
        await pilot.pause()
        assert_harmless(painted(view), view.space.width)
        assert_harmless(painted(bar), bar.space.width)
        for _step in range(5):
            view.action_leaf(1)
            await pilot.pause()
            assert_harmless(painted(view), view.space.width)
        assert on_screen(pilot.app)


@pytest.mark.parametrize("width", [40, 47, 60])
async def test_a_name_gives_way_to_a_short_text_and_its_amount(width: int) -> None:
    view = Sections()
    async with Bench(view).run_test(size=(width, 10)) as pilot:
        items = (
            Item("████████ 100%", "1 safety valve of a long name, special", end="210/210 pcs"),
            Item("a text that is far too long to stand on one line beside an amount, whatever else", "2", end="1 pc"),
        )
        view.show([Section("Lines", items)])
        await pilot.pause()
        shown = painted(view)
        assert "████████ 100% " in shown[1]
        assert shown[1].rstrip().endswith("% 210/210 pcs" if width < 60 else " 210/210 pcs")
        assert shown[1].startswith("1 safety va")
