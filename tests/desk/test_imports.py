import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.desk.imports import Options
from data.drafts import FileReport, FileStatus, Source, Subject
from data.errors import Cancelled, NotFound
from data.files.readers import read
from data.rules.workflow import Verb
from data.states import Channel, OrderState
from data.store.tables.base import table
from data.store.tables.files import ImportRefusal
from tests.desk.office import NOW, Office, paper

HEAD = (
    "customer order no,customer,contact,product code,product name,quantity,unit,unit price,requested date,"
    "delivery place\n"
)
ROWS = (
    "PO-1,海川电梯,Ann,P1,Bolt,10,pcs,12.5,2026-04-01,Ningbo\n"
    "PO-1,海川电梯,Ann,P2,Motor,3,pcs,100,2026-04-01,Ningbo\n"
    "PO-2,Eastwind,Bob,P1,Bolt,5,pcs,13,2026-04-02,Wenzhou\n"
)


def csv(text: str, name: str = "orders.csv") -> Source:
    return paper(text.encode(), name)


def take(
    office: Office,
    text: str,
    holds: Subject = Subject.ORDERS,
    name: str = "orders.csv",
    options: Options = Options(),  # noqa: B008 - a frozen value
    mapping: Mapping[str, str] | None = None,
) -> FileReport:
    source = csv(text, name)
    policy = office.desk.policy.current()
    reading = read(source, holds, today=office.clock.at.date(), mapping=mapping, zone=policy.zone)
    return office.desk.imports.take_in(source, reading, options)


def problems(report: FileReport) -> list[tuple[int | None, str, str]]:
    return [(row.row, one.field, one.code) for row in report.refused for one in row.problems]


def only(report: FileReport) -> str:
    """The number of the one order that went in."""
    (number,) = report.numbers
    return number


def test_a_file_becomes_orders_and_is_kept_byte_for_byte(office: Office) -> None:
    report = take(office, HEAD + ROWS)
    assert (report.status, report.orders, report.lines, report.clarifying) == (FileStatus.IMPORTED, 2, 3, 0)
    first, second = (office.order(number) for number in report.numbers)
    assert (first.state, first.channel, first.customer_code) == (OrderState.RECEIVED, Channel.FILE, "C1")
    assert (first.received_at, first.decision_due_at) == (NOW, NOW + timedelta(hours=24))
    assert [(line.quantity, line.unit_price, line.total) for line in first.lines] == [
        (10_000_000, 12_500_000, 12500), (3_000_000, 100_000_000, 30000),
    ]  # fmt: skip
    assert office.store.blobs.read(first.original_sha256) == (HEAD + ROWS).encode()
    assert (second.customer_name, second.customer_code) == ("Eastwind", "C00001")
    event = office.last(first.number)
    payload = json.loads(event.payload or "")
    assert (event.verb, event.to_state, payload["file"]) == ("take_in", "received", first.original_sha256)
    office.sound()


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    take(office, HEAD + ROWS)
    events = office.events()
    again = take(office, HEAD + ROWS, name="copy.csv")
    assert (again.status, again.orders, again.already) == (FileStatus.ALREADY, 0, 2)
    assert office.events() == events


def test_the_same_content_in_another_file_is_known_again(office: Office) -> None:
    take(office, HEAD + ROWS)
    again = take(office, HEAD + ROWS.replace("\n", "\r\n"))
    assert (again.status, again.orders, again.already) == (FileStatus.ALREADY, 0, 2)
    assert sum(office.desk.orders.counts().values()) == 2


def test_the_same_customers_number_with_other_content_is_warned_of(office: Office) -> None:
    take(office, HEAD + ROWS)
    again = take(office, HEAD + "PO-1,海川电梯,Ann,P1,Bolt,11,pcs,12.5,2026-04-01,Ningbo\n")
    assert again.orders == 1
    assert [problem.code for problem in again.problems] == ["customer_number_twice"]


