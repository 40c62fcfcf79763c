"""A first look at a list while the desk is still being opened, so that the rows are seen at once."""

from collections.abc import Callable

from data.rules.lists import FirstRows, ListQuery


class Glance:
    """The beginning of the list that is shown first; it counts until the desk itself answers."""

    def __init__(self, read: Callable[[ListQuery], FirstRows | None] | None = None) -> None:
        """Look with the help of `read`; without it there is nothing to be seen before the desk is open."""
        self._read = read
        self._asked: ListQuery | None = None
        self.rows: FirstRows | None = None

    def at(self, query: ListQuery) -> FirstRows | None:
        """Return the beginning of a list: of the one that was asked for first, and of no other one."""
        if self._read is not None and self._asked is None:
            self._asked = query
            self.rows = self._read(query)
        return self.rows if query == self._asked else None

    def over(self) -> None:
        """Take note that the desk answers from now on."""
        self._read, self.rows = None, None
