"""Work centres and suppliers from the screen: the list of them, from which one is entered, changed or taken off."""

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
from data.states import SourceKind
from data.words import N_, _, ngettext
from data.words.explain import explain
from data.words.formats import format_quantity
from data.words.labels import label
from data.words.phrases import quoted
from screens.dialog import Confirm, Dialog, plain
from screens.keys import DIALOG, key
from screens.place_form import PlaceForm, Written
from screens.work import start
from widgets.cells import cut, fit, harmless

if TYPE_CHECKING:
    from data.desk.drafts import Draft
    from data.desk.places import PlaceFile
    from screens.bridge import Bridge

_CODE, _NAME, _REST = 8, 20, 41
"""Cells of a place's code, of its name and of what else there is to say."""
_LONGEST = 200


class PlaceList(Dialog[bool]):
    """All work centres and suppliers; it answers whether something was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("insert,n", "add", "places.add", N_("New"), N_("Enter a work centre or a supplier"), DIALOG),
        key("delete", "retire", "places.retire", N_("Take off the list"),
            N_("Take it off the list; what stands there stays"), DIALOG),
    ]  # fmt: skip

    def __init__(self, bridge: "Bridge", draft: "Draft | None" = None) -> None:
        """Show what the desk has.

        Args:
            bridge: the way to it.
            draft: of a form that is to be taken up again.
        """
        super().__init__()
        self._bridge = bridge
        self._draft = draft
        self._places: tuple[PlaceFile, ...] = ()
        self._changed = False

    def heading(self) -> str:
        """Return the title."""
        return _("Work centres and suppliers")

    def inside(self) -> ComposeResult:
        """Compose the list and what can be done."""
        yield OptionList(id="places", compact=True, markup=False)
        yield Static("", id="said", markup=False)
        yield Static(
            plain(_("Enter changes one, Ins enters a new one, Del takes one off the list.")), id="help", markup=False
        )
        with Horizontal(id="buttons"):
            yield Button(Content(_("New …")), id="add", variant="primary", compact=True)
            yield Button(Content(_("Take off the list …")), id="retire", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    def on_mount(self) -> None:
        """Read them."""
        start(self, partial(self._read, None), "places", "work centres and suppliers")

    async def _read(self, at: tuple[SourceKind, str] | None) -> None:
        """Read and show them, the cursor on one of them."""
        try:
            self._places = await self._bridge.ask(lambda desk: desk.places.all())
        except Refusal as refusal:
            self.say(explain(refusal))
            return
        options = self.query_one(OptionList)
        before = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(plain(_shown(one)), id=str(place)) for place, one in enumerate(self._places)])
        found = [place for place, one in enumerate(self._places) if (one.kind, one.code) == at]
        options.display = bool(self._places)
        self.query_one("#retire", Button).disabled = not self._places
        if self._places:
            options.highlighted = found[0] if found else min(before, len(self._places) - 1)
            options.focus()
        else:
            self.say(_("There is none yet: Ins enters the first one. Until then orders are placed with stock only."))
            self.query_one("#add", Button).focus()
        self.fit_lists()
        if self._draft is not None:
            draft, self._draft = self._draft, None
            self._take_up(draft)

    def _take_up(self, draft: "Draft") -> None:
        """Open the form of a draft again; a place that is off the list by now is entered anew, which brings it back."""
        one = next((one for one in self._places if _is_of(draft, one)), None)
        self.app.push_screen(PlaceForm(self._bridge, one, typed=draft.values, draft=draft.name), self._done)

    def say(self, text: str) -> None:
        """Say something below the list."""
        self.query_one("#said", Static).update(plain(text, multiline=True))

    def _here(self) -> "PlaceFile | None":
        at = self.query_one(OptionList).highlighted
        return self._places[at] if at is not None and at < len(self._places) else None

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        acts = {"add": self.action_add, "retire": self.action_retire, "back": self.action_back_out}
        acts[str(message.button.id)]()

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        one = self._places[int(str(message.option.id))]
        self.app.push_screen(PlaceForm(self._bridge, one), self._done)

    def action_add(self) -> None:
        """Enter a new one."""
        here = self._here()
        kind = SourceKind.WORK_CENTRE if here is None else here.kind
        self.app.push_screen(PlaceForm(self._bridge, kind=kind), self._done)

    def action_retire(self) -> None:
        """Take the one of the cursor off the list, when it is said that it is meant."""
        one = self._here()
        if one is None:
            return
        named = _("{kind} {code}").format(kind=label(one.kind), code=quoted(one.code))
        question = _("{place} is taken off the list: no order is placed there any more.").format(place=named)
        if one.orders:
            stays = ngettext(
                "{number} order has something there that is not finished; it stays there.",
                "{number} orders have something there that is not finished; it stays there.",
                one.orders,
            )
            question += "\n" + stays.format(number=one.orders)
        self.app.push_screen(Confirm(question, _("Take off the list")), partial(self._retire_sure, one))

    def _retire_sure(self, one: "PlaceFile", sure: bool | None) -> None:
        if sure:
            start(self, partial(self._retire, one), "places", "taking a place off the list")

    async def _retire(self, one: "PlaceFile") -> None:
        try:
            await self._bridge.ask(lambda desk: desk.places.retire(one.kind, one.code))
        except Refusal as refusal:
            self.say(explain(refusal))
            return
        self._changed = True
        self.say(_("{code} is off the list.").format(code=quoted(one.code)))
        await self._read(None)

    def _done(self, written: Written | None) -> None:
        if written is None:
            return
        self._changed = self._changed or written.changed
        self.say(_("{code} is on the list again.").format(code=quoted(written.code)) if written.again else "")
        start(self, partial(self._read, (written.kind, written.code)), "places", "work centres and suppliers")

    def action_back_out(self) -> None:
        """Leave; say whether something was changed."""
        self.dismiss(self._changed)


def _is_of(draft: "Draft", one: "PlaceFile") -> bool:
    return (one.kind.value, one.code) == (draft.values.get("kind"), draft.number)


def _shown(one: "PlaceFile") -> str:
    """Return a place in one line: its code, its name, what else there is to say."""
    parts = [label(one.kind)]
    if one.weekly_capacity is not None:
        parts.append(_("{quantity} a week").format(quantity=format_quantity(one.weekly_capacity)))
    if one.lead_days is not None:
        parts.append(ngettext("{days} day", "{days} days", one.lead_days).format(days=one.lead_days))
    if one.orders:
        parts.append(ngettext("{number} order open", "{number} orders open", one.orders).format(number=one.orders))
    code, name = fit(harmless(one.code, _LONGEST), _CODE), fit(harmless(one.name, _LONGEST), _NAME)
    return f"{code} {name} {cut(_(' · ').join(parts), _REST)}"
