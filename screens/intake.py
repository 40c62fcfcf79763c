"""The intake room: orders from arrival to the hand-over to review."""

from typing import ClassVar

from data.rules.lists import Sort
from data.rules.workflow import Stage
from data.words import _
from screens.room import RoomScreen


class IntakeScreen(RoomScreen):
    """The intake room."""

    stage: ClassVar[Stage] = Stage.INTAKE
    first_sort: ClassVar[Sort] = Sort.DUE
    column_names: ClassVar[tuple[str, ...]] = (
        "due",
        "number",
        "class",
        "customer",
        "customer_po_no",
        "state",
        "total",
        "missing",
        "received_at",
    )

    def nothing_here(self) -> str:
        """Say that the room is empty, and what to do."""
        return _("The inbox is empty. Take a file of orders in with “orderclerk import”, or enter an order by hand.")
