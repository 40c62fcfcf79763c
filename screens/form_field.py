"""One field of a form: its name, a control for its type, and what is wrong with what stands in it, as one types."""

from collections.abc import Container, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Select, Static, TextArea

from data.errors import BadValue
from data.orders import OrderLine
from data.rules.typed import read_value
from data.rules.verbs import Field, FieldType
from data.rules.workflow import Verb
from data.words import N_, _
from data.words.explain import explain
from data.words.formats import format_date, format_money, format_quantity
from data.words.labels import field_label
from data.words.phrases import choice_name
from screens.dialog import plain
from widgets.badge import Moment

WHICH, VALUE = "which_field", "new_value"
"""The two fields in which any field of an order is corrected."""

_OWN_LABELS = {WHICH: N_("field"), VALUE: N_("new value")}

CLOSED = N_("not for your role")
"""What is said of a field that whoever types does not see (P5)."""

_FORMATS = {
    FieldType.DATE: N_("8 Dec, 12-08, +3d, fri"),
    FieldType.QUANTITIES: N_("all that is open, or 1:5, 2:3"),
    FieldType.SCHEDULE: N_("2026-12-01:5, 2026-12-15:7"),
    FieldType.FILE: N_("path of the file"),
    FieldType.MEASURES: N_("what | who | by when, one a line"),
}


LONG = (FieldType.LONG, FieldType.MEASURES)
"""What is typed on several lines: Enter begins another one there."""


class FormField(Vertical):
    """A field with its control."""

    def __init__(
        self,
        field: Field,
        verb: Verb,
        currency: str,
        moment: Moment,
        *,
        lines: Sequence[OrderLine] = (),
        text: str = "",
        closed: Container[str] = (),
    ) -> None:
        """Make the control that fits the field's type.

        Args:
            field: which field.
            verb: of which verb, for its name.
            currency: of its amounts.
            moment: now.
            lines: the order's lines, where one of them can be chosen.
            text: what the field holds at first.
            closed: the fields that are not for whoever types; such a one takes no keys, and says so.
        """
        super().__init__()
        self.field = field
        self._barred = closed
        self.closed = field.name in closed
        self._verb = verb
        self._currency = currency
        self._moment = moment
        self._lines = tuple(lines)
        self._first = "" if self.closed else text
        self.control = self._make()
        self.control.disabled = self.closed

    @property
    def text(self) -> str:
        """What the field holds, as text; "" for nothing."""
        if isinstance(self.control, Input):
            return self.control.value.strip()
        if isinstance(self.control, TextArea):
            return self.control.text.strip()
        chosen = self.control.selection
        return "" if chosen is None else str(chosen)

    def compose(self) -> ComposeResult:
        """Compose name and control in one line, and a line for what is to be said."""
        with Horizontal(classes="line"):
            name = _(_OWN_LABELS[self.field.name]) if self.field.name in _OWN_LABELS else self._title()
            mark = " ⊘" if self.closed else " *" if self.field.required else ""
            yield Static(plain(name + mark), classes="name", markup=False)
            yield self.control
        yield Static("", classes="remark", markup=False)

    def on_mount(self) -> None:
        """Say of a closed field that it is one."""
        self.set_class(self.closed, "-closed")
        if self.closed and isinstance(self.control, Input):
            self.control.placeholder = _(CLOSED)

    def _title(self) -> str:
        return field_label(self.field.name, self._verb.value)

    def _make(self) -> Input | Select[str] | TextArea:
        if self.field.type in LONG:
            return TextArea(
                self._first,
                placeholder=_(_FORMATS.get(self.field.type, "")),
                tab_behavior="focus",
                compact=True,
                highlight_cursor_line=False,
            )
        options = self._options()
        if options is None:
            return Input(self._first, placeholder=_(_FORMATS.get(self.field.type, "")), compact=True)
        known = [value for _prompt, value in options]
        first = self._first if self._first in known else known[0] if self.field.required and len(known) == 1 else None
        prompt = _("choose …") if self.field.required else "–"
        if first is None:
            return Select(options, prompt=prompt, allow_blank=True, compact=True)
        return Select(options, prompt=prompt, allow_blank=not self.field.required, value=first, compact=True)

    def _options(self) -> list[tuple[Content, str]] | None:
        if self.field.type is FieldType.CHOICE:
            # of the fields of an order none is offered that the person may not correct
            offered = [one for one in self.field.choices if self.field.name != WHICH or one not in self._barred]
            return [(plain(self._choice(one)), one) for one in offered]
        if self.field.type is FieldType.LINE and self._lines:
            return [(plain(_line_title(line)), str(line.line_no)) for line in self._lines]
        return None

    def _choice(self, choice: str) -> str:
        return field_label(choice) if self.field.name == WHICH else choice_name(self.field.choices, choice)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self, message: Input.Changed | TextArea.Changed) -> None:
        message.stop()
        self.check()

    @on(Select.Changed)
    def _chose(self) -> None:
        if self.text:
            self.remark("")

    def check(self, *, missing: bool = False) -> bool:
        """Say what is wrong with the field, or what it is read as; return whether it is right.

        Args:
            missing: whether a needed field that is empty is wrong; while one types it is not yet.
        """
        if self.closed:
            return True
        if not self.text:
            wrong = missing and self.field.required
            self.remark(_("This is needed.") if wrong else "", bad=wrong)
            return not wrong
        try:
            value = read_value(self.field, self.text, self._currency, self._moment.today, _zone(self._moment))
        except BadValue as refusal:
            self.remark(explain(refusal), bad=True)
            return False
        self.remark(self._read_as(value))
        return True

    def _read_as(self, value: object) -> str:
        """Return what the text is read as, where that is not plain to see."""
        match self.field.type:
            case FieldType.DATE if isinstance(value, date):
                return "= " + format_date(value)
            case FieldType.AMOUNT if isinstance(value, int):
                return "= " + format_money(value, self._currency)
            case FieldType.QUANTITY if isinstance(value, int):
                return "= " + format_quantity(value)
            case _:
                return ""

    def remark(self, text: str, *, bad: bool = False) -> None:
        """Say something below the control."""
        if self.is_mounted:
            remark = self.query_one(".remark", Static)
            remark.update(plain(text))
            remark.display = bool(text)
        self.set_class(bad, "-wrong")


def _zone(moment: Moment) -> ZoneInfo:
    return moment.zone if isinstance(moment.zone, ZoneInfo) else ZoneInfo("UTC")


def _line_title(line: OrderLine) -> str:
    name = line.product_name or line.product_code or line.customer_part_no or line.specification
    quantity = "" if line.quantity is None else f"{format_quantity(line.quantity)} {line.unit}".strip()
    return _(" · ").join(part for part in (str(line.line_no), name[:60], quantity) if part)
