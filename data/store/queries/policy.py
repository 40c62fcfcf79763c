"""Reading the versions of the office's policy."""

import json

from sqlalchemy import func, select

from data.rules.policy_changes import Edition
from data.store.tables import events
from data.store.tables.base import table
from data.store.unit import Reader

_POLICY = table(events.PolicyVersion)
_EVENT = table(events.EventRow)
_PAYLOAD = table(events.EventPayload)

_IN_FORCE = select(_POLICY.c.document).order_by(_POLICY.c.version.desc()).limit(1)
"""Made once: every verb asks for it."""


def policy_document(reader: Reader, version: int | None = None) -> str | None:
    """Return the text of the policy in force, or of a version; None where there is none."""
    asked = _IN_FORCE if version is None else select(_POLICY.c.document).where(_POLICY.c.version == version)
    found: str | None = reader.execute(asked).scalar_one_or_none()
    return found


def policy_version(reader: Reader) -> int:
    """Return the number of the policy in force; 0 where there is none."""
    return int(reader.execute(select(func.coalesce(func.max(_POLICY.c.version), 0))).scalar_one())


def policies_on_record(reader: Reader) -> tuple[str, ...]:
    """Return the numbers of the policies that were ever set, the first one first, as the record has them."""
    statement = select(_EVENT.c.subject_key).where(_EVENT.c.subject == "policy").order_by(_EVENT.c.seq)
    return tuple(str(key) for key in reader.execute(statement).scalars())


def policy_by(reader: Reader, after: int) -> tuple[str, ...]:
    """Return who has put versions in force since one, each once."""
    statement = select(_POLICY.c.by).where(_POLICY.c.version > after).order_by(_POLICY.c.version)
    return tuple(dict.fromkeys(str(by) for by in reader.execute(statement).scalars()))


def policy_editions(reader: Reader) -> tuple[Edition, ...]:
    """Return every version of the policy, the first one first, without what each has changed."""
    notes = _notes(reader)
    rows = reader.execute(select(_POLICY).order_by(_POLICY.c.version))
    return tuple(
        Edition(row.version, row.at, row.by, row.document, note=notes.get(str(row.version), "")) for row in rows
    )


def _notes(reader: Reader) -> dict[str, str]:
    """Return version → why it was put in force; one whose payload was destroyed is left out."""
    statement = (
        select(_EVENT.c.subject_key, _PAYLOAD.c.body)
        .join(_PAYLOAD, _PAYLOAD.c.seq == _EVENT.c.seq)
        .where(_EVENT.c.subject == "policy")
    )
    found = {}
    for row in reader.execute(statement):
        try:
            note = json.loads(row.body).get("note", "")
        except (ValueError, AttributeError):  # another tool made it unreadable, which the chain names
            continue
        if note:
            found[row.subject_key] = str(note)
    return found
