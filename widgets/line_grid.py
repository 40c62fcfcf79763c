"""The lines of an order as a grid to type into, by keys alone: arrows, enter, tab; rows are pasted from any sheet."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from data.errors import BadValue
from data.orders import Order
from data.parties import Product
from data.rules.verbs import LINE_FIELDS, FieldType
from data.states import PriceBasis
from data.words import N_
from data.words.labels import label
from widgets.entry import typed
from widgets.form_values import Typing, read_field
from widgets.grid_canvas import COLUMNS, TOTAL, GridCanvas
from widgets.line_model import LineModel
from widgets.lookup import Lookup, Suggest, Suggestion

_LEAST_EDIT = 16
"""Cells that a cell has while it is typed into."""


def _key(key: str, action: str, name: str, description: str, tooltip: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"grid.{name}", tooltip=tooltip, group=LINES)


LINES = Binding.Group(N_("Lines"), compact=True)


class LineGrid(Vertical):
    """The grid."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("left", "go(0, -1)", "left", N_("Left"), N_("Go to the cell on the left")),
        _key("right", "go(0, 1)", "right", N_("Right"), N_("Go to the cell on the right")),
        _key("up", "go(-1, 0)", "up", N_("Up"), N_("Go to the line above")),
        _key("down", "go(1, 0)", "down", N_("Down"), N_("Go to the line below")),
        _key("pageup", "go(-10, 0)", "page_up", N_("Page up"), N_("Go up by ten lines")),
        _key("pagedown", "go(10, 0)", "page_down", N_("Page down"), N_("Go down by ten lines")),
        _key("home", "edge(False, False)", "first_cell", N_("First cell"), N_("Go to the first cell of the line")),
        _key("end", "edge(False, True)", "last_cell", N_("Last cell"), N_("Go to the last cell of the line")),
        _key("ctrl+home", "edge(True, False)", "first_line", N_("First line"), N_("Go to the first line")),
        _key("ctrl+end", "edge(True, True)", "last_line", N_("Last line"), N_("Go to where a new line begins")),
        _key("tab", "next(1)", "next", N_("Next cell"), N_("Go to the next cell")),
        _key("shift+tab", "next(-1)", "before", N_("Cell before"), N_("Go to the cell before")),
        _key("enter", "edit", "edit", N_("Type"), N_("Type into the cell; or just begin to type")),
        _key("delete,backspace", "empty", "empty", N_("Empty"), N_("Empty the cell")),
        _key("insert,ctrl+n", "insert", "insert", N_("New line"), N_("Insert a line")),
        _key("ctrl+delete", "remove", "remove", N_("Remove the line"), N_("Take the line out; again brings it back")),
        _key("ctrl+d", "fill", "fill", N_("As above"), N_("Take the value of the cell above")),
        _key("ctrl+c", "copy", "copy", N_("Copy"), N_("Copy the cell")),
        _key("escape", "cancel", "cancel", N_("Leave the cell"), N_("Leave the cell as it was")),
    ]

    DEFAULT_CSS = """
    LineGrid {
        height: 1fr;
        min-height: 4;
        layers: cells typing;
        & > GridCanvas { layer: cells; }
        & > Lookup { layer: typing; position: absolute; display: none; width: 20; height: 1; }
        &.-typing > Lookup { display: block; }
    }
    """

    class Changed(Message):
        """Something in the lines is another than before.

        Attributes:
            grid: the grid.
        """

        def __init__(self, grid: "LineGrid") -> None:
            super().__init__()
            self.grid = grid

        @property
        def control(self) -> "LineGrid":
            """The grid."""
            return self.grid

        def can_replace(self, message: Message) -> bool:
            """Only the last of many matters."""
            return type(message) is type(self) and message.control is self.grid

    class Moved(Changed):
        """The cursor came to another cell."""

    class Left(Message):
        """The keys are to go on beyond the grid.

        Attributes:
            grid: the grid.
            back: whether to what stands before it.
        """

        def __init__(self, grid: "LineGrid", *, back: bool) -> None:
            super().__init__()
            self.grid = grid
            self.back = back

        @property
        def control(self) -> "LineGrid":
            """The grid."""
            return self.grid

    def __init__(
        self,
        typing: Typing,
        *,
        suggest: Suggest | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty grid.

        Args:
            typing: what surrounds the fields.
            suggest: finds products for what is typed as a product's code; their `thing` is a `Product`.
            id: of the widget.
            classes: of the widget.
        """
        super().__init__(id=id, classes=classes)
        self.model = LineModel()
        self.canvas = GridCanvas(self.model, typing)
        self.lookup = Lookup()
        self._suggest = suggest
        self._before = ""

    def compose(self) -> ComposeResult:
        """Compose the cells and the field that lies over the one that is typed into."""
        yield self.canvas
        yield self.lookup

    # --- what the room does --------------------------------------------------------------------------------------

    def show(self, order: Order | None = None) -> None:
        """Show the lines of an order, or none for a new one."""
        self.stop_typing(keep=False)
        self.model = LineModel(order.lines if order else (), order.currency if order else "")
        self.canvas.model = self.model
        self.canvas.go(0, 0)

    @property
    def typing(self) -> Typing:
        """What surrounds the fields."""
        return self.canvas.typing

    @typing.setter
    def typing(self, typing: Typing) -> None:
        self.canvas.typing = typing
        self.canvas.refresh()

    def texts(self) -> dict[str, str]:
        """Return what has changed, as `edit` and `order new` take it; what is being typed is in it."""
        self._keep_typed()
        return self.model.texts()

    def snapshot(self) -> list[dict[str, object]]:
        """Return what is typed as plain data."""
        self._keep_typed()
        return self.model.snapshot()

    def restore(self, snapshot: object) -> None:
        """Take up what was kept."""
        self.model.restore(snapshot)
        self.canvas.into_view()
        self._tell()

    def go_to(self, row: int, field: str) -> None:
        """Bring the keys to a cell."""
        names = [column.field for column in COLUMNS]
        if field in names:
            self.stop_typing()
            self.canvas.go(row, names.index(field))
            self.canvas.focus()

    @property
    def problem(self) -> BadValue | None:
        """Why the desk would not take what stands in the cell of the cursor; None if it would."""
        row, name = self.canvas.row, self.canvas.at.field
        if row >= len(self.model.rows) or name == TOTAL:
            return None
        return self.model.problem(row, name, self.typing, self.model.numbers()[row])

    # --- typing --------------------------------------------------------------------------------------------------

    @property
    def is_typing(self) -> bool:
        """Whether a cell is being typed into."""
        return self.has_class("-typing")

    def begin(self, text: str | None = None) -> None:
        """Type into the cell of the cursor; `text` stands there instead of what did."""
        column = self.canvas.at
        if self.canvas.closed:
            return
        row = self.canvas.row
        self._before = self.model.rows[row].cell(column.field) if row < len(self.model.rows) else ""
        start, line, width = self.canvas.cell_region()
        width = min(max(width, _LEAST_EDIT), max(4, self.size.width - 1))
        self.lookup.suggest = self._suggest if column.field == "product_code" else None
        self.lookup.styles.width = width
        self.lookup.styles.offset = (max(0, min(start, self.size.width - width)), line)
        self.add_class("-typing")
        self.lookup.put(self._before if text is None else text)
        self.lookup.entry.focus()
        if text is not None:
            self.lookup.entry.select_on_focus = False
            self._take(text)
        else:
            self.lookup.entry.select_on_focus = True
        self.lookup.entry.cursor_position = len(self.lookup.text)

    def stop_typing(self, *, keep: bool = True, suggestion: Suggestion | None = None) -> None:
        """Leave the cell; what was typed stays in it, or what stood there before comes back.

        Args:
            keep: whether what was typed stays.
            suggestion: what was taken for it already.
        """
        if not self.is_typing:
            return
        if keep:
            found = suggestion or self.lookup.take()
            self._take(self._settled(self.lookup.text))
            if found is not None and isinstance(found.thing, Product):
                self.model.choose(self.canvas.row, found.thing, self.typing.currency)
                self._tell()
        else:
            self._take(self._before)
        self.remove_class("-typing")
        self.canvas.focus()

    def _keep_typed(self) -> None:
        if self.is_typing:
            self._take(self.lookup.text)

    def _settled(self, text: str) -> str:
        """Return a text as it will mean the same tomorrow: `+3d` as the day that it is, a name as its code."""
        name = self.canvas.at.field
        if name == "price_basis":
            named = {label(one).casefold(): one.value for one in PriceBasis}
            text = named.get(text.strip().casefold(), text)
        if LINE_FIELDS[name] is not FieldType.DATE:
            return text
        try:
            value = read_field(f"line.1.{name}", text, self.typing)
        except BadValue:
            return text
        return value.isoformat() if value is not None and not isinstance(value, str | int) else text

    def _take(self, text: str) -> None:
        """Put a text into the cell of the cursor."""
        row, name = self.canvas.row, self.canvas.at.field
        known = self.model.rows[row].cell(name) if row < len(self.model.rows) else ""
        if text != known:
            self.model.set(row, name, text)
            self._tell()

    def _tell(self) -> None:
        self.canvas.refresh()
        self.post_message(self.Changed(self))

    @on(Lookup.Typed)
    def _typed(self, event: Lookup.Typed) -> None:
        event.stop()
        if self.is_typing:
            self._take(event.text)

    @on(Lookup.Entered)
    def _entered(self, event: Lookup.Entered) -> None:
        event.stop()
        self.stop_typing(suggestion=event.suggestion)
        self._next(1)

    async def on_key(self, event: events.Key) -> None:
        """Begin to type with the first character."""
        if not self.is_typing and self.canvas.has_focus and event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self.begin(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Fill cells from rows of a sheet."""
        if self.is_typing:
            return
        event.stop()
        names = [column.field for column in COLUMNS[self.canvas.column :] if column.field != TOTAL]
        lines = event.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        clean = "\n".join("\t".join(map(typed, line.split("\t"))) for line in lines)
        if self.model.paste(self.canvas.row, names, clean, self.typing.closed):
            self._tell()

    # --- keys ----------------------------------------------------------------------------------------------------

    def action_go(self, rows: int, columns: int) -> None:
        """Go to another cell; up from the first line leaves the grid."""
        if rows < 0 and self.canvas.row == 0:
            self.stop_typing()
            self.post_message(self.Left(self, back=True))
            return
        self._come_to(self.canvas.row + rows, self.canvas.column + columns)

    def action_edge(self, lines: bool, last: bool) -> None:
        """Go to the first or last cell of the line, or to the first or last line."""
        if lines:
            self._come_to(len(self.model.rows) if last else 0, self.canvas.column)
        else:
            self._come_to(self.canvas.row, len(COLUMNS) - 1 if last else 0)

    def _come_to(self, row: int, column: int) -> None:
        self.stop_typing()
        self.canvas.go(row, column)
        self.post_message(self.Moved(self))

    def action_next(self, by: int) -> None:
        """Go to the next cell, from the last one to the next line; beyond the grid the keys go on."""
        self.stop_typing()
        row = self.canvas.row
        if by < 0 and row == 0 and self.canvas.column == 0:
            self.post_message(self.Left(self, back=True))
        elif by > 0 and row >= len(self.model.rows) and (self.model.rows or self.canvas.column == len(COLUMNS) - 1):
            # behind the lines there are is the way out; while there is none yet the cells of the first are gone through
            self.post_message(self.Left(self, back=False))
        else:
            self._next(by)

    def _next(self, by: int) -> None:
        """Go to the next cell that one types into."""
        row, column = self.canvas.row, self.canvas.column + by
        while 0 <= column < len(COLUMNS) and COLUMNS[column].field in (TOTAL, *self.typing.closed):
            column += by
        if column >= len(COLUMNS):
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, len(COLUMNS) - 1
        self._come_to(row, column)

    def action_edit(self) -> None:
        """Type into the cell."""
        self.begin()

    def action_cancel(self) -> None:
        """Leave the cell as it was."""
        self.stop_typing(keep=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the arrows of a line and the deleting keys to the field while a cell is typed into, esc while not."""
        if action == "cancel":
            return self.is_typing
        of_field = action in ("edit", "empty", "edge", "copy", "fill", "remove", "insert")
        sideways = action == "go" and parameters[:1] == (0,)
        return not (self.is_typing and (of_field or sideways))

    def action_empty(self) -> None:
        """Empty the cell."""
        if self.canvas.row < len(self.model.rows) and not self.canvas.closed:
            self._take("")

    def action_fill(self) -> None:
        """Take the value of the cell above."""
        row, name = self.canvas.row, self.canvas.at.field
        if 0 < row <= len(self.model.rows) and not self.canvas.closed:
            self._take(self.model.rows[row - 1].cell(name))
            self._come_to(row + 1, self.canvas.column)

    def action_insert(self) -> None:
        """Insert a line."""
        self._come_to(self.model.insert(self.canvas.row), 0)
        self._tell()

    def action_remove(self) -> None:
        """Take the line out, or bring it back."""
        self.model.remove(self.canvas.row)
        self._come_to(self.canvas.row, self.canvas.column)
        self._tell()

    def action_copy(self) -> None:
        """Put the cell on the clipboard."""
        row, name = self.canvas.row, self.canvas.at.field
        if row < len(self.model.rows) and name != TOTAL:
            self.app.copy_to_clipboard(typed(self.model.rows[row].cell(name)))

    def on_click(self, event: events.Click) -> None:
        """Go to a cell; a second click types into it."""
        offset = event.get_content_offset(self.canvas)
        cell = self.canvas.cell_at(offset.x, offset.y) if offset is not None and event.widget is self.canvas else None
        if cell is not None:
            self._come_to(*cell)
            if event.chain > 1:
                self.begin()
