"""Taking files in: one file is one transaction; good rows go in, each refused row is kept with its reasons (I2, N1)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from data.desk.import_orders import OrderBatch
from data.desk.import_parties import take_customers, take_products
from data.desk.keeping import keep_source
from data.desk.subject import Subject
from data.drafts import (
    DraftCustomer,
    DraftOrder,
    DraftProduct,
    FileReport,
    FileStatus,
    Problem,
    Reading,
    RefusedRow,
    Source,
)
from data.drafts import (
    Subject as Holds,
)
from data.errors import Cancelled, NotFound
from data.rules.fingerprint import import_fingerprint
from data.rules.permissions import DeskAct
from data.rules.policy import Policy
from data.rules.replay import refused_digest
from data.rules.roles import acting_role
from data.rules.workflow import Verb
from data.store.queries.desk import column_mapping, earlier_import
from data.store.tables.files import ColumnMapping, ImportRefusal, ImportRun
from data.store.types import canonical_json
from data.store.unit import Reader, Writer

_ACTS = {Holds.ORDERS: DeskAct.IMPORT, Holds.CUSTOMERS: DeskAct.CUSTOMERS, Holds.PRODUCTS: DeskAct.PRODUCTS}
"""What a file holds → the act that taking it in is."""

Progress = Callable[[int, int], None]
"""Told how many of how many drafts are done."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person said about the files (`import`'s options); each is a value that the file itself may lack."""

    customer: str = ""
    channel: str = ""
    currency: str = ""
    price_basis: str = ""
    mapping_name: str = ""
    rows: str = "auto"
    date_order: str = ""
    dry_run: bool = False


@dataclass(slots=True)
class Taken:
    """What a file's drafts became, while it is being taken in."""

    orders: int = 0
    lines: int = 0
    records: int = 0
    clarifying: int = 0
    already: int = 0
    missing: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    order_ids: dict[str, int] = field(default_factory=dict)


def _no_progress(_done: int, _all: int) -> None:
    return None


