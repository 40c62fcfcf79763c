import pytest

from data.orders import OrderLine
from data.rules.progress import (
    after_quantities,
    billing_state,
    delivery_state,
    disagreement,
    open_to_allocate,
    open_to_deliver,
    open_to_finish,
    open_to_invoice,
    open_to_ship,
)
from data.states import BillingState as B
from data.states import DeliveryState as D
from data.states import OrderState as S


def line(quantity: int = 10, **more: int) -> OrderLine:
    return OrderLine(line_no=more.pop("line_no", 1), quantity=quantity, **more)  # type: ignore[arg-type]  # integers only


def all_to(name: str, quantity: int = 10) -> OrderLine:
    """A line that has come as far as this."""
    steps = ("allocated", "finished", "shipped", "delivered", "invoiced")
    return line(quantity, **dict.fromkeys(steps[: steps.index(name) + 1], quantity))


def test_what_is_open_at_each_step() -> None:
    found = line(allocated=9, finished=7, shipped=4, delivered=3, invoiced=1, closed_short=2)
    assert open_to_allocate(found) == 0
    assert open_to_finish(found) == 1
    assert open_to_ship(found) == 3
    assert open_to_deliver(found) == 1
    assert open_to_invoice(found) == 2
    assert open_to_ship(line(finished=12)) == 10


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ((), D.NONE),
        ((line(),), D.NONE),
        ((line(shipped=1),), D.PARTLY_SHIPPED),
        ((line(shipped=10),), D.SHIPPED),
        ((line(shipped=10), line(shipped=9)), D.PARTLY_SHIPPED),
        ((line(shipped=10, delivered=4),), D.PARTLY_DELIVERED),
        ((line(shipped=4, delivered=4),), D.PARTLY_DELIVERED),
        ((line(shipped=10, delivered=10),), D.DELIVERED),
        ((line(shipped=4, delivered=4, closed_short=6),), D.DELIVERED),
        ((line(shipped=10, delivered=10), line(closed_short=10)), D.DELIVERED),
        ((line(closed_short=10),), D.NONE),
    ],
)
def test_the_delivery_state_follows_from_the_lines(lines: tuple[OrderLine, ...], state: D) -> None:
    assert delivery_state(lines) is state


@pytest.mark.parametrize(
    ("total", "invoiced", "paid", "found", "state"),
    [
        (100, 0, 0, line(), B.NONE),
        (100, 40, 0, line(), B.PARTLY_INVOICED),
        (100, 100, 0, line(), B.INVOICED),
        (100, 100, 0, line(delivered=5), B.PARTLY_INVOICED),
        (100, 40, 40, line(), B.PARTLY_PAID),
        (100, 100, 99, line(), B.PARTLY_PAID),
        (100, 100, 100, line(), B.PAID),
        (0, 0, 0, line(), B.NONE),
        (0, 0, 0, line(shipped=10, delivered=10), B.PAID),
    ],
)
def test_the_billing_state_follows_from_the_money(
    total: int, invoiced: int, paid: int, found: OrderLine, state: B
) -> None:
    assert billing_state(total, invoiced, paid, (found,)) is state


@pytest.mark.parametrize(
    ("state", "lines", "after"),
    [
        (S.APPROVED, (line(),), S.APPROVED),
        (S.APPROVED, (line(allocated=10),), S.ALLOCATED),
        (S.ALLOCATED, (line(allocated=10), line()), S.APPROVED),
        (S.IN_PROGRESS, (all_to("finished"),), S.IN_PROGRESS),
        (S.IN_PROGRESS, (all_to("shipped"),), S.SHIPPED),
        (S.READY, (all_to("shipped"), all_to("finished")), S.READY),
        (S.READY, (all_to("finished"), line(finished=3)), S.IN_PROGRESS),
        (S.SHIPPED, (all_to("delivered"), all_to("shipped")), S.SHIPPED),
        (S.SHIPPED, (all_to("delivered"),), S.DELIVERED),
        (S.SHIPPED, (all_to("shipped"), line(finished=10)), S.READY),
        (S.SHIPPED, (all_to("shipped"), line()), S.IN_PROGRESS),
        (S.READY, (all_to("delivered"), line(closed_short=10)), S.DELIVERED),
        (S.RECEIVED, (line(),), S.RECEIVED),
        (S.ARCHIVED, (all_to("delivered"),), S.ARCHIVED),
    ],
)
def test_the_state_follows_the_quantities(state: S, lines: tuple[OrderLine, ...], after: S) -> None:
    assert after_quantities(state, lines) is after


@pytest.mark.parametrize(
    ("state", "lines", "billing", "code"),
    [
        (S.RECEIVED, (line(),), B.NONE, ""),
        (S.RECEIVED, (line(allocated=1),), B.NONE, "work_before_approval"),
        (S.RECEIVED, (line(invoiced=1),), B.NONE, "work_before_approval"),
        (S.ALLOCATED, (line(),), B.NONE, "not_all_allocated"),
        (S.READY, (line(finished=9),), B.NONE, "not_all_finished"),
        (S.SHIPPED, (all_to("finished"),), B.NONE, "not_all_shipped"),
        (S.DELIVERED, (all_to("shipped"),), B.NONE, "not_all_delivered"),
        (S.READY, (all_to("shipped"),), B.NONE, "all_shipped"),
        (S.SHIPPED, (all_to("delivered"),), B.NONE, "all_delivered"),
        (S.SETTLED, (all_to("delivered"),), B.INVOICED, "not_all_paid"),
        (S.SETTLED, (all_to("delivered"),), B.PAID, ""),
        (S.IN_PROGRESS, (line(shipped=3, delivered=4),), B.NONE, "quantities_disagree"),
        (S.IN_PROGRESS, (line(shipped=11),), B.NONE, "quantities_disagree"),
        (S.IN_PROGRESS, (line(invoiced=11),), B.NONE, "quantities_disagree"),
        (S.IN_PROGRESS, (line(closed_short=11),), B.NONE, "quantities_disagree"),
    ],
)
def test_states_that_disagree_with_quantities_are_named(
    state: S, lines: tuple[OrderLine, ...], billing: B, code: str
) -> None:
    assert disagreement(state, lines, billing) == code


def test_a_tolerated_surplus_is_no_disagreement() -> None:
    over = line(finished=11, shipped=11, delivered=11, invoiced=11)
    assert disagreement(S.DELIVERED, (over,), B.NONE) == ""
