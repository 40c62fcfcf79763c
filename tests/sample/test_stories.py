"""What a story tells fits the desk at whatever moment the sample is made."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from data.rules.workflow import Verb
from data.sample.names import CUSTOMERS
from data.sample.office import ZONE
from data.sample.stories import Beginning, Item, Step, Story
from data.states import OrderState

if TYPE_CHECKING:
    from data.orders import Order

FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
"""In the office's afternoon: what is to be done two hours later is done on Monday."""


def _told(step: Step, state: OrderState, confirmed_at: datetime) -> bool:
    assert not isinstance(step.texts, dict)
    order = cast("Order", SimpleNamespace(state=state, confirmed_at=confirmed_at))
    return step.texts(order) is not None  # type: ignore[operator]


def test_an_amendment_that_is_free_no_more_is_left_out_with_what_follows() -> None:
    beginning = Beginning(CUSTOMERS[0], (Item("A-1", 5, made=True),), {}, FRIDAY, 9, "chen")
    told = Story(random.Random(1), ZoneInfo(ZONE), FRIDAY + timedelta(days=9), beginning)  # noqa: S311
    amend, edit, submit = told.amended("Ten more").steps
    assert [amend.verb, edit.verb, submit.verb] == [Verb.AMEND, Verb.EDIT, Verb.SUBMIT]
    assert amend.at - FRIDAY > timedelta(days=2)
    assert not _told(amend, OrderState.APPROVED, FRIDAY)
    assert _told(amend, OrderState.APPROVED, amend.at - timedelta(hours=20))
    for step in (edit, submit):
        assert not _told(step, OrderState.APPROVED, FRIDAY)
        assert _told(step, OrderState.RETURNED, FRIDAY)
