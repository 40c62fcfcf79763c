"""What somebody does not see, they do not write either (P5)."""

from collections.abc import Mapping

from data.amounts import MASK
from data.errors import BadValue, NotPermitted
from data.rules.masking import Sight, hidden_name
from data.rules.permissions import DeskAct, permitted
from data.rules.policy import Policy
from data.rules.workflow import Verb

_PRIVATE = frozenset({"contact", "delivery_place"})
"""Fields of an order that are confidential of a customer; elsewhere the same names mean people of the office too."""


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
        if hidden_name(name, Sight(prices=sight.prices)):
            raise _refused(policy, DeskAct.SEE_PRICES, number)
        if not sight.customers and verb in (Verb.EDIT, "new") and name in _PRIVATE:
            raise _refused(policy, DeskAct.SEE_CUSTOMERS, number)


def _refused(policy: Policy, what: DeskAct, number: str) -> NotPermitted:
    return NotPermitted(what.value, tuple(role.value for role in permitted(policy, what)), (), number)
