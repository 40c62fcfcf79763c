"""What the review room opens over itself: the data behind a check, the printing of an order, many opinions at once."""

from functools import partial
from typing import TYPE_CHECKING

from data.errors import Refusal
from data.rules.workflow import Verb
from data.words import _
from data.words.checks import not_simple_text
from data.words.explain import explain
from data.words.phrases import cut
from screens.printing import PrintDialog, Printed, Wanted, folder_at_hand, print_paper
from screens.review_behind import BehindDialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.desk.desk import Desk
    from data.orders import Order
    from data.rules.checks import Check, NotSimple
    from data.rules.evidence import Backing
    from screens.base import DeskScreen
    from screens.room import RoomScreen
    from screens.seen import Seen


async def show_behind(room: "DeskScreen", order: "Order", check: "Check") -> None:
    """Show the data behind a check of an order."""
    see = check.see

    def behind(desk: "Desk") -> "Backing | None":
        return None if see is None else desk.review.behind(order.number, see)

    def left(number: str | None) -> None:
        if number is not None:
            room.open_order(number)

    try:
        found = await room.ask(behind)
    except Refusal as refusal:
        room.refuse(refusal)
        return
    dialog = BehindDialog(order.number, check, found, order.currency, room.office.moment())
    room.app.push_screen(dialog, left)


async def ask_to_print(room: "RoomScreen") -> None:
    """Ask what is to be printed of the order of the cursor, which is read first, and print it."""
    row = room.row
    if row is None:
        room.say(_("No order is chosen."))
        return
    try:
        order = await room.ask(lambda desk: desk.orders.get(row.number))
    except Refusal as refusal:
        room.refuse(refusal)
        return

    async def printing(wanted: Wanted) -> Printed | str:
        try:
            done = await room.ask(partial(print_paper, order.number, wanted))
        except FileExistsError:
            return _("There is a file of this name already. Choose another name.")
        except Refusal as refusal:
            return explain(refusal)
        if done.filed:
            room.changed_by_us(frozenset({order.number}))
        return done

    def printed(done: Printed | None) -> None:
        if done is not None:
            room.say(done.said())

    room.app.push_screen(PrintDialog(order, folder_at_hand(), printing), printed)


async def pass_simple(room: "RoomScreen", orders: "Sequence[Seen]") -> None:
    """Pass at once what the policy calls simple; the others are named, and left to be looked at one by one."""
    numbers = [order.number for order in orders if Verb.PASS in order.verbs]

    def asked(desk: "Desk") -> "Mapping[str, NotSimple | None]":
        return desk.review.not_simple(numbers)

    try:
        found = await room.ask(asked)
    except Refusal as refusal:
        room.refuse(refusal)
        return
    left = [not_simple_text(number, why) for number, why in found.items() if why is not None]
    if left:
        head = _("Not simple, so not passed with others; look at them one by one:")
        room.say(f"{head}\n\n{cut(left)}")
    simple = [order for order in orders if order.number in found and found[order.number] is None]
    if simple:
        room.open_form(Verb.PASS, simple)
