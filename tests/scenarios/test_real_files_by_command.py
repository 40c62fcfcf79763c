"""Files of real offices, taken in by command into one desk; skipped where the folder with them is absent."""

import csv
import re
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.store import sqlite
from tests.scenarios.clerks import Clerk

SAMPLES = Path(__file__).parents[2] / "../shared/samples"
SUBJECTS = ("customers", "products", "orders", "lines")


def taken_in(clerk: Clerk, name: str, *options: str) -> list[dict[str, Any]]:
    """Take files in and return what scripts are told."""
    paths = [str(path) for path in sorted(SAMPLES.glob(name))]
    files: list[dict[str, Any]] = clerk.good("import", *paths, *options, "--json").json["files"]
    return files


def fill_northwind(clerk: Clerk) -> None:
    """Take in the files of the first office, and look at what is said of each."""
    clerk.good("init", "--name", "Trial office")
    (customers,) = taken_in(clerk, "northwind/customers.csv", "--what", "customers")
    (products,) = taken_in(clerk, "northwind/products.csv", "--what", "products")
    assert (customers["records"], products["records"]) == (91, 77)
    (flat,) = taken_in(clerk, "northwind/orders_flat.csv")
    assert (flat["status"], flat["orders"], flat["lines"], flat["rejected"]) == ("imported", 830, 2155, 0)

    events = clerk.events()
    again = clerk.good("import", str(SAMPLES / "northwind/orders_flat.csv"))
    assert "nothing new" in again.out
    assert "没有新内容" in Clerk(clerk.folder, "zh_CN").good("import", str(SAMPLES / "northwind/orders_flat.csv")).out
    assert clerk.events() == events


def fill_others(clerk: Clerk) -> None:
    """Take in an old workbook of ten thousand lines and two purchase orders of a Chinese customer."""
    (superstore,) = taken_in(clerk, "superstore_en/superstore.xls")
    assert (superstore["orders"], superstore["lines"], superstore["rejected"]) == (5009, 9994, 0)
    chinese = taken_in(clerk, "cn_orders/*.xlsx", "--customer", "海川电梯")
    assert [(one["orders"], one["lines"], one["clarifying"]) for one in chinese] == [(1, 56, 1), (1, 5, 1)]
    assert {tuple(one["missing"]) for one in chinese} == {("unit_price",)}
    for one in chinese:
        (number,) = one["numbers"]
        order = clerk.order(number)
        assert (order["state"], order["customer"]["name"]) == ("clarifying", "海川电梯")
        assert "单价" in Clerk(clerk.folder, "zh_CN").good("order", "show", number).out


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sums(rows: list[dict[str, str]], *, northwind: bool) -> tuple[Decimal, Decimal]:
    """Return quantity and net of the lines of one of the two large files."""
    chosen = [row for row in rows if row["number"].isdecimal() == northwind and not row["number"].startswith("SO-")]
    return sum((Decimal(row["quantity"]) for row in chosen), Decimal(0)), sum(
        (Decimal(row["line_net"]) for row in chosen), Decimal(0)
    )


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not beside this checkout")
def test_files_of_real_offices(tmp_path: Path) -> None:
    # One test, since all of it is about one desk, and the desk takes its time to fill.
    clerk = Clerk(tmp_path / "desk")
    fill_northwind(clerk)
    northwind = clerk.exports(tmp_path / "northwind", ["csv"], ["lines"])
    other = Clerk(tmp_path / "other")
    other.good("init")
    other.good("import", str(tmp_path / "northwind" / "lines.csv"))
    assert other.exports(tmp_path / "again", ["csv"], ["lines"]) == northwind

    fill_others(clerk)
    exports = clerk.exports(tmp_path / "before", ["csv"], SUBJECTS)
    rows = lines(tmp_path / "before" / "lines.csv")
    assert sums(rows, northwind=True) == (Decimal(51_317), Decimal("1265793.29"))
    assert sums(rows, northwind=False)[0] == 37_873
    assert len(rows) == 2155 + 9994 + 56 + 5

    made = clerk.good("backup", "create", "--to", str(tmp_path / "backups"), "--json").json
    assert made["orders"] == 830 + 5009 + 2
    clerk.good("backup", "verify", made["path"])
    restored = Clerk(tmp_path / "restored")
    restored.good("backup", "restore", made["path"])
    assert restored.exports(tmp_path / "after", ["csv"], SUBJECTS) == exports
    restored.sound()

    with closing(sqlite.connect_raw(restored.folder / "desk.db")) as raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute("UPDATE events SET subject_key = '10249' WHERE subject_key = '10248'")
        (seq,) = raw.execute("SELECT min(seq) FROM events WHERE subject_key = '10249'").fetchone()
    found = restored.run("audit", "verify")
    assert found.code == 5
    assert re.search(rf"(?<!\d){seq}(?!\d)", found.err), found.err
