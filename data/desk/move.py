"""One act on one order, as its verb's method sees it: the order as it stands, typed values, and what it changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from data.drafts import Source
from data.errors import Needed, NotFound, NotPermitted, NotReady, OnHold, QuantityRefused
from data.orders import Order, OrderLine
from data.rules.permissions import Acting, permitted, review_act
from data.rules.policy import Policy
from data.rules.workflow import Verb
from data.rules.worktime import office_day
from data.states import OrderState, Review, Role
from data.store.tables.orders import OrderLineRow
from data.store.unit import Writer

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Change:
    """What a verb changes beside the records that it wrote.

    Attributes:
        to: the state that it leads to; None lets the quantities decide (or leaves the state as it is).
        columns: columns of the order's row.
        payload: what the record keeps beside note, values and difference.
        shown: what the order shows beside its columns (the customer's name), as it is after the act.
        role: in which the person acted, where the verb finds it out; None leaves the one that the verb is the work of.
    """

    to: OrderState | None = None
    columns: Mapping[str, object] = field(default_factory=dict)
    payload: Mapping[str, object] = field(default_factory=dict)
    shown: Mapping[str, object] = field(default_factory=dict)
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is committed: the event that recorded it, and where the order stands now."""

    number: str
    verb: Verb
    event: int
    version: int
    from_state: OrderState
    to_state: OrderState
    order: Order


@dataclass(frozen=True, slots=True)
class Move:
    """An act under way; its methods read the values that were given, or refuse by name."""

    tx: Writer
    order: Order
    verb: Verb
    policy: Policy
    at: datetime
    person: str
    role: Role
    by: Acting
    values: Mapping[str, object]
    note: str
    files: Mapping[str, Source]

    @property
    def today(self) -> date:
        """The office's day."""
        return office_day(self.policy, self.at)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the person."""
        return self.by.roles

    def permit_review(self, review: Review) -> None:
        """Let pass only whose work a review is.

        Raises:
            NotPermitted: it is somebody else's.
        """
        wanted = permitted(self.policy, review_act(review))
        if not self.by.may(wanted):
            raise NotPermitted(
                self.verb, tuple(role.value for role in wanted), self.by.others(wanted), self.order.number
            )

    def permit(self, role: Role) -> None:
        """Let pass only who has a role, where people act by name, or heads a department.

        Raises:
            NotPermitted: the person has not.
        """
        wanted = (role, Role.DEPARTMENT_HEAD)
        if not self.by.may(wanted):
            raise NotPermitted(self.verb, tuple(wanted), self.by.others(wanted), self.order.number)

    def text(self, name: str, default: str = "") -> str:
        """Return a text that was given, or the default."""
        value = self.values.get(name)
        return str(value) if value not in (None, "") else default

    def day(self, name: str) -> date | None:
        """Return a date that was given, or None."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def integer(self, name: str) -> int | None:
        """Return a number or an amount that was given, or None."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def one_of(self, name: str, kind: type[E]) -> E | None:
        """Return a value of a closed list that was given, or None."""
        value = self.values.get(name)
        return value if isinstance(value, kind) else None

    def must(self, name: str, value: E | None) -> E:
        """Return the value.

        Raises:
            Needed: it was not given.
        """
        if value is None or value == "":
            raise Needed(self.verb, name)
        return value

    def not_ready(self, what: str, detail: str = "") -> NotReady:
        """Return the refusal that names what is not fulfilled."""
        return NotReady(self.order.number, self.verb, what, detail)

    def line(self) -> OrderLine:
        """Return the line that was named.

        Raises:
            Needed: none was. NotFound: the order has no such line.
        """
        wanted = self.must("line", self.integer("line"))
        found = self.order.line(wanted)
        if found is None:
            raise NotFound("line", f"{self.order.number}/{wanted}", tuple(str(x.line_no) for x in self.order.lines))
        return found

    def quantities(
        self, open_of: Callable[[OrderLine], int], most: Callable[[OrderLine], int] | None = None
    ) -> tuple[tuple[OrderLine, int], ...]:
        """Return the quantities that this act moves, per line: those given, else all that is open.

        Args:
            open_of: what of a line is open at this step.
            most: what may be moved at the most, where a tolerance allows more than what is open.

        Raises:
            QuantityRefused: more than may be moved. OnHold: the line is held. NotFound: there is no such line.
            NotReady: nothing is open at all.
        """
        given = self.values.get("lines")
        wanted: list[tuple[OrderLine, int]] = []
        if isinstance(given, Mapping):
            for line_no, quantity in given.items():
                line = self.order.line(int(line_no))
                if line is None:
                    numbers = tuple(str(x.line_no) for x in self.order.lines)
                    raise NotFound("line", f"{self.order.number}/{line_no}", numbers)
                if line.on_hold:
                    raise OnHold(self.order.number, self.verb, line.hold_reason, line.line_no)
                bound = (most or open_of)(line)
                if quantity > bound:
                    raise QuantityRefused(self.order.number, self.verb, line.line_no, quantity, bound)
                wanted.append((line, quantity))
        else:
            wanted = [(line, open_of(line)) for line in self.order.lines if not line.on_hold and open_of(line) > 0]
        if not wanted:
            held = next((line for line in self.order.lines if line.on_hold and open_of(line) > 0), None)
            if held is not None:
                raise OnHold(self.order.number, self.verb, held.hold_reason, held.line_no)
            raise self.not_ready("nothing_open")
        return tuple(wanted)

    def add_to_lines(self, column: str, moved: tuple[tuple[OrderLine, int], ...]) -> None:
        """Add quantities to a running sum of the lines (`shipped`), beside the records that make it up."""
        for line, quantity in moved:
            self.tx.update(OrderLineRow, line.line_id, {column: getattr(line, column) + quantity})
