"""Copying on every screen and in every dialog: what the mouse has selected, or rows of a list; how much is said."""

from typing import ClassVar, TypeVar

from textual import on
from textual.actions import SkipAction
from textual.binding import BindingType

from data.words import N_, ngettext
from screens.keys import EVERYWHERE, key
from screens.painting import PaintingScreen
from widgets import table_messages as told

T = TypeVar("T")


class CopyingScreen(PaintingScreen[T]):
    """A screen of which text is selected with the mouse and copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+c,super+c", "copy_text", "frame.copy", N_("Copy"),
            N_("Copy the text that was selected with the mouse"), EVERYWHERE),
    ]  # fmt: skip

    def action_copy_text(self) -> None:
        """Put the selected text on the clipboard and say how much it is; the key means nothing where none is."""
        text = self.get_selected_text()
        if not text:
            raise SkipAction
        self.app.copy_to_clipboard(text)
        lines = text.count("\n") + 1
        if lines > 1:
            said = ngettext("{number} line copied", "{number} lines copied", lines).format(number=f"{lines:,}")
        else:
            count = len(text)
            said = ngettext("{number} character copied", "{number} characters copied", count)
            said = said.format(number=f"{count:,}")
        self.notify(said, markup=False)

    @on(told.Copied)
    def _rows_copied(self, message: told.Copied) -> None:
        message.stop()
        said = ngettext("{number} row copied", "{number} rows copied", message.rows).format(number=f"{message.rows:,}")
        self.notify(said, markup=False)
