"""All tables at once: what makes a desk, what a migration is compared with."""

from data.store.tables import events, files, orders, parties, work
from data.store.tables.base import metadata

MODULES = (events, files, parties, orders, work)
"""Every module of tables; importing this module fills `metadata`."""

__all__ = ["MODULES", "metadata"]
