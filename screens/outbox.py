"""The outbox on the screen: what is drafted, waits or was not delivered; read, edited, sent, copied, withdrawn."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from data.errors import Refusal
from data.words import N_, _
from data.words.explain import explain
from data.words.message_terms import medium_label, occasion_label, state_label
from data.words.printable import printable
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from screens.message import MessageScreen
from screens.work import start
from widgets.badge import short_date, short_time
from widgets.cells import cut, fit, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.rules.outbox import Message
    from screens.office import Office

_MOST, _FRAME, _WHOM = 116, 7, 10
"""Cells of the dialog at the most, of what stands around its list, and of the receiver's name at the least."""

_MEDIUM, _NARROW = -1, 80
"""Which column goes first where room is short; and below which width a day has to do for the time."""

_OLD = timedelta(days=183)


class OutboxDialog(Dialog[None]):
    """The outbox."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "outbox.tcss"]  # type: ignore[assignment]  # Textual takes a list too
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f5", "reload", "outbox.reload", N_("Read anew"), N_("Read the outbox anew"), DIALOG),
        key("f4", "turn", "outbox.all", N_("All"), N_("Show also what was sent, withdrawn or overtaken"), DIALOG),
        key("n", "draft", "outbox.new", N_("New"), N_("Draft a message about the order"), DIALOG),
    ]  # fmt: skip

    def __init__(self, office: "Office", number: str = "") -> None:
        """Show the outbox, or with a number what is about one order."""
        super().__init__()
        self.office = office
        self._number = number
        self._found: tuple[Message, ...] = ()
        self._everything = False

    def heading(self) -> str:
        """Return the title."""
        return _("Outbox: {number}").format(number=self._number) if self._number else _("Outbox")

    def inside(self) -> ComposeResult:
        """Compose the list and what can be done."""
        yield OptionList(id="messages", compact=True, markup=False)
        yield Static(plain(_("reading …")), id="said", markup=False)
        yield Static(plain(_("Enter opens a message, F4 shows also what is done with.")), id="help", markup=False)
        with Horizontal(id="buttons"):
            if self._number:
                yield Button(Content(_("New …  n")), id="draft", compact=True)
            yield Button(Content(_("All  F4")), id="turn", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    def on_mount(self) -> None:
        """Read the outbox."""
        self.query_one(OptionList).focus()
        self.action_reload()

    def action_reload(self) -> None:
        """Read the outbox."""
        start(self, self._read, "outbox", "outbox", only=True)

    async def _read(self) -> None:
        number, everything = self._number, self._everything
        try:
            self._found = await self.office.bridge.ask(
                lambda desk: desk.outbox.messages(number, open_only=not everything)
            )
        except Refusal as refusal:
            self._say(explain(refusal))
            return
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        newest_first = tuple(reversed(self._found)) if everything else self._found
        self._found = newest_first
        lines = zip(newest_first, self._lines(newest_first), strict=True)
        options.add_options([Option(plain(line), id=str(one.message_id)) for one, line in lines])
        options.display = bool(newest_first)
        if newest_first:
            options.highlighted = min(at, len(newest_first) - 1)
            options.focus()
        else:
            self.query_one("#back").focus()
        self._say("" if newest_first else _("The outbox is empty."))
        self.fit_lists()

    def _lines(self, messages: "Sequence[Message]") -> list[str]:
        """Return a line for each message, its columns no wider than what stands in them."""
        room = min(self.app.size.width, _MOST) - _FRAME
        rows = [self._cells(one) for one in messages]
        if not rows:
            return []
        cells = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
        if sum(cells) + len(cells) + _WHOM > room:
            cells.pop(_MEDIUM)
            rows = [row[:_MEDIUM] for row in rows]
            over = sum(cells) + len(cells) + _WHOM - room
            cells[-1] -= max(0, min(over, cells[-1] - _WHOM))
        receivers = [printable(one.to_name or one.to_address) for one in messages]
        return [
            cut(" ".join([*map(fit, row, cells), receiver]), room)
            for row, receiver in zip(rows, receivers, strict=True)
        ]

    def _cells(self, one: "Message") -> list[str]:
        """Return what is said of a message: its state, when, of which order, about what, by way of what."""
        moment, at = self.office.moment(), one.sent_at or one.drafted_at
        day = at.astimezone(moment.zone).date()
        if self.app.size.width < _NARROW:
            when = short_date(day, day)
        else:  # of a day of another year the clock says nothing any more
            when = short_time(at, moment) if moment.today - day < _OLD else short_date(day, moment.today)
        about = [occasion_label(one.occasion), medium_label(one.channel)]
        return [state_label(one), when, *([] if self._number else [one.number]), *about]

    def _say(self, text: str) -> None:
        said = self.query_one("#said", Static)
        said.update(plain(text, multiline=True))
        said.display = bool(text)

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        self.app.push_screen(MessageScreen(self.office, int(str(message.option.id))), self._came_back)

    def _came_back(self, _changed: bool | None) -> None:
        self.action_reload()

    def action_turn(self) -> None:
        """Show also what is done with, or only what is open."""
        self._everything = not self._everything
        self.action_reload()

    def action_draft(self) -> None:
        """Choose what a new message about the order is about."""
        if self._number:
            from screens.message_new import NewMessage

            self.app.push_screen(NewMessage(self._number), partial(self._drafted, self._number))

    def _drafted(self, number: str, chosen: tuple[str, str] | None) -> None:
        if chosen is not None:
            start(self, partial(self._draft, number, *chosen), "draft", "draft of a message")

    async def _draft(self, number: str, occasion: str, channel: str) -> None:
        from data.rules.outbox import Medium, Occasion

        try:
            made = await self.office.bridge.ask(
                lambda desk: desk.outbox.draft(number, Occasion(occasion), Medium(channel))
            )
        except Refusal as refusal:
            self._say(explain(refusal))
            return
        self.app.push_screen(MessageScreen(self.office, made.message_id), self._came_back)

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        acts = {"draft": self.action_draft, "turn": self.action_turn, "back": self.action_back_out}
        acts[str(message.button.id)]()
