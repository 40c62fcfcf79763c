from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadValue, Needed, UnknownField
from data.orders import ScheduleLine
from data.rules.typed import is_order_field, number, read_date, read_time, read_value, read_values
from data.rules.verbs import Field, FieldType
from data.rules.workflow import Verb
from data.states import Channel

TODAY = date(2026, 3, 4)  # a Wednesday
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-12-08", date(2026, 12, 8)), ("2026/1/5", date(2026, 1, 5)), ("2026.01.05", date(2026, 1, 5)),
        ("20261208", date(2026, 12, 8)), ("2026年12月8日", date(2026, 12, 8)), ("8.12.2026", date(2026, 12, 8)),
        ("today", TODAY), (" Today ", TODAY), ("今天", TODAY), ("+3d", date(2026, 3, 7)), ("+2w", date(2026, 3, 18)),
        ("+0d", TODAY), ("fri", date(2026, 3, 6)), ("Friday", date(2026, 3, 6)), ("wed", date(2026, 3, 11)),
        ("tues", date(2026, 3, 10)), ("12-08", date(2026, 12, 8)), ("3-4", TODAY), ("03-03", date(2027, 3, 3)),
        ("02-29", date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_dates_as_people_type_them(text: str, found: date) -> None:
    assert read_date("date", text, TODAY) == found


@pytest.mark.parametrize(
    "text",
    ["", "soon", "fried", "wedding", "fr", "2026-02-30", "13-01", "31.2.2026", "+d", "+3", "-3d", "2026-12", "02-30"],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_date("date", text, TODAY)
    assert (refused.value.field, refused.value.why) == ("date", "bad_date")


@pytest.mark.parametrize("text", ["1899-12-31", "2201-01-01", "9999-12-31", "0001-01-01"])
def test_dates_that_no_order_has(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_date("date", text, TODAY)
    assert refused.value.why in ("date_out_of_range", "bad_date")


def test_a_time_without_a_zone_is_the_offices() -> None:
    assert read_time("received_at", "2026-03-04 09:30", ZONE) == datetime(2026, 3, 4, 1, 30, tzinfo=UTC)
    assert read_time("received_at", "2026-03-04T09:30+00:00", ZONE) == datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    assert read_time("received_at", "2026-03-04", ZONE) == datetime(2026, 3, 3, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [("noon", "bad_time"), ("0001-01-01T00:00", "date_out_of_range"), ("9999-12-31T23:59", "date_out_of_range")],
)
def test_what_is_no_time(text: str, why: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_time("received_at", text, ZONE)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("text", "found"),
    [("12", "12"), ("1,200.5", "1200.5"), ("15%", "0.15"), ("-3", "-3"), ("+4", "4"), ("1e3", "1000"), ("１２", "12")],
)
def test_numbers_as_people_type_them(text: str, found: str) -> None:
    assert number("x", text) == Decimal(found)


@pytest.mark.parametrize("text", ["", "x", "1,2", "12,34", "1_000", "NaN", "inf", "%", "1 000", "0x10"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        number("x", text)
    assert refused.value.why == "not_a_number"


def value(kind: FieldType, text: str, currency: str = "CNY") -> object:
    choices = tuple(Channel) if kind is FieldType.CHOICE else ()
    return read_value(Field("x", kind, choices=choices), text, currency, TODAY, ZONE)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (FieldType.TEXT, " as it is ", " as it is "),
        (FieldType.QUANTITY, "2.5", 2_500_000),
        (FieldType.AMOUNT, "12.345", 1235),
        (FieldType.AMOUNT, "0", 0),
        (FieldType.INTEGER, "7", 7),
        (FieldType.LINE, "2", 2),
        (FieldType.CHOICE, "EMail", Channel.EMAIL),
        (FieldType.YES, "Yes", True),
        (FieldType.YES, "no", False),
        (FieldType.QUANTITIES, "1:5,2:0.5", {1: 5_000_000, 2: 500_000}),
        (FieldType.QUANTITIES, "1:5; 2:3", {1: 5_000_000, 2: 3_000_000}),
        (
            FieldType.SCHEDULE,
            "2026-04-08:7, 2026-04-01:5",
            (ScheduleLine(date(2026, 4, 1), 5_000_000), ScheduleLine(date(2026, 4, 8), 7_000_000)),
        ),
    ],
)
def test_values_by_type(kind: FieldType, text: str, found: object) -> None:
    assert value(kind, text) == found


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (FieldType.QUANTITY, "0", "zero"),
        (FieldType.QUANTITY, "-1", "negative"),
        (FieldType.QUANTITY, "1e30", "too_large"),
        (FieldType.QUANTITY, "0.0000001", "zero"), (FieldType.QUANTITY, "1e999999", "too_large"),
        (FieldType.AMOUNT, "-1", "negative"), (FieldType.AMOUNT, "1e999999", "too_large"),
        (FieldType.INTEGER, "1.5", "not_a_number"), (FieldType.LINE, "-1", "not_a_number"),
        (FieldType.CHOICE, "pigeon", "not_in_list"), (FieldType.QUANTITIES, "5", "not_quantities"),
        (FieldType.QUANTITIES, "1:5,1:6", "line_twice"), (FieldType.QUANTITIES, "x:5", "not_quantities"),
        (FieldType.QUANTITIES, "1:x", "not_a_number"), (FieldType.SCHEDULE, "5", "not_schedule"),
        (FieldType.SCHEDULE, "soon:5", "bad_date"),
    ],
)  # fmt: skip
def test_values_that_are_refused(kind: FieldType, text: str, why: str) -> None:
    with pytest.raises(BadValue) as refused:
        value(kind, text)
    assert (refused.value.field, refused.value.why) == ("x", why)


@given(st.sampled_from(list(FieldType)), st.text(max_size=20))
def test_any_text_is_read_or_refused_by_name(kind: FieldType, text: str) -> None:
    with suppress(BadValue):
        value(kind, text)


def test_an_amount_follows_the_currency() -> None:
    assert value(FieldType.AMOUNT, "12.5", "JPY") == 13
    assert value(FieldType.AMOUNT, "12.5", "KWD") == 12_500


def read(verb: Verb, **texts: str) -> dict[str, object]:
    return read_values(verb, texts, "CNY", TODAY, ZONE)


def test_required_fields_are_asked_for_and_unknown_ones_refused() -> None:
    assert read(Verb.DELIVER, signed_by="Zhao", date="") == {"signed_by": "Zhao"}
    with pytest.raises(Needed) as needed:
        read(Verb.DELIVER, signed_by="  ")
    assert (needed.value.verb, needed.value.field) == (Verb.DELIVER, "signed_by")
    with pytest.raises(UnknownField) as unknown:
        read(Verb.DELIVER, signed_by="Zhao", carrier="SF")
    assert unknown.value.field == "carrier"
    assert "signed_by" in unknown.value.possible


def test_an_edit_takes_fields_of_the_order_and_of_its_lines() -> None:
    found = read_values(Verb.EDIT, {"payment_terms": "cash", "line.2.quantity": "5"}, "CNY", TODAY, ZONE)
    assert found == {"payment_terms": "cash", "line.2.quantity": "5"}
    for name in ("state", "line.0.quantity", "line.x.quantity", "line.1.state", "line.1", "*", "total"):
        assert not is_order_field(name)
        with pytest.raises(UnknownField):
            read_values(Verb.EDIT, {name: "1"}, "CNY", TODAY, ZONE)
