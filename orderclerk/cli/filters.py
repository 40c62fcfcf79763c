"""Options by which lists of orders are narrowed down."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import BadValue
from data.states import OrderState
from data.words import N_, _
from orderclerk.cli.options import many_of, text

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.store.queries.orders import OrderFilter


def complete_state(incomplete: str) -> list[str]:
    """Return the states that begin so."""
    return [state.value for state in OrderState if state.value.startswith(incomplete)]


States = Annotated[
    list[str] | None,
    text("--state", metavar="STATE", help=N_("Only orders in this state; may be repeated."), complete=complete_state),
]
Customer = Annotated[
    str, text("--customer", metavar="CUSTOMER", help=N_("Only orders of this customer, by code or name."))
]
Numbers = Annotated[list[str] | None, text("--number", metavar="NUMBER", help=N_("Only this order; may be repeated."))]
From = Annotated[str, text("--from", metavar="DATE", help=N_("Only orders requested for this day or later."))]
To = Annotated[str, text("--to", metavar="DATE", help=N_("Only orders requested for this day or earlier."))]


def wanted_orders(
    desk: "Desk",
    states: Sequence[str] | None,
    customer: str,
    numbers: Sequence[str] | None,
    requested_from: str,
    requested_to: str,
    *,
    words: str = "",
    on_hold: bool | None = None,
) -> "OrderFilter":
    """Return what the options ask for.

    Raises:
        BadParameter: a state or a date is none.
    """
    from data.store.queries.orders import OrderFilter

    return OrderFilter(
        states=many_of("--state", states, OrderState),
        customer=customer.strip(),
        text=words.strip(),
        numbers=tuple(numbers or ()),
        on_hold=on_hold,
        requested_from=_day(desk, "--from", requested_from),
        requested_to=_day(desk, "--to", requested_to),
    )


def _day(desk: "Desk", option: str, value: str) -> date | None:
    from data.rules.typed import read_date

    if not value:
        return None
    try:
        return read_date(option, value, desk.context.today(desk.policy.current()))
    except BadValue as error:
        raise typer.BadParameter(_("a date such as 2026-12-08"), param_hint=option) from error
