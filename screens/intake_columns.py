"""What the columns of a file are: shown as they are taken for, and put right by whoever knows better."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from data.drafts import Subject
from data.words import N_, _
from data.words.labels import field_label
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from widgets.cells import cut, fit, harmless, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.desk.headings import FileColumn

_HEADING, _SAMPLE, _MEANING = 22, 16, 32
"""Cells of a column's heading, of its sample and of what it is taken for."""
_JOINED = frozenset({"specification"})
"""Fields that several columns fill together."""
_LEFT_OUT = "left_out"
"""The id of what leaves a column out; no field has this name."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of the columns: heading → field, "" leaves one out; and whether it is to be remembered."""

    mapping: dict[str, str]
    remember: bool = False


class FileColumns(Dialog[Said]):
    """The columns of a file; Enter on one says what it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,f10", "done", "file_columns.done", N_("Check again"),
            N_("Check the file with the columns as they stand here"), DIALOG, priority=True),
        key("f6", "remember", "file_columns.remember", N_("Check and remember"),
            N_("Check it, and take the columns of later files with these headings for the same"), DIALOG),
        key("delete,backspace", "reset", "file_columns.reset", N_("As recognised"),
            N_("Take back what was said of the column"), DIALOG),
    ]  # fmt: skip

    def __init__(self, name: str, columns: "Sequence[FileColumn]", holds: Subject) -> None:
        """Show the columns of a file.

        Args:
            name: of the file.
            columns: as they are taken for.
            holds: what the file holds.
        """
        super().__init__()
        self._name = name
        self._columns = list(columns)
        self._holds = holds

    def heading(self) -> str:
        """Return the title."""
        return _("Columns of {name}").format(name=self._name)

    def inside(self) -> ComposeResult:
        """Compose the columns and what can be done."""
        yield OptionList(id="columns", compact=True, markup=False)
        yield Static("", id="said", markup=False)
        help_text = _("Enter says what a column is, Del takes that back. ~ guessed, ✎ said by you, ? not known.")
        yield Static(plain(help_text), id="help", markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Check again")), id="done", variant="primary", compact=True)
            yield Button(Content(_("Check and remember  F6")), id="remember", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    def on_mount(self) -> None:
        """Begin with the first column that a person should look at."""
        places = range(len(self._columns))
        first = min(places, key=lambda at: (self._columns[at].field != "", self._columns[at].like == "", at), default=0)
        guessed = next((at for at in places if self._columns[at].like), first)
        self._list(guessed)
        self.query_one(OptionList).focus()

    def _list(self, at: int) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            [Option(plain(_shown(column)), id=str(place)) for place, column in enumerate(self._columns)]
        )
        options.highlighted = max(0, min(at, options.option_count - 1))
        self.fit_lists()

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        at = int(str(message.option.id))
        column = self._columns[at]
        if not column.heading:
            self._say(_("The column has no heading. Give it one in the file, then check again."))
        elif column.double:
            self._say(_("“{heading}” stands there twice. Rename one of them in the file, then check again.").format(
                heading=harmless(column.heading, 60)))  # fmt: skip
        else:
            self.app.push_screen(Meanings(column, self._holds), lambda field: self._meant(at, field))

    def _meant(self, at: int, field: str | None) -> None:
        """Take a column for a field; whichever was taken for it before is left out."""
        if field is None:
            return
        said = ""
        for place, other in enumerate(self._columns):
            if field and place != at and other.field == field and field not in _JOINED:
                self._columns[place] = replace(other, field="", like="", said=not (other.double or not other.heading))
                form = _("“{heading}” was taken for it before; it is left out now.")
                said = form.format(heading=harmless(other.heading, 60))
        self._columns[at] = replace(self._columns[at], field=field, like="", said=True)
        self._say(said)
        self._list(at)

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(plain(text))

    def action_reset(self) -> None:
        """Take back what was said of the column: it is recognised anew."""
        at = self.query_one(OptionList).highlighted
        if at is not None and self._columns[at].said:
            self._columns[at] = replace(self._columns[at], field="", said=False)
            self._say(_("What the column is will be recognised when the file is checked again."))
            self._list(at)

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        message.stop()
        if message.button.id == "back":
            self.action_back_out()
        else:
            self._answer(remember=message.button.id == "remember")

    def action_done(self) -> None:
        """Check the file with these columns."""
        self._answer(remember=False)

    def action_remember(self) -> None:
        """Check it, and remember the columns."""
        self._answer(remember=True)

    def _answer(self, *, remember: bool) -> None:
        mapping = {column.heading: column.field for column in self._columns if column.said and column.heading}
        self.dismiss(Said(mapping, remember))


def _shown(column: "FileColumn") -> str:
    """Return a column in one line: its heading, what stands below it, what it is taken for."""
    sign = "✎" if column.said else "~" if column.like else " " if column.field else "?"
    meaning = field_label(column.field) if column.field else _("kept as it is")
    if column.said and not column.field:
        meaning = _("left out")
    heading = fit(harmless(column.heading, 100) or "–", _HEADING)
    sample = fit(harmless(column.sample, 100), _SAMPLE)
    return f"{heading} {sample} {sign} {cut(meaning, _MEANING)}"


class Meanings(Dialog[str]):
    """What a column can be; it answers the name of the field, "" leaves the column out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("down", "move(1)", "file_columns.meaning_down", N_("Down"), N_("Go to the next meaning"), DIALOG),
        key("up", "move(-1)", "file_columns.meaning_up", N_("Up"), N_("Go to the meaning before"), DIALOG),
        key(
            "pagedown",
            "move(8)",
            "file_columns.meaning_page_down",
            N_("Page down"),
            N_("Go some meanings down"),
            DIALOG,
        ),
        key("pageup", "move(-8)", "file_columns.meaning_page_up", N_("Page up"), N_("Go some meanings up"), DIALOG),
    ]

    def __init__(self, column: "FileColumn", holds: Subject) -> None:
        """Ask what a column is."""
        super().__init__()
        self._column = column
        self._holds = holds

    def heading(self) -> str:
        """Return the title."""
        said = _("What is “{heading}”?")
        return said.format(heading=cut(harmless(self._column.heading, 100), 40))

    def inside(self) -> ComposeResult:
        """Compose the field that narrows the list, and the list."""
        if self._column.sample:
            said = _("such as: {sample}")
            yield Static(plain(said.format(sample=self._column.sample[:200])), id="subheading", markup=False)
        yield Input(placeholder=_("a part of the name"), id="wanted", compact=True)
        yield OptionList(id="meanings", compact=True, markup=False)

    def on_mount(self) -> None:
        """Show all of them, at what the column is taken for."""
        self._list("")

    def _list(self, wanted: str) -> None:
        from data.desk.headings import meanings

        names = [(field.name, field_label(field.name)) for field in meanings(self._holds)]
        width = max(width_of(label) for _name, label in names) + 2
        found = [(name, label) for name, label in names if wanted in label.casefold() or wanted in name]
        options = self.query_one(OptionList)
        options.clear_options()
        if not wanted:
            options.add_option(Option(plain(_("leave it out: kept with the order as it is")), id=_LEFT_OUT))
        options.add_options([Option(plain(fit(label, width) + name), id=name) for name, label in found])
        here = [at for at, option in enumerate(options.options) if option.id == self._column.field]
        options.highlighted = (here[0] if here else 0) if options.option_count else None
        self.fit_lists()

    @on(Input.Changed)
    def _narrowed(self, message: Input.Changed) -> None:
        message.stop()
        self._list(message.value.strip().casefold())

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        name = str(message.option.id)
        self.dismiss("" if name == _LEFT_OUT else name)

    def action_move(self, by: int) -> None:
        """Move the choice while the field keeps the focus."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = max(0, min((options.highlighted or 0) + by, options.option_count - 1))
