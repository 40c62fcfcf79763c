"""A second round by keys: standing by an opinion with one key, conditions in the dossier, what is overdue (R8, R9)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data import words
from data.desk.making import default_policy
from data.rules.undo import REMINDED
from data.rules.workflow import Verb
from data.states import Opinion, OrderState
from screens.dialogs import VerbForm
from screens.due import DuePanel
from screens.order import OrderScreen
from screens.review import ReviewScreen
from tests.rooms.trial import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

NUMBER = "SO-004"
"""An order in review by sales and finance."""


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    words.set_language(request.param)
    yield str(request.param)
    words.set_language("en")


def second_round(other: Desk, **edits: str) -> None:
    """Finance passed the order, sales failed it, and it comes again with some fields changed."""
    other.policy.set(
        default_policy().replace("roles = {} ", f'roles = {{ {PERSON} = ["finance"], zhao = ["sales_manager"] }} ')
    )
    other.do(NUMBER, Verb.PASS, {"review": "finance"}, note="fine so")
    other.do(NUMBER, Verb.FAIL, {"review": "sales"}, note="no date")
    other.do(NUMBER, Verb.RETURN, note="date")
    other.do(NUMBER, Verb.EDIT, {name.replace("__", "."): text for name, text in edits.items()})
    other.do(NUMBER, Verb.SUBMIT, note="agreed")


async def review_room(desk: Trial) -> ReviewScreen:
    await desk.press("2")
    room = desk.screen(ReviewScreen)
    room.table.go_to(NUMBER)
    await desk.settle()
    assert room.row is not None
    assert room.row.number == NUMBER
    return room


@pytest.mark.parametrize("language", ["en", "zh_CN"], indirect=True)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_one_key_stands_by_the_opinion_in_sight_of_the_difference(
    trial: Trial, other: Desk, size: tuple[int, int], language: str
) -> None:
    second_round(other, delivery_place="Hall 77")
    async with trial.run(*size) as desk:
        await review_room(desk)
        await desk.press("f3", "f4")
        assert "Hall 77" in desk.text
        if language == "en":
            assert "unchanged for: finance review" in desk.text
        await desk.press("B")
        assert [screen for screen in desk.app.screen_stack if screen.is_modal] == []
    order = other.orders.get(NUMBER)
    given = [one for one in order.opinions if one.round == 2 and one.opinion is not Opinion.WAITING]
    assert [(one.review.value, one.opinion, one.as_in_round, one.by) for one in given] == [
        ("finance", Opinion.PASS, 1, PERSON)
    ]


async def test_whose_matters_changed_is_told_which(trial: Trial, other: Desk) -> None:
    second_round(other, line__1__unit_price="80")
    async with trial.run() as desk:
        await review_room(desk)
        assert "unchanged for" not in desk.text
        await desk.press("B")
        assert "concerns the" in desk.text
        assert "line 1, unit" in desk.text
        await desk.press("escape")
        assert other.orders.get(NUMBER).state is OrderState.IN_REVIEW
        await desk.press("p")
    finance = next(one for one in other.orders.get(NUMBER).opinions if one.round == 2 and one.review.value == "finance")
    assert (finance.opinion, finance.as_in_round) == (Opinion.PASS, 0)


async def test_conditions_stand_in_the_dossier_until_they_are_met(trial: Trial, other: Desk) -> None:
    other.do(NUMBER, Verb.PASS_WITH_CONDITIONS, {"review": "finance", "owner": "finance"}, note="[b]deposit[/b] first")
    async with trial.run() as desk:
        desk.here.open_order(NUMBER)
        await desk.settle()
        screen = desk.screen(OrderScreen)
        assert "[b]deposit[/b] first" in desk.text
        assert "finance staff" in desk.text
        await desk.press("f2")
        await desk.write("resolve_condition")
        await desk.press("enter")
        desk.screen(VerbForm)  # which condition need not be said: it is the only one
        await desk.write("it came in")
        await desk.press("f10")
        assert desk.app.screen is screen
        desk.app.clear_notifications()
        await desk.settle()
        assert "it came in" in desk.text
    assert other.orders.get(NUMBER).conditions[0].result == "it came in"


async def test_the_panel_shows_the_supervisor_what_is_overdue_and_puts_it_on_record(trial: Trial, other: Desk) -> None:
    document = default_policy().replace("roles = {} ", f'roles = {{ {PERSON} = ["supervisor"], zhao = ["finance"] }} ')
    other.policy.set(document)
    due = max(one.due_at for one in other.orders.get(NUMBER).opinions)
    trial.now = due + timedelta(hours=24)
    async with trial.run(80, 24) as desk:
        await review_room(desk)
        await desk.press("f3")
        assert "2 late opinions" in desk.text
        await desk.press("f3")
        await desk.press("0")
        assert desk.screen(DuePanel).whose.value == "mine"
        assert "chase: finance review" in desk.text
        assert "finance review" in desk.text
        await desk.press("right", "right")
        assert "↑" in desk.text
        await desk.press("f5")
    told = [event for event in other.orders.history(NUMBER) if event.verb == REMINDED]
    assert [(event.actor, event.at) for event in told] == [("orderclerk", trial.now)]
