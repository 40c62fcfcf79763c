"""The keys of a table. Single letters among them have a second key, for those who write with an input method."""

from textual.binding import Binding, BindingType

from data.words import N_

MOVE = Binding.Group(N_("Move"), compact=True)
SELECT = Binding.Group(N_("Select"), compact=True)
COLUMNS = Binding.Group(N_("Columns"), compact=True)


def _key(key: str, action: str, name: str, description: str, tooltip: str, group: Binding.Group) -> Binding:
    return Binding(key, action, description, show=False, id=f"table.{name}", tooltip=tooltip, group=group)


TABLE_BINDINGS: list[BindingType] = [
    _key("down,j", "move(1)", "down", N_("Down"), N_("Go to the next row"), MOVE),
    _key("up,k", "move(-1)", "up", N_("Up"), N_("Go to the row before"), MOVE),
    _key("pagedown", "page(1)", "page_down", N_("Page down"), N_("Go down by a page"), MOVE),
    _key("pageup", "page(-1)", "page_up", N_("Page up"), N_("Go up by a page"), MOVE),
    _key("home,ctrl+home", "edge(False)", "first", N_("First"), N_("Go to the first row"), MOVE),
    _key("end,ctrl+end", "edge(True)", "last", N_("Last"), N_("Go to the last row"), MOVE),
    _key("enter", "open", "open", N_("Open"), N_("Open the row of the cursor"), MOVE),
    _key("f5", "reload", "reload", N_("Sort anew"), N_("Read the list anew and sort it; nothing moves before"), MOVE),
    _key("space", "toggle_row", "toggle", N_("Select"), N_("Select the row, or no longer, and go on"), SELECT),
    _key("shift+down", "move(1, True)", "select_down", N_("Select down"), N_("Select rows going down"), SELECT),
    _key("shift+up", "move(-1, True)", "select_up", N_("Select up"), N_("Select rows going up"), SELECT),
    _key("shift+pagedown", "page(1, True)", "select_page_down", N_("Select page down"), N_("Select a page"), SELECT),
    _key("shift+pageup", "page(-1, True)", "select_page_up", N_("Select page up"), N_("Select a page up"), SELECT),
    _key("shift+end", "edge(True, True)", "select_to_last", N_("Select to the end"), N_("Select all below"), SELECT),
    _key("shift+home", "edge(False, True)", "select_to_first", N_("Select to the top"), N_("Select all above"), SELECT),
    _key("ctrl+a", "select_all", "select_all", N_("Select all"), N_("Select all rows of the list"), SELECT),
    _key("ctrl+n", "select_none", "select_none", N_("Select none"), N_("Take the selection back"), SELECT),
    _key("ctrl+c", "copy", "copy", N_("Copy"), N_("Copy the selected rows, else the row of the cursor"), SELECT),
    _key("left", "column(-1)", "column_left", N_("Column left"), N_("Go to the column on the left"), COLUMNS),
    _key("right", "column(1)", "column_right", N_("Column right"), N_("Go to the column on the right"), COLUMNS),
    _key("f6", "sort", "sort", N_("Sort"), N_("Sort by this column; again, the other way round"), COLUMNS),
    _key("f7", "columns", "columns", N_("Columns"), N_("Choose the columns"), COLUMNS),
    _key("shift+left", "move_column(-1)", "move_left", N_("Move left"), N_("Move this column to the left"), COLUMNS),
    _key("shift+right", "move_column(1)", "move_right", N_("Move right"), N_("Move this column to the right"), COLUMNS),
    _key("ctrl+right", "widen(2)", "wider", N_("Wider"), N_("Make this column wider"), COLUMNS),
    _key("ctrl+left", "widen(-2)", "narrower", N_("Narrower"), N_("Make this column narrower"), COLUMNS),
    _key("ctrl+delete", "hide_column", "hide", N_("Hide"), N_("Hide this column"), COLUMNS),
]
