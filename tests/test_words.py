import gettext
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from hypothesis import example, given
from hypothesis import strategies as st

from data import words
from data.words.formats import (
    format_amount,
    format_date,
    format_datetime,
    format_money,
    format_percent,
    format_price,
    format_quantity,
)
from data.words.printable import printable
from hatch_build import compile_catalogues, convert, read_catalogue, read_corrections
from tools import check_translations, messages

ROOT = Path(__file__).parents[1]


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chinese catalogue of one sentence, so that the tests do not hang on what the product says today."""

    class _OneSentence(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return "你好" if message == "Good day" else message

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return "{n} 张订单" if msgid1 == "{n} order" else super().ngettext(msgid1, msgid2, n)

    monkeypatch.setattr(words, "_load", lambda tag: gettext.NullTranslations() if tag == "en" else _OneSentence())


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_HK.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.GB18030@stroke"}, "zh_CN"),
        ({"LANG": "zh"}, "zh_CN"),
        ({"LANG": "zh_SG.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_TW"),
        ({"LANG": "zh_TW.Big5"}, "zh_TW"),
        ({"LANG": "zh_HK"}, "zh_TW"),
        ({"LANG": "zh_MO.UTF-8"}, "zh_TW"),
        ({"LANG": "zh-Hant"}, "zh_TW"),
        ({"LANG": "zh_Hans_HK.UTF-8"}, "zh_CN"),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "zh_CN.UTF-8"}, "zh_TW"),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_TW.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}, "zh_CN"),
    ],
)
def test_language_of_the_locale(environ: dict[str, str], expected: str) -> None:
    assert words.detect_language(environ) == expected


@pytest.mark.usefixtures("spoken")
def test_language_is_switched_while_running() -> None:
    marked = words.N_("Good day")
    assert marked == "Good day"
    assert words._(marked) == "Good day"
    words.set_language("zh_CN")
    assert words.current_language() == "zh_CN"
    assert words._(marked) == "你好"
    assert words.ngettext("{n} order", "{n} orders", 2) == "{n} 张订单"
    words.set_language("en")
    assert words._(marked) == "Good day"
    assert words.ngettext("{n} order", "{n} orders", 1) == "{n} order"
    assert words.ngettext("{n} order", "{n} orders", 2) == "{n} orders"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_empty_text_is_not_the_header_of_the_catalogue(language: str) -> None:
    words.set_language(language)
    assert words._("") == ""


def test_unknown_language_is_refused_and_changes_nothing() -> None:
    with pytest.raises(ValueError, match="de_DE"):
        words.set_language("de_DE")
    assert words.current_language() == "en"


def test_missing_catalogue_is_said_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "DOMAIN", "no-such-catalogue")
    words._load.cache_clear()
    with pytest.raises(words.MissingCatalogue) as caught:
        words.set_language("zh_TW")
    assert caught.value.language == "zh_TW"
    assert words.current_language() == "en"
    words.set_language("en")


def test_words_cost_little_to_import() -> None:
    heavy = {"babel", "importlib.resources", "zoneinfo", "unicodedata", "opencc", "data.amounts"}
    code = f"import sys; import data.words; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_translations_are_complete() -> None:
    assert check_translations.check(ROOT) == []


def test_check_sees_every_kind_of_fault() -> None:
    template = Catalog()
    for message in ("Order {number}", "Two {a} {b}", "Left out", "Guessed", ("{n} order", "{n} orders")):
        template.add(message)
    catalogue = Catalog(locale="zh_CN")
    catalogue.add("Order {number}", "订单 {nummer}")
    catalogue.add("Two {a} {b}", "")
    catalogue.add("Guessed", "猜的", flags=("fuzzy",))
    catalogue.add("Gone", "没有了")
    catalogue.add(("{n} order", "{n} orders"), ("{n} 张订单",))
    assert check_translations.faults(template, catalogue) == [
        "missing, run `make messages`: 'Left out'",
        "no longer in the code, run `make messages`: 'Gone'",
        "placeholders differ ({number}, {nummer}): 'Order {number}'",
        "not translated: 'Two {a} {b}'",
        "guessed, not confirmed (fuzzy): 'Guessed'",
    ]


def test_placeholders_of_a_sentence() -> None:
    assert check_translations.placeholders("{a!r} of {b:>3}, %s and %(c)d, [bold]now[/bold], 100%") == {
        "{a}", "{b}", "%s", "%(c)d", "[/bold]",
    }  # fmt: skip
    assert check_translations.placeholders("a lone } brace") == set()


def _small_checkout(root: Path) -> Path:
    """Lay out a package with three sentences and a catalogue that knows two, one of them gone from the code."""
    for package in messages.PACKAGES:
        (root / package).mkdir(parents=True)
    (root / "screens" / "room.py").write_text(
        "from data.words import N_, _, ngettext\nTITLE = N_('Ship')\n"
        "print(_('Order {number}').format(number=1), ngettext('{n} box', '{n} boxes', 2))\n",
        encoding="utf-8",
    )
    path = root / "data" / "locale" / "zh_CN" / "LC_MESSAGES" / "orderclerk.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Ship"\nmsgstr "发货"\n\nmsgid "Shipped"\nmsgstr "已发货"\n\n'
        'msgid "Order {no}"\nmsgstr "订单 {no}"\n',
        encoding="utf-8",
    )
    (root / "data" / "locale" / "zh_TW.corrections.toml").write_text('[terms]\n"發貨" = "出貨"\n', encoding="utf-8")
    return root


def test_update_keeps_translations_and_guesses_nothing(tmp_path: Path) -> None:
    root = _small_checkout(tmp_path)
    messages.update(root)
    catalogue = read_catalogue(root)
    assert {message.id: (message.string, message.fuzzy) for message in catalogue if message.id} == {
        "Ship": ("发货", False),
        "Order {number}": ("", False),
        ("{n} box", "{n} boxes"): (("",), False),
    }
    assert list(catalogue.obsolete) == []
    before = messages.update(root).read_bytes()
    assert messages.update(root).read_bytes() == before


def test_traditional_is_made_from_simplified_with_the_terms_of_the_trade(tmp_path: Path) -> None:
    root = _small_checkout(tmp_path)
    simplified, traditional = compile_catalogues(root)
    with simplified.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Ship") == "发货"
    with traditional.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Ship") == "出貨"
    assert catalogue.gettext("Order {no}") == "訂單 {no}"
    assert not list(root.rglob("*.new"))


def test_corrections_are_made_in_one_pass() -> None:
    simplified = Catalog(locale="zh_CN")
    simplified.add("Review and audit", "审核与审计")
    simplified.add("Quality", "质量")
    traditional = convert(simplified, read_corrections(ROOT))
    assert traditional["Review and audit"].string == "審核與稽核"
    assert traditional["Quality"].string == "品質"


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (123450, "CNY", "CNY 1,234.50"),
        (5, "USD", "USD 0.05"),
        (-5, "USD", "USD -0.05"),
        (0, "EUR", "EUR 0.00"),
        (1234567, "JPY", "JPY 1,234,567"),
        (1234567, "KWD", "KWD 1,234.567"),
    ],
)
def test_money(minor: int, currency: str, expected: str) -> None:
    assert format_money(minor, currency) == expected
    assert format_amount(minor, currency) == expected.split()[1]


@pytest.mark.parametrize(
    ("scaled", "expected"),
    [(0, "0"), (1_200_000_000, "1,200"), (500_000, "0.5"), (1, "0.000001"), (-1_500_000, "-1.5"), (10_000_000, "10")],
)
def test_quantity(scaled: int, expected: str) -> None:
    assert format_quantity(scaled) == expected


@pytest.mark.parametrize(
    ("scaled", "currency", "expected"),
    [
        (12_500_000, "CNY", "12.50"),
        (12_000_000, "CNY", "12.00"),
        (3_125, "CNY", "0.003125"),
        (12_000_000, "JPY", "12"),
        (12_340_000, "JPY", "12.34"),
        (1_500_000, "KWD", "1.500"),
    ],
)
def test_price(scaled: int, currency: str, expected: str) -> None:
    assert format_price(scaled, currency) == expected


@pytest.mark.parametrize(("ppm", "expected"), [(150_000, "15%"), (62_500, "6.25%"), (0, "0%"), (1_000_000, "100%")])
def test_percent(ppm: int, expected: str) -> None:
    assert format_percent(ppm) == expected


@given(st.integers(-(2**62), 2**62))
def test_numbers_are_exact(value: int) -> None:
    # Seven digits at least, so that the six decimals can be cut off; the text is compared with another way of writing.
    assert format_money(value, "USD").removeprefix("USD ").replace(",", "").replace(".", "").lstrip("-0") == str(
        abs(value)
    ).lstrip("0")
    whole, _point, decimals = format_quantity(value).replace(",", "").partition(".")
    digits = whole.removeprefix("-") + decimals.ljust(6, "0")
    assert int(digits) * (-1 if whole.startswith("-") else 1) == value


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "1 Mar 2026", "1 Mar 2026 07:05"),
        ("zh_CN", "2026-03-01", "2026-03-01 07:05"),
        ("zh_TW", "2026-03-01", "2026-03-01 07:05"),
    ],
)
def test_dates(language: str, day: str, moment: str) -> None:
    words.set_language(language)
    assert format_date(date(2026, 3, 1)) == day
    before_midnight = datetime(2026, 2, 28, 23, 5, tzinfo=UTC)
    assert format_datetime(before_midnight, ZoneInfo("Asia/Shanghai")) == moment


def test_a_moment_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="2026"):
        format_datetime(datetime(2026, 2, 28, 23, 5), UTC)  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain 订单 1　号", "plain 订单 1　号"),
        ("[bold]markup[/bold]", "[bold]markup[/bold]"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\x00b\x7f\r\n\t", "a␀b␡␍␊␉"),
        ("\x9b31m\x85", "\\x9b31m\\x85"),
        ("abc\u202egpj.exe", "abc\\u202egpj.exe"),
        ("\u061c\u200e\u200f\u2066\u2069", "\\u061c\\u200e\\u200f\\u2066\\u2069"),
        ("SO\u200b-\ufeff1", "SO\\u200b-\\ufeff1"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\U000e0041", "\\U000e0041"),
        ("half \ud83d", "half \\ud83d"),
    ],
)
def test_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_printable_keeps_lines_where_asked() -> None:
    assert printable("a\tb\r\nc\rd\x1b", multiline=True) == "a\tb\nc␍d␛"


_ANY_TEXT = st.text(st.characters(categories=None))


@given(_ANY_TEXT, st.booleans())
@example("\ud800\udc00", False)
def test_whatever_comes_is_harmless(text: str, multiline: bool) -> None:
    shown = printable(text, multiline=multiline)
    kept = "\n\t" if multiline else ""
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and c not in kept]
    assert shown.encode().decode() == shown
    assert printable(shown, multiline=multiline) == shown


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text
