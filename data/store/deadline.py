"""A deadline that only progress extends: work that moves may take long, work that stands still ends (D6)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from data.errors import DeskBusy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Deadline:
    """Seconds within which something has to move."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin to count."""
        self.seconds = seconds
        self._clock = clock
        self._until = clock() + seconds

    def moved(self) -> None:
        """Count anew: something was done."""
        self._until = self._clock() + self.seconds

    @property
    def passed(self) -> bool:
        """Whether nothing has moved for so long."""
        return self._clock() > self._until

    def look(self, path: Path) -> None:
        """Give up where nothing has moved for so long.

        Raises:
            DeskBusy: it is so.
        """
        if self.passed:
            raise DeskBusy(path=str(path), seconds=round(self.seconds))
