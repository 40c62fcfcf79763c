"""What cannot be taken back is refused by name, beforehand too, and nothing happens."""

import pytest

from data.errors import BuiltOn, NotFound, NothingToUndo, NotUndoable, Refusal, Stale, UndoOfAnother
from data.rules.workflow import Verb
from data.store.writes import UNDO_LASTS
from tests.desk.office import Office
from tests.desk.test_imports import HEAD, only, take
from tests.desk.test_undo import same


def refused(office: Office, number: str, kind: type[Refusal]) -> Refusal:
    """See that taking back is refused, the question beforehand too, and that nothing happens."""
    before, events = office.order(number), office.events()
    with pytest.raises(kind) as asked:
        office.desk.undoing.last(number)
    with pytest.raises(kind) as tried:
        office.desk.undo(number)
    assert asked.value.facts() == tried.value.facts()
    assert (office.order(number), office.events()) == (before, events)
    return tried.value


def test_entering_is_not_taken_back(office: Office) -> None:
    number = office.new()
    refused(office, number, NothingToUndo)
    office.do(number, Verb.NOTE, "x")
    office.desk.undo(number)
    refused(office, number, NothingToUndo)


def test_what_somebody_else_did_is_his_to_take_back(office: Office) -> None:
    number = office.new()
    office.do(number, Verb.NOTE, "x")
    wu = office.colleague("wu")
    why = refused(wu, number, UndoOfAnother)
    assert why.facts() == {"number": number, "verb": "note", "by": "li"}


def test_what_somebody_built_on_stays_until_he_takes_that_back(office: Office) -> None:
    number = office.new()
    before = office.order(number)
    office.do(number, Verb.ACCEPT)
    wu = office.colleague("wu")
    wu.do(number, Verb.NOTE, "looked at it")
    why = refused(office, number, BuiltOn)
    assert why.facts() == {"number": number, "verb": "note", "by": "wu"}
    wu.desk.undo(number)
    refused(wu, number, UndoOfAnother)
    office.desk.undo(number)
    same(before, office.order(number))


def test_an_older_version_takes_nothing_back(office: Office) -> None:
    number = office.new()
    seen = office.do(number, Verb.ACCEPT).version
    office.do(number, Verb.HOLD, "deposit")
    with pytest.raises(Stale) as stale:
        office.desk.undo(number, version=seen)
    assert (stale.value.expected, stale.value.found) == (seen, seen + 1)
    assert office.order(number).on_hold


def test_of_two_at_once_one_takes_back(office: Office) -> None:
    number = office.new()
    office.do(number, Verb.NOTE, "x")
    seen = office.do(number, Verb.NOTE, "y").version
    there = office.colleague("li")
    assert there.desk.undo(number, version=seen).version == seen + 1
    with pytest.raises(Stale):
        office.desk.undo(number, version=seen)
    assert [event.verb for event in office.desk.orders.history(number)] == ["new", "note", "note", "undo"]


def test_what_a_file_added_is_not_taken_back(office: Office) -> None:
    text = HEAD + "PO-7,Eastwind,Bob,P2,Motor,many,pcs,13,2026-04-02,Wenzhou\n"
    number = only(take(office, text + text.splitlines()[1].replace("many", "2") + "\n"))
    office.do(number, Verb.NOTE, "x")
    take(office, text.replace("many", "4"), name="mended.csv")
    assert office.last(number).verb == "add_rows"
    assert refused(office, number, NotUndoable).facts()["verb"] == "add_rows"


def test_an_order_that_is_not_there_is_named(office: Office) -> None:
    number = office.new()
    for ask in (office.desk.undoing.last, office.desk.undo):
        with pytest.raises(NotFound) as missing:
            ask(number[:-1])
        assert missing.value.near == (number,)


def test_what_lies_too_far_back_is_history(office: Office) -> None:
    old, new = office.new(), office.new()
    office.do(old, Verb.NOTE, "x")
    office.clock.at += UNDO_LASTS
    office.do(new, Verb.NOTE, "x")
    assert office.desk.undoing.last(old).verb is Verb.NOTE
    office.clock.pass_(seconds=1)
    office.do(new, Verb.NOTE, "y")
    why = refused(office, old, NotUndoable)
    assert why.facts() == {"number": old, "verb": "note"}
    office.desk.undo(new)
    office.desk.undo(new)
    office.sound()


def test_steps_for_other_tables_are_not_used(office: Office) -> None:
    number = office.new()
    office.do(number, Verb.ACCEPT)
    with office.store.writing() as tx:
        tx.raw.execute('UPDATE event_undo SET body = replace(body, \'"revision":"\', \'"revision":"x\')')
        tx.commit()
    with pytest.raises(NotUndoable):
        office.desk.undo(number)
