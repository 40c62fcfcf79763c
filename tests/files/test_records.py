"""Customer lists and product lists."""

from decimal import Decimal

from data.drafts import Subject
from tests.files.sheets import codes, customers, products, reading, remarks


def test_customers() -> None:
    header = ["客户编码", "客户名称", "联系人", "电话", "信用额度", "付款方式", "币种", "邮编", "开户行"]
    rows = [header, ["C001", "海川电梯", "李工", "0571-8888", "¥500,000", "月结30天", "人民币", "012345", "工行"]]
    (customer,) = customers(reading(rows, Subject.CUSTOMERS))
    assert (customer.code, customer.name, customer.contact, customer.phone) == ("C001", "海川电梯", "李工", "0571-8888")
    assert (customer.credit_limit, customer.currency, customer.postal_code) == (Decimal(500000), "CNY", "012345")
    assert (customer.payment_terms, customer.extra, customer.row) == ("月结30天", {"开户行": "工行"}, 2)


def test_products() -> None:
    header = ["productID", "productName", "quantityPerUnit", "unitPrice", "leadTime", "税率", "unitsInStock"]
    (product,) = products(reading([header, [1, "Chai", "10 boxes", "$18.00", "5 days", "13%", 39]], Subject.PRODUCTS))
    assert (product.code, product.name, product.specification, product.list_price) == (
        "1",
        "Chai",
        "10 boxes",
        Decimal(18),
    )
    assert (product.currency, product.lead_days, product.tax_rate) == ("USD", 5, Decimal("0.13"))
    assert product.extra == {"unitsInStock": "39"}


def test_rows_without_code_and_name_and_codes_twice_are_refused() -> None:
    rows = [
        ["Code", "Name", "City"],
        ["A", "Acme", "Leeds"],
        ["A", "Again", ""],
        ["", "Only a name", ""],
        ["B", "", ""],
        ["", "", "York"],
    ]
    result = reading([*rows, ["C", "Cee", ""]], Subject.CUSTOMERS)
    assert [customer.code for customer in customers(result)] == ["A", "", "B", "C"]
    assert codes(result) == [(3, "code", "twice_in_file")]
    assert result.refused[0].problems[0].detail == "2"


def test_a_bad_value_refuses_its_row_only() -> None:
    rows = [["Code", "Name", "Credit limit"], ["A", "Acme", "a lot"], ["B", "Bolt", -5], ["C", "Cee", 5]]
    result = reading(rows, Subject.CUSTOMERS)
    assert codes(result) == [(2, "credit_limit", "not_a_number"), (3, "credit_limit", "negative")]
    assert [customer.code for customer in customers(result)] == ["C"]


def test_totals_and_footers_are_no_records() -> None:
    rows = [["产品编码", "产品名称", "单价"], ["X", "螺钉", 1], ["合计", "", 1], ["制表：王"]]
    result = reading(rows, Subject.PRODUCTS)
    assert ([product.code for product in products(result)], codes(result)) == (["X"], [])


def test_a_code_refused_above_may_come_again() -> None:
    rows = [["Code", "Name", "Credit limit"], ["A", "Acme", "a lot"], ["A", "Acme", 5]]
    result = reading(rows, Subject.CUSTOMERS)
    assert [customer.credit_limit for customer in customers(result)] == [5]
    assert remarks(result) == set()


def test_a_lead_time_in_other_units_than_days_is_kept_as_text() -> None:
    rows = [["Code", "Name", "Lead time"], ["A", "Bolt", "5 days"], ["B", "Nut", "2 weeks"], ["C", "Pin", 3]]
    result = reading(rows, Subject.PRODUCTS)
    assert [(item.lead_days, dict(item.extra)) for item in products(result)] == [
        (5, {}),
        (None, {"Lead time": "2 weeks"}),
        (3, {}),
    ]
    assert remarks(result) == {"not_whole"}