def test_an_order_number_that_exists_is_refused_unless_it_says_the_same(office: Office) -> None:
    head, row = "order number," + HEAD, "K-1,PO-9,C1,Ann,P1,Bolt,10,pcs,12.5,2026-04-01,Ningbo\n"
    assert take(office, head + row).numbers == ("K-1",)
    assert take(office, head + row + "\n").status is FileStatus.ALREADY
    other = take(office, head + row.replace(",10,", ",11,"))
    assert (other.status, problems(other)) == (FileStatus.REFUSED, [(2, "number", "number_exists")])
    assert office.order("K-1").lines[0].quantity == 10_000_000


def test_own_numbers_avoid_those_of_the_desk_and_of_the_file(office: Office) -> None:
    head = "order number," + HEAD
    taken = "SO-202603-00001,,C1,Ann,P1,Bolt,1,pcs,1,2026-04-01,Ningbo\n"
    assert take(office, head + taken).numbers == ("SO-202603-00001",)
    assert take(office, HEAD + ROWS).numbers == ("SO-202603-00002", "SO-202603-00003")


def test_a_bad_row_does_not_block_the_good_ones_and_is_kept(office: Office) -> None:
    report = take(office, HEAD + ROWS.replace("P2,Motor,3", "P2,Motor,three"))
    assert (report.status, report.orders, report.lines, report.rejected) == (FileStatus.PARTIAL, 2, 2, 1)
    assert problems(report) == [(3, "quantity", "not_a_number")]
    order = office.order(report.numbers[0])
    assert (order.state, order.refused_rows, order.missing) == (OrderState.CLARIFYING, 1, ("refused_rows",))
    with office.store.reading() as reader:
        kept = reader.execute(select(table(ImportRefusal))).mappings().one()
    assert (kept["row"], kept["order_id"], kept["mended"]) == (3, order.order_id, False)
    assert json.loads(kept["cells"])[5] == "three"
    assert json.loads(kept["problems"])[0]["code"] == "not_a_number"


def test_mended_rows_complete_the_order_that_lost_them(office: Office) -> None:
    number = take(office, HEAD + ROWS.replace("P2,Motor,3", "P2,Motor,three")).numbers[0]
    mended = take(office, HEAD + "PO-1,海川电梯,Ann,P2,Motor,3,pcs,100,2026-04-01,Ningbo\n")
    assert (mended.status, mended.orders, mended.lines, mended.numbers) == (FileStatus.IMPORTED, 1, 1, (number,))
    order = office.order(number)
    assert (order.refused_rows, order.missing, order.total) == (0, (), 42500)
    assert [line.line_no for line in order.lines] == [1, 2]
    assert office.last(number).verb == "add_rows"
    assert office.do(number, Verb.ACCEPT).to_state is OrderState.RECEIVED
    office.sound()


def test_refused_rows_may_be_settled_by_hand(office: Office) -> None:
    number = take(office, HEAD + ROWS.replace("P2,Motor,3", "P2,Motor,three")).numbers[0]
    office.do(number, Verb.EDIT, "the customer does not want it", refused_rows="settled")
    assert office.order(number).missing == ()
    with office.store.reading() as reader:
        assert reader.execute(select(table(ImportRefusal).c.mended)).scalars().all() == [True]


def test_a_file_of_which_nothing_goes_in_is_refused(office: Office) -> None:
    report = take(office, HEAD + "PO-1,C1,Ann,P1,Bolt,ten,pcs,1,2026-04-01,Ningbo\n")
    assert (report.status, report.orders, report.rejected) == (FileStatus.REFUSED, 0, 1)


