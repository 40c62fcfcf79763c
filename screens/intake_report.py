"""What an import would do, or has done: how much goes in, which column is read as what, what is refused and why."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from data.drafts import FileReport
from data.words import _, ngettext
from data.words.explain import explain_problem
from data.words.explain_files import explain_report
from data.words.labels import field_label
from widgets.cells import Line, Part, Tone, cut, fit, harmless, width_of, wrap
from widgets.lines_view import LinesView, Row

if TYPE_CHECKING:
    from data.desk.inbox import Looked

_FIRST = 100
"""So many refused rows and remarks are told; the file with the refused rows has all of them."""
_LONGEST_HEADING = 24
_PAIR = 44
"""Cells from which on a column with its meaning stands beside another one."""


class ReportView(LinesView):
    """The report of one file, or what is to be done first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._looked: Looked | None = None
        self._taken: FileReport | None = None
        self._said: tuple[str, Tone] = ("", Tone.MUTED)

    def say(self, text: str, tone: Tone = Tone.MUTED) -> None:
        """Say what is to be done, or why a file cannot be read."""
        self._looked, self._taken, self._said = None, None, (text, tone)
        self._anew()

    def show(self, looked: "Looked", taken: FileReport | None = None) -> None:
        """Show what would become of a file, or what became of it."""
        self._looked, self._taken = looked, taken
        self._anew()

    def _anew(self) -> None:
        self.rebuild()
        self.roll_to(y=0)

    def build(self, width: int) -> Sequence[Row]:
        """Return the lines for a width."""
        looked = self._looked
        if looked is None:
            text, tone = self._said
            return [Row((Part(line, tone),)) for line in wrap(text, width)] if text else []
        report = self._taken or looked.report
        return [Row(line) for line in _report(looked, report, width, dry_run=self._taken is None)]


def _report(looked: "Looked", report: FileReport, width: int, *, dry_run: bool) -> Iterator[Line]:
    summary = explain_report(report, looked.asked.holds, dry_run=dry_run)
    for line in wrap(summary, width):
        yield (Part(line, Tone.STRONG),)
    refused = [problem for row in report.refused for problem in row.problems if problem.fatal]
    yield from _problems(_("Refused"), "▲", Tone.BAD, [explain_problem(one) for one in refused], width)
    yield from _problems(_("Remarks"), "!", Tone.WARN, [explain_problem(one) for one in report.problems], width)
    yield ()
    yield (Part(_("Columns"), Tone.HEADING),)
    yield from _columns(looked, width)


def _problems(title: str, sign: str, tone: Tone, texts: Sequence[str], width: int) -> Iterator[Line]:
    if not texts:
        return
    yield ()
    yield (Part(_("{title} ({number})").format(title=title, number=f"{len(texts):,}"), Tone.HEADING),)
    for text in texts[:_FIRST]:
        for place, line in enumerate(wrap(text, max(2, width - 2))):
            yield (Part(f"{sign} " if place == 0 else "  ", tone), Part(line))
    more = len(texts) - _FIRST
    if more > 0:
        said = ngettext("… and {number} more", "… and {number} more", more).format(number=f"{more:,}")
        yield (Part(f"  {said}", Tone.MUTED),)


def _columns(looked: "Looked", width: int) -> Iterator[Line]:
    """Yield the columns with what they are read as; what is not known is kept aside (`extra`)."""
    pairs = list(looked.reading.mapping.items())
    beside = max(1, width // _PAIR)
    cells = (width - 2 * (beside - 1)) // beside
    heading = min(
        _LONGEST_HEADING, cells // 2, max((width_of(harmless(name, 60)) for name, _field in pairs), default=1)
    )
    for start in range(0, len(pairs), beside):
        line: list[Part] = []
        for name, field in pairs[start : start + beside]:
            line.append(Part(fit(name or "–", heading) + " ", Tone.MUTED))
            meaning = field_label(field) if field else _("kept as it is")
            text = cut(f"→ {meaning}", max(2, cells - heading - 1))
            line.append(Part(text + " " * max(0, cells - heading - 1 - width_of(text)) + "  ",
                             Tone.PLAIN if field else Tone.MUTED))  # fmt: skip
        yield tuple(line)
