"""Versions of the office's policy, and what differs between two of them, setting by setting."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One setting that differs.

    Attributes:
        key: its place in the document, `review.joint_above`.
        before: the value as the document writes it; "" where the setting was not there.
        after: the value as the document writes it; "" where the setting is gone.
    """

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the policy, as the desk keeps it.

    Attributes:
        version: its number; the highest is in force.
        at: when it was put in force, in UTC.
        by: who put it in force.
        document: its text.
        changes: what it changed against the version before; nothing for the first.
        note: why, as whoever put it in force said.
    """

    version: int
    at: datetime
    by: str
    document: str
    changes: tuple[PolicyChange, ...] = ()
    note: str = ""


def policy_changes(before: str, after: str) -> tuple[PolicyChange, ...]:
    """Return the settings in which two documents differ, in the order of the later one; remarks do not count.

    Raises:
        tomllib.TOMLDecodeError: one of them is no TOML, which no version that was in force is.
    """
    old, new = dict(_settings(tomllib.loads(before))), dict(_settings(tomllib.loads(after)))
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        PolicyChange(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key, "") != new.get(key, "")
    )


def _settings(table: Mapping[str, object], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        here = (*path, name)
        if isinstance(value, Mapping):
            yield from _settings(value, here)
        elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            yield from _settings({str(place): one for place, one in enumerate(value, start=1)}, here)
        else:
            yield ".".join(here), _written(value)


def _written(value: object) -> str:
    """Return a value as a TOML document writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case _:
            return str(value)
