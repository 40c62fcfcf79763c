"""What is due, over any screen: of me, of my roles, of all, the most urgent first (N4)."""

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from data.errors import Refusal
from data.rules.due import Due, DueKind, Whose
from data.rules.urgency import Urgency, urgency
from data.words import N_, _
from data.words.explain import explain
from data.words.labels import label
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from screens.work import start
from widgets.cells import Tone
from widgets.due_list import DueItem, DueList
from widgets.view_bar import View, ViewBar

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from screens.office import Office

_TITLES = {Whose.MINE: N_("Mine"), Whose.ROLES: N_("My roles"), Whose.ALL: N_("Everyone")}


class DuePanel(Dialog[str]):
    """The panel; it answers the number of the order that is to be opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("left_square_bracket,shift+f4,left", "turn(-1)", "due.before", N_("For fewer"),
            N_("Show what is due of fewer people"), DIALOG),
        key("right_square_bracket,f4,right", "turn(1)", "due.next", N_("For more"),
            N_("Show what is due of more people"), DIALOG),
        key("f5", "reload", "due.reload", N_("Read anew"), N_("Read anew what is due"), DIALOG),
    ]  # fmt: skip

    def __init__(self, office: "Office") -> None:
        """Show nothing until it is read."""
        super().__init__()
        self.office = office
        self.whose = Whose.MINE
        self._found: dict[Whose, tuple[Due, ...]] = {}

    def heading(self) -> str:
        """Return the title."""
        return _("What is due")

    def inside(self) -> ComposeResult:
        """Compose whose it is, and the list."""
        yield ViewBar(id="whose")
        yield DueList(self.office.moment, empty=_("reading …"), id="due")
        yield Static(
            plain(_("Enter opens the order, ← and → show what is due of others, Esc goes back.")),
            id="help",
            markup=False,
        )

    def on_mount(self) -> None:
        """Read once the panel is painted."""
        self.query_one(DueList).focus()
        self.action_reload()

    def action_reload(self) -> None:
        """Read what is due."""
        start(self, self._read, "due", "what is due")

    async def _read(self) -> None:
        before = self._found
        try:
            self._found = await self.office.bridge.ask(_due)
        except Refusal as refusal:
            self._say(explain(refusal))
            return
        if not before and not self._found[Whose.MINE]:
            # whoever has nothing to do himself looks at what there is
            self.whose = next((whose for whose in Whose if self._found[whose]), Whose.MINE)
        self.show()

    def _say(self, text: str) -> None:
        due = self.query_one(DueList)
        due.empty = text
        due.show(())

    def show(self) -> None:
        """Show what is due of those who are chosen."""
        moment = self.office.moment()
        views = []
        for whose in Whose:
            marks = [urgency(one.at, moment.now, moment.zone) for one in self._found.get(whose, ())]
            late = marks.count(Urgency.LATE)
            views.append(View(whose.value, _TITLES[whose], len(marks), late, Tone.PLAIN))
        self.query_one(ViewBar).show(views, self.whose.value, "← →")
        due = self.query_one(DueList)
        due.empty = _("Nothing is due.")
        due.show([_item(one, self.whose) for one in self._found.get(self.whose, ())])

    def action_turn(self, by: int) -> None:
        """Show what is due of fewer or of more people."""
        every = list(Whose)
        self._turn_to(every[max(0, min(len(every) - 1, every.index(self.whose) + by))])

    @on(ViewBar.Chosen)
    def _chosen(self, message: ViewBar.Chosen) -> None:
        message.stop()
        self._turn_to(Whose(message.view))

    def _turn_to(self, whose: Whose) -> None:
        if whose is not self.whose and self._found:
            self.whose = whose
            self.show()

    @on(DueList.Opened)
    def _opened(self, message: DueList.Opened) -> None:
        message.stop()
        self.dismiss(message.item.number)


def _due(desk: "Desk") -> dict[Whose, tuple[Due, ...]]:
    """Return what is due of whom; what is overdue goes on record first, as no other program may ever see to it."""
    with suppress(Refusal):  # who may only look, or finds the desk busy, looks all the same
        desk.due.remind()
    return {whose: desk.due.items(whose) for whose in Whose}


def _item(due: Due, whose: Whose) -> DueItem:
    about = due.detail or (label(due.review) if due.review is not None else "")
    what = _("{what}: {about}").format(what=label(due.kind), about=about) if about else label(due.kind)
    if due.escalated and due.kind is DueKind.OPINION:
        what = f"↑ {what}"
    people = [] if whose is Whose.MINE else [due.person] if due.person else [label(role) for role in due.roles]
    people = [*(f"✘ {label(fault)}" for fault in due.faults), *people]
    who = _(" · ").join(part for part in (due.customer, _(", ").join(people)) if part)
    return DueItem(due.at, what, due.number, who)
