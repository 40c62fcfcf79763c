"""How long a file of some ten thousand lines takes to come in, against the bare insert of the same rows.

Both write the same rows into the same tables with the same SQLite library and settings, in one transaction each; the
bare insert finds its tuples ready. They take turns, and the medians are compared, so that a busy machine troubles both.

    python benchmarks/bench_import.py [--orders N] [--rounds N] [--json]

Ends with 1 where the import takes more than LIMIT times as long.
"""

import argparse
import csv
import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))

from data.desk.desk import Desk
from data.desk.imports import Options
from data.desk.making import default_policy, make
from data.drafts import Subject
from data.files.readers import read
from data.files.source import load
from data.store.tables.registry import metadata
from data.store.unit import Store, Writer

LIMIT = 8.0
"""Times the bare insert. Measured: about 4 to 5, up to 6 on a busy machine; the rest is for slower disks."""

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
Rows = dict[str, tuple[str, list[tuple[Any, ...]]]]


def write_sheet(path: Path, orders: int) -> int:
    """Write a sheet with one row per line, two on average per order, and return the number of rows."""
    draw = random.Random(1)  # noqa: S311 - the same sheet each time, nothing secret
    rows = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(
            ["Order No", "Customer Code", "Customer Name", "Order Date", "Requested Delivery Date", "Product Code",
             "Product Name", "Quantity", "Unit", "Unit Price", "Discount", "Remarks"]
        )  # fmt: skip
        for number in range(1, orders + 1):
            customer = draw.randrange(800)
            day = date(2026, 1, 5) + timedelta(days=draw.randrange(300))
            for _ in range(draw.choice((1, 2, 3))):
                product = draw.randrange(1500)
                sheet.writerow(
                    [f"B{number:06d}", f"K{customer:04d}", f"客户 {customer}", day.isoformat(),
                     (day + timedelta(days=30)).isoformat(), f"P{product:05d}", f"零件 Part {product}",
                     draw.randint(1, 500), "pcs", f"{draw.randint(100, 99999) / 100:.2f}",
                     draw.choice(("0%", "5%", "10%")), draw.choice(("", "", "请加急"))]
                )  # fmt: skip
                rows += 1
    return rows


@contextmanager
def fresh_desk(folder: Path) -> Iterator[Desk]:
    """Make a desk in a new folder and open it."""
    place = Path(tempfile.mkdtemp(dir=folder)) / "desk"
    make(place, name="bench", document=default_policy(), at=AT, person="bench")
    with Store.open(place) as store:
        yield Desk(store, lambda: AT, "bench")


class Stopwatch:
    """Seconds spent in some methods, however often they are called; a call inside another counts once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.inside = False

    def timed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """Return the method with its time taken."""

        @wraps(method)
        def run(*args: Any, **kwargs: Any) -> Any:
            if self.inside:
                return method(*args, **kwargs)
            self.inside = True
            began = time.perf_counter()
            try:
                return method(*args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - began
                self.inside = False

        return run


def time_import(folder: Path, sheet: Path, orders: int) -> tuple[dict[str, float], Rows]:
    """Import the sheet into a fresh desk; return the seconds of each part, and the rows that the desk now has."""
    writing = Stopwatch()
    with fresh_desk(folder) as desk, ExitStack() as stack:
        before = {name: len(rows) for name, (_, rows) in rows_of(desk).items()}
        for name in ("insert", "insert_many", "update", "events", "commit"):
            stack.enter_context(patch.object(Writer, name, writing.timed(getattr(Writer, name))))
        gc.collect()
        began = time.perf_counter()
        source = load(sheet)
        reading = read(source, Subject.ORDERS, today=AT.date())
        was_read = time.perf_counter()
        report = desk.imports.take_in(source, reading, Options())
        ended = time.perf_counter()
        if report.orders != orders or report.refused:
            raise SystemExit(f"{report.orders} of {orders} orders came in, {len(report.refused)} rows were refused")
        parts = {
            "reading": was_read - began,
            "composing": ended - was_read - writing.seconds,
            "writing": writing.seconds,
            "import": ended - began,
        }
        written = {name: (sql, rows[before[name] :]) for name, (sql, rows) in rows_of(desk).items()}
    return parts, {name: (sql, rows) for name, (sql, rows) in written.items() if rows}


def rows_of(desk: Desk) -> Rows:
    """Return the INSERT and the rows of every table, in an order in which they can be inserted."""
    found: Rows = {}
    with desk.context.store.reading() as reader:
        for table in metadata.sorted_tables:
            marks = ", ".join("?" * len(table.columns))
            rows = reader.raw.execute(f'SELECT * FROM "{table.name}" ORDER BY 1').fetchall()
            found[table.name] = f'INSERT INTO "{table.name}" VALUES ({marks})', rows
    return found


def time_bare(folder: Path, written: Rows) -> float:
    """Insert the rows into a fresh desk with nothing else around; return the seconds."""
    with fresh_desk(folder) as desk:
        gc.collect()
        began = time.perf_counter()
        with desk.context.store.writing() as tx:
            raw: Any = tx.raw
            for sql, rows in written.values():
                raw.executemany(sql, rows)
            tx.commit()
        return time.perf_counter() - began


def main() -> int:
    """Take turns and print what came out."""
    parser = argparse.ArgumentParser(description="import of a file against the bare insert of the same rows")
    parser.add_argument("--orders", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet = folder / "orders.csv"
        lines = write_sheet(sheet, asked.orders)
        for _ in range(asked.rounds):
            parts, written = time_import(folder, sheet, asked.orders)
            parts["bare insert"] = time_bare(folder, written)
            for part, seconds in parts.items():
                taken.setdefault(part, []).append(seconds)
    medians = {part: median(seconds) for part, seconds in taken.items()}
    ratio = medians["import"] / medians["bare insert"]
    passed = ratio <= LIMIT
    if asked.json:
        print(
            json.dumps(
                {"orders": asked.orders, "lines": lines, "rounds": asked.rounds, "seconds": medians,
                 "ratio": ratio, "limit": LIMIT, "passed": passed}
            )
        )  # fmt: skip
    else:
        print(f"{asked.orders} orders, {lines} lines; medians of {asked.rounds} rounds:")
        for part, seconds in medians.items():
            print(f"  {part:<12} {seconds:6.2f} s")
        print(f"ratio import/bare insert: {ratio:.1f} (limit {LIMIT:g})")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
