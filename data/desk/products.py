"""Products and their list prices: reading them (C4)."""

from data.desk.subject import Subject
from data.parties import Product
from data.store.queries.parties import products


class Products(Subject):
    """The price list."""

    def all(self) -> tuple[Product, ...]:
        """Return all products in the order of their codes."""
        with self.context.store.reading() as reader:
            return tuple(products(reader))
