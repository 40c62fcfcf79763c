"""A screen from which verbs are carried out: menu, form, one order or many; refusals in words."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.binding import Binding

from data.errors import NotReady, Refusal
from data.orders import Order
from data.rules.out_of_place import out_of_place
from data.rules.undo import OUTWARD, UNDO
from data.rules.workflow import Stage, Verb
from data.words import _, ngettext
from data.words.explain import explain
from data.words.formats import format_datetime
from data.words.labels import label
from data.words.phrases import sentences
from data.words.printable import printable
from data.words.verbs import undo_title, verb_title
from screens.acting import Outcome, bulk_report, carry_back, carry_out, on_all
from screens.copying import CopyingScreen
from screens.dialog import Confirm, Message
from screens.dialog_form import VerbForm
from screens.dialog_jobs import Job
from screens.dialog_verbs import VerbMenu
from screens.drafts import VERB_KIND, DraftKeeper, Keeping
from screens.keys import VERB_KEYS
from screens.messages import OrderChanged
from screens.office import Office
from screens.seen import Seen, common_verbs, seen, single_only
from screens.work import start

if TYPE_CHECKING:
    from data.desk.drafts import Draft
    from data.desk.move import Done
    from data.desk.undo import Undoable
    from screens.bridge import Question

T = TypeVar("T")

WRITTEN_ABOUT = frozenset({Verb.RETURN, Verb.CONFIRM})
"""Verbs with which a message to the customer is drafted."""

_TOAST = 160
"""A longer text is no toast: it has to be read."""


class WorkingScreen(CopyingScreen[None]):
    """The part of a screen that works on orders.

    A subclass says which room it belongs to (`stage`) and what verbs are done to (`chosen`).
    """

    stage: ClassVar[Stage] = Stage.ANYWHERE

    def __init__(self, office: Office) -> None:
        """Work in an office."""
        super().__init__()
        self.office = office
        self._letters: dict[Verb, str] | None = None
        self._shown_keys: dict[str, str] = {}

    def chosen(self) -> tuple[Seen, ...]:
        """Return the orders that a verb is done to: the selection, else the order at hand; none where there is none."""
        return ()

    def whole(self) -> Order | None:
        """Return the order at hand whole, where it is read already."""
        return None

    # --- asking the desk ----------------------------------------------------------------------------------------

    async def ask(self, question: "Question[T]") -> T:
        """Ask the desk, off the loop.

        Raises:
            Refusal: the desk's.
        """
        return await self.office.bridge.ask(question)

    def say(self, text: str, *, bad: bool = False, title: str = "") -> None:
        """Say something in passing; what is long has to be closed."""
        if len(text) > _TOAST or "\n" in text:
            Message.over(self.app, text, title)
            return
        severity = "error" if bad else "information"
        self.notify(
            printable(text), title=printable(title), severity="error" if severity == "error" else "information",
            markup=False,
        )  # fmt: skip

    def refuse(self, refusal: Refusal, title: str = "") -> None:
        """Say why something is refused and what to do."""
        self.say(explain(refusal), bad=True, title=title)

    # --- verbs --------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey the letter of a verb that may not be tried now; of one for somebody else it says whose it is (P2)."""
        if action == "verb" and parameters:
            return True if parameters[0] in common_verbs(self.chosen()) else None
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Say that a verb cannot be done now where its letter is pressed all the same; a silent key looks broken."""
        if not event.is_printable or not (orders := self.chosen()):
            return
        verb = next((verb for verb, letter in self.verb_keys().items() if letter == event.character), None)
        if verb is not None and verb not in common_verbs(orders):
            self.say(_("“{verb}” cannot be done now.").format(verb=verb_title(verb)))

    def action_verbs(self) -> None:
        """Show the menu of verbs."""
        orders = self.chosen()
        if not orders:
            self.say(_("No order is chosen."))
            return
        asking = partial(self._undoable, orders[0].number) if len(orders) == 1 else None
        unready = partial(self._read_unready, orders[0]) if len(orders) == 1 else None
        menu = VerbMenu(orders, self.stage, self.verb_keys(), self._undo_key(), asking, self.office.barred, unready)
        self.app.push_screen(menu, self._menu_left)

    def _menu_left(self, chosen: str | None) -> None:
        if chosen == UNDO:
            self.action_undo()
        elif chosen is not None:
            self.try_verb(Verb(chosen))

    def verb_keys(self) -> dict[Verb, str]:
        """Return the letters of the verbs as the keymap has them; they stay as they are while the program runs."""
        if self._letters is None:
            found: dict[Verb, str] = {}
            for _key, binding in self._bindings:
                if binding.id and binding.id.startswith("verb."):
                    found.setdefault(Verb(binding.id.removeprefix("verb.")), self.shown_key(binding))
            self._letters = {verb: found[verb] for verb in VERB_KEYS if verb in found}
        return self._letters

    def shown_key(self, binding: Binding) -> str:
        """Return the key of a binding as it is shown, of one's own where the keymap has one."""
        own = self.office.keys.get(binding.id or "")
        return self.app.get_key_display(binding.with_key(own.split(",")[0]) if own else binding)

    def action_verb(self, verb: str) -> None:
        """Ask for the fields of a verb and carry it out on what is chosen."""
        self.try_verb(Verb(verb))

    def try_verb(self, verb: Verb, values: Mapping[str, str] | None = None) -> None:
        """Ask for the fields of a verb and carry it out on what is chosen.

        Args:
            verb: which.
            values: what its fields hold at first.
        """
        if verb in self.office.barred:
            self.refuse(self.office.barred[verb])
            return
        orders = tuple(order for order in self.chosen() if verb in order.verbs)
        if not orders:
            self.say(_("“{verb}” cannot be done now.").format(verb=verb_title(verb)))
            return
        if len(orders) > 1 and single_only(verb):
            self.say(_("“{verb}” is done to one order at a time.").format(verb=verb_title(verb)))
            return
        unready = self._unready(orders)
        if verb in unready:
            self.refuse(unready[verb])
            return
        self.open_form(verb, orders, values)

    def _unready(self, orders: Sequence[Seen]) -> Mapping[Verb, NotReady]:
        """Return the verbs that have nothing to act on; where it is one order, and it is at hand whole."""
        whole = self.whole() if len(orders) == 1 else None
        return out_of_place(whole) if whole is not None and whole.number == orders[0].number else {}

    async def _read_unready(self, order: Seen) -> Mapping[Verb, NotReady]:
        """Return the same of one order, which is read where it is not at hand."""
        found = self._unready((order,))
        return found or out_of_place(await self.ask(lambda desk: desk.orders.get(order.number)))

    def open_form(
        self, verb: Verb, orders: Sequence[Seen], values: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Open the form of a verb; a room that has a better one for a verb puts it here.

        Args:
            verb: which.
            orders: what it is done to.
            values: what the fields hold at first; without them what was typed before one backed out.
            draft: the name of the draft that is taken up again.
        """
        one = len(orders) == 1
        whole = self.whole() if one else None
        left = (verb.value, *(order.number for order in orders))
        form = self.verb_form(verb, orders)(
            verb,
            orders,
            self.office.moment(),
            order=whole if whole is not None and whole.number == orders[0].number else None,
            values=self.office.left.get(left, {}) if values is None else values,
            submit=partial(self.do, orders[0], verb) if one else None,
            keeping=self._keeping(verb, orders[0], draft) if one else None,
            closed=self.office.closed,
        )

        def closed(texts: Mapping[str, str] | None) -> None:
            if texts is None:
                self.office.left[left] = form.texts()
                return
            self.office.left.pop(left, None)
            if not one:
                self._all(orders, verb, texts)

        self.app.push_screen(form, closed)

    def verb_form(self, verb: Verb, orders: Sequence[Seen]) -> Callable[..., VerbForm]:  # noqa: ARG002 - for subclasses
        """Return what makes the form of a verb; a room that shows more beside it makes its own."""
        return VerbForm

    def _keeping(self, verb: Verb, order: Seen, draft: str) -> Keeping:
        kind = f"{VERB_KIND}:{verb.value}"
        return lambda values: DraftKeeper(self.office.bridge, kind, order.number, values, draft)

    async def take_up(self, draft: "Draft") -> bool:
        """Open the form of a draft again; return whether this screen knows such forms.

        Raises:
            Refusal: the desk's.
        """
        kind, _colon, verb = draft.kind.partition(":")
        if kind != VERB_KIND or verb not in set(Verb):
            return False
        rows = await self.ask(lambda desk: desk.lists.rows((draft.number,)))
        if rows:
            self.open_form(Verb(verb), (seen(rows[0]),), draft.values, draft.name)
        return bool(rows)

    async def do(self, order: Seen, verb: Verb, texts: Mapping[str, str]) -> str:
        """Carry a verb out on one order; return why it was refused, "" when it is committed."""
        try:
            done = await carry_out(self.office.bridge, order, verb, texts, self.office.load_paper)
        except Refusal as refusal:
            return explain(refusal)
        self.changed_by_us(frozenset({order.number}))
        self.post_message(OrderChanged(order.number, verb, done.version))
        said = _("{number}: {verb} → {state}").format(
            number=order.number, verb=verb_title(verb), state=label(done.to_state)
        )
        hint = _("({key} takes it back)").format(key=self._undo_key())
        self.say(sentences(said, hint))
        if verb in WRITTEN_ABOUT:
            await self._offer_message(order.number)
        return ""

    async def _offer_message(self, number: str) -> None:
        """Say that a message to the customer is drafted, and how it is read, edited and sent (R9, R11)."""
        with suppress(Refusal):
            if await self.ask(lambda desk: desk.outbox.offered(number)):
                said = _("A message to the customer is drafted: ctrl+e reads, edits and sends it.")
                self.notify(said, title=printable(number), markup=False, severity="warning")

    # --- taking back --------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take the last act on the order back, or on each of the selected ones."""
        orders = self.chosen()
        if not orders:
            self.say(_("No order is chosen."))
        elif len(orders) == 1:
            start(self, partial(self._undo, orders[0]), "undo", "taking back")
        else:
            question = ngettext(
                "Your last act on {number} order is taken back.",
                "Your last act on each of {number} orders is taken back.",
                len(orders),
            ).format(number=len(orders))
            self.app.push_screen(Confirm(question, _("Take back"), undo_title()), partial(self._undo_all, orders))

    def _undo_key(self) -> str:
        """Return the key that takes back, as it is shown."""
        found = next((binding for _key, binding in self._bindings if binding.id == "order.undo"), None)
        return "" if found is None else self.shown_key(found)

    async def _undoable(self, number: str) -> "Undoable":
        return await self.ask(lambda desk: desk.undoing.last(number))

    async def _undo(self, order: Seen) -> None:
        """Take back at once what only the desk knows of; ask first where papers, goods or money went out or came in."""
        try:
            found = await self._undoable(order.number)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        if found.verb not in OUTWARD:
            await self._take_back(order)
            return
        question = _(
            "“{verb}” of {time} is taken back on the desk. What the customer, the carrier or the bank has of it stays: "
            "tell them where they have to know."
        ).format(verb=verb_title(found.verb), time=format_datetime(found.at, self.office.moment().zone))
        self.app.push_screen(Confirm(question, _("Take back"), order.number), partial(self._undo_sure, order))

    def _undo_sure(self, order: Seen, sure: bool | None) -> None:
        if sure:
            start(self, partial(self._take_back, order), "undo", "taking back")

    async def _take_back(self, order: Seen) -> None:
        try:
            done = await carry_back(self.office.bridge, order)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.changed_by_us(frozenset({order.number}))
        self.post_message(OrderChanged(order.number, done.verb, done.version))
        self.say(
            _("{number}: taken back: {verb} → {state}").format(
                number=order.number, verb=verb_title(done.verb), state=label(done.to_state)
            )
        )

    def _undo_all(self, orders: Sequence[Seen], sure: bool | None) -> None:
        if sure:
            self._job(undo_title(), orders, partial(carry_back, self.office.bridge))

    # --- many orders --------------------------------------------------------------------------------------------

    def _all(self, orders: Sequence[Seen], verb: Verb, texts: Mapping[str, str]) -> None:
        self._job(
            verb_title(verb),
            orders,
            lambda order: carry_out(self.office.bridge, order, verb, texts, self.office.load_paper),
        )

    def _job(self, title: str, orders: Sequence[Seen], act: Callable[[Seen], Awaitable["Done"]]) -> None:
        job: Job[Outcome] = Job(
            title, len(orders), lambda progress, cancelled: on_all(orders, act, progress=progress, cancelled=cancelled)
        )
        self.app.push_screen(job, partial(self._done_all, title))

    def _done_all(self, title: str, outcome: Outcome | None) -> None:
        if outcome is None:
            return
        self.changed_by_us(frozenset(done.number for done in outcome.done))
        for done in outcome.done:
            self.post_message(OrderChanged(done.number, done.verb, done.version))
        self.say(bulk_report(outcome), bad=bool(outcome.refused), title=title)

    def changed_by_us(self, numbers: frozenset[str]) -> None:
        """Show at once what this person has changed, here and on every other screen."""
        self.office.tell(numbers)
