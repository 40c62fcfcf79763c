"""The rooms, each loaded when it is gone to: the first picture waits for the first room alone."""

from typing import TYPE_CHECKING

from data.rules.workflow import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from screens.base import DeskScreen
    from screens.office import Office

    Room = Callable[[Office], DeskScreen]


def _intake() -> "Room":
    from screens.intake import IntakeScreen

    return IntakeScreen


def _review() -> "Room":
    from screens.review import ReviewScreen

    return ReviewScreen


def _allocation() -> "Room":
    from screens.allocation import AllocationScreen

    return AllocationScreen


def _tracking() -> "Room":
    from screens.tracking import TrackingScreen

    return TrackingScreen


def _archive() -> "Room":
    from screens.archive import ArchiveScreen

    return ArchiveScreen


_ROOMS: "Mapping[Stage, Callable[[], Room]]" = {
    Stage.INTAKE: _intake,
    Stage.REVIEW: _review,
    Stage.ALLOCATION: _allocation,
    Stage.TRACKING: _tracking,
    Stage.ARCHIVE: _archive,
}


def make_room(stage: Stage, office: "Office") -> "DeskScreen":
    """Return a room."""
    return _ROOMS[stage]()(office)


def load_rooms(stopped: "Callable[[], bool]" = lambda: False) -> None:
    """Load all rooms and the dossier, so that nobody waits when they are gone to; the rest not, once it is stopped."""
    for room in _ROOMS.values():
        if stopped():
            return
        room()
    import screens.order  # noqa: F401 - loaded, not used
