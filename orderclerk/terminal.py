"""The terminal's own ways: whether there is one, and one whose keyboard sends what is no UTF-8."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from data.words import _

if TYPE_CHECKING:
    from textual.driver import Driver

_WITHOUT_TERMINAL = "orderclerk info, orderclerk order list, orderclerk --help"


def has_terminal(environ: Mapping[str, str]) -> bool:
    """Whether the full screen can be shown: keyboard and screen are a terminal, and not a dumb one."""
    if environ.get("TERM", "") in ("dumb", "unknown") or (os.name != "nt" and not environ.get("TERM")):
        return False
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return all(stream is not None and stream.isatty() for stream in streams)


def without_terminal() -> str:
    """Return what is said where the full screen cannot be shown."""
    text = _("The full screen needs a terminal. What works without: {commands}.")
    return text.format(commands=_WITHOUT_TERMINAL)


def driver_class() -> "type[Driver] | None":
    """Return the driver of the terminal; None leaves the choice to Textual, as on Windows."""
    if os.name == "nt":
        return None
    from orderclerk.keyboard import PatientDriver

    return PatientDriver


@contextmanager
def signals_kept() -> Iterator[None]:
    """Bring back who hears the signals that end a program: a full screen leaves nobody to hear them."""
    numbers = (signal.SIGTERM, signal.SIGINT) if os.name == "nt" else (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        for number, hearer in before.items():
            signal.signal(number, hearer)
