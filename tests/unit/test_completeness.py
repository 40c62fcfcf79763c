"""Required elements (I3) and the routing of reviews (R4)."""

from dataclasses import replace

import pytest

from data.orders import ScheduleLine
from data.rules.policy import Policy
from data.rules.required import missing, missing_lines
from data.rules.routing import needed_reviews
from data.states import OrderKind, Review
from tests.unit.orders import COMPLETE as ORDER
from tests.unit.orders import LINE, TODAY


@pytest.mark.parametrize("kind", [OrderKind.GOODS, OrderKind.REQUISITION])
def test_a_complete_order_lacks_nothing(policy: Policy, kind: OrderKind) -> None:
    assert missing(replace(ORDER, kind=kind), policy) == ()


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"customer_id": None}, ("customer",)),
        ({"contact": ""}, ("contact",)),
        ({"requested_date": None}, ("requested_date",)),
        ({"delivery_place": ""}, ("delivery_place",)),
        ({"delivery_method": "", "payment_terms": ""}, ("delivery_method", "payment_terms")),
        ({"lines": ()}, ("lines",)),
        ({"refused_rows": 2}, ("refused_rows",)),
        ({"lines": (LINE, replace(LINE, line_no=2, unit_price=None))}, ("unit_price",)),
        ({"lines": (replace(LINE, unit_price=None, stated_total=100),)}, ()),
        ({"lines": (replace(LINE, product_code="", customer_part_no="X"),)}, ()),
        ({"lines": (replace(LINE, product_code="", quantity=None, unit=""),)}, ("product", "quantity", "unit")),
        ({"requested_date": None, "lines": (replace(LINE, requested_date=TODAY),)}, ()),
        (
            {
                "requested_date": None,
                "delivery_place": "",
                "lines": (replace(LINE, schedule=(ScheduleLine(TODAY, 5_000_000, "Dock 2"),)),),
            },
            (),
        ),
    ],
)
def test_what_is_missing_is_listed_by_name(policy: Policy, change: dict[str, object], lacking: tuple[str, ...]) -> None:
    assert missing(replace(ORDER, **change), policy) == lacking  # type: ignore[arg-type]  # fields by name


def test_each_kind_of_order_has_its_own_elements(policy: Policy) -> None:
    assert missing(replace(ORDER, kind=OrderKind.SERVICE), policy) == ("specification",)
    assert missing(replace(ORDER, kind=OrderKind.PROJECT), policy) == ("contract_no", "specification")
    bare = replace(ORDER, kind=OrderKind.REQUISITION, payment_terms="", lines=(replace(LINE, unit_price=None),))
    assert missing(bare, policy) == ()


def test_the_lines_that_lack_something_are_known(policy: Policy) -> None:
    order = replace(ORDER, lines=(LINE, replace(LINE, line_no=2, unit=""), replace(LINE, line_no=5, unit="")))
    assert missing_lines(order, "unit") == (2, 5)
    assert missing_lines(order, "customer") == ()


def test_reviews_are_routed_by_the_policy(policy: Policy) -> None:
    assert needed_reviews(ORDER, policy, special=False) == (Review.SALES, Review.FINANCE)
    assert needed_reviews(ORDER, policy, special=True) == (Review.SALES, Review.FINANCE, Review.TECHNICAL)
    major = replace(ORDER, total=100_000_001)
    assert Review.JOINT in needed_reviews(major, policy, special=False)
    assert Review.JOINT not in needed_reviews(replace(major, total=100_000_000), policy, special=False)
    assert Review.JOINT not in needed_reviews(replace(major, currency="USD"), policy, special=False)
    project = replace(ORDER, kind=OrderKind.PROJECT)
    assert needed_reviews(project, policy, special=True).count(Review.TECHNICAL) == 1
