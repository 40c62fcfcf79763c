"""Work beside the loop, started in one way: it begins when its turn has come, so nothing is left behind unawaited."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.dom import DOMNode


def start(
    node: DOMNode, work: Callable[[], Coroutine[Any, Any, None]], group: str, description: str, *, only: bool = False
) -> None:
    """Start work that belongs to a widget, a screen or the app, and ends with it; what is being taken away starts none.

    Args:
        node: to what it belongs.
        work: what is done; called when it begins.
        group: under which name it is known; with `only` what ran under it before is cancelled.
        description: for whoever looks for what is under way.
        only: whether no other work of its group may go on.
    """
    if node._pruning:  # noqa: SLF001 - its parts may be gone already, and Textual says so nowhere else
        return
    # Textual's type for work cannot tell a coroutine function from a plain one
    node.run_worker(cast("Callable[[], Any]", work), group=group, description=description, exclusive=only)
