"""The review room: orders that wait for opinions."""

from typing import ClassVar

from data.rules.lists import Sort
from data.rules.workflow import Stage
from data.words import _
from screens.room import RoomScreen


class ReviewScreen(RoomScreen):
    """The review room."""

    stage: ClassVar[Stage] = Stage.REVIEW
    first_sort: ClassVar[Sort] = Sort.DUE
    column_names: ClassVar[tuple[str, ...]] = ("due", "number", "class", "customer", "state", "total", "requested_date")

    def nothing_here(self) -> str:
        """Say that the room is empty, and what to do."""
        return _("No order waits for an opinion.")
