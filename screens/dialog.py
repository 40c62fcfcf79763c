"""What all dialogs share, and the small ones: a message, a question, the way to an order."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from data.words import N_, _
from data.words.printable import printable
from screens.copying import CopyingScreen
from screens.keys import DIALOG, key
from screens.work import start

T = TypeVar("T")


def plain(text: str, *, multiline: bool = False) -> Content:
    """Return text from anywhere as content: harmless, and never markup."""
    return Content(printable(text, multiline=multiline))


class Dialog(ModalScreen[T], CopyingScreen[T]):
    """A box over the screen; Esc backs out with nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back_out", "dialog.back", N_("Back"), N_("Leave the dialog; nothing is done"), DIALOG),
    ]

    def compose(self) -> ComposeResult:
        """Put the title over what the dialog holds."""
        with Vertical(id="box"):
            yield Static(plain(self.heading()), id="heading", markup=False)
            yield from self.inside()

    def heading(self) -> str:
        """Return the title."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Keep the box within the terminal."""
        self.fit_lists()

    def fit_lists(self) -> None:
        """Let each list of the box be as high as what it holds, as far as there is room for it."""
        for options in self.query(OptionList):
            if options.parent is not None and options.parent.id == "box":
                most = max(_LEAST_LIST, self.app.size.height - _AROUND_LIST)
                options.styles.height = max(1, min(most, options.option_count))

    def inside(self) -> ComposeResult:
        """Compose what stands below the title."""
        raise NotImplementedError

    def action_back_out(self) -> None:
        """Leave with nothing."""
        self.dismiss(None)


class Scrolled(VerticalScroll):
    """A text of a dialog; the keys come to it only where there is something to scroll."""

    def allow_focus(self) -> bool:
        """Return whether a part of it is out of sight."""
        return self.max_scroll_y > 0


class Message(Dialog[None]):
    """Something that has to be read."""

    def __init__(self, text: str, title: str = "") -> None:
        """Show a text; it may have several lines."""
        super().__init__()
        self._title = title
        self.text = text

    def heading(self) -> str:
        """Return the title."""
        return self._title or _("Please note")

    def inside(self) -> ComposeResult:
        """Compose the text and the way out."""
        with Scrolled(id="text"):
            yield Static(plain(self.text, multiline=True), markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Close")), id="close", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Let Enter close it."""
        self.query_one("#close").focus()

    @classmethod
    def over(cls, app: App[Any], text: str, title: str = "") -> None:
        """Show a text over what is on the screen, unless it is just being shown: several may have met one trouble."""
        shown = app.screen
        if not (isinstance(shown, cls) and shown.text == text):
            app.push_screen(cls(text, title))

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss(None)


class Confirm(Dialog[bool]):
    """A question before what cannot be undone; the answer is no unless somebody says yes."""

    def __init__(self, question: str, yes: str, title: str = "") -> None:
        """Ask a question.

        Args:
            question: what will happen, in a sentence or several.
            yes: what the button says that does it: the act, not "yes".
            title: over it.
        """
        super().__init__()
        self._title = title
        self._question = question
        self._yes = yes

    def heading(self) -> str:
        """Return the title."""
        return self._title or _("Are you sure?")

    def inside(self) -> ComposeResult:
        """Compose the question and its two answers."""
        with Scrolled(id="text"):
            yield Static(plain(self._question, multiline=True), markup=False)
        with Horizontal(id="buttons"):
            yield Button(plain(self._yes), id="yes", variant="error", compact=True)
            yield Button(Content(_("Back")), id="no", compact=True)

    def on_mount(self) -> None:
        """Let Enter do nothing harmful."""
        self.query_one("#no").focus()

    @on(Button.Pressed)
    def _answer(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")

    def action_back_out(self) -> None:
        """Leave: no."""
        self.dismiss(False)


_LEAST_LIST, _AROUND_LIST = 3, 10
"""Rows of a list at the least, and those that the rest of its box takes."""

Found = Sequence[tuple[str, str]]
"""Numbers of orders, each with what is shown beside it."""


class GoTo(Dialog[str]):
    """The way to an order by its number, ours or the customer's; what is typed is looked for at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("down", "move(1)", "dialog.down", N_("Down"), N_("Go to the next entry"), DIALOG),
        key("up", "move(-1)", "dialog.up", N_("Up"), N_("Go to the entry before"), DIALOG),
    ]

    def __init__(self, look: Callable[[str], Awaitable[Found]], text: str = "", recent: Found = ()) -> None:
        """Look orders up.

        Args:
            look: finds the orders that a text names, the likeliest first.
            text: what was typed or scanned already.
            recent: shown while nothing is typed.
        """
        super().__init__()
        self._look = look
        self._text = text
        self._recent = recent
        self._asked = ""
        self._asking = False
        self._open_when_found = False

    def heading(self) -> str:
        """Return the title."""
        return _("Go to an order")

    def inside(self) -> ComposeResult:
        """Compose the field and what was found."""
        yield Input(self._text, placeholder=_("number, ours or the customer's"), id="number", compact=True)
        yield OptionList(id="found", compact=True, markup=False)
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Show what was opened last."""
        self._show(self._recent)

    @on(Input.Changed)
    async def _typed(self, message: Input.Changed) -> None:
        message.stop()
        self._open_when_found = False
        self._ask()

    def _ask(self) -> None:
        """Look for what stands in the field, one question at a time."""
        wanted = self.query_one(Input).value.strip()
        if self._asking or wanted == self._asked:
            return
        self._asked = wanted
        if not wanted:
            self._show(self._recent)
            return
        self._asking = True
        start(self, partial(self._find, wanted), "look", "orders by number")

    async def _find(self, wanted: str) -> None:
        found = await self._look(wanted)
        self._asking = False
        if not self.is_attached:
            return
        if self.query_one(Input).value.strip() == wanted:
            self._show(found)
            said = "" if found else _("No order has this number. Look for a part of it, or for the customer.")
            self.query_one("#said", Static).update(plain(said))
            if self._open_when_found:
                self._open()
        else:
            self._ask()

    def _show(self, found: Found) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(plain(f"{number}  {beside}".rstrip()), id=number) for number, beside in found])
        options.display = bool(found)
        self.fit_lists()
        if found:
            options.highlighted = 0
            self.query_one("#said", Static).update("")

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if self._asking or message.value.strip() != self._asked:
            self._open_when_found = True
            self._ask()
        else:
            self._open()

    def _open(self) -> None:
        """Open what is chosen: the exact number, else the entry of the cursor."""
        options = self.query_one(OptionList)
        typed = self.query_one(Input).value.strip().casefold()
        numbers = [str(option.id) for option in options.options]
        exact = next((number for number in numbers if number.casefold() == typed), None)
        if exact is not None:
            self.dismiss(exact)
        elif options.highlighted is not None and numbers:
            self.dismiss(numbers[options.highlighted])

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option.id)

    def action_move(self, by: int) -> None:
        """Move the choice while the field keeps the focus."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = ((options.highlighted or 0) + by) % options.option_count
