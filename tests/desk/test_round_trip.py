"""Export → import into an empty desk → export gives the same, and orders are taken over only as they can be."""

import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from data.desk.exports import Table
from data.desk.imports import Options
from data.drafts import FileReport, FileStatus, Source, Subject
from data.files.readers import read
from data.files.writers import FORMATS, Column, Format, write
from data.rules.lists import OrderFilter
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.store.unit import Store
from tests.desk.office import COMPLETE, Clock, Office, paper

ALL = OrderFilter()


def table_of(office: Office, what: str) -> Table:
    exports = office.desk.exports
    tables: dict[str, Callable[[], Table]] = {
        "orders": lambda: exports.orders(ALL),
        "lines": lambda: exports.lines(ALL),
        "customers": exports.customers,
        "products": exports.products,
    }
    return tables[what]()


def written(table: Table, fmt: Format) -> bytes:
    target = io.BytesIO()
    write(target, fmt, [Column(name) for name in table.columns], table.rows)
    return target.getvalue()


def rows(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def take(office: Office, content: bytes, name: str, holds: Subject) -> FileReport:
    source: Source = paper(content, name)
    zone = office.desk.policy.current().zone
    reading = read(source, holds, today=office.clock.at.date(), zone=zone)
    return office.desk.imports.take_in(source, reading, Options())


def lived(office: Office) -> None:
    """Fill a desk with orders of all kinds in all states."""
    office.policy(("over_tolerance = 0.0 ", "over_tolerance = 0.1 "))
    for state in S:
        office.at(state, customer_po_no=f"PO-{state}", special_requirements="=1+1, 红色\n“quoted”")
    taxed = {**COMPLETE, "line.1.tax_rate": "13%", "line.2.discount_rate": "5%", "line.2.stated_total": "250.01"}
    office.at(S.SETTLED, taxed, discount_rate="7.5%", freight="30", rounding_off="0.41", price_basis="gross")
    office.at(S.SHIPPED, taxed, currency="JPY", ordered_on="2026-02-01", contract_no="0012", customer="C2")
    office.do(office.at(S.APPROVED, taxed), Verb.HOLD, "deposit")
    partly = office.at(
        S.READY,
        **{"line.1.customer_part_no": "0007", "line.1.drawing_no": "D-1", "line.2.requested_date": "2026-05-01"},
    )
    office.do(partly, Verb.INVOICE, kind="advance", amount="100")
    office.do(partly, Verb.SHIP, carrier="SF", lines="1:4")
    office.do(partly, Verb.DELIVER, signed_by="Zhao", lines="1:3")
    office.do(partly, Verb.INVOICE, lines="1:2")
    office.do(partly, Verb.RECEIVE_PAYMENT, amount="77.77")
    closed = office.at(S.READY, **{"line.1.unit_price": "0.00496"})
    office.do(closed, Verb.SHIP, carrier="SF", lines="1:7,2:3")
    office.do(closed, Verb.CLOSE_LINE, "enough", line="1")
    over = office.at(S.IN_PROGRESS)
    office.do(over, Verb.REPORT, lines="1:11,2:3")
    office.do(over, Verb.SHIP, carrier="SF", lines="1:11,2:3")
    office.new({"customer": "C1", "line.1.product_name": "Nut"})
    take(office, "产品编码,標準成本\nP1,7.123456\nP2,0\n".encode(), "成本.csv", Subject.PRODUCTS)


@pytest.fixture(scope="module")
def lived_in(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with orders of all kinds in all states, which no test changes."""
    folder = tmp_path_factory.mktemp("lived") / "desk"
    shutil.copytree(template, folder)
    with Store.open(folder) as store:
        office = Office(store, Clock())
        lived(office)
        yield office


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_desk_is_the_same_in_an_empty_one(lived_in: Office, empty: Office, fmt: Format) -> None:
    for what, holds in (("customers", Subject.CUSTOMERS), ("products", Subject.PRODUCTS), ("lines", Subject.ORDERS)):
        report = take(empty, written(table_of(lived_in, what), fmt), f"{what}.{fmt}", holds)
        assert (report.status, report.refused) == (FileStatus.IMPORTED, ())
    for what in ("customers", "products", "lines", "orders"):
        assert rows(table_of(empty, what)) == rows(table_of(lived_in, what)), what
        assert written(table_of(empty, what), "csv") == written(table_of(lived_in, what), "csv")
    assert all(order.taken_over for order in empty.desk.orders.each(ALL))
    costs = {one.code: one.standard_cost for one in empty.desk.products.all()}
    assert costs == {"P1": 7_123_456, "P2": 0, "P3": None}
    empty.sound()
    lived_in.sound()


@pytest.mark.parametrize("fmt", FORMATS)
def test_orders_without_their_lines_are_the_same(lived_in: Office, empty: Office, fmt: Format) -> None:
    report = take(empty, written(table_of(lived_in, "orders"), fmt), f"orders.{fmt}", Subject.ORDERS)
    assert (report.status, report.refused) == (FileStatus.IMPORTED, ())
    again = rows(table_of(empty, "orders"))
    assert again == rows(table_of(lived_in, "orders"))
    empty.sound()


def test_a_desk_of_drafts_goes_round_too(office: Office, empty: Office) -> None:
    office.new()
    office.at(S.CLARIFYING)
    take(empty, written(table_of(office, "customers"), "csv"), "customers.csv", Subject.CUSTOMERS)
    take(empty, written(table_of(office, "lines"), "csv"), "lines.csv", Subject.ORDERS)
    assert rows(table_of(empty, "lines")) == rows(table_of(office, "lines"))


def test_work_goes_on_with_what_was_taken_over(lived_in: Office, empty: Office) -> None:
    take(empty, written(table_of(lived_in, "lines"), "csv"), "lines.csv", Subject.ORDERS)
    for order in list(
        empty.desk.orders.each(OrderFilter(states=(S.APPROVED, S.IN_PROGRESS, S.READY, S.SHIPPED, S.DELIVERED)))
    ):
        if order.state is S.APPROVED:
            if order.on_hold:
                empty.do(order.number, Verb.RELEASE)
            empty.do(order.number, Verb.ALLOCATE, source="stock")
        left = 20
        after = empty.order(order.number)
        while after.state is not S.ARCHIVED and left:
            after, left = empty.onward(after), left - 1
        assert after.state is S.ARCHIVED
        assert (after.paid, after.invoiced) == (after.total, after.total)
    empty.sound()


HEAD = (
    "number,state,customer_name,product_name,line_no,quantity,unit_price,allocated,finished,shipped,delivered,invoiced,"
    "closed_short,order_invoiced,paid,on_hold\n"
)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"state": "allocated"}, "not_all_allocated"),
        ({"state": "shipped", "shipped": "3"}, "not_all_shipped"),
        ({"state": "delivered", "shipped": "5"}, "not_all_delivered"),
        ({"state": "in_progress", "shipped": "5"}, "all_shipped"),
        ({"state": "in_progress", "shipped": "6"}, "quantities_disagree"),
        ({"state": "in_progress", "shipped": "1", "delivered": "2"}, "quantities_disagree"),
        ({"state": "in_progress", "closed_short": "6"}, "quantities_disagree"),
        ({"state": "in_review", "finished": "1"}, "work_before_approval"),
        ({"state": "settled", "shipped": "5", "delivered": "5"}, "not_all_paid"),
        ({"state": "approved", "order_invoiced": "51"}, "amounts_disagree"),
        ({"state": "approved", "order_invoiced": "10", "paid": "11"}, "amounts_disagree"),
        ({"state": "cancelled", "on_hold": "why"}, "held_for_good"),
        ({"state": "somewhere"}, "not_in_list"),
        ({"state": "in_progress", "finished": "-1"}, "negative"),
    ],
)
def test_states_that_cannot_be_are_not_taken_over(empty: Office, cells: Mapping[str, str], code: str) -> None:
    plain = {
        "number": "K-1",
        "customer_name": "Eastwind",
        "product_name": "Bolt",
        "line_no": "1",
        "quantity": "5",
        "unit_price": "10",
    }
    names = HEAD.strip().split(",")
    row = ",".join({**plain, **cells}.get(name, "") for name in names)
    good = ",".join({**plain, "number": "K-2", "state": "approved"}.get(name, "") for name in names)
    report = take(empty, (HEAD + row + "\n" + good + "\n").encode(), "lines.csv", Subject.ORDERS)
    assert [problem.code for one in report.refused for problem in one.problems] == [code]
    assert report.numbers == ("K-2",)
    empty.sound()


def test_states_are_taken_over_only_while_a_desk_is_set_up(office: Office, empty: Office) -> None:
    number = office.at(S.APPROVED)
    content = written(table_of(office, "lines"), "csv")
    own = empty.new({})
    empty.do(own, Verb.NOTE, "work has begun")
    report = take(empty, content.replace(number.encode(), b"K-1"), "lines.csv", Subject.ORDERS)
    assert [problem.code for one in report.refused for problem in one.problems] == ["state_not_taken_over"] * 2
    assert report.status is FileStatus.REFUSED
