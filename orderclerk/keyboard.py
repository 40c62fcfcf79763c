"""The keyboard of a terminal of another encoding (GBK, Big5): what it types cannot be read, but it ends nothing."""

from textual.drivers.linux_driver import LinuxDriver

from orderclerk.messages import HungUp, UnreadableKeys


class PatientDriver(LinuxDriver):
    """Textual's driver, which goes on reading where it would have given up."""

    def run_input_thread(self) -> None:
        """Read keys until the program ends.

        Textual ends with the first byte that is no UTF-8. Here what came with it is left out and the person is told.
        """
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                self._app.call_later(self._app.post_message, UnreadableKeys())
            except OSError:  # the terminal is gone
                self._app.call_later(self._app.post_message, HungUp())
                return
