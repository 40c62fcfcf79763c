"""The form of a verb, made from its fields: validated as one types, kept open with what is typed when refused."""

from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Select, Static

from data.orders import Order
from data.rules.verbs import FIELDS, ORDER_FIELDS, Field, FieldType
from data.rules.workflow import Verb
from data.words import N_, _
from data.words.verbs import field_help, verb_help, verb_title
from screens.dialog import Dialog, plain
from screens.dialog_verbs import heading
from screens.drafts import EVERY, Keeping
from screens.form_field import LONG, VALUE, WHICH, FormField
from screens.keys import DIALOG, key
from screens.seen import Seen
from screens.work import start
from widgets.badge import Moment

_LOW = 20
"""Below this height the fields give way to the buttons."""

Submit = Callable[[dict[str, str]], Awaitable[str]]
"""Does what the form asks for; returns why it was refused, "" when it is done."""


class VerbForm(Dialog[dict[str, str]]):
    """The fields of one verb, for one order or for many alike."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,f10", "submit", "form.submit", N_("Do it"), N_("Do what the form says"), DIALOG, priority=True),
        key("down", "next(1)", "form.next", N_("Next field"), N_("Go to the next field"), DIALOG),
        key("up", "next(-1)", "form.previous", N_("Field before"), N_("Go to the field before"), DIALOG),
    ]

    def __init__(
        self,
        verb: Verb,
        orders: Sequence[Seen],
        moment: Moment,
        *,
        order: Order | None = None,
        values: Mapping[str, str] | None = None,
        submit: Submit | None = None,
        keeping: Keeping | None = None,
        closed: Container[str] = (),
    ) -> None:
        """Ask for the fields of a verb.

        Args:
            verb: which.
            orders: what it is done to.
            moment: now, for dates such as `+3d`.
            order: the order whole, where it is one and at hand: its lines can then be chosen.
            values: what the fields hold at first.
            keeping: makes what keeps a draft while one types.
            closed: the fields that are not for whoever types.
            submit: does it, so that the form stays open where that is refused; without it the form only answers.
        """
        super().__init__()
        self._verb = verb
        self._orders = tuple(orders)
        self._moment = moment
        self._order = order
        self._barred = closed
        self._values = dict(values or {})
        self._submit = submit
        self._busy = False
        self._keeper = None if keeping is None else keeping(self.typed)

    def heading(self) -> str:
        """Return the verb's title."""
        return verb_title(self._verb)

    def inside(self) -> ComposeResult:
        """Compose the fields."""
        yield Static(plain(heading(self._orders)), id="subheading", markup=False)
        with VerticalScroll(id="fields", can_focus=False):
            for field in self.fields():
                yield FormField(
                    field,
                    self._verb,
                    self._orders[0].currency,
                    self._moment,
                    lines=self._order.lines if self._order else (),
                    text=self._values.get(field.name, ""),
                    closed=self._barred,
                )
        yield Static(plain(verb_help(self._verb)), id="help", markup=False)
        yield Static("", id="said", markup=False)
        with Horizontal(id="buttons"):
            # Enter begins another line where several are typed
            long = any(field.type in LONG for field in self.fields())
            yield Button(
                Content(_("Do it  F10") if long else _("Do it  Enter")), id="do", variant="primary", compact=True
            )
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    def fields(self) -> tuple[Field, ...]:
        """Return the fields that are asked for; of `edit`, which takes any, one that is chosen and its value."""
        found: list[Field] = []
        for field in FIELDS[self._verb]:
            if field.type is FieldType.ORDER_FIELD:
                found += [Field(WHICH, FieldType.CHOICE, required=True, choices=tuple(ORDER_FIELDS)), Field(VALUE)]
            else:
                found.append(field)
        return tuple(found)

    def on_mount(self) -> None:
        """Begin with the first field that is needed and empty, else with the first one."""
        self.fit()
        fields = list(self.query(FormField))
        if self._keeper is not None:
            self.set_interval(EVERY, self._keep)
        needed = next((one for one in fields if one.field.required and not one.text and not one.closed), None)
        first = needed or next((one for one in fields if not one.closed), None)
        if first is None:
            self.query_one("#do").focus()
        else:
            first.control.focus()

    def on_resize(self) -> None:
        """Leave room for the buttons."""
        self.fit()

    def fit(self) -> None:
        """Leave room for the buttons on a low screen."""
        self.set_class(self.app.size.height < _LOW, "-low")
        said = self.query_one("#said", Static)
        said.display = bool(str(said.content)) or not self.has_class("-low")

    def texts(self) -> dict[str, str]:
        """Return what is typed, without empty fields."""
        found = {one.field.name: one.text for one in self.query(FormField) if one.text}
        if WHICH in found:
            found[found.pop(WHICH)] = found.pop(VALUE, "")
        return found

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields if anything was typed; nothing where they are as they were at first."""
        found = self.texts() if self.is_mounted else {}
        return {} if found == self._values else found

    async def _keep(self) -> None:
        if self._keeper is not None:
            await self._keeper.keep()

    def _leave(self, answer: dict[str, str] | None) -> None:
        """Leave, and take the draft away."""
        if self._keeper is not None:
            start(self.app, self._keeper.close, "drafts", "draft of a form that is closed")
        self.dismiss(answer)

    # --- moving -------------------------------------------------------------------------------------------------

    def action_next(self, by: int) -> None:
        """Go to another field; a list of choices keeps the arrows while it is open."""
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self.action_submit()

    @on(Select.Changed)
    def _chosen(self, message: Select.Changed) -> None:
        message.stop()

    def on_descendant_focus(self) -> None:
        """Say what the field is for."""
        field = next((one for one in self.query(FormField) if one.control.has_focus), None)
        text = verb_help(self._verb)
        if field is not None and field.field.name not in (WHICH, VALUE) and not field.field.choices:
            text = field_help(self._verb, field.field.name)
        self.query_one("#help", Static).update(plain(text))

    # --- doing it -----------------------------------------------------------------------------------------------

    @on(Button.Pressed, "#do")
    def _pressed(self) -> None:
        self.action_submit()

    @on(Button.Pressed, "#back")
    def _left(self) -> None:
        self.action_back_out()

    def action_back_out(self) -> None:
        """Leave with nothing; not while it is being done."""
        if not self._busy:
            self._leave(None)

    def action_submit(self) -> None:
        """Do it, if all fields are right."""
        if self._busy:
            return
        wrong = [one for one in self.query(FormField) if not one.check(missing=True)]
        if wrong:
            wrong[0].control.focus()
            return
        texts = self.texts()
        if self._submit is None:
            self._leave(texts)
            return
        self._busy = True
        self.say(_("One moment …"))
        start(self, partial(self._do, self._submit, texts), "submit", f"verb {self._verb.value}")

    async def _do(self, submit: Submit, texts: dict[str, str]) -> None:
        refused = await submit(texts)
        self._busy = False
        if refused:
            self.say(refused, bad=True)
        else:
            self._leave(texts)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say something below the fields."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(plain(text, multiline=True))
        said.display = bool(text) or not self.has_class("-low")
