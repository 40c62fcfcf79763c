"""An urgent special order above the amount of the joint review, of a customer over the credit limit: who does what.

Told once, for the test by command and the one by keys: five departments are asked, one fails it, it goes back, is
amended, and the departments whose matters did not change stand by what they said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

PEOPLE: Mapping[str, str] = {
    "lin": "clerk",
    "zhao": "sales_manager",
    "qian": "finance",
    "sun": "technical",
    "li": "production",
    "wang": "supervisor",
}
"""Who works in the office, in which role."""

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "customer": "Harbour Lifts", "product": "Drive unit", "limit": "over the credit limit: half in advance",
        "back": "please pay half in advance", "agreed": "half in advance, agreed by telephone",
        "terms": "50% in advance, 50% on delivery", "deposit": "the deposit has to be in before the work begins",
        "minutes": "carried out as soon as the deposit is in", "able": "the second shift can do it",
        "risk": "one motor for two lines", "all": "all departments",
    },
    "zh_CN": {
        "customer": "海川电梯", "product": "曳引机", "limit": "超出信用额度 须预付一半", "back": "请预付一半货款",
        "agreed": "电话商定预付一半", "terms": "预付五成 交货付五成", "deposit": "定金到账后方可开工",
        "minutes": "定金到账后执行", "able": "可排第二班", "risk": "两条产线共用一台电机", "all": "各部门",
    },
}  # fmt: skip
"""What people write, by language."""


@dataclass(frozen=True, slots=True)
class Act:
    """One step: who, which verb, with which fields, and where it leads."""

    person: str
    verb: str
    to: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def told(self, lang: str) -> dict[str, str]:
        """Return the fields as they are written in a language."""
        return {name: text.format(**TEXTS[lang]) for name, text in self.fields.items()}


FIRST: tuple[Act, ...] = (
    Act("lin", "accept", "received"),
    Act("lin", "submit", "in_review"),
    Act("sun", "pass", "in_review", {"review": "technical"}),
    Act("li", "pass", "in_review", {"review": "production", "note": "{able}"}),
    Act("zhao", "pass", "in_review", {"review": "sales"}),
    Act("qian", "fail", "in_review", {"review": "finance", "note": "{limit}"}),
    Act("zhao", "return", "returned", {"note": "{back}"}),
)
"""The first round: finance fails it, and it goes back to the customer; the joint review is not given any more."""

AMENDED = Act("lin", "edit", "returned", {"payment_terms": "{terms}"})
"""What was agreed with the customer."""

SECOND: tuple[Act, ...] = (
    Act("lin", "submit", "in_review", {"note": "{agreed}"}),
    Act("sun", "stand_by", "in_review", {"review": "technical"}),
    Act("li", "stand_by", "in_review", {"review": "production"}),
    Act("zhao", "pass", "in_review", {"review": "sales"}),
    Act("qian", "pass_with_conditions", "in_review", {"review": "finance", "note": "{deposit}", "owner": "finance"}),
    Act("wang", "hold_meeting", "in_review", {
        "chair": "wang", "present": "{all}", "risks": "{risk}", "minutes": "{minutes}",
        "result": "pass_with_conditions",
    }),
    Act("sun", "sign_sheet", "in_review", {"review": "technical"}),
    Act("li", "sign_sheet", "in_review", {"review": "production"}),
    Act("zhao", "sign_sheet", "in_review", {"review": "sales"}),
    Act("qian", "sign_sheet", "in_review", {"review": "finance"}),
    Act("wang", "pass_with_conditions", "approved", {"review": "joint", "note": "{minutes}", "owner": "li"}),
    Act("lin", "confirm", "approved", {"channel": "email", "person": "Ann"}),
    Act("li", "take_note", "approved", {"department": "production"}),
)  # fmt: skip
"""The second round, up to the confirmation that the customer gets."""

VERBS = ("new", *(act.verb for act in (*FIRST, AMENDED, *SECOND)))
"""What the record tells in the end."""

ASKED = {"sales", "finance", "technical", "production", "joint"}
"""The five departments."""
