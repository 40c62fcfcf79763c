"""People by command: the register, the switch to names, passwords without a terminal (P1, P2)."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from orderclerk import signing
from tests.cli.running import Result, Run, run_here

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "correct horse"  # noqa: S105 - of nobody


@pytest.fixture(autouse=True)
def computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user of this computer is Lin."""
    monkeypatch.setattr(signing, "system_user", lambda: "lin")


def as_(desk: Path, person: str, *arguments: str, stdin: str = "", password_file: str = "") -> Result:
    given = ("--password-file", password_file) if password_file else ()
    return run_here("--desk", str(desk), "--as", person, *given, *arguments, stdin=stdin)


def registered(run: Run) -> None:
    assert run("user", "add", "lin", "Lin Fang", "--set", "roles=clerk", "--set", "department=Sales").code == 0
    assert run("user", "add", "wu", "Wu Lin", "--set", "roles=sales_manager,finance").code == 0
    assert run("user", "add", "au", "Auditor", "--set", "roles=auditor").code == 0


def named(run: Run, tmp_path: Path, **people: str) -> Result:
    document = run("policy", "show").out
    for key, value in {"mode": '"named"', **people}.items():
        start = next(line for line in document.splitlines() if line.startswith(f"{key} = "))
        document = document.replace(start, f"{key} = {value}")
    path = tmp_path / "policy.toml"
    path.write_text(document, encoding="utf-8")
    return run("policy", "set", str(path))


def test_the_register_as_scripts_read_it(run: Run) -> None:
    assert run("user", "list", "--json").json == []
    registered(run)
    lin, *_rest = (one for one in run("user", "list", "--json").json if one["code"] == "lin")
    assert lin == {
        "code": "lin",
        "name": "Lin Fang",
        "department": "Sales",
        "roles": ["clerk", "administrator"],
        "system_user": "",
        "email": "",
        "active": True,
        "password": False,
        "limits": {},
        "deputies": [],
    }
    assert run("user", "delegate", "wu", "lin", "--until", "+3d", "--note", "leave").code == 0
    (wu,) = (one for one in run("user", "list", "--json").json if one["code"] == "wu")
    assert [one["deputy"] for one in wu["deputies"]] == ["lin"]
    assert run("user", "delegate", "wu", "lin").code == 2
    assert run("user", "delegate", "wu", "lin", "--end").code == 0
    assert run("user", "delegate", "wu", "lin", "--end").code == 4
    assert run("user", "edit", "wu", "--set", "department=Sales", "--ack").out.startswith("COMMITTED ")
    assert "Nothing to change" in run("user", "edit", "wu", "--set", "department=Sales").out
    assert run("user", "retire", "wu", "--note", "moved").code == 0
    shown = run("user", "list")
    assert "Lin Fang" in shown.out
    assert "order clerk, administrator" in shown.out
    assert "3 entries" in shown.err


def test_wrong_use(run: Run) -> None:
    registered(run)
    assert run("user", "edit", "wu", "--set", "salary=1").code == 2
    assert run("user", "edit", "wu").code == 2
    assert run("user", "edit", "nobody", "--set", "name=N").code == 4
    refused = run("user", "add", "wu", "Wu")
    assert refused.code == 7
    assert "is there already" in refused.err
    assert run("user", "add", "x", "X", "--set", "roles=king").code == 7
    assert run("user", "password", "wu").code == 7  # nobody can be asked here
    assert run("user", "password", "wu", "--from", "/nowhere/at/all").code == 7
    assert run("user", "password", "wu", "--from", "-", stdin="short\n").code == 7


def test_who_may_do_what_is_a_list(run: Run) -> None:
    registered(run)
    found = {one["act"]: one for one in run("user", "roles", "--json").json}
    assert found["approve"]["roles"] == ["supervisor"]
    assert found["people"]["people"] == ["lin"]
    assert "Approve as supervisor" in run("user", "roles").out


def test_names_begin_only_with_somebody_in_charge(run: Run, desk: Path, tmp_path: Path) -> None:
    refused = named(run, tmp_path)
    assert refused.code == 7
    assert "nobody active in the register is an administrator" in refused.err
    registered(run)
    assert run("user", "edit", "lin", "--set", "system_user=lf").code == 0
    shut_out = named(run, tmp_path)
    assert shut_out.code == 7
    assert "no administrator is “lin”, the user of this computer" in shut_out.err
    assert run("user", "edit", "lin", "--set", "system_user=").code == 0
    assert named(run, tmp_path).code == 0
    assert run("order", "list").code == 0
    stranger = as_(desk, "mallory", "order", "list")
    assert stranger.code == 7
    assert "mallory is not in the register" in stranger.err
    other = as_(desk, "wu", "order", "list")
    assert other.code == 7
    assert "needs the password of wu" in other.err


