"""What became of a file that was taken in, or would become of it, in words."""

from collections.abc import Iterator

from data.drafts import FileReport, FileStatus, Subject
from data.words import _, ngettext
from data.words.labels import field_label


def explain_report(report: FileReport, what: Subject, *, dry_run: bool) -> str:
    """Return in a sentence what of a file went in, and what did not.

    Args:
        report: of the file.
        what: the file holds.
        dry_run: whether it was only tried.
    """
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
