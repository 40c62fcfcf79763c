"""All tables at once: what makes a desk, what a migration is compared with."""

from data.store.tables import events, files, joint, orders, outbox, parties, people, reviews, work
from data.store.tables.base import metadata

MODULES = (events, files, parties, people, orders, reviews, joint, outbox, work)
"""Every module of tables; importing this module fills `metadata`."""

__all__ = ["MODULES", "metadata"]
