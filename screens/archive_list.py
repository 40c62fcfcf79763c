"""The list of the archive: what was ordered, whether its file is complete, how long it is kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from data.orders import OrderRow
from data.rules.filing import FiledRow
from data.rules.lists import ListQuery
from data.words import N_, _
from screens.rows import DeskRows
from widgets.badge import Clock, Moment, short_date
from widgets.cells import Part, Tone
from widgets.columns import Column, Width
from widgets.order_table import order_columns

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from screens.bridge import Bridge

_NOTHING = Part("–", Tone.MUTED)


class FiledRows(DeskRows):
    """Rows of the archive. A search is made once and gives the keys of all that was found; pages are read by key."""

    def __init__(self, bridge: "Bridge", query: ListQuery) -> None:
        """Read the list that the query names."""
        super().__init__(bridge, query)
        self._way = bridge
        self._search = query.filter.anywhere
        self._keys: Sequence[int] | None = None
        self._finding = asyncio.Lock()

    async def _found(self) -> Sequence[int]:
        """Return the keys of what was found; who asks meanwhile waits for the same search."""
        async with self._finding:
            if self._keys is None:
                self._keys = await self._way.ask(lambda desk: desk.search.find(self.query))
            return self._keys

    async def count(self) -> int:
        """Return how many rows there are."""
        return len(await self._found()) if self._search else await super().count()

    async def rows(self, first: int, limit: int) -> Sequence[OrderRow]:
        """Return the rows from the place `first` on."""
        if not self._search:
            return await self._filed(await super().rows(first, limit))
        some = (await self._found())[first : first + limit]

        def rows(desk: "Desk") -> Sequence[OrderRow]:
            return desk.filing.rows(desk.search.rows(some), self._search)

        return await self._way.ask(rows) if some else ()

    async def named(self, keys: Sequence[str]) -> Sequence[OrderRow]:
        """Return these orders as they are now."""
        return await self._filed(await super().named(keys))

    async def find(self, key: str) -> int | None:
        """Return the place of an order, or None where the list does not have it."""
        if not self._search:
            return await super().find(key)
        found = await self._found()
        rows = await super().named((key,))
        own = rows[0].order_id if rows else 0
        return next((place for place, one in enumerate(found) if one == own), None)

    async def scan(self) -> None:
        """Find the anchors of a long list; what was searched for has its keys already."""
        if not self._search:
            await super().scan()

    async def _filed(self, rows: Sequence[OrderRow]) -> Sequence[OrderRow]:
        return await self._way.ask(lambda desk: desk.filing.rows(rows, self._search)) if rows else rows


def archive_columns(clock: Clock) -> Sequence[Column[OrderRow]]:
    """Return the columns that only the archive has; `clock` gives the moment."""
    return (
        replace(order_columns(clock)["customer"], width=Width(12, 18, 2)),
        Column("goods", N_("Goods"), _goods, Width(10, 30, 4), rank=1),
        Column("papers", N_("Papers"), papers_part, Width(6, 8), rank=2),
        Column("closed_at", N_("Closed"), lambda row: _closed(row, clock()), Width(8, 11), right=True, rank=8),
        Column("keep_until", N_("Keep until"), lambda row: _kept(row, clock()), Width(11, 13), right=True, rank=9),
    )


def _goods(row: OrderRow) -> Part | str:
    if not isinstance(row, FiledRow) or not row.goods:
        return _NOTHING
    return _("{goods} +{number}").format(goods=row.goods, number=row.more) if row.more else row.goods


def papers_part(row: OrderRow) -> Part:
    """Return how many papers of the checklist are there; where some are missing, how many."""
    if not isinstance(row, FiledRow) or not row.needed:
        return _NOTHING
    if row.lacking:
        return Part(f"▲ {row.needed - row.lacking}/{row.needed}", Tone.WARN)
    return Part(f"✔ {row.needed}/{row.needed}", Tone.GOOD)


def _closed(row: OrderRow, moment: Moment) -> Part | str:
    if not isinstance(row, FiledRow) or row.closed_at is None:
        return _NOTHING
    return short_date(row.closed_at.astimezone(moment.zone).date(), moment.today)


def _kept(row: OrderRow, moment: Moment) -> Part | str:
    if not isinstance(row, FiledRow) or row.keep_until is None:
        return _NOTHING
    text = short_date(row.keep_until, moment.today)
    return Part(f"◆ {text}", Tone.WARN) if row.keep_until < moment.today else text
