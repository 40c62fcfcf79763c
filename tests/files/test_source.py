"""What a file is, and what is refused before it is read."""

import io
import zipfile
from pathlib import Path

import pytest

from data.errors import Unreadable
from data.files import markup, source
from data.files.grids import grids
from tests.files.sheets import csv_source, workbook
from tests.files.sheets import source as made


def why(path: Path) -> str:
    with pytest.raises(Unreadable) as refusal:
        source.load(path)
    return refusal.value.why


def test_a_file_is_loaded_with_its_sum(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    loaded = source.load(path)
    assert (loaded.name, loaded.content, loaded.media_type) == ("a.csv", b"abc", "text/csv")
    assert loaded.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "blank.csv").write_bytes(b" \r\n\t\n")
    assert why(tmp_path / "nothing.csv") == "missing"
    assert why(tmp_path / "a\x00b.csv") == "missing"
    assert why(tmp_path / ("x" * 300)) == "missing"
    assert why(tmp_path) == "is_folder"
    assert why(tmp_path / "empty.csv") == "empty"
    assert why(tmp_path / "blank.csv") == "empty"


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_FILE_BYTES", 10)
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2,3\n4,5\n")
    assert why(path) == "too_large"


def test_an_archive_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_EXPANDED_BYTES", 1000)
    with pytest.raises(Unreadable) as refusal:
        source.format_of(workbook({"A": [["x" * 2000]]}), "a.xlsx")
    assert refusal.value.why == "too_large"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n", "png"),
        (b"<?xml version='1.0'?><Order/>", "xml"),
        (b"SQLite format 3\x00", "sqlite"),
    ],
)
def test_other_formats_are_named(content: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        source.format_of(content, "order.xlsx")
    assert (refusal.value.why, refusal.value.detail) == ("unknown_format", kind)


def test_other_archives_are_named() -> None:
    for part, kind in (("word/document.xml", "docx"), ("ppt/slide.xml", "pptx"), ("a.txt", "zip")):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(part, "x")
        with pytest.raises(Unreadable) as refusal:
            source.format_of(content.getvalue(), "a.xlsx")
        assert (refusal.value.why, refusal.value.detail) == ("unknown_format", kind)


def test_the_content_decides_before_the_name() -> None:
    assert source.format_of(workbook({"A": [["a"]]}), "order.xls") is source.Format.XLSX
    assert source.format_of(b"a\tb\n1\t2\n", "order.xls") is source.Format.TEXT
    assert source.format_of(b"<html><table></table></html>", "order.xls") is source.Format.HTML
    assert source.format_of(b"\xef\xbb\xbf <TABLE>", "order.xls") is source.Format.HTML


def test_garbage_under_a_workbooks_name_is_damaged() -> None:
    with pytest.raises(Unreadable) as refusal:
        source.format_of(bytes(range(256)) * 8, "order.xlsx")
    assert refusal.value.why == "damaged"


def test_a_sheet_with_one_stray_cell_far_below_is_read() -> None:
    (grid,) = grids(made(workbook({"A": [["a", "b"], *[[]] * 100_000, ["c"]]}), "a.xlsx"))
    assert len(grid.rows) == 100_002
    assert [list(grid.rows[place]) for place in (0, 1, 100_001)] == [["a", "b"], [], ["c"]]


def test_a_sheet_that_claims_the_largest_rectangle_is_refused_and_the_desk_lives() -> None:
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "b")
    book.close()
    with pytest.raises(Unreadable) as refusal:
        grids(made(content.getvalue(), "a.xlsx"))
    assert refusal.value.why in {"too_large", "damaged"}


def test_rows_keep_their_numbers() -> None:
    (grid,) = grids(made(workbook({"A": [[], [], ["", "a"]]}), "a.xlsx"))
    assert [list(row) for row in grid.rows] == [[], [], ["", "a"]]
    (grid,) = grids(csv_source("\n\n,a\n"))
    assert [list(row) for row in grid.rows] == [[], [], ["", "a"]]


def test_hidden_and_empty_sheets() -> None:
    found = grids(made(workbook({"A": [["x"]], "B": [], "C": [["y"]]}, hidden=["C"]), "a.xlsx"))
    assert [(grid.sheet, grid.hidden) for grid in found] == [("A", False), ("C", True)]


def test_a_workbook_without_any_cell_is_empty() -> None:
    with pytest.raises(Unreadable) as refusal:
        grids(made(workbook({"A": []}), "a.xlsx"))
    assert refusal.value.why == "empty"


def test_web_pages_and_xml_spreadsheets_named_xls() -> None:
    page = (
        "<html><table><tr><td colspan=2>订单</td></tr><tr><th>订单号</th><th>数量</th></tr>"
        "<tr><td>A&amp;1<td>2<br>3</table>"
    )
    (grid,) = grids(made(page.encode(), "a.xls"))
    assert grid.rows == [["订单", ""], ["订单号", "数量"], ["A&1", "2\n3"]]
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table><Row ss:Index="2">'
        '<Cell><Data ss:Type="String">a</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">5</Data></Cell>'
        "</Row></Table></Worksheet></Workbook>"
    )
    (grid,) = grids(made(xml.encode(), "a.xls"))
    assert grid.rows == [[], ["a", "", "5"]]


def _with_part(name: str, content: bytes) -> bytes:
    """A workbook with one part replaced or added."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"A": [["order no"], ["1"]]}))) as old,
        zipfile.ZipFile(packed, "w") as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return packed.getvalue()


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<sst><si><t>&b;</t></si></sst>"""
ELSEWHERE = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>'


@pytest.mark.parametrize(
    "content", [LAUGHS, ELSEWHERE, LAUGHS.decode().encode("utf-16"), b"<!--" + b"-" * 9000 + b"-->" + LAUGHS]
)
def test_a_workbook_that_declares_entities_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        source.format_of(_with_part("xl/sharedStrings.xml", content), "a.xlsx")
    assert (refusal.value.why, refusal.value.detail) == ("damaged", "DOCTYPE")


def test_a_document_type_without_declarations_is_harmless() -> None:
    old = b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><x/>'
    assert source.format_of(_with_part("docProps/custom.xml", old), "a.xlsx") is source.Format.XLSX


def test_a_small_archive_that_unpacks_to_gigabytes_is_refused_unread() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(800):
                part.write(b"\0" * 1024**2)
    content = packed.getvalue()
    assert len(content) < 2 * 1024**2
    with pytest.raises(Unreadable) as refusal:
        source.format_of(content, "a.xlsx")
    assert refusal.value.why == "too_large"


def test_an_archive_of_too_many_parts_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(source.MAX_ZIP_PARTS + 1):
            archive.writestr(f"xl/{number}", b"")
    with pytest.raises(Unreadable) as refusal:
        source.format_of(packed.getvalue(), "a.xlsx")
    assert refusal.value.why == "too_large"


@pytest.mark.parametrize(
    "text",
    [
        "<table>" + "<tr><td colspan=1000>x</td></tr>" * 3 + "</table>",
        '<table xmlns="urn:schemas-microsoft-com:office:spreadsheet"><row><cell ss:index="900">x</cell></row></table>',
        '<table><row ss:index="999"><cell>x</cell></row></table>',
    ],
)
def test_a_page_whose_spans_would_fill_the_memory_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_BLANK", 500)
    with pytest.raises(Unreadable) as refusal:
        grids(made(text.encode(), "a.xls"))
    assert refusal.value.why == "too_large"
    monkeypatch.setattr(markup, "MAX_BLANK", 5000)
    assert grids(made(text.encode(), "a.xls"))
