"""What waits until the first rows are painted: opening the desk, loading the other rooms."""

import asyncio
import gc

from textual import on

from orderclerk.rooms import load_rooms
from orderclerk.tidying import TidyApp
from screens.work import start
from widgets import table_messages as told


class LoadingApp(TidyApp):
    """The part of the frame that loads what nobody waits for, so that nobody waits for it later either."""

    leaving = False
    _begun = False
    _listed = False
    _answered = False
    _loading = False

    def open_the_desk(self) -> None:
        """Begin to open the desk; `answered` follows when it is open."""
        raise NotImplementedError

    def begin(self) -> None:
        """Open the desk, once."""
        if not self._begun:
            self._begun = True
            self.open_the_desk()

    def answered(self) -> None:
        """Take note that the desk is open."""
        self._answered = True
        self._go_on()

    @on(told.Highlighted)
    def _first_row(self, message: told.Highlighted) -> None:
        if message.row is not None and not self._listed:
            self.call_after_refresh(self._rows_are_painted)

    @on(told.Counted)
    def _no_row(self, message: told.Counted) -> None:
        if message.total == 0:
            self._rows_are_painted()

    def _rows_are_painted(self) -> None:
        self._listed = True
        # rows that were read before the desk was open are painted first: both at once would take twice as long
        self.begin()
        self._go_on()

    def _go_on(self) -> None:
        if self._listed and self._answered:
            self.load_the_rest()

    def load_the_rest(self) -> None:
        """Load the other rooms, once, after what is being painted now."""
        if not self._loading:
            self._loading = True
            self.call_after_refresh(start, self, self._load, "load", "the other rooms")

    async def _load(self) -> None:
        await asyncio.to_thread(load_rooms, lambda: self.leaving)
        if not gc.isenabled():  # it was put off by `orderclerk.straight`
            self.keep_tidy()
