"""The review room: orders that wait for opinions, by deadline, beside everything that an opinion rests on (R)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from data.errors import NotFound, Refusal
from data.orders import Order, OrderRow
from data.rules.facts import Behind
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.review import Duties, Needs, Queue, ReviewPaper, own_review, queue_of
from data.rules.workflow import Stage, Verb
from data.states import Review
from data.words import N_, _
from data.words.formats import format_money
from screens.headline import Headline
from screens.keybar import Key
from screens.keys import ORDERS, key
from screens.review_acts import ask_to_print, pass_simple, show_behind
from screens.review_list import QueueTabs, ReviewRows, left_column, needs_column, total_column
from screens.review_paper import PaperPane, fill_similar
from screens.review_similar import SimilarView
from screens.review_views import exposure_part
from screens.room import RoomScreen
from screens.rows import DeskRows
from screens.summary import clock_parts, joined, late_parts, state_parts
from screens.work import start
from widgets.cells import Part, Tone
from widgets.checks_view import ChecksView
from widgets.columns import Column
from widgets.filter_bar import FilterBar
from widgets.lines_view import LinesView

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.originals import Original
    from screens.office import Office
    from screens.seen import Seen

_OPINIONS = (Verb.PASS, Verb.PASS_WITH_CONDITIONS, Verb.FAIL, Verb.STAND_BY)
_AT_ONCE = (Verb.PASS, Verb.STAND_BY)
"""Opinions that ask for nothing where it is clear whose they are."""
_PARTS: Mapping[Behind, str] = {Behind.EXPOSURE: "exposure", Behind.ORIGINAL: "original"}
"""What is behind a check and stands in the pane itself → the part of it."""
_TICK = 30
"""Seconds after which the time left is told anew."""


class ReviewScreen(RoomScreen):
    """The review room."""

    CSS_PATH: ClassVar[list[str]] = ["room.tcss", "review.tcss"]  # type: ignore[assignment]  # Textual takes a list too
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left_square_bracket", "queue(-1)", "review.queue_before", N_("Queue before"),
            N_("Show the queue on the left: mine, my roles', all"), ORDERS),
        key("right_square_bracket", "queue(1)", "review.queue_next", N_("Next queue"),
            N_("Show the queue on the right: mine, my roles', all"), ORDERS),
        key("f3", "zoom", "review.paper", N_("Whole width"),
            N_("Show what the opinion rests on in the whole width, or the list again"), ORDERS),
        key("f4", "part(1)", "review.part_next", N_("Next part"),
            N_("Show the next part of what the opinion rests on"), ORDERS),
        key("shift+f4", "part(-1)", "review.part_before", N_("Part before"),
            N_("Show the part before of what the opinion rests on"), ORDERS),
        key("ctrl+o", "print", "review.print", N_("Print …"),
            N_("Write the order, or its confirmation, as a PDF"), ORDERS),
    ]  # fmt: skip

    stage: ClassVar[Stage] = Stage.REVIEW
    first_sort: ClassVar[Sort] = Sort.DUE
    column_names: ClassVar[tuple[str, ...]] = ("due", "number", "class", "customer", "total", "currency", "needs")

    def __init__(self, office: "Office") -> None:
        """Make the room; nothing is read before it is shown."""
        self.queue = Queue.ALL
        self.own: Duties | None = None
        self.needs: dict[str, Needs] = {}
        self.paper: ReviewPaper | None = None
        self._counts: Mapping[Queue, int] = {}
        self._passing: set[str] = set()
        super().__init__(office)

    # --- the list -----------------------------------------------------------------------------------------------

    def first_filter(self) -> OrderFilter:
        """Return the orders of the queue."""
        own = self.own or Duties()
        return replace(super().first_filter(), queue=queue_of(self.queue, own))

    def own_columns(self) -> Sequence[Column[OrderRow]]:
        """Return the countdown, the total and what each order still needs."""
        moment = self.office.moment
        return left_column(moment), total_column(moment), needs_column(self.needs, lambda: self.own)

    def rows_of(self, query: ListQuery) -> DeskRows:
        """Return rows that bring along what each order needs."""
        return ReviewRows(self.office.bridge, query, self.needs)

    def above_list(self) -> Iterable[Widget]:
        """Return the queues above the search."""
        return (QueueTabs(id="queues"), *super().above_list())

    def nothing_here(self) -> str:
        """Say that the queue is empty, and what to do."""
        following = self.key_of("review.queue_next")
        if self.queue is Queue.MINE:
            return _("Nothing in review waits for you. {key} shows what your roles have a say in, then all.").format(
                key=following
            )
        if self.queue is Queue.ROLES:
            return _("Your roles have no say in any order in review. {key} shows all of them.").format(key=following)
        return _("No order waits for an opinion. Orders come here when intake hands them to review.")

    def read(self, query: ListQuery | None = None) -> None:
        """Show a list; who the person is has to be known first."""
        if self.own is None:
            self.query_now = query or self.query_now
            start(self, self._learn, "duties", "duties of the person", only=True)
        else:
            super().read(query)

    async def _learn(self) -> None:
        def duties(desk: "Desk") -> Duties:
            return desk.review.duties()

        try:
            self.own = await self.ask(duties)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        remembered = self.office.memory.get(self.section, "queue")
        if isinstance(remembered, str) and remembered in set(Queue):
            self.queue = Queue(remembered)
        else:
            self.queue = Queue.MINE if self.own.reviews or self.own.decides else Queue.ALL
        self._read_queue()
        self.count()

    def _read_queue(self) -> None:
        self._show_queues()
        self.read(replace(self.query_now, filter=self.filter_of(self.query_one(FilterBar).values)))

    def count(self) -> None:
        """Count the orders of each queue anew."""
        if self.own is not None:
            start(self, self._count, "queues", "orders in each queue", only=True)

    async def _count(self) -> None:
        whole, own = super().first_filter(), self.own or Duties()

        def counts(desk: "Desk") -> dict[Queue, int]:
            return {queue: desk.lists.count(ListQuery(replace(whole, queue=queue_of(queue, own)))) for queue in Queue}

        try:
            self._counts = await self.ask(counts)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self._show_queues()

    def _show_queues(self) -> None:
        keys = self.key_of("review.queue_before") + " " + self.key_of("review.queue_next")
        self.query_one(QueueTabs).show(self.queue, self._counts, keys)

    def action_queue(self, by: int) -> None:
        """Go to another queue."""
        queues = list(Queue)
        self.choose(queues[(queues.index(self.queue) + by) % len(queues)])

    def choose(self, queue: Queue) -> None:
        """Show a queue, and remember it."""
        if self.own is None or queue is self.queue:
            return
        self.queue = queue
        self.office.memory.put(self.section, "queue", queue.value)
        self._read_queue()

    @on(QueueTabs.Chosen)
    def _queue_chosen(self, message: QueueTabs.Chosen) -> None:
        self.choose(message.queue)

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Mark the orders in their places, and count anew."""
        super().orders_changed(numbers)
        if self.there:
            self.count()

    # --- what stands beside the list ----------------------------------------------------------------------------

    def compose_detail(self) -> ComposeResult:
        """Compose the head, and what an opinion rests on."""
        yield Headline(id="headline")
        yield PaperPane(self.office.moment, id="papers")

    def compose_third(self) -> ComposeResult:
        """Compose the pane of a wide terminal: what the order is compared with."""
        yield SimilarView(self.office.moment, id="similar")

    def on_mount(self) -> None:
        """Let the time run."""
        self.set_interval(_TICK, self.tick)

    def begin(self) -> None:
        """Begin to read once the room is painted."""
        super().begin()
        self.pane.hint = self.key_of("review.part_next")
        self._show_queues()

    def tick(self) -> None:
        """Tell the time left anew."""
        self.table.refresh()
        self.pane.tick()
        if self.row is not None:
            self._show_head(self.row)

    def show_row(self, row: OrderRow) -> None:
        """Show what the list knows of the order, and nothing of the one before."""
        self._show_head(row)
        if self.order is not None and self.order.number != row.number:
            self.show_paper(None, None)

    def _show_head(self, row: OrderRow) -> None:
        name = Part(row.customer_name or row.customer_code or _("no customer"), Tone.STRONG)
        second = state_parts(row)
        if row.currency:
            second.append(Part(format_money(row.total, row.currency)))
        lines = [joined([Part(row.number, Tone.HEADING), name]), joined(second)]
        if clocks := clock_parts(row, self.office.moment()):
            lines.append(joined(clocks))
        if self.order_of_paper == row.number and self.paper is not None and self.paper.exposure is not None:
            lines.append(joined([exposure_part(self.paper.exposure), *late_parts(self.order, self.office.moment())]))
        self.query_one("#headline", Headline).show(lines)

    def show_order(self, order: Order) -> None:
        """Show the order, and read what it is judged by."""
        self.show_paper(order, self.paper if self.order_of_paper == order.number else None)
        start(self, partial(self._read_paper, order), "paper", "what the order is judged by", only=True)

    order_of_paper: str = ""
    """The number of the order of which the paper is at hand."""

    async def _read_paper(self, order: Order) -> None:
        def paper(desk: "Desk") -> ReviewPaper:
            return desk.review.paper(order.number)

        try:
            self.paper = await self.ask(paper)
        except NotFound:
            return
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.order_of_paper = order.number
        if self.row is not None and self.row.number == order.number:
            self._show_head(self.row)
            self.show_paper(order, self.paper)

    def show_nothing(self) -> None:
        """Show that there is no order."""
        self.query_one("#headline", Headline).show(())
        self.show_paper(None, None)

    @property
    def pane(self) -> PaperPane:
        """The pane beside the list."""
        return self.query_one(PaperPane)

    def show_paper(self, order: Order | None, paper: ReviewPaper | None) -> None:
        """Show an order and what is known of it as yet in all panes."""
        self.pane.show(order, paper)
        for view in self.query("#similar").results(SimilarView):
            fill_similar(view, order, paper)

    @on(LinesView.Chosen, "#similar")
    def _similar_chosen(self, message: LinesView.Chosen) -> None:
        if isinstance(message.view, SimilarView):
            self.open_order(message.view.numbers[message.item])

    @on(PaperPane.OrderChosen)
    def _order_chosen(self, message: PaperPane.OrderChosen) -> None:
        self.open_order(message.number)

    @on(PaperPane.OriginalWanted)
    def _original_wanted(self) -> None:
        if self.order is not None:
            start(self, partial(self._read_original, self.order.number), "original", "original of an order", only=True)

    async def _read_original(self, number: str) -> None:
        def original(desk: "Desk") -> "Original | None":
            return desk.intake.original(number)

        try:
            found = await self.ask(original)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        if self.order is not None and self.order.number == number:
            self.pane.show_original(number, found)

    @on(PaperPane.CheckChosen)
    def _check_chosen(self, message: PaperPane.CheckChosen) -> None:
        """Go to what is behind a check: another part of the pane, or a box with the data."""
        checks = self.query_one("#checks", ChecksView).checks
        if self.order is None or message.item >= len(checks):
            return
        check = checks[message.item]
        part = _PARTS.get(check.see.what) if check.see is not None else None
        if part is not None:
            self.pane.go_to(part)
            self.pane.view.focus()
        else:
            start(self, partial(show_behind, self, self.order, check), "behind", "data behind a check", only=True)

    # --- the whole width ----------------------------------------------------------------------------------------

    def action_zoom(self) -> None:
        """Show what the opinion rests on in the whole width, or the list again."""
        self.toggle_class("-zoom")
        if not self.has_class("-zoom"):
            self.table.focus()
        elif self.row is not None:
            self.call_after_refresh(self._zoomed, self.row.number)

    def _zoomed(self, number: str) -> None:
        self.pane.view.focus()
        if self.order is None or self.order.number != number:
            self.want(number)

    def action_part(self, by: int) -> None:
        """Show another part of what the opinion rests on."""
        self.pane.turn(by)

    def action_back(self) -> None:
        """Show the list again, then take back what narrows it."""
        if self.has_class("-zoom"):
            self.action_zoom()
        else:
            super().action_back()

    # --- opinions -----------------------------------------------------------------------------------------------

    def own_opinion(self, orders: "Sequence[Seen]") -> Review | None:
        """Return the opinion that this person owes all of these orders; None where it is not clear which."""
        own = self.own
        if own is None:
            return None
        owed = {own_review(self.needs.get(order.number, Needs()), own) for order in orders}
        return owed.pop() if len(owed) == 1 else None

    def action_verb(self, verb: str) -> None:
        """Ask for the fields of a verb; passing one order, or standing by it, asks for nothing."""
        orders = self.chosen()
        if verb == Verb.PASS.value and len(orders) > 1:
            start(self, partial(pass_simple, self, orders), "simple", "which orders are simple", only=True)
            return
        chosen = next((one for one in _AT_ONCE if one.value == verb), None)
        mine = self.own_opinion(orders) if chosen is not None and len(orders) == 1 else None
        if mine is None or chosen is None or chosen not in orders[0].verbs:
            super().action_verb(verb)
        elif orders[0].number not in self._passing:
            start(self, partial(self._pass, orders[0], chosen, mine), "pass", "opinion on an order")

    async def _pass(self, order: "Seen", verb: Verb, review: Review) -> None:
        self._passing.add(order.number)
        try:
            refused = await self.do(order, verb, {"review": review.value})
        finally:
            self._passing.discard(order.number)
        if refused:
            self.say(refused, bad=True)

    # --- printing -----------------------------------------------------------------------------------------------

    def action_print(self) -> None:
        """Ask what is to be printed of the order of the cursor, and print it."""
        start(self, partial(ask_to_print, self), "print", "order that is printed", only=True)

    def open_form(
        self, verb: Verb, orders: "Sequence[Seen]", values: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Open the form of a verb; whose opinion it is stands there already where it is clear."""
        mine = self.own_opinion(orders) if verb in _OPINIONS and not draft else None
        if mine is not None:
            left = self.office.left.get((verb.value, *(order.number for order in orders)), {})
            values = {"review": mine.value, **(left if values is None else values)}
        super().open_form(verb, orders, values, draft)

    def show_key_bar(self, keys: Sequence[Key]) -> None:
        """Show keys in the last line, the one of the whole width before the verbs."""
        title = _("list") if self.has_class("-zoom") else _("whole width")
        super().show_key_bar([Key(self.key_of("review.paper"), title, "zoom", enabled=self.row is not None), *keys])
