from datetime import date

import pytest

from data.rules.search import LONGEST_WORD, MOST_WORDS, Word, search_words


def test_words_stand_apart_and_count_once() -> None:
    assert [word.spellings for word in search_words("  lock\u3000nut lock ")] == [("lock",), ("nut",)]
    assert search_words(" \t ") == ()


def test_full_width_letters_are_found_narrow_and_other_letters_in_both_cases() -> None:
    assert search_words("ＰＯ１２")[0].spellings == ("ＰＯ１２", "PO12")
    assert set(search_words("привод")[0].spellings) == {"привод", "ПРИВОД", "Привод"}
    assert search_words("锁紧") == (Word(("锁紧",)),)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024-07-05", (date(2024, 7, 5), date(2024, 7, 5))),
        ("２０２４", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-13", None),
        ("2024-02-30", None),
        ("2124", None),
        ("20245", None),
        ("9999", None),
    ],
)
def test_years_months_and_days_name_a_period(text: str, period: tuple[date, date] | None) -> None:
    assert search_words(text)[0].period == period


def test_a_pasted_page_is_not_searched_for() -> None:
    found = search_words(" ".join(f"{place}{'x' * 10_000}" for place in range(100)))
    assert len(found) == MOST_WORDS
    assert all(len(word.spellings[0]) == LONGEST_WORD for word in found)
