"""What somebody does not see, they do not write either (P5)."""

from collections.abc import Mapping

from data.amounts import MASK
from data.errors import BadValue, NotPermitted
from data.rules.masking import Sight, not_written
from data.rules.permissions import DeskAct, permitted
from data.rules.policy import Policy
from data.rules.verbs import FIELDS, LINE_FIELDS, ORDER_FIELDS
from data.rules.workflow import Verb

_WHAT = {"prices": DeskAct.SEE_PRICES, "customers": DeskAct.SEE_CUSTOMERS}


def see_nothing_masked(
    policy: Policy, verb: Verb | str, texts: Mapping[str, str], sight: Sight, number: str = ""
) -> None:
    """See that nothing is written that the person does not see, and nowhere the mask instead of what it hides.

    Raises:
        NotPermitted: a field is not for the person. BadValue: a field holds the mask.
    """
    for name, text in texts.items():
        if text.strip() == MASK:
            raise BadValue(name, text, "masked")
        unseen = not_written(name, sight, of_order=verb in (Verb.EDIT, "new"))
        if unseen:
            raise _refused(policy, _WHAT[unseen], number)


def closed_fields(sight: Sight) -> frozenset[str]:
    """Return the fields of verbs, orders and lines that the person cannot write, so that forms show them as closed."""
    names = {field.name for fields in FIELDS.values() for field in fields}
    found = {name for name in (*names, *LINE_FIELDS) if not_written(name, sight, of_order=False)}
    return frozenset(found | {name for name in ORDER_FIELDS if not_written(name, sight, of_order=True)})


def _refused(policy: Policy, what: DeskAct, number: str) -> NotPermitted:
    return NotPermitted(what.value, tuple(role.value for role in permitted(policy, what)), (), number)
