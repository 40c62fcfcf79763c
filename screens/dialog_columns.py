"""Which columns a list has, and in which order."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from data.words import N_, _
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from widgets.columns import Columns


class ColumnChooser(Dialog[list[dict[str, object]]]):
    """The columns of a list: space shows or hides one, shift with an arrow moves it, Enter is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("space", "switch", "columns.toggle", N_("Show"), N_("Show the column, or hide it"), DIALOG),
        key("shift+up,K", "shift(-1)", "columns.up", N_("Left"), N_("Move the column to the left"), DIALOG),
        key("shift+down,J", "shift(1)", "columns.down", N_("Right"), N_("Move the column to the right"), DIALOG),
        key("ctrl+r,r", "reset", "columns.reset", N_("As at first"), N_("Take back all that was chosen"), DIALOG),
        key("enter", "done", "columns.done", N_("Done"), N_("Keep the columns so"), DIALOG, priority=True),
    ]

    def __init__(self, columns: Columns[Any]) -> None:
        """Choose among these columns; they change only when it is done."""
        super().__init__()
        self._columns: Columns[Any] = Columns([columns.column(chosen.id) for chosen in columns.chosen])
        self._columns.restore(columns.state())

    def heading(self) -> str:
        """Return the title."""
        return _("Columns")

    def inside(self) -> ComposeResult:
        """Compose the list of columns."""
        yield OptionList(id="columns", compact=True, markup=False)
        help_text = _("Space shows or hides, shift+↑ and shift+↓ move, r takes all back, Enter is done.")
        yield Static(plain(help_text), id="help", markup=False)

    def on_mount(self) -> None:
        """Show the columns."""
        self._show(0)

    def _show(self, at: int) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            [
                Option(
                    plain(f"{'✓' if chosen.shown else ' '} {_(self._columns.column(chosen.id).title)}"), id=chosen.id
                )
                for chosen in self._columns.chosen
            ]
        )
        options.highlighted = max(0, min(at, options.option_count - 1))
        self.fit_lists()

    def _here(self) -> tuple[int, str]:
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        return at, str(options.get_option_at_index(at).id)

    def action_switch(self) -> None:
        """Show the column or hide it."""
        at, name = self._here()
        self._columns.show(name, shown=not self._columns.chosen[at].shown)
        self._show(at)

    def action_shift(self, by: int) -> None:
        """Move the column."""
        _at, name = self._here()
        self._columns.move(name, by)
        self._show(next(place for place, chosen in enumerate(self._columns.chosen) if chosen.id == name))

    def action_reset(self) -> None:
        """Go back to the columns as they were at first."""
        self._columns.reset()
        self._show(0)

    def action_done(self) -> None:
        """Leave with what is chosen."""
        self.dismiss(self._columns.state())

    def on_option_list_option_selected(self) -> None:
        """A click shows the column or hides it."""
        self.action_switch()
