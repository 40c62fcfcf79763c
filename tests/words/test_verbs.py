import pytest

from data import words
from data.rules.verbs import FIELDS, Field
from data.rules.workflow import Verb
from data.words.verbs import field_help, verb_help, verb_title
from tests.words.plain import faults


def test_every_verb_and_field_is_explained(language: str) -> None:
    for verb, fields in FIELDS.items():
        assert not faults(verb_title(verb), language)
        assert not faults(verb_help(verb), language)
        assert verb_help(verb).endswith("." if language == "en" else "。")
        for field in fields:
            text = field_help(verb, field)
            assert all(choice in text for choice in field.choices)
            typed = ("payment_terms", "line.1.quantity", *sorted(field.choices, key=len, reverse=True))
            assert not faults(text, language, typed), text


def test_titles_differ(language: str) -> None:
    assert len({verb_title(verb) for verb in Verb}) == len(Verb)


def test_help_of_a_field_tells_its_format() -> None:
    assert (
        field_help(Verb.SHIP, "lines")
        == "quantities per line; line:quantity, such as 1:5,2:3; left out: all that is open"
    )
    assert field_help(Verb.SHIP, "carrier") == "who carries the goods (needed)"
    assert (
        field_help(Verb.ALLOCATE, "source") == "who supplies the goods; one of: stock, work_centre, supplier (needed)"
    )
    words.set_language("zh_CN")
    assert field_help(Verb.ALLOCATE, Field("source")) == (
        "由谁供货；可选：stock（库存）、work_centre（生产线）、supplier（供应商）（必填）"
    )


def test_a_verb_has_no_help_for_fields_of_others() -> None:
    with pytest.raises(KeyError):
        field_help(Verb.NOTE, "carrier")
