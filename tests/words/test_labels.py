import dataclasses
import subprocess
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from data import drafts, states, words
from data.desk.consulting import CONSULT, PRINT
from data.desk.signing import SIGN_IN
from data.files.fields import FIELDS as FILE_FIELDS
from data.orders import Order, OrderLine
from data.rules import checks, compose, due, permissions, policy_tables, verbs, workflow
from data.rules.facts import CheckName
from data.rules.required import LINES, REFUSED_ROWS
from data.rules.undo import REFUSED, REMINDED, UNDO
from data.words.field_terms import FIELD_TERMS, VERB_FIELD_TERMS
from data.words.labels import (
    act_label,
    check_label,
    code_label,
    field_label,
    label,
    missing_text,
    source_label,
    thing_label,
)
from data.words.terms import ACTS, CHECKS, SOURCES, TERMS, THINGS
from tests.words.collected import codes, event_verbs
from tests.words.plain import faults

ROOT = Path(__file__).parents[2]

ENUMS: tuple[type[StrEnum], ...] = (
    *(each for each in vars(states).values() if isinstance(each, type) and issubclass(each, StrEnum) and list(each)),
    drafts.FileStatus,
    drafts.Subject,
    workflow.Verb,
    workflow.Stage,
    checks.Grade,
    permissions.DeskAct,
    due.DueKind,
    due.Fault,
)

ORDER = Order(
    order_id=1,
    number="SO-1",
    version=1,
    state=states.OrderState.CLARIFYING,
    kind=states.OrderKind.GOODS,
    handling_class=states.HandlingClass.ORDINARY,
    channel=states.Channel.FILE,
    received_at=datetime(2026, 11, 2, tzinfo=UTC),
    entered_at=datetime(2026, 11, 2, tzinfo=UTC),
    entered_by="wang",
    currency="CNY",
)


def test_tables_and_enumerations_are_the_same() -> None:
    assert {each.__name__: set(TERMS[each.__name__]) for each in ENUMS} == {
        each.__name__: {value.value for value in each} for each in ENUMS
    }
    assert {each.__name__ for each in ENUMS} == set(TERMS)


@pytest.mark.usefixtures("language")
def test_every_value_has_a_name_in_every_language(language: str) -> None:
    for each in ENUMS:
        named = {value: label(value) for value in each}
        assert all(not faults(name, language) for name in named.values()), named
        assert len(set(named.values())) == len(named), named
        if language != "en":
            assert not [name for name in named.values() if name.isascii()]


@pytest.mark.parametrize(
    ("value", "simplified", "traditional"),
    [
        (states.HandlingClass.URGENT, "紧急", "緊急"),
        (states.OrderState.CLARIFYING, "待澄清", "待澄清"),
        (states.Review.JOINT, "会审", "會審"),
        (states.SourceKind.WORK_CENTRE, "生产线", "生產線"),
        (states.DocumentKind.PURCHASE_CONTRACT, "采购合同", "採購合約"),
        (states.DocumentKind.SIGNED_RECEIPT, "签收单", "簽收單"),
        (workflow.Verb.RETURN, "驳回（退客户）", "駁回（退客戶）"),
        (workflow.Verb.SHIP, "发货", "出貨"),
    ],
)
def test_terms_of_the_trade(value: StrEnum, simplified: str, traditional: str) -> None:
    words.set_language("zh_CN")
    assert label(value) == simplified
    words.set_language("zh_TW")
    assert label(value) == traditional


def test_what_has_no_name_comes_back_harmless() -> None:
    assert code_label("OrderState", "") == ""
    assert code_label("OrderState", "molten\x1b[1m") == "molten␛[1m"
    assert code_label("Nothing", "draft") == "draft"
    assert field_label("Farbe\u202e") == "Farbe\\u202e"


def _field_names() -> set[str]:
    names = {field.name for fields in verbs.FIELDS.values() for field in fields}
    names |= set(verbs.ORDER_FIELDS) | set(verbs.LINE_FIELDS) | set(policy_tables.REQUIRABLE) | {LINES, REFUSED_ROWS}
    for draft in (drafts.DraftOrder, drafts.DraftLine, drafts.DraftCustomer, drafts.DraftProduct):
        names |= {field.name for field in dataclasses.fields(draft)}
    for fields in FILE_FIELDS.values():
        names |= set(fields)
    return names


def test_every_field_has_a_name_in_every_language(language: str) -> None:
    for name in _field_names():
        assert name in FIELD_TERMS or name.removeprefix("order_") in FIELD_TERMS, name
        assert not faults(field_label(name), language)
        assert not faults(field_label(f"line.3.{name}"), language)
    for verb, fields in verbs.FIELDS.items():
        for field in fields:
            assert not faults(field_label(field.name, verb), language)


def test_names_for_a_verb_belong_to_fields_of_that_verb() -> None:
    known = {(verb.value, field.name) for verb, fields in verbs.FIELDS.items() for field in fields}
    assert set(VERB_FIELD_TERMS) <= known


def test_paths_name_the_line() -> None:
    assert field_label("line.3.unit_price") == "line 3, unit price"
    assert field_label("lines.3.unit_price") == "line 3, unit price"
    assert field_label("line 12 quantity") == "line 12, quantity"
    assert field_label("order_note") == "note of the order"
    assert field_label("note") == "note"
    assert field_label("note", "contact") == "content"
    words.set_language("zh_CN")
    assert field_label("line.3.unit_price") == "明细 3 的单价"
    words.set_language("zh_TW")
    assert field_label("line.3.unit_price") == "明細 3 的單價"


def test_missing_elements_name_their_lines() -> None:
    lines = tuple(
        OrderLine(
            line_no=number,
            quantity=1,
            unit_price=None if number != 5 else 2,
            unit="" if number in (2, 4) else "pcs",
        )
        for number in range(1, 8)
    )
    order = dataclasses.replace(ORDER, lines=lines, missing=("contact", "unit_price", "unit", "refused_rows"))
    assert missing_text(order) == ("contact, unit price (lines 1–4, 6–7), unit (lines 2, 4), refused rows of the file")
    words.set_language("zh_CN")
    assert missing_text(order) == "联系人、单价（明细 1–4、6–7）、单位（明细 2、4）、文件中未导入的行"
    assert missing_text(ORDER) == ""


def test_checks_sources_and_things_have_names(language: str) -> None:
    assert set(CHECKS) == set(CheckName)
    assert set(SOURCES) == {compose.FROM_CUSTOMER, compose.FROM_PRODUCT, compose.FROM_POLICY, compose.FROM_TOTAL}
    found = codes()
    assert found["NotFound"] | found["AlreadyExists"] | {"work_centre", "supplier"} <= set(THINGS)
    for text in (
        *(check_label(name) for name in CHECKS),
        *(source_label(mark) for mark in SOURCES),
        *(thing_label(what) for what in THINGS),
    ):
        assert not faults(text, language)


def test_every_act_of_an_event_has_a_name(language: str) -> None:
    verbs_of_events = event_verbs() | {"take_in", "take_over", UNDO, REFUSED, REMINDED, CONSULT, PRINT, SIGN_IN}
    assert verbs_of_events - set(workflow.Verb) == set(ACTS)
    for verb in verbs_of_events:
        assert not faults(act_label(verb), language)


def test_names_do_not_wait_for_the_rules_of_the_policy() -> None:
    code = "import sys, data.words.verbs, data.words.explain; print(*({'pydantic', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
