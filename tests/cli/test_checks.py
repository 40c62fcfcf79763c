"""`order checks`: what an order is judged by, for people and for scripts (R1, R7, C2, K10)."""

from data.rules.facts import CheckName
from tests.cli.running import Run


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