def test_a_password_comes_from_a_file_or_from_standard_input(run: Run, desk: Path, tmp_path: Path) -> None:
    registered(run)
    assert run("user", "password", "wu", "--from", "-", stdin=f"{PASSWORD}\n").code == 0
    assert named(run, tmp_path).code == 0
    secret = tmp_path / "secret"
    secret.write_text(f"{PASSWORD}\nmore", encoding="utf-8")
    assert as_(desk, "wu", "order", "list", password_file=str(secret)).code == 0
    assert as_(desk, "wu", "order", "list", password_file="-", stdin=f"{PASSWORD}\r\n").code == 0  # noqa: S106 - a dash
    number = run("order", "list", "--json").json[0]["number"]
    refused = as_(desk, "wu", "order", "do", number, "edit", "--set", "note=x", password_file=str(secret))
    assert refused.code == 7
    assert "It is the work of: order clerk. Ask one of these: lin." in refused.err
    assert "Refused; “Correct or complete”; reserved for: order clerk" in " ".join(
        run("order", "history", number).out.split()
    )
    secret.write_text("something else", encoding="utf-8")
    wrong = as_(desk, "wu", "order", "list", password_file=str(secret))
    assert wrong.code == 7
    assert "This is not the password of wu. Try again in 1 second." in wrong.err
    assert wrong.out == ""


def test_a_descriptor_will_do(run: Run, desk: Path, tmp_path: Path) -> None:
    registered(run)
    run("user", "password", "lin", "--from", "-", stdin=PASSWORD)
    assert named(run, tmp_path, sign_in='"password"').code == 0
    asked = run("order", "list")
    assert (asked.code, "password of lin" in asked.err) == (7, True)
    read, write = os.pipe()
    os.write(write, PASSWORD.encode())
    os.close(write)
    assert as_(desk, "lin", "order", "list", password_file=f"/dev/fd/{read}").code == 0
    os.close(read)


def test_what_is_offered_is_what_may_be_done(run: Run, desk: Path, tmp_path: Path) -> None:
    registered(run)
    run("user", "password", "wu", "--from", "-", stdin=PASSWORD)
    run("user", "password", "au", "--from", "-", stdin=PASSWORD)
    number = run("order", "list", "--json").json[0]["number"]
    everything = run("order", "show", number, "--json").json["verbs"]
    assert "edit" in everything
    assert named(run, tmp_path).code == 0
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")

    def wu(*arguments: str) -> Result:
        return as_(desk, "wu", *arguments, password_file=str(secret))

    theirs = wu("order", "show", number, "--json").json["verbs"]
    assert "note" in theirs
    assert "edit" not in theirs
    assert wu("order", "new", "--customer", "HC").code == 7
    assert wu("policy", "set", str(tmp_path / "policy.toml")).code == 7
    assert wu("audit", "verify").code == 7
    assert wu("export", "orders").code == 0
    auditor = as_(desk, "au", "export", "events", "--format", "json", password_file=str(secret))
    assert auditor.code == 0
    refused = [one for one in json.loads(auditor.out) if one["verb"] == "refused"]
    assert {one["actor"] for one in refused} == {"wu"}
    assert len(refused) == 3


def test_a_backup_is_restored_by_who_may(run: Run, desk: Path, tmp_path: Path) -> None:
    registered(run)
    made = run("backup", "create", "--to", str(tmp_path / "kept"), "--json").json["path"]
    run("user", "password", "wu", "--from", "-", stdin=PASSWORD)
    assert named(run, tmp_path).code == 0
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    refused = as_(desk, "wu", "backup", "restore", made, "--yes", password_file=str(secret))
    assert refused.code == 7
    assert "Restore a backup" in refused.err
    assert run("backup", "restore", made, "--yes").code == 0
    (desk / "desk.db").write_bytes(b"nothing of a database any more" * 100)
    assert as_(desk, "wu", "backup", "restore", made, "--yes").code in (0, 5)


# --- whose orders, up to which amount, and what is not for everybody --------------------------------------------------


def test_limits_by_command(run: Run) -> None:
    registered(run)
    assert run("user", "edit", "wu", "--set", "limits=50000 CNY; USD 8,000.50").code == 0
    (wu,) = (one for one in run("user", "list", "--json").json if one["code"] == "wu")
    assert wu["limits"] == {"CNY": "50000.00", "USD": "8000.50"}
    assert "CNY 50,000.00; USD 8,000.50" in run("user", "list").out
    refused = run("user", "edit", "wu", "--set", "limits=much")
    assert refused.code == 7
    assert "50000 CNY; 8000 USD" in refused.err
    assert run("user", "edit", "wu", "--set", "limits=").code == 0
    assert "Nothing to change" in run("user", "edit", "wu", "--set", "limits=").out


