"""The table of the lists over an invented list of a million rows: opening, key to repaint, memory while leafing.

    python benchmarks/bench_table.py [--rows N] [--json]

Opening is from `show` to the paint that has rows in it. A key counts from its event to the end of the paint that it
causes, over arrows and page keys alike, on a terminal of 120 × 40. Memory is measured after the first pages and again
after leafing through hundreds of them. Ends with 1 where one of the limits is passed.
"""

import argparse
import asyncio
import json
import sys
import time
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

from textual import events
from textual.app import App, ComposeResult

from data.orders import OrderRow
from data.states import BillingState, DeliveryState, HandlingClass, OrderState
from widgets.badge import Moment
from widgets.order_table import OrderTable, order_columns

OPEN_LIMIT, KEY_LIMIT, GROWTH_LIMIT = 50.0, 20.0, 2.0
"""Milliseconds to open (median), milliseconds from key to repaint (95th percentile), MiB of growth while leafing."""

NOW = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
ROUNDS, KEYS, LEAVES = 9, 400, 300
FEWEST = 10_000


def row(place: int) -> OrderRow:
    """Return the order at a place of the list."""
    return OrderRow(
        place + 1, f"SO-202611-{place:07d}", 1, OrderState.IN_REVIEW, DeliveryState.NONE, BillingState.NONE,
        place % 17 == 3, HandlingClass.ORDINARY, "C1", ("海川电梯有限公司", "Ostara Lifts")[place % 2], f"P{place:09d}",
        NOW, NOW + timedelta(minutes=place % 900 - 300), date(2026, 12, 8), None, "CNY", place * 7919 % 10**8, 3, (),
    )  # fmt: skip


class Invented:
    """The list."""

    def __init__(self, total: int) -> None:
        self.total = total

    async def count(self) -> int:
        return self.total

    async def rows(self, first: int, limit: int) -> Sequence[OrderRow]:
        return [row(place) for place in range(first, min(first + limit, self.total))]

    async def named(self, keys: Sequence[str]) -> Sequence[OrderRow]:
        return [row(int(key[-7:])) for key in keys]

    async def find(self, key: str) -> int | None:
        return int(key[-7:])


class Room(App[None]):
    """A screen that holds the table and says when it has been painted."""

    def __init__(self) -> None:
        super().__init__()
        moment = Moment(NOW, ZoneInfo("Asia/Shanghai"))
        names = ("left", "number", "class", "customer", "state", "promised_date", "total", "missing")
        self.table = OrderTable([order_columns(lambda: moment)[name] for name in names])
        self.painted = asyncio.Event()

    def compose(self) -> ComposeResult:
        """Hold the table."""
        yield self.table

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        self.painted.set()

    async def next_paint(self) -> None:
        """Wait for the next paint."""
        self.painted.clear()
        await self.painted.wait()


async def measure(total: int) -> dict[str, float]:
    """Open the list, press keys, leaf; return what came out."""
    app = Room()
    opened, keys = [], []
    async with app.run_test(size=(120, 40)) as pilot:
        app.table.focus()
        for _round in range(ROUNDS):
            await pilot.pause()
            began = time.perf_counter()
            app.table.show(Invented(total))
            while app.table.current is None:
                await app.next_paint()
            opened.append(time.perf_counter() - began)
        await pilot.pause()
        worked = time.process_time()
        for number in range(KEYS):
            key = ("down", "down", "up", "pagedown", "down", "pageup", "pagedown")[number % 7]
            began = time.perf_counter()
            app.post_message(events.Key(key, None))
            await app.next_paint()
            keys.append(time.perf_counter() - began)
        worked = time.process_time() - worked
        await pilot.pause()
        tracemalloc.start()
        before = 0
        for number in range(LEAVES):
            app.table.set_cursor((number * 4_099) % total)
            await pilot.app.workers.wait_for_complete()
            if number == LEAVES // 3:  # by then all pages that are kept are there
                before = tracemalloc.get_traced_memory()[0]
        growth = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
    return {
        "rows": total,
        "open_ms": round(median(opened) * 1000, 1),
        "key_p50_ms": round(median(keys) * 1000, 1),
        "key_p95_ms": round(quantiles(keys, n=20)[18] * 1000, 1),
        "key_cpu_ms": round(worked / KEYS * 1000, 1),
        "growth_mib": round(growth / 2**20, 2),
    }


def main() -> int:
    """Measure and print what came out."""
    parser = argparse.ArgumentParser(description="the table over a list of a million rows")
    parser.add_argument("--rows", type=int, default=1_000_000, help=f"at least {FEWEST}")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.rows < FEWEST:  # at the end of a short list a key moves nothing, and nothing is painted
        parser.error(f"--rows: at least {FEWEST}")
    found = asyncio.run(measure(asked.rows))
    if asked.json:
        print(json.dumps(found))
    else:
        print(f"{found['rows']:,} rows: open {found['open_ms']} ms (limit {OPEN_LIMIT})")
        print(
            f"key to repaint: median {found['key_p50_ms']} ms, p95 {found['key_p95_ms']} ms (limit {KEY_LIMIT}), "
            f"of the processor {found['key_cpu_ms']} ms"
        )
        print(f"memory while leafing: {found['growth_mib']:+} MiB (limit {GROWTH_LIMIT})")
    within = found["open_ms"] <= OPEN_LIMIT and found["key_p95_ms"] <= KEY_LIMIT and found["growth_mib"] <= GROWTH_LIMIT
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
