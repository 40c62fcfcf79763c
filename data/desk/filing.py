"""The archive, for reading: what a file lacks, how long its order took, whether its record is sound (D1, D3, D4)."""

import json
from collections.abc import Sequence
from dataclasses import fields

from data.desk.archive import missing_papers
from data.desk.subject import Subject
from data.errors import NotFound
from data.orders import Event, OrderRow
from data.rules.filing import FILED, FileCard, FiledRow, Paper, course_of
from data.rules.undo import standing
from data.rules.workflow import Verb
from data.store.queries.desk import order_events
from data.store.queries.filing import filed, record_is_sound
from data.store.queries.whole import order_by_number

_ROW = tuple(field.name for field in fields(OrderRow))


class Filing(Subject):
    """What the archive wants to know beyond the list."""

    def rows(self, rows: Sequence[OrderRow], search: str = "") -> tuple[FiledRow, ...]:
        """Return the rows of a list with what the archive shows of them; an order that is gone meanwhile is left out.

        Args:
            rows: no more than a page of a list.
            search: the words that were searched for, so that the line that has them is shown.
        """
        with self.context.store.reading() as reader:
            lists = self.context.policy(reader).closing.documents
            known = filed(reader, [row.order_id for row in rows], search)
        found = []
        for row in rows:
            if (one := known.get(row.order_id)) is None:
                continue
            needed = lists.get(one.kind, ()) if row.state in FILED else ()
            found.append(
                FiledRow(
                    **{name: getattr(row, name) for name in _ROW},
                    goods=one.goods,
                    more=max(0, row.lines - 1),
                    needed=len(needed),
                    lacking=sum(1 for kind in needed if kind not in one.papers),
                    closed_at=one.closed_at,
                    keep_until=one.keep_until,
                )
            )
        return tuple(found)

    def card(self, number: str) -> FileCard:
        """Return the file of an order.

        Raises:
            NotFound: there is none with this number.
        """
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number)
            events = order_events(reader, number)
            sound = record_is_sound(reader, number)
        lacking = missing_papers(order, policy)
        needed = policy.closing.documents.get(order.kind, ())
        valid = standing(events)
        started = next((event.at for event in valid if event.verb == Verb.START), None)
        return FileCard(
            order,
            tuple(Paper(kind, kind not in lacking) for kind in needed),
            _gaps(valid),
            events,
            sound,
            course_of(order, started, policy.zone),
        )


def _gaps(events: Sequence[Event]) -> str:
    """Return the reason that the last closing gave for missing papers, as the record has it."""
    closing = next((event for event in reversed(events) if event.verb == Verb.CLOSE), None)
    if closing is None or closing.payload is None:
        return ""
    values = json.loads(closing.payload).get("values", {})
    return str(values.get("gaps", ""))
