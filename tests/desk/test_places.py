"""Work centres and suppliers are entered, changed and taken off the list: one event for each act, refusals by name."""

import json

import pytest

from data.errors import AlreadyExists, BadValue, NotFound, Stale, UnknownField
from data.rules.workflow import Verb
from data.states import OrderState as S
from data.states import SourceKind
from data.words.explain import explain
from data.words.explain_events import explain_event
from tests.desk.office import Office

SCALE = 1_000_000
CENTRE, SUPPLIER = SourceKind.WORK_CENTRE, SourceKind.SUPPLIER


def events(office: Office) -> list[tuple[str, str, str]]:
    return [(one.verb, one.subject, one.subject_key) for one in office.desk.audit.events()
            if one.subject in (CENTRE.value, SUPPLIER.value)]  # fmt: skip


def test_places_are_entered_as_they_are_typed_and_listed_with_everything(empty: Office) -> None:
    places = empty.desk.places
    places.enter(CENTRE, " W1 ", {"name": " 车削 Turning ", "weekly_capacity": "1,200.5", "note": "day shift"})
    places.enter(SUPPLIER, "S1", {"name": "Hongta", "lead_days": "10", "phone": "021", "email": "a@b.cn"})
    places.enter(CENTRE, "A1", {"name": "Anneal", "weekly_capacity": ""})
    first, second, third = places.all()
    assert (first.kind, first.code, first.weekly_capacity) == (CENTRE, "A1", None)
    assert (second.code, second.name, second.weekly_capacity, second.note) == (
        "W1", "车削 Turning", 1_200_500_000, "day shift")  # fmt: skip
    assert (third.kind, third.code, third.lead_days, third.phone, third.email) == (SUPPLIER, "S1", 10, "021", "a@b.cn")
    assert places.get(SUPPLIER, "S1") == third
    empty.sound()


def test_a_change_is_one_event_and_no_change_is_none(empty: Office) -> None:
    places = empty.desk.places
    places.enter(CENTRE, "W1", {"name": "Turning", "weekly_capacity": "40"})
    before = empty.desk.audit.head()
    assert places.edit(CENTRE, "W1", {"name": "Turning", "weekly_capacity": "40.0"}) is None
    assert empty.desk.audit.head() == before
    event = places.edit(CENTRE, "W1", {"weekly_capacity": "50"})
    assert event is not None
    assert places.get(CENTRE, "W1").weekly_capacity == 50 * SCALE
    assert empty.desk.allocation.places()[0][0].weekly_capacity == 50 * SCALE
    found = list(empty.desk.audit.events(event - 1))
    assert len(found) == 1
    payload = json.loads(found[0].payload or "")
    was, now = {"weekly_capacity": 40 * SCALE}, {"weekly_capacity": 50 * SCALE}
    assert payload == {"before": was, "work_centre": now, "version": 2}
    places.edit(CENTRE, "W1", {"weekly_capacity": ""})
    assert places.get(CENTRE, "W1").weekly_capacity is None
    empty.sound()


def test_a_place_is_taken_off_the_list_and_may_come_back(empty: Office) -> None:
    places = empty.desk.places
    places.enter(SUPPLIER, "S1", {"name": "Hongta", "lead_days": "10"})
    retired = places.retire(SUPPLIER, "S1", "closed down")
    assert retired.orders == 0
    assert places.all() == ()
    assert empty.desk.allocation.places() == ((), ())
    (event,) = empty.desk.audit.events(retired.event - 1)
    assert json.loads(event.payload or "") == {
        "supplier": {"code": "S1", "name": "Hongta", "lead_days": 10, "retired_at": "2026-03-04T02:00:00.000000Z"},
        "note": "closed down", "version": 2}  # fmt: skip
    assert "Taken off the list; note: closed down" in explain_event(event)
    with pytest.raises(NotFound):
        places.retire(SUPPLIER, "S1")
    assert [one.code for one in places.all(retired=True)] == ["S1"]
    back = places.enter(SUPPLIER, "S1", {"name": "Hongta Steel"})
    assert back.again
    one = places.get(SUPPLIER, "S1")
    assert (one.name, one.lead_days, one.retired_at, one.version) == ("Hongta Steel", 10, None, 3)
    assert [verb for verb, _subject, _key in events(empty)] == ["enter", "retire", "bring_back"]
    with pytest.raises(AlreadyExists):
        places.enter(SUPPLIER, "S1", {"name": "Hongta"})
    empty.sound()


