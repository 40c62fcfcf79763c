"""Reading the versions of the office's policy."""

from sqlalchemy import func, select

from data.rules.policy_changes import Edition
from data.store.tables import events
from data.store.tables.base import table
from data.store.unit import Reader

_POLICY = table(events.PolicyVersion)

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


def policy_editions(reader: Reader) -> tuple[Edition, ...]:
    """Return every version of the policy, the first one first, without what each has changed."""
    rows = reader.execute(select(_POLICY).order_by(_POLICY.c.version))
    return tuple(Edition(row.version, row.at, row.by, row.document) for row in rows)
