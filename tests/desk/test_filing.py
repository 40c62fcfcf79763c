from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.errors import NotFound
from data.orders import OrderRow
from data.rules.filing import Course, Paper
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.workflow import Verb
from data.states import DocumentKind as D
from data.states import OrderState
from tests.desk.office import COMPLETE, LIFE, NOW, Office, paper


def find(office: Office, text: str, states: tuple[OrderState, ...] = ()) -> list[str]:
    query = ListQuery(OrderFilter(states=states, anywhere=text), Sort.RECEIVED_AT, descending=True)
    keys = office.desk.search.find(query)
    assert len(keys) == office.desk.lists.count(query)
    found = office.desk.search.rows(keys)
    assert found == office.desk.lists.page(query, None, 100)
    return [row.number for row in found]


def rows(office: Office, *numbers: str) -> tuple[OrderRow, ...]:
    return office.desk.lists.page(ListQuery(OrderFilter(numbers=numbers)), None, 50)


# --- search ----------------------------------------------------------------------------------------------------


@pytest.fixture
def three(office: Office) -> dict[str, str]:
    """Three orders, entered one after the other, with something special on each."""
    nut = office.new(COMPLETE, **{"line.1.product_name": "锁紧螺母 Lock nut", "customer_po_no": "PO-77%"})
    office.clock.pass_(days=40)
    pump = office.new(
        COMPLETE, customer="C2", special_requirements="Привод, bitte prüfen", **{"line.2.drawing_no": "ZN_4"}
    )
    office.clock.pass_(days=1)
    plain = office.new()
    office.do(plain, Verb.CONTACT, "asked for the moon", channel="telephone", outcome="none")
    office.desk.do(plain, Verb.ATTACH, {"kind": "other", "file": "x"}, files={"file": paper(name="Prüfbericht.pdf")})
    return {"nut": nut, "pump": pump, "plain": plain}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("锁紧", ["nut"]),
        ("螺母", ["nut"]),
        ("lock NUT", ["nut"]),
        ("nut lock", ["nut"]),
        ("nut moon", []),
        ("海川", ["plain", "nut"]),
        ("northw", ["pump"]),
        ("PO-77%", ["nut"]),
        ("ＰＯ-77", ["nut"]),
        ("7%7", []),
        ("zn_4", ["pump"]),
        ("z__4", []),
        ("привод", ["pump"]),
        ("ПРИВОД", ["pump"]),
        ("moon", ["plain"]),
        ("bericht", ["plain"]),
        ("2026-03", ["nut"]),
        ("2026-04-13", ["pump"]),
        ("2026 C1", ["plain", "nut"]),
        ("2025", []),
        ("'; DROP TABLE x", []),
        ("   ", ["plain", "pump", "nut"]),
    ],
)
def test_an_order_is_found_by_whatever_stands_on_it(
    office: Office, three: dict[str, str], text: str, expected: list[str]
) -> None:
    assert find(office, text) == [three[name] for name in expected]


def test_an_order_is_found_by_its_own_number_among_those_that_are_shown(office: Office, three: dict[str, str]) -> None:
    number = three["pump"]
    assert find(office, number) == [number]
    assert find(office, number, (OrderState.CLOSED,)) == []


def test_rows_come_in_the_order_of_the_keys_and_what_is_gone_is_left_out(office: Office, three: dict[str, str]) -> None:
    keys = list(office.desk.search.find(ListQuery(OrderFilter(), Sort.NUMBER)))
    found = office.desk.search.rows([*reversed(keys), 999])
    assert [row.order_id for row in found] == keys[::-1]


# --- files -----------------------------------------------------------------------------------------------------


def test_the_list_tells_papers_goods_and_how_long_a_file_is_kept(office: Office) -> None:
    number = office.at(OrderState.ARCHIVED, COMPLETE, **{"line.2.product_name": "Getriebemotor"})
    (row,) = office.desk.filing.rows(rows(office, number))
    assert (row.goods, row.more) == ("Bolt", 1)
    assert (row.needed, row.lacking) == (4, 2)
    assert row.keep_until == date(2029, 3, 4)
    assert row.closed_at == NOW
    (found,) = office.desk.filing.rows(rows(office, number), "getriebe")
    assert found.goods == "Getriebemotor"


def test_no_paper_is_missed_before_the_goods_are_delivered_or_once_the_order_is_cancelled(office: Office) -> None:
    for state in (OrderState.SHIPPED, OrderState.CANCELLED):
        (row,) = office.desk.filing.rows(rows(office, office.at(state)))
        assert (row.needed, row.lacking) == (0, 0)


def test_an_order_that_is_gone_has_no_file(office: Office) -> None:
    (row,) = rows(office, office.at(OrderState.SETTLED))
    assert office.desk.filing.rows([replace(row, order_id=999)]) == ()
    with pytest.raises(NotFound):
        office.desk.filing.card("nothing")


def test_a_card_has_the_checklist_and_the_reason_for_its_gaps(office: Office) -> None:
    number = office.at(OrderState.SETTLED)
    office.desk.do(number, Verb.ATTACH, {"kind": "signed_receipt", "file": "x"}, files={"file": paper()})
    office.do(number, Verb.CLOSE, gaps="by post", summary="fine")
    card = office.desk.filing.card(number)
    assert card.papers == (
        Paper(D.ORIGINAL, there=False),
        Paper(D.CONFIRMATION, there=True),
        Paper(D.SIGNED_RECEIPT, there=True),
        Paper(D.INVOICE, there=True),
    )
    assert card.gaps == "by post"
    assert card.events[-1].verb == Verb.CLOSE


def test_a_card_tells_how_long_the_order_took(office: Office) -> None:
    number = office.new()
    office.clock.pass_(hours=5)
    office.bring(number, OrderState.ALLOCATED)
    assert office.desk.filing.card(number).course == Course(processing=timedelta(hours=5))
    office.do(number, Verb.START)
    office.clock.pass_(days=9)
    office.do(number, Verb.REPORT)
    office.clock.pass_(days=21)
    for verb, texts in LIFE[8:-1]:
        office.do(number, verb, "", **texts)
    assert office.desk.filing.card(number).course == Course(timedelta(hours=5), timedelta(days=9), 30, 2)


def test_the_part_of_the_record_that_speaks_of_an_order_is_proved(office: Office) -> None:
    other, number = office.new(), office.at(OrderState.CLOSED)
    assert office.desk.filing.card(number).sound
    seq = office.last(number).seq
    with office.store.writing() as tx:
        tx.raw.execute("DROP TRIGGER IF EXISTS events_no_update")
        triggers = tx.raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            tx.raw.execute(f'DROP TRIGGER "{name}"')
        tx.raw.execute("UPDATE event_payload SET body = replace(body, 'post', 'mail') WHERE seq = ?", (seq,))
        tx.commit()
    assert not office.desk.filing.card(number).sound
    assert office.desk.filing.card(other).sound
    with office.store.writing() as tx:
        tx.raw.execute("UPDATE event_payload SET body = replace(body, 'mail', 'post') WHERE seq = ?", (seq,))
        tx.raw.execute("UPDATE events SET actor = 'somebody' WHERE seq = 1")
        tx.raw.execute("UPDATE events SET actor = 'somebody' WHERE subject_key = ? AND verb = 'close'", (number,))
        tx.commit()
    assert not office.desk.filing.card(number).sound
