"""The first picture: the lines around the rooms as they are before the desk is read, as text for a terminal.

Nothing but the standard library and the words is imported here, so that the picture is there at once. What it shows is
what the first room shows then, at the same places; a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from colorsys import rgb_to_hls
from typing import NamedTuple
from unicodedata import east_asian_width

from data.words import N_, _

ROOMS = (N_("Intake"), N_("Review"), N_("Allocation"), N_("Tracking"), N_("Archive"))
"""The five rooms in their order; their keys are 1 to 5, and one begins in the first."""


class Hint(NamedTuple):
    """A key of the last line, what it does, and whether it can be done before there is an order."""

    key: str
    title: str
    enabled: bool = True


LEFT = (
    Hint("F2", N_("verbs"), enabled=False),
    Hint("n", N_("new")),
    Hint("F3", N_("import")),
    Hint("v", N_("paste")),
    Hint("F8", N_("original"), enabled=False),
)
RIGHT = (Hint("F1", N_("help")), Hint("ctrl+p", N_("commands")))
"""The keys at both ends of the last line of the first room."""

_GAP = 2
_LEAST_WIDTH, _LEAST_HEIGHT = 40, 6


class Look(NamedTuple):
    """The colours that a theme comes to in these lines, each as six hexadecimal digits."""

    ground: str
    panel: str
    text: str
    muted: str
    here: str
    here_text: str
    foot: str
    foot_text: str
    foot_key: str
    foot_off: str


LOOKS: Mapping[str, Look] = {
    "orderclerk-dark": Look(
        "1a1f26", "262d37", "d8dce2", "a8abaf", "6ea8d8", "0e151c", "20262f", "aab3bf", "e0b56b", "74787e"
    ),
    "orderclerk-light": Look(
        "fafbfb", "dfe5ea", "1d2329", "595b5d", "1f5f94", "e1eaf1", "dfe5ea", "3c4650", "8a3b00", "8a8d91"
    ),
    "orderclerk-contrast": Look(
        "000000", "1c1c1c", "ffffff", "e0e0e0", "ffffff", "212121", "1c1c1c", "ffffff", "ffff00", "b0b0b0"
    ),
    "orderclerk-sixteen": Look(
        "000000", "0000aa", "ffffff", "aaaaaa", "00aaaa", "ffffff", "0000aa", "ffffff", "ffff55", "aaaaaa"
    ),
}
"""Theme → colours; the first one is taken where none was chosen."""


def look_of(theme: object) -> Look:
    """Return the colours of a theme, of the first one where there is no such theme."""
    return LOOKS.get(theme if isinstance(theme, str) else "", next(iter(LOOKS.values())))


def colours_of(environ: Mapping[str, str]) -> int:
    """Return how many colours the terminal has, of those with which the picture is painted, else 0."""
    if environ.get("NO_COLOR") or environ.get("TEXTUAL_COLOR_SYSTEM"):
        return 0
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 1 << 24
    return 256 if environ.get("TERM", "").rpartition("-")[2] in ("256color", "kitty") else 0


def picture(width: int, height: int, look: Look, colours: int, *, keys: bool = True) -> str:
    """Return what a terminal is told to show the first picture, "" where it is too small for one.

    Args:
        width: of the terminal, in cells.
        height: of the terminal.
        look: the colours.
        colours: how many colours there are.
        keys: whether the keys of the last line are those of `LEFT` and `RIGHT`, and not the person's own.
    """
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        return ""
    brush = _Brush(look, colours)
    body = brush.paint(" " * width, look.text, look.ground)
    foot = _keys(width, brush) if keys else brush.paint(" " * width, look.foot_text, look.foot)
    lines = [_tabs(width, brush), *(body,) * (height - 3), brush.paint(" " * width, look.text, look.panel), foot]
    return "".join(f"\x1b[{place};1H{line}" for place, line in enumerate(lines, 1))


class _Brush:
    """Paints texts in the colours of a look."""

    def __init__(self, look: Look, colours: int) -> None:
        self.look = look
        self._code = _eight_bit if colours == 256 else _true  # noqa: PLR2004 - the number of colours

    def paint(self, text: str, front: str, back: str, *, bold: bool = False) -> str:
        return f"\x1b[{'1;' if bold else ''}38;{self._code(front)};48;{self._code(back)}m{text}\x1b[0m"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _true(colour: str) -> str:
    red, green, blue = _parts(colour)
    return f"2;{red};{green};{blue}"


def _eight_bit(colour: str) -> str:
    """Return the nearest of 256 colours, as the screens come to it."""
    red, green, blue = _parts(colour)
    _hue, light, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < 0.15:  # noqa: PLR2004 - a grey
        grey = round(light * 25)
        return f"5;{16 if grey == 0 else 231 if grey == 25 else 231 + grey}"  # noqa: PLR2004 - the lightest of them
    steps = [round(part / 95 if part < 95 else 1 + (part - 95) / 40) for part in (red, green, blue)]  # noqa: PLR2004
    return f"5;{16 + 36 * steps[0] + 6 * steps[1] + steps[2]}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _tabs(width: int, brush: _Brush) -> str:
    """Return the line of the rooms; where it is short only the room one is in has its name."""
    look = brush.look
    names = [f" {place} {_(title)} " for place, title in enumerate(ROOMS, 1)]
    if _with_bars(names) > width:
        names = [names[0], *(f" {place} " for place in range(2, len(ROOMS) + 1))]
    first, *others = names
    bar = brush.paint("│", look.muted, look.panel)
    painted = [brush.paint(first, look.here_text, look.here, bold=True)]
    painted += [bar + brush.paint(name, look.text, look.panel) for name in others]
    return "".join(painted) + brush.paint(" " * (width - _with_bars(names)), look.text, look.panel)


def _with_bars(names: Sequence[str]) -> int:
    """Return the cells of the names and of the bars between them."""
    return sum(map(_width, names)) + len(names) - 1


def _keys(width: int, brush: _Brush) -> str:
    """Return the line of the keys; one that does not fit is left out whole."""
    room = width - 2
    right: list[Hint] = []
    for hint in RIGHT:
        if _hint_width(hint) + _GAP > room // 2:
            break
        right.append(hint)
        room -= _hint_width(hint) + _GAP
    left: list[Hint] = []
    for hint in LEFT:
        if _hint_width(hint) > room:
            break
        left.append(hint)
        room -= _hint_width(hint) + _GAP
    look = brush.look
    gap = brush.paint(" " * _GAP, look.foot_text, look.foot)
    ends = [gap.join(_painted(hint, brush) for hint in hints) for hints in (left, right)]
    used = sum(sum(map(_hint_width, hints)) + _GAP * max(0, len(hints) - 1) for hints in (left, right))
    between = brush.paint(" " * (width - 2 - used), look.foot_text, look.foot)
    edge = brush.paint(" ", look.foot_text, look.foot)
    return f"{edge}{ends[0]}{between}{ends[1]}{edge}"


def _hint_width(hint: Hint) -> int:
    return _width(hint.key) + 1 + _width(_(hint.title))


def _painted(hint: Hint, brush: _Brush) -> str:
    look = brush.look
    title = _(hint.title)
    if not hint.enabled:
        off = brush.paint(hint.key, look.foot_off, look.foot)
        return off + brush.paint(" ", look.foot_text, look.foot) + brush.paint(title, look.foot_off, look.foot)
    return brush.paint(hint.key, look.foot_key, look.foot, bold=True) + brush.paint(
        f" {title}", look.foot_text, look.foot
    )
