"""What the review room reads: whose turn it is, the clock of a new round, and what an order is compared with."""

from datetime import timedelta

import pytest

from data.desk.lists import ListQuery, OrderFilter, Sort
from data.errors import NotFound
from data.rules.checks import Grade
from data.rules.review import Duties, FieldChange, Needs, Queue, own_review, queue_of
from data.rules.rooms import due
from data.rules.workflow import Stage, Verb
from data.states import OrderState, PriceBasis, Review
from data.store.queries.parties import customer
from data.store.tables.parties import CustomerRow
from tests.desk.office import COMPLETE, NOW, Office

ROLES = (
    "roles = {} ",
    'roles = { wu = ["finance"], su = ["sales_manager"], boss = ["supervisor"], mu = ["auditor"] } ',
)


def limit(office: Office, code: str, amount: int | None, currency: str = "CNY") -> None:
    with office.store.writing() as tx:
        found = customer(tx, code)
        assert found is not None
        tx.update(CustomerRow, found.customer_id, {"credit_limit": amount, "currency": currency})
        tx.commit()


def in_queue(office: Office, queue: Queue) -> set[str]:
    wanted = OrderFilter(
        states=(OrderState.IN_REVIEW, OrderState.ESCALATED), queue=queue_of(queue, office.desk.review.duties())
    )
    query = ListQuery(wanted, Sort.DUE)
    rows = office.desk.lists.page(query, None, 100)
    assert office.desk.lists.count(query) == len(rows)
    return {row.number for row in rows}


def second_round(office: Office, number: str, **edits: str) -> None:
    """Fail an order in review, give it back, change it and hand it in again."""
    office.do(number, Verb.FAIL, "too dear", review="sales")
    office.do(number, Verb.RETURN, "price")
    office.clock.pass_(days=2)
    office.do(number, Verb.EDIT, "", **{name.replace("__", "."): text for name, text in edits.items()})
    office.do(number, Verb.SUBMIT, "agreed by telephone")


def test_where_nobody_has_a_role_for_an_opinion_it_is_everybodys(office: Office) -> None:
    assert office.desk.review.duties() == Duties(tuple(Review), returns=True, decides=True)


def test_duties_follow_the_roles(office: Office) -> None:
    office.policy(ROLES)
    of = {name: office.colleague(name).desk.review.duties() for name in ("wu", "su", "boss", "mu", "li")}
    # nobody here is technical, production, purchasing or warehouse staff
    rest = {Review.TECHNICAL, Review.PRODUCTION, Review.PURCHASING, Review.WAREHOUSE}
    assert set(of["wu"].reviews) == {Review.FINANCE} | rest
    assert set(of["su"].reviews) == {Review.SALES, Review.JOINT} | rest
    assert set(of["boss"].reviews) == {Review.JOINT} | rest
    assert [of[name].decides for name in of] == [False, False, True, False, False]
    assert [of[name].returns for name in of] == [False, True, True, False, True]


def test_queues_show_what_waits_for_whom(office: Office) -> None:
    office.policy(ROLES)
    fresh, half, failed, escalated = (office.at(OrderState.IN_REVIEW) for _ in range(4))
    office.do(half, Verb.PASS, review="finance")
    office.do(failed, Verb.FAIL, "no", review="finance")
    office.do(escalated, Verb.FAIL, "no", review="finance")
    office.do(escalated, Verb.ESCALATE, "key customer")
    everything = {fresh, half, failed, escalated}
    finance, sales, boss, clerk = (office.colleague(name) for name in ("wu", "su", "boss", "li"))
    assert in_queue(finance, Queue.MINE) == {fresh}
    assert in_queue(finance, Queue.ROLES) == {fresh, half, failed}
    assert in_queue(sales, Queue.MINE) == {fresh, half, failed}
    assert in_queue(boss, Queue.MINE) == {failed, escalated}
    assert in_queue(clerk, Queue.MINE) == {failed}
    assert in_queue(office.colleague("mu"), Queue.MINE) == set()
    assert all(in_queue(one, Queue.ALL) == everything for one in (finance, sales, boss, clerk))


