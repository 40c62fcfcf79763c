"""Damaged workbooks: refused by name, whatever is wrong with them, and the desk goes on."""

import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from data.drafts import Reading, Subject
from data.errors import Unreadable
from data.files import limited_process
from tests.files.sheets import reading, source, workbook

WHYS = {"empty", "password", "damaged", "encoding", "too_large", "unknown_format", "no_header", "no_rows"}


def outcome(content: bytes, name: str) -> Reading | str:
    try:
        return reading(source(content, name), Subject.ORDERS)
    except Unreadable as refusal:
        if refusal.why not in WHYS:
            raise
        return refusal.why


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes cut off somewhere, or with some of them changed."""
    if chance.random() < 0.3:
        return content[: chance.randrange(1, len(content))]
    result = bytearray(content)
    for _ in range(chance.choice([1, 3, 30])):
        result[chance.randrange(len(result))] = chance.choice([0, 255, chance.randrange(256)])
    return bytes(result)


def damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """The same within one part of the archive, whose sums then are right."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        target = chance.choice([name for name in old.namelist() if old.getinfo(name).file_size])
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damaged(part, chance) if name == target else part)
    return result.getvalue()


ORDER = workbook(
    {"Sheet1": [["订单号", "品名", "数量"], *[["A", f"螺钉 {place}", place + 1.5] for place in range(40)]]}
)


@pytest.mark.parametrize("seed", range(20))
def test_damaged_workbooks(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(3):
        content = damaged_inside(ORDER, chance) if chance.random() < 0.7 else damaged(ORDER, chance)
        assert outcome(content, "a.xlsx")


@pytest.mark.parametrize("seed", range(20))
def test_damaged_workbooks_of_other_formats(samples: Callable[[str], Path], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    folder = samples("spreadsheet_formats")
    for name in ("base.xls", "base.xlsb", "base.ods", "any_sheets.xls", "password.xls"):
        content = (folder / name).read_bytes()
        inside = content[:2] == b"PK" and chance.random() < 0.7
        assert outcome(damaged_inside(content, chance) if inside else damaged(content, chance), name)


@pytest.mark.parametrize("length", [1, 4, 30, 100, 1000, 3000, 5000])
def test_a_cut_off_workbook_is_damaged(length: int) -> None:
    assert outcome(ORDER[:length], "a.xlsx") in {"damaged", "encoding", "no_header"}


def test_damaged_text() -> None:
    text = "订单号,品名,数量\n" + "".join(f"A,螺钉 {place},{place + 1}\n" for place in range(40))
    chance = random.Random(1)  # noqa: S311 - no secret
    for encoding in ("utf-8", "gbk", "utf-16"):
        for _ in range(60):
            assert outcome(damaged(text.encode(encoding), chance), "a.csv")


def test_an_archive_with_a_false_size_is_damaged_or_read() -> None:
    at = ORDER.index(b"PK\x01\x02")
    content = bytearray(ORDER)
    content[at + 24 : at + 28] = b"\xff\xff\xff\x7f"
    assert outcome(bytes(content), "a.xlsx") == "too_large"


def test_nothing_of_a_failure_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for length in range(600, 4000, 400):
        outcome(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 40 + ORDER[:length], "a.xls")
    assert capfd.readouterr() == ("", "")


def test_what_reads_files_has_little_memory_and_imports_nothing_of_ours(tmp_path: Path) -> None:
    """Both scripts are run by the one that limits them."""
    resource = pytest.importorskip("resource")
    script = tmp_path / "script.py"
    script.write_text(
        "import resource, sys\n"
        "ours = [name for name in sys.modules if name.partition('.')[0] in ('data', 'orderclerk')]\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CORE)[0], ours)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-P", str(Path(limited_process.__file__)), str(script)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    expected = limited_process.MAX_MEMORY
    expected = expected if most == resource.RLIM_INFINITY else min(expected, most)
    assert said.split(maxsplit=2) == [str(expected), "0", "[]\n"]
