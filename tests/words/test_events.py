import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import words
from data.orders import Event
from data.rules.workflow import Verb
from data.words.explain import explain_event
from data.words.printable import printable
from tests.words.plain import faults


def _event(verb: str, before: str, after: str, payload: object, role: str = "clerk", actor: str = "王芳") -> Event:
    return Event(
        seq=7,
        at=datetime(2026, 11, 2, tzinfo=UTC),
        actor=actor,
        role=role,
        verb=verb,
        subject="order",
        subject_key="SO-1",
        from_state=before,
        to_state=after,
        payload_hash="",
        previous_hash="",
        hash="",
        payload=payload if isinstance(payload, str) or payload is None else json.dumps(payload),
    )


SHIPPED = _event(
    "ship", "in_progress", "shipped", {"note": "first part", "values": {"carrier": "SF", "lines": "1:5"}, "shipment": 2}
)


def test_history_in_each_language() -> None:
    assert explain_event(SHIPPED) == (
        "王芳 (order clerk): Ship; in progress → shipped; carrier: SF; quantities: 1:5; "
        "shipment no. 2; note: first part"
    )
    words.set_language("zh_CN")
    assert explain_event(SHIPPED) == (
        "王芳（订单员）：发货；执行中 → 已发货；物流公司：SF；各明细数量：1:5；第 2 批发货；备注：first part"
    )
    words.set_language("zh_TW")
    assert explain_event(SHIPPED).startswith("王芳（訂單員）：出貨；執行中 → 已出貨；")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (_event("new", "", "draft", {"version": 1}), "王芳 (order clerk): Entered by hand; → draft"),
        (
            _event("take_in", "", "received", {"row": 3, "version": 1}, role="", actor="li"),
            "li: Taken in from a file; → received; row 3",
        ),
        (
            _event(
                "contact", "received", "received", {"values": {"channel": "in_person", "outcome": "ok"}, "note": "hi"}
            ),
            "王芳 (order clerk): Log a contact with the customer; channel: in person; outcome: ok; content: hi",
        ),
        (
            _event("submit", "received", "in_review", {"checks": {"feasible_date": "warn", "equals_original": "pass"}}),
            "王芳 (order clerk): Hand over to review; received → in review; warning: requested dates",
        ),
        (
            _event("edit", "draft", "draft", {"values": {"line.2.quantity": "5"}, "difference": {"total": [1, 2]}}),
            "王芳 (order clerk): Correct or complete; line 2, quantity: 5",
        ),
        (
            _event("return", "in_review", "returned", {"failed": ["sales"], "note": "too cheap"}),
            "王芳 (order clerk): Return to the customer; in review → returned; sales review; reason: too cheap",
        ),
        (
            _event("close", "settled", "closed", {"missing_papers": ["invoice"], "values": {"gaps": "lost"}}),
            "王芳 (order clerk): Close; settled → closed; reason of missing papers: lost; papers missing: invoice",
        ),
        (
            _event("close_line", "approved", "approved", {"closed_short": 2_500_000, "values": {"line": "1"}}),
            "王芳 (order clerk): Close a line short; line: 1; closed short: 2.5",
        ),
        (
            _event("import", "", "", {"name": "a.csv", "status": "partial", "orders": 1, "lines": 2, "rejected": 1}),
            "王芳 (order clerk): File imported; file: a.csv; imported in part; 1 order; 2 order lines; 1 row refused",
        ),
        (
            _event("add_rows", "clarifying", "clarifying", {"lines": [{}, {}]}),
            "王芳 (order clerk): Completed by mended rows of a file; 2 order lines",
        ),
        (
            _event("update", "", "", {"difference": {"phone": ["1", "2"], "credit_limit": [None, 5]}}),
            "王芳 (order clerk): Brought up to date from a file; changed: telephone number, credit limit",
        ),
        (
            _event("note", "closed", "closed", None),
            "王芳 (order clerk): Add a note; what was recorded with it is destroyed",
        ),
        (
            _event("note", "closed", "closed", "{"),
            "王芳 (order clerk): Add a note; what was recorded with it cannot be read",
        ),
    ],
)
def test_main_facts(event: Event, expected: str) -> None:
    assert explain_event(event) == expected


def test_amounts_need_the_currency() -> None:
    paid = _event("receive_payment", "delivered", "delivered", {"amount": 123_450, "values": {"method": "bank"}})
    assert explain_event(paid).endswith("payment method: bank")
    assert explain_event(paid, "CNY").endswith("payment method: bank; amount: CNY 1,234.50")
    typed = _event("receive_payment", "delivered", "delivered", {"amount": 500, "values": {"amount": "5"}})
    assert explain_event(typed, "CNY").endswith("; amount: 5")
    cost = _event("cancel", "closed", "cancelled", {"cost_so_far": 500, "values": {"cost": "5"}})
    assert explain_event(cost, "CNY").count("cost so far") == 1


def test_every_verb_has_a_line(language: str) -> None:
    for verb in Verb:
        assert not faults(explain_event(_event(verb, "draft", "received", {"note": "x"})), language)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_KEYS = (
    "values",
    "difference",
    "note",
    "review",
    "failed",
    "checks",
    "missing_papers",
    "lines",
    "shipment",
    "amount",
    "row",
)


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(_KEYS), _JSON), st.sampled_from(["ship", "update", "nothing", "import"]))
def test_whatever_another_tool_left_in_an_event_is_a_harmless_line(payload: dict[str, object], verb: str) -> None:
    text = explain_event(_event(verb, "x\x1b", "y\u202e", payload, actor="\x07"), "CNY")
    assert printable(text) == text