def test_earlier_rounds_are_in_no_queue(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    second_round(office, number, line__1__unit_price="12")
    office.do(number, Verb.PASS, review="sales")
    assert office.desk.review.needs([number, "SO-none"]) == {number: Needs((Review.FINANCE,), ())}
    office.policy(ROLES)
    assert in_queue(office.colleague("su"), Queue.MINE) == set()
    assert in_queue(office.colleague("su"), Queue.ROLES) == {number}


def test_an_opinion_is_ones_own_where_it_is_the_only_one() -> None:
    own = Duties((Review.SALES, Review.FINANCE))
    assert own_review(Needs((Review.FINANCE, Review.TECHNICAL)), own) is Review.FINANCE
    assert own_review(Needs((Review.SALES, Review.FINANCE)), own) is None
    assert own_review(Needs((Review.TECHNICAL,)), own) is None


def test_a_new_round_has_a_clock_of_its_own(office: Office) -> None:
    waiting, again = office.at(OrderState.IN_REVIEW), office.at(OrderState.IN_REVIEW)
    second_round(office, again, line__1__unit_price="12")
    order = office.order(again)
    until = NOW + timedelta(days=3)
    assert due(order) == order.round_due_at == until
    query = ListQuery(OrderFilter(states=(OrderState.IN_REVIEW,)), Sort.DUE)
    rows = office.desk.lists.page(query, None, 10)
    assert [(row.number, due(row)) for row in rows] == [(waiting, NOW + timedelta(days=1)), (again, until)]
    assert [office.desk.lists.tallies()[Stage.REVIEW].late, len(late(office))] == [1, 1]
    office.clock.pass_(days=2)
    assert [office.desk.lists.tallies()[Stage.REVIEW].late, len(late(office))] == [2, 2]
    office.do(again, Verb.FAIL, "still too dear", review="sales")
    office.do(again, Verb.RETURN, "price")
    assert due(office.order(again)) is None


def late(office: Office) -> list[str]:
    query = ListQuery(OrderFilter(states=(OrderState.IN_REVIEW,), late=True))
    return [row.number for row in office.desk.lists.page(query, None, 10)]


def test_exposure_is_open_orders_and_unpaid_invoices_against_the_limit(office: Office) -> None:
    limit(office, "C1", 150_000)
    this, other = office.at(OrderState.IN_REVIEW), office.at(OrderState.IN_REVIEW)
    under_way = office.at(OrderState.ALLOCATED)
    office.at(OrderState.DRAFT)
    office.at(OrderState.CANCELLED)
    office.at(OrderState.ARCHIVED)
    office.at(OrderState.IN_REVIEW, customer="C2")
    found = office.desk.review.paper(this).exposure
    assert found is not None
    each = office.order(this).total
    assert (found.currency, found.limit) == ("CNY", 150_000)
    assert (found.this_order, found.in_review, found.open_orders, found.unpaid) == (each, each, each, 0)
    assert (found.in_review_count, found.open_count) == (1, 1)
    office.do(under_way, Verb.INVOICE, amount="100", kind="advance")
    office.do(under_way, Verb.RECEIVE_PAYMENT, amount="30")
    found = office.desk.review.paper(this).exposure
    assert found is not None
    assert (found.unpaid, found.open_orders) == (7_000, each - 10_000)
    assert found.used == 3 * each - 3_000
    assert found.over == max(0, found.used - 150_000)
    assert office.desk.review.paper(other).exposure == found


def test_what_was_closed_short_is_not_owed(office: Office) -> None:
    this, under_way = office.at(OrderState.IN_REVIEW), office.at(OrderState.APPROVED)
    before = office.desk.review.paper(this).exposure
    line = office.order(under_way).lines[0]
    office.do(under_way, Verb.CLOSE_LINE, "not wanted", line="1")
    after = office.desk.review.paper(this).exposure
    assert before is not None
    assert after is not None
    assert before.open_orders - after.open_orders == line.total > 0


def test_another_currency_is_named_and_not_counted(office: Office) -> None:
    limit(office, "C2", 10_000, "EUR")
    number = office.at(OrderState.IN_REVIEW, customer="C2", currency="USD")
    found = office.desk.review.paper(number).exposure
    assert found is not None
    assert (found.used, found.currency, found.others) == (0, "EUR", (("USD", office.order(number).total),))


def test_without_a_limit_nothing_is_over_and_without_a_customer_there_is_no_exposure(office: Office) -> None:
    found = office.desk.review.paper(office.at(OrderState.IN_REVIEW)).exposure
    assert found is not None
    assert (found.limit, found.over) == (None, 0)
    paper = office.desk.review.paper(office.new({"line.1.product_name": "Bolt"}))
    assert (paper.exposure, paper.earlier, dict(paper.sales)) == (None, (), {})


def test_the_last_sale_is_the_customers_own_where_there_is_one(office: Office) -> None:
    own = office.at(OrderState.APPROVED, {**COMPLETE, "line.1.unit_price": "11"})
    office.at(OrderState.APPROVED, {**COMPLETE, "line.1.unit_price": "99"}, customer="C2", currency="USD")
    office.at(OrderState.RETURNED, {**COMPLETE, "line.1.unit_price": "1"})
    office.at(OrderState.DRAFT, {**COMPLETE, "line.1.unit_price": "2"})
    number = office.at(OrderState.IN_REVIEW)
    sale = office.desk.review.paper(number).sales["P1"]
    assert (sale.number, sale.unit_price, sale.own, sale.price_basis) == (own, 11_000_000, True, PriceBasis.NET)
    abroad = office.at(OrderState.IN_REVIEW, {**COMPLETE, "customer": "C2"})
    assert office.desk.review.paper(abroad).sales["P1"].customer_name == "Northwind"
    with office.store.writing() as tx:
        tx.insert(CustomerRow, {"code": "C3", "name": "New", "entered_at": NOW, "entered_by": "li"})
        tx.commit()
    first = office.new({**COMPLETE, "customer": "C3"})
    paper = office.desk.review.paper(first)
    assert (paper.sales["P1"].unit_price, paper.sales["P1"].own, paper.earlier) == (99_000_000, False, ())


def test_earlier_orders_are_the_customers_newest_first(office: Office) -> None:
    numbers = [office.new() for _ in range(10)]
    office.new(customer="C2")
    this = office.at(OrderState.IN_REVIEW)
    assert [row.number for row in office.desk.review.paper(this).earlier] == numbers[:1:-1]


def test_what_changed_since_the_round_before_is_told(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    assert office.desk.review.paper(number).since is None
    second_round(
        office, number, line__1__unit_price="12", line__2__remove="yes", line__3__product_code="P1",
        line__3__quantity="2", line__3__unit_price="9", payment_terms="30 days",
    )  # fmt: skip
    since = office.desk.review.paper(number).since
    assert since is not None
    assert (since.returned, since.agreed, since.whole) == ("price", "agreed by telephone", True)
    changes = {change.path: change for change in since.changes}
    assert set(changes) == {"lines.2", "lines.3", "lines.1.unit_price", "payment_terms", "total"}
    assert changes["lines.2"] == FieldChange("lines.2", 2, None)
    assert changes["lines.3"] == FieldChange("lines.3", None, 3)
    assert changes["lines.1.unit_price"] == FieldChange("lines.1.unit_price", 12_500_000, 12_000_000)


def test_what_was_changed_and_changed_back_is_no_change(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    office.do(number, Verb.FAIL, "too dear", review="sales")
    office.do(number, Verb.RETURN, "price")
    office.do(number, Verb.EDIT, "", **{"line.1.unit_price": "12"})
    office.do(number, Verb.EDIT, "", **{"line.1.unit_price": "12.50"})
    office.do(number, Verb.SUBMIT, "as it was")
    since = office.desk.review.paper(number).since
    assert since is not None
    assert since.changes == ()


def test_only_the_last_round_counts(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW)
    second_round(office, number, line__1__unit_price="12")
    second_round(office, number, payment_terms="30 days")
    since = office.desk.review.paper(number).since
    assert since is not None
    assert [change.path for change in since.changes] == ["payment_terms"]


def test_checks_come_with_the_paper(office: Office) -> None:
    number = office.at(OrderState.IN_REVIEW, {**COMPLETE, "line.1.unit_price": "25"})
    checks = {check.name: check for check in office.desk.review.paper(number).checks}
    assert checks["price_within_tolerance"].grade is Grade.WARN
    assert tuple(checks.values()) == office.desk.intake.checks(number)


def test_an_unknown_order_has_no_paper(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk.review.paper("SO-none")
