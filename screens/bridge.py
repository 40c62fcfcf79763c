"""The one way from the screens to the desk: questions are carried out in threads, answers come back to the loop."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event, Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from data.desk.desk import Desk

T = TypeVar("T")

Question = Callable[["Desk"], T]
"""What is asked of the desk; it runs in a thread and touches no widget."""

_THREADS = 4
"""One verb may wait for another program's lock while lists are read on."""

_AT_ONCE = 64
"""Items of a stream that are handed over together, so that the loop is not woken for each."""


class Bridge:
    """The desk, off the event loop.

    The desk is opened by the first question, and tried again by the next one where it could not be opened.
    """

    def __init__(self, open_desk: Callable[[], "Desk"], threads: int = _THREADS) -> None:
        """Work with the desk that the composition root opens; nothing of it is imported before it is called."""
        self._open_desk = open_desk
        self._desk: Desk | None = None
        self._opening = Lock()
        self._closed = Event()
        self._admitted = asyncio.Event()
        self._admitted.set()
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="desk")

    async def ask(self, question: "Question[T]") -> T:
        """Carry out a question and return its answer.

        Where nobody is let in yet, it waits until somebody is.

        Raises:
            Refusal: the desk's, also that of opening it.
        """
        await self._admitted.wait()
        return await self.ask_outside(question)

    async def ask_outside(self, question: "Question[T]") -> T:
        """Carry out what is asked before somebody is let in: who it is, and whether the password is right.

        Raises:
            Refusal: the desk's, also that of opening it.
        """
        return await asyncio.wrap_future(self._pool.submit(self._answer, question))

    async def stream(
        self, question: Callable[["Desk", Callable[[], bool]], Iterable[T]], take: Callable[[T], object]
    ) -> None:
        """Carry out a question with many answers; each is taken on the loop, in order, as it comes.

        Args:
            question: gets the desk, and a function that says whether nobody waits any more.
            take: what is done with an answer.

        Raises:
            Refusal: the desk's.
        """
        loop = asyncio.get_running_loop()
        gone = Event()

        def stopped() -> bool:
            return gone.is_set() or self._closed.is_set()

        def hand_over(some: list[T]) -> None:
            for one in some:
                if not gone.is_set():
                    take(one)

        def run(desk: "Desk") -> None:
            waiting: list[T] = []
            for one in question(desk, stopped):
                if stopped():
                    return
                waiting.append(one)
                if len(waiting) == _AT_ONCE:
                    loop.call_soon_threadsafe(hand_over, waiting)
                    waiting = []
            if not stopped():
                loop.call_soon_threadsafe(hand_over, waiting)

        try:
            await self.ask(run)
        finally:
            # whoever waited may have been cancelled; the thread then stops by itself
            gone.set()

    def shut(self) -> None:
        """Let questions wait until somebody is let in; what is being carried out comes to its end."""
        self._admitted.clear()

    def admit(self) -> None:
        """Let somebody in: questions are carried out again."""
        self._admitted.set()

    def become(self, person: str) -> None:
        """Carry out questions as somebody else from now on; called in a thread of the bridge."""
        with self._opening:
            if self._desk is not None:
                self._desk = self._desk.as_person(person)

    def close(self, *, wait: bool = True) -> bool:
        """Ask nothing more, let what is being written come to its end, and close the desk.

        Args:
            wait: whether to wait for a desk that is only being opened; nothing was written to it yet.

        Returns:
            whether it is closed; otherwise a thread is still opening it.
        """
        self._closed.set()
        if not wait and self._desk is None and self._opening.locked():
            self._pool.shutdown(wait=False, cancel_futures=True)
            return False
        self._pool.shutdown(wait=True, cancel_futures=True)
        with self._opening:
            desk, self._desk = self._desk, None
        if desk is not None:
            desk.close()
        return True

    def _answer(self, question: "Question[T]") -> T:
        return question(self._opened())

    def _opened(self) -> "Desk":
        with self._opening:
            if self._desk is None:
                if self._closed.is_set():
                    raise CancelledError
                self._desk = self._open_desk()
            return self._desk
