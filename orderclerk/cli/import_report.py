"""What an import says of each file: to people and to scripts."""

from data.drafts import FileReport, FileStatus, Problem, Subject
from data.words import _
from orderclerk.cli.output import err, out

_FIRST = 20
"""So many refused rows are told; `--errors-to` writes all of them."""


def tell(report: FileReport, what: Subject, *, dry_run: bool) -> None:
    """Tell a person what became of a file."""
    from data.words.explain import explain_problem
    from data.words.explain_files import explain_report

    if report.status is FileStatus.REFUSED and not report.refused:
        return  # the refusal has said why
    out(explain_report(report, what, dry_run=dry_run))
    refused = [problem for row in report.refused for problem in row.problems if problem.fatal]
    for problems, form in (
        (refused, _("Refused: {what}")),
        (list(report.problems), _("Note: {what}")),
    ):
        for problem in problems[:_FIRST]:
            err(form.format(what=explain_problem(problem)))
        more = len(problems) - _FIRST
        if more > 0:
            err(_("… and {count} more; --errors-to FILE writes all refused rows.").format(count=f"{more:,}"))


def as_file(report: FileReport, said: str = "") -> dict[str, object]:
    """Return the report as scripts read it (design, section 6); `said` is why the file was refused whole."""
    problems = [_problem(problem, row.row) for row in report.refused for problem in row.problems]
    problems += [_problem(problem, None) for problem in report.problems]
    if said:
        problems = [{**problem, "message": said} for problem in problems]
    return {
        "path": report.path,
        "status": report.status.value,
        "orders": report.orders,
        "lines": report.lines,
        "records": report.records,
        "clarifying": report.clarifying,
        "already": report.already,
        "rejected": report.rejected,
        "missing": list(report.missing),
        "event": report.event,
        "problems": problems,
        "numbers": list(report.numbers),
    }


def _problem(problem: Problem, row: int | None) -> dict[str, object]:
    from data.words.explain import explain_problem

    return {
        "row": problem.where.row if problem.where.row is not None else row,
        "sheet": problem.where.sheet,
        "column": problem.where.column,
        "field": problem.field,
        "code": problem.code,
        "value": problem.value,
        "fatal": problem.fatal,
        "message": explain_problem(problem),
    }
