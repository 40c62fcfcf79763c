"""`order print`: the file, its name, what is never overwritten, what is filed, templates of the office's own."""

import hashlib
from pathlib import Path

import pytest

from data.files.documents import built_in
from orderclerk import signing
from tests.cli.running import Run
from tests.files.pdf_text import Pdf


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder one is in."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def approved(run: Run) -> str:
    """An order that is approved."""
    for act in ("submit", "pass --set review=sales", "pass --set review=finance"):
        assert run("order", "do", "A1", *act.split()).code == 0
    return "A1"


def text(path: Path) -> str:
    return Pdf(path.read_bytes()).text


def test_any_order_is_printed_as_it_stands(run: Run, folder: Path) -> None:
    done = run("order", "print", "A3")
    assert (done.code, done.out) == (0, "A3.pdf\n")
    said = text(folder / "A3.pdf")
    for part in ("Sales order", "A3", "海川电梯", "Needs clarification", "Missing: unit price", "missing"):
        assert part in said, part


def test_nothing_is_overwritten_unasked(run: Run, folder: Path) -> None:
    assert run("order", "print", "A1").out == "A1.pdf\n"
    assert run("order", "print", "A1").out == "A1 (2).pdf\n"
    (folder / "mine.pdf").write_bytes(b"mine")
    refused = run("order", "print", "A1", "--out", "mine.pdf")
    assert (refused.code, refused.out) == (7, "")
    assert "--yes" in refused.err
    assert (folder / "mine.pdf").read_bytes() == b"mine"
    assert run("order", "print", "A1", "--out", "mine.pdf", "--yes").code == 0
    assert (folder / "mine.pdf").read_bytes().startswith(b"%PDF")
    assert run("order", "print", "A1", "--out", "no/such/folder/a.pdf").code == 6


def test_a_confirmation_waits_for_the_approval(run: Run, folder: Path) -> None:
    refused = run("order", "print", "A1", "--what", "confirmation")
    assert refused.code == 7
    assert "approved" in refused.err
    assert list(folder.iterdir()) == []


def test_a_confirmation_is_a_draft_until_it_is_sent_and_then_always_the_same(
    run: Run, folder: Path, approved: str
) -> None:
    draft = run("order", "print", approved, "--what", "confirmation", "--json").json
    assert (draft["draft"], draft["path"], draft["attached"]) == (True, "A1-confirmation.pdf", None)
    assert "Draft" in text(folder / draft["path"])
    run("order", "do", approved, "confirm", "--set", "channel=email")
    first = run("order", "print", approved, "--what", "confirmation", "--json").json
    number = run("order", "show", approved, "--json").json["confirmation_no"]
    assert (first["draft"], first["path"]) == (False, f"{number}.pdf")
    said = text(folder / first["path"])
    assert number in said
    assert "Draft" not in said
    again = run("order", "print", approved, "--what", "confirmation", "--json").json
    assert again["sha256"] == first["sha256"] == hashlib.sha256((folder / first["path"]).read_bytes()).hexdigest()


def test_a_draft_does_not_pass_for_the_confirmation(run: Run, approved: str) -> None:
    assert run("order", "print", approved, "--what", "confirmation", "--attach").code == 0
    told = run("order", "show", approved, "--json").json
    assert [one["kind"] for one in told["documents"]] == ["other"]


def test_a_paper_is_filed_with_the_order_once(run: Run, approved: str) -> None:
    run("order", "do", approved, "confirm", "--set", "channel=email")
    done = run("order", "print", approved, "--what", "confirmation", "--attach", "--json").json
    told = run("order", "show", approved, "--json").json
    assert [(one["kind"], one["sha256"]) for one in told["documents"]] == [("confirmation", done["sha256"])]
    assert told["events"][-1]["seq"] == done["attached"]
    again = run("order", "print", approved, "--what", "confirmation", "--attach")
    assert (again.code, "already" in again.err) == (0, True)
    assert len(run("order", "show", approved, "--json").json["documents"]) == 1


def test_what_cannot_be_filed_is_not_written_either(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "mine.pdf").write_bytes(b"mine")
    said = run("policy", "show").out
    (folder / "policy.toml").write_text(
        said.replace('mode = "open" ', 'mode = "named"').replace("# invoice =", 'attach = ["supervisor"]\n# invoice ='),
        encoding="utf-8",
    )
    monkeypatch.setattr(signing, "system_user", lambda: "lin")
    assert run("user", "add", "lin", "Lin", "--set", "roles=clerk,administrator").code == 0
    assert run("policy", "set", "policy.toml").code == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for more in ([], ["--yes"], ["--out", "mine.pdf", "--yes"], ["--out", "other.pdf", "--json"]):
        refused = run("order", "print", "A1", "--attach", *more)
        assert (refused.code, refused.out) == (7, ""), refused.err
        assert "The paper was not written" in refused.err
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert run("order", "print", "A1").out == "A1.pdf\n"


