"""The user's own mapping of headings to fields, where recognition does not know them (`import --mapping`)."""

import json
import tomllib
from collections.abc import Mapping

from data.drafts import Subject
from data.errors import Unreadable
from data.files.fields import FIELDS


def parse_mapping(text: str, name: str = "mapping") -> Mapping[str, str]:
    """Return heading → field from a TOML or JSON document such as `"Artikel" = "product_code"`.

    A field "" keeps the column as an extra one. The pairs may also stand in a table `[columns]`.

    Raises:
        Unreadable: `bad_mapping`, with what is wrong with the document in `detail`.
    """
    try:
        found = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # JSON and TOML errors are ValueErrors
        raise Unreadable(name, "bad_mapping", str(error)) from error
    if list(found) == ["columns"] and isinstance(found["columns"], dict):
        found = found["columns"]
    for heading, field in found.items():
        if not isinstance(field, str) or not heading.strip():
            raise Unreadable(name, "bad_mapping", f"{heading}: {field}")
    if not found:
        raise Unreadable(name, "bad_mapping", "")
    return dict(found)


def check_mapping(mapping: Mapping[str, str], subject: Subject, name: str) -> None:
    """Check that a mapping names fields of the subject, each at most once.

    Raises:
        Unreadable: `bad_mapping`, with the heading and its unknown field, or the field that two headings claim.
    """
    claimed: dict[str, str] = {}
    for heading, field in mapping.items():
        if field and field not in FIELDS[subject]:
            raise Unreadable(name, "bad_mapping", f"{heading} = {field}")
        if field and field in claimed and field != "specification":
            raise Unreadable(name, "bad_mapping", f"{claimed[field]}, {heading} = {field}")
        claimed[field] = heading
