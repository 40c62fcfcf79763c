"""No code leaves the record room without a sentence: the codes are collected from the source."""

import pytest

from data.drafts import Problem, Where
from data.errors import BadValue, NotReady, StorageFailed, Unreadable
from data.files.pdf_text import NoText
from data.rules.policy_tables import REQUIRABLE
from data.rules.progress import _REACHED
from data.words import explain_orders, explain_people, explain_places, message_terms
from data.words.explain import explain, explain_problem, problem_text
from data.words.problem_terms import (
    DESK_PROBLEMS,
    FILE_PROBLEMS,
    POLICY_PROBLEMS,
    REMARKS,
    VALUE_PROBLEMS,
)
from data.words.remedies import REMEDIES, remedy
from tests.words.collected import codes
from tests.words.plain import faults

FOUND = codes()
ELSEWHERE = (
    "not_ready", "NotReady", "Unreadable", "StorageFailed", "NotFound", "AlreadyExists", "SignInRefused", "",
    "MessageRefused", "MailFailed", "KeyRefused",
)  # fmt: skip
"""Callables whose codes have tables of their own, and names that hold codes of any kind."""

OF_PROBLEMS = sorted(
    {code for what, of in FOUND.items() if what not in ELSEWHERE for code in of}
    | {f"not_all_{reached}" for reached in _REACHED.values()}
    | {"bad_setting"}
)
PROBLEMS = {*VALUE_PROBLEMS, *FILE_PROBLEMS, *POLICY_PROBLEMS, *DESK_PROBLEMS}


def _fallbacks() -> tuple[str, ...]:
    """Return what is said about a code that nobody knows."""
    return (
        problem_text(Problem(Where(), "", "xyzzy", "17")).replace("xyzzy", "{code}"),
        explain(NotReady("SO-1", "ship", "xyzzy")).replace("xyzzy", "{code}"),
        explain(Unreadable("a.csv", "xyzzy")).replace("xyzzy", "{code}"),
        explain(StorageFailed("a.csv", "xyzzy")).replace("xyzzy", "{code}"),
    )


def test_the_collector_sees_the_source() -> None:
    assert "nothing_open" in FOUND["not_ready"]
    assert {"negative", "zero"} <= FOUND["BadValue"]
    assert {"password", "no_header"} <= FOUND["Unreadable"]
    assert "guessed_year" in FOUND["Fault"]
    assert "event_altered" in FOUND["_fault"]
    assert "bad_pattern" in FOUND["ValueError"]
    assert {"full", "table_missing"} <= FOUND[""]


@pytest.mark.parametrize("code", OF_PROBLEMS)
def test_every_problem_has_a_sentence(code: str, language: str) -> None:
    assert code in PROBLEMS
    for fatal in (True, False):
        problem = Problem(Where("a.csv", "S", 3, "Qty"), "quantity", code, "17", "12", fatal=fatal)
        text = explain_problem(problem)
        assert not faults(text, language, sorted(REQUIRABLE, key=len, reverse=True)), text
        assert problem_text(problem).replace(code, "{code}") not in _fallbacks()


@pytest.mark.parametrize("code", sorted(FOUND["BadValue"]))
def test_every_bad_value_has_a_sentence(code: str, language: str) -> None:
    assert code in VALUE_PROBLEMS
    text = explain(BadValue("line.2.unit_price", "17", code, "pass, fail"))
    assert not faults(text, language), text


@pytest.mark.parametrize("what", sorted(FOUND["not_ready"]))
def test_every_unmet_condition_has_a_sentence(what: str, language: str) -> None:
    text = explain(NotReady("SO-1", "ship", what, "1, 2"))
    assert not faults(text, language), text
    assert text.replace(what, "{code}") not in _fallbacks()


@pytest.mark.parametrize("why", sorted(FOUND["Unreadable"]))
def test_every_unreadable_file_has_a_sentence(why: str, language: str) -> None:
    text = explain(Unreadable("a.csv", why, "12"))
    assert not faults(text, language), text
    assert text.replace(why, "{code}") not in _fallbacks()


@pytest.mark.parametrize("why", sorted(FOUND["StorageFailed"] | {"full", "io", "read_only"}))
def test_every_failure_of_the_disk_has_a_sentence(why: str, language: str) -> None:
    text = explain(StorageFailed("a.db", why, "12"))
    assert not faults(text, language), text
    assert text not in _fallbacks()


def test_codes_held_in_names_are_known_too() -> None:
    known = PROBLEMS | set(explain_orders.NOT_READY) | set(explain_places.UNREADABLE) | set(explain_places.STORAGE)
    assert FOUND[""] <= known


def test_no_sentence_waits_for_a_code_that_nobody_uses() -> None:
    everything = {code for of in FOUND.values() for code in of} | set(OF_PROBLEMS)
    # a damaged workbook is reported by the process that reads it
    assert everything >= PROBLEMS | set(REMARKS)
    # why a signed copy gives no text is said by the reader of PDFs
    assert set(explain_orders.NOT_READY) == FOUND["not_ready"] | {f"signed_{why}" for why in NoText}
    # an original that is not for everybody is masked into saying so
    assert set(explain_places.UNREADABLE) == FOUND["Unreadable"] | {"confidential"}
    assert set(explain_places.STORAGE) <= everything


def test_every_reason_against_sending_has_a_sentence() -> None:
    assert FOUND["MessageRefused"] <= set(message_terms.REFUSED)
    assert FOUND["MailFailed"] <= set(message_terms.FAILURES)


def test_every_reason_against_a_key_has_a_sentence() -> None:
    assert FOUND["KeyRefused"] == set(explain_places.KEYS)


def test_every_reason_against_signing_in_has_a_sentence() -> None:
    assert FOUND["SignInRefused"] <= set(explain_people.SIGN_IN)


def test_every_fault_of_a_desk_has_a_remedy(language: str) -> None:
    assert set(DESK_PROBLEMS) == set(REMEDIES)
    for code in DESK_PROBLEMS:
        assert not faults(remedy(code), language), code
    assert remedy("xyzzy") == ""
