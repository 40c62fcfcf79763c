"""The line at the bottom of every room: backups, drafts, who else is at work, and the two keys that help."""

from collections.abc import Sequence

from widgets.cells import Line, Part, Tone, harmless
from widgets.one_line import OneLine, both_ends

_LONGEST = 200
"""Characters of one piece of news that matter on one line."""


class StatusLine(OneLine):
    """News on the left, hints on the right."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._news: tuple[Part, ...] = ()
        self._hints: tuple[Part, ...] = ()

    def show(self, news: Sequence[Part | str]) -> None:
        """Show news, what matters most first; each may be any text, alone or with its tone."""
        self._news = tuple(_part(one) for one in news if _part(one).text)
        self.renew()

    def hint(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys and what they do, on the right (`("F1", _("help"))`)."""
        parts: list[Part] = []
        for key, what in keys:
            parts += [Part("  "), Part(harmless(key), Tone.HEADING), Part(f" {harmless(what)}")]
        self._hints = (*parts[1:], Part(" ")) if parts else ()
        self.renew()

    def line(self, width: int) -> Line:
        """Return news and hints; where they meet the news is cut."""
        left: list[Part] = [Part(" ")]
        for place, part in enumerate(self._news):
            left += [Part(" · ", Tone.MUTED), part] if place else [part]
        return both_ends(tuple(left), self._hints, width)


def _part(news: Part | str) -> Part:
    text, tone = news if isinstance(news, Part) else (news, Tone.PLAIN)
    return Part(harmless(text, _LONGEST).strip(), tone)
