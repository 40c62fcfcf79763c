from __future__ import annotations

import pytest

from data.desk.first_policy import OfficeFacts, first_policy, replaced
from data.desk.making import default_policy
from data.errors import BadValue, PolicyRefused
from data.rules.policy import parse


def facts(**other: str) -> OfficeFacts:
    given = {"zone": "Asia/Tokyo", "country": "JP", "hours": "09:00-12:00, 13:00-18:00", "currency": "JPY",
             "basis": "net", "tax": "10", **other}  # fmt: skip
    return OfficeFacts(
        given["zone"], given["country"], ("sat", "sun"), given["hours"], given["currency"], given["basis"], given["tax"]
    )


def test_what_the_office_says_is_in_force_and_the_rest_is_the_programs() -> None:
    policy, own = parse(first_policy(facts())), parse(default_policy())
    assert (policy.office.zone, policy.office.country) == ("Asia/Tokyo", "JP")
    assert policy.office.weekdays == {5, 6}
    assert policy.office.working_hours == ("09:00-12:00", "13:00-18:00")
    assert policy.review.joint_currency == "JPY"
    assert policy.model_copy(update={"office": own.office, "defaults": own.defaults, "review": own.review}) == own


def test_the_remarks_of_the_document_stay() -> None:
    before, after = default_policy().splitlines(), first_policy(facts()).splitlines()
    assert len(before) == len(after)
    assert [line.partition("#")[2] for line in before] == [line.partition("#")[2] for line in after]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", "0.0"),
        ("13", "0.13"),
        ("7,5 %", "0.075"),
        ("5.125", "0.05125"),
        ("100", "1.0"),
        (".5", "0.005"),
        ("0", "0.0"),
    ],
)
def test_a_rate_in_per_cent_is_kept_as_a_part_of_one(typed: str, kept: str) -> None:
    assert str(parse(first_policy(facts(tax=typed))).defaults.tax_rate) == kept


@pytest.mark.parametrize("typed", ["101", "100.1", "-1", "x", ".", "1.2.3"])
def test_what_is_no_rate_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        first_policy(facts(tax=typed))


@pytest.mark.parametrize(("typed", "kept"), [("rmb", "CNY"), (" eur ", "EUR"), ("NT$", "TWD")])
def test_currencies_are_taken_as_people_write_them(typed: str, kept: str) -> None:
    assert parse(first_policy(facts(currency=typed))).defaults.currency == kept


@pytest.mark.parametrize("hours", ["09:00-12:00；13:00-18:00", "09:00-12:00，13:00-18:00", "09:00-12:00、13:00-18:00"])
def test_hours_may_be_set_off_as_one_writes(hours: str) -> None:
    assert parse(first_policy(facts(hours=hours))).office.working_hours == ("09:00-12:00", "13:00-18:00")


@pytest.mark.parametrize(
    "other", [{"zone": 'Mars"\nx = 1'}, {"country": "QQ"}, {"currency": '"]'}, {"hours": "12-8"}, {"zone": "\x7f"}]
)
def test_whatever_is_typed_the_policy_itself_says_what_is_wrong(other: dict[str, str]) -> None:
    with pytest.raises(PolicyRefused):
        parse(first_policy(facts(**other)))


def test_a_key_that_is_not_there_is_not_passed_over() -> None:
    with pytest.raises(LookupError):
        replaced("[office]\nzone = 1\n", {("office", "country"): '"CN"'})
