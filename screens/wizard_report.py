"""What would become of the one file that the wizard takes in, or what became of it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from data.words import _
from data.words.explain_files import explain_report
from data.words.explain_problems import explain_problem
from data.words.labels import field_label
from widgets.cells import Line, Part, Tone, cut, harmless, wrap
from widgets.lines_view import LinesView, Row

if TYPE_CHECKING:
    from data.desk.inbox import Looked
    from data.drafts import FileReport

_FIRST = 100
"""So many refused rows are told; in the room all of them can be written to a file."""
_LONGEST_HEADING = 40


class FileView(LinesView):
    """The report of a file, or what is to be done first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._looked: Looked | None = None
        self._taken: FileReport | None = None
        self._said: tuple[str, Tone] = ("", Tone.MUTED)

    def say(self, text: str, tone: Tone = Tone.MUTED) -> None:
        """Say what is to be done, or why a file cannot be read."""
        self._looked, self._said = None, (text, tone)
        self._anew()

    def show(self, looked: "Looked", taken: "FileReport | None" = None) -> None:
        """Show what would become of a file, or what became of it."""
        self._looked, self._taken = looked, taken
        self._anew()

    def _anew(self) -> None:
        self.rebuild()
        self.roll_to(y=0)

    def build(self, width: int) -> Sequence[Row]:
        """Return the lines for a width."""
        if self._looked is None:
            text, tone = self._said
            return [Row((Part(line, tone),)) for line in wrap(text, width)] if text else []
        return [Row(line) for line in _report(self._looked, self._taken, width)]


def _report(looked: "Looked", taken: "FileReport | None", width: int) -> Iterator[Line]:
    report = taken or looked.report
    for line in wrap(explain_report(report, looked.asked.holds, dry_run=taken is None), width):
        yield (Part(line, Tone.STRONG),)
    refused = [problem for row in report.refused for problem in row.problems if problem.fatal]
    for sign, tone, problems in (("▲", Tone.BAD, refused), ("!", Tone.WARN, report.problems)):
        for problem in problems[:_FIRST]:
            for place, line in enumerate(wrap(explain_problem(problem), max(2, width - 2))):
                yield (Part(f"{sign} " if place == 0 else "  ", tone), Part(line))
    yield ()
    yield (Part(_("Columns"), Tone.HEADING),)
    for heading, field in looked.reading.mapping.items():
        meaning = field_label(field) if field else _("kept as it is")
        line = f"{harmless(heading, _LONGEST_HEADING) or '–'} → {meaning}"
        yield (Part(cut(line, width), Tone.PLAIN if field else Tone.MUTED),)
