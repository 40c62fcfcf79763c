"""`order checks`: what an order is judged by, for people and for scripts (R1, R7, C2, K10)."""

from pathlib import Path

import pytest

from data.rules.facts import CheckName
from orderclerk import signing
from tests.cli.running import Run
from tests.cli.test_users import PASSWORD, as_, registered

COSTS = "产品编码,标准成本\n42,9.31\n72,40\n"


def costs(run: Run, folder: Path) -> None:
    """Say what the products cost: 42 leaves 5% of its price, 72 is sold for less than it costs."""
    path = folder / "costs.csv"
    path.write_text(COSTS, encoding="utf-8")
    assert run("import", str(path), "--what", "products").code == 0


def policy(run: Run, folder: Path, *changes: tuple[str, str]) -> None:
    """Put a policy in force that differs by some replaced texts."""
    document = run("policy", "show").out
    for old, new in changes:
        assert document.count(old) == 1, old
        document = document.replace(old, new)
    path = folder / "policy.toml"
    path.write_text(document, encoding="utf-8")
    assert run("policy", "set", str(path)).code == 0


def test_checks_for_people(run: Run) -> None:
    done = run("order", "checks", "A1")
    assert done.code == 0
    lines = done.out.splitlines()
    assert any("✔ required elements I3" in line for line in lines)
    assert any("✔ prices against contract or list R1" in line and "list 9.80" in line for line in lines)
    assert any("? stock and material R7" in line and "no stock" in line for line in lines)
    assert "Exposure" in lines
    assert any("this order" in line and "CNY 272.00" in line for line in lines)
    assert "Similar orders" not in lines


def test_checks_for_scripts(run: Run) -> None:
    found = run("order", "checks", "A1", "--json").json
    checks = {check["name"]: check for check in found["checks"]}
    # the first policy names no floor, so that nothing is measured by it
    assert set(checks) == set(CheckName) - {"floor_price"}
    assert {check["grade"] for check in found["checks"]} <= {"pass", "warn", "fail", "unknown"}
    price = checks["price_within_tolerance"]
    assert (price["grade"], price["clause"], price["lines"]) == ("pass", "R1", [1, 2])
    assert price["facts"][0] == {
        "code": "price_near_list",
        "lines": [1],
        "price": {"unit_price": "9.8", "currency": "CNY"},
        "listed": {"unit_price": "9.8", "currency": "CNY"},
        "difference": "0",
    }
    assert price["see"] == {"what": "product", "key": "42", "week": None}
    assert (found["exposure"]["this_order"], found["exposure"]["limit"]) == ("272.00", None)
    assert (found["number"], found["changes"], found["last_sales"], found["similar"]) == ("A1", None, {}, [])


def test_similar_orders_and_what_failed_then(run: Run) -> None:
    assert run("order", "do", "A1", "submit").code == 0
    assert run("order", "do", "A1", "fail", "--set", "review=sales", "--note", "too dear").code == 0
    entered = run("order", "new", "--customer", "HC", "--set", "line.1.product_code=42", "--set", "line.1.quantity=12")
    number = entered.out.strip()
    found = run("order", "checks", number, "--json").json
    assert [(one["number"], one["product_code"], one["quantity"], one["own"]) for one in found["similar"]] == [
        ("A1", "42", "10", False)
    ]
    assert [(one["kind"], one["code"], one["text"]) for one in found["similar"][0]["lessons"]] == [
        ("returned", "sales", "too dear")
    ]
    told = run("order", "checks", number).out
    assert "failed by sales review: too dear" in told


def test_what_fails_is_told_by_its_sign(run: Run) -> None:
    done = run("order", "checks", "A3")
    assert "✘ required elements I3" in done.out
    assert "line 2: unit price is missing" in done.out


def test_an_unknown_order(run: Run) -> None:
    done = run("order", "checks", "A9")
    assert done.code != 0
    assert "A9" in done.err


