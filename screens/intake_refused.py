"""Writing the refused rows of a file on its way in: where to, and whether what is there may be replaced."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import Refusal
from data.words import _
from data.words.explain import explain, problem_text
from screens.dialog import Confirm
from screens.intake_asked import AskPath, is_there
from screens.work import start

if TYPE_CHECKING:
    from textual.screen import Screen

    from screens.bridge import Bridge
    from screens.intake_files import OneFile


class RefusedRows:
    """The refused rows of one file."""

    def __init__(self, screen: "Screen[Any]", bridge: "Bridge", one: "OneFile") -> None:
        """Stand for the rows of a file; `screen` is the one over which is asked."""
        self._screen = screen
        self._bridge = bridge
        self._one = one

    def ask(self) -> None:
        """Ask where they are to be written, and write them."""
        one = self._one
        if one.looked is None:
            return
        folder = Path(one.path).parent if one.path else Path("~")
        name = _("{name}-refused.csv").format(name=Path(one.looked.source.name).stem)
        self._screen.app.push_screen(AskPath(_("Write refused rows"), str(folder / name)), self._write_to)

    async def _write_to(self, target: str | None) -> None:
        if target is None:
            return
        if await asyncio.to_thread(is_there, target):
            question = _("{path} is there already. It is replaced.").format(path=target)
            self._screen.app.push_screen(Confirm(question, _("Replace it")), partial(self._replace, target))
        else:
            self._write(target)

    def _replace(self, target: str, sure: bool | None) -> None:
        if sure:
            self._write(target)

    def _write(self, target: str) -> None:
        start(self._screen, partial(self._written, target), "import", "writing of refused rows")

    async def _written(self, target: str) -> None:
        looked, report, app = self._one.looked, self._one.report, self._screen.app
        if looked is None or report is None:
            return
        try:
            path = await self._bridge.ask(lambda desk: desk.inbox.write_refused(looked, report, target, problem_text))
        except Refusal as refusal:
            app.notify(explain(refusal), severity="error", markup=False)
        else:
            said = _("The refused rows are in {path}. Mend them there and take that file in.")
            app.notify(said.format(path=path), markup=False)
