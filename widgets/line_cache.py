"""Lines of a painted widget, kept between repaints as Textual keeps them, without asking every line for its borders.

Textual asks some thirty questions of the style sheet for each line that it draws; a page of a list is 40 lines, and
the questions took longer than painting them.
"""

from rich.style import Style
from textual._styles_cache import StylesCache
from textual.geometry import Region, Spacing
from textual.strip import Strip
from textual.widget import Widget

_NOTHING = Spacing()
_SHADES = ("outline_top", "outline_right", "outline_bottom", "outline_left", "hatch", "tint", "text_opacity")


class LineCache(StylesCache):
    """Textual's cache of lines, which asks once for each repaint whether there is anything around or over the lines."""

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """Return the lines of a part of a widget; one with borders, padding or shades is left to Textual."""
        styles = widget.styles
        if styles.gutter != _NOTHING or widget.opacity != 1.0 or styles.has_any_rules(*_SHADES):
            return super().render_widget(widget, crop)
        width = widget.region.width
        if width != self._width:
            self.clear()
            self._width = width
        background = widget.background_colors[1]
        ground = Style.from_color(bgcolor=background.rich_color)
        filters = widget.get_line_filters()
        strips = []
        for y in crop.line_range:
            strip = self._cache.get(y)
            if strip is None or y in self._dirty_lines:
                strip = self._cache[y] = widget.render_line(y).adjust_cell_length(width, ground)
            for one in filters:
                strip = strip.apply_filter(one, background)
            strips.append(strip)
        self._dirty_lines.difference_update(crop.line_range)
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips
