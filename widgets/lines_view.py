"""A view of lines that are made from what it shows: wrapped to the width, made anew in another language.

Some of the lines belong to items. Where a view has items a cursor goes from one to the next, enter opens one.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from data.words import N_, current_language
from widgets.cells import Line, Part, Tone, wrap
from widgets.selecting import Selectable

_MARK = "›"


class Row(NamedTuple):
    """One line of a view, and the item that it belongs to, if any."""

    line: Line
    item: int | None = None


class LinesView(Selectable, can_focus=True):
    """A scrolling view of lines, to be read and copied; a subclass makes them in `build`."""

    MOVE = Binding.Group(N_("Move"), compact=True)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", N_("Down"), show=False, id="view.down", tooltip=N_("Go down"), group=MOVE),
        Binding("up,k", "step(-1)", N_("Up"), show=False, id="view.up", tooltip=N_("Go up"), group=MOVE),
        Binding("pagedown", "leaf(1)", N_("Page down"), show=False, id="view.page_down",
                tooltip=N_("Go down by a page"), group=MOVE),
        Binding("pageup", "leaf(-1)", N_("Page up"), show=False, id="view.page_up",
                tooltip=N_("Go up by a page"), group=MOVE),
        Binding("home", "edge(False)", N_("First"), show=False, id="view.first",
                tooltip=N_("Go to the beginning"), group=MOVE),
        Binding("end", "edge(True)", N_("Last"), show=False, id="view.last",
                tooltip=N_("Go to the end"), group=MOVE),
        Binding("enter", "choose", N_("Open"), show=False, id="view.open",
                tooltip=N_("Open what the cursor is on"), group=MOVE),
    ]  # fmt: skip

    DEFAULT_CSS = """
    LinesView { height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; }
    """

    ITEMS: ClassVar[bool] = False
    """Whether a cursor goes from item to item."""

    item: reactive[int] = reactive(0, repaint=False)
    """The item on which the cursor is; 0 is the first."""

    class Chosen(Message):
        """An item was opened (enter, or a second click).

        Attributes:
            view: where.
            item: which, counted from 0.
        """

        def __init__(self, view: "LinesView", item: int) -> None:
            super().__init__()
            self.view = view
            self.item = item

        @property
        def control(self) -> "LinesView":
            """The view."""
            return self.view

    class Moved(Message):
        """The cursor came to another item.

        Attributes:
            view: where.
            item: which, counted from 0.
        """

        def __init__(self, view: "LinesView", item: int) -> None:
            super().__init__()
            self.view = view
            self.item = item

        @property
        def control(self) -> "LinesView":
            """The view."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Only the last of many matters."""
            return isinstance(message, LinesView.Moved) and message.view is self.view

    def __init__(self, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Make a view; `empty` is what it says when there is nothing to show."""
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self._rows: list[Row] = []
        self._made_for: tuple[int, str] | None = None

    def build(self, width: int) -> Sequence[Row]:
        """Return the lines for a width in cells, in the language that is spoken; none where nothing is to show."""
        raise NotImplementedError

    def rebuild(self) -> None:
        """Make the lines anew, after what is shown has changed; nothing is painted where they are the same."""
        before, made_for = self._rows, self._made_for
        self._made_for = None
        if self.is_attached:
            self._fit()
            if self._made_for != made_for or self._rows != before:
                self.forget_selection()
                self.refresh(layout=self.styles.is_auto_height and len(self._rows) != len(before))

    @property
    def items(self) -> int:
        """How many items there are."""
        return 1 + max((row.item for row in self._rows if row.item is not None), default=-1)

    @property
    def _edge(self) -> int:
        """Cells before the lines, for the mark of the cursor."""
        return 2 if self.ITEMS else 0

    def rows_for(self, width: int) -> list[Row]:
        """Return the lines for a width; they are made once for each width and language."""
        key = (width, current_language())
        if self._made_for != key:
            self._made_for = key
            found = list(self.build(max(1, width - self._edge)))
            if not found and self.empty:
                found = [Row((Part(line, Tone.MUTED),)) for line in wrap(self.empty, max(2, width - self._edge))]
            self._rows = found
        return self._rows

    def _fit(self) -> None:
        width = self.space.width
        rows = self.rows_for(width)
        self.virtual_size = Size(width, len(rows))
        self.item = max(0, min(self.item, self.items - 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return how many lines there are, for a view of which the height is left to it."""
        return len(self.rows_for(width))

    def on_resize(self) -> None:
        """Make the lines for the new width."""
        before = self._rows
        self._fit()
        if self._rows != before:
            self.forget_selection()

    def watch_item(self, before: int, after: int) -> None:
        """Bring the item into view and say so."""
        if not self.ITEMS or before == after:
            return
        places = [place for place, row in enumerate(self._rows) if row.item == after]
        if places and self.is_attached:
            self.scroll_to_region(Region(0, places[0], 1, len(places)), animate=False)
        self.refresh()
        self.post_message(self.Moved(self, after))

    def render_line(self, y: int) -> Strip:
        """Return one line as it stands on the screen."""
        width = self.space.width
        if self._made_for is not None and self._made_for[1] != current_language():
            self.call_later(self.rebuild)
        rows = self.rows_for(width)
        place = round(self.scroll_y) + y
        strip = self._row(rows, place, width) if place < len(rows) else Strip.blank(width, self.ground)
        return self.selectable(strip, place, margin=self._edge)

    def _row(self, rows: Sequence[Row], place: int, width: int) -> Strip:
        line, item = rows[place]
        if not self.ITEMS:
            return self.paint(line, width)
        if item is None or item != self.item:
            return self.paint((Part("  "), *line), width)
        first = place == 0 or rows[place - 1].item != item
        return self.paint((Part(f"{_MARK} " if first else "  "), *line), width, base=self.cursor_style())

    def text_of(self, line: int) -> str:
        """Return what stands in a line."""
        return "".join(part.text for part in self._rows[line].line) if 0 <= line < len(self._rows) else ""

    def lines_of_text(self) -> range:
        """Return the numbers of the lines."""
        return range(len(self._rows))

    # --- keys and mouse ------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Go to the next item, or scroll by a line where there are none."""
        if self.ITEMS:
            self.item = max(0, min(self.item + by, self.items - 1))
        else:
            self.scroll_relative(y=by, animate=False)

    def action_leaf(self, by: int) -> None:
        """Go on by a page."""
        if self.ITEMS:
            at = next((place for place, row in enumerate(self._rows) if row.item == self.item), 0)
            target = max(0, min(at + by * max(1, self.space.height - 1), len(self._rows) - 1))
            near = [row.item for row in (self._rows[target:] if by > 0 else self._rows[target::-1])]
            found = next((item for item in near if item is not None), None)
            self.item = found if found is not None else (self.items - 1 if by > 0 else 0)
        else:
            self.scroll_relative(y=by * max(1, self.space.height - 1), animate=False)

    def action_edge(self, last: bool) -> None:
        """Go to the beginning or the end."""
        if self.ITEMS:
            self.item = max(0, self.items - 1) if last else 0
        self.roll_to(y=self.max_scroll_y if last else 0)

    def action_choose(self) -> None:
        """Open the item of the cursor."""
        if self.ITEMS and self.items:
            self.chosen(self.item)

    def chosen(self, item: int) -> None:
        """Say that an item was opened; a subclass may say more."""
        self.post_message(self.Chosen(self, item))

    def on_click(self, event: events.Click) -> None:
        """Go to an item; a second click opens it. Where there are none, it selects the word."""
        offset = event.get_content_offset(self)
        place = round(self.scroll_y) + offset.y if offset is not None else -1
        event.prevent_default()  # Textual selects everything at a second click
        if not self.ITEMS and self.allow_select and offset is not None:
            self.select_clicked(event, place, offset.x)
        if not self.ITEMS or not 0 <= place < len(self._rows) or self.text_selection is not None:
            return
        item = self._rows[place].item
        if item is not None:
            self.item = item
            if event.chain > 1:
                self.chosen(item)
