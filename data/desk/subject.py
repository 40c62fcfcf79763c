"""What the subjects of the desk share: the context, and the mark that binds a method to its verb."""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from data.desk.context import Context
from data.desk.door import behind
from data.desk.move import Change, Move
from data.rules.workflow import Verb

Work = Callable[[Any, Move], Change]
_MARK = "_carries_out"


def carries_out(verb: Verb) -> Callable[[Work], Work]:
    """Bind a method of a subject to the verb that it carries out; `Desk.do` finds it by this mark."""

    def mark(method: Work) -> Work:
        setattr(method, _MARK, verb)
        return method

    return mark


class Subject:
    """One subject of the desk; its methods marked by `carries_out` are its verbs, the others answer behind the door."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Put every public method behind the door, where it is seen to that nobody is told more than they may know."""
        super().__init_subclass__(**kwargs)
        for name, method in tuple(vars(cls).items()):
            if isinstance(method, FunctionType) and not name.startswith("_") and not hasattr(method, _MARK):
                setattr(cls, name, behind(method))

    def __init__(self, context: Context) -> None:
        """Work in this context."""
        self.context = context

    def works(self) -> dict[Verb, Callable[[Move], Change]]:
        """Return verb → bound method of all verbs that this subject carries out."""
        found: dict[Verb, Callable[[Move], Change]] = {}
        for name in dir(type(self)):
            verb = getattr(getattr(type(self), name), _MARK, None)
            if verb is not None:
                found[verb] = getattr(self, name)
        return found
