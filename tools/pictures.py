"""Makes the pictures of README and docs from the running program on the sample desk, with a clock that stands still.

python tools/pictures.py                      writes docs/pictures/*.svg
python tools/pictures.py --to DIR --size 80x24 --size 200x50 --lang en --lang zh_CN     every scene so, to look at

The same code gives the same pictures: the sample desk is made by code at one moment, and the clock stays there.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes
from rich.color import Color
from rich.terminal_theme import MONOKAI
from textual.widgets import Input, TextArea

from data.desk.desk import Desk
from data.rules.joint import meets
from data.rules.lists import OrderFilter
from data.sample.make import make_sample
from data.states import OrderState
from data.store.unit import Store
from data.words import LANGUAGES, set_language
from orderclerk.app import OrderclerkApp
from orderclerk.ui_settings import UiSettings
from screens.bridge import Bridge
from screens.office import Office
from tests.rooms.driven import Driven

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.segment import Segment
    from textual.strip import Strip

    from data.orders import Order

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
PERSON = "chen"

MEETING, SHEET = "<meeting>", "<sheet>"
"""In the keys of a scene: the number of an order that waits for the meeting of its joint review, or has its sheet."""

_OTHER_COUNTRY = ("shift+f9", "f4", "down", "down", *["right"] * len('country = "'), "delete", "delete", "T", "W")
"""The keys that change a setting of the policy: `country`, the second one of the section `office`."""

SCENES: dict[str, tuple[str, ...]] = {
    "intake": (),
    "review": ("2",),
    "allocation": ("3",),
    "tracking": ("4",),
    "archive": ("5",),
    "dossier": ("4", "enter"),
    "history": ("5", "enter", "left_square_bracket"),
    "form": ("e",),
    "new": ("n",),
    "import": ("f3",),
    "filter": ("f",),
    "verb": ("4", "z"),
    "verbs": ("4", "f2"),
    "due": ("0", "right", "right"),
    "palette": ("ctrl+p",),
    "settings": ("f9",),
    "columns": ("f7",),
    "help": ("f1",),
    "outbox": ("ctrl+e", "f4"),
    "message": ("ctrl+e", "enter"),
    "minutes": ("ctrl+g", MEETING, "enter", "J"),
    "agreed": ("ctrl+g", SHEET, "enter", *["right_square_bracket"] * 6),
    "policy": ("shift+f9", "f4", "down"),
    "policy_faults": ("shift+f9", "f4", "down", "x", "ctrl+s"),
    "policy_changes": (*_OTHER_COUNTRY, "f7"),
    "policy_force": (*_OTHER_COUNTRY, "ctrl+s", "a", "p", "p", "r", "o", "v", "e", "d"),
    "policy_history": (*_OTHER_COUNTRY, "ctrl+s", "o", "k", "enter", "f8"),
}
"""Scene → the keys that lead there from the start."""

SHOWN = ("intake", "review", "allocation", "tracking", "archive", "form")
"""The scenes that the README shows."""

_SIZE = (120, 34)
_CELL, _LINE = 8.4, 18.0
_FONT, _WIDE_FONT = 14, 16
_FAMILIES = "ui-monospace,'Cascadia Mono','Fira Code',Menlo,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace"


def svg(strips: Sequence["Strip"], width: int, ground: str) -> str:
    """Return lines of the screen as a picture in which every run of text stands in its own cells, in any font.

    Args:
        strips: the lines.
        width: of the screen, in cells.
        ground: the colour behind everything.
    """
    wide, high = width * _CELL, len(strips) * _LINE
    box = f"0 0 {wide + 16:.0f} {high + 16:.0f}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="{_FAMILIES}" font-size="{_FONT}">',
        f'<rect width="100%" height="100%" rx="6" fill="{ground}"/>',
        '<g transform="translate(8 8)">',
    ]
    for number, strip in enumerate(strips):
        at = 0
        for segment in strip:
            parts += _segment(segment, at, number, ground)
            at += cell_len(segment.text)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _segment(segment: "Segment", at: int, number: int, ground: str) -> Iterator[str]:
    style, cells = segment.style, cell_len(segment.text)
    if style is None or not cells:
        return
    colours = (style.bgcolor, style.color)
    behind, ink = (None if one is None or one.is_default else _hex(one) for one in colours)
    behind, ink = behind or ground, ink or "#e0e0e0"
    if style.reverse:
        behind, ink = ink, behind
    if behind != ground:
        box = f'x="{at * _CELL:.1f}" y="{number * _LINE:.1f}" width="{cells * _CELL + 0.3:.1f}" height="{_LINE + 0.3}"'
        yield f'<rect {box} fill="{behind}"/>'
    look = " ".join(
        text
        for wanted, text in (
            (style.bold, 'font-weight="bold"'),
            (style.italic, 'font-style="italic"'),
            (style.underline, 'text-decoration="underline"'),
            (style.dim, 'opacity="0.6"'),
        )
        if wanted
    )
    for offset, run in _runs(segment.text):
        length = f'textLength="{cell_len(run) * _CELL:.1f}" lengthAdjust="spacingAndGlyphs"'
        place = f'x="{(at + offset) * _CELL:.1f}" y="{(number + 0.75) * _LINE:.1f}"'
        font = f'font-size="{_WIDE_FONT}" ' if cell_len(run) > len(run) else ""
        yield f'<text {place} {length} {font}fill="{ink}" {look}>{escape(run)}</text>'


def _hex(colour: Color) -> str:
    return colour.get_truecolor(MONOKAI).hex


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the words of a text and where each begins, in cells; a character of two cells stands alone."""
    spans, _width = split_graphemes(text)
    begun, run, at = 0, "", 0
    for start, end, cells in spans:
        piece = text[start:end]
        if run and (piece == " " or cells != 1):
            yield begun, run
            run = ""
        if cells > 1:
            yield at, piece
        elif piece != " ":
            begun, run = (begun, run + piece) if run else (at, piece)
        at += cells
    if run:
        yield begun, run


