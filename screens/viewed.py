"""A room with views of its orders: what asks for somebody today, each with its number, one key apart."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from data.words import N_, _
from screens.keys import ORDERS, key
from screens.room import RoomScreen
from widgets.filter_bar import FilterBar
from widgets.view_bar import View, ViewBar


class ViewedRoom(RoomScreen):
    """A room of which the list shows one of several views.

    A subclass says which views there are (`views`), and by `view` in `first_filter` which orders each has.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("left_square_bracket,shift+f4", "view(-1)", "room.view_before", N_("View before"),
            N_("Show the view on the left"), ORDERS),
        key("right_square_bracket,f4", "view(1)", "room.view", N_("Next view"),
            N_("Show the view on the right"), ORDERS),
    ]  # fmt: skip

    view: str = ""
    """The view that the list shows; a subclass names the first one."""

    def views(self) -> Sequence[View]:
        """Return the views, the first one first."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """Compose the views above list and panes."""
        yield ViewBar(id="views")
        yield from super().body()

    def begin(self) -> None:
        """Show the views, as far as they are known."""
        super().begin()
        self.show_views()

    def show_status(self) -> None:
        """Show the numbers of the views with whatever else is known anew."""
        super().show_status()
        self.show_views()

    def show_views(self) -> None:
        """Show the views with their numbers."""
        if self.there:
            for bar in self.query(ViewBar):
                bar.show(self.views(), self.view, self.views_hint())

    def views_hint(self) -> str:
        """Return the keys that go from view to view."""
        return _("{left} {right} views").format(left=self.key_of("room.view_before"), right=self.key_of("room.view"))

    def go_view(self, view: str) -> None:
        """Show another view; search and filter stay."""
        if view == self.view:
            return
        self.view = view
        self.view_chosen()
        self.show_views()
        self.read(replace(self.query_now, filter=self.filter_of(self.query_one(FilterBar).values)))
        self.table.focus()

    def view_chosen(self) -> None:
        """Prepare for the view that was chosen."""

    def action_view(self, by: int) -> None:
        """Show the next view, or the one before."""
        names = [view.id for view in self.views()]
        self.go_view(names[(names.index(self.view) + by) % len(names)])

    @on(ViewBar.Chosen)
    def _view_chosen(self, message: ViewBar.Chosen) -> None:
        self.go_view(message.view)

    def action_back(self) -> None:
        """Take back what narrows the view: selection, search and filter, then the view itself."""
        narrowed = self.table.selected or self.query_now.filter != self.first_filter()
        home = self.views()[0].id
        if narrowed or self.view == home:
            super().action_back()
        else:
            self.go_view(home)
