"""Transactions: one writer, snapshots for readers, nothing half-written, versions, strict types."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from data.errors import DeskBusy, DeskDamaged, DeskExists, DeskNewer, NoDesk, StorageFailed
from data.store import schema, sqlite
from data.store.folder import UNFINISHED
from data.store.tables.base import table
from data.store.tables.events import DeskFact, NumberSeries
from data.store.tables.orders import OrderLineRow, SalesOrder
from data.store.tables.parties import CustomerRow, ProductRow
from data.store.unit import Store

if TYPE_CHECKING:
    from pathlib import Path

    from data.store.unit import Reader

CUSTOMER = table(CustomerRow)


def _customer(code: str, now: datetime, **more: object) -> dict[str, object]:
    return {"code": code, "name": code, "entered_at": now, "entered_by": "li", **more}


def _count(reader: Reader) -> int:
    return int(reader.execute(select(func.count()).select_from(CUSTOMER)).scalar_one())


# --- making and opening ----------------------------------------------------------------------------------------


def test_a_new_desk_has_its_facts(store: Store) -> None:
    fact = table(DeskFact)
    with store.reading() as reader:
        facts = {row.name: row.value for row in reader.execute(select(fact))}
    assert facts["name"] == "Trial office"
    assert facts["created_at"] == "2026-11-21T14:32:05.123456Z"
    assert len(facts["desk_id"]) == 32


def test_an_empty_folder_can_become_a_desk(tmp_path: Path, now: datetime) -> None:
    Store.create(tmp_path, at=now, facts={}).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "desk.db", "files"]


def test_what_a_crash_left_is_no_hindrance(tmp_path: Path, now: datetime) -> None:
    (tmp_path / f"{UNFINISHED}1").mkdir()
    Store.create(tmp_path, at=now, facts={}).close()
    assert (tmp_path / "desk.db").is_file()


@pytest.mark.parametrize("name", ["desk.db", "letter.txt"])
def test_what_is_there_is_not_overwritten(tmp_path: Path, now: datetime, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(DeskExists) as refused:
        Store.create(tmp_path, at=now, facts={})
    assert refused.value.what == name
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_place_for_a_desk(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "desk").write_text("mine")
    with pytest.raises(DeskExists):
        Store.create(tmp_path / "desk", at=now, facts={})


def test_a_failed_try_leaves_nothing(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        Store.create(tmp_path / "a" / "desk", at=now, facts={"name": None})  # type: ignore[dict-item]
    assert list(tmp_path.iterdir()) == []


def test_nobody_else_may_read_a_desk(
    safe_library: sqlite.Library, tmp_path: Path, now: datetime, loose_umask: None
) -> None:
    with Store.create(tmp_path / "desk", at=now, facts={}) as store, store.writing() as tx:
        store.blobs.keep(b"x")
        tx.insert(CustomerRow, _customer("a", now))
        found = {path: stat.S_IMODE(path.stat().st_mode) for path in (store.path, *store.path.rglob("*"))}
    assert {path.name for path in found} >= {"desk.db", "desk.db-wal", "desk.db-shm"}
    assert {mode for path, mode in found.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in found.items() if not path.is_dir()} == {0o600}


def test_no_desk(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(NoDesk):
            Store.open(folder)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 a zip file" * 100, b"a letter", b"SQLite format 3\0" + b"\0" * 84]
)
def test_a_file_that_is_no_desk_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "desk.db").write_bytes(content)
    with pytest.raises(DeskDamaged) as refused:
        Store.open(tmp_path)
    assert refused.value.faults[0].code == "not_a_desk"
    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]
    assert (tmp_path / "desk.db").read_bytes() == content


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    raw = sqlite.connect_raw(tmp_path / "desk.db", create=True)
    raw.executescript("CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('x')")
    raw.close()
    before = (tmp_path / "desk.db").read_bytes()
    with pytest.raises(DeskDamaged) as refused:
        Store.open(tmp_path)
    assert refused.value.faults[0].code == "not_a_desk"
    assert (tmp_path / "desk.db").read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "refusal"),
    [("UPDATE alembic_version SET version_num = '9999'", DeskNewer), ("DELETE FROM alembic_version", DeskDamaged)],
)
def test_a_desk_of_another_revision(store: Store, sql: str, refusal: type[Exception]) -> None:
    store.close()
    raw = sqlite.connect_raw(store.folder.database)
    raw.execute(sql)
    raw.close()
    with pytest.raises(refusal):
        Store.open(store.path)


def test_info(store: Store) -> None:
    info = store.info()
    assert (info.library, info.library_version) == (sqlite.library().name, sqlite.library().version)
    assert (info.application_id, info.revision) == (sqlite.APPLICATION_ID, schema.HEAD)
    assert info.size == info.pages * info.page_size > 0


# --- transactions ----------------------------------------------------------------------------------------------


def test_what_is_committed_stays_and_the_rest_does_not(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.insert(CustomerRow, _customer("kept", now))
        tx.commit()
    with store.writing() as tx:
        tx.insert(CustomerRow, _customer("left", now))
    with pytest.raises(IntegrityError), store.writing() as tx:
        tx.insert_many(CustomerRow, [_customer("broken", now), _customer("broken", now)])
    with Store.open(store.path) as again, again.reading() as reader:
        assert reader.execute(select(CUSTOMER.c.code)).scalars().all() == ["kept"]


def test_actions_run_after_the_commit_and_only_then(store: Store, now: datetime) -> None:
    seen: list[int] = []

    def look() -> None:
        with store.reading() as reader:
            seen.append(_count(reader))

    with store.writing() as tx:
        tx.insert(CustomerRow, _customer("a", now))
        tx.on_commit(look)
        assert seen == []
        tx.commit()
    with store.writing() as tx:
        tx.on_commit(look)
    assert seen == [1]


def test_a_writer_commits_once(store: Store) -> None:
    with store.writing() as tx:
        tx.commit()
        with pytest.raises(RuntimeError):
            tx.commit()


def test_one_writer_at_a_time(store: Store) -> None:
    with store.writing(), Store.open(store.path, patience=0.05) as other:
        with pytest.raises(DeskBusy), other.writing():
            pass
        with other.reading() as reader:
            assert _count(reader) == 0
    with Store.open(store.path, patience=0.05) as other, other.writing() as tx:
        tx.commit()


def test_one_writer_at_a_time_among_threads(store: Store) -> None:
    caught: list[DeskBusy] = []

    def write() -> None:
        try:
            with store.writing():
                pass
        except DeskBusy as busy:
            caught.append(busy)

    with store.writing():
        thread = Thread(target=write)
        thread.start()
        thread.join()
    assert len(caught) == 1


def test_threads_lose_no_update(tmp_path: Path, now: datetime) -> None:
    with Store.create(tmp_path / "desk", at=now, facts={}) as store:

        def write(name: str) -> None:
            for number in range(10):
                with store.writing() as tx:
                    tx.insert(CustomerRow, _customer(f"{name}{number}", now))
                    payload = {"n": number}
                    tx.event(at=now, actor=name, role="clerk", verb="v", subject="x", subject_key="1", payload=payload)
                    tx.commit()

        threads = [Thread(target=write, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.reading() as reader:
            assert _count(reader) == 40
            assert reader.execute(text("SELECT max(seq) FROM events")).scalar_one() == 40


def test_a_reader_sees_one_moment(safe_library: sqlite.Library, store: Store, now: datetime) -> None:
    with store.reading() as reader:
        with store.writing() as tx:
            tx.insert(CustomerRow, _customer("a", now))
            tx.commit()
        assert _count(reader) == 0
    with store.reading() as reader:
        assert _count(reader) == 1


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StorageFailed), store.reading() as reader:
        reader.execute(text("DELETE FROM customer"))


def test_a_full_disk_is_told_and_nothing_is_kept(store: Store, now: datetime) -> None:
    rows = [_customer(f"c{n}", now, note="x" * 1000) for n in range(500)]
    with store.writing() as tx:
        tx.raw.execute(f"PRAGMA max_page_count={sqlite.pragma(tx.raw, 'page_count') + 10}")
    with pytest.raises(StorageFailed) as refused, store.writing() as tx:
        tx.insert_many(CustomerRow, rows)
    assert refused.value.why == "full"
    with store.writing() as tx:  # the connection that failed is not used again, and with it its page limit is gone
        assert _count(tx) == 0
        tx.insert_many(CustomerRow, rows)
        tx.commit()
    with store.reading() as reader:
        assert _count(reader) == 500


def test_damage_found_while_reading_is_told(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.insert_many(CustomerRow, [_customer(f"c{n}", now, note="x" * 1000) for n in range(500)])
        tx.commit()
    store.close()
    database = store.folder.database
    content = bytearray(database.read_bytes())
    for page in range(len(content) // 4096 // 2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    database.write_bytes(content)
    with pytest.raises(DeskDamaged), store.reading() as reader:
        reader.execute(text("SELECT * FROM customer")).all()


# --- rows ------------------------------------------------------------------------------------------------------


def test_insert_fills_in_the_defaults(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        key = tx.insert(ProductRow, {"code": "P", "name": "Bolt", "entered_at": now, "entered_by": "li"})
        tx.commit()
    with store.reading() as reader:
        row = reader.execute(select(table(ProductRow))).mappings().one()
    assert row["id"] == key == 1
    assert (row["version"], row["unit"], row["list_price"], row["extra"]) == (1, "", None, {})
    assert row["entered_at"] == now


def test_insert_of_a_table_with_a_text_key(store: Store) -> None:
    with store.writing() as tx:
        assert tx.insert(NumberSeries, {"series": "SO-2026", "last": 7}) == 0
        assert tx.update(NumberSeries, "SO-2026", {"last": 8}) == 1
        assert tx.execute(text("SELECT last FROM number_series")).scalar_one() == 8


def test_insert_many_does_what_insert_does(store: Store, now: datetime) -> None:
    rows = [
        _customer("a", now, extra={"颜色": "红"}),
        _customer("b", datetime(2026, 1, 1, tzinfo=UTC), credit_limit=5),
        _customer("c", now, note="备注"),
    ]
    columns = [column for column in CUSTOMER.c if column.name not in {"id", "code"}]
    with store.writing() as tx:
        for row in rows:
            tx.insert(CustomerRow, {**row, "code": f"{row['code']}1"})
        tx.insert_many(CustomerRow, rows)
        found = tx.execute(select(*columns).order_by(CUSTOMER.c.id)).all()
    assert len(found) == 6
    assert found[:3] == found[3:]


def test_insert_many_with_keys_of_one_s_own(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.insert(CustomerRow, _customer("a", now))
        first = tx.next_key(CustomerRow)
        tx.insert_many(CustomerRow, [_customer(f"n{key}", now, id=key) for key in range(first, first + 12_000)])
        assert (first, tx.next_key(CustomerRow), _count(tx)) == (2, 12_002, 12_001)
        tx.insert_many(CustomerRow, [])


@pytest.mark.parametrize("values", [{"code": "a"}, {"code": "a", "colour": "red"}])
def test_missing_and_unknown_columns_are_faults_of_the_program(
    store: Store, now: datetime, values: dict[str, object]
) -> None:
    with store.writing() as tx:
        with pytest.raises(TypeError, match="customer"):
            tx.insert(CustomerRow, values)
        with pytest.raises(TypeError, match="customer"):
            tx.insert_many(CustomerRow, [values])
    with store.writing() as tx, pytest.raises(TypeError, match="colour"):
        tx.update(CustomerRow, 1, {"colour": "red"})
    with store.writing() as tx, pytest.raises(TypeError, match="every row"):
        tx.insert_many(CustomerRow, [_customer("a", now), {"code": "b", "name": "b", "entered_by": "li"}])


def test_the_version_decides_who_was_faster(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        key = tx.insert(CustomerRow, _customer("a", now))
        assert tx.update(CustomerRow, key, {"name": "first"}, version=1) == 1
        assert tx.update(CustomerRow, key, {"name": "second"}, version=1) == 0
        assert tx.update(CustomerRow, key, {}, version=2) == 1
        assert tx.update(CustomerRow, key, {"note": "x", "extra": {"k": "v"}}) == 1
        row = tx.execute(select(CUSTOMER)).mappings().one()
        with pytest.raises(ValueError, match="nothing"):
            tx.update(CustomerRow, key, {})
    assert (row["name"], row["version"], row["extra"]) == ("first", 3, {"k": "v"})


def test_values_are_bound_as_their_columns_say(store: Store, now: datetime, order: dict[str, object]) -> None:
    with store.writing() as tx:
        key = tx.insert(SalesOrder, {**order, "requested_date": date(2027, 1, 2), "on_hold": True})
        tx.update(SalesOrder, key, {"promised_date": date(2027, 1, 3), "missing": ["quantity"]})
        stored = tx.raw.execute("SELECT requested_date, promised_date, on_hold, missing, received_at FROM sales_order")
        assert stored.fetchone() == ("2027-01-02", "2027-01-03", 1, '["quantity"]', "2026-11-21T14:32:05.123456Z")


def test_delete(store: Store, order: dict[str, object]) -> None:
    with store.writing() as tx:
        key = tx.insert(SalesOrder, order)
        line = tx.insert(OrderLineRow, {"order_id": key, "line_no": 1, "price_basis": "net"})
        assert tx.delete(OrderLineRow, line) == 1
        assert tx.delete(OrderLineRow, line) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"net": "many"},
        {"net": 1.5},
        {"number": None},
        {"number": ""},
        {"state": "lost"},
        {"version": 0},
        {"discount": -1},
        {"discount_rate": 1_000_001},
        {"customer_id": 99},
        {"note": b"bytes"},
    ],
)
def test_the_database_refuses_wrong_values(store: Store, order: dict[str, object], wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), store.writing() as tx:
        tx.insert(SalesOrder, {**order, **wrong})
    with pytest.raises(IntegrityError), store.writing() as tx:
        tx.insert_many(SalesOrder, [{**order, **wrong}])
