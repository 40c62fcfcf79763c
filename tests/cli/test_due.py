import pytest

from tests.cli.running import Run


def test_what_is_due_is_listed_by_deadline(run: Run) -> None:
    found = run("due", "--json").json
    assert {(one["number"], one["kind"], one["person"]) for one in found} >= {("A1", "entry", "lin")}
    assert {one["urgency"] for one in found} <= {"late", "today", "later", "none"}
    dates = [one["due"] for one in found if one["due"]]
    assert dates == sorted(dates)
    shown = run("due")
    assert "A1" in shown.out
    assert "hand over to review" in shown.out


def test_for_others_for_roles_and_for_all(run: Run) -> None:
    assert run("due", "--for", "wang", "--json").json == []
    nothing = run("due", "--for", "wang")
    assert nothing.code == 0
    assert "Nothing is due." in nothing.err
    assert "--all" in nothing.err
    everything = run("due", "--all", "--json").json
    assert run("due", "--for", "wang", "--roles", "--json").json == [
        one for one in everything if "clerk" in one["roles"]
    ]
    assert run("due", "--all", "--until", "2020-01-01", "--json").json == [
        one for one in everything if one["due"] is None
    ]
    assert run("due", "--at-risk", "--json").json == []


@pytest.mark.parametrize("wrong", [("--all", "--roles"), ("--until", "someday")])
def test_wrong_use_is_said(run: Run, wrong: tuple[str, ...]) -> None:
    done = run("due", *wrong)
    assert done.code in (2, 7)
    assert done.err.strip()


@pytest.mark.parametrize(("lang", "word"), [("zh_CN", "到期"), ("zh_TW", "到期")])
def test_it_speaks_chinese(run: Run, lang: str, word: str) -> None:
    assert word in run("due", lang=lang).out
