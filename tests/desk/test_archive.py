from datetime import date

import pytest

from data.desk.archive import years_after
from data.errors import IllegalMove, NotReady
from data.rules.workflow import Verb
from data.states import DocumentKind, Importance, OrderState
from tests.desk.office import NOW, Office, paper


def attach(office: Office, number: str, kind: str) -> None:
    office.desk.do(
        number, Verb.ATTACH, {"kind": kind, "file": "x"}, files={"file": paper(kind.encode(), f"{kind}.pdf")}
    )


def test_an_order_is_closed_with_its_papers(office: Office) -> None:
    number = office.at(OrderState.SETTLED)
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.CLOSE)
    assert (refused.value.what, refused.value.detail) == ("papers_missing", "original, signed_receipt")
    attach(office, number, "signed_receipt")
    attach(office, number, "original")
    office.do(number, Verb.CLOSE, summary="on time")
    order = office.order(number)
    assert (order.state, order.closed_at, order.closing_summary) == (OrderState.CLOSED, NOW, "on time")
    assert [(one.kind, one.name, one.size) for one in order.documents] == [
        (DocumentKind.SIGNED_RECEIPT, "signed_receipt.pdf", 14), (DocumentKind.ORIGINAL, "original.pdf", 8),
    ]  # fmt: skip
    assert office.store.blobs.read(order.documents[0].sha256) == b"signed_receipt"


def test_gaps_need_a_reason_which_is_recorded(office: Office) -> None:
    number = office.at(OrderState.SETTLED)
    office.do(number, Verb.CLOSE, gaps="lost in the flood")
    event = office.last(number)
    assert '"missing_papers":["original","signed_receipt"]' in (event.payload or "")
    assert "lost in the flood" in (event.payload or "")


def test_an_open_exception_keeps_an_order_open(office: Office) -> None:
    number = office.at(OrderState.SHIPPED)
    office.do(number, Verb.RAISE_EXCEPTION, kind="transport", cause="one crate damaged")
    office.bring(number, OrderState.SETTLED)
    with pytest.raises(NotReady) as refused:
        office.do(number, Verb.CLOSE, gaps="x")
    assert (refused.value.what, refused.value.detail) == ("exceptions_open", "1")
    office.do(number, Verb.RESOLVE_EXCEPTION, "carrier paid")
    office.do(number, Verb.CLOSE, gaps="x")


def test_closing_is_taken_back_with_a_reason(office: Office) -> None:
    number = office.at(OrderState.CLOSED)
    office.do(number, Verb.REOPEN, "a claim came in")
    order = office.order(number)
    assert (order.state, order.closed_at) == (OrderState.SETTLED, None)
    office.do(number, Verb.CLOSE, gaps="x")


@pytest.mark.parametrize(("importance", "year"), [(None, 2029), ("ordinary", 2029), ("important", 2031), ("key", 2036)])
def test_a_file_is_kept_by_its_importance_from_completion_on(office: Office, importance: str | None, year: int) -> None:
    number = office.at(OrderState.CLOSED)
    office.clock.pass_(days=40)
    office.do(number, Verb.ARCHIVE, **({"importance": importance} if importance else {}))
    order = office.order(number)
    assert (order.archived_at, order.keep_until) == (office.clock.at, date(year, 3, 4))
    assert order.importance == Importance(importance or "ordinary")
    with pytest.raises(IllegalMove):
        office.do(number, Verb.REOPEN, "too late")


def test_a_period_that_ends_on_a_leap_day() -> None:
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
