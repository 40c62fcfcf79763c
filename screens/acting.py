"""Carrying verbs out from a screen: on one order or on many, with the version that the person saw."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import Refusal
from data.rules.verbs import FIELDS, FieldType
from data.rules.workflow import Verb
from data.words import _, ngettext
from data.words.explain import explain
from data.words.phrases import cut
from screens.bridge import Bridge
from screens.seen import Seen

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.move import Done
    from data.desk.undo import Undone
    from data.drafts import Source

    LoadPaper = Callable[[str], Source]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a verb on several orders.

    Attributes:
        done: what is committed, in the order of the orders.
        refused: orders that were refused, each with the refusal.
        left: orders that were not tried because it was cancelled.
    """

    done: "tuple[Done, ...]"
    refused: tuple[tuple[Seen, Refusal], ...]
    left: tuple[Seen, ...] = ()


async def carry_out(
    bridge: Bridge, order: Seen, verb: Verb, texts: Mapping[str, str], load_paper: "LoadPaper"
) -> "Done":
    """Carry a verb out on one order.

    Args:
        bridge: the way to the desk.
        order: as the person saw it; somebody else's change in between refuses the verb.
        verb: which.
        texts: the verb's fields, the note among them.
        load_paper: reads a file that a field names; in the thread, as it may be slow.

    Raises:
        Refusal: the desk's, or that of a file.
    """
    fields = dict(texts)
    note = fields.pop("note", "")
    papers = [field.name for field in FIELDS[verb] if field.type is FieldType.FILE and field.name in fields]

    def do(desk: "Desk") -> "Done":
        files = {name: load_paper(fields[name]) for name in papers}
        return desk.do(order.number, verb, fields, note=note, version=order.version, files=files)

    return await bridge.ask(do)


async def carry_back(bridge: Bridge, order: Seen) -> "Undone":
    """Take the person's last act on an order back.

    Args:
        bridge: the way to the desk.
        order: as the person saw it; a change in between, by whomever, refuses it.

    Raises:
        Refusal: the desk's.
    """
    return await bridge.ask(lambda desk: desk.undo(order.number, version=order.version))


async def on_all(
    orders: Sequence[Seen],
    act: Callable[[Seen], Awaitable["Done"]],
    *,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> Outcome:
    """Do something to many orders, one after the other; a refused one does not stop the rest.

    Args:
        orders: as the person saw them.
        act: what is done to one of them.
        progress: is told how many orders were tried.
        cancelled: says whether the rest is to be left.
    """
    done: list[Done] = []
    refused: list[tuple[Seen, Refusal]] = []
    for at, order in enumerate(orders):
        if cancelled():
            return Outcome(tuple(done), tuple(refused), tuple(orders[at:]))
        try:
            done.append(await act(order))
        except Refusal as refusal:
            refused.append((order, refusal))
        progress(at + 1)
    return Outcome(tuple(done), tuple(refused))


def bulk_report(outcome: Outcome) -> str:
    """Return what became of a verb on several orders, in words; each refused order with its reason."""
    parts = [ngettext("{number} done", "{number} done", len(outcome.done)).format(number=len(outcome.done))]
    if outcome.refused:
        count = len(outcome.refused)
        parts.append(ngettext("{number} refused", "{number} refused", count).format(number=count))
    if outcome.left:
        count = len(outcome.left)
        parts.append(ngettext("{number} not tried", "{number} not tried", count).format(number=count))
    head = _(", ").join(parts)
    if not outcome.refused:
        return head
    reasons = cut([f"{order.number}: {explain(refusal)}" for order, refusal in outcome.refused])
    return f"{head}\n\n{reasons}"
