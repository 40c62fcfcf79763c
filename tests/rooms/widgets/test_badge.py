from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from data import words
from data.rules.urgency import Urgency
from tests.rooms.widgets.furniture import MOMENT, NOW
from widgets.badge import Moment, badge, short_date, short_time, time_left


@pytest.mark.parametrize(
    ("minutes", "urgency", "short"),
    [
        (-80, Urgency.LATE, "▲ -1h20"),
        (190, Urgency.TODAY, "◆ 3h10"),
        (10 * 60, Urgency.LATER, "· 10h"),
        (3 * 24 * 60, Urgency.LATER, "· 3d"),
        (-1, Urgency.LATE, "▲ -0h01"),
        (0, Urgency.TODAY, "◆ 0h00"),
    ],
)
def test_a_due_time_is_marked_by_sign_and_time_left(minutes: int, urgency: Urgency, short: str) -> None:
    mark = badge(NOW + timedelta(minutes=minutes), MOMENT)
    assert (mark.urgency, mark.short.text) == (urgency, short)
    assert mark.word in mark.long.text


def test_a_day_is_late_once_it_has_passed_in_the_office() -> None:
    late_evening = Moment(datetime(2026, 11, 21, 16, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    assert late_evening.today == date(2026, 11, 22)
    assert badge(date(2026, 11, 21), late_evening).urgency is Urgency.LATE
    assert badge(date(2026, 11, 22), late_evening).long.text == "◆ today 0d"
    assert badge(date(2026, 11, 23), late_evening).urgency is Urgency.LATER
    assert badge(None, late_evening).long.text == ""


def test_dates_and_times_are_short_while_unambiguous() -> None:
    today = MOMENT.today
    assert short_date(date(2026, 12, 8), today) == "8 Dec"
    assert short_date(date(2027, 12, 8), today) == "8 Dec 2027"
    assert short_date(None, today) == ""
    assert short_time(NOW, MOMENT) == "14:32"
    assert short_time(NOW - timedelta(days=2), MOMENT) == "19 Nov 14:32"
    assert time_left(-30 * 3600) == "-30h"
    words.set_language("zh_CN")
    assert short_date(date(2026, 12, 8), today) == "12-08"
    assert short_date(date(2027, 12, 8), today) == "2027-12-08"
