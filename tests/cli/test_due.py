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


def test_what_is_overdue_goes_to_the_supervisor_once_and_is_counted(run: Run) -> None:
    """It reached the office long ago, so its opinions are late as soon as they are asked for."""
    assert run("order", "do", "A1", "edit", "--set", "received_at=2020-02-03 09:00").code == 0
    assert run("order", "do", "A1", "accept").code in (0, 7)
    assert run("order", "do", "A1", "submit").code == 0
    found = run("due", "--all", "--json").json
    late = [one for one in found if one["number"] == "A1" and one["escalated"]]
    assert {(one["kind"], one["review"]) for one in late} == {
        ("opinion", "sales"), ("opinion", "finance"), ("overdue", "sales"), ("overdue", "finance"),
    }  # fmt: skip
    assert {tuple(one["roles"]) for one in late if one["kind"] == "overdue"} == {("supervisor",)}
    told = run("due", "--all", "--escalate")
    assert "2 overdue opinions went to the supervisor." in told.err
    assert "with the supervisor" in told.out
    assert "0 overdue opinions" in run("due", "--all", "--escalate").err
    shown = run("order", "show", "A1", "--json").json
    assert shown["late_opinions"] == {"sales": 1, "finance": 1}
    assert all(one["reminded_at"] for one in shown["opinions"])
    reminded = [one for one in shown["events"] if one["verb"] == "overdue"]
    assert [(one["actor"], one["payload"]["run_by"]) for one in reminded] == [("orderclerk", "lin")]
    assert "Overdue: went to the supervisor" in run("order", "history", "A1").out
    assert run("audit", "verify").code == 0


def test_conditions_are_shown_and_due_until_they_are_met(run: Run) -> None:
    run("order", "do", "A1", "accept")
    assert run("order", "do", "A1", "submit").code == 0
    given = ("review=finance", "owner=finance", "due=2031-01-15")
    done = run("order", "do", "A1", "pass_with_conditions", "--note", "deposit first", *(
        part for one in given for part in ("--set", one)
    ))  # fmt: skip
    assert done.code == 0, done.err
    (due,) = [one for one in run("due", "--all", "--json").json if one["kind"] == "condition"]
    assert (due["number"], due["due"], due["roles"], due["detail"]) == (
        "A1",
        "2031-01-15",
        ["finance"],
        "deposit first",
    )
    (kept,) = run("order", "show", "A1", "--json").json["conditions"]
    assert (kept["text"], kept["owner"], kept["due"], kept["result"]) == ("deposit first", "finance", "2031-01-15", "")
    shown = run("order", "show", "A1").out
    assert "deposit first; finance review; finance staff; until" in " ".join(shown.split())
    assert run("order", "do", "A1", "resolve_condition", "--note", "paid").code == 0
    assert "deposit first; finance review; paid; lin" in " ".join(run("order", "show", "A1").out.split())
    refused = run("order", "do", "A1", "resolve_condition", "--note", "paid")
    assert refused.code == 7
    assert "No condition of the review is open." in refused.err
