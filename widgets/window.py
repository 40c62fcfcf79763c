"""A window over a list that is too long to hold: pages of rows, the least looked at given up first."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

PAGE = 128
"""Rows that are read in one go: more than a screen shows, little enough to come at once."""

PAGES = 24
"""Pages that are kept; memory stays flat however far somebody scrolls."""


class RowSource(Protocol[R_co]):
    """Where the rows of a list come from, in a fixed order; keys are what people name a row by.

    Each method may raise a `Refusal`, which the table hands on as a message.
    """

    async def count(self) -> int:
        """Return how many rows there are."""
        ...

    async def rows(self, first: int, limit: int) -> Sequence[R_co]:
        """Return the rows from the place `first` (0 is the first), at most `limit`."""
        ...

    async def named(self, keys: Sequence[str]) -> Sequence[R_co]:
        """Return these rows as they are now, in any order; one that is gone is left out."""
        ...

    async def find(self, key: str) -> int | None:
        """Return the place of a row, or None where the list does not have it."""
        ...


class Window(Generic[R]):
    """The pages at hand, by their number; page n holds the rows from n × `PAGE` on."""

    def __init__(self, page: int = PAGE, pages: int = PAGES) -> None:
        """Start empty; `page` is the rows of a page, `pages` how many are kept."""
        self.page = page
        self._most = pages
        self._pages: OrderedDict[int, list[R]] = OrderedDict()

    def clear(self) -> None:
        """Forget all pages."""
        self._pages.clear()

    def put(self, number: int, rows: Sequence[R]) -> None:
        """Keep a page, and give up the one that was not looked at for longest."""
        self._pages[number] = list(rows)
        self._pages.move_to_end(number)
        while len(self._pages) > self._most:
            self._pages.popitem(last=False)

    def get(self, place: int) -> R | None:
        """Return the row at a place, or None while it is not at hand."""
        rows = self._pages.get(place // self.page)
        within = place % self.page
        return rows[within] if rows is not None and within < len(rows) else None

    def touch(self, first: int, last: int) -> None:
        """Note that these places are looked at now."""
        for number in range(max(0, first) // self.page, max(0, last) // self.page + 1):
            if number in self._pages:
                self._pages.move_to_end(number)

    def missing(self, first: int, last: int) -> int | None:
        """Return the first page between two places that is not at hand."""
        pages = range(max(0, first) // self.page, max(0, last) // self.page + 1)
        return next((number for number in pages if number not in self._pages), None)

    def replace(self, rows: Sequence[R], key: Callable[[R], str]) -> list[int]:
        """Put newer versions of rows in their places; return the places. Rows that are not at hand are left out."""
        newer = {key(row): row for row in rows}
        found = []
        for place, row in self.items():
            if (new := newer.get(key(row))) is not None:
                self._pages[place // self.page][place % self.page] = new
                found.append(place)
        return found

    def items(self) -> Iterator[tuple[int, R]]:
        """Yield place and row of everything at hand."""
        for number, rows in list(self._pages.items()):
            for within, row in enumerate(rows):
                yield number * self.page + within, row

    def __len__(self) -> int:
        return sum(map(len, self._pages.values()))
