"""Papers as PDF: texts that want to be markup, faults of templates, nothing read that was not given."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.errors import TemplateRefused
from data.files.documents import built_in, pdf
from data.files.saving import free_path, save
from tests.files.pdf_text import Pdf

AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
FONTS = '#set text(font: ("Noto Sans CJK SC", "DejaVu Sans Mono"))\n'
NAME = FONTS + "#json(bytes(sys.inputs.values)).name"


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x") [a] $x^2$ \\ *b* _i_ <l> @ref `raw` // c /* d */',
        '"; #read("/etc/passwd")',
        "= heading -- --- ... 'q' \"q\"",
        "骨直角底 客戶 Größe Łódź Ж",
    ],
)
def test_texts_are_printed_as_they_are(text: str) -> None:
    assert Pdf(pdf(NAME, {"name": text}, at=AT)).text == text


def test_odd_texts_do_no_harm() -> None:
    odd = "a\x1b[31m\x00b\ud800 \U0001f44d " + "x" * 10_000
    found = Pdf(pdf(NAME, {"name": odd}, at=AT)).text
    assert found.startswith("a")
    assert found.count("x") == 10_000


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Lumenag 😀 SA", "Lumenag [U+1F600 grinning face] SA"),
        ("👍🏽👨‍👩‍👧!", "[U+1F44D thumbs up sign][U+1F468 man][U+1F469 woman][U+1F467 girl]!"),
        ("😀🇨🇳", "[U+1F600 grinning face][CN]"),
        ("王𫘥", "王[U+2B625]"),
        ("สวัสดี a", "[U+0E2A][U+0E27][U+0E31][U+0E2A][U+0E14][U+0E35] a"),
        ("龘 㐂 ☎ ✓ א", "龘 㐂 ☎ ✓ א"),
    ],
)
def test_no_sign_is_an_empty_box(text: str, printed: str) -> None:
    values = {"name": text, "font": "Noto Sans CJK SC", "more": [{"deep": text, "yes": True, "count": 3}]}
    assert Pdf(pdf(NAME, values, at=AT)).text == printed
    assert Pdf(pdf(NAME.replace(".name", ".more.first().deep"), values, at=AT)).text == printed


def test_lines_of_a_text_stay_lines() -> None:
    content = pdf(NAME, {"name": "one\ntwo"}, at=AT)
    assert Pdf(content).text == "onetwo"  # painted one below the other, without the break itself
    assert content != pdf(NAME, {"name": "onetwo"}, at=AT)


def test_the_same_paper_is_the_same_bytes_and_says_when_it_was_made() -> None:
    first = pdf(NAME, {"name": "Ostara"}, at=AT)
    assert first == pdf(NAME, {"name": "Ostara"}, at=AT)
    assert b"20261120063000Z" in first
    assert first != pdf(NAME, {"name": "Ostara"}, at=AT.replace(year=2027))


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("= Title\n\n#nope(1)", 3, "unknown variable: nope"),
        ("#let x = {\n", 1, "unclosed delimiter"),
        ("\n#json(bytes(sys.inputs.values)).colour", 2, 'dictionary does not contain key "colour"'),
        ("#let f() = { let x = 0; while x < 1 { x = x * 2 } }\n#f()", 1, "loop seems to be infinite"),
    ],
)
def test_a_broken_template_is_refused_with_its_line(template: str, line: int, message: str) -> None:
    with pytest.raises(TemplateRefused) as found:
        pdf(template, {"name": ""}, at=AT, path="/srv/desk/templates/order.typ")
    assert (found.value.path, found.value.line, found.value.message) == ("/srv/desk/templates/order.typ", line, message)


@pytest.mark.parametrize(
    "template",
    [
        '#read("/etc/passwd")',
        '#read("../../../../../../etc/passwd")',
        '#read("order.pdf")',
        '#import "@preview/cetz:0.2.0": *',
        '#let name = "@pre" + "view/cetz:0.2.0"\n#import name: *',
        '#import "@local/house:1.0.0": *',
    ],
)
def test_a_template_reads_nothing_that_it_was_not_given(template: str) -> None:
    with pytest.raises(TemplateRefused) as found:
        pdf(template, {}, at=AT, path="order.typ")
    assert found.value.line
    assert "/tmp" not in found.value.message  # noqa: S108 - no folder of ours is told


def test_no_network_is_asked_for_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with pytest.raises(TemplateRefused, match="failed to download"):
        pdf('#import "@preview/cetz:0.2.0": *', {}, at=AT)


def test_a_template_may_use_what_lies_beside_it() -> None:
    emblem = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    template = FONTS + '#import "names.typ": house\n#image("emblem.svg")\n#house'
    content = pdf(template, {}, at=AT, beside={"emblem.svg": emblem, "names.typ": b'#let house = "Haichuan"'})
    assert Pdf(content).text == "Haichuan"


def values(lines: int, **more: object) -> dict[str, object]:
    row = {"code": "EL-1", "name": "lock nut", "details": ["M8"], "quantity": "5", "price": "1.00", "tax": "13%",
           "amount": "5.00", "date": "8 Dec 2026", "progress": ""}  # fmt: skip
    block = {"title": "Customer", "lines": ["Ostara", "Stuttgart"], "facts": [["Contact", "Petra"]]}
    return {
        "lang": "en", "region": "GB", "font": "Noto Sans CJK SC", "title": "Paper", "number": "SO-1",
        "dated": "20 Nov 2026", "mark": "Draft", "foot": "SO-1", "page-of": "page {page} of {pages}",
        "office": {"name": "Haichuan", "lines": ["Huzhou"]}, "blocks": [block, block], "opening": "Hello",
        "columns": ["#", "Code", "Name", "Quantity", "Price", "Tax", "Amount", "Date"],
        "lines": [{"no": str(number), **row} for number in range(1, lines + 1)],
        "sums": [["Net", "5.00"], ["Total", "CNY 5.65"]], "terms-title": "Terms", "terms": [["Payment", "cash"]],
        "sections": [{"title": "History", "rows": [["today", "entered"]]}], "closing": "Sign",
        "signatures": [{"title": "We", "name": "Haichuan", "below": "Name"}] * 2, **more,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["confirmation.typ", "contract.typ", "order.typ"])
def test_the_head_of_the_table_and_the_number_of_pages_stand_on_every_page(name: str) -> None:
    found = Pdf(pdf(built_in(name), values(500), at=AT, path=name))
    total = len(found.pages)
    assert total > 10
    for place, page in enumerate(found.pages, start=1):
        assert f"page {place} of {total}" in page
        assert place == total or "Quantity" in page
    assert found.text.count("lock nut") == 500
    assert found.text.count("CNY 5.65") == 1


@pytest.mark.parametrize("name", ["confirmation.typ", "contract.typ", "order.typ"])
def test_a_short_order_is_one_page(name: str) -> None:
    (page,) = Pdf(pdf(built_in(name), values(1), at=AT, path=name)).pages
    for text in ("Haichuan", "SO-1", "Draft", "lock nut", "Total", "page 1 of 1"):
        assert text in page


@pytest.mark.parametrize("name", ["confirmation.typ", "contract.typ", "order.typ"])
def test_a_paper_of_an_order_without_anything_can_be_printed(name: str) -> None:
    bare = values(0, sums=[], terms=[], sections=[], mark="", office={"name": "", "lines": []})
    assert len(Pdf(pdf(built_in(name), bare, at=AT, path=name)).pages) == 1


def sheet(**more: object) -> dict[str, object]:
    joint = {
        "opinions-title": "Opinions", "opinion-columns": ["Department", "Opinion", "Who", "When", "Comment"],
        "opinions": [["sales", "pass", "zhao", "today", "fine"]],
        "texts": [{"title": "Risks", "text": "late\ncastings"}],
        "measures-title": "Measures", "measure-columns": ["Measure", "Owner", "By when"],
        "measures": [["second mould", "Li", "12-01"]], "result": [["Result", "pass"]],
        "signatures-title": "Signatures", "signature-columns": ["Department", "Signed by", "When", "Comment"],
        "signatures": [["sales", "zhao", "today", ""], ["finance", "", "", ""]],
    }  # fmt: skip
    return {**values(0, mark=""), **joint, **more}


def test_a_sheet_says_what_was_found_and_leaves_room_for_signatures() -> None:
    (page,) = Pdf(pdf(built_in("joint_review.typ"), sheet(), at=AT)).pages
    for text in ("late", "castings", "second mould", "Signed by", "finance", "page 1 of 1"):
        assert text in page, text


def test_a_sheet_of_many_minutes_goes_over_pages_and_an_empty_one_has_lines_to_write_on() -> None:
    long = sheet(texts=[{"title": "Minutes", "text": "said and done\n" * 300}])
    found = Pdf(pdf(built_in("joint_review.typ"), long, at=AT))
    assert len(found.pages) > 2
    assert found.text.count("said and done") == 300
    bare = sheet(texts=[{"title": "Minutes", "text": ""}], measures=[], result=[])
    assert len(Pdf(pdf(built_in("joint_review.typ"), bare, at=AT)).pages) == 1


def test_a_text_of_ten_thousand_characters_goes_over_pages() -> None:
    long = json.loads(json.dumps(values(1)))
    long["lines"][0]["name"] = "word " * 2_000
    found = Pdf(pdf(built_in("confirmation.typ"), long, at=AT))
    assert len(found.pages) > 1
    assert found.text.count("word") == 2_000


def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "order.pdf"
    save(path, b"one")
    with pytest.raises(FileExistsError):
        save(path, b"two")
    assert free_path(path).name == "order (2).pdf"
    save(path, b"three", replace=True)
    assert path.read_bytes() == b"three"
    assert [one.name for one in tmp_path.iterdir()] == ["order.pdf"]
