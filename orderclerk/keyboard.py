"""The keyboard, also of a terminal of another encoding (GBK, Big5): what cannot be read ends nothing."""

import os
import re
import selectors
import signal
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from orderclerk.messages import HungUp, UnreadableKeys
from orderclerk.opening import OTHER_SCREEN, handed_over

if TYPE_CHECKING:
    from io import TextIOWrapper

    from textual.app import App

_AT_ONCE = 4096
_TURN = 0.0002
"""Seconds in which the thread that writes to the terminal surely gets its turn."""
_UNREADABLE = re.compile("\ufffd+[@-~]?")
"""What becomes of bytes that are no UTF-8; of GBK's and Big5's two bytes the second may look like a letter."""


class Patient:
    """The terminal as a file. Once it is gone what is written goes nowhere.

    Textual's writing thread would end at the first error, and the program would then wait for ever for room in the
    queue that nobody empties.
    """

    def __init__(self, file: TextIO, gone: Callable[[], None]) -> None:
        """Write to a file; `gone` is called when it is there no more."""
        self._file = file
        self._gone: Callable[[], None] | None = gone

    def write(self, text: str) -> None:
        """Write a text, where anybody can see it."""
        try:
            self._file.write(text)
        except OSError:
            self._end()

    def flush(self) -> None:
        """See what was written onto the terminal."""
        try:
            self._file.flush()
        except OSError:
            self._end()

    def fileno(self) -> int:
        """Return the number of the file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()

    def _end(self) -> None:
        """Tell once that the terminal is gone."""
        gone, self._gone = self._gone, None
        if gone is not None:
            gone()


class PatientDriver(LinuxDriver):
    """Textual's driver, with threads that go on where Textual's give up, and that outlives being stopped."""

    def __init__(
        self, app: "App[Any]", *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Write to a terminal that may go."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._left = False  # whether the terminal was left to the shell when the program was stopped
        self._first_picture = False  # whether the first picture is on the screen
        self._woken = self._wake = -1  # a pipe that ends the wait of the thread that reads keys
        self._file = cast("TextIOWrapper", Patient(cast("TextIO", self._file), self._gone))

    def _gone(self) -> None:
        """Tell that the terminal is gone; called in threads."""
        self._app.call_later(self._app.post_message, HungUp())

    def start_application_mode(self) -> None:
        """Take the terminal, or take it over with the first picture on it, as it is."""
        before = handed_over()
        self._first_picture = before is not None
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._woken, False)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's has no types
        if before is not None and self.attrs_before is not None:
            self.attrs_before = before

    def write(self, data: str) -> None:
        """Write to the terminal; what shows the other screen would empty it where the first picture is on it."""
        if data == OTHER_SCREEN and self._first_picture:
            self._first_picture = False
            return
        super().write(data)

    def flush(self) -> None:
        """Let the thread that writes have its turn: it would wait for up to 5 ms while what follows is worked out."""
        super().flush()
        time.sleep(_TURN)

    def _sigtstp_application(self, *_: object) -> None:
        """Give the terminal back, then stop; somebody who asks twice finds it given back already."""
        if self._auto_restart and not self._left:
            self._left = True
            self.suspend_application_mode()
            self._must_signal_resume = True
        os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again.

        Who was stopped without being asked (SIGSTOP) has not left it. Textual would then begin anew on top of the old,
        and its first keyboard thread would never end; nor is the terminal as it was, for the shell has used it since.
        """
        if not self._auto_restart:
            return
        if not self._left:
            self.suspend_application_mode()
            self._must_signal_resume = True
        self._left = False
        self.resume_application_mode()

    def disable_input(self) -> None:
        """Read no more keys; the thread that reads them is woken, for it waits for a tenth of a second otherwise."""
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._wake, b"-")
        super().disable_input()

    def close(self) -> None:
        """Leave the terminal, for a while or at the end of the program."""
        super().close()
        for end in (self._wake, self._woken):
            if end >= 0:
                os.close(end)
        self._wake = self._woken = -1

    def run_input_thread(self) -> None:
        """Read keys until the program ends; bytes that are no UTF-8 are left out, and the person is told."""
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")(errors="replace")
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if any(key.fd == self.fileno for key, _events in selector.select(0.1)):
                    try:
                        typed = os.read(self.fileno, _AT_ONCE)
                    except OSError:
                        typed = b""
                    if not typed:  # the terminal is gone
                        self._gone()
                        return
                    self._feed(parser, decoder.decode(typed))
                for event in parser.tick():
                    self.process_message(event)
        with suppress(BlockingIOError):  # it was woken to end, and may begin again where the program was only stopped
            os.read(self._woken, _AT_ONCE)

    def _feed(self, parser: XTermParser, text: str) -> None:
        readable = _UNREADABLE.sub("", text)
        if readable != text:
            self._app.call_later(self._app.post_message, UnreadableKeys())
        if readable:
            for event in parser.feed(readable):
                self.process_message(event)
