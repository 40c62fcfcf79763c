"""Taking back: the last act on an order is undone by a counter-act of its own, as long as nobody has built on it.

Nothing is rubbed out: the record keeps both, and the version goes on. An act can be taken back by whoever did it while
it is the last one that stands, so several go one after the other, the last one first.
"""

from dataclasses import dataclass
from datetime import datetime

from data.desk.move import Done
from data.desk.subject import Subject
from data.drafts import Problem, Where
from data.errors import BuiltOn, DeskDamaged, NotFound, NothingToUndo, NotUndoable, Stale, UndoOfAnother
from data.orders import Order
from data.rules.difference import difference, reverses
from data.rules.permissions import DeskAct
from data.rules.undo import UNDO, standing
from data.rules.workflow import Verb
from data.store.queries.desk import changed_by
from data.store.queries.orders import near_numbers
from data.store.queries.undo import Act, difference_made, order_acts, undo_of
from data.store.queries.whole import order_by_number
from data.store.tables.orders import SalesOrder
from data.store.unit import Reader
from data.store.writes import use_undo

_NEAR = 5


@dataclass(frozen=True, slots=True)
class Undoable:
    """The act that would be taken back.

    Attributes:
        number: the order's.
        event: the act's.
        verb: what was done.
        at: when.
    """

    number: str
    event: int
    verb: Verb
    at: datetime


@dataclass(frozen=True, slots=True)
class Undone(Done):
    """An act that was taken back; `verb` is what it was, `event` the one of taking it back.

    Attributes:
        undone: the event of the act.
    """

    undone: int


class Undoing(Subject):
    """What can be taken back, and taking it back."""

    def last(self, number: str) -> Undoable:
        """Return the act on an order that this person could take back now.

        Raises:
            NotFound: there is no such order.
            NothingToUndo, UndoOfAnother, BuiltOn, NotUndoable: there is none, and why.
        """
        with self.context.store.reading() as reader:
            if not (acts := order_acts(reader, number)):
                raise NotFound("order", number, near_numbers(reader, number, _NEAR))
            act, _earlier = self._last(number, acts)
        return Undoable(number, act.seq, Verb(act.verb), act.at)

    def undo(self, number: str, *, version: int | None = None, note: str = "") -> Undone:
        """Take the last act on an order back: one transaction, one event.

        Afterwards the order is what it was before the act, but for its version. Numbers that were given stay given, and
        files stay with the desk.

        Args:
            number: the order's number.
            version: the version that the person saw; None acts on the order as it stands.
            note: kept with the event.

        Raises:
            NotFound, Stale: before anything is tried.
            NothingToUndo, UndoOfAnother, BuiltOn, NotUndoable: why there is nothing that this person can take back.
            DeskDamaged: the steps that take it back were altered by another tool.
        """
        context = self.context
        with context.writing() as tx:
            before = order_by_number(tx, number)
            if before is None:
                raise NotFound("order", number, near_numbers(tx, number, _NEAR))
            if version is not None and version != before.version:
                raise Stale(number, version, before.version, by=changed_by(tx, "order", before.number, version))
            policy = context.policy(tx)
            person = context.permit(tx, DeskAct.UNDO, policy, number)
            act, earlier = self._last(number, order_acts(tx, number))
            # what somebody may not do any more they may not take back either
            context.permit(tx, Verb(act.verb), policy, number)
            role = act.role if act.role in person.roles else person.roles[0]
            steps = undo_of(tx, act.seq)
            if steps is None:
                raise NotUndoable(number, act.verb)
            use_undo(tx, act.seq, steps, tuple(one.seq for one in earlier if one.kept))
            tx.update(SalesOrder, before.order_id, {}, version=before.version)
            after = _read(tx, number)
            if not reverses(difference(before, after), difference_made(tx, act.seq)):
                # the steps are no part of the chain; what another tool made of them would become this person's act
                raise DeskDamaged(
                    str(context.store.path), (Problem(Where(), "event_undo", "row_not_as_recorded", str(act.seq)),)
                )
            event = tx.event(
                at=context.clock(),
                actor=context.person,
                role=role,
                verb=UNDO,
                subject="order",
                subject_key=number,
                from_state=before.state,
                to_state=after.state,
                payload={
                    **({"note": note} if note else {}),
                    **person.noted(role),
                    "undone": {"event": act.seq, "verb": act.verb},
                    "difference": difference(before, after),
                    "version": after.version,
                },
            )
            tx.commit()
        return Undone(number, Verb(act.verb), event, after.version, before.state, after.state, after, act.seq)

    def _last(self, number: str, acts: tuple[Act, ...]) -> tuple[Act, list[Act]]:
        """Return the last act that stands, which this person can take back, and those before it."""
        *earlier, last = standing(acts)
        person = self.context.person
        if last.verb not in set(Verb):
            if not earlier:
                raise NothingToUndo(number)
            raise NotUndoable(number, last.verb)
        if last.actor != person:
            theirs = any(act.actor == person and act.verb in set(Verb) for act in earlier)
            raise (BuiltOn if theirs else UndoOfAnother)(number, last.verb, last.actor)
        if not last.kept:
            raise NotUndoable(number, last.verb)
        return last, earlier


def _read(reader: Reader, number: str) -> Order:
    order = order_by_number(reader, number)
    if order is None:
        raise NotFound("order", number)
    return order
