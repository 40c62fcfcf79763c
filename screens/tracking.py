"""The tracking room: orders under way until they are settled."""

from typing import ClassVar

from data.rules.lists import Sort
from data.rules.workflow import Stage
from data.words import _
from screens.room import RoomScreen


class TrackingScreen(RoomScreen):
    """The tracking room."""

    stage: ClassVar[Stage] = Stage.TRACKING
    first_sort: ClassVar[Sort] = Sort.DUE
    column_names: ClassVar[tuple[str, ...]] = (
        "due",
        "number",
        "customer",
        "state",
        "promised_date",
        "requested_date",
        "delivery",
        "billing",
        "total",
    )

    def nothing_here(self) -> str:
        """Say that the room is empty, and what to do."""
        return _("Nothing is under way.")
