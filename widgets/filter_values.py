"""What a list is filtered by, as plain data: what the filter bar gives, and what is remembered under a name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.rules.lists import OrderFilter
from data.states import OrderState
from data.words import _
from data.words.labels import label
from data.words.phrases import listing, quoted


@dataclass(frozen=True, slots=True)
class FilterValues:
    """A filter; what is empty does not filter.

    Attributes:
        text: what is searched for.
        customer: code or name of a customer.
        states: states of which the order has one.
        late: only what is late.
        on_hold: only what is on hold (True) or is not (False).
        mine: only what is one's own (E4).
    """

    text: str = ""
    customer: str = ""
    states: tuple[OrderState, ...] = ()
    late: bool = False
    on_hold: bool | None = None
    mine: bool = False

    def plain(self) -> dict[str, object]:
        """Return the filter as it is remembered."""
        found: dict[str, object] = {}
        if self.text:
            found["text"] = self.text
        if self.customer:
            found["customer"] = self.customer
        if self.states:
            found["states"] = [state.value for state in self.states]
        if self.late:
            found["late"] = True
        if self.on_hold is not None:
            found["on_hold"] = self.on_hold
        if self.mine:
            found["mine"] = True
        return found

    @classmethod
    def of(cls, plain: object) -> "FilterValues":
        """Return the filter that was remembered; what cannot be read does not filter."""
        if not isinstance(plain, Mapping):
            return cls()
        text, customer, states = plain.get("text"), plain.get("customer"), plain.get("states")
        known = {state.value: state for state in OrderState}
        hold = plain.get("on_hold")
        return cls(
            text=text if isinstance(text, str) else "",
            customer=customer if isinstance(customer, str) else "",
            states=tuple(known[one] for one in states if isinstance(one, str) and one in known)
            if isinstance(states, list | tuple)
            else (),
            late=plain.get("late") is True,
            on_hold=hold if isinstance(hold, bool) else None,
            mine=plain.get("mine") is True,
        )

    def narrow(self, base: OrderFilter) -> OrderFilter:
        """Return a list's own filter narrowed by this one; states that the list does not have are left out."""
        chosen = tuple(state for state in self.states if not base.states or state in base.states)
        return replace(
            base,
            states=chosen or base.states,
            text=self.text or base.text,
            customer=self.customer or base.customer,
            late=True if self.late else base.late,
            on_hold=base.on_hold if self.on_hold is None else self.on_hold,
        )

    def words(self) -> str:
        """Return what the filter lets through, in words; "" where that is everything."""
        parts = []
        if self.text:
            parts.append(quoted(self.text))
        if self.customer:
            parts.append(_("customer {customer}").format(customer=quoted(self.customer)))
        if self.states:
            parts.append(listing(map(label, self.states)))
        if self.late:
            parts.append(_("late only"))
        if self.on_hold is not None:
            parts.append(_("on hold only") if self.on_hold else _("not on hold"))
        if self.mine:
            parts.append(_("mine only"))
        return _(" · ").join(parts)
