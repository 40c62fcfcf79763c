"""A bar that shows how far long work is, on standard error and only where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from data.words.printable import printable

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Show a bar while the block runs; the block is given what moves it: how many of how many are done."""
    if not sys.stderr.isatty():
        yield _nowhere
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    # A file's name is text from outside: it is printed as it is, never read as markup.
    name = TextColumn("{task.description}", markup=False)
    with Bar(name, BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(printable(title), total=None)

        def move(done: int, of_all: int) -> None:
            bar.update(task, completed=done, total=of_all)

        yield move


def _nowhere(_done: int, _of_all: int) -> None:
    return None
