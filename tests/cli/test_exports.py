import csv
import io
from pathlib import Path

import pytest

from tests.cli.running import Run, run_here


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_goes_to_standard_output_and_the_count_beside_it(run: Run) -> None:
    done = run("export", "orders")
    assert done.code == 0
    assert [row["number"] for row in _rows(done.out)] == ["A1", "A2", "A3"]
    assert "3 rows" in done.err


def test_the_ending_of_the_file_decides_the_format(run: Run, tmp_path: Path) -> None:
    for name, beginning in (("a.csv", b"\xef\xbb\xbf"), ("a.xlsx", b"PK"), ("a.json", b"[")):
        assert run("export", "lines", "--out", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_bytes().startswith(beginning)


def test_lists_are_narrowed_down(run: Run) -> None:
    for narrow, expected in (
        (["--state", "clarifying"], ["A3"]),
        (["--state", "clarifying,received"], ["A1", "A2", "A3"]),
        (["--customer", "VINET"], ["A1", "A2"]),
        (["--number", "A2", "--number", "A3"], ["A2", "A3"]),
        (["--from", "2031-02-04", "--to", "2031-02-28"], ["A2"]),
    ):
        rows = _rows(run("export", "orders", *narrow).out)
        assert [row["number"] for row in rows] == expected, narrow


@pytest.mark.parametrize("what", ["customers", "products", "events"])
def test_other_lists(run: Run, what: str) -> None:
    done = run("export", what, "--format", "json")
    assert done.code == 0
    assert len(done.json) >= 2


def test_other_lists_cannot_be_narrowed_down(run: Run) -> None:
    assert run("export", "products", "--state", "draft").code == 2


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("what", ["customers", "products", "lines"])
def test_export_import_export_is_unchanged(run: Run, tmp_path: Path, fmt: str, what: str) -> None:
    other = str(tmp_path / "other")
    run_here("--desk", other, "init")
    subjects = ["customers", "products"] if what == "lines" else []
    for name in [*subjects, what]:
        target = str(tmp_path / f"{name}.{fmt}")
        assert run("export", name, "--out", target).code == 0
        subject = "orders" if name == "lines" else name
        done = run_here("--desk", other, "import", target, "--what", subject)
        assert done.code == 0, done.err
    assert run_here("--desk", other, "export", what).out == run("export", what).out


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    done = run("export", "orders", "--out", str(tmp_path / "none" / "o.csv"))
    assert done.code == 6
    assert "o.csv" in done.err


@pytest.mark.parametrize("arguments", [["everything"], ["orders", "--format", "pdf"], ["orders", "--from", "soon"], []])
def test_wrong_use(run: Run, arguments: list[str]) -> None:
    assert run("export", *arguments).code == 2