def test_a_change_of_what_somebody_else_changed_is_refused(empty: Office) -> None:
    places = empty.desk.places
    assert not places.enter(CENTRE, "W1", {"name": "Turning"}).again
    read = places.get(CENTRE, "W1")
    colleague = empty.colleague("wu").desk.places
    colleague.edit(CENTRE, "W1", {"note": "night shift"}, version=read.version)
    with pytest.raises(Stale) as refused:
        places.edit(CENTRE, "W1", {"note": "day shift"}, version=read.version)
    assert refused.value.by == ("wu",)
    assert "wu changed work centre “W1”" in explain(refused.value)
    assert colleague.retire(CENTRE, "W1").event
    empty.colleague("chen").desk.places.enter(CENTRE, "W1", {"name": "Turning"})
    with pytest.raises(Stale) as refused:
        places.edit(CENTRE, "W1", {"note": "day shift"}, version=read.version)
    assert refused.value.by == ("wu", "chen")  # whoever took it off the list and put it back changed it too
    assert places.get(CENTRE, "W1").note == "night shift"


def test_what_stands_at_a_retired_place_is_counted_and_stays_on_the_board(office: Office) -> None:
    places = office.desk.places
    number = office.at(S.ALLOCATED)
    assert places.get(CENTRE, "W1").orders == 1
    assert places.retire(CENTRE, "W1").orders == 1
    assert _board(office) == [("Assembly", True, 1)]
    office.do(number, Verb.WITHDRAW_ALLOCATION, "line closed")
    assert _board(office) == []
    with pytest.raises(NotFound):
        office.do(number, Verb.ALLOCATE, source="work_centre", code="W1")
    office.desk.undo(number)
    assert _board(office) == [("Assembly", True, 1)]
    assert places.enter(CENTRE, "W1", {"name": "Assembly"}).again
    assert _board(office) == [("Assembly", False, 1)]
    office.sound()


def _board(office: Office) -> list[tuple[str, bool, int]]:
    """Return name, whether it is off the list and open orders of the work centre as the board shows it."""
    sources = office.desk.load.board().sources
    return [(one.name, one.retired, one.load.orders) for one in sources if one.code == "W1"]


@pytest.mark.parametrize(
    ("kind", "texts", "field", "why"),
    [
        (CENTRE, {"name": ""}, "name", "missing"),
        (CENTRE, {}, "name", "missing"),
        (CENTRE, {"name": "x", "weekly_capacity": "much"}, "weekly_capacity", "not_a_number"),
        (CENTRE, {"name": "x", "weekly_capacity": "-1"}, "weekly_capacity", "negative"),
        (CENTRE, {"name": "x", "weekly_capacity": "9" * 30}, "weekly_capacity", "too_large"),
        (SUPPLIER, {"name": "x", "lead_days": "1.5"}, "lead_days", "not_a_number"),
        (SUPPLIER, {"name": "x", "lead_days": "-2"}, "lead_days", "negative"),
        (SUPPLIER, {"name": "x", "lead_days": "100000"}, "lead_days", "too_large"),
        (SUPPLIER, {"name": "x", "note": "\udcff"}, "note", "not_text"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    empty: Office, kind: SourceKind, texts: dict[str, str], field: str, why: str
) -> None:
    before = empty.desk.audit.head()
    with pytest.raises(BadValue) as refused:
        empty.desk.places.enter(kind, "X1", texts)
    assert (refused.value.field, refused.value.why) == (field, why)
    assert empty.desk.audit.head() == before


def test_refusals_name_what_there_is(empty: Office) -> None:
    places = empty.desk.places
    places.enter(CENTRE, "W1", {"name": "Turning"})
    with pytest.raises(AlreadyExists) as twice:
        places.enter(CENTRE, "W1", {"name": "Milling"})
    assert "Change that one" in explain(twice.value)
    with pytest.raises(UnknownField) as unknown:
        places.edit(CENTRE, "W1", {"lead_days": "3"})
    assert "weekly_capacity" in explain(unknown.value)
    with pytest.raises(NotFound) as missing:
        places.edit(CENTRE, "W9", {"name": "x"})
    assert "W1" in explain(missing.value)
    with pytest.raises(BadValue):
        places.edit(CENTRE, "W1", {"name": " "})
