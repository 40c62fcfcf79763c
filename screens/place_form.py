"""The form of a work centre or a supplier: kept as a draft while it is typed, compared where somebody was faster."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Select, Static

from data.errors import Refusal, Stale
from data.states import SourceKind
from data.words import N_, _
from data.words.explain import explain
from data.words.formats import format_quantity
from data.words.labels import field_label, label
from data.words.phrases import quoted
from screens.dialog import Confirm, plain
from screens.dialog_entry import EntryDialog
from screens.drafts import EVERY, PLACE_KIND, DraftKeeper
from screens.intake_changes import field_differences
from screens.intake_conflict import ConflictDialog, put_together
from screens.keys import DIALOG, key
from screens.work import start
from widgets.cells import harmless

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.places import PlaceFile
    from screens.bridge import Bridge

_KIND, _CODE, _VERSION = "kind", "code", "version"
"""What a draft holds beside the fields: what kind of place it is, which one, and as of which version it was typed."""


@dataclass(frozen=True, slots=True)
class Written:
    """A place that was written: which, whether anything differs, and whether it came back to the list."""

    kind: SourceKind
    code: str
    changed: bool = True
    again: bool = False


class PlaceForm(EntryDialog[Written]):
    """One work centre or supplier; it stays open with what is typed where that is refused."""

    CSS_PATH = ["dialog.tcss", "places.tcss"]  # type: ignore[assignment]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,f10", "submit", "places.keep", N_("Keep"), N_("Keep what is typed"), DIALOG, priority=True),
        key("down", "next(1)", "places.next", N_("Next field"), N_("Go to the next field"), DIALOG),
        key("up", "next(-1)", "places.previous", N_("Field before"), N_("Go to the field before"), DIALOG),
    ]

    def __init__(
        self,
        bridge: "Bridge",
        one: "PlaceFile | None" = None,
        *,
        kind: SourceKind = SourceKind.WORK_CENTRE,
        typed: Mapping[str, str] | None = None,
        draft: str = "",
    ) -> None:
        """Ask for the fields of a place.

        Args:
            bridge: the way to the desk.
            one: the place that is changed; None enters a new one.
            kind: of a new one, at first.
            typed: what a draft holds.
            draft: its name.
        """
        super().__init__()
        self._bridge = bridge
        self._one = one
        self._typed = dict(typed or {})
        self._kind = SourceKind(self._typed.get(_KIND, kind)) if one is None else one.kind
        self._version = int(self._typed.get(_VERSION, 0)) or (one.version if one else 0)
        self._first: dict[str, str] = {}
        self._keeper = DraftKeeper(bridge, PLACE_KIND, one.code if one else "", self.typed, draft)

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
                yield from self._line(_CODE, "", needed=True)
            for name in dict.fromkeys(name for kind in KINDS for name in PLACE_FIELDS[kind]):
                yield from self._line(name, _text_of(self._one, name), needed=name == "name")
        yield Static("", id="help", markup=False)
        yield from self.buttons(_("Keep"))

    def _line(self, name: str, text: str, *, needed: bool) -> ComposeResult:
        with Horizontal(classes="line", id=f"line-{name}"):
            mark = " *" if needed else ""
            self._first[name] = harmless(text)
            yield Static(plain(field_label(name) + mark), classes="name", markup=False)
            yield Input(harmless(self._typed.get(name, text)), id=name, compact=True)

    def on_mount(self) -> None:
        """Begin with the first field, and keep what is typed."""
        self._show_fields()
        self.query(Input).first().focus()
        self.set_interval(EVERY, self._keeper.keep)

    @on(Select.Changed, "#kind")
    def _other_kind(self, message: Select.Changed) -> None:
        message.stop()
        self._kind = SourceKind(str(message.value))
        self._show_fields()

    def _show_fields(self) -> None:
        """Show the fields that the kind has."""
        from data.desk.places import PLACE_FIELDS

        shown = {_CODE, *PLACE_FIELDS[self._kind]}
        for field in self.query(Input):
            self.query_one(f"#line-{field.id}").display = field.id in shown
        centre = self._kind is SourceKind.WORK_CENTRE
        told = _("What it finishes in a week, in the unit of the order lines; empty where nobody knows.")
        bought = _("Calendar days until it delivers; empty where nobody knows.")
        self.query_one("#help", Static).update(plain(told if centre else bought))

    # --- what is typed ------------------------------------------------------------------------------------------

    def _changed(self) -> dict[str, str]:
        """Return the fields that are not as they were; what nobody touched stays as it is on file."""
        typed = {str(field.id): field.value for field in self.query(Input)}
        return {name: text for name, text in typed.items() if text != self._first[name]}

    def typed(self) -> dict[str, str]:
        """Return what a draft keeps, nothing while nothing was typed."""
        changed = self._changed()
        if not changed:
            return {}
        code = {} if self._one is None else {_CODE: self._one.code}
        return {**changed, **code, _KIND: self._kind.value, _VERSION: str(self._version)}

    async def attempt(self) -> str:
        """Write the place; where somebody else was faster, show both versions."""
        try:
            written = await self._write()
        except Stale as refusal:
            return await self._compare(refusal)
        except Refusal as refusal:
            return explain(refusal)
        await self._keeper.close()
        self.dismiss(written)
        return ""

    async def _write(self) -> Written:
        from data.desk.places import PLACE_FIELDS

        kind, one = self._kind, self._one
        if one is None:
            typed = {str(field.id): field.value for field in self.query(Input)}
            texts = {name: typed[name] for name in PLACE_FIELDS[kind]}
            entered = await self._bridge.ask(lambda desk: desk.places.enter(kind, typed[_CODE], texts))
            return Written(kind, typed[_CODE].strip(), again=entered.again)
        changed, version = self._changed(), self._version
        event = await self._bridge.ask(lambda desk: desk.places.edit(kind, one.code, changed, version=version))
        return Written(kind, one.code, changed=event is not None)

    async def _compare(self, refusal: Stale) -> str:
        """Show what the others have made of it beside what was typed."""
        one = self._one
        if one is None:
            return explain(refusal)

        def read(desk: "Desk") -> "PlaceFile":
            return desk.places.get(one.kind, one.code)

        try:
            now = await self._bridge.ask(read)
        except Refusal as other:
            return explain(other)
        changed = self._changed()
        theirs = {name: harmless(_text_of(now, name)) for name in self._first}
        found = field_differences(self._first, theirs, changed)
        dialog = ConflictDialog(one.code, refusal.by, found)
        self.app.push_screen(dialog, partial(self._settled, now, theirs, changed))
        return explain(refusal)

    def _settled(
        self, now: "PlaceFile", theirs: dict[str, str], changed: Mapping[str, str], answer: str | None
    ) -> None:
        if answer is None:
            return
        self._one, self._version, self._first = now, now.version, theirs
        for name, text in put_together(theirs, changed, answer).items():
            self.query_one(f"#{name}", Input).value = text
        self.say(_("The form shows the newest version. Look it over and save."))

    # --- leaving ------------------------------------------------------------------------------------------------

    def action_back_out(self) -> None:
        """Leave; what was typed is given up only when somebody says so."""
        if self.busy:
            return
        if not self._changed():
            self._given_up(sure=True)
            return
        question = _("What was typed is not kept yet.")
        self.app.push_screen(Confirm(question, _("Give it up")), lambda sure: self._given_up(sure=bool(sure)))

    def _given_up(self, *, sure: bool) -> None:
        if sure:
            start(self, self._leave, "entry", "the draft of a place is given up")

    async def _leave(self) -> None:
        await self._keeper.close()
        self.dismiss(None)

    def action_next(self, by: int) -> None:
        """Go to another field."""
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()


def _text_of(one: "PlaceFile | None", name: str) -> str:
    """Return what is on file of a field, as it is typed."""
    value = getattr(one, name, None)
    if value is None:
        return ""
    return format_quantity(value) if name == "weekly_capacity" else str(value)
