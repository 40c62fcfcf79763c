"""Cost, rules and the standing of a customer in review room and dossier, and what is behind them (R1, R3, R5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy
from data.store.queries.parties import products_by_code
from data.store.tables.parties import ProductRow
from screens.order import OrderScreen
from screens.review import ReviewScreen
from screens.review_behind import BehindDialog
from tests.rooms.test_masking import Limited
from tests.rooms.trial import PERSON, Trial
from widgets.checks_view import ChecksView

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk

SIZES = [(80, 24), (120, 40)]


def troubled(desk: Desk) -> None:
    """Let SO-004 be of a product that costs more than it brings, of a customer who owes, against a rule."""
    at, person = desk.context.clock(), desk.context.person
    with desk.context.store.writing() as tx:
        tx.insert(
            ProductRow,
            {"code": "LN-8", "name": "锁紧螺母", "currency": "CNY", "standard_cost": 90_000_000,
             "list_price": 86_500_000, "entered_at": at, "entered_by": person},
        )  # fmt: skip
        assert products_by_code(tx, ["LN-8"])
        tx.commit()
    owing = desk.orders.get("SO-004").customer_code
    desk.intake.new(
        {"customer": owing, "line.1.product_code": "LN-8", "line.1.specification": "M8", "line.1.quantity": "4",
         "line.1.unit_price": "90", "requested_date": "2027-01-08", "delivery_place": "Dock 2, Utopia"},
        number_wanted="SO-050",
    )  # fmt: skip
    for verb, fields in (
        ("accept", {}), ("submit", {}), ("pass", {"review": "sales"}), ("pass", {"review": "finance"}),
        ("allocate", {"source": "stock"}), ("start", {}), ("make_ready", {}), ("ship", {"carrier": "SF"}),
        ("deliver", {"signed_by": "Li"}), ("invoice", {"number": "INV-50"}),
    ):  # fmt: skip
        desk.do("SO-050", verb, fields)
    desk.intake.new(
        {"customer": owing, "line.1.product_code": "LN-8", "line.1.specification": "M8", "line.1.quantity": "4",
         "line.1.unit_price": "95", "requested_date": "2027-03-08", "delivery_place": "Dock 2, Utopia"},
        number_wanted="SO-051",
    )  # fmt: skip
    for verb in ("accept", "submit"):
        desk.do("SO-051", verb)
    with desk.context.store.writing() as tx:
        tx.update(ProductRow, products_by_code(tx, ["LN-8"])["LN-8"].product_id, {"standard_cost": 96_500_000})
        tx.commit()
    document = default_policy()
    for old, new in (
        ("countries = {} ", 'countries = { Utopia = "embargo of 2026" } '),
        ("margin = 0.0 ", "margin = 0.1 "),
    ):
        assert document.count(old) == 1
        document = document.replace(old, new)
    desk.policy.set(document)


@pytest.fixture
def owing(trial: Trial) -> Trial:
    """The full screen on such a desk, two months later."""
    trial.ask(troubled)
    trial.now += timedelta(days=64)
    return trial


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_reviewers_see_cost_rules_and_standing_and_what_is_behind(
    owing: Trial, size: tuple[int, int]
) -> None:
    async with owing.run(*size) as desk:
        await desk.press("2")
        room = desk.screen(ReviewScreen)
        while room.row is not None and room.row.number != "SO-051":
            await desk.press("down")
        await desk.press("f3")
        view = room.pane.query_one(ChecksView)
        found = {check.name: item for item, check in enumerate(view.checks)}
        assert {view.checks[found[name]].grade.value for name in ("margin", "rules")} == {"fail"}
        assert view.checks[found["standing"]].grade.value == "warn"
        for part in ("cost and margin R3", "law and rules of the company R1", "standing of the customer R5"):
            assert part in desk.text
        behind = {
            "margin": ("95.00 without tax is below the cost of 96.50", "standard cost", "CNY 96.50"),
            "rules": ("Rules of the policy", "Utopia", "embargo of 2026"),
            "standing": ("Overdue", "INV-50", "CNY 360.00", "34 days late", "agreed orders: 2"),
        }
        for name, parts in behind.items():
            view.focus()
            view.item = found[name]
            await desk.press("right")
            desk.screen(BehindDialog)
            told = " ".join(desk.text.replace("│", " ").split())
            for part in parts:
                assert part in told, (name, part, told)
            await desk.press("left")


async def test_the_dossier_tells_them_too(owing: Trial) -> None:
    async with owing.run(120, 40) as desk:
        await desk.press("ctrl+g")
        await desk.write("SO-051")
        await desk.press("enter")
        dossier = desk.screen(OrderScreen)
        names = {check.name for check in dossier.query_one("#check-list", ChecksView).checks}
        assert {"margin", "rules", "standing"} <= names


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_no_figure_of_cost_is_shown_to_whoever_may_not_see_it(
    owing: Trial, folder: Path, size: tuple[int, int]
) -> None:
    def shut(desk: Desk) -> None:
        boss = desk.as_person("boss")
        boss.people.enter("boss", {"name": "Boss"})
        boss.people.enter(PERSON, {"name": "Zhang", "roles": "clerk"})
        _version, document = boss.policy.document()
        boss.policy.set(document.replace('mode = "open" ', 'mode = "named" '), user="boss")

    owing.ask(shut)
    limited = Limited(folder)
    limited.now = owing.now
    async with limited.run(*size) as desk:
        await desk.press("ctrl+g")
        await desk.write("SO-051")
        await desk.press("enter")
        dossier = desk.screen(OrderScreen)
        view = dossier.query_one("#check-list", ChecksView)
        (item,) = (at for at, check in enumerate(view.checks) if check.name == "margin")
        assert view.checks[item].grade.value == "fail"
        while dossier.tab != "checks":
            await desk.press("f4")
        view.focus()
        told = desk.text
        view.item = item
        await desk.press("right")
        desk.screen(BehindDialog)
        told += desk.text
        assert "judged by the cost, which is not shown to you" in " ".join(told.replace("│", " ").split())
        assert "•••" in told
        for secret in ("96.50", "-1.6%", "10%"):
            assert secret not in told
