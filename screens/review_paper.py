"""The pane beside the queue in parts: checks with opinions, changes, credit, similar orders, the original (R, K10)."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import ContentSwitcher

from data.orders import Order
from data.rules.review import ReviewPaper
from data.states import Review
from data.words import N_, _
from screens.agreed import LINES, meeting_sections
from screens.intake_original import show_original
from screens.review_similar import SimilarView
from screens.review_views import ChangesView, ExposureView
from screens.summary import order_facts
from widgets.badge import Clock
from widgets.checks_view import ChecksView
from widgets.lines_view import LinesView
from widgets.original_view import OriginalView
from widgets.sections import Sections
from widgets.view_bar import View, ViewBar

if TYPE_CHECKING:
    from data.desk.originals import Original

PARTS = {
    "checks": N_("Checks"),
    "changes": N_("Changes"),
    "joint": N_("Meeting"),
    "exposure": N_("Credit"),
    "similar": N_("Similar"),
    "original": N_("Original"),
}
"""The parts, from left to right; the meeting is there only where a joint review is asked for (R6)."""

_COUNTED = 58
"""From this width on the parts say how much there is in them."""


class PaperPane(Vertical):
    """What an opinion rests on, one part at a time."""

    class OriginalWanted(Message):
        """The original is looked at, and has not been read yet."""

    class CheckChosen(Message):
        """What is behind a check is asked for.

        Attributes:
            item: which of the checks, as they are shown.
        """

        def __init__(self, item: int) -> None:
            super().__init__()
            self.item = item

    class OrderChosen(Message):
        """An order that is named here is to be opened.

        Attributes:
            number: the order's.
        """

        def __init__(self, number: str) -> None:
            super().__init__()
            self.number = number

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id)
        self.clock = clock
        self.part = next(iter(PARTS))
        """The part that is shown, by its name in `PARTS`."""
        self.hint = ""
        """The keys that go from part to part, as they are shown."""
        self.original_of = ""
        """The number of the order of which the original is shown."""
        self._order: Order | None = None
        self._paper: ReviewPaper | None = None

    def compose(self) -> ComposeResult:
        """Compose the names of the parts, and the parts."""
        yield ViewBar(id="parts")
        with ContentSwitcher(initial=self.part, id="paper"):
            yield ChecksView(self.clock, id="checks")
            yield ChangesView(self.clock, id="changes")
            yield Sections(most=LINES, id="joint")
            yield ExposureView(id="exposure")
            yield SimilarView(self.clock, id="similar-part")
            yield OriginalView(id="original")

    def on_mount(self) -> None:
        """Name the parts."""
        self._name_parts()

    def on_resize(self) -> None:
        """Say as much in the names of the parts as there is room for."""
        self._name_parts()

    # --- showing ------------------------------------------------------------------------------------------------

    def show(self, order: Order | None, paper: ReviewPaper | None) -> None:
        """Show an order and what is known of it as yet."""
        other = order is None or self._order is None or order.number != self._order.number
        self._order, self._paper = order, paper
        moment = self.clock()
        checks = self.query_one("#checks", ChecksView)
        facts = order_facts(order, moment) if order else ()
        checks.show(paper.checks if paper else (), order.opinions if order else (), facts)
        self.query_one("#changes", ChangesView).show(
            paper.since if paper else None, order, paper.unchanged if paper else ()
        )
        sheets = paper.sheets if paper is not None else ()
        self.query_one("#joint", Sections).show(meeting_sections(order, sheets, moment) if order else [])
        exposure = self.query_one("#exposure", ExposureView)
        if order is None or paper is None:
            exposure.show(None)
        else:
            said = _("The order has no customer yet, so there is no exposure.")
            exposure.show(paper.exposure, said, paper.open_orders, order.number)
        fill_similar(self.query_one("#similar-part", SimilarView), order, paper)
        if other:
            for view in self.query(LinesView):
                view.item = 0
                view.roll_to(y=0)
        if self.part not in self.parts():
            self.go_to("checks")
        self._name_parts()
        self._want_original()

    def show_original(self, number: str, original: "Original | None") -> None:
        """Show the original of an order, or say that there is none."""
        self.original_of = number
        show_original(self.query_one("#original", OriginalView), original, self.clock())

    def tick(self) -> None:
        """Tell the time left anew."""
        self.query_one("#checks", ChecksView).rebuild()

    # --- parts --------------------------------------------------------------------------------------------------

    def go_to(self, part: str) -> None:
        """Show a part; the keys go along where they were in the one before."""
        here = self.view
        inside = here.has_focus
        self.part = part
        self.query_one("#paper", ContentSwitcher).current = self.view.id
        self._name_parts()
        self._want_original()
        if inside:
            self.view.focus()

    def parts(self) -> list[str]:
        """Return the parts that there are of this order."""
        asked = self._order is not None and any(one.review is Review.JOINT for one in self._order.opinions)
        return [name for name in PARTS if name != "joint" or asked]

    def turn(self, by: int) -> None:
        """Go to another part."""
        names = self.parts()
        self.go_to(names[(names.index(self.part) + by) % len(names)])

    @property
    def view(self) -> LinesView | OriginalView:
        """The view of the part that is shown."""
        name = "similar-part" if self.part == "similar" else self.part
        if name == "original":
            return self.query_one("#original", OriginalView)
        return self.query_one(f"#{name}", LinesView)

    def _name_parts(self) -> None:
        if self.is_mounted:
            counts = self._counts() if self.size.width >= _COUNTED else {}
            views = [View(name, PARTS[name], counts.get(name)) for name in self.parts()]
            self.query_one("#parts", ViewBar).show(views, self.part, self.hint)

    def _counts(self) -> dict[str, int | None]:
        """Return how much there is to look at in each part."""
        paper = self._paper
        if paper is None:
            return {}
        troubled = sum(1 for check in paper.checks if check.grade.value in ("warn", "fail"))
        changed = len(paper.since.changes) if paper.since is not None else None
        lessons = sum(1 for one in paper.similar if one.lessons)
        return {"checks": troubled, "changes": changed, "similar": lessons}

    def _want_original(self) -> None:
        """Ask for the original where it is looked at: most of the time nobody does."""
        if self.part == "original" and self._order is not None and self.original_of != self._order.number:
            self.post_message(self.OriginalWanted())

    @on(ViewBar.Chosen, "#parts")
    def _part_chosen(self, message: ViewBar.Chosen) -> None:
        message.stop()
        self.go_to(message.view)

    @on(LinesView.Chosen)
    def _chosen(self, message: LinesView.Chosen) -> None:
        message.stop()
        view = message.view
        if isinstance(view, ChecksView):
            self.post_message(self.CheckChosen(message.item))
        elif isinstance(view, ExposureView | SimilarView) and message.item < len(view.numbers):
            self.post_message(self.OrderChosen(view.numbers[message.item]))


def fill_similar(view: SimilarView, order: Order | None, paper: ReviewPaper | None) -> None:
    """Show what an order is compared with, in the pane or beside it."""
    if order is None or paper is None:
        view.show(None)
    else:
        view.show(order, paper.sales, paper.similar, paper.earlier)
