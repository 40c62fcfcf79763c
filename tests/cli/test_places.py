"""`orderclerk places`: list, add, edit, retire."""

from pathlib import Path

import pytest

from tests.cli.running import Run, run_here


def test_places_are_added_listed_changed_and_retired(run: Run) -> None:
    added = run("places", "add", "work_centre", "W1", "车削 Turning", "--set", "weekly_capacity=1200", "--ack")
    assert added.code == 0
    assert added.out.splitlines()[0].startswith("COMMITTED ")
    assert "Entered: work centre “W1”." in added.out
    assert run("places", "add", "supplier", "S1", "Hongta", "--set", "lead_days=10", "--set", "phone=021").code == 0
    found = run("places", "list", "--json").json
    assert [(one["kind"], one["code"], one["weekly_capacity"], one["lead_days"]) for one in found] == [
        ("work_centre", "W1", "1200", None),
        ("supplier", "S1", None, 10),
    ]
    assert set(found[1]) == {
        "kind", "code", "name", "weekly_capacity", "lead_days", "contact", "phone", "email", "address", "note",
        "orders", "retired_at",
    }  # fmt: skip
    changed = run("places", "edit", "work_centre", "W1", "--set", "weekly_capacity=900.5", "--set", "name=Turning")
    assert "Changed: work centre “W1”." in changed.out
    again = run("places", "edit", "work_centre", "W1", "--set", "name=Turning", "--ack")
    assert (again.code, "COMMITTED" in again.out) == (0, False)
    shown = run("places", "list", "--kind", "work_centre")
    assert "900.5" in shown.out
    assert "Hongta" not in shown.out
    assert "1 entry" in shown.err
    gone = run("places", "retire", "supplier", "S1", "--note", "closed down")
    assert (gone.code, gone.err) == (0, "")
    assert [one["code"] for one in run("places", "list", "--json").json] == ["W1"]
    listed = run("places", "list", "--all", "--json").json
    assert [(one["code"], one["retired_at"] is None) for one in listed] == [("W1", True), ("S1", False)]
    assert "Hongta (off the list)" in run("places", "list", "--all").out
    back = run("places", "add", "supplier", "S1", "Hongta", "--ack")
    assert (back.code, "Put on the list again: supplier “S1”." in back.out) == (0, True)
    assert [one["phone"] for one in run("places", "list", "--kind", "supplier", "--json").json] == ["021"]
    assert run("audit", "verify").code == 0
    assert run("check").code == 0


def test_what_stands_at_a_retired_place_is_said(run: Run) -> None:
    run("places", "add", "work_centre", "W1", "Turning")
    run("order", "do", "A1", "submit")
    for review in ("sales", "finance"):
        run("order", "do", "A1", "pass", "--set", f"review={review}")
    assert run("order", "do", "A1", "allocate", "--set", "source=work_centre", "--set", "code=W1").code == 0
    assert run("places", "list", "--json").json[0]["orders"] == 1
    gone = run("places", "retire", "work_centre", "W1")
    assert gone.code == 0
    assert "1 order still has something there" in gone.err
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "machine", "W1", "x"), 2, "work_centre, supplier"),
        (("add", "", "W1", "x"), 2, "work_centre, supplier"),
        (("add", "work_centre", "W0", "x"), 7, "is there already"),
        (("add", "work_centre", "W9", ""), 7, "name"),
        (("add", "work_centre", " ", "x"), 7, "code"),
        (("add", "work_centre", "W9", "x", "--set", "weekly_capacity=much"), 7, "much"),
        (("add", "work_centre", "W9", "x", "--set", "lead_days=3"), 2, "weekly_capacity"),
        (("edit", "work_centre", "W9", "--set", "name=x"), 4, "W0"),
        (("edit", "work_centre", "W0"), 2, "changed"),
        (("edit", "supplier", "S9", "--set", "name=x"), 4, "no suppliers yet"),
        (("retire", "work_centre", "W9"), 4, "W0"),
        (("list", "--kind", "stock"), 2, "work_centre, supplier"),
    ],
)
def test_refusals_are_said_and_nothing_changes(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    run("places", "add", "work_centre", "W0", "First")
    before = run("audit", "head").out
    done = run("places", *arguments)
    assert (done.code, said in done.err) == (code, True), done
    assert run("audit", "head").out == before


def test_hostile_names_are_printed_harmlessly(run: Run) -> None:
    run("places", "add", "work_centre", "W\x1b[31m", "red \u202edrow\n")
    shown = run("places", "list")
    assert shown.code == 0
    assert "\x1b" not in shown.out
    assert "\u202e" not in shown.out


def test_no_desk_is_said(tmp_path: Path) -> None:
    done = run_here("--desk", str(tmp_path / "none"), "--as", "lin", "places", "list")
    assert done.code == 4