def test_orders_and_customers_are_handed_over(run: Run) -> None:
    assert run("user", "hand-over", "lin", "wu").code == 7  # nobody said why
    assert len(run("order", "list", "--mine", "--json").json) == 3
    done = run("user", "hand-over", "lin", "wu", "--customer", "HC", "--note", "new region", "--json")
    assert done.code == 0
    assert done.json == {"orders": ["A3"], "customers": [], "refused": []}
    shown = run("order", "show", "A3", "--json").json
    assert shown["merchandiser"] == "wu"
    assert shown["events"][-1]["note"] == "new region"
    rest = run("user", "hand-over", "lin", "wu", "--note", "leaves")
    assert "Handed over to “wu”: 2 orders, 0 customers." in rest.out
    assert run("user", "hand-over", "lin", "wu", "--customer", "X", "--note", "x").code == 4
    assert run("order", "do", "A1", "hand_over", "--set", "salesperson=mei", "--note", "back").code == 0


def test_the_orders_of_others_are_not_there(run: Run, desk: Path, tmp_path: Path) -> None:
    run("order", "do", "A2", "hand_over", "--set", "merchandiser=wu", "--note", "hers")
    registered(run)
    run("user", "edit", "wu", "--set", "roles=clerk")
    run("user", "password", "wu", "--from", "-", stdin=PASSWORD)
    assert named(run, tmp_path, own_only='["clerk"]').code == 0
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")

    def wu(*arguments: str) -> Result:
        return as_(desk, "wu", *arguments, password_file=str(secret))

    assert [one["number"] for one in wu("order", "list", "--json").json] == ["A2"]
    assert [one["number"] for one in wu("order", "list", "--number", "A1", "--json").json] == []
    for command in (("show",), ("history",), ("verbs",), ("checks",), ("print",), ("do", "note", "--note", "x")):
        name, *more = command
        done = wu("order", name, "A1", *more)
        missing = wu("order", name, "A9", *more)
        assert done.code == missing.code == 4
        assert done.err.replace("A1", "A9") == missing.err
    assert {row["number"] for row in wu("export", "lines", "--format", "json").json} == {"A2"}
    assert wu("export", "events").code == 7
    assert "A1" not in wu("due").out + wu("info").out + wu("order", "list").out


def test_no_command_tells_what_is_not_for_everybody(run: Run, desk: Path, tmp_path: Path) -> None:
    """Prices and a contact that are known again anywhere, and a walk through all that reads."""
    for field, value in (
        ("line.1.unit_price", "98765.43"), ("line.2.unit_price", "98765.43"), ("line.1.quantity", "1"),
        ("contact", "Ann Secret"), ("delivery_place", "12 Hidden Lane"),
    ):  # fmt: skip
        assert run("order", "do", "A1", "edit", "--set", f"{field}={value}").code == 0
    registered(run)
    run("user", "edit", "wu", "--set", "roles=technical")
    run("user", "password", "wu", "--from", "-", stdin=PASSWORD)
    document = run("policy", "show").out.replace("[permissions] ", '[permissions]\nexport = ["technical", "clerk"] ')
    path = tmp_path / "policy.toml"
    path.write_text(document.replace('mode = "open" ', 'mode = "named" '), encoding="utf-8")
    assert run("policy", "set", str(path)).code == 0
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    reading = [
        ["order", "list"], ["order", "show", "A1"], ["order", "history", "A1"], ["order", "checks", "A1"],
        ["customers", "list"], ["products", "list"], ["due"], ["info"], ["places", "list"],
    ]  # fmt: skip
    commands = [[*one, *more] for one in reading for more in ([], ["--json"])]
    commands += [
        ["export", what, "--format", form] for what in ("orders", "lines", "customers") for form in ("csv", "json")
    ]
    for command in commands:
        told = run(*command)
        masked = as_(desk, "wu", *command, password_file=str(secret))
        assert masked.code == told.code == 0, (command, masked.err)
        for one in ("98765.43", "98,765.43", "9876543", "592592", "592,592", "Ann Secret", "Hidden Lane", "Henriot"):
            assert one not in masked.out, command
    shown = as_(desk, "wu", "order", "show", "A1", "--json", password_file=str(secret)).json
    assert (shown["total"], shown["contact"], shown["masked"]) == (None, None, True)
    assert "•••" in as_(desk, "wu", "order", "show", "A1", password_file=str(secret)).out
    assert "98,765.43" in run("order", "show", "A1").out


def test_why_goes_on_record(run: Run, tmp_path: Path) -> None:
    assert run("export", "orders", "--customer", "HC", "--why", "statement").code == 0
    assert run("order", "print", "A1", "--out", str(tmp_path / "a.pdf"), "--why", "for the file").code == 0
    events = run("export", "events", "--format", "json").json
    told = [(one["verb"], one["subject_key"], json.loads(one["payload"])) for one in events[-3:]]
    assert told == [
        ("export", "orders", {"filter": {"customer": "HC"}, "holds": "orders", "why": "statement"}),
        ("print", "A1", {"what": "order", "why": "for the file"}),
        ("export", "events", {"holds": "events"}),
    ]
