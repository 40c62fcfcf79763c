"""The dossier of an order: everything on record about it, from anywhere, in tabs."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import ContentSwitcher, Tab, Tabs

from data.errors import Needed, Refusal
from data.orders import Order
from data.rules.papers import PaperKind
from data.rules.rooms import room_of
from data.states import OrderState
from data.words import N_, _
from data.words.explain import explain
from data.words.labels import missing_text
from screens import dossier
from screens.agreed import LINES, agreed_sections, free_parts
from screens.base import DeskScreen
from screens.headline import Headline
from screens.keybar import Key
from screens.keys import SHORT, TABS, footer_verbs, key
from screens.milestones import milestones
from screens.printing import PrintDialog, Printed, Wanted, folder_at_hand, print_paper
from screens.records import Records
from screens.review_acts import show_behind
from screens.seen import Seen, common_verbs, seen
from screens.summary import clock_parts, joined, order_facts, state_parts
from screens.why import WhyDialog
from screens.work import start
from widgets import table_messages as told
from widgets.cells import Part, Tone
from widgets.checks_view import ChecksView
from widgets.facts import Facts
from widgets.history_view import HistoryView
from widgets.lines_view import LinesView
from widgets.sections import Sections
from widgets.timeline import Timeline

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.orders import Event
    from data.rules.checks import Check
    from data.rules.confirming import Agreement
    from data.rules.joint import Sheet
    from data.rules.underway import TrackedRow
    from screens.office import Office

TAB_TITLES = {
    "lines": N_("Lines"),
    "checks": N_("Checks"),
    "plan": N_("Plan"),
    "shipments": N_("Shipments"),
    "money": N_("Money"),
    "papers": N_("Papers"),
    "agreed": N_("Agreed"),
    "contacts": N_("Contacts"),
    "history": N_("History"),
}
"""The tabs, from left to right."""


class OrderScreen(DeskScreen):
    """One order."""

    CSS_PATH = "order.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "left_square_bracket,shift+f4",
            "turn(-1)",
            "dossier.left",
            N_("Tab before"),
            N_("Go to the tab on the left"),
            TABS,
        ),
        key(
            "right_square_bracket,f4",
            "turn(1)",
            "dossier.right",
            N_("Next tab"),
            N_("Go to the tab on the right"),
            TABS,
        ),
        key(
            "ctrl+o",
            "print",
            "dossier.print",
            N_("Print …"),
            N_("Write the order, or its confirmation, as a PDF"),
            TABS,
        ),
        key("f5", "reload", "dossier.reload", N_("Read anew"), N_("Read the order anew"), TABS),
        key("escape", "back", "dossier.back", N_("Back"), N_("Go back to the list"), TABS),
    ]

    def __init__(self, office: "Office", number: str) -> None:
        """Show the order with this number."""
        super().__init__(office)
        self.number = number
        self.order: Order | None = None
        self._checks: tuple[Check, ...] = ()
        self._history: tuple[Event, ...] = ()
        self._agreement: Agreement | None = None
        self._sheets: tuple[Sheet, ...] = ()
        self._doing: TrackedRow | None = None
        self._consulted = False
        self._why = ""
        self._reading = False
        self._again = False
        self._tab = next(iter(TAB_TITLES))

    def body(self) -> ComposeResult:
        """Compose the head and the tabs."""
        moment = self.office.moment
        yield Headline(id="headline")
        yield Tabs(
            *(Tab(Content(_(title)), id=name) for name, title in TAB_TITLES.items()), active=self._tab, id="order-tabs"
        )
        with ContentSwitcher(initial=f"{self._tab}-pane", id="dossier"):
            with Horizontal(id="lines-pane"):
                yield Records(dossier.LINE_HEADS, _("The order has no lines yet."), id="line-records")
                with VerticalScroll(id="facts-pane", can_focus=True):
                    yield Facts(id="facts")
            with Vertical(id="checks-pane"):
                yield ChecksView(moment, empty=_("Nothing to check."), id="check-list")
            with Vertical(id="plan-pane"):
                yield Timeline(moment, id="timeline")
                yield Records(dossier.PLAN_HEADS, _("Nothing is allocated yet."), id="plan-records")
            with Vertical(id="shipments-pane"):
                yield Records(dossier.SHIPMENT_HEADS, _("Nothing is shipped yet."), id="shipment-records")
            with Vertical(id="money-pane"):
                yield Facts(id="sums")
                yield Records(dossier.MONEY_HEADS, _("Nothing is invoiced yet."), id="money-records")
            with Vertical(id="papers-pane"):
                yield Records(dossier.PAPER_HEADS, _("No paper is kept with this order yet."), id="paper-records")
            with Vertical(id="agreed-pane"):
                empty = _("No joint review was held, and nothing is confirmed to the customer yet.")
                yield Sections(empty=empty, most=LINES, id="agreed-records")
            with Vertical(id="contacts-pane"):
                yield Records(dossier.CONTACT_HEADS, _("No contact is recorded yet."), id="contact-records")
            with Vertical(id="history-pane"):
                yield HistoryView(moment, empty=_("Nothing has happened yet."), id="events")

    def begin(self) -> None:
        """Read the order once the frame is painted."""
        super().begin()
        self.query_one(Headline).show([(Part(self.number, Tone.HEADING), Part("  …", Tone.MUTED))])
        self.call_after_refresh(self._enter_tab)
        self.show_key_bar([])
        if self.order is None:
            self.call_after_refresh(self.read)
        else:
            self.call_after_refresh(self.show)

    # --- reading ------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the order; while it is being read only one more reading is kept."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        start(self, self._read, "read", "order of the dossier")

    async def _read(self) -> None:
        number, why, first = self.number, self._why, not self._consulted

        def everything(
            desk: "Desk",
        ) -> "tuple[Order, tuple[Check, ...], tuple[Event, ...], Agreement, tuple[Sheet, ...], TrackedRow | None]":
            if first:  # every opening of an archived file goes on record, and no repaint of it
                desk.consulting.opened(number, why)
            return (
                desk.orders.get(number),
                desk.intake.checks(number),
                desk.orders.history(number),
                desk.confirming.agreement(number),
                desk.joint.sheets(number),
                next(iter(desk.underway.rows(desk.lists.rows((number,)))), None),
            )

        try:
            found = await self.ask(everything)
            self.order, self._checks, self._history, self._agreement, self._sheets, self._doing = found
            self._consulted = True
        except Refusal as refusal:
            if isinstance(refusal, Needed) and refusal.field == "why":
                self.app.push_screen(WhyDialog(number), self._told_why)
            elif self.order is None:
                self.query_one(Headline).show([(Part(explain(refusal), Tone.BAD),)])
            else:
                self.refuse(refusal)
        else:
            self.show()
        self._reading = False
        if self._again:
            self._again = False
            self.read()

    def _told_why(self, why: str | None) -> None:
        """Open the file for the reason given, or go back."""
        if why is None:
            self.app.pop_screen()  # not waited for: it ends with this screen, which is at work here
        else:
            self._why = why
            self.read()

    def show(self) -> None:
        """Show the order in all tabs."""
        order = self.order
        if order is None:
            return
        moment = self.office.moment()
        name = Part(order.customer_name or order.customer_code or _("no customer"), Tone.STRONG)
        second = [*state_parts(order), *clock_parts(order, moment)]
        head = [joined([Part(order.number, Tone.HEADING), name]), joined(second)]
        if free := free_parts(self._agreement, moment):
            head.append(tuple(free))
        if order.missing:
            head.append((Part(_("▲ missing: {fields}").format(fields=missing_text(order)), Tone.BAD),))
        if order.on_hold:
            head.append((Part(_("on hold: {reason}").format(reason=order.hold_reason), Tone.WARN),))
        self.query_one(Headline).show(head)
        self.query_one("#facts", Facts).show(order_facts(order, moment))
        self.query_one("#check-list", ChecksView).show(self._checks, order.opinions)
        self.query_one("#timeline", Timeline).show(milestones(order, self._doing, moment))
        self.query_one("#sums", Facts).show(dossier.money_facts(order) if order.currency else [])
        if self._agreement is not None:
            agreed = agreed_sections(order, self._agreement, self._sheets, moment)
            self.query_one("#agreed-records", Sections).show(agreed)
        self.query_one("#events", HistoryView).show(self._history, order.currency)
        for name_, records in (
            ("line", dossier.line_records(order, moment)),
            ("plan", dossier.plan_records(order, moment)),
            ("shipment", dossier.shipment_records(order, moment)),
            ("money", dossier.money_records(order, moment)),
            ("paper", dossier.paper_records(order, self._agreement, moment)),
            ("contact", dossier.contact_records(order, moment)),
        ):
            self.query_one(f"#{name_}-records", Records).put(records)
        self.show_keys()
        self.show_status()

    def orders_changed(self, numbers: frozenset[str]) -> None:
        """Read the order anew if it is one of them."""
        if self.number in numbers:
            self.read()

    # --- verbs --------------------------------------------------------------------------------------------------

    def chosen(self) -> tuple[Seen, ...]:
        """Return the order."""
        return () if self.order is None else (seen(self.order),)

    def whole(self) -> Order | None:
        """Return the order."""
        return self.order

    def show_keys(self) -> None:
        """Show the verbs that are used most of those that are possible now."""
        order = self.order
        if order is None:
            return
        letters = self.verb_keys()
        possible = tuple(verb for verb in common_verbs((seen(order),), self.office.barred) if verb in letters)
        verbs = footer_verbs(room_of(order.state), possible)
        self.show_key_bar([Key(letters[verb], _(SHORT[verb]), f"verb('{verb.value}')") for verb in verbs])

    def status_text(self) -> str:
        """Return which version is shown, and who changed it last."""
        order = self.order
        if order is None:
            return _("reading …")
        return _("version {number}").format(number=order.version)

    # --- printing -----------------------------------------------------------------------------------------------

    def own_commands(self) -> list[tuple[str, str, str]]:
        """Return what the palette offers of the dossier alone."""
        if self.order is None:
            return []
        messages = (f"app.outbox('{self.number}')", _("Messages about this order"), self.key_of("frame.outbox"))
        return [("print", _("Print …"), self.key_of("dossier.print")), messages]

    def action_print(self) -> None:
        """Ask what is to be printed of the order, and print it."""
        if self.order is not None:
            first = self._first_paper(self.order)
            self.app.push_screen(PrintDialog(self.order, folder_at_hand(), self._print, first), self._printed)

    def _first_paper(self, order: Order) -> PaperKind | None:
        """Return the paper that is likely wanted: the sheet while it is signed, else what the policy confirms by."""
        if order.state is OrderState.IN_REVIEW:
            return PaperKind.JOINT_REVIEW
        return PaperKind.CONTRACT if self._agreement is not None and self._agreement.contract else None

    async def _print(self, wanted: Wanted) -> Printed | str:
        """Print; return why it was refused where it was."""
        try:
            done = await self.ask(partial(print_paper, self.number, wanted))
        except FileExistsError:
            return _("There is a file of this name already. Choose another name.")
        except Refusal as refusal:
            return explain(refusal)
        if done.filed:
            self.changed_by_us(frozenset({self.number}))
        return done

    def _printed(self, done: Printed | None) -> None:
        if done is not None:
            self.say(done.said())

    # --- moving -------------------------------------------------------------------------------------------------

    @property
    def tab(self) -> str:
        """The tab that is shown, by its name in `TAB_TITLES`."""
        return self._tab

    def action_turn(self, by: int) -> None:
        """Go to another tab, and into it."""
        names = list(TAB_TITLES)
        self.show_tab(names[(names.index(self._tab) + by) % len(names)])

    def show_tab(self, name: str) -> None:
        """Go to a tab, and into it."""
        self._tab = name
        self.query_one("#order-tabs", Tabs).active = name
        self.query_one(ContentSwitcher).current = f"{name}-pane"
        self.call_after_refresh(self._enter_tab)

    @on(Tabs.TabActivated, "#order-tabs")
    def _tab_clicked(self, message: Tabs.TabActivated) -> None:
        if message.tab.id in TAB_TITLES and message.tab.id != self._tab and message.tabs.active == message.tab.id:
            self.show_tab(str(message.tab.id))

    @on(LinesView.Chosen, "#check-list")
    def _check_chosen(self, message: LinesView.Chosen) -> None:
        checks = self.query_one("#check-list", ChecksView).checks
        if self.order is not None and message.item < len(checks):
            work = partial(show_behind, self, self.order, checks[message.item])
            start(self, work, "behind", "data behind a check", only=True)

    def _enter_tab(self) -> None:
        pane = self.query_one(f"#{self._tab}-pane")
        inside = [widget for widget in pane.query("*") if widget.focusable]
        if inside:
            inside[0].focus()

    def action_reload(self) -> None:
        """Read the order anew."""
        self.read()

    @on(told.ReloadAsked)
    def _reload_asked(self, message: told.ReloadAsked) -> None:
        message.stop()
        self.read()  # the key means the order in the tables too

    async def action_back(self) -> None:
        """Go back to where one came from."""
        await self.app.pop_screen()

    # --- language -----------------------------------------------------------------------------------------------

    def keep(self) -> str:
        """Return the tab, which is composed anew with the rest."""
        return self._tab

    def restore(self, kept: object) -> None:
        """Show the order again, in the tab that was kept."""
        self._tab = str(kept)
        self.begin()
