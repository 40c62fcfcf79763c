import pytest

from data.desk.making import default_policy
from data.errors import PolicyRefused
from data.rules.policy import Policy, parse
from data.rules.policy_tables import REQUIRABLE
from data.states import Importance, OrderKind, Review, Role

DOCUMENT = default_policy()


def refused(document: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(PolicyRefused) as found:
        parse(document, "office.toml")
    assert all(problem.where.file == "office.toml" for problem in found.value.problems)
    return [(problem.where.row, problem.field, problem.code) for problem in found.value.problems]


def test_the_first_policy_is_complete(policy: Policy) -> None:
    for kind in OrderKind:
        assert set(policy.required.of(kind)) <= set(REQUIRABLE)
        assert policy.review.reviews[kind]
    assert [policy.archive.keep_years.of(one) for one in Importance] == [3, 5, 10]
    assert policy.people.of("anybody") == (Role.CLERK,)


def test_people_have_the_roles_that_are_named() -> None:
    policy = parse(DOCUMENT.replace("roles = {} ", 'roles = { wang = ["sales_manager"], nobody = [] } '))
    assert policy.people.of("wang") == (Role.SALES_MANAGER,)
    assert policy.people.of("nobody") == (Role.CLERK,)


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ('zone = "Asia/Shanghai"', 'zone = "Asia/Nowhere"', "office.zone", "unknown_zone"),
        ('country = "CN"', 'country = "ZZ"', "office.country", "unknown_country"),
        ('"08:30-12:00", ', '"08:30-14:00", ', "office.working_hours", "bad_hours"),
        ('"08:30-12:00", "13:30-17:30"', "", "office.working_hours", "bad_hours"),
        ('"08:30-12:00", ', '"8-12", ', "office.working_hours", "bad_hours"),
        ('"08:30-12:00", ', '"25:00-26:00", ', "office.working_hours", "bad_hours"),
        ('working_days = ["mon"', 'working_days = ["moon"', "office.working_days.0", "bad_setting"),
        ('default_roles = ["clerk"]', "default_roles = []", "people.default_roles", "bad_setting"),
        ('default_roles = ["clerk"]', 'default_roles = ["king"]', "people.default_roles.0", "bad_setting"),
        ('{yyyy}{mm}-{seq:5}"\nconfirmation', '{yyyy}"\nconfirmation', "numbers.order", "bad_pattern"),
        ('currency = "CNY"\nunit', 'currency = "Yuan"\nunit', "defaults.currency", "unknown_currency"),
        ("tax_rate = 0.0", "tax_rate = 13", "defaults.tax_rate", "bad_setting"),
        ("tax_rate = 0.0", "tax_rate = nan", "defaults.tax_rate", "bad_setting"),
        ('requisition = ["customer",', 'requisition = ["colour",', "required.requisition", "unknown_element"),
        ("urgent = 2\n", "urgent = 0\n", "handling.urgent", "bad_setting"),
        ("urgent = 2\n", "urgent = 1000000000000\n", "handling.urgent", "bad_setting"),
        ("urgent = 2\n", "", "handling.urgent", "key_missing"),
        ("urgent = 2\n", "urgent = 2\nhurry = 1\n", "handling.hurry", "key_unknown"),
        ("due_days = 30 ", "due_days = -1 ", "settlement.due_days", "bad_setting"),
        ("due_days = 30 ", "due_days = 100000000000 ", "settlement.due_days", "bad_setting"),
        ("check_in_days = 7", 'check_in_days = "often"', "tracking.check_in_days", "bad_setting"),
        ("important = 5, ", "", "archive.keep_years.important", "key_missing"),
        ("key = 10", "key = 99999", "archive.keep_years.key", "bad_setting"),
        ("price_tolerance = 0.05", "price_tolerance = -1", "checks.price_tolerance", "bad_setting"),
    ],
)
def test_each_fault_names_its_line_and_key(old: str, new: str, field: str, code: str) -> None:
    assert DOCUMENT.count(old) == 1
    document = DOCUMENT.replace(old, new)
    row, *named = refused(document)[0]
    assert named == [field, code]
    assert row is not None
    table, key, *_ = field.split(".")
    shown = document.splitlines()[row - 1]
    assert shown.startswith((key, f"[{table}]"))


def test_all_faults_are_named_at_once() -> None:
    document = DOCUMENT.replace('country = "CN"', 'country = "ZZ"').replace("urgent = 2\n", "urgent = 0\n")
    assert [code for _, _, code in refused(document)] == ["unknown_country", "bad_setting"]


def test_a_document_that_is_no_toml_names_its_line() -> None:
    assert refused("[office]\nzone = \n") == [(2, "", "bad_toml")]
    assert refused('[office]\nzone = """open') == [(2, "", "bad_toml")]
    assert refused("")[0][2] == "key_missing"


def test_a_new_kind_of_order_without_reviews_goes_to_sales(policy: Policy) -> None:
    assert policy.review.special_products == (Review.TECHNICAL,)


def test_a_policy_in_force_is_not_asked_for_the_holidays_of_its_country_again() -> None:
    document = DOCUMENT.replace('country = "CN"', 'country = "ZZ"')
    assert parse(document, in_force=True).office.country == "ZZ"
    with pytest.raises(PolicyRefused):
        parse(document.replace("urgent = 2\n", "urgent = 0\n"), in_force=True)
