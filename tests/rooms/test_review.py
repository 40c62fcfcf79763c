"""The review room: whose turn it is, what an opinion rests on, every size and hostile text."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data import words
from data.rules.review import Queue
from data.store.queries.parties import customer
from data.store.tables.parties import CustomerRow
from screens.order import OrderScreen
from screens.printing import PrintDialog
from screens.review import ReviewScreen
from screens.review_behind import BehindDialog
from screens.review_list import QueueTabs
from screens.review_similar import SimilarView
from screens.review_views import ExposureView
from tests.rooms.reviewing import roles, shown
from tests.rooms.trial import PERSON
from tests.rooms.widgets.furniture import HOSTILE
from widgets.checks_view import ChecksView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

SIZES = [(60, 15), (80, 24), (120, 40), (200, 50)]


def queue_of(room: ReviewScreen) -> Queue:
    return room.queue


def papers_in(folder: Path) -> list[Path]:
    return list(folder.glob("*.pdf"))


@pytest.fixture
def chinese() -> Iterator[None]:
    yield
    words.set_language("en")


async def test_the_room_begins_with_what_waits_for_the_person(trial: Trial, other: Desk) -> None:
    roles(trial, zhang="finance", zhao="sales_manager")
    other.do("SO-005", "pass", {"review": "finance"})
    async with trial.run() as desk:
        await desk.press("2")
        room = desk.screen(ReviewScreen)
        assert queue_of(room) is Queue.MINE
        assert shown(room) == ["SO-004"]
        assert "Waiting for me 1" in desk.text
        assert "My roles 2" in desk.text
        assert "All 2" in desk.text
        assert "● finance +1" in desk.text
        await desk.press("right_square_bracket")
        assert set(shown(room)) == {"SO-004", "SO-005"}
        assert "○ sales" in desk.text
        await desk.press("left_square_bracket", "left_square_bracket")
        assert queue_of(room) is Queue.ALL
        assert desk.settings.get("room.review", "queue") == "all"


async def test_a_clerk_begins_with_all_and_what_is_chosen_is_remembered(trial: Trial) -> None:
    roles(trial, zhao="sales_manager", qian="finance", sun="technical", li="production", zhou="purchasing",
          wu="warehouse", wang="supervisor")  # fmt: skip
    async with trial.run() as desk:
        await desk.press("2")
        room = desk.screen(ReviewScreen)
        assert queue_of(room) is Queue.ALL
        await desk.pilot.click(QueueTabs, offset=(3, 0))
        await desk.settle()
        assert queue_of(room) is Queue.MINE
        assert shown(room) == []
        assert "Nothing in review waits for you." in " ".join(desk.text.split())


async def test_the_paper_shows_all_that_an_opinion_rests_on(trial: Trial, other: Desk) -> None:
    with other.context.store.writing() as tx:
        found = customer(tx, "C1")
        assert found is not None
        tx.update(CustomerRow, found.customer_id, {"credit_limit": 10_000, "currency": "CNY"})
        tx.commit()
    async with trial.run() as desk:
        await desk.press("2")
        room = desk.screen(ReviewScreen)
        assert room.row is not None
        assert room.row.number == "SO-004"
        await desk.press("f3")
        text = " ".join(desk.text.split())
        assert "✔ required elements I3" in text
        assert "! exposure against the credit limit C2" in text
        assert "over the limit" in text
        assert "Opinions, round 1" in text
        assert "✘ exposure " in text
        assert "▲ late" in text
        await desk.press("f4")
        assert "It is the first round" in " ".join(desk.text.split())
        await desk.press("f4")
        assert "Exposure · C2" in desk.text
        assert "Orders that make it up" in desk.text
        await desk.press("f4")
        assert "Lines and last prices" in desk.text
        assert "Similar orders K10" in desk.text
        assert "SO-001" in desk.text  # an earlier order of the customer
        await desk.press("f4")
        assert "There is no original" in " ".join(desk.text.split())
        await desk.press("f4")
        assert "Opinions, round 1" in desk.text
        await desk.press("shift+f4", "shift+f4")
        assert "Lines and last prices" in desk.text


async def test_a_new_round_shows_what_changed(trial: Trial, other: Desk) -> None:
    other.do("SO-004", "fail", {"review": "sales"}, note="too dear")
    other.do("SO-004", "return", note="price too high")
    other.do("SO-004", "edit", {"line.1.unit_price": "80"})
    other.do("SO-004", "submit", note="agreed by telephone")
    async with trial.run() as desk:
        await desk.press("2")
        room = desk.screen(ReviewScreen)
        await desk.press("j" if room.row is not None and room.row.number != "SO-004" else "k")
        assert "Opinions, round 2" in desk.text
        assert "too dear" in desk.text
        await desk.press("f4")
        text = " ".join(desk.text.split())
        assert "Changed since round 1" in text
        assert "price too high" in text
        assert "agreed by telephone" in text
        assert "line 1, unit price: 86.50 → 80.00" in text
        assert "◆ today" in text or "· later" in text  # the new round has a clock of its own


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_behind_every_check_there_is_something(trial: Trial, size: tuple[int, int]) -> None:
    async with trial.run(*size) as desk:
        await desk.press("2", "f3")
        room = desk.screen(ReviewScreen)
        checks = room.pane.query_one(ChecksView)
        assert room.pane.view is checks
        for item, check in enumerate(checks.checks):
            checks.item = item
            await desk.press("right")
            if check.name in ("exposure", "equals_original"):
                assert room.pane.part == {"exposure": "exposure", "equals_original": "original"}[check.name]
                room.pane.go_to("checks")
                checks.focus()
                await desk.settle()
            else:
                dialog = desk.screen(BehindDialog)
                assert dialog.query_one("#behind").size.height > 0
                await desk.press("left")
                assert desk.app.screen is room
        assert checks.checks


async def test_the_order_opens_from_behind_a_check(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        await desk.press("2", "f3", "enter", "d")
        assert desk.screen(OrderScreen).number == "SO-004"


async def test_the_order_is_printed_from_the_room(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with trial.run(80, 24) as desk:
        await desk.press("2", "ctrl+o")
        dialog = desk.screen(PrintDialog)
        assert "SO-004" in dialog.heading()
        await desk.press("f10")
        desk.screen(ReviewScreen)
    assert len(papers_in(tmp_path)) == 1


async def test_an_order_of_the_exposure_opens(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        await desk.press("2", "f3", "f4", "f4")
        view = desk.screen(ReviewScreen).pane.query_one(ExposureView)
        assert view.has_focus
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == view.numbers[0]


async def test_an_earlier_order_opens_from_the_pane(trial: Trial) -> None:
    async with trial.run(200, 50) as desk:
        await desk.press("2")
        view = desk.screen(ReviewScreen).query_one("#similar", SimilarView)
        view.focus()
        await desk.press("enter")
        assert desk.screen(OrderScreen).number == view.numbers[0]


async def test_the_pane_folds_away_and_f3_brings_it_in_the_whole_width(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        await desk.press("2")
        room = desk.screen(ReviewScreen)
        assert not room.query_one("#detail").display
        assert "F3" in desk.text
        await desk.press("f3")
        assert room.query_one("#detail").size.width == 80 - 2
        assert not room.query_one("#list").display
        assert "Credit" in desk.text
        await desk.press("end")
        assert "Opinions, round 1" in desk.text
        await desk.press("escape")
        assert room.query_one("#list").display
        assert room.table.has_focus


async def test_time_goes_on_without_anybody_doing_anything(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("2")
        before = desk.text
        trial.now += timedelta(days=4)
        desk.screen(ReviewScreen).tick()
        await desk.settle()
        assert desk.text != before
        assert "▲ late -4d" in desk.text or "▲ late -5d" in desk.text


@pytest.mark.usefixtures("chinese")
async def test_the_room_speaks_another_language_where_it_was(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        await desk.press("2", "j", "right_square_bracket")
        await desk.app.speak("zh_CN")
        await desk.settle()
        room = desk.screen(ReviewScreen)
        assert room.row is not None
        assert set(shown(room)) == {"SO-004", "SO-005"}
        assert "▲ 已超期" in desk.text


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_texts_from_outside_are_shown_harmlessly_in_every_size(
    trial: Trial, other: Desk, size: tuple[int, int]
) -> None:
    bad = [text for text in HOSTILE if text and "\ud800" not in text]
    other.do("SO-004", "fail", {"review": "sales"}, note=bad[0])
    other.do("SO-004", "return", note=bad[1])
    for text in bad:
        texts = {"special_requirements": text[:500], "line.1.product_name": text[:200], "contact": text[:200]}
        other.do("SO-004", "edit", {**texts, "line.1.product_code": "[/b]"[:20], "note": text})
    other.do("SO-004", "submit", note=bad[2] + bad[4])
    with other.context.store.writing() as tx:
        found = customer(tx, "C1")
        assert found is not None
        tx.update(CustomerRow, found.customer_id, {"name": bad[3] + bad[1] + bad[5]})
        tx.commit()
    async with trial.run(*size) as desk:
        await desk.press("2", "f3", "pagedown", "end", "f4", "f4", "f4", "end", "f4", "f4", "enter", "escape")
        await desk.press("f3", "j", "k", "f3", "right_square_bracket")
        desk.screen(ReviewScreen)
        assert "\x1b" not in desk.text
        assert "\u202e" not in desk.text
        await desk.pilot.resize_terminal(100, 30)
        await desk.settle()
        desk.screen(ReviewScreen)


async def test_an_empty_room_says_what_to_do(trial: Trial, other: Desk) -> None:
    for number in ("SO-004", "SO-005"):
        other.do(number, "pass", {"review": "sales"})
        other.do(number, "pass", {"review": "finance"})
    async with trial.run() as desk:
        await desk.press("2", "left_square_bracket")
        assert desk.screen(ReviewScreen).queue is Queue.ALL
        assert "No order waits for an opinion." in desk.text
        await desk.press("p", "x", "f3")
        desk.screen(ReviewScreen)
        assert PERSON in desk.text


async def test_an_amount_of_millions_is_not_cut_in_the_queue(trial: Trial, other: Desk) -> None:
    number = other.intake.new(
        {
            "customer": "Ostara Lifts",
            "customer_po_no": "PO-9",
            "requested_date": "2026-12-24",
            "delivery_place": "Ningbo",
            "line.1.product_name": "lift",
            "line.1.specification": "L",
            "line.1.quantity": "1",
            "line.1.unit": "EA",
            "line.1.unit_price": "1420410.25",
        }
    ).number
    other.do(number, "accept", {})
    other.do(number, "submit", {})
    async with trial.run(80, 24) as desk:
        await desk.press("2", "right_square_bracket", "right_square_bracket")
        assert "1,420,410.25" in desk.text
