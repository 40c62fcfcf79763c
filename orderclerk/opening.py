"""Taking the terminal before the full screen is loaded, so that something is seen and nothing typed is lost.

The keyboard is set as the screens set it, and what is typed waits in the terminal until they read it. They then take
the terminal as they find it (`handed_over`); where they never come, it is given back as it was (`give_back`).
"""

import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from orderclerk.first_picture import colours_of, look_of, picture

if TYPE_CHECKING:
    from orderclerk.ui_settings import UiSettings

OTHER_SCREEN = "\x1b[?1049h"
"""Lets the terminal show another screen than the one of the shell; said again, it empties that screen."""

_HIDE_CURSOR, _SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
_INTERRUPTED = 130
"""`Exit.INTERRUPTED`, without what it is loaded with."""
_FIRST_SCREEN = "\x1b[?1049l"


class _Hold:
    """How the terminal was before it was taken; None while it is not."""

    before: "list[Any] | None" = None


def show_first_picture(memory: "UiSettings", environ: Mapping[str, str]) -> None:
    """Take the terminal and paint the first picture, where the terminal is of a kind for which there is one.

    Args:
        memory: what was chosen on the screens.
        environ: says what the terminal can do.
    """
    if os.name == "nt" or _Hold.before is not None or not (colours := colours_of(environ)):
        return
    keyboard, screen = sys.__stdin__, sys.__stderr__
    if keyboard is None or screen is None or screen.encoding.lower().replace("-", "") != "utf8":
        return
    import termios

    with suppress(OSError, ValueError, termios.error):
        width, height = os.get_terminal_size(screen.fileno())
        look = look_of(memory.get("frame", "theme"))
        painted = picture(width, height, look, colours, keys=not memory.section("keys"))
        if painted:
            before = termios.tcgetattr(keyboard.fileno())
            termios.tcsetattr(keyboard.fileno(), termios.TCSANOW, _as_the_screens_set_it(before))
            _Hold.before = before
            for number in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, _end)
            signal.signal(signal.SIGINT, _stop)
            screen.write(f"{OTHER_SCREEN}{_HIDE_CURSOR}{painted}")
            screen.flush()


def _as_the_screens_set_it(before: "list[Any]") -> "list[Any]":
    """Return how the keyboard is set while the screens are shown: each key is read as it is, and not echoed."""
    import termios

    iflag, oflag, cflag, lflag, ispeed, ospeed, control = before
    iflag &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    lflag &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    characters = list(control)
    characters[termios.VMIN] = 1
    return [iflag, oflag, cflag, lflag, ispeed, ospeed, characters]


def handed_over() -> "list[Any] | None":
    """Return how the keyboard was before it was taken, for who gives the terminal back from now on; None if it was not.

    It is said once: after that the terminal is the screens' own.
    """
    before, _Hold.before = _Hold.before, None
    return before


def give_back() -> None:
    """Give the terminal back as it was, unless somebody else does."""
    before = handed_over()
    if before is None:
        return
    import termios

    keyboard, screen = sys.__stdin__, sys.__stderr__
    with suppress(OSError, ValueError, termios.error):
        if keyboard is not None:
            termios.tcsetattr(keyboard.fileno(), termios.TCSANOW, before)
        if screen is not None:
            # past the stream: where a signal came amid a write to it, another one would be refused
            os.write(screen.fileno(), f"{_FIRST_SCREEN}{_SHOW_CURSOR}".encode())


def _stop(_number: int, _frame: object) -> None:
    """Give the terminal back, then end as one does who was interrupted; nothing was opened yet."""
    give_back()
    os._exit(_INTERRUPTED)


def _end(number: int, _frame: object) -> None:
    """Give the terminal back, then end as the signal says."""
    give_back()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
