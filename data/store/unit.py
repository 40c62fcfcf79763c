"""The unit of work: one read snapshot or one write transaction on a desk, and the errors of both as refusals."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from data.drafts import Problem, Where
from data.errors import DeskDamaged, DeskNewer, NoDesk, StorageFailed, UnsafeLibrary
from data.store import digests, engine, events, schema, sqlite, undo
from data.store.blobs import Blobs
from data.store.bulk import shape
from data.store.folder import DeskFolder, failed
from data.store.place import refuse_second_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Connection, CursorResult, Engine, Executable
    from sqlmodel import SQLModel

    from data.store.bulk import Shape
    from data.store.events import NewEvent
    from data.store.sqlite import Library, RawConnection
    from data.store.store_info import StoreInfo


class Reader:
    """One snapshot of the desk."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def raw(self) -> RawConnection:
        """The bare connection under the transaction, for the modules of the store."""
        return self._connection.connection.driver_connection  # type: ignore[return-value]  # typed as Any or None

    def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement of `data.store.queries`."""
        return self._connection.execute(statement, parameters)


class Writer(Reader):
    """One write transaction; without `commit` nothing of it stays."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._head: events.Head | None = None
        self._after: list[Callable[[], None]] = []
        self._memory: undo.Memory | None = None
        self._touched: dict[digests.Touched, None] = {}

    def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement; while a verb is remembered rows are written by their keys only, so that none is missed."""
        if self._memory is not None and statement.is_dml:
            raise RuntimeError("what a verb writes has to be remembered: use insert, update or delete")
        return super().execute(statement, parameters)

    def remember(self) -> None:
        """From now on remember how each write is taken back, until `remembered` is asked."""
        self._memory = undo.Memory(self._connection)

    def remembered(self) -> tuple[undo.Step, ...]:
        """Return how the writes since `remember` are taken back, and remember nothing more."""
        memory, self._memory = self._memory, None
        return () if memory is None else tuple(memory.steps)

    def take_back(self, steps: Sequence[undo.Step]) -> undo.Moved:
        """Take writes back; return which rows came back under another key."""
        moved = undo.take_back(self._connection, steps)
        for step in steps:
            if step.table in digests.DIGESTED:
                key = moved.get((step.table, step.key), step.key)
                self._touched[step.table, undo.key_of(step.table), key] = None
        return moved

    def insert(self, table: type[SQLModel], values: Mapping[str, object]) -> int:
        """Add a row and return its new key, 0 where the key is text; what is missing gets the table class's default."""
        form = shape(table)
        given = set(values)
        columns = form.complete(given)
        row = tuple(column.bound(values[column.name]) if column.name in given else column.default for column in columns)
        result = self._connection.exec_driver_sql(form.insert_sql([column.name for column in columns]), row)
        key = int(result.lastrowid) if form.number else str(values[form.key])
        if self._memory is not None:
            self._memory.inserted(form, key)
        self._touch(form, key)
        return int(result.lastrowid) if form.number else 0

    def insert_many(self, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
        """Add many rows of one table, with defaults as in `insert`; either all rows name their key or none."""
        if self._memory is not None:
            for row in rows:
                self.insert(table, row)
        elif rows:
            for sql, some in shape(table).batches(rows):
                self._connection.exec_driver_sql(sql, some)

    def update(
        self, table: type[SQLModel], key: int | str, values: Mapping[str, object], *, version: int | None = None
    ) -> int:
        """Change one row and return how many were touched.

        With `version` the row is touched only if it is still at that version, and gets the next one: 0 means that
        somebody else was faster (N3).
        """
        form = shape(table)
        form.unknown(set(values))
        parts = [f'"{name}" = ?' for name in values]
        bound = [form.columns[name].bound(value) for name, value in values.items()]
        if self._memory is not None:
            self._memory.updating(form, key, dict(zip(values, bound, strict=True)))
        where = f'"{form.key}" = ?'
        bound.append(key)
        if version is not None:
            parts.append("version = version + 1")
            where += " AND version = ?"
            bound.append(version)
        if not parts:
            raise ValueError(f"nothing to change in {form.table}")
        self._touch(form, key)
        sql = f'UPDATE "{form.table}" SET {", ".join(parts)} WHERE {where}'
        return self._connection.exec_driver_sql(sql, tuple(bound)).rowcount

    def delete(self, table: type[SQLModel], key: int | str) -> int:
        """Remove one row and return how many went; only for what was never part of the record."""
        form = shape(table)
        if self._memory is not None:
            self._memory.deleting(form, key)
        self._touch(form, key)
        return self._connection.exec_driver_sql(f'DELETE FROM "{form.table}" WHERE "{form.key}" = ?', (key,)).rowcount

    def _touch(self, form: Shape, key: int | str) -> None:
        """Note that a row is written of which the event of this act keeps the digest."""
        if form.table in digests.DIGESTED:
            self._touched[form.table, form.key, key] = None

    def next_key(self, table: type[SQLModel]) -> int:
        """Return the first key that is free up to the end; it stays free while this transaction lasts."""
        form = shape(table)
        sql = f'SELECT coalesce(max("{form.key}"), 0) + 1 FROM "{form.table}"'
        return int(self._connection.exec_driver_sql(sql).scalar_one())

    def event(
        self,
        *,
        at: datetime,
        actor: str,
        role: str,
        verb: str,
        subject: str,
        subject_key: str,
        from_state: str = "",
        to_state: str = "",
        payload: Mapping[str, object],
    ) -> int:
        """Add one event to the record, in the transaction of what it records; return its number."""
        entry = events.NewEvent(at, actor, role, verb, subject, subject_key, from_state, to_state, payload)
        return self.events([entry])[0]

    def events(self, entries: Iterable[NewEvent]) -> range:
        """Add events in this order; return their numbers."""
        last = self._head or events.read_head(self.raw)
        made = list(events.chained(last, self._with_digests(list(entries))))
        if made:
            self._connection.exec_driver_sql(events.INSERT_EVENT, [row for row, _ in made])
            self._connection.exec_driver_sql(events.INSERT_PAYLOAD, [payload for _, payload in made])
            row = made[-1][0]
            self._head = events.Head(row[0], row[-1])
        return range(last.seq + 1, last.seq + 1 + len(made))

    def _with_digests(self, entries: list[NewEvent]) -> list[NewEvent]:
        """Let the first of these events keep the digests of what was written since the one before."""
        if entries and self._touched:
            kept = {**entries[0].payload, digests.MEMBER: digests.of_touched(self.raw, tuple(self._touched))}
            entries[0] = replace(entries[0], payload=kept)
            self._touched = {}
        return entries

    def on_commit(self, action: Callable[[], None]) -> None:
        """Have something done once the transaction is on the disk, in the order of asking; never if it is not."""
        self._after.append(action)

    def commit(self) -> None:
        """Make the transaction last; the writer is done with after that."""
        transaction = self._connection.get_transaction()
        if transaction is None:
            raise RuntimeError("committed already")
        transaction.commit()
        for action in self._after:
            action()


_Kind = TypeVar("_Kind", bound=Reader)


def _now() -> datetime:
    return datetime.now(UTC)


_TRIES = 8
"""How often a transaction is begun anew because a backup was restored in between."""


class _Block(AbstractContextManager[_Kind]):
    """A transaction as a `with` block; whatever SQLite raises in it leaves it as a refusal."""

    def __init__(self, store: Store, source: Engine, kind: type[_Kind]) -> None:
        self._store = store
        self._source = source
        self._kind = kind
        self._connection: Connection | None = None

    def __enter__(self) -> _Kind:
        try:
            self._connection = self._begun()
        except self._store.errors as error:
            self._refuse(error)
            raise
        return self._kind(self._connection)

    def _begun(self) -> Connection:
        """Return a connection with its transaction open, on the file that bears the desk's name now."""
        for _ in range(_TRIES):
            connection = self._source.connect()
            try:
                connection.begin()
            except engine.Replaced:
                connection.invalidate()
                connection.close()
            except BaseException:
                connection.close()
                raise
            else:
                return connection
        raise StorageFailed(path=str(self._store.folder.database), why="cannot_open", detail="replaced")

    def __exit__(
        self, _type: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            if error is not None and engine.poisons(error):
                connection.invalidate()
            # what was not committed is rolled back when the connection goes back to its pool
            connection.close()
        if error is not None:
            self._refuse(error)

    def _refuse(self, error: BaseException) -> None:
        """Raise the refusal that an error of the database stands for, if it is one."""
        refusal = engine.refusal_of(error, self._store.folder.database, self._store.patience)
        if refusal is not None:
            raise refusal from error


class Store:
    """A desk's folder with its database open. Threads may share it; each block has a connection of its own."""

    def __init__(self, folder: DeskFolder, lib: Library, patience: float, *, durable: bool = True) -> None:
        self.folder = folder
        self.library = lib
        self.patience = patience
        self.blobs = Blobs(folder.files)
        self._writers = engine.make_engine(folder.database, lib, writing=True, patience=patience, durable=durable)
        self._readers = engine.make_engine(folder.database, lib, writing=False, patience=patience)

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What SQLite and SQLAlchemy raise here."""
        return (*engine.DATABASE_ERRORS, self.library.module.Error)

    @property
    def path(self) -> Path:
        """The desk's folder."""
        return self.folder.root

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        at: datetime,
        facts: Mapping[str, str],
        patience: float = sqlite.PATIENCE,
        lib: Library | None = None,
    ) -> Store:
        """Make a new desk in a missing or empty folder and open it.

        The facts are kept as given; `desk_id` and `created_at` are added where they are missing.

        Raises:
            DeskExists: a desk, or something else, is there already.
            StorageFailed: the disk is full, read-only or failing; then nothing is left behind.
        """
        from data.store.making import make_desk

        make_desk(DeskFolder(folder), at=at, facts=facts, lib=lib or sqlite.library())
        return cls.open(folder, patience=patience, lib=lib)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        patience: float = sqlite.PATIENCE,
        lib: Library | None = None,
        clock: Callable[[], datetime] = _now,
        durable: bool = True,
    ) -> Store:
        """Open a desk; one that an earlier version of the program made is backed up, named by the clock, and migrated.

        With `durable=False` commits do not wait for the disk: for a desk in the making, which nobody relies on yet.

        Raises:
            NoDesk: there is no database in the folder.
            DeskNewer: a later version of the program made it.
            UnsafeLibrary: the desk is in WAL mode and the SQLite library must not use it so.
            DeskDamaged: what is there is no desk, or it is damaged.
            DeskBusy: another program held it longer than `patience` seconds.
            StorageFailed: it cannot be opened, read or written.
        """
        place = DeskFolder(folder)
        used = lib or sqlite.library()
        revision = _inspect(place, used, patience)
        if revision != schema.HEAD:
            # alembic takes a second to import, so only a desk that needs it waits for it
            from data.store.migrations import runner

            if not revision:
                raise DeskDamaged(path=str(folder), faults=(Problem(Where(file=place.database.name), "", "no_tables"),))
            if revision not in runner.revisions():
                raise DeskNewer(path=str(folder), found=revision, known=schema.HEAD)
            runner.migrate(place, at=clock(), lib=used, patience=patience)
        return cls(place, used, patience, durable=durable)

    def reading(self) -> AbstractContextManager[Reader]:
        """Return a block that reads one snapshot, whatever others write meanwhile."""
        return _Block(self, self._readers, Reader)

    def writing(self) -> AbstractContextManager[Writer]:
        """Return a block that is the only writer of the desk; leaving it without `commit` rolls back."""
        return _Block(self, self._writers, Writer)

    def close(self) -> None:
        """Close all connections; a block opened later opens new ones."""
        self._writers.dispose()
        self._readers.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def info(self) -> StoreInfo:
        """Return what there is to know about the database and the library that reads it."""
        from data.store.store_info import info_of

        with self.reading() as reader:
            return info_of(reader.raw, self.library)


def _inspect(place: DeskFolder, lib: Library, patience: float) -> str:
    """Return the revision of the desk's tables, after seeing that it is a desk and may be opened."""
    path = place.database
    try:
        if not path.is_file():
            raise NoDesk(path=str(place.root))
    except OSError as error:
        raise failed(path, error) from error
    refuse_second_name(place)
    try:
        with closing(sqlite.connect_raw(path, patience=patience, lib=lib)) as raw:
            # before anything else is read: an affected library must not work with a desk in WAL mode
            if sqlite.pragma(raw, "journal_mode") == "wal" and lib.journal != "wal":
                raise UnsafeLibrary(path=str(path), version=lib.version)
            found = int(sqlite.pragma(raw, "application_id"))
            if found != sqlite.APPLICATION_ID:
                raise DeskDamaged(
                    path=str(place.root),
                    faults=(Problem(Where(file=path.name), "", "not_a_desk", detail=f"application_id={found}"),),
                )
            return schema.stored_revision(raw)
    except lib.module.Error as error:
        refusal = engine.refusal_of(error, path, patience)
        if refusal is None:
            raise
        raise refusal from error
