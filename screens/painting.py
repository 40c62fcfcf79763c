"""How every screen is put together for the terminal."""

from typing import Any, TypeVar

from textual.screen import Screen

from widgets.whole_characters import WholeCompositor

T = TypeVar("T")


class PaintingScreen(Screen[T]):
    """A screen that is painted by whole characters."""

    def __init__(self, **names: Any) -> None:
        """Make the screen, by the names that Textual's other screens hand on."""
        super().__init__(**names)
        self._compositor = WholeCompositor()
