"""A folder that is gone when it is done with, however the program ends, but for a kill."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

_SIGNAL_BASE = 128


@contextmanager
def throwaway() -> Iterator[Path]:
    """Give a folder that is removed at the end, also when the program is told to end."""
    told: list[int] = []

    def end(number: int, _frame: object) -> NoReturn:
        told.append(number)
        raise SystemExit(_SIGNAL_BASE + number)

    numbers = () if os.name == "nt" else (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, end) for number in numbers}
    folder = Path(tempfile.mkdtemp(prefix="orderclerk-demo-"))
    try:
        yield folder
    except Exception:
        # a library in whose call the signal came may make something else of it
        if told:
            raise SystemExit(_SIGNAL_BASE + told[0]) from None
        raise
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)  # removing takes a moment only
        shutil.rmtree(folder, ignore_errors=True)
        for number, hearer in before.items():
            signal.signal(number, hearer)
