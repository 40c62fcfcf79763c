"""The text of PDFs from outside: what is whole is read, what is hostile or none ends with a reason, never the desk."""

from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader, PdfWriter

from data.files import pdf_text
from data.files.documents import pdf
from data.files.pdf_process import MOST_PAGES
from data.files.pdf_text import NoText, is_pdf, text_of_pdf

AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
TEMPLATE = (
    '#set text(font: "Noto Sans CJK SC")\n#json(bytes(sys.inputs.values)).rows.map(one => [#one]).join(parbreak())'
)


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A PDF of our own."""
    return pdf(TEMPLATE, {"rows": ["OC-202603-00001", "交期 2026年4月1日", "总计 CNY 15,731.25"]}, at=AT)


def raw(*objects: str | bytes, root: int = 1) -> bytes:
    """A PDF of these objects, the first one with the number 1."""
    content = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        body = one.encode() if isinstance(one, str) else one
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, len(content))
    return content + head + table + tail


def stream(text: bytes, more: str = "") -> bytes:
    packed = zlib.compress(text)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), more.encode(), packed)


def pages(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_is_painted_is_read(whole: bytes) -> None:
    found = text_of_pdf(whole)
    assert found.why is None
    assert found.text.replace(" 年 ", "年").replace(" 月 ", "月").replace(" 日", "日").split("\n") == [
        "OC-202603-00001",
        "交期 2026年4月1日",
        "总计 CNY 15,731.25",
    ]


def test_a_pdf_is_known_by_its_bytes(whole: bytes) -> None:
    assert is_pdf(whole)
    assert is_pdf(b"\r\nsent by a scanner\r\n" + whole)
    assert not is_pdf(b"\x89PNG\r\n\x1a\n")
    assert not is_pdf(b"OC-1\n" * 1_000 + b"%PDF-")


@pytest.mark.parametrize("password", ["", "secret"])
def test_what_is_locked_is_told(whole: bytes, password: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(whole)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    assert text_of_pdf(pages(writer)).why is NoText.PASSWORD


@pytest.mark.parametrize("text", [b"", b"BT /F1 12 Tf (Scanned with a telephone) Tj ET"])
def test_a_scan_has_no_text(text: bytes) -> None:
    """Some programs paint their own name on every scan; there is no figure in it."""
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    content = raw(
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(text), font
    )  # fmt: skip
    assert text_of_pdf(content).why is NoText.SCAN
    with_figure = raw(
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page,
        stream(b"BT /F1 12 Tf (Total 425.00) Tj ET"), font,
    )  # fmt: skip
    assert text_of_pdf(with_figure).text == "Total 425.00"


def test_too_many_pages_are_not_read() -> None:
    writer = PdfWriter()
    for _page in range(MOST_PAGES + 1):
        writer.add_blank_page(9, 9)
    assert text_of_pdf(pages(writer)).why is NoText.TOO_LARGE


def test_too_many_bytes_are_not_looked_at(whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "MOST_BYTES", 1_000)
    text_of_pdf.cache_clear()
    assert text_of_pdf(whole).why is NoText.TOO_LARGE
    text_of_pdf.cache_clear()


def test_patience_has_an_end(whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "PATIENCE_SECONDS", 0.001)
    text_of_pdf.cache_clear()
    assert text_of_pdf(whole).why is NoText.TOO_LARGE
    text_of_pdf.cache_clear()


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"

HOSTILE = {
    "nothing but a mark": b"%PDF-1.7\n",
    "a mark and rubbish": b"%PDF-1.7\n" + bytes(range(256)) * 200,
    "no catalogue": raw("<</Type/Nothing>>"),
    "a tree of pages that is its own branch": raw(CATALOGUE, "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "pages under each other": raw(
        CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"
    ),
    "a form that paints itself": raw(
        CATALOGUE, ONE_PAGE, PAGE, stream(b"/X Do"),
        stream(b"/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"),
    ),
    "lists in lists": raw(CATALOGUE, "<</Type/Pages/Kids" + "[" * 50_000 + "]" * 50_000 + "/Count 1>>"),
    "a million pages that are not there": raw(CATALOGUE, "<</Type/Pages/Kids[]/Count 1000000000>>"),
    "a length that is no number": raw(CATALOGUE, ONE_PAGE, PAGE, "<</Length 4 0 R>>\nstream\nx\nendstream", "<<>>"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_ends_with_a_reason(what: str) -> None:
    found = text_of_pdf(HOSTILE[what])
    assert found.why in {NoText.DAMAGED, NoText.TOO_LARGE, NoText.SCAN}
    assert found.text == ""


def test_what_unpacks_to_more_than_there_is_ends_with_a_reason() -> None:
    packed = stream(b"BT (1) Tj ET " + b" " * 120_000_000)
    found = text_of_pdf(raw(CATALOGUE, ONE_PAGE, PAGE, packed, "<<>>"))
    assert found.why is not None or len(found.text) < 1_000


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_torn_file_is_damaged_or_read_as_far_as_it_goes(whole: bytes, kept: float) -> None:
    found = text_of_pdf(whole[: int(len(whole) * kept)])
    assert found.why in {NoText.DAMAGED, NoText.SCAN} or "OC-202603-00001" in found.text
