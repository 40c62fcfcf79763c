import pytest

from data.rules.workflow import Verb
from orderclerk.cli.layout import cells
from tests.cli.running import Run

SHOWN = {
    "number", "state", "delivery_state", "billing_state", "on_hold", "version", "customer", "kind", "handling_class",
    "channel", "verbs", "missing", "missing_lines", "supplied", "lines", "events", "opinions", "allocations",
    "shipments", "deliveries", "invoices", "receipts", "contacts", "documents", "checks", "total", "requested_date",
}  # fmt: skip


def test_list_for_people(run: Run) -> None:
    done = run("order", "list")
    assert done.code == 0
    lines = done.out.splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("A1")
    assert "CNY 272.00" in lines[1]
    assert "unit price" in lines[3]
    assert "3 orders" in done.err


def test_list_for_scripts(run: Run) -> None:
    rows = run("order", "list", "--json").json
    assert [row["number"] for row in rows] == ["A1", "A2", "A3"]
    first = rows[0]
    assert first["total"] == "272.00"
    assert first["requested_date"] == "2031-02-03"
    assert first["customer"] == {"code": "VINET", "name": "Vins et alcools Chevalier"}
    assert first["missing"] == []
    assert rows[2]["missing"] == ["unit_price"]


def test_an_empty_list_is_an_array_too(run: Run) -> None:
    assert run("order", "list", "--state", "archived", "--json").json == []
    done = run("order", "list", "--state", "archived")
    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--state", "clarifying"], ["A3"]), (["--customer", "HC"], ["A3"]), (["--text", "海川"], ["A3"]),
        (["--text", "a2"], ["A2"]), (["--on-hold"], []), (["--from", "2031-03-01"], ["A3"]),
        (["--to", "2031-02-03"], ["A1"]),
        (["--limit", "2"], ["A1", "A2"]), (["--number", "A2"], ["A2"]),
    ],
)  # fmt: skip
def test_lists_are_narrowed_down(run: Run, options: list[str], expected: list[str]) -> None:
    assert [row["number"] for row in run("order", "list", *options, "--json").json] == expected


@pytest.mark.parametrize("options", [["--state", "done"], ["--limit", "0"], ["--limit", "x"], ["--from", "soon"]])
def test_options_that_are_none(run: Run, options: list[str]) -> None:
    done = run("order", "list", *options)
    assert done.code == 2
    assert options[0] in done.err


def test_show_for_scripts(run: Run) -> None:
    order = run("order", "show", "A1", "--json").json
    assert set(order) >= SHOWN
    assert not {"order_id", "customer_id"} & set(order)
    assert order["total"] == "272.00"
    line = order["lines"][0]
    assert (line["quantity"], line["unit_price"], line["net"], line["open_quantity"]) == ("10", "9.8", "98.00", "10")
    assert line["supplied"]["product_name"] == "price_list"
    assert "submit" in order["verbs"]
    assert set(order["verbs"]) <= set(Verb)
    assert {check["name"] for check in order["checks"]} >= {"required_elements"}
    event = order["events"][0]
    assert set(event) >= {"seq", "at", "actor", "role", "verb", "from", "to", "note"}
    assert (event["actor"], event["to"]) == ("lin", "received")


def test_show_names_the_lines_that_lack_something(run: Run) -> None:
    order = run("order", "show", "A3", "--json").json
    assert order["missing_lines"] == {"unit_price": [2]}
    assert "unit price (line 2)" in run("order", "show", "A3").out


@pytest.mark.parametrize("lang", ["en", "zh_CN", "zh_TW"])
def test_the_dossier_fits_eighty_columns(run: Run, lang: str) -> None:
    for number in ("A1", "A3"):
        done = run("order", "show", number, lang=lang)
        assert done.code == 0
        assert max(cells(line) for line in done.out.splitlines()) <= 80
        assert number in done.out.splitlines()[0]


def test_the_dossier_marks_what_was_supplied(run: Run) -> None:
    out = run("order", "show", "A1").out
    assert "Fried Mee (price list)" in out
    assert "(customer file)" in out
    assert "(policy)" in out


def test_an_unknown_order_is_not_found_and_similar_ones_are_named(run: Run) -> None:
    for command in ("show", "history", "verbs"):
        done = run("order", command, "A")
        assert done.code == 4
        assert "A1" in done.err


def test_an_order_entered_by_hand(run: Run) -> None:
    done = run(
        "order", "new", "--customer", "VINET", "--set", "line.1.product_code=42", "--set", "line.1.quantity=5",
        "--note", "by telephone",
    )  # fmt: skip
    assert done.code == 0, done.err
    number = done.out.strip()
    order = run("order", "show", number, "--json").json
    assert order["state"] == "draft"
    assert order["lines"][0]["unit_price"] == "9.8"
    assert order["events"][0]["note"] == "by telephone"


def test_a_new_order_with_a_number_of_its_own(run: Run) -> None:
    done = run("order", "new", "--customer", "HC", "--number", "H-1", "--json", "--ack")
    first, _, rest = done.out.partition("\n")
    assert first.startswith("COMMITTED ")
    assert '"number": "H-1"' in rest
    assert run("order", "new", "--customer", "HC", "--number", "H-1").code == 7


def test_the_same_customer_number_twice_is_warned_of(run: Run) -> None:
    first = run("order", "new", "--customer", "HC", "--set", "customer_po_no=PO-77")
    assert first.err == ""
    second = run("order", "new", "--customer", "HC", "--set", "customer_po_no=PO-77")
    assert "PO-77" in second.err
    assert first.out.strip() in second.err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--customer", "nobody"], 4), ([], 2), (["--customer", "HC", "--set", "colour=red"], 2),
        (["--customer", "HC", "--set", "requested_date=soon"], 7), (["--customer", "HC", "--set", "x"], 2),
        (["--customer", "HC", "--set", "note=a", "--set", "note=b"], 2),
    ],
)  # fmt: skip
def test_new_orders_that_are_refused(run: Run, options: list[str], code: int) -> None:
    head = run("audit", "head").out
    done = run("order", "new", *options)
    assert done.code == code, done.err
    assert "Traceback" not in done.err
    assert run("audit", "head").out == head


def test_history_for_people_and_scripts(run: Run) -> None:
    run("order", "do", "A1", "note", "--note", "looked at it")
    assert "looked at it" in run("order", "history", "A1").out
    events = run("order", "history", "A1", "--json").json
    assert [event["verb"] for event in events][-1] == "note"
    assert events[-1]["note"] == "looked at it"


def test_verbs_for_people_and_scripts(run: Run) -> None:
    found = run("order", "verbs", "A1", "--json").json
    assert [entry["verb"] for entry in found] == run("order", "show", "A1", "--json").json["verbs"]
    contact = next(entry for entry in found if entry["verb"] == "contact")
    assert [field["name"] for field in contact["fields"] if field["required"]] == ["channel", "outcome", "note"]
    told = run("order", "verbs", "A1").out
    assert "--set channel=" in told
    assert "submit" in told


def test_customers_and_products(run: Run) -> None:
    assert "海川电梯" in run("customers", "list").out
    assert [row["code"] for row in run("customers", "list", "--json").json] == ["HC", "VINET"]
    assert [row["list_price"] for row in run("products", "list", "--json").json] == ["9.8", "34.8"]
    assert "9.8" in run("products", "list").out
