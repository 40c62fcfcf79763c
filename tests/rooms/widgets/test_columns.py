from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from widgets.columns import Column, Columns, Width

COLUMNS = (
    Column[str]("a", "A", lambda row: row, Width(8, 8), rank=0),
    Column[str]("b", "B", lambda row: row, Width(10, 20, 1), rank=1),
    Column[str]("c", "C", lambda row: row, Width(6, 12), rank=3),
    Column[str]("d", "D", lambda row: row, Width(6, 12), rank=2, shown=False),
)


def _ids(columns: Columns[str], available: int) -> list[str]:
    return [placed.column.id for placed in columns.lay_out(available)[0]]


def test_the_column_of_the_highest_rank_folds_away_first() -> None:
    columns = Columns(COLUMNS)
    columns.show("d", shown=True)
    assert _ids(columns, 100) == ["a", "b", "c", "d"]
    assert _ids(columns, 34) == ["a", "b", "d"]
    assert columns.lay_out(34)[1] == 1
    assert _ids(columns, 20) == ["a", "b"]
    assert _ids(columns, 3) == ["a"]


def test_room_to_spare_goes_to_the_best_width_and_then_to_growing_columns() -> None:
    placed, _folded = Columns(COLUMNS).lay_out(60)
    assert [(one.start, one.width) for one in placed] == [(0, 8), (10, 36), (48, 12)]


def test_what_is_chosen_comes_back_from_plain_data() -> None:
    columns = Columns(COLUMNS)
    columns.move("c", -2)
    columns.show("a", shown=False)
    columns.widen("b", 5, 10)
    other = Columns(COLUMNS)
    other.restore(columns.state())
    assert other.chosen == columns.chosen
    assert _ids(other, 60) == ["c", "b"]
    assert next(one.width for one in other.lay_out(60)[0] if one.column.id == "b") == 15


def test_a_move_passes_over_hidden_columns() -> None:
    columns = Columns((COLUMNS[0], COLUMNS[3], COLUMNS[1]))
    columns.move("a", 1)
    assert [one.id for one in columns.chosen] == ["d", "b", "a"]
    columns.move("a", 1)
    assert [one.id for one in columns.chosen] == ["d", "b", "a"]


def test_the_last_column_stays() -> None:
    columns = Columns(COLUMNS[:1])
    columns.show("a", shown=False)
    assert _ids(columns, 50) == ["a"]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from("abcd"),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "shown", "width", "x"]), inner, max_size=4)
    ),
)


@given(PLAIN, st.integers(1, 200))
def test_any_remembered_rubbish_leaves_usable_columns(state: Any, available: int) -> None:
    columns = Columns(COLUMNS)
    columns.restore(state)
    assert sorted(one.id for one in columns.chosen) == ["a", "b", "c", "d"]
    placed, _folded = columns.lay_out(available)
    assert placed
    assert len(placed) == 1 or placed[-1].start + placed[-1].width <= available
