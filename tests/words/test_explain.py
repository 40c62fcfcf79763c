from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import errors, words
from data.drafts import Problem, Where
from data.words.explain import SENTENCES, explain, explain_problem
from data.words.printable import printable
from tests.words.plain import faults

_ALTERED = (
    Problem(Where(), "event", "event_altered", "17"),
    Problem(Where(file="ab" * 32), "file", "file_missing", "ab" * 32, "po.xlsx"),
    Problem(Where(), "line.3.shipped", "order_disagrees", "SO-9", "5000000 ≠ 4500000"),
    Problem(Where(), "state", "order_disagrees", "SO-9", "in_progress ≠ all_shipped"),
    Problem(Where(), "delivery_state", "order_disagrees", "SO-9", "none ≠ partly_shipped"),
)

EXAMPLES: tuple[errors.Refusal, ...] = (
    errors.IllegalMove("SO-1", "received", "ship", ("edit", "read_again", "submit", "hold", "note")),
    errors.IllegalMove("SO-1", "archived", "ship", ()),
    errors.IllegalMove("SO-1", "cancelled", "ship", ("attach", "note")),
    errors.UnknownVerb("shp", ("ship", "submit")),
    errors.OnHold("SO-1", "ship", "deposit"),
    errors.OnHold("SO-1", "ship", "", 3),
    errors.Stale("SO-1", 3, 5),
    errors.Stale("SO-1", 3, 5, by=("wu", "li")),
    errors.Stale("W1", 3, 5, "work_centre", ("wu",)),
    errors.Incomplete("SO-1", ("unit_price", "refused_rows", "line 3 quantity")),
    errors.ChecksFailed("SO-1", ("required_elements", "amounts_in_bounds")),
    errors.Needed("ship", "carrier"),
    errors.Needed("pass", "review", ("sales", "finance")),
    errors.BadValue("line.3.quantity", "-5", "negative"),
    errors.BadValue("channel", "mail", "not_in_list", "in_person, email"),
    errors.UnknownField("ship", "carier", ("carrier", "date")),
    errors.UnknownField("ship", "qqqq", ("carrier", "date")),
    errors.NotReady("SO-1", "make_ready", "not_all_finished", "1, 2, 3, 7"),
    errors.NotReady("SO-1", "close", "papers_missing", "signed_receipt, invoice"),
    errors.NotReady("SO-1", "pass", "review_not_waiting", ""),
    errors.NotReady("SO-1", "pass", "not_its_turn", "technical, finance"),
    errors.NotReady("SO-1", "stand_by", "matters_changed", "lines.2.unit_price, lines.3, payment_terms"),
    errors.NotReady("SO-1", "take_note", "nothing_handed_on", "production, warehouse"),
    errors.QuantityRefused("SO-1", "ship", 3, 5_000_000, 2_500_000),
    errors.QuantityRefused("SO-1", "note", 3, 5_000_000, 0),
    errors.AmountRefused("SO-1", "invoice", 100_000, 2_000, "CNY"),
    errors.AmountRefused("SO-1", "receive_payment", 0, -1, "JPY"),
    errors.NotPermitted("approve", ("supervisor", "department_head")),
    errors.NotPermitted("set_policy", ("administrator",), ("chen", "wu")),
    errors.SeparationOfDuties("SO-1", "pass", ("chen", "wu")),
    errors.SeparationOfDuties("SO-1", "approve"),
    errors.OverLimit("SO-1", "pass", 5_000_000, 4_000_000, "CNY", ("chen",)),
    errors.OverLimit("SO-1", "approve", 5_000_000, None, "USD"),
    errors.SignInRefused("wu", "too_soon", 8),
    errors.SignInRefused("wu", "unknown"),
    errors.AlreadyExists("order", "SO-1"),
    errors.NotFound("order", "SO-2", ("SO-1", "SO-3")),
    errors.NotFound("customer", "Acme"),
    errors.NotFound("line", "SO-2/9", ("1", "2")),
    errors.NotFound("work_centre", "W9"),
    errors.NotFound("policy", ""),
    errors.NothingToUndo("SO-1"),
    errors.UndoOfAnother("SO-1", "ship", "wu"),
    errors.BuiltOn("SO-1", "ship", "wu"),
    errors.NotUndoable("SO-1", "take_in"),
    errors.NoDesk("/srv/desk"),
    errors.Unreadable("a.xls", "unknown_format", "pdf"),
    errors.PolicyMoved(1, 2),
    errors.PolicyMoved(1, 2, ("wu",)),
    errors.PolicyRefused("p.toml", (Problem(Where("p.toml", row=7), "office.zone", "unknown_zone", "Mars"),)),
    errors.DeskExists("/srv/desk", "notes.txt"),
    errors.DeskDamaged("/srv/desk", _ALTERED),
    errors.DeskNewer("/srv/desk", "0009", "0001"),
    errors.KeyRefused("/srv/key.txt", "wrong_identity"),
    errors.UnsafeLibrary("/srv/desk", "3.45.1"),
    errors.DeskBusy("/srv/desk", 15),
    errors.StorageFailed("/srv/desk", "full", "SQLITE_FULL"),
    errors.MessageRefused(7, "overtaken"),
    errors.MessageRefused(0, "not_shipped", "SO-1"),
    errors.MailFailed("smtp.office.example", "recipient", "550 5.1.1"),
    errors.TemplateRefused("/srv/desk/templates/confirmation.typ", 3, "unknown variable: nope"),
    errors.TemplateRefused("/srv/desk/templates/confirmation.typ", None, "> 120 s"),
    errors.PaperTooEarly("SO-1", "in_review"),
    errors.Cancelled("a.xls"),
)


