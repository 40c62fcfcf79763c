"""Customers and products that fit what somebody is typing: the likeliest first, a few of them."""

from typing import Any

from sqlalchemy import Select, Table, case, or_, select

from data.parties import Customer, Product
from data.store.queries.parties import CUSTOMER, PRODUCT
from data.store.queries.shape import shape
from data.store.unit import Reader


def customers_like(reader: Reader, text: str, limit: int) -> tuple[Customer, ...]:
    """Return customers with the text in their code or one of their names; capital letters do not matter in ASCII."""
    return tuple(
        shape(Customer, row, customer_id=row["id"])
        for row in reader.execute(_fitting(CUSTOMER, ("code", "name", "foreign_name"), text, limit)).mappings()
    )


def products_like(reader: Reader, text: str, limit: int) -> tuple[Product, ...]:
    """Return products with the text in their code, name or specification, as `customers_like`."""
    return tuple(
        shape(Product, row, product_id=row["id"])
        for row in reader.execute(_fitting(PRODUCT, ("code", "name", "specification"), text, limit)).mappings()
    )


def _fitting(of: Table, names: tuple[str, ...], text: str, limit: int) -> Select[Any]:
    """Return what asks for the rows that fit: a code that is the text, one that begins so, a name that does, the rest.

    Args:
        of: the table.
        names: its columns that are looked in; the first is the code.
        text: as it was typed.
        limit: how many rows.
    """
    columns = [of.c[name] for name in names]
    begins = [column.istartswith(text, autoescape=True) for column in columns]
    rank = case(
        (columns[0].ilike(_plain(text), escape="/"), 0),
        (begins[0], 1),
        (or_(*begins[1:]), 2),
        else_=3,
    )
    fits = or_(*(column.icontains(text, autoescape=True) for column in columns))
    return select(of).where(fits).order_by(rank, columns[0]).limit(limit)


def _plain(text: str) -> str:
    """Return a text as a pattern that stands for itself only."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
