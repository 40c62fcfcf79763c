"""The sample office's policy: the one that comes with the program, with its people and its zone."""

import json
import re
from collections.abc import Mapping

from data.desk.making import default_policy
from data.states import Role

PEOPLE: Mapping[str, tuple[Role, ...]] = {
    "chen": (Role.CLERK, Role.ADMINISTRATOR),
    "lin": (Role.CLERK,),
    "zhao": (Role.SALES_MANAGER,),
    "qian": (Role.FINANCE,),
    "sun": (Role.TECHNICAL, Role.QUALITY),
    "li": (Role.PRODUCTION, Role.OPERATIONS),
    "zhou": (Role.PURCHASING, Role.WAREHOUSE),
    "wu": (Role.LOGISTICS,),
    "zheng": (Role.AFTER_SALES,),
    "feng": (Role.AUDITOR,),
    "wang": (Role.SUPERVISOR, Role.DEPARTMENT_HEAD),
}
"""Who works in the sample office."""


def sample_policy(zone: str) -> str:
    """Return the document of the sample office's policy.

    Args:
        zone: the office's time zone (`Asia/Shanghai`).
    """
    # a list of plain words is the same in JSON and in TOML
    roles = ", ".join(f"{person} = {json.dumps([role.value for role in theirs])}" for person, theirs in PEOPLE.items())
    document = _set(default_policy(), "zone", json.dumps(zone))
    return _set(document, "roles", f"{{ {roles} }}")


def _set(document: str, key: str, value: str) -> str:
    """Return the document with another value for a key that stands on a line of its own.

    Raises:
        LookupError: the document has no such line, or several.
    """
    changed, found = re.subn(rf"(?m)^{key} = [^#\n]*", lambda _: f"{key} = {value}  ", document)
    if found != 1:
        raise LookupError(key)
    return changed
