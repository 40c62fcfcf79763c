"""Drafts: what a person was typing when the screen closed, kept beside the desk until it is done or given up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.desk.subject import Subject
from data.store.drafts import DraftFiles

ABANDONED_AFTER = timedelta(seconds=10)
"""A form that is open keeps its draft every two seconds; after so long it is open no more."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was being typed.

    Attributes:
        name: of the draft.
        kind: what form it was, as the screens name it.
        number: the order that it was about; "" for none.
        at: when it was kept last, in UTC.
        values: what stood in the fields.
    """

    name: str
    kind: str
    number: str
    at: datetime
    values: Mapping[str, str]


class Drafts(Subject):
    """What this person was typing."""

    def keep(self, name: str, kind: str, number: str, values: Mapping[str, str]) -> None:
        """Keep a draft, in the place of the one of the same name.

        Raises:
            StorageFailed: it cannot be kept; the one before stays.
        """
        at = self.context.clock().isoformat()
        document = {"kind": kind, "number": number, "at": at, "values": dict(values)}
        self._files().put(name, json.dumps(document, ensure_ascii=True))

    def drop(self, name: str) -> None:
        """Give a draft up, or take it away because what was typed is done."""
        self._files().drop(name)

    def abandoned(self) -> tuple[Draft, ...]:
        """Return the drafts whose forms are open no more, the newest first."""
        until = self.context.clock() - ABANDONED_AFTER
        found = [_read(name, document) for name, document in self._files().all().items()]
        left = [draft for draft in found if draft is not None and draft.at <= until]
        return tuple(sorted(left, key=lambda draft: draft.at, reverse=True))

    def _files(self) -> DraftFiles:
        return DraftFiles(self.context.store.folder, self.context.person)


def _read(name: str, document: str) -> Draft | None:
    """Return the draft that a file holds, None where it holds none."""
    try:
        content = json.loads(document)
        at = datetime.fromisoformat(content["at"])
        values = {str(key): str(value) for key, value in content["values"].items()}
        return Draft(name, str(content["kind"]), str(content["number"]), at, values) if at.tzinfo else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
