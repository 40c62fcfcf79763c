"""The keyboard, also of a terminal of another encoding (GBK, Big5): what cannot be read ends nothing."""

import os
import re
import selectors
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from orderclerk.messages import HungUp, UnreadableKeys

_AT_ONCE = 4096
_UNREADABLE = re.compile("\ufffd+[@-~]?")
"""What becomes of bytes that are no UTF-8; of GBK's and Big5's two bytes the second may look like a letter."""


class PatientDriver(LinuxDriver):
    """Textual's driver, with a keyboard thread that goes on where Textual's gives up."""

    def run_input_thread(self) -> None:
        """Read keys until the program ends; bytes that are no UTF-8 are left out, and the person is told."""
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")(errors="replace")
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        typed = os.read(self.fileno, _AT_ONCE)
                    except OSError:
                        typed = b""
                    if not typed:  # the terminal is gone
                        self._app.call_later(self._app.post_message, HungUp())
                        return
                    self._feed(parser, decoder.decode(typed))
                for event in parser.tick():
                    self.process_message(event)

    def _feed(self, parser: XTermParser, text: str) -> None:
        readable = _UNREADABLE.sub("", text)
        if readable != text:
            self._app.call_later(self._app.post_message, UnreadableKeys())
        if readable:
            for event in parser.feed(readable):
                self.process_message(event)
