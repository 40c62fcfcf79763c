"""Rows of a list for the table: read by keyset from the nearest anchor, however far somebody scrolls."""

import asyncio
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from data.orders import OrderRow
from data.rules.lists import Anchor, ListQuery
from screens.bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.desk.desk import Desk
    from data.rules.lists import FirstRows

    Beginning = Callable[[ListQuery], FirstRows | None]

_SCAN_FROM = 1_000
"""A list of no more rows than these needs no anchors."""

_REST = 0.4
"""Seconds for which a list stays before its anchors are looked for: whoever types a search has the next one soon."""


class DeskRows:
    """One list of orders, as the table asks for it; a list that is read anew is a new one."""

    def __init__(self, bridge: Bridge, query: ListQuery, beginning: "Beginning | None" = None) -> None:
        """Read the list that the query names; `beginning` knows the rows that were seen already."""
        self.query = query
        self._beginning = beginning
        self._bridge = bridge
        self._total: int | None = None
        self._anchors: list[Anchor] = []
        self._scanned = False

    async def count(self) -> int:
        """Return how many rows there are."""
        self._total = await self._bridge.ask(lambda desk: desk.lists.count(self.query))
        return self._total

    async def rows(self, first: int, limit: int) -> Sequence[OrderRow]:
        """Return the rows from the place `first` on."""
        if first == 0 and self._beginning is not None and (seen := self._beginning(self.query)) is not None:
            return seen.rows[:limit]
        before = bisect_right(self._anchors, first, key=lambda anchor: anchor.position)
        anchor = self._anchors[before - 1] if before else None
        skip = first - (anchor.position if anchor else 0)
        # while the anchors are not at hand yet, the end of a long list is nearer from behind
        if self._total is not None and (behind := self._total - first - limit) < skip:
            wanted = limit + min(0, behind)
            if wanted <= 0:
                return ()
            return await self._bridge.ask(lambda desk: desk.lists.end(self.query, wanted, max(0, behind)))
        return await self._bridge.ask(lambda desk: desk.lists.page(self.query, anchor, limit, skip))

    async def named(self, keys: Sequence[str]) -> Sequence[OrderRow]:
        """Return these orders as they are now."""
        return await self._bridge.ask(lambda desk: desk.lists.rows(tuple(keys)))

    async def find(self, key: str) -> int | None:
        """Return the place of an order, or None where the list does not have it."""
        return await self._bridge.ask(lambda desk: desk.lists.position_of(self.query, key))

    async def scan(self) -> None:
        """Find the anchors of a long list, once, while its first rows are shown already."""
        if self._scanned or (self._total is not None and self._total <= _SCAN_FROM):
            return
        self._scanned = True
        await asyncio.sleep(_REST)

        def anchors(desk: "Desk", stopped: "Callable[[], bool]") -> Iterator[Anchor]:
            return desk.lists.anchors(self.query, cancelled=stopped)

        await self._bridge.stream(anchors, self._anchors.append)
