from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data import words
from data.orders import Allocation, Event, Order, OrderLine, ProgressReport, ReviewOpinion
from data.rules.checks import Check, Grade
from data.rules.facts import Money, Term, fact
from data.states import Channel, HandlingClass, Opinion, OrderKind, OrderState, Review, SourceKind
from tests.rooms.widgets.furniture import HOSTILE, MOMENT, NOW, SIZES, Bench, assert_harmless, painted
from widgets.checks_view import ChecksView
from widgets.due_list import DueItem, DueList
from widgets.facts import Fact, Facts
from widgets.history_view import HistoryView
from widgets.lines_view import LinesView
from widgets.timeline import Milestone, Timeline, order_milestones

CHECKS = (
    Check("amounts_in_bounds", Grade.PASS, "R1"),
    Check("stock_and_material", Grade.UNKNOWN, "R7", (fact("no_stock_ledger"),)),
    Check("technical_requirements", Grade.WARN, "R7",
          tuple(fact("special_undescribed", line) for line in (1, 2, 3, 7))),
    Check("equals_original", Grade.WARN, "I2",
          (fact("total_differs", theirs=Money(10000, "CNY"), ours=Money(9900, "CNY")),)),
    Check("required_elements", Grade.FAIL, "I3",
          tuple(fact("missing", element=Term("field", name)) for name in ("unit_price", "payment_terms"))),
)  # fmt: skip
OPINIONS = (
    ReviewOpinion(1, Review.FINANCE, Opinion.FAIL, "below cost", NOW, NOW, "wang", "finance", NOW - timedelta(days=1)),
    ReviewOpinion(2, Review.FINANCE, Opinion.WAITING, "", NOW, NOW - timedelta(hours=1)),
    ReviewOpinion(2, Review.TECHNICAL, Opinion.PASS, "", NOW, NOW, "chen", "technical", NOW - timedelta(hours=4)),
)


def _event(seq: int, **changes: str) -> Event:
    values = {"actor": "li", "role": "clerk", "verb": "accept", "from_state": "draft", "to_state": "received"} | changes
    return Event(
        seq, NOW - timedelta(hours=40 - seq), values["actor"], values["role"], values["verb"], "order", "SO-1",
        values["from_state"], values["to_state"], "", "", "", changes.get("payload", '{"note": "by telephone"}'),
    )  # fmt: skip


def _text(view: LinesView) -> str:
    return "\n".join(painted(view))


async def test_what_is_due_stands_by_urgency_and_opens() -> None:
    due = DueList(lambda: MOMENT, empty="Nothing is due.")
    app = Bench(due)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Nothing is due." in _text(due)
        due.show(
            [
                DueItem(date(2026, 12, 1), "ship", "SO-44", "Lumenag"),
                DueItem(NOW - timedelta(hours=1), "decide", "SO-29", "Ostara"),
                DueItem(date(2026, 11, 21), "ask", "SO-31", "海川电梯"),
            ]
        )
        await pilot.pause()
        lines = [line.rstrip() for line in painted(due)[:6]]
        assert lines == [
            "  late: 1", "› ▲ -1h00    SO-29 decide  Ostara",
            "  today: 1", "  ◆ 0d       SO-31 ask     海川电梯",
            "  later: 1", "  · 10d      SO-44 ship    Lumenag",
        ]  # fmt: skip
        due.focus()
        await pilot.press("j", "down", "down", "k", "enter")
        assert [message.item.number for message in app.heard(DueList.Opened)] == ["SO-31"]
        await pilot.press("end", "enter", "home", "enter")
        assert [message.item.number for message in app.heard(DueList.Opened)][1:] == ["SO-44", "SO-29"]
        await pilot.click(due, offset=(5, 5), times=2)
        assert app.heard(DueList.Opened)[-1].item.number == "SO-44"


@pytest.mark.parametrize("width", [80, 120])
async def test_checks_and_opinions_show_sign_word_and_evidence(width: int) -> None:
    view = ChecksView(lambda: MOMENT)
    async with Bench(view).run_test(size=(width, 24)) as pilot:
        view.show(CHECKS, OPINIONS)
        await pilot.pause()
        text = " ".join(_text(view).split())
        for expected in (
            "Checks ✘ 1 ! 2",
            "✘ required elements I3 unit price is missing; payment terms is missing",
            "! technical requirements R7 lines 1–3, 7: a special product without",
            "! total as on the original I2 theirs CNY 100.00, ours CNY 99.00",
            "? stock and material R7 the desk keeps no stock yet",
            "✔ bounds of quantity and amount R1",
            "Opinions, round 2",
            "▲ late -1h00",
            "below cost",
            "passed · chen (technical staff) · 10:32",
        ):
            assert expected in text
        # what matters most stands first
        assert [check.grade.value for check in view.checks] == ["fail", "warn", "warn", "unknown", "pass"]