def test_orders_without_their_lines_wait_for_them(office: Office) -> None:
    head = "order number,customer,contact,requested date,delivery place\n"
    report = take(office, head + "K-1,C1,Ann,2026-04-01,Ningbo\n")
    order = office.order(only(report))
    assert (order.state, order.missing, order.lines) == (OrderState.CLARIFYING, ("lines",), ())
    assert take(office, head + "K-1,C1,Ann,2026-04-01,Ningbo\n\n").status is FileStatus.ALREADY
    lines = take(office, "order number," + HEAD + "K-1,,C1,Ann,P1,Bolt,10,pcs,12.5,2026-04-01,Ningbo\n")
    assert (lines.status, lines.lines) == (FileStatus.IMPORTED, 1)
    assert (office.order("K-1").total, office.order("K-1").missing) == (12500, ())
    office.sound()


def test_a_dry_run_leaves_nothing(office: Office) -> None:
    events, customers = office.events(), len(office.desk.customers.all())
    report = take(office, HEAD + ROWS, options=Options(dry_run=True))
    assert (report.status, report.orders, report.lines) == (FileStatus.IMPORTED, 2, 3)
    assert (office.events(), len(office.desk.customers.all())) == (events, customers)
    assert list(office.store.blobs.names()) == []
    assert take(office, HEAD + ROWS).numbers == report.numbers


def test_cancelling_leaves_nothing(office: Office) -> None:
    source = csv(HEAD + ROWS)
    reading = read(source, Subject.ORDERS, today=NOW.date())
    events = office.events()
    with pytest.raises(Cancelled):
        office.desk.imports.take_in(source, reading, Options(), cancelled=lambda: True)
    assert office.events() == events
    assert list(office.store.blobs.names()) == []
    assert office.desk.imports.take_in(source, reading, Options()).orders == 2


