"""Required elements (I3), the self-check (R1) and the routing of reviews (R4)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.orders import Order, OrderLine, ScheduleLine
from data.rules.checks import Grade, failed, self_check
from data.rules.policy import Policy
from data.rules.required import missing, missing_lines
from data.rules.routing import needed_reviews
from data.states import Channel, HandlingClass, OrderKind, OrderState, Review

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 4)
LINE = OrderLine(line_no=1, product_code="P1", quantity=5_000_000, unit="pcs", unit_price=10_000_000)
ORDER = Order(
    order_id=1,
    number="SO-1",
    version=1,
    state=OrderState.RECEIVED,
    kind=OrderKind.GOODS,
    handling_class=HandlingClass.ORDINARY,
    channel=Channel.EMAIL,
    received_at=AT,
    entered_at=AT,
    entered_by="li",
    currency="CNY",
    customer_id=1,
    contact="Ann",
    requested_date=date(2026, 4, 1),
    delivery_place="Ningbo",
    delivery_method="carrier",
    payment_terms="30 days",
    total=5000,
    lines=(LINE,),
)


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


def grades(order: Order, policy: Policy, **prices: int) -> dict[str, tuple[Grade, tuple[int, ...]]]:
    return {check.name: (check.grade, check.lines) for check in self_check(order, policy, prices, TODAY)}


def test_a_good_order_passes_every_check(policy: Policy) -> None:
    assert {grade for grade, _ in grades(ORDER, policy, P1=10_000_000).values()} == {Grade.PASS}
    assert failed(self_check(ORDER, policy, {}, TODAY)) == ()
    assert all(check.clause for check in self_check(ORDER, policy, {}, TODAY))


def test_a_price_beyond_the_tolerance_is_a_warning(policy: Policy) -> None:
    assert grades(ORDER, policy, P1=9_523_810)["price_within_tolerance"] == (Grade.PASS, ())
    assert grades(ORDER, policy, P1=9_523_000)["price_within_tolerance"] == (Grade.WARN, (1,))
    assert grades(ORDER, policy, P1=10_600_000)["price_within_tolerance"] == (Grade.WARN, (1,))


def test_a_slip_of_the_keyboard_fails(policy: Policy) -> None:
    huge = replace(ORDER, lines=(replace(LINE, quantity=(10**9 + 1) * 10**6),))
    assert grades(huge, policy)["amounts_in_bounds"] == (Grade.FAIL, (1,))
    dear = replace(ORDER, total=10**13 + 1)
    assert failed(self_check(dear, policy, {}, TODAY)) == ("amounts_in_bounds",)


def test_dates_that_have_passed_and_other_totals_are_warnings(policy: Policy) -> None:
    late = replace(ORDER, requested_date=date(2026, 3, 3))
    assert grades(late, policy)["feasible_date"] == (Grade.WARN, (1,))
    assert grades(replace(ORDER, stated_total=4999), policy)["equals_original"][0] is Grade.WARN
    assert grades(replace(ORDER, stated_total=5000), policy)["equals_original"][0] is Grade.PASS


def test_something_missing_fails(policy: Policy) -> None:
    assert failed(self_check(replace(ORDER, contact=""), policy, {}, TODAY)) == ("required_elements",)


def test_reviews_are_routed_by_the_policy(policy: Policy) -> None:
    assert needed_reviews(ORDER, policy, special=False) == (Review.SALES, Review.FINANCE)
    assert needed_reviews(ORDER, policy, special=True) == (Review.SALES, Review.FINANCE, Review.TECHNICAL)
    major = replace(ORDER, total=100_000_001)
    assert Review.JOINT in needed_reviews(major, policy, special=False)
    assert Review.JOINT not in needed_reviews(replace(major, total=100_000_000), policy, special=False)
    assert Review.JOINT not in needed_reviews(replace(major, currency="USD"), policy, special=False)
    project = replace(ORDER, kind=OrderKind.PROJECT)
    assert needed_reviews(project, policy, special=True).count(Review.TECHNICAL) == 1
