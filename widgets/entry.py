"""A field to type into: of one line, and without characters that nobody sees.

What is pasted from a mail or a sheet often carries zero-width spaces, bidi marks or line feeds; a product code with one
of them is never found again, so they are left out.
"""

from unicodedata import category

from textual import events
from textual.widgets import Input

from widgets.cells import harmless

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def typed(text: str) -> str:
    """Return a pasted text as somebody would have typed it: on one line, without characters that cannot be seen."""
    spaced = " ".join(text.replace("\t", " ").splitlines())
    return "".join(character for character in spaced if category(character) not in _UNSEEN)


class Entry(Input):
    """An input of one line without a frame."""

    DEFAULT_CSS = """
    Entry { background: $surface; }
    Entry:focus { background: $boost; text-style: underline; }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
        select_on_focus: bool = True,
    ) -> None:
        """Make an entry; `value` is any text, shown harmlessly."""
        super().__init__(
            harmless(value),
            placeholder=placeholder,
            id=id,
            classes=classes,
            compact=True,
            select_on_focus=select_on_focus,
        )

    space_is_typed: bool = True
    """Whether a space is a character like any other here; where it shows choices it is not."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep characters from the keys of the room, but for a space that shows choices."""
        return (self.space_is_typed or key != "space") and super().check_consume_key(key, character)

    def put(self, text: str) -> None:
        """Fill in a text from anywhere."""
        self.value = harmless(text)

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted before it is put in."""
        event.text = typed(event.text)
