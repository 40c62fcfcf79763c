from hypothesis import given
from hypothesis import strategies as st

from widgets.window import Window


@given(st.lists(st.integers(0, 60), max_size=80))
def test_memory_stays_flat_and_what_is_at_hand_is_true(numbers: list[int]) -> None:
    window: Window[int] = Window(page=4, pages=5)
    for number in numbers:
        window.put(number, range(number * 4, number * 4 + 4))
        assert len(window) <= 20
        assert window.get(number * 4 + 3) == number * 4 + 3
    assert all(place == row for place, row in window.items())


def test_pages_that_are_looked_at_stay() -> None:
    window: Window[int] = Window(page=10, pages=3)
    for number in range(3):
        window.put(number, range(number * 10, number * 10 + 10))
    window.touch(0, 9)
    window.put(7, range(70, 80))
    assert window.missing(0, 9) is None
    assert window.missing(0, 29) == 1
    assert window.get(15) is None


def test_rows_are_replaced_in_their_places() -> None:
    window: Window[str] = Window(page=2)
    window.put(0, ["a1", "b1"])
    window.put(4, ["c1"])
    assert window.replace(["c2", "x2"], lambda row: row[0]) == [8]
    assert [window.get(place) for place in (0, 1, 8, 9)] == ["a1", "b1", "c2", None]
    window.clear()
    assert len(window) == 0
