"""What tests of the outbox ask of an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.store.queries.desk import all_events

if TYPE_CHECKING:
    from data.rules.outbox import Message
    from tests.desk.office import Office


def only(office: Office) -> Message:
    """The one message that somebody still has to see to."""
    (found,) = office.desk.outbox.messages()
    return found


def recorded(office: Office, message_id: int) -> list[str]:
    """The verbs of the events of a message."""
    with office.store.reading() as reader:
        return [
            one.verb for one in all_events(reader) if (one.subject, one.subject_key) == ("message", str(message_id))
        ]