def keys_of(name: str, folder: Path) -> tuple[str, ...]:
    """Return the keys of a scene on a desk, the numbers of its orders in their places."""
    found: list[str] = []
    for key in SCENES[name]:
        found += _NAMES[key](folder) if key in _NAMES else [key]
    return tuple(found)


def _number(folder: Path, states: Sequence[OrderState], wanted: "Callable[[Desk, Order], bool]") -> list[str]:
    """Return the keys that type the number of the first order in these states that is wanted; none where none is."""
    desk = Desk(Store.open(folder), lambda: NOW, PERSON)
    try:
        for order in desk.orders.each(OrderFilter(states=tuple(states))):
            if wanted(desk, order):
                return ["minus" if character == "-" else character for character in order.number]
        return []
    finally:
        desk.close()


_NAMES: "dict[str, Callable[[Path], list[str]]]" = {
    MEETING: lambda folder: _number(folder, (OrderState.IN_REVIEW,), lambda _desk, order: meets(order)),
    SHEET: lambda folder: _number(
        folder, [*OrderState], lambda desk, order: meets(order) and bool(desk.joint.sheets(order.number))
    ),
}


async def scene(folder: Path, keys: Sequence[str], size: tuple[int, int]) -> str:
    """Return what the program shows on a desk after some keys, as a picture."""
    office = Office(
        Bridge(lambda: Desk(Store.open(folder), lambda: NOW, PERSON)), lambda: NOW, PERSON, UiSettings(None)
    )
    driven = Driven()
    driven.app = app = OrderclerkApp(office, UiSettings(None), hold=0, watch=0)
    try:
        async with app.run_test(size=size, notifications=True) as driven.pilot:
            await driven.settle()
            await driven.press(*keys)
            for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
                field.cursor_blink = False  # it is there in every picture, not in every other one
            await driven.settle()
            strips = app.screen._compositor.render_strips()  # noqa: SLF001 - what the terminal would be given
            return svg(strips, size[0], app.theme_variables["background"])
    finally:
        office.bridge.close()


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.partition("x")
    return int(width), int(height)


def main(arguments: list[str]) -> int:
    """Make the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description="Pictures of the running program")
    parser.add_argument("--to", type=Path, default=None)
    parser.add_argument("--size", type=_size, action="append")
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--scene", choices=tuple(SCENES), action="append")
    wanted = parser.parse_args(arguments)
    to = wanted.to or FOLDER
    names = wanted.scene or (tuple(SCENES) if wanted.to else SHOWN)
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        desk = Path(aside) / "desk"
        make_sample(desk, at=NOW)
        for language in wanted.lang or ("en", "zh_CN"):
            set_language(language)
            for size in wanted.size or (_SIZE,):
                for name in names:
                    sized = f".{size[0]}x{size[1]}" if wanted.size else ""
                    path = to / f"{name}.{language}{sized}.svg"
                    with tempfile.TemporaryDirectory() as own:  # a scene may change the desk
                        copy = shutil.copytree(desk, Path(own) / "desk")
                        path.write_text(asyncio.run(scene(copy, keys_of(name, copy), size)), encoding="utf-8")
                    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
