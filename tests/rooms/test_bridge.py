"""The bridge and the rows that come over it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, cast

import pytest

from data.errors import NoDesk, Refusal
from data.rules.lists import Anchor, ListQuery
from screens.bridge import Bridge
from screens.rows import DeskRows
from tests.rooms.driven import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.desk.desk import Desk


class _FakeDesk:
    """A desk of so many orders, of which only the lists are asked; it notes what it was asked."""

    def __init__(self, orders: int) -> None:
        self.orders = orders
        self.asked: list[tuple[str, int, int]] = []
        self.closed = False
        self.lists = self

    def count(self, _query: ListQuery) -> int:
        return self.orders

    def page(self, _query: ListQuery, after: Anchor | None, limit: int, skip: int = 0) -> tuple[int, ...]:
        self.asked.append(("page", after.position if after else 0, skip))
        begin = (after.position if after else 0) + skip
        return tuple(range(begin, min(begin + limit, self.orders)))

    def end(self, _query: ListQuery, limit: int, skip: int = 0) -> tuple[int, ...]:
        self.asked.append(("end", limit, skip))
        stop = self.orders - skip
        return tuple(range(max(0, stop - limit), stop))

    def anchors(self, _query: ListQuery, step: int = 500, cancelled: Callable[[], bool] = bool) -> Iterator[Anchor]:
        for position in range(step, self.orders + 1, step):
            if cancelled():
                return
            yield Anchor(position, (0, position))

    def close(self) -> None:
        self.closed = True


def bridge_to(desk: object) -> Bridge:
    return Bridge(lambda: cast("Desk", desk))


async def test_a_question_is_carried_out_off_the_loop() -> None:
    desk = _FakeDesk(3)
    bridge = bridge_to(desk)
    loop_thread = threading.get_ident()
    assert await bridge.ask(lambda _desk: threading.get_ident()) != loop_thread
    bridge.close()
    assert desk.closed


async def test_the_desk_is_opened_once_and_tried_again_after_a_refusal() -> None:
    tries: list[int] = []

    def open_desk() -> Desk:
        tries.append(1)
        if len(tries) == 1:
            raise NoDesk(path="x")
        return cast("Desk", _FakeDesk(1))

    bridge = Bridge(open_desk)
    with pytest.raises(Refusal):
        await bridge.ask(lambda _desk: None)
    await asyncio.gather(*(bridge.ask(lambda _desk: None) for _ in range(5)))
    assert len(tries) == 2
    bridge.close()


async def test_a_fault_of_the_program_comes_through() -> None:
    bridge = bridge_to(_FakeDesk(1))
    with pytest.raises(ZeroDivisionError):
        await bridge.ask(lambda _desk: 1 // 0)
    bridge.close()


async def test_a_stream_comes_in_order_and_whole() -> None:
    bridge = bridge_to(_FakeDesk(1))
    found: list[int] = []
    await bridge.stream(lambda _desk, _stopped: iter(range(1000)), found.append)
    await asyncio.sleep(0)
    assert found == list(range(1000))
    bridge.close()


async def test_a_stream_that_nobody_waits_for_stops_its_thread() -> None:
    bridge = bridge_to(_FakeDesk(1))
    running, done = threading.Event(), threading.Event()

    def endless(_desk: Desk, stopped: Callable[[], bool]) -> Iterator[int]:
        try:
            while not stopped():
                running.set()
                yield 1
        finally:
            done.set()

    waiting = asyncio.create_task(bridge.stream(endless, lambda _one: None))
    assert await asyncio.to_thread(running.wait, PATIENCE)
    waiting.cancel()
    assert await asyncio.to_thread(done.wait, PATIENCE)
    bridge.close()


async def rows_of(orders: int) -> tuple[_FakeDesk, Bridge, DeskRows]:
    desk = _FakeDesk(orders)
    bridge = bridge_to(desk)
    rows = DeskRows(bridge, ListQuery())
    assert await rows.count() == orders
    return desk, bridge, rows


@pytest.mark.parametrize("scanned", [False, True])
@pytest.mark.parametrize("orders", [0, 1, 127, 1500, 5000])
async def test_rows_are_the_ones_at_their_place(orders: int, *, scanned: bool) -> None:
    desk, bridge, rows = await rows_of(orders)
    if scanned:
        await rows.scan()
        await asyncio.sleep(0)
    for first in {0, 1, orders // 3, orders // 2, max(0, orders - 130), max(0, orders - 1), orders}:
        found: Any = await rows.rows(first, 128)
        assert list(found) == list(range(first, min(first + 128, orders))), (first, desk.asked[-1])
    bridge.close()


async def test_no_page_skips_far_once_the_list_is_scanned() -> None:
    desk, bridge, rows = await rows_of(100_000)
    await rows.scan()
    await asyncio.sleep(0)
    desk.asked.clear()
    for first in range(0, 100_000, 4321):
        await rows.rows(first, 128)
    assert max(skip for _kind, _at, skip in desk.asked) < 500
    bridge.close()


async def test_the_end_of_a_long_list_is_read_from_behind_before_it_is_scanned() -> None:
    desk, bridge, rows = await rows_of(1_000_000)
    await rows.rows(999_900, 128)
    assert desk.asked == [("end", 100, 0)]
    bridge.close()
