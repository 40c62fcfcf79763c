"""Reading customers, products, suppliers and work centres."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Table, select

from data.parties import Customer, Place, Product
from data.store.queries.shape import shape
from data.store.tables import parties
from data.store.tables.base import table
from data.store.unit import Reader

CUSTOMER = table(parties.CustomerRow)
PRODUCT = table(parties.ProductRow)
_SUPPLIER = table(parties.SupplierRow)
_WORK_CENTRE = table(parties.WorkCentreRow)
_AT_ONCE = 500


def customer(reader: Reader, named: str) -> Customer | None:
    """Return the customer with this code, else the only one with this name, or None."""
    for column in (CUSTOMER.c.code, CUSTOMER.c.name, CUSTOMER.c.foreign_name):
        rows = reader.execute(select(CUSTOMER).where(column == named).limit(2)).mappings().all()
        if len(rows) == 1 and named:
            return shape(Customer, rows[0], customer_id=rows[0]["id"])
    return None


def customer_by_id(reader: Reader, customer_id: int) -> Customer | None:
    """Return the customer with this key, or None."""
    row = reader.execute(select(CUSTOMER).where(CUSTOMER.c.id == customer_id)).mappings().one_or_none()
    return None if row is None else shape(Customer, row, customer_id=row["id"])


def customers(reader: Reader) -> Iterator[Customer]:
    """Yield all customers in the order of their codes."""
    for row in reader.execute(select(CUSTOMER).order_by(CUSTOMER.c.code)).mappings():
        yield shape(Customer, row, customer_id=row["id"])


def customers_named(reader: Reader, names: Sequence[str]) -> tuple[Customer, ...]:
    """Return the customers whose code, name or foreign name is one of these."""
    found: dict[int, Customer] = {}
    for start in range(0, len(names), _AT_ONCE):
        part = names[start : start + _AT_ONCE]
        for column in (CUSTOMER.c.code, CUSTOMER.c.name, CUSTOMER.c.foreign_name):
            for row in reader.execute(select(CUSTOMER).where(column.in_(part))).mappings():
                found[row["id"]] = shape(Customer, row, customer_id=row["id"])
    return tuple(found.values())


def products(reader: Reader) -> Iterator[Product]:
    """Yield all products in the order of their codes."""
    for row in reader.execute(select(PRODUCT).order_by(PRODUCT.c.code)).mappings():
        yield shape(Product, row, product_id=row["id"])


def products_by_code(reader: Reader, codes: Sequence[str]) -> dict[str, Product]:
    """Return code → product of those of the codes that are on the price list."""
    found: dict[str, Product] = {}
    for start in range(0, len(codes), _AT_ONCE):
        part = codes[start : start + _AT_ONCE]
        for row in reader.execute(select(PRODUCT).where(PRODUCT.c.code.in_(part))).mappings():
            found[row["code"]] = shape(Product, row, product_id=row["id"])
    return found


def work_centres(reader: Reader, *, retired: bool = False) -> tuple[Place, ...]:
    """Return the work centres in the order of their codes; with `retired` also those taken off the list."""
    return _places(reader, _WORK_CENTRE, retired=retired)


def suppliers(reader: Reader, *, retired: bool = False) -> tuple[Place, ...]:
    """Return the suppliers in the order of their codes; with `retired` also those taken off the list."""
    return _places(reader, _SUPPLIER, retired=retired)


def _places(reader: Reader, source: Table, *, retired: bool) -> tuple[Place, ...]:
    statement = select(source).order_by(source.c.code)
    if not retired:
        statement = statement.where(source.c.retired_at.is_(None))
    rows = reader.execute(statement).mappings()
    return tuple(shape(Place, row, retired=row["retired_at"] is not None) for row in rows)
