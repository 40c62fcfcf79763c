"""The head of an order while somebody types it: what stood in each field, what stands there now, what is to be said.

Pure: the form paints it, and `texts` says what has changed as `edit` and `order new` take it.
"""

from collections.abc import Mapping
from datetime import date

from data.drafts import Problem, Where
from data.errors import BadValue
from data.orders import Order
from data.rules.verbs import ORDER_FIELDS, FieldType
from data.words import _
from data.words.explain import problem_text
from data.words.labels import code_label, noted_label, source_label
from widgets.cells import Part, Tone, harmless
from widgets.form_values import CHOICES, Typing, order_texts, read_as, read_field

FIELDS: tuple[str, ...] = (
    "customer", "customer_po_no", "contact", "requested_date", "delivery_place", "delivery_method", "payment_terms",
    "handling_class", "special_requirements", "kind", "channel", "received_at", "ordered_on", "currency", "price_basis",
    "discount_rate", "freight", "rounding_off", "contract_no", "promised_date", "planned_ship_date", "planned_finish",
    "salesperson", "merchandiser",
)  # fmt: skip
"""The fields of the head, what is asked for first first."""

_KINDS = {"kind": "OrderKind", "handling_class": "HandlingClass", "channel": "Channel", "price_basis": "PriceBasis"}


def choice_label(name: str, code: str) -> str:
    """Return the name of a choice of a field; a text that is none of them comes back as it is."""
    return code_label(_KINDS[name], code) if code in CHOICES[name] else code


def choice_code(name: str, text: str) -> str:
    """Return the choice that a text names, by its code or its name; a text that is none comes back as it is."""
    wanted = text.strip().casefold()
    for code in CHOICES[name]:
        if wanted in (code, choice_label(name, code).casefold()):
            return code
    return text.strip()


def _meant(name: str, text: str) -> str:
    """Return what a text means that the desk's own policy fills in by its code, such as `carrier`."""
    return noted_label(text) if name == "delivery_method" else text


class HeadModel:
    """All fields of the head."""

    def __init__(self, order: Order | None, typing: Typing) -> None:
        """Start with an order's fields, or with empty ones for a new order."""
        texts = order_texts(order, typing.zone) if order else {}
        # What is given is made harmless once, so that only what somebody types counts as changed.
        self._given = {name: harmless(texts.get(name, "")).strip() for name in FIELDS}
        self._texts = dict(self._given)
        self._marks: Mapping[str, str] = order.supplied if order else {}
        self.typing = typing

    def text(self, name: str) -> str:
        """Return what stands in a field; of a choice its code."""
        return self._texts[name]

    def shown(self, name: str) -> str:
        """Return what stands in a field as it is shown."""
        text = self._texts[name]
        return choice_label(name, text) if name in CHOICES and text else text

    def set(self, name: str, text: str) -> bool:
        """Put a text into a field; return whether it is another one."""
        plain = choice_code(name, text) if name in CHOICES else text.strip()
        before, self._texts[name] = self._texts[name], plain
        return before != plain

    def settle(self, name: str) -> None:
        """Let a date stand as the day that it is, so that `+3d` means the same tomorrow."""
        if ORDER_FIELDS[name] is not FieldType.DATE or not self.changed(name):
            return
        try:
            value = read_field(name, self._texts[name], self.typing)
        except BadValue:
            return
        if isinstance(value, date):
            self._texts[name] = value.isoformat()

    def changed(self, name: str) -> bool:
        """Whether something else stands in a field than was given."""
        return self._texts[name] != self._given[name]

    def texts(self) -> dict[str, str]:
        """Return what has changed, as `edit` and `order new` take it."""
        return {name: self._texts[name] for name in FIELDS if self.changed(name)}

    def problem(self, name: str) -> BadValue | None:
        """Why the desk would not take what stands in a field; None if it would, or if it was given so."""
        if not self.changed(name):
            return None
        try:
            read_field(name, self._texts[name], self.typing)
        except BadValue as problem:
            return problem
        return None

    def closed(self, name: str) -> bool:
        """Whether a field is not for whoever types (P5)."""
        return name in self.typing.closed

    def missed(self, name: str) -> bool:
        """Whether a field is required, empty, and nothing will be filled in (I3)."""
        return not self._texts[name] and name in self.typing.required and name not in self.typing.supplies

    def figure(self, name: str) -> int | None:
        """Return an amount or rate of the head; 0 for an empty one, None while it cannot be read."""
        try:
            value = read_field(name, self._texts[name], self.typing)
        except BadValue:
            return None
        return value if isinstance(value, int) else 0

    def sign(self, name: str) -> Part:
        """Return the sign of a field: wrong, missing, or changed."""
        if self.problem(name) is not None:
            return Part("✘", Tone.BAD)
        if self.missed(name):
            return Part("▲", Tone.BAD)
        if self.closed(name):
            return Part("⊘", Tone.MUTED)
        return Part("*", Tone.WARN) if self.changed(name) else Part(" ")

    def explained(self, name: str) -> Part:
        """Return what is to be said of a field: what is wrong, what it is read as, what will be filled in."""
        problem = self.problem(name)
        if problem is not None:
            # The field stands beside it, so the sentence need not name it.
            return Part(problem_text(Problem(Where(), "", problem.why, problem.value, problem.bound)), Tone.BAD)
        if self.missed(name):
            return Part(_("missing, not for your role") if self.closed(name) else _("missing"), Tone.BAD)
        if self.closed(name):
            return Part(_("not for your role"), Tone.MUTED)
        if not self._texts[name] and name in self.typing.supplies:
            text, source = self.typing.supplies[name]
            value = choice_label(name, text) if name in CHOICES else harmless(_meant(name, text), 100)
            return Part(_("{value} ({source})").format(value=value, source=source_label(source)), Tone.MUTED)
        if not self.changed(name):
            mark, text = self._marks.get(name, ""), self._texts[name]
            if _meant(name, text) != text:
                return Part(f"= {_meant(name, text)}", Tone.MUTED)
            return Part(_("({source})").format(source=source_label(mark)) if mark else "", Tone.MUTED)
        read = read_as(name, read_field(name, self._texts[name], self.typing), self.typing)
        return Part(f"= {read}" if read and read.casefold() != self._texts[name].casefold() else "", Tone.MUTED)

    def restore(self, texts: object) -> None:
        """Take up texts that were kept; what cannot be read of them is passed over."""
        for name, text in texts.items() if isinstance(texts, Mapping) else ():
            if name in self._texts and isinstance(text, str):
                self.set(name, text)
