"""Customers: reading their files (C1)."""

from data.desk.subject import Subject
from data.errors import NotFound
from data.parties import Customer
from data.store.queries.parties import customer, customers


class Customers(Subject):
    """The customers' files."""

    def all(self) -> tuple[Customer, ...]:
        """Return all customers in the order of their codes."""
        with self.context.store.reading() as reader:
            return tuple(customers(reader))

    def get(self, named: str) -> Customer:
        """Return the customer with this code or name.

        Raises:
            NotFound: there is none, or several have the name.
        """
        with self.context.store.reading() as reader:
            found = customer(reader, named)
        if found is None:
            raise NotFound("customer", named)
        return found
