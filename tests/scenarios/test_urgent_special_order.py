"""The scenario of `urgency` by command, in English and Chinese: every step is readable in the history."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from data.desk.making import default_policy
from tests.cli.running import Result, run_here
from tests.files.pdf_text import Pdf
from tests.scenarios.urgency import AMENDED, ASKED, FIRST, PEOPLE, SECOND, TEXTS, VERBS, Act

if TYPE_CHECKING:
    from pathlib import Path

CUSTOMERS = """\
code,name,contact,address,city,credit limit,currency,payment terms
HC,{customer},Ann,8 Road,Ningbo,500000,CNY,30 days
"""
PRODUCTS = "code,name,unit,list price,currency,special,specification\nD-9,{product},pcs,60000,CNY,special,15 kW\n"


class Office:
    """The people of the office at their keyboards."""

    def __init__(self, folder: Path, lang: str) -> None:
        self.folder, self.lang = folder, lang
        self.number = ""

    def run(self, person: str, *arguments: str) -> Result:
        return run_here("--desk", str(self.folder), "--as", person, "--lang", self.lang, *arguments)

    def good(self, person: str, *arguments: str) -> Result:
        done = self.run(person, *arguments)
        assert done.code == 0, (arguments, done.out, done.err)
        return done

    def tried(self, act: Act) -> Result:
        fields = act.told(self.lang)
        note = fields.pop("note", "")
        words = [part for name, text in fields.items() for part in ("--set", f"{name}={text}")]
        return self.run(act.person, "order", "do", self.number, act.verb, *words, *(["--note", note] if note else []))

    def do(self, act: Act) -> None:
        done = self.tried(act)
        assert done.code == 0, (act, done.out, done.err)
        assert self.order()["state"] == act.to

    def order(self) -> Any:
        return self.good("lin", "order", "show", self.number, "--json").json

    def due(self, person: str) -> list[tuple[str, str | None]]:
        found = self.good(person, "due", "--json").json
        return [(one["kind"], one["review"]) for one in found if one["number"] == self.number]


@pytest.fixture(params=["en", "zh_CN"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """A new office of six, with a customer and a special product."""
    office = Office(tmp_path / "desk", request.param)
    roles = ", ".join(f'{person} = ["{role}"]' for person, role in PEOPLE.items())
    policy = tmp_path / "policy.toml"
    policy.write_text(default_policy().replace("roles = {} ", f"roles = {{ {roles} }} "), encoding="utf-8")
    office.good("lin", "init", "--name", "Trial office", "--policy", str(policy))
    for what, content in (("customers", CUSTOMERS), ("products", PRODUCTS)):
        path = tmp_path / f"{what}.csv"
        path.write_text(content.format(**TEXTS[office.lang]), encoding="utf-8")
        office.good("lin", "import", str(path), "--what", what)
    return office


def test_an_urgent_special_order_over_the_limits_comes_back_and_is_approved(office: Office, tmp_path: Path) -> None:
    told = TEXTS[office.lang]
    new = {"handling_class": "urgent", "requested_date": "+60d", "delivery_method": "lorry",
           "line.1.product_code": "D-9", "line.1.quantity": "20"}  # fmt: skip
    fields = [part for name, text in new.items() for part in ("--set", f"{name}={text}")]
    office.number = office.good("lin", "order", "new", "--customer", "HC", *fields).out.strip()

    for act in FIRST[:2]:
        office.do(act)
    order = office.order()
    assert {one["review"] for one in order["opinions"]} == ASKED
    received = datetime.fromisoformat(order["received_at"])
    assert {datetime.fromisoformat(one["due_at"]) - received for one in order["opinions"]} == {timedelta(hours=2)}
    assert {person: office.due(person) for person in ("zhao", "qian", "sun", "li")} == {
        "zhao": [("meeting", None), ("opinion", "sales"), ("opinion", "joint")],
        "qian": [("opinion", "finance")],
        "sun": [("opinion", "technical")],
        "li": [("opinion", "production")],
    }
    for act in FIRST[2:-1]:
        office.do(act)
    assert ("return", None) in office.due("zhao")
    office.do(FIRST[-1])
    assert office.due("lin") == [("amendment", None)]
    office.do(AMENDED)

    office.do(SECOND[0])
    # finance and sales look again: the terms of payment concern them; the others stand by what they said
    for person, review in (("qian", "finance"), ("zhao", "sales")):
        refused = office.tried(Act(person, "stand_by", "", {"review": review}))
        assert refused.code == 7
        if review == "sales":
            assert ("payment terms" if office.lang == "en" else "付款") in refused.err
    assert office.due("sun") == [("opinion", "technical")]
    for act in SECOND[1:]:
        office.do(act)
    order = office.order()
    assert [(one["round"], one["review"], one["opinion"], one["as_in_round"]) for one in order["opinions"]][5:] == [
        (2, "sales", "pass", 0), (2, "finance", "pass_with_conditions", 0), (2, "technical", "pass", 1),
        (2, "joint", "pass_with_conditions", 0), (2, "production", "pass", 1),
    ]  # fmt: skip
    assert {one["policy"] for one in order["opinions"]} == {1}
    assert order["late_opinions"] == {}
    assert [(one["text"], one["owner"]) for one in order["conditions"]] == [
        (told["deposit"], "finance"), (told["minutes"], "li"),
    ]  # fmt: skip
    assert ("condition", "finance") in office.due("qian")
    assert ("condition", "joint") in office.due("li")

    paper = tmp_path / "confirmation.pdf"
    office.good("lin", "order", "print", office.number, "--what", "confirmation", "--out", str(paper))
    said = re.sub(r"\s", "", Pdf(paper.read_bytes()).text)
    for part in (order["confirmation_no"], "D-9", "1,200,000.00", re.sub(r"\s", "", told["terms"])):
        assert part in said

    events = office.good("lin", "order", "history", office.number, "--json").json
    verbs = [one["verb"] for one in events if one["verb"] not in ("print", "export", "consult", "message")]
    assert tuple(verbs[: len(VERBS)]) == VERBS
    actors = [one["actor"] for one in events][: len(VERBS)]
    assert actors == ["lin", *(act.person for act in (*FIRST, AMENDED, *SECOND))]
    noted = {one["verb"] for one in events if (one["payload"] or {}).get("policy")}
    assert noted == {"submit", "pass", "fail", "return", "stand_by", "pass_with_conditions", "confirm"}
    history = re.sub(r"\s+", "", office.good("lin", "order", "history", office.number).out)
    for name in ("able", "limit", "back", "agreed", "deposit", "minutes"):
        assert re.sub(r"\s+", "", told[name]) in history, name
    for person in PEOPLE:
        assert person in history
    office.good("lin", "audit", "verify")
    office.good("lin", "check")
    assert json.loads(json.dumps(order))["state"] == "approved"
