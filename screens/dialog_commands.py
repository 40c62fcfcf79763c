"""The palette of commands (ctrl+p): everything that can be done from here, found by a few letters of its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.fuzzy import FuzzySearch
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from data.words import N_, _
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from widgets.cells import fit

_TITLE, _BESIDE = 46, 20


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: by which the palette answers.
        title: what it is called, in the language that is spoken.
        beside: its key, or what it belongs to.
        words: further words by which it is found, such as its name on the command line.
    """

    name: str
    title: str
    beside: str = ""
    words: str = ""


class Palette(Dialog[str]):
    """All commands, the likeliest first; it answers the name of the one that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("down", "move(1)", "palette.down", N_("Down"), N_("Go to the next command"), DIALOG),
        key("up", "move(-1)", "palette.up", N_("Up"), N_("Go to the command before"), DIALOG),
        key("pagedown", "move(10)", "palette.page_down", N_("Page down"), N_("Go ten commands down"), DIALOG),
        key("pageup", "move(-10)", "palette.page_up", N_("Page up"), N_("Go ten commands up"), DIALOG),
    ]

    def __init__(self, commands: Sequence[Command], number: Callable[[str], Command | None]) -> None:
        """Offer commands.

        Args:
            commands: all of them, in the order in which they stand while nothing is typed.
            number: what is typed → the command that opens it as an order's number, None where it looks like none.
        """
        super().__init__()
        self._commands = tuple(commands)
        self._number = number

    def heading(self) -> str:
        """Return the title."""
        return _("Commands")

    def inside(self) -> ComposeResult:
        """Compose the field and the list."""
        yield Input(placeholder=_("a few letters of a command, or the number of an order"), id="wanted", compact=True)
        yield OptionList(id="commands", compact=True, markup=False)
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Show all commands."""
        self._list("")

    def _list(self, wanted: str) -> None:
        found = list(self._fitting(wanted.strip()))
        opening = self._number(wanted.strip())
        if opening is not None:
            found.insert(0, opening)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_shown(command), id=command.name) for command in found])
        options.highlighted = 0 if found else None
        options.display = bool(found)
        self.fit_lists()
        self.query_one("#said", Static).update(plain("" if found else _("No command has such a name.")))

    def _fitting(self, wanted: str) -> Sequence[Command]:
        if not wanted:
            return self._commands
        search = FuzzySearch()
        scored = [(search.match(wanted, f"{command.title} {command.words}")[0], command) for command in self._commands]
        return [command for score, command in sorted(scored, key=lambda one: -one[0]) if score > 0]

    @on(Input.Changed)
    def _narrowed(self, message: Input.Changed) -> None:
        message.stop()
        self._list(message.value)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option.id)

    def action_move(self, by: int) -> None:
        """Move the choice while the field keeps the focus."""
        options = self.query_one(OptionList)
        step = options.action_cursor_down if by > 0 else options.action_cursor_up
        for _count in range(abs(by)):
            step()


def _shown(command: Command) -> Content:
    return plain(f"{fit(command.title, _TITLE)}  {fit(command.beside, _BESIDE, right=True)}")
