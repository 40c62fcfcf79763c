"""Two lines under the form of an order: what is said of the field of the keys, and what the order comes to."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.strip import Strip

from data.rules.verbs import ORDER_FIELDS, FieldType
from data.words import N_, _, ngettext
from data.words.explain import explain
from data.words.formats import format_amount, format_money
from data.words.phrases import listing
from widgets.cells import Line, Part, Tone, cut, line_width
from widgets.form_values import CHOICES
from widgets.one_line import OneLine

if TYPE_CHECKING:  # the form holds its foot
    from widgets.order_form import OrderForm

_HINTS: Mapping[FieldType, str] = {
    FieldType.DATE: N_("8 Dec as 12-08, 12/8 or 2026-12-08; +3d, +2w, fri, today"),
    FieldType.TIME: N_("2026-12-08 14:30"),
    FieldType.QUANTITY: N_("15% or 0.15"),
    FieldType.AMOUNT: N_("1200 or 12.50"),
}
"""How the fields are typed, where that is not plain to see."""


class FormFoot(OneLine):
    """The two lines."""

    DEFAULT_CSS = "FormFoot { height: 2; }"

    def __init__(self, form: "OrderForm") -> None:
        super().__init__()
        self._form = form

    def render_line(self, y: int) -> Strip:
        """Return one of the two lines."""
        width = self.space.width
        return self.paint(self.line(width) if y == 0 else self.sums(width), width)

    def line(self, width: int) -> Line:
        """Return what is said of the field of the keys."""
        said = self._said()
        return (Part(f" {cut(said.text, width - 2)}", said.tone),)

    def _said(self) -> Part:
        form = self._form
        if form.lines.has_focus_within:
            problem = form.lines.problem
            if problem is not None:
                return Part(explain(problem), Tone.BAD)
            if form.lines.canvas.at.field in form.typing.closed:
                return Part(_("not for your role"), Tone.MUTED)
            if form.remark:
                return Part(form.remark)
            return Part(_("enter types · tab next cell · insert new line · ctrl+delete removes it"), Tone.MUTED)
        if not form.head.has_focus_within:
            return Part("")
        name = form.head.current
        said = form.head.model.explained(name)
        hint = _("space shows the choices") if name in CHOICES else _HINTS.get(ORDER_FIELDS[name], "")
        return said if said.text or not hint else Part(_(hint), Tone.MUTED)

    def sums(self, width: int) -> Line:
        """Return what the order comes to, and what is wrong or missing."""
        form = self._form
        currency = form.typing.currency
        amounts = form.amounts
        if amounts is None:
            total = Part("–", Tone.MUTED)
        else:
            text = _("{net} + tax {tax} = {total}").format(
                net=format_amount(amounts.net, currency),
                tax=format_amount(amounts.tax, currency),
                total=format_money(amounts.total, currency),
            )
            total = Part(text, Tone.STRONG)
        count = sum(1 for number in form.lines.model.numbers() if number is not None)
        lines = ngettext("{number} line", "{number} lines", count).format(number=count)
        parts = [Part(" "), total, Part(f"  {lines}", Tone.MUTED)]
        faults, missing = len(form.faults), form.missing
        if faults:
            wrong = ngettext("✘ {number} field is wrong", "✘ {number} fields are wrong", faults).format(number=faults)
            parts.append(Part(f"  {wrong}", Tone.BAD))
        if missing:
            room = max(0, width - line_width(tuple(parts)) - 3)
            parts.append(Part("  " + cut(_("▲ missing: {elements}").format(elements=listing(missing)), room), Tone.BAD))
        return tuple(parts)
