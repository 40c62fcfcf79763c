"""The allocation room: approved orders that are not placed yet."""

from typing import ClassVar

from data.rules.lists import Sort
from data.rules.workflow import Stage
from data.words import _
from screens.room import RoomScreen


class AllocationScreen(RoomScreen):
    """The allocation room."""

    stage: ClassVar[Stage] = Stage.ALLOCATION
    first_sort: ClassVar[Sort] = Sort.DUE
    column_names: ClassVar[tuple[str, ...]] = (
        "due",
        "number",
        "customer",
        "requested_date",
        "promised_date",
        "total",
        "lines",
    )

    def nothing_here(self) -> str:
        """Say that the room is empty, and what to do."""
        return _("Everything that is approved is allocated.")
