"""What is refused says which role may do it, by command: every verb for a person who may do none (P2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.rules.permissions import DeskAct, own_roles
from data.rules.workflow import Verb
from data.states import Role
from data.words import speaking
from data.words.explain_people import roles_text
from data.words.labels import label
from orderclerk import signing
from tests.cli.running import run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Result, Run


@pytest.fixture
def reader(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command line in the hands of an auditor, in an office in which only people of the register act."""
    monkeypatch.setattr(signing, "system_user", lambda: "lin")
    assert run("user", "add", "lin", "Lin Fang", "--set", "roles=administrator").code == 0
    assert run("user", "add", "au", "Auditor", "--set", "roles=auditor").code == 0
    path = tmp_path / "policy.toml"
    path.write_text(run("policy", "show").out.replace('mode = "open"', 'mode = "named"'), encoding="utf-8")
    assert run("policy", "set", str(path)).code == 0
    monkeypatch.setattr(signing, "system_user", lambda: "au")

    def read(*arguments: str, stdin: str | bytes = b"", lang: str = "en") -> Result:
        return run_here("--desk", str(desk), "--as", "au", "--lang", lang, *arguments, stdin=stdin)

    return read


def test_every_verb_that_is_refused_names_the_roles(reader: Run) -> None:
    number = reader("order", "list", "--json").json[0]["number"]
    for verb in Verb:
        done = reader("order", "do", number, verb.value, "--note", "please")
        assert done.code == 7, verb
        with speaking("en"):
            assert f"It is the work of: {roles_text(tuple(role.value for role in own_roles(verb)))}." in done.err, verb
    assert reader("order", "show", number, "--json").json["verbs"] == []


@pytest.mark.parametrize(
    ("act", "arguments"),
    [
        (DeskAct.NEW, ("order", "new", "--customer", "HC")),
        (DeskAct.PEOPLE, ("user", "add", "x", "X")),
        (DeskAct.SET_POLICY, ("policy", "set", "{policy}")),
        (DeskAct.MESSAGES, ("mail", "outbox")),
        (DeskAct.UNDO, ("order", "do", "A1", "undo")),
    ],
)
def test_what_is_done_on_the_desk_names_the_roles_as_well(
    reader: Run, tmp_path: Path, act: DeskAct, arguments: tuple[str, ...]
) -> None:
    done = reader(*(one.format(policy=tmp_path / "policy.toml") for one in arguments))
    assert done.code == 7
    with speaking("en"):
        assert f"It is the work of: {roles_text(tuple(role.value for role in own_roles(act)))}." in done.err


def test_the_list_of_rights_names_every_role(reader: Run) -> None:
    listed = {name for one in reader("user", "roles", "--json").json for name in one["roles"]}
    assert listed == {role.value for role in Role}
    shown = reader("user", "roles").out
    with speaking("en"):
        assert all(label(role) in shown for role in Role)