class Imports(Subject):
    """Files become orders, customers and products."""

    def before(self, source: Source, holds: Holds, options: Options) -> FileReport | None:
        """Return the report of a file that was taken in before with the same options, or None."""
        with self.context.store.reading() as reader:
            return _earlier(reader, source, holds, options)

    def mapping(self, name: str) -> Mapping[str, str]:
        """Return a remembered mapping of headings to fields.

        Raises:
            NotFound: there is none of this name.
        """
        with self.context.store.reading() as reader:
            found = column_mapping(reader, name)
        if found is None:
            raise NotFound("mapping", name)
        return found

    def remember_mapping(self, name: str, holds: Holds, headings: Mapping[str, str]) -> int:
        """Keep a mapping under a name, in place of an earlier one; return the event."""
        context = self.context
        with context.writing() as tx:
            context.permit(tx, DeskAct.IMPORT)
            at = context.clock()
            values = {"subject": holds, "headings": dict(headings), "at": at, "by": context.person}
            if column_mapping(tx, name) is None:
                tx.insert(ColumnMapping, {"name": name, **values})
            else:
                tx.update(ColumnMapping, name, values)
            event = tx.event(
                at=at,
                actor=context.person,
                role=context.roles(context.policy(tx))[0],
                verb="remember_mapping",
                subject="mapping",
                subject_key=name,
                payload={"headings": dict(headings)},
            )
            tx.commit()
        return event

    def take_in(
        self,
        source: Source,
        reading: Reading,
        options: Options,
        progress: Progress = _no_progress,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> FileReport:
        """Take one file in: one transaction, the original kept, nothing twice.

        Args:
            source: the file as it came.
            reading: what the readers made of it.
            options: what the person said.
            progress: told how far it is.
            cancelled: asked between drafts; True leaves nothing behind.

        Raises:
            Cancelled: as asked. NotFound: the customer in the options is ambiguous or unknown where it must exist.
        """
        context = self.context
        with context.writing() as tx:
            context.permit(tx, _ACTS[reading.subject])
            # asked where nobody else writes: the same file may be on its way in from two places
            earlier = _earlier(tx, source, reading.subject, options)
            if earlier is not None:
                return earlier
            at = context.clock()
            policy = context.policy(tx)
            keep_source(tx, source, at)
            taken = Taken(problems=list(reading.problems), refused=list(reading.refused))
            self._take(tx, source, reading, options, policy, at, taken, _watched(progress, cancelled, source.name))
            _place(taken, source, reading)
            if options.dry_run:
                return _report(source, reading, taken, None)
            # only now, so that what is refused or cancelled leaves nothing; and before the commit, which refers to it
            context.store.blobs.keep(source.content)
            event = self._record(tx, source, reading, options, policy, at, taken)
            tx.commit()
        return _report(source, reading, taken, event)

    def _take(
        self,
        tx: Writer,
        source: Source,
        reading: Reading,
        options: Options,
        policy: Policy,
        at: datetime,
        taken: Taken,
        progress: Progress,
    ) -> None:
        if reading.subject is Holds.ORDERS:
            batch = OrderBatch(self.context, tx, source, options, policy, at, taken)
            batch.take(cast("Sequence[DraftOrder]", reading.drafts), reading.refused, progress)
        elif reading.subject is Holds.CUSTOMERS:
            take_customers(self.context, tx, policy, at, cast("Sequence[DraftCustomer]", reading.drafts), taken)
        else:
            take_products(self.context, tx, policy, at, cast("Sequence[DraftProduct]", reading.drafts), taken)

    def _record(
        self,
        tx: Writer,
        source: Source,
        reading: Reading,
        options: Options,
        policy: Policy,
        at: datetime,
        taken: Taken,
    ) -> int:
        """Write the event of the import, its row, and the refused rows."""
        status = _status(taken)
        person = self.context.acting(tx, policy)
        role = acting_role(Verb.EDIT, person.roles)
        refused = [_refused(row) for row in taken.refused]
        event = tx.event(
            at=at,
            actor=self.context.person,
            role=role,
            verb="import",
            subject="file",
            subject_key=source.sha256,
            payload={
                "name": source.name,
                "holds": reading.subject,
                "status": status,
                "orders": taken.orders,
                "lines": taken.lines,
                "records": taken.records,
                "rejected": len(taken.refused),
                **({"refused": refused_digest(refused)} if refused else {}),
                **person.noted(role),
            },
        )
        run = tx.insert(
            ImportRun,
            {
                "sha256": source.sha256,
                "fingerprint": _fingerprint(source, reading.subject, options),
                "path": source.name,
                "subject": reading.subject,
                "status": status,
                "at": at,
                "by": self.context.person,
                "orders": taken.orders,
                "lines": taken.lines,
                "records": taken.records,
                "rejected": len(taken.refused),
                "event_seq": event,
            },
        )
        tx.insert_many(
            ImportRefusal,
            [
                {
                    "run_id": run,
                    "order_id": taken.order_ids.get(row.order_key) if row.order_key else None,
                    **values,
                }
                for row, values in zip(taken.refused, refused, strict=True)
            ],
        )
        return event


def _refused(row: RefusedRow) -> dict[str, object]:
    """Return a refused row as it is kept."""
    problems = canonical_json([_plain(problem) for problem in row.problems])
    return {"sheet": row.sheet, "row": row.row, "cells": canonical_json(list(row.cells)), "problems": problems}


def _earlier(reader: Reader, source: Source, holds: Holds, options: Options) -> FileReport | None:
    earlier = earlier_import(reader, _fingerprint(source, holds, options))
    if earlier is None:
        return None
    already = int(str(earlier["orders"])) + int(str(earlier["records"]))
    return FileReport(path=source.name, status=FileStatus.ALREADY, already=already)


def _place(taken: Taken, source: Source, reading: Reading) -> None:
    """Say of what the desk itself refused or remarked where it stands in the file: sheet and column."""
    headings: dict[str, str] = {}
    for heading, name in reading.mapping.items():
        headings.setdefault(name, heading)

    def placed(problem: Problem) -> Problem:
        where = problem.where
        column = where.column or (headings.get(problem.field, "") if problem.field else "")
        where = replace(where, file=where.file or source.name, sheet=where.sheet or reading.sheet, column=column)
        return replace(problem, where=where)

    taken.problems = [placed(problem) for problem in taken.problems]
    taken.refused = [
        replace(row, sheet=row.sheet or reading.sheet, problems=tuple(map(placed, row.problems)))
        for row in taken.refused
    ]


def _watched(progress: Progress, cancelled: Callable[[], bool], name: str) -> Progress:
    def watch(done: int, of_all: int) -> None:
        if cancelled():
            raise Cancelled(name)
        progress(done, of_all)

    return watch


def _fingerprint(source: Source, holds: Holds, options: Options) -> str:
    said = (options.customer, options.currency, options.price_basis, options.mapping_name, options.rows)
    return import_fingerprint(source.sha256, holds, *said, options.date_order)


def _plain(problem: Problem) -> dict[str, object]:
    return {
        "row": problem.where.row,
        "column": problem.where.column,
        "field": problem.field,
        "code": problem.code,
        "value": problem.value,
        "detail": problem.detail,
    }


def _status(taken: Taken) -> FileStatus:
    went_in = taken.orders + taken.records
    if taken.refused:
        return FileStatus.PARTIAL if went_in or taken.already else FileStatus.REFUSED
    return FileStatus.IMPORTED if went_in or not taken.already else FileStatus.ALREADY


def _report(source: Source, reading: Reading, taken: Taken, event: int | None) -> FileReport:
    return FileReport(
        path=source.name,
        status=_status(taken),
        orders=taken.orders,
        lines=taken.lines,
        records=taken.records,
        clarifying=taken.clarifying,
        already=taken.already,
        rejected=len(taken.refused),
        missing=tuple(sorted(taken.missing)),
        problems=tuple(taken.problems),
        refused=tuple(taken.refused),
        headings=reading.headings,
        numbers=tuple(taken.numbers),
        event=event,
    )
