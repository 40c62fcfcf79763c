"""What an import would do, or has done: how much goes in, which column is read as what, what is refused and why."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from data.drafts import FileReport, FileStatus, Problem
from data.words import _, ngettext
from data.words.explain import explain_problem
from data.words.explain_files import explain_report
from data.words.labels import field_label
from data.words.phrases import sentences
from screens.intake_paths import MOST_FILES
from widgets.cells import Line, Part, Tone, cut, fit, harmless, width_of, wrap
from widgets.lines_view import LinesView, Row

if TYPE_CHECKING:
    from data.desk.inbox import Looked
    from screens.intake_files import Files, OneFile

_FIRST = 100
"""So many refused rows and remarks are told; the file with the refused rows has all of them."""
_LONGEST_HEADING = 24
_HERE = Part("› ", Tone.HEADING)
"""Begins the line of the file that is shown."""
_PAIR = 44
"""Cells from which on a column with its meaning stands beside another one."""


def notes(files: "Files", unclear: Sequence[str]) -> list[tuple[str, Tone]]:
    """Return what is to be said before the files: what named none, how many are too many, what needs clarification.

    Args:
        files: the files.
        unclear: numbers of the orders that came in and need clarification.
    """
    empty = [_("{path}: there is no file here that may hold a table.").format(path=path) for path in files.given.empty]
    found = [(text, Tone.BAD) for text in empty]
    if left_out := files.given.left_out:
        said = ngettext(
            "{number} file too many: {most} go in at once.", "{number} files too many: {most} go in at once.", left_out
        )
        found.append((said.format(number=f"{left_out:,}", most=MOST_FILES), Tone.WARN))
    if number := len(unclear):
        said = ngettext(
            "{number} order needs clarification: Ctrl+G goes there ({order}).",
            "{number} orders need clarification: Ctrl+G goes to the first ({order}).",
            number,
        )
        found.append((said.format(number=f"{number:,}", order=unclear[0]), Tone.WARN))
    return found


class ReportView(LinesView):
    """The report of some files with what belongs to one of them, or what is to be done first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._files: Files | None = None
        self._at = 0
        self._notes: tuple[tuple[str, Tone], ...] = ()

    def say(self, text: str, tone: Tone = Tone.MUTED) -> None:
        """Say what is to be done, or why nothing can be read."""
        self._files, self._at, self._notes = None, 0, ((text, tone),)
        self._anew()

    def show(self, files: "Files", at: int, notes: Sequence[tuple[str, Tone]] = ()) -> None:
        """Show what would become of files, or what became of them; `notes` come first."""
        self._files, self._at, self._notes = files, at, tuple(notes)
        self._anew()

    def _anew(self) -> None:
        """Show it from the top, or from the file that was gone to."""
        self.rebuild()
        lines = [row.line for row in self.rows_for(self.space.width)] if self._at and self.is_attached else []
        here = (place for place, line in enumerate(lines) if line and line[0] == _HERE)
        self.roll_to(y=next(here, 0))

    def build(self, width: int) -> Sequence[Row]:
        """Return the lines for a width."""
        lines: list[Line] = [(Part(line, tone),) for text, tone in self._notes if text for line in wrap(text, width)]
        if self._files is not None and self._files.files:
            if lines:
                lines.append(())
            lines += _report(self._files, self._at, width)
        return [Row(line) for line in lines]


def _report(files: "Files", at: int, width: int) -> Iterator[Line]:
    """Yield the files, then what belongs to the one at a place."""
    one = files.files[at]
    if len(files.files) > 1:
        for line in wrap(_in_all(files), width):
            yield (Part(line, Tone.STRONG),)
        yield ()
        for place, each in enumerate(files.files):
            yield from _file(files, each, width, here=place == at)
        yield ()
        yield (Part(cut(harmless(one.name, 200), width), Tone.HEADING),)
    else:
        for line in wrap(_said(files, one), width):
            yield (Part(line, Tone.STRONG if not one.said else one.tone),)
    report = one.report
    if report is not None:
        refused = [problem for row in report.refused for problem in row.problems if problem.fatal]
        yield from _problems(_("Refused"), "▲", Tone.BAD, refused, width)
        yield from _problems(_("Remarks"), "!", Tone.WARN, report.problems, width)
    if one.looked is not None:
        yield ()
        hint = _("(F6 says what a column is)") if one.taken is None else ""
        yield (Part(_("Columns of the file"), Tone.HEADING), Part(f" {hint}", Tone.MUTED))
        if one.remembered:
            for line in wrap(_("They are taken for what you said of an earlier file with these headings."), width):
                yield (Part(line, Tone.WARN),)
        yield from _columns(one.looked, width)


def _file(files: "Files", one: "OneFile", width: int, *, here: bool) -> Iterator[Line]:
    """Yield one file of several: how it stands, in a line or two."""
    report = one.report
    whole = report is not None and not report.refused
    sign, tone = ("✔", Tone.GOOD) if whole else ("▲", Tone.BAD if report is None else Tone.WARN)
    if one.said:
        sign, tone = ("!" if one.stopped else "▲"), one.tone
    for place, line in enumerate(wrap(_said(files, one), max(2, width - 4))):
        head = _HERE if here and place == 0 else Part("  ")
        yield (head, Part(f"{sign} " if place == 0 else "  ", tone), Part(line, Tone.STRONG if here else Tone.PLAIN))


def _said(files: "Files", one: "OneFile") -> str:
    report = one.report
    if report is None:
        return one.said or one.name
    return explain_report(report, files.holds, dry_run=one.taken is None)


def _in_all(files: "Files") -> str:
    """Return in a sentence what became of all files together, or would become of them."""
    reports = [one.report for one in files.files if one.report is not None]
    failed = len(files.files) - len(reports)
    number = len(files.files)
    name = ngettext("{number} file", "{number} files", number).format(number=f"{number:,}")
    taken = any(one.taken is not None for one in files.files)
    counted = [one.taken for one in files.files if one.taken is not None] if taken else reports
    known = bool(counted) and all(report.status is FileStatus.ALREADY for report in counted)
    whole = FileReport(
        path=name,
        status=FileStatus.ALREADY if known else FileStatus.IMPORTED,
        orders=sum(report.orders for report in counted),
        lines=sum(report.lines for report in counted),
        records=sum(report.records for report in counted),
        clarifying=sum(report.clarifying for report in counted),
        already=sum(report.already for report in counted),
        rejected=sum(report.rejected for report in counted),
        missing=tuple(sorted({name for report in counted for name in report.missing})),
    )
    text = explain_report(whole, files.holds, dry_run=not taken)
    if not failed:
        return text
    said = ngettext("{number} file did not go in.", "{number} files did not go in.", failed)
    if not taken:
        said = ngettext("{number} file cannot be taken in.", "{number} files cannot be taken in.", failed)
    return sentences(text, said.format(number=f"{failed:,}"))


def _problems(title: str, sign: str, tone: Tone, problems: Sequence[Problem], width: int) -> Iterator[Line]:
    if not problems:
        return
    yield ()
    yield (Part(_("{title} ({number})").format(title=title, number=f"{len(problems):,}"), Tone.HEADING),)
    for problem in problems[:_FIRST]:
        for place, line in enumerate(wrap(explain_problem(problem), max(2, width - 2))):
            yield (Part(f"{sign} " if place == 0 else "  ", tone), Part(line))
    more = len(problems) - _FIRST
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
