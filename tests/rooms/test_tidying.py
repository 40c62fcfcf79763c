"""Memory is searched for rubbish in the pauses between keys, never while somebody waits for a repaint."""

import asyncio
import gc

import pytest

from orderclerk import tidying
from orderclerk.tidying import TidyApp, tidy


@pytest.mark.parametrize(
    ("counts", "searched"), [((900, 3, 0), 0), ((0, 10, 50), 2), ((0, 11, 10), 1), ((5, 11, 11), 2), ((5, 0, 0), 0)]
)
def test_what_is_new_is_searched_most_often(
    monkeypatch: pytest.MonkeyPatch, counts: tuple[int, int, int], searched: int
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: counts)
    monkeypatch.setattr(gc, "collect", asked.append)
    tidy()
    assert asked == [searched]


async def test_every_key_puts_the_search_off(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[str] = []
    for name in ("freeze", "enable"):
        monkeypatch.setattr(gc, name, lambda name=name: frozen.append(name))
    monkeypatch.setattr(gc, "set_threshold", lambda *limits: frozen.append(f"{limits}"))
    searched = asyncio.Event()
    monkeypatch.setattr(tidying, "tidy", searched.set)
    app = TidyApp()

    def due() -> asyncio.TimerHandle | None:
        return app._tidy_at

    async with app.run_test() as pilot:
        await pilot.press("a")
        assert due() is None
        app.keep_tidy()
        assert frozen == ["freeze", "(50000, 10, 10)", "enable"]
        await pilot.press("a")
        first = due()
        await pilot.press("b")
        assert first is not None
        assert first.cancelled()
        second = due()
        assert second is not None
        assert not second.cancelled()
        await asyncio.wait_for(searched.wait(), 10)
