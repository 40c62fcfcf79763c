"""What is painted anew over Chinese text shows whole characters, as if all of the line were painted."""

from __future__ import annotations

import io
import re
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from textual.screen import Screen
from textual.strip import Strip

import screens
from screens.dialogs import VerbMenu
from screens.painting import PaintingScreen
from widgets.whole_characters import WholeCompositor, WholeUpdate

if TYPE_CHECKING:
    from tests.rooms.trial import Trial

CONSOLE = Console(file=io.StringIO(), width=40, color_system=None)
LINE = "a订单é한b確認c👍d ef"
WIDTH = cell_len(LINE)


class Terminal:
    """One line of a terminal: a character that is half written over is gone."""

    def __init__(self, width: int) -> None:
        self.cells = [" "] * width

    def write(self, written: str) -> None:
        for place, text in re.findall(r"\x1b\[\d+;(\d+)H([^\x1b\n]*)", written):
            at = int(place) - 1
            for character in text:
                size = cell_len(character)
                for cell in (at, at + size - 1):
                    self._break(cell)
                self.cells[at : at + size] = [character, ""][:size]
                at += size

    def _break(self, cell: int) -> None:
        if self.cells[cell] == "" and cell:
            self.cells[cell - 1] = " "
        if cell + 1 < len(self.cells) and self.cells[cell + 1] == "":
            self.cells[cell + 1] = " "
        self.cells[cell] = " "

    @property
    def text(self) -> str:
        return "".join(self.cells)


def strip(*texts: str) -> Strip:
    return Strip([Segment(text) for text in texts])


def boxed(left: int, right: int) -> WholeUpdate:
    """The line with a box over a part of it, all of it painted."""
    before, _under, behind = strip(LINE).divide([left, right, WIDTH])
    parts = {0: before, left: strip("#" * (right - left)), right: behind}
    return WholeUpdate([parts], [(0, 0, WIDTH)], [[left, right, WIDTH]])


@pytest.mark.parametrize("left", range(1, WIDTH - 1))
@pytest.mark.parametrize("pieces", [(LINE,), (LINE[:2], LINE[2:5], LINE[5:])], ids=["one", "several"])
def test_where_a_box_lay_the_whole_text_is_there_again(left: int, pieces: tuple[str, ...]) -> None:
    for right in range(left + 1, WIDTH):
        terminal = Terminal(WIDTH)
        terminal.write(boxed(left, right).render_segments(CONSOLE))
        assert "#" in terminal.text
        gone = WholeUpdate([{0: strip(*pieces)}], [(0, left, right)], [[WIDTH]])
        terminal.write(gone.render_segments(CONSOLE))
        assert terminal.text == LINE


def test_what_lies_beside_stays_as_it_is() -> None:
    parts = {0: strip("ab"), 2: strip("订单")}
    update = WholeUpdate([parts], [(0, 0, 2)], [[2, 6]])
    assert "订" not in update.render_segments(CONSOLE)
    inside = WholeUpdate([{0: strip("abcd订单")}], [(0, 0, 3)], [[8]])
    assert "d" not in inside.render_segments(CONSOLE)


def test_every_screen_is_painted_so() -> None:
    found = set()
    for module in iter_modules(screens.__path__, "screens."):
        for one in vars(import_module(module.name)).values():
            if isinstance(one, type) and issubclass(one, Screen) and one.__module__ == module.name:
                found.add(one)
    plain = {one.__name__ for one in found if not issubclass(one, PaintingScreen)}
    assert len(found) > 20
    assert plain <= {"PricedForm"}  # a part of forms that are


async def test_a_menu_over_a_list_is_painted_so(trial: Trial) -> None:
    async with trial.run() as desk:
        assert isinstance(desk.app.screen._compositor, WholeCompositor)
        await desk.press("f2")
        assert isinstance(desk.screen(VerbMenu)._compositor, WholeCompositor)
