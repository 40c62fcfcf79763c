"""The archive room: what is settled, closed, archived or cancelled."""

from typing import ClassVar

from data.rules.lists import Sort
from data.rules.workflow import Stage
from data.words import _
from screens.room import RoomScreen


class ArchiveScreen(RoomScreen):
    """The archive room."""

    stage: ClassVar[Stage] = Stage.ARCHIVE
    first_sort: ClassVar[Sort] = Sort.RECEIVED_AT
    first_descending: ClassVar[bool] = True
    column_names: ClassVar[tuple[str, ...]] = (
        "number",
        "customer",
        "customer_po_no",
        "state",
        "received_at",
        "total",
        "billing",
    )

    def nothing_here(self) -> str:
        """Say that the room is empty, and what to do."""
        return _("No order is closed yet.")
