from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from data.rules.lists import OrderFilter
from data.states import OrderState
from tests.rooms.widgets.furniture import HOSTILE, SIZES, Bench, assert_harmless, on_screen, painted
from widgets.cells import Tone
from widgets.entry import Entry, typed
from widgets.filter_bar import FilterBar
from widgets.filter_values import FilterValues
from widgets.token_picker import TokenPicker

FILTERS = st.builds(
    FilterValues,
    text=st.text(max_size=9),
    customer=st.text(max_size=9),
    states=st.lists(st.sampled_from(OrderState), unique=True).map(tuple),
    late=st.booleans(),
    on_hold=st.none() | st.booleans(),
)


@given(FILTERS)
def test_a_filter_comes_back_from_plain_data(values: FilterValues) -> None:
    assert FilterValues.of(values.plain()) == values
    assert bool(values.words()) is (values != FilterValues())


def test_a_filter_narrows_the_list_of_a_room() -> None:
    room = OrderFilter(states=(OrderState.APPROVED, OrderState.READY), late=None)
    chosen = FilterValues(text="x", states=(OrderState.READY, OrderState.DRAFT), late=True, on_hold=False)
    assert chosen.narrow(room) == OrderFilter(states=(OrderState.READY,), text="x", late=True, on_hold=False)
    assert FilterValues().narrow(room) == room
    assert FilterValues(states=(OrderState.DRAFT,)).narrow(room) == room
    assert FilterValues(states=(OrderState.DRAFT,)).narrow(OrderFilter()).states == (OrderState.DRAFT,)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["text", "states", "late", "on_hold", "customer"]), inner, max_size=5)
        ),
    )
)
def test_remembered_rubbish_does_not_filter_wrongly(plain: Any) -> None:
    values = FilterValues.of(plain)
    assert isinstance(values.text, str)
    assert all(isinstance(state, OrderState) for state in values.states)


async def test_the_search_acts_as_one_types_and_enter_goes_back_to_the_list() -> None:
    bar = FilterBar()
    app = Bench(bar)
    async with app.run_test(size=(100, 24)) as pilot:
        bar.search()
        await pilot.press("l", "o", "c", "k")
        assert app.heard(FilterBar.Changed)[-1].values == FilterValues(text="lock")
        await pilot.press("enter")
        assert len(app.heard(FilterBar.Left)) == 1
        bar.found(37, 1_204_311)
        bar.changed(3)
        await pilot.pause()
        assert "* 3 changed, F5 sorts  37 of 1,204,311" in on_screen(app)[0]


async def test_filters_open_are_picked_by_keys_and_cleared() -> None:
    bar = FilterBar()
    app = Bench(bar)
    async with app.run_test(size=(100, 24)) as pilot:
        bar.open_filters()
        await pilot.press("right", "space", "right", "right", "space")
        assert bar.values.states == (OrderState.CLARIFYING, OrderState.IN_REVIEW)
        await pilot.press("shift+tab", "right", "space", "right", "space")
        flags = [bar.values.on_hold]
        await pilot.press("left", "space")
        assert [*flags, bar.values.on_hold] == [False, True]
        await pilot.press("ctrl+y")
        assert bar.values == FilterValues()
        await pilot.press("escape")
        assert len(app.heard(FilterBar.Left)) == 1
        bar.open_filters()
        assert not bar.has_class("-open")


async def test_filters_are_kept_and_recalled_by_name() -> None:
    bar = FilterBar()
    app = Bench(bar)
    async with app.run_test(size=(120, 24)) as pilot:
        bar.remember(
            {"mine": {"late": True, "states": ["approved", "nonsense"]}, "": {}, "bad": 7, "[/]": {"text": "x"}}
        )
        bar.open_filters()
        bar.query_one(".filter--saved").focus()
        await pilot.press("enter", "down", "down", "enter")
        await pilot.pause()
        assert bar.values in (
            FilterValues(late=True, states=(OrderState.APPROVED,)), FilterValues(), FilterValues(text="x")
        )  # fmt: skip
        bar.put(FilterValues(late=True))
        bar.query_one(".filter--name", Entry).focus()
        await pilot.press("n", "e", "w", "enter")
        assert app.heard(FilterBar.SavedChanged)[-1].saved["new"] == {"late": True}
        bar.forget("new")
        await pilot.pause()
        assert set(app.heard(FilterBar.SavedChanged)[-1].saved) == {"mine", "bad", "[/]"}


async def test_storms_of_typing_collapse_to_the_newest() -> None:
    bar = FilterBar()
    older, newer = FilterBar.Changed(bar, FilterValues("l")), FilterBar.Changed(bar, FilterValues("lo"))
    assert older.can_replace(newer)
    assert not older.can_replace(FilterBar.Changed(FilterBar(), FilterValues()))


async def test_a_pasted_text_loses_what_cannot_be_seen() -> None:
    assert typed("CB\u200b28\u202e38\r\nA\t1\x1b[0m") == "CB2838 A 1[0m"
    async with Bench().run_test() as pilot:
        entry = Entry("x\u202ey")
        await pilot.app.mount(entry)
        assert entry.value == "x\\u202ey"
        entry.value = ""
        entry.focus()
        await pilot.pause()
        pilot.app.post_message(events.Paste("one\u200b two\nthree"))
        await pilot.pause()
        assert entry.value == "one two three"


async def test_choices_wrap_and_are_reached_by_all_arrows() -> None:
    picker = TokenPicker(tuple(OrderState), str)
    app = Bench(picker)
    async with app.run_test(size=(60, 15)) as pilot:
        picker.focus()
        assert len(painted(picker)) > 2
        await pilot.press("down", "up", "space", "left", "space")
        assert app.heard(TokenPicker.Changed)[-1].chosen == {"draft", "cancelled"}
        await pilot.click(picker, offset=(2, 0))
        assert app.heard(TokenPicker.Changed)[-1].chosen == {"cancelled"}


async def test_the_choice_of_the_cursor_is_set_off_while_the_keys_are_there() -> None:
    bar = FilterBar()
    app = Bench(bar)
    async with app.run_test(size=(100, 24)) as pilot:
        bar.open_filters()
        await pilot.press("right")
        assert on_screen(app)  # it is laid out, so that what it shows is made before the keys come back to it
        picker = bar.query(TokenPicker)[1]
        for keys, here in (("shift+tab", 0), ("tab", 1)):
            await pilot.press(keys)
            await pilot.pause()
            parts = [part for row in picker.rows_for(picker.space.width) for part in row.line]
            assert sum(part.tone is Tone.CURSOR for part in parts) == here


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_filters_do_no_harm(size: tuple[int, int]) -> None:
    bar = FilterBar()
    app = Bench(bar)
    async with app.run_test(size=size) as pilot:
        bar.open_filters()
        bar.remember({text or "x": {"text": text} for text in HOSTILE})
        for text in HOSTILE:
            bar.put(FilterValues(text=text, customer=text))
        for text in HOSTILE[1:6:2]:
            bar.put(FilterValues(text=text, customer=text))
            await pilot.pause()
            assert_harmless(on_screen(app), size[0])


def test_ones_own_orders_are_a_filter_that_is_remembered() -> None:
    values = FilterValues(mine=True)
    assert FilterValues.of(values.plain()) == values
    assert values.words() == "mine only"
