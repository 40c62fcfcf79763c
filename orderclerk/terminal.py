"""The terminal's own ways: whether there is one, and one whose keyboard sends what is no UTF-8."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def has_terminal(environ: Mapping[str, str]) -> bool:
    """Whether the full screen can be shown: keyboard and screen are a terminal, and not a dumb one."""
    if environ.get("TERM", "") in ("dumb", "unknown") or (os.name != "nt" and not environ.get("TERM")):
        return False
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return all(stream is not None and stream.isatty() for stream in streams)


def driver_class() -> "type[Driver] | None":
    """Return the driver of the terminal; None leaves the choice to Textual, as on Windows."""
    if os.name == "nt":
        return None
    from orderclerk.keyboard import PatientDriver

    return PatientDriver
