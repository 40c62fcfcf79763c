"""Work centres and suppliers from the screen: the list of them, and the form in which one is entered or changed."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from data.errors import Refusal
from data.states import SourceKind
from data.words import N_, _, ngettext
from data.words.explain import explain
from data.words.formats import format_quantity
from data.words.labels import field_label, label
from data.words.phrases import quoted
from screens.dialog import Confirm, Dialog, plain
from screens.keys import DIALOG, key
from screens.work import start
from widgets.cells import cut, fit, harmless

if TYPE_CHECKING:
    from data.desk.places import PlaceFile
    from screens.bridge import Bridge

Submit = Callable[[SourceKind, str, dict[str, str]], Awaitable[str]]
"""Writes a place: kind, code and fields; returns why it was refused, "" when it is done."""

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

    def __init__(self, bridge: "Bridge") -> None:
        """Show what the desk has; `bridge` is the way to it."""
        super().__init__()
        self._bridge = bridge
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
        self.app.push_screen(PlaceForm(self._edit, one), self._done)

    def action_add(self) -> None:
        """Enter a new one."""
        here = self._here()
        kind = SourceKind.WORK_CENTRE if here is None else here.kind
        self.app.push_screen(PlaceForm(self._enter, kind=kind), self._done)

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

    async def _enter(self, kind: SourceKind, code: str, texts: dict[str, str]) -> str:
        try:
            await self._bridge.ask(lambda desk: desk.places.enter(kind, code, texts))
        except Refusal as refusal:
            return explain(refusal)
        self._changed = True
        return ""

    async def _edit(self, kind: SourceKind, code: str, texts: dict[str, str]) -> str:
        try:
            done = await self._bridge.ask(lambda desk: desk.places.edit(kind, code, texts))
        except Refusal as refusal:
            return explain(refusal)
        self._changed = self._changed or done is not None
        return ""

    def _done(self, written: tuple[SourceKind, str] | None) -> None:
        if written is not None:
            self.say("")
            start(self, partial(self._read, written), "places", "work centres and suppliers")

    def action_back_out(self) -> None:
        """Leave; say whether something was changed."""
        self.dismiss(self._changed)


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


class PlaceForm(Dialog[tuple[SourceKind, str]]):
    """One work centre or supplier; it stays open with what is typed where that is refused."""

    CSS_PATH = ["dialog.tcss", "places.tcss"]  # type: ignore[assignment]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,f10", "submit", "places.keep", N_("Keep"), N_("Keep what is typed"), DIALOG, priority=True),
        key("down", "next(1)", "places.next", N_("Next field"), N_("Go to the next field"), DIALOG),
        key("up", "next(-1)", "places.previous", N_("Field before"), N_("Go to the field before"), DIALOG),
    ]

    def __init__(
        self, submit: Submit, one: "PlaceFile | None" = None, *, kind: SourceKind = SourceKind.WORK_CENTRE
    ) -> None:
        """Ask for the fields of a place.

        Args:
            submit: writes it.
            one: the place that is changed; None enters a new one.
            kind: of a new one, at first.
        """
        super().__init__()
        self._submit = submit
        self._one = one
        self._kind = kind if one is None else one.kind
        self._busy = False
        self._first: dict[str, str] = {}

    def heading(self) -> str:
        """Return the title."""
        if self._one is None:
            return _("New work centre or supplier")
        return _("{kind} {code}").format(kind=label(self._kind), code=quoted(self._one.code))

    def inside(self) -> ComposeResult:
        """Compose a line for each field that any kind of place has."""
        from data.desk.places import KINDS, PLACE_FIELDS

        with VerticalScroll(id="fields", can_focus=False):
            if self._one is None:
                with Horizontal(classes="line"):
                    yield Static(plain(field_label("kind")), classes="name", markup=False)
                    kinds = [(plain(label(kind)), kind.value) for kind in KINDS]
                    yield Select(kinds, value=self._kind.value, allow_blank=False, id="kind", compact=True)
                yield from self._line("code", "", needed=True)
            for name in dict.fromkeys(name for kind in KINDS for name in PLACE_FIELDS[kind]):
                yield from self._line(name, self._text_of(name), needed=name == "name")
        yield Static("", id="help", markup=False)
        yield Static("", id="said", markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Keep")), id="keep", variant="primary", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    def _line(self, name: str, text: str, *, needed: bool) -> ComposeResult:
        with Horizontal(classes="line", id=f"line-{name}"):
            mark = " *" if needed else ""
            self._first[name] = harmless(text)
            yield Static(plain(field_label(name) + mark), classes="name", markup=False)
            yield Input(self._first[name], id=name, compact=True)

    def _text_of(self, name: str) -> str:
        value = getattr(self._one, name, None)
        if value is None:
            return ""
        return format_quantity(value) if name == "weekly_capacity" else str(value)

    def on_mount(self) -> None:
        """Begin with the first field."""
        self._show_fields()
        self.query(Input).first().focus()

    @on(Select.Changed, "#kind")
    def _other_kind(self, message: Select.Changed) -> None:
        message.stop()
        self._kind = SourceKind(str(message.value))
        self._show_fields()

    def _show_fields(self) -> None:
        """Show the fields that the kind has."""
        from data.desk.places import PLACE_FIELDS

        shown = {"code", *PLACE_FIELDS[self._kind]}
        for field in self.query(Input):
            self.query_one(f"#line-{field.id}").display = field.id in shown
        centre = self._kind is SourceKind.WORK_CENTRE
        told = _("What it finishes in a week, in the unit of the order lines; empty where nobody knows.")
        bought = _("Calendar days until it delivers; empty where nobody knows.")
        self.query_one("#help", Static).update(plain(told if centre else bought))

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self.action_submit()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        if message.button.id == "keep":
            self.action_submit()
        else:
            self.action_back_out()

    def action_submit(self) -> None:
        """Keep what is typed."""
        if not self._busy:
            self._busy = True
            start(self, self._keep, "place", "writing of a place")

    async def _keep(self) -> None:
        from data.desk.places import PLACE_FIELDS

        typed = {str(field.id): field.value for field in self.query(Input)}
        texts = {name: typed[name] for name in PLACE_FIELDS[self._kind]}
        if self._one is not None:
            # what nobody touched stays as it is on file, also where it cannot be shown as it is
            texts = {name: text for name, text in texts.items() if text != self._first[name]}
        code = typed["code"] if self._one is None else self._one.code
        why = await self._submit(self._kind, code, texts)
        self._busy = False
        if why:
            self.query_one("#said", Static).update(plain(why, multiline=True))
        else:
            self.dismiss((self._kind, code.strip()))

    def action_next(self, by: int) -> None:
        """Go to another field."""
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()
