"""Ends a backup that stands still: a call into a disk that does not answer comes back to nobody (D6)."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from data.store.deadline import Deadline
from data.words import _, ngettext
from orderclerk.cli.output import err
from orderclerk.exits import Exit

_LOOK = 1.0
"""Seconds between two looks."""

_GRACE = 5.0
"""Seconds for the backup to give up by itself and tidy up, as it does where it waits for other programs."""


@contextmanager
def watched(deadline: Deadline) -> Iterator[None]:
    """End the program with code 6 where nothing moves past the deadline, whatever it is waiting for."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_LOOK):
            if deadline.passed and not done.wait(_GRACE) and deadline.passed:
                minutes = max(1, round(deadline.seconds / 60))
                said = ngettext(
                    "For {number} minute the backup has not moved, so it was given up; its disk does not answer.",
                    "For {number} minutes the backup has not moved, so it was given up; its disk does not answer.",
                    minutes,
                )
                err(said.format(number=minutes))
                err(_("What is half done lies in a folder .unfinished-… and is taken away by a later backup."))
                os._exit(Exit.STORAGE)

    thread = threading.Thread(target=watch, name="watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
