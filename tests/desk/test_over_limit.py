"""An order over the customer's credit limit goes a special way, and the customer is told (R3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.rules.outbox import MessageState, Occasion
from data.rules.workflow import Verb
from data.states import OrderState, Review
from data.store.tables.parties import CustomerRow
from data.words import messages as words
from tests.desk.office import correct

if TYPE_CHECKING:
    from tests.desk.office import Office


@pytest.fixture
def over(office: Office) -> Office:
    """An office that gives its customer less credit than one order of his takes."""
    with office.store.writing() as tx:
        key = tx.raw.execute("SELECT id FROM customer WHERE code = 'C1'").fetchone()[0]
        correct(tx, CustomerRow, key, {"credit_limit": 100_00, "email": "a@b.example"})
        tx.commit()
    return office


def told(office: Office) -> list[Occasion]:
    return [one.occasion for one in office.desk.outbox.messages() if one.state is MessageState.DRAFTED]


def test_the_customer_is_told_once_and_finance_looks_at_it(over: Office) -> None:
    number = over.at(OrderState.IN_REVIEW)
    assert Review.FINANCE in {one.review for one in over.order(number).opinions}
    (one,) = over.desk.outbox.messages()
    assert (one.occasion, one.to_address, one.number) == (Occasion.OVER_LIMIT, "a@b.example", number)
    assert '"message":' in (over.last(number).payload or "")
    letter = words.written(over.desk, one.message_id)
    assert "credit" in letter.subject
    assert "100.00" not in letter.body
    over.do(number, Verb.FAIL, "too much", review="finance")
    over.do(number, Verb.RETURN, "pay first")
    over.do(number, Verb.SUBMIT, "agreed")
    assert told(over).count(Occasion.OVER_LIMIT) == 1
    over.sound()


def test_within_the_limit_nobody_is_told(office: Office) -> None:
    office.at(OrderState.IN_REVIEW)
    assert told(office) == []


def test_an_office_may_tell_by_itself(over: Office) -> None:
    over.policy((', "over_limit"]', "]"))
    over.at(OrderState.IN_REVIEW)
    assert told(over) == []


def test_what_was_drafted_is_overtaken_when_the_order_is_taken_back(over: Office) -> None:
    number = over.at(OrderState.IN_REVIEW)
    over.desk.undo(number)
    assert over.order(number).state is OrderState.RECEIVED
    over.sound()
