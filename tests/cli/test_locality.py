from __future__ import annotations

import pytest

from data.words import set_language
from orderclerk.locality import (
    countries_like,
    country_name,
    country_of,
    likely_currency,
    likely_zone,
    zones_like,
)


@pytest.mark.parametrize(
    ("zone", "country", "currency"),
    [("Asia/Shanghai", "CN", "CNY"), ("Asia/Taipei", "TW", "TWD"), ("Europe/Vienna", "AT", "EUR"), ("UTC", "", "EUR")],
)
def test_the_zone_leads_to_country_and_currency(zone: str, country: str, currency: str) -> None:
    assert country_of(zone) == country
    assert likely_currency(country) == currency


@pytest.mark.parametrize(
    ("language", "zone", "currency"),
    [("en", "UTC", "EUR"), ("zh_CN", "Asia/Shanghai", "CNY"), ("zh_TW", "Asia/Taipei", "TWD")],
)
def test_a_computer_that_is_set_to_no_place_has_that_of_its_language(
    monkeypatch: pytest.MonkeyPatch, language: str, zone: str, currency: str
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    set_language(language)
    assert likely_zone() == zone
    assert likely_currency("") == currency


def test_the_computers_zone_is_taken_where_it_is_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    set_language("zh_CN")
    assert likely_zone() == "Europe/Berlin"


def test_zones_are_found_by_their_city() -> None:
    assert zones_like("berl")[0] == "Europe/Berlin"
    assert zones_like("new york") == ["America/New_York"]
    assert zones_like("atlantis") == []


def test_countries_are_found_by_code_and_name() -> None:
    assert countries_like("at")[0] == ("AT", "Austria")
    assert ("JP", "Japan") in countries_like("jap")
    set_language("zh_CN")
    assert country_name("jp") == "日本"
    assert countries_like("日本") == [("JP", "日本")]