async def test_a_check_is_opened_by_enter_and_by_the_arrow() -> None:
    view = ChecksView(lambda: MOMENT)
    app = Bench(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.show(CHECKS, OPINIONS)
        view.focus()
        await pilot.press("enter", "down", "right", "end", "enter")
        opened = [view.checks[message.item].name for message in app.heard(LinesView.Chosen)]
        assert opened == ["required_elements", "technical_requirements", "amounts_in_bounds"]


async def test_the_record_is_told_newest_first() -> None:
    view = HistoryView(lambda: MOMENT)
    app = Bench(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.show([_event(1, verb="new", from_state="", to_state="draft"), _event(2)])
        await pilot.pause()
        lines = painted(view)
        assert lines[0].startswith("› 20 Nov 00:32  li (order clerk): Accept as received; draft → received; note: ")
        view.focus()
        await pilot.press("down", "enter")
        assert [message.item for message in app.heard(LinesView.Chosen)] == [1]


async def test_facts_mark_what_was_supplied_and_what_is_missing() -> None:
    facts = Facts()
    async with Bench(facts).run_test(size=(80, 24)) as pilot:
        facts.show(
            [
                Fact("customer", "海川电梯"),
                Fact("currency", "CNY", supplied="customer"),
                Fact("payment terms", "", missing=True),
                Fact("note", ""),
                Fact("special", "long " * 40, wide=True),
            ]
        )
        await pilot.pause()
        lines = [line.rstrip() for line in painted(facts)]
        assert lines[:4] == [
            "customer      海川电梯",
            "currency      CNY (customer file)",
            "payment terms ▲ missing",
            "note          –",
        ]
        assert facts.size.height == len(lines) == 4 + 4
        await pilot.resize_terminal(120, 24)
        await pilot.pause()
        assert "海川电梯" in painted(facts)[0]
        assert "CNY (customer file)" in painted(facts)[0]


async def test_plan_and_actual_course_stand_over_one_axis() -> None:
    line = Timeline(lambda: MOMENT)
    async with Bench(line).run_test(size=(80, 24)) as pilot:
        line.show(
            [
                Milestone("received", actual=date(2026, 11, 8)),
                Milestone("decided", date(2026, 11, 9), date(2026, 11, 10)),
                Milestone("finished", date(2026, 11, 19)),
                Milestone("delivered", date(2026, 12, 10), forecast=date(2026, 12, 12)),
            ]
        )
        await pilot.pause()
        lines = painted(line)
        assert lines[0].count("○") == 3
        assert lines[1].count("●") == 2
        assert "▴ today" in lines[2]
        assert lines[3].split() == ["8", "Nov", "12", "Dec"]
        text = _text(line)
        assert "✔ decided" in text
        assert "▲ +1d" in text
        assert "▲ finished   19 Nov       late -2d" in text
        assert "▲ +2d" in text


def test_milestones_come_from_the_records_of_an_order() -> None:
    order = Order(
        1, "SO-1", 1, OrderState.IN_PROGRESS, OrderKind.GOODS, HandlingClass.ORDINARY, Channel.EMAIL,
        datetime(2026, 11, 8, 20, tzinfo=UTC), NOW, "li", "CNY",
        promised_date=date(2026, 12, 10),
        lines=(OrderLine(1, quantity=5_000_000, finished=5_000_000),),
        allocations=(
            Allocation(1, 1, SourceKind.WORK_CENTRE, "CNC", 5_000_000, date(2026, 11, 12), date(2026, 11, 19)),
            Allocation(2, 1, SourceKind.STOCK, "", 1, None, date(2027, 1, 1), withdrawn=True),
        ),
        progress=(ProgressReport(1, 5_000_000, "", "", "li", NOW),),
    )  # fmt: skip
    found = {one.title: one for one in order_milestones(order, MOMENT.zone)}
    assert found["received"].actual == date(2026, 11, 9)  # the office's day
    assert (found["finished"].planned, found["finished"].actual, found["finished"].slip) == (
        date(2026, 11, 19), date(2026, 11, 21), 2,
    )  # fmt: skip
    assert (found["delivered"].planned, found["delivered"].actual) == (date(2026, 12, 10), None)
    assert "closed" not in found
    unfinished = replace(order, lines=(OrderLine(1, quantity=5_000_000, finished=1),))
    assert {one.title: one for one in order_milestones(unfinished, MOMENT.zone)}["finished"].actual is None


@pytest.mark.parametrize(("size", "language"), zip(SIZES, ("en", "zh_CN", "zh_TW", "en"), strict=True))
async def test_hostile_texts_do_no_harm_in_any_view(size: tuple[int, int], language: str) -> None:
    words.set_language(language)
    due, checks, history = DueList(lambda: MOMENT), ChecksView(lambda: MOMENT), HistoryView(lambda: MOMENT)
    facts = Facts()
    app = Bench(due, checks, history, facts)
    async with app.run_test(size=size) as pilot:
        due.show([DueItem(NOW, text, text[:60], text) for text in HOSTILE])
        checks.show(
            [
                Check(text[:50], Grade.WARN, text[:9], (fact("terms_unlike", terms=text, theirs=text),))
                for text in HOSTILE
            ],
            [replace(OPINIONS[0], comment=text, by=text, role=text[:9]) for text in HOSTILE],
        )
        history.show([_event(place, actor=text, payload=text) for place, text in enumerate(HOSTILE)])
        facts.show([Fact(text, text, supplied=text[:9], wide=bool(place % 2)) for place, text in enumerate(HOSTILE)])
        await pilot.pause()
        for view in (due, checks, history, facts):
            for _page in range(4):
                assert_harmless(painted(view), view.space.width)
                view.action_leaf(1)
        await pilot.resize_terminal(61, 16)
        await pilot.pause()
        for view in (due, checks, history, facts):
            assert_harmless(painted(view), view.space.width)


async def test_a_view_speaks_the_language_that_is_switched_to() -> None:
    view = ChecksView(lambda: MOMENT)
    async with Bench(view).run_test(size=(80, 24)) as pilot:
        view.show(CHECKS, ())
        await pilot.pause()
        assert "bounds of quantity" in _text(view)
        words.set_language("zh_CN")
        view.refresh()
        await pilot.pause()
        assert "bounds of quantity" not in _text(view)
