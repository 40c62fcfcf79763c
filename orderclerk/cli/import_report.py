"""What an import says of each file: to people and to scripts."""

from collections.abc import Iterator

from data.drafts import FileReport, FileStatus, Problem, Subject
from data.words import _, ngettext
from orderclerk.cli.output import err, out

_FIRST = 20
"""So many refused rows are told; `--errors-to` writes all of them."""


def tell(report: FileReport, what: Subject, *, dry_run: bool) -> None:
    """Tell a person what became of a file."""
    from data.words.explain import explain_problem

    if report.status is FileStatus.REFUSED and not report.refused:
        return  # the refusal has said why
    out(_summary(report, what, dry_run=dry_run))
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


def _summary(report: FileReport, what: Subject, *, dry_run: bool) -> str:
    if report.status is FileStatus.ALREADY:
        return _("{path}: taken in already; nothing new.").format(path=report.path)
    form = _("{path}: {what} would be taken in") if dry_run else _("{path}: {what} taken in")
    said = form.format(path=report.path, what=_numbers(report, what))
    return said + "".join(_beside(report))


def _numbers(report: FileReport, what: Subject) -> str:
    """Return how many things went in."""
    records = f"{report.records:,}"
    if what is Subject.CUSTOMERS:
        return ngettext("{count} customer", "{count} customers", report.records).format(count=records)
    if what is Subject.PRODUCTS:
        return ngettext("{count} product", "{count} products", report.records).format(count=records)
    orders = ngettext("{count} order", "{count} orders", report.orders).format(count=f"{report.orders:,}")
    lines = ngettext("{count} line", "{count} lines", report.lines).format(count=f"{report.lines:,}")
    return _(", ").join((orders, lines))


def _beside(report: FileReport) -> Iterator[str]:
    """Yield what stands behind the numbers: what is incomplete, known already, refused."""
    from data.words.labels import field_label

    if report.clarifying:
        lacking = _(", ").join(field_label(name) for name in report.missing)
        said = ngettext(
            " ({count} needs clarification: {fields})", " ({count} need clarification: {fields})", report.clarifying
        )
        yield said.format(count=f"{report.clarifying:,}", fields=lacking)
    if report.already:
        yield _("; {count} known already").format(count=f"{report.already:,}")
    if report.rejected:
        said = ngettext("; {count} row refused", "; {count} rows refused", report.rejected)
        yield said.format(count=f"{report.rejected:,}")
    yield _(".")


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
