"""The sample office's policy: the one that comes with the program, with its people and its zone."""

import json
import re
from collections.abc import Mapping

from data.desk.making import default_policy
from data.sample.names import CUSTOMERS
from data.sample.people import STAFF
from data.states import Role

PEOPLE: Mapping[str, tuple[Role, ...]] = {code: one.roles for code, one in STAFF.items()}
"""Who works in the sample office, in which roles."""

_CHINESE = {"CN": "zh_CN", "TW": "zh_TW", "HK": "zh_TW", "MO": "zh_TW"}

LANGUAGES: Mapping[str, str] = {one.country: _CHINESE.get(one.country, "en") for one in CUSTOMERS}
"""Country of a customer → the language in which the office writes to him."""


def sample_policy(zone: str, *, named: bool = False) -> str:
    """Return the document of the sample office's policy.

    Args:
        zone: the office's time zone (`Asia/Shanghai`).
        named: whether only people of the register act.
    """
    # a list of plain words is the same in JSON and in TOML
    roles = ", ".join(f"{person} = {json.dumps([role.value for role in theirs])}" for person, theirs in PEOPLE.items())
    document = _set(default_policy(), "zone", json.dumps(zone))
    document = _set(document, "roles", f"{{ {roles} }}")
    tongues = ", ".join(f"{country} = {json.dumps(language)}" for country, language in LANGUAGES.items())
    document = _set(document, "languages", f"{{ {tongues} }}")
    # what is sold for less than that is released by the sales manager
    document = _set(document, "floor", "0.85")
    document = _set(document, "quality_standard", json.dumps("GB/T 1804-m"))
    # nobody keeps backups of an office that is invented
    document = _set(document, "drill_days", "0")
    return _set(document, "mode", json.dumps("named")) if named else document


def _set(document: str, key: str, value: str) -> str:
    """Return the document with another value for a key that stands on a line of its own.

    Raises:
        LookupError: the document has no such line, or several.
    """
    changed, found = re.subn(rf"(?m)^{key} = [^#\n]*", lambda _: f"{key} = {value}  ", document)
    if found != 1:
        raise LookupError(key)
    return changed
