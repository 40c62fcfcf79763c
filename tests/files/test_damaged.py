"""Damaged workbooks: refused by name, whatever is wrong with them, and the desk goes on."""

import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from data.drafts import Reading, Subject
from data.errors import Unreadable
from data.files import limited_process, workbook_process, workbooks
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


def _ods(*rows: str) -> bytes:
    """An OpenDocument with one sheet."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</m:manifest>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="A &amp; B">{"".join(rows)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return result.getvalue()


def _cell(text: str = "x", often: int = 1) -> str:
    inside = f"><text:p>{text}</text:p></table:table-cell>" if text else "/>"
    kind = ' office:value-type="string"' if text else ""
    return f'<table:table-cell{kind} table:number-columns-repeated="{often}"{inside}'


def _line(*cells: str, often: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{often}">{"".join(cells)}</table:table-row>'


BILLIONS = 2_000_000_000


@pytest.mark.parametrize(
    "rows",
    [
        [_line(_cell(), often=BILLIONS)],
        [_line(*[_cell()] * 40, often=BILLIONS)],
        [_line(_cell(often=BILLIONS))],
        [_line(_cell(often=60_000), often=60_000)],
        [
            "<table:table-row/>",
            '<table:table-row table:number-rows-repeated = "999999999">',
            "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
        ],
    ],
)
def test_cells_that_repeat_without_end_are_refused_before_any_is_made(
    rows: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in the file decides, so that nobody waits while it is expanded."""
    content = _ods(_line(_cell("heading")), *rows)
    monkeypatch.setitem(sys.modules, "python_calamine", ModuleType("python_calamine"))  # it can read nothing
    with pytest.raises(AttributeError):
        workbook_process.read(_ods(_line(_cell())))
    assert workbook_process.read(content) == ("too_large", "A & B")


def test_blank_rows_may_repeat_to_the_end_of_the_sheet() -> None:
    full = _line(_cell("a"), _cell("", 2), _cell("b", 3), _cell("", 16_378))
    empty = '<table:table-cell table:style-name="ce1"></table:table-cell>'
    content = _ods(full, _line(_cell("", 16_384), often=1_048_000), _line(empty * 40, often=500), full)
    ((_name, _hidden, rows, _merged),) = workbooks.sheets_of(content, "a.ods")
    assert rows[0] == ["a", "", "", "b", "b", "b"]
    assert rows[-1] == rows[0]
    assert len(rows) == 1_048_502
    assert not any(rows[1:-1])


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
