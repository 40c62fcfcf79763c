"""The first picture shows what the first room shows then, at the same places and in the same colours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rich.color import Color, ColorSystem

from data.errors import NoDesk
from data.words import set_language
from orderclerk import opening
from orderclerk.app import OrderclerkApp
from orderclerk.first_picture import LOOKS, colours_of, look_of, picture
from orderclerk.straight import straight
from orderclerk.themes import THEMES
from orderclerk.ui_settings import UiSettings
from screens.bridge import Bridge
from screens.keybar import KeyBar
from screens.office import Office
from tests.rooms.trial import NOW, PERSON
from widgets.order_table import OrderTable
from widgets.room_tabs import RoomTabs
from widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.strip import Strip

ROOT = Path(__file__).parents[2]
TRUE = 1 << 24
_LINE = re.compile(r"\x1b\[\d+;1H")
_SPAN = re.compile(r"\x1b\[(1;)?38;2;(\d+);(\d+);(\d+);48;2;(\d+);(\d+);(\d+)m(.*?)\x1b\[0m")


class Cell(NamedTuple):
    """One character; the colour of one that is not seen does not matter."""

    text: str
    back: str
    front: str = ""
    bold: bool = False


def _hexadecimal(parts: tuple[str, ...]) -> str:
    return "".join(f"{int(part):02x}" for part in parts)


def painted(text: str) -> list[list[Cell]]:
    """Return the lines of a picture."""
    lines = []
    for line in _LINE.split(text)[1:]:
        assert _SPAN.sub("", line) == ""
        cells: list[Cell] = []
        for bold, *colours, span in _SPAN.findall(line):
            front, back = _hexadecimal(tuple(colours[:3])), _hexadecimal(tuple(colours[3:]))
            cells += [Cell(one, back) if one == " " else Cell(one, back, front, bool(bold)) for one in span]
        lines.append(cells)
    return lines


def shown(strip: Strip) -> list[Cell]:
    """Return a line of a widget."""
    cells: list[Cell] = []
    for text, style, _control in strip:
        assert style is not None
        assert style.color is not None
        assert style.bgcolor is not None
        back, front = style.bgcolor.get_truecolor().hex[1:], style.color.get_truecolor().hex[1:]
        cells += [Cell(one, back) if one == " " else Cell(one, back, front, bool(style.bold)) for one in text]
    return cells


class Still(OrderclerkApp):
    """The frame as it is before the desk is read."""

    async def _begin(self) -> None:
        """Read nothing."""


def _no_desk() -> None:
    raise NoDesk("nowhere")


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("en")


@pytest.mark.parametrize("language", ["en", "zh_CN"], indirect=True)
@pytest.mark.parametrize("size", [(160, 48), (120, 40), (70, 24), (52, 20), (40, 12)])
async def test_the_first_room_takes_its_place_and_nothing_moves(size: tuple[int, int], language: str) -> None:
    assert language
    settings = UiSettings(None)
    office = Office(Bridge(_no_desk), lambda: NOW, PERSON, settings)  # type: ignore[arg-type]  # it is never opened
    app = Still(office, settings, watch=0)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = app.screen
        lines = painted(picture(*size, look_of(app.theme), TRUE))
        assert [screen.query_one(kind).region.y for kind in (RoomTabs, StatusLine, KeyBar)] == [
            0, size[1] - 2, size[1] - 1,
        ]  # fmt: skip
        assert len(lines) == size[1]
        tabs = shown(screen.query_one(RoomTabs).render_line(0))
        rooms = len("".join(cell.text for cell in lines[0]).rstrip())
        assert lines[0][:rooms] == tabs[:rooms]
        assert lines[-1] == shown(screen.query_one(KeyBar).render_line(0))
        assert {cell.back for cell in lines[-2]} == {shown(screen.query_one(StatusLine).render_line(0))[0].back}
        assert {cell.back for cell in lines[1]} == {screen.query_one(OrderTable).styles.background.hex[1:].lower()}
    office.bridge.close()


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_theme_has_the_colours_of_its_first_picture(theme: str) -> None:
    settings = UiSettings(None)
    settings.put("frame", "theme", theme)
    office = Office(Bridge(_no_desk), lambda: NOW, PERSON, settings)  # type: ignore[arg-type]  # it is never opened
    app = Still(office, settings, watch=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        lines = painted(picture(120, 40, LOOKS[theme], TRUE))
        tabs = shown(app.screen.query_one(RoomTabs).render_line(0))
        assert lines[0][:60] == tabs[:60]
        assert lines[-1] == shown(app.screen.query_one(KeyBar).render_line(0))
        assert lines[-2][0].back == shown(app.screen.query_one(StatusLine).render_line(0))[0].back
        assert lines[1][0].back == app.screen.query_one(OrderTable).styles.background.hex[1:].lower()
    office.bridge.close()


def test_the_looks_are_those_of_the_themes_and_the_first_is_the_first() -> None:
    assert next(iter(LOOKS)) == THEMES[0].name
    assert set(LOOKS) == {theme.name for theme in THEMES}
    assert look_of(None) == look_of("gone") == LOOKS[THEMES[0].name]


def test_where_there_are_256_colours_the_nearest_are_taken_as_the_screens_take_them() -> None:
    for look in LOOKS.values():
        found = {int(code) for code in re.findall(r"[34]8;5;(\d+)", picture(120, 40, look, 256))}
        wanted = {Color.parse(f"#{colour}").downgrade(ColorSystem.EIGHT_BIT).number for colour in look}
        assert found == wanted


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, TRUE),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "linux"}, 0),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 0),
    ],
)
def test_a_terminal_of_few_colours_waits_for_the_screens(environ: dict[str, str], colours: int) -> None:
    assert colours_of(environ) == colours


def test_keys_of_ones_own_are_not_guessed() -> None:
    foot = painted(picture(120, 40, look_of(None), TRUE, keys=False))[-1]
    assert "".join(cell.text for cell in foot).strip() == ""


def test_a_tiny_terminal_waits_for_the_screens() -> None:
    assert picture(39, 24, look_of(None), TRUE) == picture(80, 5, look_of(None), TRUE) == ""


# --- the straight way into the rooms ---------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "desk.db").touch()
    monkeypatch.setattr("orderclerk.straight.has_terminal", lambda _environ: True)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "person", "language"),
    [
        (["--desk", "{desk}", "--as", "zhang"], "zhang", ""),
        (["--desk={desk}", "--as=zhang", "--lang=zh_CN"], "zhang", "zh_CN"),
        (["--lang", "en", "--desk", "{desk}"], "li", "en"),
    ],
)
def test_the_rooms_alone_are_gone_to_straight(desk: Path, arguments: list[str], person: str, language: str) -> None:
    found = straight([one.format(desk=desk) for one in arguments], {"ORDERCLERK_USER": "li"})
    assert found is not None
    assert (found.desk, found.person, found.language) == (desk, person, language)


@pytest.mark.parametrize(
    "more",
    [
        ["order", "list"], ["--help"], ["--version"], ["--lang", "fr"], ["--as"], ["--as", ""], ["--as", "--lang"],
        ["--password-file", "p"], ["--as", "a", "--as", "b"], ["--", "x"], ["--desk", "db://x"], ["--nonsense"],
    ],
)  # fmt: skip
def test_the_command_line_reads_whatever_else_is_asked(desk: Path, more: list[str]) -> None:
    own = [] if "--desk" in more else ["--desk", str(desk)]
    assert straight([*own, *more], {"ORDERCLERK_USER": "li"}) is None


def test_a_desk_that_is_not_there_and_a_shell_that_asks_are_the_command_lines_affair(desk: Path) -> None:
    environ = {"ORDERCLERK_USER": "li"}
    assert straight(["--desk", str(desk / "gone")], environ) is None
    assert straight(["--desk", str(desk)], {**environ, "_ORDERCLERK_COMPLETE": "complete_bash"}) is None


# --- what it costs ---------------------------------------------------------------------------------------------

LOADED = """
import os, sys
from orderclerk import opening, straight, __main__
from orderclerk.first_picture import picture, look_of
from orderclerk.settings import speak
speak([], os.environ)
straight.has_terminal = lambda environ: True
straight.straight(["--desk", sys.argv[1], "--as", "x"], os.environ).begin({"NO_COLOR": "1"})
assert picture(120, 40, look_of(None), 256)
print(*sorted(name for name in sys.modules if name.partition(".")[0] in
              {"data", "orderclerk", "pydantic", "rich", "screens", "sqlalchemy", "textual", "typer",
               "widgets"}))
"""


def test_the_first_picture_waits_for_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "desk.db").touch()
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(tmp_path)],
        cwd=ROOT, env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(done.stdout.split()) == {
        "data", "data.words", "orderclerk", "orderclerk.__main__", "orderclerk.first_picture", "orderclerk.opening",
        "orderclerk.settings", "orderclerk.straight", "orderclerk.terminal",
        "orderclerk.ui_settings",
    }  # fmt: skip


def test_the_terminal_is_given_back_also_amid_a_write_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()

    class Writing:
        """What a stream says in which a write was interrupted by a signal."""

        def fileno(self) -> int:
            return writer

        def write(self, _text: str) -> int:
            raise RuntimeError("reentrant call")

        flush = write

    monkeypatch.setattr(sys, "__stdin__", None)
    monkeypatch.setattr(sys, "__stderr__", Writing())
    monkeypatch.setattr(opening._Hold, "before", [])
    try:
        opening.give_back()
        assert os.read(reader, 100) == b"\x1b[?1049l\x1b[?25h"
    finally:
        os.close(reader)
        os.close(writer)
