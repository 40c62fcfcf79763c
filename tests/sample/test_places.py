"""Work centres and suppliers are entered once, with an event, and refused by name."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.desk.desk import Desk
from data.desk.making import make
from data.errors import AlreadyExists, BadValue
from data.parties import Place
from data.sample.policy import sample_policy
from data.store.unit import Store

AT = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    make(tmp_path / "desk", name="office", document=sample_policy("Asia/Shanghai"), at=AT, person="chen")
    with Store.open(tmp_path / "desk", durable=False) as store:
        yield Desk(store, lambda: AT, "li")


def test_a_work_centre_and_a_supplier(desk: Desk) -> None:
    first = desk.places.enter_work_centre(" W1 ", "车削 Turning", weekly_capacity=40_000_000)
    second = desk.places.enter_supplier("S1", "Example", contact="Ada", lead_days=7)
    assert second == first + 1
    assert desk.allocation.places() == (
        (Place("W1", "车削 Turning", weekly_capacity=40_000_000),),
        (Place("S1", "Example", lead_days=7),),
    )
    events = list(desk.audit.events(first - 1))
    assert [(one.actor, one.role, one.verb, one.subject, one.subject_key) for one in events] == [
        ("li", "production", "enter", "work_centre", "W1"),
        ("li", "production", "enter", "supplier", "S1"),
    ]


def test_a_code_is_given_once_per_kind(desk: Desk) -> None:
    desk.places.enter_work_centre("X", "one")
    desk.places.enter_supplier("X", "another kind")
    with pytest.raises(AlreadyExists):
        desk.places.enter_work_centre("X", "two")
    assert [place.name for place in desk.allocation.places()[0]] == ["one"]


@pytest.mark.parametrize(
    ("code", "name", "capacity", "field", "why"),
    [
        (" ", "name", 1, "code", "missing"),
        ("W1", "", 1, "name", "missing"),
        ("W1", "name", -1, "weekly_capacity", "negative"),
        ("W1", "\ud800", 1, "name", "not_text"),
    ],
)
def test_what_cannot_be_kept_is_refused(desk: Desk, code: str, name: str, capacity: int, field: str, why: str) -> None:
    before = desk.audit.head()
    with pytest.raises(BadValue) as refused:
        desk.places.enter_work_centre(code, name, weekly_capacity=capacity)
    assert (refused.value.field, refused.value.why) == (field, why)
    assert desk.audit.head() == before
    assert desk.allocation.places() == ((), ())
