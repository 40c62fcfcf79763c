"""What all painted widgets share: tones from the theme, lines of parts painted as strips, one cursor look.

A painted widget draws lines instead of holding a widget for each; so a list of a million rows opens like one of ten,
and no text is ever taken for markup.
"""

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.dom import DOMNode
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from widgets.cells import Line, Tone, crop
from widgets.line_cache import LineCache
from widgets.scroll_mark import ScrollMark

if TYPE_CHECKING:
    from textual.css.model import RuleSet
    from textual.css.styles import RenderStyles


class Painted(ScrollView):
    """A widget that paints its lines itself.

    Its tones are classes of the style sheet, but not in Textual's COMPONENT_CLASSES: those are worked out anew, all of
    them, whenever the focus or a class anywhere above changes, which took most of the time that a key took.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Painted {
        background: $surface;
        color: $foreground;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        & > .tone--muted { color: $text-muted; }
        & > .tone--strong { text-style: bold; }
        & > .tone--heading { color: $text-accent; text-style: bold; }
        & > .tone--good { color: $text-success; }
        & > .tone--warn { color: $text-warning; text-style: bold; }
        & > .tone--bad { color: $text-error; text-style: bold; }
        & > .tone--here { background: $primary; color: $text; text-style: bold; }
        & > .painted--header { background: $panel; color: $foreground; text-style: bold; }
        & > .painted--chosen { background: $panel; color: $text-accent; text-style: bold underline; }
        & > .painted--alternate { background: $boost; }
        & > .painted--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .painted--cursor-blurred {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._tones: dict[Tone, Style] = {}
        self._ground: Style | None = None
        self._rules: list[RuleSet] | None = None
        self._styles_cache = LineCache()
        self._painted_on: Size | None = None  # the space while lines are painted, the same for all of them

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar at the right; made when it is first needed."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = mark = ScrollMark(name="vertical", thickness=self.scrollbar_size_vertical)
            mark.display = False
            self.app._start_widget(self, mark)  # noqa: SLF001 - as Textual does with its own
        return self._vertical_scrollbar

    def notify_style_update(self) -> None:
        """Look the tones up anew, after a change of theme for one."""
        self._tones.clear()
        self._ground = None
        super().notify_style_update()
        if self._rules is not None and self._rules is not self.app.stylesheet.rules:
            self.refresh()

    def get_component_styles(self, *names: str) -> "RenderStyles":
        """Return the styles of tones, worked out when they are first painted by the rules of a style sheet."""
        sheet = self.app.stylesheet
        if self._rules is not sheet.rules:
            self._rules = sheet.rules
            self._component_styles.clear()
        for name in names:
            if name not in self._component_styles:
                node = DOMNode(classes=name)
                node._attach(self)  # noqa: SLF001 - as the style sheet does with Textual's own
                sheet.apply(node)
                self._component_styles[name] = node.styles
        return super().get_component_styles(*names)

    @property
    def space(self) -> Size:
        """The cells that lines are painted on: the widget's own less what its scrollbars take."""
        return self._painted_on or self.scrollable_content_region.size

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget."""
        self._painted_on = self.space
        try:
            return super().render_lines(crop)
        finally:
            self._painted_on = None

    @property
    def ground(self) -> Style:
        """The style of plain text on the widget's background; worked out once, for it asks all ancestors."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def tone(self, tone: Tone) -> Style:
        """Return the style of a tone: colour and weight, without a background."""
        found = self._tones.get(tone)
        if found is None:
            whole = self.ground if tone is Tone.PLAIN else self.get_component_rich_style(f"tone--{tone.value}")
            found = self._tones[tone] = Style(color=whole.color, bold=whole.bold)
        return found

    def cursor_style(self) -> Style:
        """Return the style of the line on which the cursor is."""
        return self.get_component_rich_style("painted--cursor" if self.has_focus else "painted--cursor-blurred")

    def paint(self, line: Line, width: int, *, base: Style | None = None, start: int = 0) -> Strip:
        """Return a line as a strip of exactly `width` cells.

        Args:
            line: the parts; their texts are harmless already.
            width: cells of the strip.
            base: background and colour of the line; on the one of a cursor tones keep their weight but not their
                colour, which would not be legible on every theme.
            start: the first cell of the line that is shown.
        """
        under = self.ground if base is None else base
        segments = []
        for text, tone in crop(line, start, width):
            style = under
            if tone is Tone.CURSOR:
                style = self.cursor_style()
            elif tone is Tone.HERE:
                style = self.get_component_rich_style("tone--here")
            elif tone is not Tone.PLAIN:
                own = self.tone(tone)
                style = under + (own if base is None else Style(bold=own.bold))
            segments.append(Segment(text, style))
        return Strip(segments, width)

    def roll_to(self, *, x: int | None = None, y: int | None = None) -> None:
        """Scroll to a place at once; nothing is to be done before the widget is on a screen."""
        if self.is_attached:
            self.scroll_to(x=x, y=y, animate=False)

    def refresh_row(self, y: int) -> None:
        """Paint one line of what is visible anew."""
        if 0 <= y < self.space.height:
            self.refresh(Region(0, y, self.space.width, 1))
