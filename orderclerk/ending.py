"""How a full screen ends: told to, hung up, or by a failure; the terminal is always given back, and nothing leaks."""

import asyncio
import signal
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.worker import WorkerFailed

from data.words import _
from orderclerk.exits import Exit
from orderclerk.keymap import key_name
from orderclerk.log import note
from orderclerk.messages import HungUp, UnreadableKeys
from screens.help import HelpScreen, about, has_palette, keys_here

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.await_remove import AwaitRemove
    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.widget import Widget

_SIGNAL_BASE = 128


class EndingApp(App[int]):
    """The part of an app that sees to its end, and what every app says of keys."""

    _catch_signals = False
    """Whether the app ends properly when the program is told to end; not in tests, which share their process."""

    leaving = False
    """Whether the app is on its way out."""
    told = False
    """Whether it was told to end by the system, so that nobody waits to be asked anything."""

    def exit(self, result: int | None = None, return_code: int = 0, message: "RenderableType | None" = None) -> None:
        """Leave."""
        self.leaving = True
        super().exit(result, return_code, message)

    def _handle_exception(self, error: Exception) -> None:
        """Take note of a failure; on the way out a screen that is half made fails, and nobody is to hear of it."""
        if not self.leaving:
            super()._handle_exception(error)

    def _prune(self, *nodes: "Widget", parent: "DOMNode | None" = None) -> "AwaitRemove":
        """Take widgets away, and put their work aside first: Textual does so last, when their parts are gone already.

        An answer that came between would look for parts that are no more, and end the program.
        """
        for worker in self.workers:
            if not worker.is_finished and not set(nodes).isdisjoint(worker.node.ancestors_with_self):
                worker.cancel()
        return super()._prune(*nodes, parent=parent)

    def on_load(self) -> None:
        """Hear from the beginning, before the terminal is taken, when the program is told to end."""
        if self._catch_signals:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self._told_to_end, number)

    async def action_quit(self) -> None:
        """Leave; what was done is kept as it is."""
        self.exit(Exit.DONE, return_code=Exit.DONE)

    def _told_to_end(self, number: int) -> None:
        self.told = True
        self.exit(_SIGNAL_BASE + number, return_code=_SIGNAL_BASE + number)

    def on_hung_up(self, _message: HungUp) -> None:
        """End: nobody sees the screen any more."""
        self._told_to_end(signal.SIGHUP)

    def _fatal_error(self) -> None:
        """Say that the program failed, in place of a traceback: its variables would be the customers' data."""
        error: BaseException | None = self._exception
        if isinstance(error, WorkerFailed):  # it says nothing but that work failed; what failed is inside
            error = error.error
        path = note(error, error.__traceback__) if error is not None else None
        lines = [_("Something went wrong that should not have, and the screen was closed.")]
        lines.append(_("Whatever had been carried out is kept. What was being typed is offered again where it can be."))
        if path is not None:
            lines.append(_("It is noted in {path}.").format(path=path))
        self._exit_renderables = [Text("\n".join(lines))]
        self._close_messages_no_wait()

    @on(Driver.SignalResume)
    def _paint_anew(self) -> None:
        """Show everything anew after a stop: the terminal has forgotten it, and what has not changed is not painted."""
        self.screen.refresh(layout=True)

    # --- keys ---------------------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Show help on what has the focus."""
        screen: Screen[Any] = self.screen
        if not isinstance(screen, HelpScreen):
            self.push_screen(HelpScreen(about(screen), keys_here(screen), palette=has_palette(screen)))

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as it stands on keyboards."""
        return key_name(binding.key)

    def on_unreadable_keys(self, _message: UnreadableKeys) -> None:
        """Say that the terminal's encoding is not ours."""
        text = _("The keyboard sends characters that are not UTF-8; they were left out. Set the terminal to UTF-8.")
        self.notify(text, severity="warning", markup=False)
