"""What fits what is typed into a form: customers and products, the likeliest first."""

import pytest

from data.store.tables.parties import CustomerRow, ProductRow
from tests.desk.office import NOW, Office


def named(office: Office, table: type[CustomerRow | ProductRow], **names: str) -> None:
    with office.store.writing() as tx:
        for code, name in names.items():
            tx.insert(table, {"code": code, "name": name, "entered_at": NOW, "entered_by": "li"})
        tx.commit()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("C1", ["C1", "C10", "AC1"]),
        ("c1", ["C1", "C10", "AC1"]),
        ("海川", ["C1"]),
        ("north", ["C2", "C10"]),
        ("  C2 ", ["C2"]),
        ("", []),
        ("   ", []),
        ("no such", []),
    ],
)
def test_customers_fit_by_code_and_name(office: Office, typed: str, codes: list[str]) -> None:
    named(office, CustomerRow, C10="The Northerners", AC1="Zeta")
    assert [customer.code for customer in office.desk.suggestions.customers(typed)] == codes


def test_products_fit_by_code_name_and_specification(office: Office) -> None:
    assert [product.code for product in office.desk.suggestions.products("P")] == ["P1", "P2", "P3"]
    assert [product.code for product in office.desk.suggestions.products("mot")] == ["P2"]


@pytest.mark.parametrize("typed", ["%", "_", "/", "a/b", "100%"])
def test_signs_of_patterns_stand_for_themselves(office: Office, typed: str) -> None:
    named(office, ProductRow, **{"a/b": "100% wool_yarn"})
    assert [product.code for product in office.desk.suggestions.products(typed)] == ["a/b"]


def test_only_a_few_are_offered(office: Office) -> None:
    named(office, ProductRow, **{f"X{number:02}": "thing" for number in range(20)})
    assert len(office.desk.suggestions.products("thing")) == 8
