from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.rooms.widgets.furniture import HOSTILE, assert_harmless
from widgets.cells import Part, bar, crop, cut, fit, harmless, line_width, wrap

TEXTS = st.text(max_size=60) | st.sampled_from(HOSTILE) | st.text("海 a\u0301b🇨👍🏽e\u200d\t\n-", max_size=40)


@given(TEXTS, st.integers(0, 90), st.booleans())
def test_a_cell_is_always_exactly_as_wide_as_asked(text: str, width: int, right: bool) -> None:
    assert_harmless([fit(text, width, right=right)], width)


@given(TEXTS, st.integers(0, 90))
def test_a_cut_text_never_takes_more_than_its_cells(text: str, width: int) -> None:
    shown = cut(text, width)
    assert cell_len(shown) <= width
    assert len(shown) <= 6 * max(1, width) * 4


def test_what_is_cut_says_so() -> None:
    assert cut("Lumenag AG", 7) == "Lumena…"
    assert cut("海川电梯", 6) == "海川…"
    assert cut("海川电梯", 8) == "海川电梯"
    assert cut("abc", 1) == "…"
    assert fit("12", 5, right=True) == "   12"


def test_a_text_of_heaped_marks_stays_small() -> None:
    assert len(harmless("e" + "\u0301" * 10_000)) == 5
    assert "\ufe0f" not in fit("❤️", 4)


@given(TEXTS, st.integers(2, 60))
def test_wrapped_lines_fit_and_hold_every_visible_character(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines
    assert all(cell_len(line) <= width for line in lines)
    together = "".join("".join(lines).split())
    if text.isascii() and text.isprintable():
        assert together == "".join(text.split())


def test_latin_words_stay_whole_and_chinese_breaks_anywhere() -> None:
    assert wrap("a lock nut for the lift", 10) == ["a lock nut", "for the", "lift"]
    assert wrap("送入装配车间", 8) == ["送入装配", "车间"]
    assert wrap("one\ntwo", 10) == ["one", "two"]
    assert wrap("one two three four", 8, most=2) == ["one two", "three…"]
    assert wrap("", 10) == [""]


@given(st.lists(TEXTS.map(lambda text: harmless(text, 40)), max_size=5), st.integers(0, 30), st.integers(1, 40))
def test_a_cropped_line_is_exactly_as_wide_as_asked(texts: list[str], start: int, width: int) -> None:
    assert line_width(crop(tuple(map(Part, texts)), start, width)) == width


def test_cropping_through_a_wide_character_leaves_a_space() -> None:
    assert "".join(part.text for part in crop((Part("海川"),), 1, 3)) == " 川"
    assert "".join(part.text for part in crop((Part("海川"),), 0, 3)) == "海 "


def test_a_bar_is_filled_by_its_share() -> None:
    assert bar(1, 2, 8) == "████░░░░"
    assert bar(3, 2, 4) == "████"
    assert bar(1, 1000, 4) == "█░░░"
    assert bar(0, 5, 3) == "░░░"
    assert bar(5, 0, 3) == "█░░"