def test_cost_and_margin_are_told_and_hold_an_order_back(run: Run, tmp_path: Path) -> None:
    assert "? cost and margin R3" in run("order", "checks", "A1").out
    costs(run, tmp_path)
    policy(run, tmp_path, ("margin = 0.0 ", "margin = 0.1 "))
    told = " ".join(run("order", "checks", "A1").out.split())
    assert "✘ cost and margin R3 line 2: 34.80 without tax is below the cost of 40.00 (-14.9%)" in told
    assert "line 1: 9.80 without tax, cost 9.31: margin 5%, 10% is asked for" in told
    found = {one["name"]: one for one in run("order", "checks", "A1", "--json").json["checks"]}["margin"]
    assert (found["grade"], found["clause"], found["lines"]) == ("fail", "R3", [1, 2])
    assert found["facts"][0] == {
        "code": "below_cost",
        "lines": [2],
        "price": {"unit_price": "34.8", "currency": "CNY"},
        "cost": {"unit_cost": "40", "currency": "CNY"},
        "margin": "-0.149425",
    }
    refused = run("order", "do", "A1", "submit")
    assert refused.code == 7
    assert "cost and margin" in refused.err
    assert run("order", "do", "A1", "release_price", "--set", "line=2", "--note", "last box").code == 0
    assert run("order", "do", "A1", "submit").code == 0
    assert [row["standard_cost"] for row in run("products", "list", "--json").json] == ["9.31", "40"]
    assert "standard cost" in run("products", "list").out
    assert "standard_cost" in run("export", "products", "--format", "csv").out


def test_costs_are_no_matter_of_the_clerk(
    run: Run, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "system_user", lambda: "lin")
    costs(run, tmp_path)
    registered(run)
    run("user", "edit", "wu", "--set", "roles=clerk")
    run("user", "password", "wu", "--from", "-", stdin=PASSWORD)
    policy(run, tmp_path, ('mode = "open" ', 'mode = "named" '))
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    for command in (
        ["order", "checks", "A1"], ["order", "show", "A1"], ["products", "list"], ["export", "products"],
        ["export", "events"],
    ):  # fmt: skip
        for more in ([], ["--json"]) if command[0] != "export" else (["--format", "csv"], ["--format", "json"]):
            done = as_(desk, "wu", *command, *more, password_file=str(secret))
            assert done.code == 0, (command, done.err)
            for one in ("9.31", "9310000", "40.00", '"40"', "-14.9", "-0.149425"):
                assert one not in done.out, (command, one)
    told = " ".join(as_(desk, "wu", "order", "checks", "A1", password_file=str(secret)).out.split())
    assert "✘ cost and margin R3 lines 1–2: judged by the cost, which is not shown to you" in told or (
        "✘ cost and margin R3 line 2: judged by the cost, which is not shown to you" in told
    )


def test_rules_of_the_company_are_told_with_their_reason(run: Run, tmp_path: Path) -> None:
    free = " ".join(run("order", "checks", "A1").out.split())
    assert "✔ law and rules of the company R1 no rule of the office speaks against it" in free
    policy(run, tmp_path, ("countries = {} ", 'countries = { France = "embargo" } '))
    told = " ".join(run("order", "checks", "A1").out.split())
    assert "✘ law and rules of the company R1 nothing goes to France (country): embargo" in told
    found = {one["name"]: one for one in run("order", "checks", "A1", "--json").json["checks"]}["rules"]
    assert (found["grade"], found["facts"][0]["code"], found["see"]["what"]) == ("fail", "rule_country", "policy")
    assert run("order", "do", "A1", "submit").code == 7
    assert "✔ law and rules of the company" in run("order", "checks", "A3").out


def test_the_standing_of_the_customer_is_told(run: Run) -> None:
    assert "? standing of the customer R5" in run("order", "checks", "A1").out
    found = {one["name"]: one for one in run("order", "checks", "A1", "--json").json["checks"]}["standing"]
    assert (found["grade"], [one["code"] for one in found["facts"]]) == (
        "unknown",
        ["first_order", "exposed", "nothing_overdue"],
    )
    assert found["see"] == {"what": "customer", "key": "VINET", "week": None}
