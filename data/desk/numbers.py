"""Giving numbers (I5): the next of a series, inside the transaction that uses it."""

from collections.abc import Iterable
from datetime import date

from data.rules.numbering import number, series
from data.store.queries.desk import last_in_series
from data.store.queries.parties import customers_named
from data.store.tables.events import NumberSeries
from data.store.unit import Writer


def give(tx: Writer, pattern: str, on: date, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """Return the next number of a pattern and remember it; numbers that are taken already are left out."""
    return give_many(tx, pattern, on, 1, taken)[0]


def give_many(
    tx: Writer, pattern: str, on: date, how_many: int, taken: frozenset[str] | set[str] = frozenset()
) -> list[str]:
    """Return the next numbers of a pattern and remember the last of them."""
    name = series(pattern, on)
    last = last_in_series(tx, name)
    sequence = last or 0
    found: list[str] = []
    while len(found) < how_many:
        sequence += 1
        candidate = number(name, sequence)
        if candidate not in taken:
            found.append(candidate)
    if found:
        if last is None:
            tx.insert(NumberSeries, {"series": name, "last": sequence})
        else:
            tx.update(NumberSeries, name, {"last": sequence})
    return found


def give_customer_codes(tx: Writer, pattern: str, on: date, how_many: int, in_file: Iterable[str]) -> list[str]:
    """Return the next codes of a pattern that no customer has, imported ones and those of a file included (C1)."""
    taken = set(in_file)
    while True:
        codes = give_many(tx, pattern, on, how_many, taken)
        clash = {one.code for one in customers_named(tx, codes)}
        if not clash:
            return codes
        taken |= clash
