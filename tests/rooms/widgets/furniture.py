"""What the tests of the furniture share: rows, a source that counts its questions, an app of one widget, bad texts."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from data.orders import OrderRow
from data.states import BillingState, DeliveryState, HandlingClass, OrderState
from widgets.badge import Moment
from widgets.painted import Painted

if TYPE_CHECKING:
    import asyncio

    from data.errors import Refusal

NOW = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
MOMENT = Moment(NOW, ZoneInfo("Asia/Shanghai"))
CUSTOMERS = ("海川电梯有限公司", "Ostara Lifts", "Lumenag AG", "MARISOL", "Haldenx", "上海锁紧件厂")

HOSTILE = (
    "bad [/closing]",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m\x07",
    "\u202edesrever\u202c",
    "x" * 10_000,
    "海" * 10_000,
    "👨‍👩‍👧 family ❤️ 🇨🇳",
    "e" + "\u0301" * 10_000,
    "a\tb\r\nc\u2028d",
    "\ud800 half a pair",
    "[bold red]$error",
    "",
)

SIZES = ((60, 15), (80, 24), (120, 40), (300, 80))


def order_row(place: int, **changes: Any) -> OrderRow:
    """The order at a place of an invented list."""
    states = tuple(OrderState)
    values: dict[str, Any] = {
        "order_id": place + 1,
        "number": f"SO-2611-{place:07d}",
        "version": 1,
        "state": states[place % len(states)],
        "delivery_state": DeliveryState.NONE,
        "billing_state": BillingState.NONE,
        "on_hold": place % 17 == 3,
        "handling_class": tuple(HandlingClass)[place % 3],
        "customer_code": f"C{place % 6}",
        "customer_name": CUSTOMERS[place % 6],
        "customer_po_no": f"P{place:012d}",
        "received_at": NOW - timedelta(hours=place % 90),
        "decision_due_at": NOW + timedelta(minutes=37 * (place % 50) - 300),
        "requested_date": date(2026, 12, 8) + timedelta(days=place % 40),
        "promised_date": date(2026, 11, 18) + timedelta(days=place % 40),
        "currency": "CNY",
        "total": (place * 7919) % 100_000_000,
        "lines": place % 9 + 1,
        "missing": ("unit_price", "payment_terms") if place % 5 == 2 else (),
    }
    return OrderRow(**{**values, **changes})


class Source:
    """An invented list of any length; `gate` holds its answers back."""

    def __init__(self, total: int, make: Callable[[int], OrderRow] = order_row) -> None:
        self.total = total
        self.make = make
        self.asked: list[int] = []
        self.named_asked: list[tuple[str, ...]] = []
        self.gate: asyncio.Event | None = None
        self.refusal: Refusal | None = None
        self.changes: dict[str, OrderRow | None] = {}

    async def _answer(self) -> None:
        if self.gate is not None:
            await self.gate.wait()
        if self.refusal is not None:
            raise self.refusal

    async def count(self) -> int:
        await self._answer()
        return self.total

    async def rows(self, first: int, limit: int) -> Sequence[OrderRow]:
        self.asked.append(first)
        await self._answer()
        return [self.make(place) for place in range(first, min(first + limit, self.total))]

    async def named(self, keys: Sequence[str]) -> Sequence[OrderRow]:
        self.named_asked.append(tuple(keys))
        await self._answer()
        rows = [self.changes.get(key, self.make(int(key[-7:]))) for key in keys]
        return [row for row in rows if row is not None]

    async def find(self, key: str) -> int | None:
        await self._answer()
        place = int(key[-7:])
        return place if place < self.total else None


class Bench(App[None]):
    """An app that holds some widgets and writes down what they say."""

    CSS = "Screen { layout: vertical; }"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.on_bench = widgets
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self.on_bench

    def heard(self, *kinds: type[Any]) -> list[Any]:
        return [message for message in self.said if isinstance(message, kinds)]

    async def _on_message(self, message: Message) -> None:
        if type(message).__module__.startswith("widgets."):
            self.said.append(message)
        await super()._on_message(message)


async def settled(pilot: Pilot[Any]) -> None:
    """Let all questions be answered and all answers be shown."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def painted(widget: Painted) -> list[str]:
    """The lines of a painted widget as they stand on the screen."""
    return [widget.render_line(y).text for y in range(widget.space.height)]


def on_screen(app: App[Any]) -> list[str]:
    """The lines of the whole screen."""
    width, height = app.size
    return [strip.text for strip in app.screen._compositor.render_strips(app.size)][:height] if width else []


def assert_harmless(lines: Sequence[str], width: int) -> None:
    """Nothing that a terminal obeys is left, and every line is as wide as the widget."""
    for line in lines:
        assert cell_len(line) == width, line
        assert "\x1b" not in line
        assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in line), line
        assert not any("\u202a" <= character <= "\u202e" for character in line), line
        assert not any("\ud800" <= character <= "\udfff" for character in line), line