def test_progress_is_told(office: Office) -> None:
    source, told = csv(HEAD + ROWS), list[tuple[int, int]]()
    reading = read(source, Subject.ORDERS, today=NOW.date())
    office.desk.imports.take_in(source, reading, Options(), progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (2, 2)


def test_what_the_file_does_not_say_comes_from_the_options(office: Office) -> None:
    text = "product code,product name,quantity,unit price,requested date\nP1,Bolt,10,12.5,2026-04-01\n"
    report = take(office, text, options=Options(customer="C2", currency="EUR", price_basis="gross", channel="email"))
    order = office.order(only(report))
    assert (order.customer_code, order.currency, order.price_basis, order.channel) == ("C2", "EUR", "gross", "email")
    assert (order.contact, order.supplied["contact"]) == ("Ann", "customer")


def test_a_customer_is_made_once_while_orders_come_in(office: Office) -> None:
    take(office, HEAD + ROWS.replace("海川电梯", "Eastwind"))
    found = [one for one in office.desk.customers.all() if one.name == "Eastwind"]
    assert [one.code for one in found] == ["C00001"]
    take(office, HEAD + "PO-7,Eastwind,Bob,P1,Bolt,5,pcs,13,2026-04-02,Wenzhou\n")
    assert len([one for one in office.desk.customers.all() if one.name == "Eastwind"]) == 1


def test_a_new_customers_code_is_one_that_nobody_has(office: Office) -> None:
    take(office, "customer code,customer name\nC00001,Westwind\n", Subject.CUSTOMERS)
    take(office, HEAD + ROWS)
    assert {one.code: one.name for one in office.desk.customers.all()}["C00002"] == "Eastwind"


@pytest.mark.parametrize(
    ("currency", "minor"), [("人民币", 12345), ("RMB", 12345), ("US$", 12345), ("JPY", 123), ("KWD", 123450)]
)
def test_currencies_as_people_write_them(office: Office, currency: str, minor: int) -> None:
    text = f"order number,customer,product name,quantity,unit price,currency\nK-1,C1,Bolt,1,123.45,{currency}\n"
    order = office.order(only(take(office, text)))
    assert order.total == minor


def test_customers_are_taken_in_and_brought_up_to_date(office: Office) -> None:
    head = "customer code,customer name,contact,city,credit limit,currency\n"
    report = take(office, head + "C1,海川电梯,Ann,,5000,CNY\nC7,Southwind,Bob,Ningbo,,\n", Subject.CUSTOMERS)
    assert (report.status, report.records) == (FileStatus.IMPORTED, 2)
    known = office.desk.customers.get("C1")
    assert (known.contact, known.city, known.credit_limit, known.version) == ("Ann", "Ningbo", 500_000, 2)
    again = take(office, head + "C1,海川电梯,Ann,,5000,CNY\n", Subject.CUSTOMERS)
    assert (again.status, again.already) == (FileStatus.ALREADY, 1)
    with pytest.raises(NotFound):
        office.desk.customers.get("C99")


def test_products_are_taken_in_and_known_again_by_name(office: Office) -> None:
    report = take(office, "product name,list price,currency\nNut,0.5,CNY\n", Subject.PRODUCTS)
    assert report.records == 1
    again = take(office, "product name,list price,currency\nNut,0.6,CNY\n", Subject.PRODUCTS)
    assert (again.records, again.rejected) == (1, 0)
    nut = next(one for one in office.desk.products.all() if one.name == "Nut")
    assert (nut.list_price, nut.version) == (600_000, 2)


@pytest.mark.parametrize(
    ("holds", "text"),
    [
        (Subject.PRODUCTS, "product name,list price\nNut,0.5\nNut,0.6\n"),
        (Subject.CUSTOMERS, "customer name,city\nSouthwind,Ningbo\nSouthwind,Wenzhou\n"),
    ],
)
def test_a_name_twice_in_a_file_is_refused_the_second_time(office: Office, holds: Subject, text: str) -> None:
    report = take(office, text, holds)
    assert (report.status, report.records) == (FileStatus.PARTIAL, 1)
    assert [code for _, _, code in problems(report)] == ["twice_in_file"]


@pytest.mark.parametrize(
    ("quantity", "price"), [("-1", "1"), ("0", "1"), ("0.0000001", "1"), ("1", "-1"), ("1e30", "1"), ("1", "1e30")]
)
def test_impossible_figures_are_refused_by_row(office: Office, quantity: str, price: str) -> None:
    text = f"order number,customer,product name,quantity,unit price\nK-1,C1,Bolt,{quantity},{price}\nK-2,C1,Bolt,1,1\n"
    report = take(office, text)
    assert (report.status, report.numbers) == (FileStatus.PARTIAL, ("K-2",))
    assert {row.row for row in report.refused} == {2}


def test_a_mapping_is_remembered_under_its_name(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk.imports.mapping("hc")
    office.desk.imports.remember_mapping("hc", Subject.ORDERS, {"Menge": "quantity"})
    office.desk.imports.remember_mapping("hc", Subject.ORDERS, {"Stück": "quantity"})
    assert office.desk.imports.mapping("hc") == {"Stück": "quantity"}


def test_the_whole_file_again_beside_its_mended_row_adds_that_row_only(office: Office) -> None:
    good = "PO-1,海川电梯,Ann,P1,Gear,2,pcs,62.5,2026-04-01,Ningbo\n"
    bad = "PO-1,海川电梯,Ann,P2,Motor,-3,pcs,100,2026-04-01,Ningbo\n"
    (number,) = take(office, HEAD + good + bad).numbers
    again = take(office, HEAD + good + bad + "\n")
    assert (again.status, again.lines, again.rejected) == (FileStatus.PARTIAL, 0, 1)
    order = office.desk.orders.get(number)
    assert ([line.product_code for line in order.lines], order.refused_rows) == (["P1"], 1)
    mended = take(office, HEAD + good + bad.replace("-3", "3"))
    assert (mended.status, mended.lines) == (FileStatus.IMPORTED, 1)
    order = office.desk.orders.get(number)
    assert ([line.product_code for line in order.lines], order.refused_rows) == (["P1", "P2"], 0)