def _subclasses() -> set[type[errors.Refusal]]:
    return {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.Refusal)} - {
        errors.Refusal
    }


def test_every_refusal_has_its_sentence_and_an_example() -> None:
    assert _subclasses() == set(SENTENCES)
    assert _subclasses() == {type(example) for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_refusals_are_said_plainly(example: errors.Refusal, language: str) -> None:
    text = explain(example)
    assert not faults(text, language, ("SQLITE_FULL", "orderclerk init", "order do", "in_person")), text
    assert text.rstrip("）)。.?？") != text or "\n" in text


def test_a_refusal_of_a_later_day_is_still_a_sentence() -> None:
    class Unheard(errors.Refusal):
        code = "unheard"

    assert explain(Unheard()) == "This is refused (unheard)."


def test_the_sentences_say_what_to_do() -> None:
    assert explain(EXAMPLES[0]) == (
        "“Ship” cannot be done now: order SO-1 is in the state “received”. What can be done: edit (Correct or "
        "complete), read_again (Record the second reading), submit (Hand over to review)."
    )
    assert explain(errors.QuantityRefused("SO-1", "ship", 3, 5_000_000, 2_500_000)) == (
        "Order SO-1, line 3: 5 is too much; only 2.5 of it are finished and not shipped. Correct the quantity."
    )
    assert explain(errors.NotReady("SO-1", "ship", "date_ahead", "2027-01-02")) == (
        "Order SO-1: “Ship” is not possible yet. 2 Jan 2027 lies in the future. Record it when it has happened."
    )
    words.set_language("zh_CN")
    assert explain(errors.QuantityRefused("SO-1", "ship", 3, 5_000_000, 2_500_000)) == (
        "订单 SO-1 明细 3：5 太多，已完工未发货的只有 2.5。请更正数量。"
    )
    words.set_language("zh_TW")
    assert explain(errors.NotFound("order", "SO-2", ("SO-1",))) == "沒有訂單「SO-2」。是不是指「SO-1」？"


def test_a_problem_names_its_place() -> None:
    problem = Problem(Where("orders.csv", "Sheet1", 12, "Qty"), "quantity", "not_a_number", "abc")
    assert explain_problem(problem) == (
        "orders.csv · sheet “Sheet1” · row 12 · column “Qty”: quantity: “abc” is not a number. Write figures only, "
        "such as 1200 or 12.5."
    )
    same = Problem(Where(row=12, column="Quantity"), "quantity", "not_a_number", "abc")
    assert explain_problem(same).startswith("row 12 · column “Quantity”: “abc” is not a number.")
    words.set_language("zh_TW")
    assert explain_problem(problem).startswith(
        "orders.csv · 工作表「Sheet1」 · 第 12 列 · 「Qty」欄：數量：「abc」不是數字。"
    )


def test_a_problem_of_a_policy_names_its_line() -> None:
    problem = Problem(Where("p.toml", row=7), "numbers.order", "bad_pattern", "SO")
    assert explain_problem(problem).startswith(
        "p.toml · line 7 of the document: “numbers.order”: “SO” makes no numbers."
    )
    assert "{seq:5}" in explain_problem(problem)
    both = Problem(Where("p.toml", row=7), "defaults.currency", "unknown_currency", "Yen")
    assert "“defaults.currency”" in explain_problem(both)


def test_a_faulty_order_is_told_in_figures_that_people_know() -> None:
    assert explain_problem(_ALTERED[2]) == (
        "Order SO-9 is not what its records make of it: line 3, quantity shipped is 5 and should be 4.5. Restore a "
        "backup."
    )


def test_a_long_list_of_faults_is_cut() -> None:
    many = tuple(Problem(Where(), "event", "event_altered", str(number)) for number in range(1, 31))
    text = explain(errors.DeskDamaged("/d", many))
    assert "Event 20 " in text
    assert "Event 21 " not in text
    assert "… and 10 more" in text


_ANY = st.text(st.characters(categories=None), max_size=30)


@given(_ANY, _ANY, st.sampled_from(sorted(SENTENCES, key=lambda kind: kind.__name__)), st.sampled_from(words.LANGUAGES))
def test_whatever_is_in_a_refusal_is_printed_harmlessly(
    one: str, other: str, kind: type[errors.Refusal], language: str
) -> None:
    words.set_language(language)
    example = next(each for each in EXAMPLES if type(each) is kind)
    values = {
        field.name: one
        if isinstance(value := getattr(example, field.name), str) and field.name != "currency"
        else value
        for field in fields(example)
    }
    for field in fields(example):
        if isinstance(values[field.name], tuple) and field.name not in ("faults", "problems"):
            values[field.name] = (one, other)
    text = explain(kind(**values))
    assert printable(text, multiline=True) == text


@given(_ANY, _ANY, _ANY)
def test_whatever_is_in_a_problem_is_printed_harmlessly(one: str, other: str, third: str) -> None:
    for code in ("not_a_number", "guessed_column", "bad_setting", "order_disagrees", "event_altered", third):
        text = explain_problem(Problem(Where(one, other, 3, third), one, code, other, f"{third} ≠ {one}"))
        assert printable(text) == text
