"""How a table gets its rows: one question at a time, for what is looked at now; late answers are dropped.

Whoever leafs through a million rows faster than they can be read never queues anything up: when an answer comes, the
next question is for the page that is looked at then.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar, cast

from textual import on
from textual.message import Message

from data.errors import Refusal
from widgets.painted import Painted
from widgets.window import RowSource, Window

R = TypeVar("R")
T = TypeVar("T")

SELECT_MOST = 10_000
"""No more rows than these are selected at once: a bulk verb carries each out by itself."""


class _Answer(Message, bubble=False):
    """An answer of the source.

    Attributes:
        reading: to which reading of the list the question belonged.
        what: which question it was.
        value: the answer; a `Refusal` where there was none.
        about: what the question was about.
    """

    def __init__(self, reading: int, what: str, value: Any, about: Any) -> None:
        super().__init__()
        self.reading = reading
        self.what = what
        self.value = value
        self.about = about


class RowFeed(Painted, Generic[R]):
    """The part of a table that asks the source."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.window: Window[R] = Window()
        self.source: RowSource[R] | None = None
        self.total: int | None = None
        self._reading = 0
        self._asking = False
        self._stalled = False

    # --- what a table does with the answers ---------------------------------------------------------------------

    def looked_at(self) -> tuple[int, int]:
        """Return the first and last place that is visible."""
        raise NotImplementedError

    def ahead(self) -> int:
        """Return the place that will be looked at next, if somebody goes on."""
        raise NotImplementedError

    def rows_came(self, first: int, count: int) -> None:
        """Rows from `first` on are at hand now."""
        raise NotImplementedError

    def total_came(self) -> None:
        """`total` is known now, or another one."""
        raise NotImplementedError

    def answered(self, what: str, value: Any, about: Any) -> None:
        """A question of the table's own was answered."""
        raise NotImplementedError

    def refused(self, refusal: Refusal) -> None:
        """A question was refused; nothing is asked until somebody moves on."""
        raise NotImplementedError

    # --- asking --------------------------------------------------------------------------------------------------

    def begin(self, source: RowSource[R], *, same_list: bool) -> None:
        """Read a list anew; answers that are still under way are for nothing.

        Args:
            source: where the rows come from.
            same_list: whether it is the list that was there before, so that its length holds until it is counted.
        """
        self.source = source
        self._reading += 1
        self._asking = False
        self._stalled = False
        self.total = self.total if same_list else None
        self.window.clear()
        self.ask("count", source.count)
        self.read_on()

    def read_on(self) -> None:
        """Ask for a page that is looked at and not at hand; for the one ahead when all of them are."""
        if self.source is None or self._asking or self._stalled:
            return
        first, last = self.looked_at()
        self.window.touch(first, last)
        page = self.window.missing(first, last)
        if page is None:
            ahead = self.ahead()
            page = self.window.missing(ahead, ahead)
        if page is None or (self.total is not None and page * self.window.page >= self.total):
            return
        self._asking = True
        self.ask("rows", partial(self.source.rows, page * self.window.page, self.window.page), page)

    def ask(self, what: str, question: Callable[[], Awaitable[object]], about: object = None) -> None:
        """Ask the source beside the loop; the answer comes to `answered`.

        Args:
            what: which question it is.
            question: puts it; nothing is begun that might never be waited for, as when the screen closes.
            about: what it is about, for the answer.
        """
        wait = partial(self._wait, self._reading, what, question, about)
        self.run_worker(cast("Callable[[], Any]", wait), group=what, description=f"rows: {what}")

    def try_again(self) -> None:
        """Ask again after a refusal, when somebody moves on."""
        if self._stalled:
            self._stalled = False
            self.read_on()

    async def _wait(self, reading: int, what: str, question: Callable[[], Awaitable[object]], about: object) -> None:
        try:
            value = await question()
        except Refusal as refusal:
            value = refusal
        self.post_message(_Answer(reading, what, value, about))

    @on(_Answer)
    def _take(self, message: _Answer) -> None:
        if message.reading != self._reading:
            return
        if message.what == "rows":
            self._asking = False
        if isinstance(message.value, Refusal):
            self._stalled = True
            self.refused(message.value)
            return
        if message.what == "count":
            self._count(message.value)
        elif message.what == "rows":
            self._keep(message.about, message.value)
        else:
            self.answered(message.what, message.value, message.about)

    def _count(self, total: int) -> None:
        self.total = total
        self.total_came()
        self.read_on()

    def _keep(self, page: int, rows: Sequence[R]) -> None:
        first = page * self.window.page
        self.window.put(page, rows)
        if len(rows) < self.window.page and self.total is None:
            self.total = first + len(rows)
            self.total_came()
        self.rows_came(first, len(rows))
        self.read_on()
