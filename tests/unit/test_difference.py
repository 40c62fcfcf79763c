from dataclasses import replace
from datetime import date

from data.orders import OrderLine
from data.rules.difference import difference, document
from data.states import OrderState
from tests.unit.orders import BARE

ORDER = replace(
    BARE,
    order_id=7,
    version=3,
    state=OrderState.DRAFT,
    extra={"Colour": "red"},
    lines=(OrderLine(line_no=1, quantity=5, line_id=70), OrderLine(line_no=4, quantity=6, line_id=71)),
)


def test_an_order_is_a_plain_document_without_keys_of_the_store() -> None:
    found = document(ORDER)
    assert found["number"] == "SO-1"
    assert found["state"] == "draft"
    assert found["received_at"] == "2026-03-04T02:00:00+00:00"
    assert found["extra"] == {"Colour": "red"}
    assert {"order_id", "version", "customer_id", "contact"}.isdisjoint(found)
    assert found["on_hold"] is False


def test_the_difference_names_lines_by_their_numbers() -> None:
    first, second = ORDER.lines
    after = replace(
        ORDER, version=4, requested_date=date(2026, 4, 1), lines=(first, replace(second, quantity=8, unit="kg"))
    )
    assert difference(ORDER, after) == {
        "requested_date": [None, "2026-04-01"],
        "lines.4.quantity": [6, 8],
        "lines.4.unit": [None, "kg"],
    }


def test_a_removed_line_and_a_cleared_field_are_named() -> None:
    found = difference(ORDER, replace(ORDER, lines=ORDER.lines[:1], extra={}))
    assert found["lines.4.quantity"] == [6, None]
    assert found["extra.Colour"] == ["red", None]


def test_the_same_order_does_not_differ() -> None:
    assert difference(ORDER, replace(ORDER, version=9)) == {}
