"""What fits what somebody is typing into a form: customers and products."""

from data.desk.subject import Subject
from data.parties import Customer, Product
from data.store.queries.suggestions import customers_like, products_like

MOST = 8
"""How many are offered: what fits better is typed on."""


class Suggestions(Subject):
    """Customers and products by a part of their code or name."""

    def customers(self, text: str, most: int = MOST) -> tuple[Customer, ...]:
        """Return the customers that a text fits, the likeliest first; none for an empty text."""
        with self.context.store.reading() as reader:
            return customers_like(reader, text.strip(), most) if text.strip() else ()

    def products(self, text: str, most: int = MOST) -> tuple[Product, ...]:
        """Return the products that a text fits, the likeliest first; none for an empty text."""
        with self.context.store.reading() as reader:
            return products_like(reader, text.strip(), most) if text.strip() else ()
