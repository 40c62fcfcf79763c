"""Taking files in (I2, N1): each file is one transaction, a bad one does not stop the others."""

import hashlib
import json as json_format
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.drafts import FileReport, FileStatus, Problem, Subject, Where
from data.errors import BadValue, NotFound, Refusal
from data.states import Channel, PriceBasis
from data.words import N_, _
from data.words.printable import printable
from orderclerk.cli.desk import opened, read_text
from orderclerk.cli.import_report import as_file, tell
from orderclerk.cli.options import Ack, Json, flag, one_of, path, path_argument, text
from orderclerk.cli.output import acknowledge, err, out_json
from orderclerk.cli.progress import progress_bar
from orderclerk.exits import ENDS_EVERYTHING, Exit, refused

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.imports import Options
    from data.drafts import Reading, Source

FORMATS = ("auto", "csv", "tsv", "xlsx", "xls", "xlsb", "ods", "json")
ROWS = ("auto", "lines", "orders")
DATE_ORDERS = ("ymd", "dmy", "mdy")


def _complete(known: tuple[str, ...]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [value for value in known if value.startswith(incomplete)]

    return complete


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks of every file."""

    what: Subject
    format: str
    options: "Options"
    mapping: Mapping[str, str]
    save_mapping: str
    errors_to: str
    several: bool


def take_in(
    ctx: typer.Context,
    paths: Annotated[list[str], path_argument("PATH", N_("The files, in any of the formats."))],
    what: Annotated[
        str,
        text(
            "--what",
            metavar="WHAT",
            help=N_("What the files hold: orders, customers or products; orders if nothing is said."),
            complete=_complete(tuple(Subject)),
        ),
    ] = "orders",
    file_format: Annotated[
        str,
        text(
            "--format",
            metavar="FORMAT",
            help=N_("auto, csv, tsv, xlsx, xls, xlsb, ods or json; the content decides if nothing is said."),
            complete=_complete(FORMATS),
        ),
    ] = "auto",
    mapping: Annotated[
        str,
        path(
            "--mapping",
            metavar="NAME|FILE",
            help=N_("Which heading is which field: a mapping kept before, or a TOML file."),
        ),
    ] = "",
    save_mapping: Annotated[
        str,
        text("--save-mapping", metavar="NAME", help=N_("Keep the headings and fields of this import under a name.")),
    ] = "",
    customer: Annotated[
        str,
        text("--customer", metavar="CUSTOMER", help=N_("Code or name of the customer, where the file does not say.")),
    ] = "",
    currency: Annotated[
        str, text("--currency", metavar="CODE", help=N_("The currency, such as CNY, where the file does not say."))
    ] = "",
    price_basis: Annotated[
        str,
        text(
            "--price-basis",
            metavar="BASIS",
            help=N_("net or gross: prices without or with tax, where the file does not say."),
            complete=_complete(tuple(PriceBasis)),
        ),
    ] = "",
    channel: Annotated[
        str,
        text(
            "--channel",
            metavar="CHANNEL",
            help=N_("How the orders reached the office, such as email or fax."),
            complete=_complete(tuple(Channel)),
        ),
    ] = "",
    rows: Annotated[
        str,
        text(
            "--rows",
            metavar="ROWS",
            help=N_("lines or orders: what a row is; the columns decide if nothing is said."),
            complete=_complete(ROWS),
        ),
    ] = "auto",
    date_order: Annotated[
        str,
        text(
            "--date-order",
            metavar="ORDER",
            help=N_("ymd, dmy or mdy: how dates such as 03/04/2026 are meant."),
            complete=_complete(DATE_ORDERS),
        ),
    ] = "",
    dry_run: Annotated[bool, flag("--dry-run", help=N_("Only say what would be taken in."))] = False,
    errors_to: Annotated[
        str,
        path(
            "--errors-to",
            metavar="FILE",
            help=N_("Write refused rows to a csv or xlsx file, with their reasons, to be mended."),
        ),
    ] = "",
    json: Json = False,
    ack: Ack = False,
) -> int:
    """Take in files."""
    from data.desk.imports import Options

    _looked_over(what, file_format, rows, date_order, price_basis, channel, currency)
    with opened(ctx.obj) as desk:
        headings = _mapping(desk, mapping) if mapping else {}
        asked = _Asked(
            Subject(what),
            file_format,
            Options(
                customer=customer.strip(),
                channel=channel,
                currency=currency.strip().upper(),
                price_basis=price_basis,
                mapping_name=_fingerprint(headings),
                rows=rows,
                date_order=date_order,
                dry_run=dry_run,
            ),
            headings,
            save_mapping,
            errors_to,
            len(paths) > 1,
        )
        endings: list[_Ending] = []
        for given in paths:
            ending = _one_file(desk, given, asked, ack=ack)
            endings.append(ending)
            if not json:
                tell(ending.report, asked.what, dry_run=dry_run)
            if ending.code in ENDS_EVERYTHING:
                break
    if json:
        out_json({"files": [as_file(ending.report, ending.said) for ending in endings]})
    return _exit_code([ending.code for ending in endings])


def _looked_over(
    what: str, file_format: str, rows: str, date_order: str, price_basis: str, channel: str, currency: str
) -> None:
    """Refuse options that are none before anything is done.

    Raises:
        BadParameter: one is not known.
    """
    one_of("--what", what, tuple(Subject))
    one_of("--format", file_format, FORMATS)
    one_of("--rows", rows, ROWS)
    one_of("--date-order", date_order, DATE_ORDERS)
    one_of("--price-basis", price_basis, tuple(PriceBasis))
    one_of("--channel", channel, tuple(Channel))
    plain = currency.strip()
    if plain and not (len(plain) == 3 and plain.isascii() and plain.isalpha()):  # noqa: PLR2004 - ISO 4217
        raise typer.BadParameter(_("three letters, such as CNY"), param_hint="--currency")


def _mapping(desk: "Desk", named: str) -> Mapping[str, str]:
    """Return the mapping that a file or a name stands for.

    Raises:
        NotFound: there is neither. Unreadable: `bad_mapping`, or the file cannot be read.
    """
    from data.files.mappings import parse_mapping

    if Path(named).suffix.lower() in (".toml", ".json") or Path(named).is_file():
        return parse_mapping(read_text(named), named)
    return desk.imports.mapping(named)


def _fingerprint(headings: Mapping[str, str]) -> str:
    """Return what tells this mapping from another one: the same file read by another mapping is another import."""
    if not headings:
        return ""
    text_of_it = json_format.dumps(sorted(headings.items()), ensure_ascii=False)
    return hashlib.sha256(text_of_it.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Ending:
    """What became of one file; `code` is the exit code that it alone would have, `said` why it was refused whole."""

    report: FileReport
    code: int
    said: str = ""


def _one_file(desk: "Desk", given: str, asked: _Asked, *, ack: bool) -> _Ending:
    """Take one file in."""
    from data.words.explain import explain

    shown = printable(given)
    try:
        report, source, reading = _taken(desk, given, asked)
    except Refusal as refusal:
        return _Ending(_refused_whole(shown, refusal), refused(refusal), explain(refusal))
    report = replace(report, path=shown)
    try:
        if ack and report.event is not None:
            acknowledge(report.event)
        if reading is not None:
            _keep_beside(desk, asked, report, source, reading)
    except Refusal as refusal:  # the file itself is in: its report stands
        return _Ending(report, refused(refusal))
    code = {FileStatus.PARTIAL: Exit.PARTLY, FileStatus.REFUSED: Exit.REFUSED}.get(report.status, Exit.DONE)
    return _Ending(report, code)


def _taken(desk: "Desk", given: str, asked: _Asked) -> "tuple[FileReport, Source, Reading | None]":
    from data.files.readers import read
    from data.files.source import load

    source = load(given)
    source = replace(source, name=printable(source.name))  # a name of undecodable bytes could not be kept
    _check_format(source, given, asked.format)
    if not asked.options.dry_run and not asked.save_mapping:
        earlier = desk.imports.before(source, asked.what, asked.options)
        if earlier is not None:
            return earlier, source, None
    policy = desk.policy.current()
    settings: Any = {
        "mapping": asked.mapping,
        "rows": asked.options.rows,
        "date_order": asked.options.date_order or None,
    }
    reading = read(source, asked.what, today=desk.context.today(policy), zone=policy.zone, **settings)
    with progress_bar(source.name) as progress, _interruptible() as interrupted:
        report = desk.imports.take_in(source, reading, asked.options, progress, interrupted)
    return report, source, reading


def _keep_beside(desk: "Desk", asked: _Asked, report: FileReport, source: "Source", reading: "Reading") -> None:
    """Keep what was asked for beside the orders: the mapping of headings, the refused rows."""
    if asked.save_mapping and not asked.options.dry_run:
        known = {heading: name for heading, name in reading.mapping.items() if heading}
        desk.imports.remember_mapping(asked.save_mapping, asked.what, known)
    if report.refused and asked.errors_to:
        from data.desk.mending import write_refused
        from data.words.explain import problem_text

        target = _errors_target(asked, report.path)
        write_refused(target, source, reading, report.refused, problem_text)
        err(_("The refused rows of {path} are in {target}.").format(path=report.path, target=target))


def _check_format(source: "Source", given: str, wanted: str) -> None:
    """Refuse a file that is not what `--format` says.

    Raises:
        BadValue: `not_in_list`, with what it is.
    """
    from data.files.source import MEDIA_TYPES

    found = next((kind.value for kind, media in MEDIA_TYPES.items() if media == source.media_type), "text")
    texts = ("csv", "tsv", "json")
    if wanted not in ("auto", found) and not (wanted in texts and found in ("text", *texts)):
        raise BadValue(f"{printable(given)}: --format", wanted, "not_in_list", found)


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C stop the work between two drafts, where nothing of it is kept, and not in the middle of a commit.

    A second Ctrl-C stops at once.
    """
    asked: list[int] = []

    def ask(number: int, _frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    try:
        before = signal.signal(signal.SIGINT, ask)
    except ValueError:  # signals can be handled in the main thread only
        yield lambda: False
        return
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


def _refused_whole(shown: str, refusal: Refusal) -> FileReport:
    """Return the report of a file of which nothing went in."""
    why = getattr(refusal, "why", "") or refusal.code
    what = refusal.key if isinstance(refusal, NotFound) else str(getattr(refusal, "detail", ""))
    return FileReport(shown, FileStatus.REFUSED, problems=(Problem(Where(file=shown), "", why, detail=what),))


def _errors_target(asked: _Asked, shown: str) -> Path:
    """Return where the refused rows of a file go: of several files each has a file of its own, named after it."""
    target = Path(asked.errors_to)
    return target.with_name(f"{target.stem}-{Path(shown).stem}{target.suffix}") if asked.several else target


def _exit_code(codes: list[int]) -> int:
    """Return the exit code of the whole: done in part where one file went in, at least in part, and another did not."""
    for code in codes:
        if code in ENDS_EVERYTHING:
            return code
    failed = [code for code in codes if code not in (Exit.DONE, Exit.PARTLY)]
    if not failed:
        return Exit.PARTLY if Exit.PARTLY in codes else Exit.DONE
    if len(failed) < len(codes):
        return Exit.PARTLY
    return failed[0] if len(set(failed)) == 1 else Exit.REFUSED