def test_what_cannot_be_written_is_not_filed_either(run: Run, folder: Path) -> None:
    (folder / "mine.pdf").write_bytes(b"mine")
    assert run("order", "print", "A1", "--attach", "--out", "mine.pdf").code == 7
    assert run("order", "print", "A1", "--attach", "--out", "no/such/folder/a.pdf").code == 6
    assert run("order", "show", "A1", "--json").json["documents"] == []


def test_a_contract_is_printed_and_filed_as_one(run: Run, folder: Path, approved: str) -> None:
    draft = run("order", "print", approved, "--what", "contract", "--json").json
    assert (draft["draft"], draft["path"]) == (True, "A1-contract.pdf")
    run("order", "do", approved, "confirm", "--set", "channel=email")
    done = run("order", "print", approved, "--what", "contract", "--attach", "--json").json
    assert (done["draft"], done["what"]) == (False, "contract")
    assert "1. Subject and price" in text(folder / done["path"])
    told = run("order", "show", approved, "--json").json
    assert [one["kind"] for one in told["documents"]] == ["contract"]


def test_the_sheet_of_a_joint_review_is_printed_in_three_languages(run: Run, folder: Path) -> None:
    none = run("order", "print", "A1", "--what", "joint_review")
    assert none.code == 4
    assert "A1" in none.err
    changed = run("policy", "show").out.replace("joint_above = 1000000 ", "joint_above = 1 ")
    (folder / "policy.toml").write_text(changed, encoding="utf-8")
    assert run("policy", "set", "policy.toml").code == 0
    run("order", "do", "A1", "submit")
    run("order", "do", "A1", "pass", "--set", "review=sales", "--note", "good customer")
    assert run("order", "do", "A1", "pass", "--set", "review=joint").code == 7
    fields = ("chair=Wang", "present=all", "risks=late castings", "measures=mould | Li | 12-01", "minutes=so be it",
              "result=pass")  # fmt: skip
    sets = [part for field in fields for part in ("--set", field)]
    assert run("order", "do", "A1", "hold_meeting", *sets).code == 0
    assert run("order", "do", "A1", "sign_sheet", "--set", "review=sales", "--note", "seen").code == 0
    for language, title in (("en", "Joint review"), ("zh_CN", "会审"), ("zh_TW", "會審")):
        done = run("order", "print", "A1", "--what", "joint_review", "--language", language, "--json").json
        said = text(folder / done["path"])
        for part in (title, "good customer", "late castings", "mould", "so be it", "seen", "Wang"):
            assert part in said, part
    shown = run("order", "show", "A1")
    for part in ("Joint review: sheet 1, round 1", "late castings", "mould; Li, by 12-01", "signed by lin"):
        assert part in shown.out, part
    (sheet,) = run("order", "show", "A1", "--json").json["joint_reviews"]
    assert (sheet["result"], sheet["signatures"][0]["review"]) == ("pass", "sales")


@pytest.mark.parametrize(
    ("language", "title", "date"),
    [("zh_CN", "客户", "2031-02-03"), ("zh_TW", "客戶", "2031-02-03"), ("en", "Customer", "3 Feb 2031")],
)
def test_the_paper_has_a_language_of_its_own(run: Run, folder: Path, language: str, title: str, date: str) -> None:
    told = run("order", "print", "A1", "--language", language, "--json", lang="zh_CN").json
    assert told["language"] == language
    said = text(folder / "A1.pdf")
    assert title in said
    assert date in said


def test_the_policy_says_which_language_papers_have(run: Run, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    said = run("policy", "show").out
    assert said.count('language = "" ') == said.count('office_name = "" ') == 1
    changed = said.replace('language = "" ', 'language = "zh_TW" ').replace(
        'office_name = "" ', 'office_name = "海川" '
    )
    policy.write_text(changed, encoding="utf-8")
    assert run("policy", "set", str(policy)).code == 0
    assert run("order", "print", "A1", "--json").json["language"] == "zh_TW"
    assert "海川" in text(Path("A1.pdf"))


def test_the_office_prints_with_a_template_of_its_own(run: Run, desk: Path) -> None:
    assert run("order", "print", "--template").out == built_in("order.typ") + "\n"
    (desk / "templates").mkdir()
    own = desk / "templates" / "order.typ"
    own.write_text('#import "paper.typ": *\n#set text(font: values.font)\nOurs: #values.number', encoding="utf-8")
    assert run("order", "print", "A1").code == 0
    assert text(Path("A1.pdf")) == "Ours: A1"
    assert run("order", "print", "--template").out == own.read_text(encoding="utf-8") + "\n"
    own.write_text("Ours\n#colour", encoding="utf-8")
    refused = run("order", "print", "A1")
    assert refused.code == 7
    assert f"{own}, line 2" in refused.err
    assert not Path("A1 (2).pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["A9"], 4),
        (["A1", "--what", "invoice"], 2),
        (["A1", "--language", "fr"], 2),
    ],
)
def test_wrong_use_is_told(run: Run, folder: Path, arguments: list[str], code: int) -> None:
    done = run("order", "print", *arguments)
    assert done.code == code, done.err
    assert done.err
    assert list(folder.iterdir()) == []
