"""Files on their way in, for somebody who looks before they are taken in: what would be read, and what would not."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.desk.context import Context
from data.desk.imports import Imports, Options, Progress
from data.desk.mending import write_refused
from data.desk.originals import OriginalSheet, marked, rows_of, sheet_read
from data.desk.subject import Subject
from data.drafts import FileReport, Problem, Reading, Source
from data.drafts import Subject as Holds
from data.files.grids import grids
from data.files.readers import read_grids
from data.files.source import load

PASTED = "pasted.txt"
"""The name under which a text is kept that was pasted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of a file; what is empty the file says itself, or the readers find out.

    Attributes:
        holds: what is in it.
        customer: code or name of the customer.
        currency: of amounts that name none.
        price_basis: `net` or `gross`.
        channel: how it reached the office.
        date_order: `ymd`, `dmy` or `mdy` for dates that can be read in several ways.
        mapping: heading → field, decided by the person.
    """

    holds: Holds = Holds.ORDERS
    customer: str = ""
    currency: str = ""
    price_basis: str = ""
    channel: str = ""
    date_order: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it would be taken in.

    Attributes:
        source: the file.
        asked: what was said of it.
        reading: what the readers made of it.
        report: what would become of it.
        sheets: its sheets, with the rows that are read and those that would be refused.
    """

    source: Source
    asked: Asked
    reading: Reading
    report: FileReport
    sheets: tuple[OriginalSheet, ...] = ()


def _no_progress(_done: int, _all: int) -> None:
    return None


def _never() -> bool:
    return False


class Inbox(Subject):
    """Looking at a file, then taking it in."""

    def __init__(self, context: Context) -> None:
        """Work in this context."""
        super().__init__(context)
        self._imports = Imports(context)

    def look(
        self, path: str, asked: Asked, progress: Progress = _no_progress, cancelled: Callable[[], bool] = _never
    ) -> Looked:
        """Return what would become of a file; nothing is kept.

        Args:
            path: of the file; `~` is the person's home.
            asked: what is said of it.
            progress: told how far it is.
            cancelled: asked between two orders.

        Raises:
            Unreadable: nothing of it can be read. Cancelled: as asked. NotFound, BadValue: of what was said.
        """
        return self._look(load(at_home(path)), asked, progress, cancelled)

    def look_at_text(self, text: str, asked: Asked) -> Looked:
        """Return what would become of a pasted text: rows on lines, cells set off by tabs, commas or semicolons.

        Raises:
            Unreadable: nothing of it can be read (`empty`, `no_header`, `no_rows`). NotFound, BadValue: as `look`.
        """
        content = text.encode("utf-8", errors="backslashreplace")
        source = Source(PASTED, content, hashlib.sha256(content).hexdigest(), "text/plain")
        return self._look(source, asked, _no_progress, _never)

    def take(
        self, looked: Looked, progress: Progress = _no_progress, cancelled: Callable[[], bool] = _never
    ) -> FileReport:
        """Take a file in that was looked at.

        Raises:
            Cancelled: as asked, and then nothing of it is kept. NotFound: the customer that was named is gone.
        """
        return self._imports.take_in(
            looked.source, looked.reading, _options(looked.asked, dry_run=False), progress, cancelled
        )

    def write_refused(self, looked: Looked, report: FileReport, target: str, reason: Callable[[Problem], str]) -> Path:
        """Write the refused rows of a file as csv or xlsx, to be mended and imported again; return where.

        Args:
            looked: the file.
            report: of it, with the refused rows.
            target: a path; its ending says which of the two.
            reason: says in words why a row was refused.

        Raises:
            StorageFailed: it cannot be written there. BadValue: a worksheet cannot hold a text.
        """
        path = at_home(target)
        write_refused(path, looked.source, looked.reading, report.refused, reason)
        return path

    def _look(self, source: Source, asked: Asked, progress: Progress, cancelled: Callable[[], bool]) -> Looked:
        # a name of bytes that no encoding explains could not be kept
        source = replace(source, name=source.name.encode("utf-8", errors="backslashreplace").decode())
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
        found = grids(source)
        reading = read_grids(
            source.name,
            found,
            asked.holds,
            today=self.context.today(policy),
            mapping=asked.mapping,
            date_order=asked.date_order or None,
            zone=policy.zone,
        )
        report = self._imports.take_in(source, reading, _options(asked, dry_run=True), progress, cancelled)
        main = sheet_read(source.name, found, asked.holds, asked.mapping)
        read = frozenset().union(*map(rows_of, reading.drafts))
        sheets = tuple(
            marked(
                grid, read if grid.sheet == main else (), (*reading.refused, *report.refused), main=grid.sheet == main
            )
            for grid in found
        )
        return Looked(source, asked, reading, report, sheets)


def at_home(path: str) -> Path:
    """Return the path that a person typed; `~` is their home, where the system knows it."""
    try:
        return Path(path).expanduser()
    except RuntimeError:  # the home of somebody whom the system does not know
        return Path(path)


def _options(asked: Asked, *, dry_run: bool) -> Options:
    said = json.dumps(sorted(asked.mapping.items()), ensure_ascii=False) if asked.mapping else ""
    return Options(
        customer=asked.customer.strip(),
        channel=asked.channel,
        currency=asked.currency.strip().upper(),
        price_basis=asked.price_basis,
        mapping_name=hashlib.sha256(said.encode()).hexdigest() if said else "",
        date_order=asked.date_order,
        dry_run=dry_run,
    )
