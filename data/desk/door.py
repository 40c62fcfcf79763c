"""The door of the desk: whatever a subject answers goes through here, as whoever asked may see it (P5, E4).

Every public method of a subject is behind it by itself (`data.desk.subject`), so that no screen, no command and no
subject that is added later can forget it. Inside, subjects work with what is true; only what leaves is masked. People
who are limited to orders of their own do not find others: lists ask for theirs alone, and an order of somebody else is
not there, whether it is read, written, or named in an answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from threading import local
from typing import TYPE_CHECKING, Any, TypeVar, cast

from data.amounts import MASK
from data.errors import AmountRefused, NotFound, NotReady, Refusal
from data.rules.lists import ListQuery, OrderFilter, Sort
from data.rules.masking import CONFIDENTIAL_DETAIL, FULL, Sight, masked
from data.store.queries.owners import orders_of_others

if TYPE_CHECKING:
    from data.desk.context import Context

F = TypeVar("F", bound=Callable[..., Any])

_NUMBERS = ("number", "numbers")
"""Names under which methods take numbers of orders."""

_NAMED = frozenset({"number", "numbers", "order", "orders"})
"""Fields of answers that are numbers of orders."""

_inside = local()


def behind(method: F) -> F:
    """Return a method of a subject as it is called from outside."""
    code = method.__code__
    named = tuple((place, name) for place, name in enumerate(_names(code)) if name in _NUMBERS)

    @wraps(method)
    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(_inside, "depth", 0):
            return method(self, *args, **kwargs)
        context: Context = self.context
        sight = context.sight()
        if sight == FULL:
            return _within(method, self, args, kwargs)
        given = _given(context, sight, named, args, kwargs)
        try:
            found = _within(method, self, *given)
        except Refusal as refusal:
            raise _refused(refusal, context, sight) from refusal.__cause__
        return masked(found if sight.owners is None else _pruned(found, context, sight.owners), sight)

    return cast("F", called)


def _names(code: Any) -> tuple[str, ...]:
    """Return the names of what a method is given by place, without `self`."""
    return tuple(code.co_varnames[1 : code.co_argcount])


def _within(method: Callable[..., Any], self: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    _inside.depth = 1
    try:
        return method(self, *args, **kwargs)
    finally:
        _inside.depth = 0


# --- what is asked ------------------------------------------------------------------------------------------------


def _given(
    context: "Context",
    sight: Sight,
    named: tuple[tuple[int, str], ...],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return what a method is given, narrowed down to what the person may ask for.

    Raises:
        NotFound: it is about an order of somebody else.
    """
    # what is looked for in a list is looked for in one's own
    if sight.owners is not None and not any(isinstance(one, ListQuery) for one in (*args, *kwargs.values())):
        for place, name in named:
            value = args[place] if place < len(args) else kwargs.get(name)
            if isinstance(value, str) and value and _of_others(context, sight.owners, [value]):
                raise NotFound("order", value)
    return tuple(_narrowed(one, sight) for one in args), {name: _narrowed(one, sight) for name, one in kwargs.items()}


def _narrowed(value: Any, sight: Sight) -> Any:
    """Return a filter or a list that finds no order of others and says nothing of what is masked."""
    if isinstance(value, ListQuery):
        # by amounts nobody sorts who does not see them; and what is searched for is not what is hidden
        sort = Sort.NUMBER if value.sort is Sort.TOTAL and not sight.prices else value.sort
        return replace(value, filter=_narrowed(value.filter, sight), sort=sort)
    if isinstance(value, OrderFilter):
        return replace(value, owners=_own(value.owners, sight.owners), contacts=value.contacts and sight.customers)
    return value


def _own(wanted: tuple[str, ...] | None, owners: frozenset[str] | None) -> tuple[str, ...] | None:
    if owners is None:
        return wanted
    return tuple(sorted(owners if wanted is None else owners & set(wanted)))


def _of_others(context: "Context", owners: frozenset[str], numbers: Iterable[str]) -> frozenset[str]:
    with context.store.reading() as reader:
        return orders_of_others(reader, sorted(set(numbers)), sorted(owners))


# --- what is answered ---------------------------------------------------------------------------------------------


def _refused(refusal: Refusal, context: "Context", sight: Sight) -> Refusal:
    """Return a refusal as somebody may read it."""
    if isinstance(refusal, AmountRefused):
        return cast("Refusal", masked(refusal, sight))
    if isinstance(refusal, NotReady) and refusal.what in CONFIDENTIAL_DETAIL and not sight.prices:
        return replace(refusal, detail=MASK)
    return refusal if sight.owners is None else cast("Refusal", _pruned(refusal, context, sight.owners))


def _pruned(value: Any, context: "Context", owners: frozenset[str]) -> Any:
    """Return an answer without the orders of others."""
    others = _of_others(context, owners, _candidates(value))
    return _without(value, others) if others else value


def _candidates(value: Any) -> Iterator[str]:
    """Yield what may be a number of an order in an answer."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if isinstance(name, str):
                yield name
            yield from _candidates(one)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            if isinstance(one, str):
                yield str(one)
            else:
                yield from _candidates(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            one = getattr(value, field.name)
            if isinstance(one, str):
                if field.name in _NAMED:
                    yield one
            else:
                yield from _candidates(one)


def _without(value: Any, others: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(one, others) for name, one in value.items() if name not in others}
    if isinstance(value, tuple | list | set | frozenset):
        kept = [_without(one, others) for one in value if not _is_of(one, others)]
        return type(value)(kept)
    if type(value).__name__ == "Fact":  # its values stand beside their names, and none of the pairs may lose a part
        pairs = tuple((name, MASK if isinstance(one, str) and one in others else one) for name, one in value.values)
        return replace(value, values=pairs)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        changes = {name: new for name, old in parts.items() if (new := _without(old, others)) is not old and new != old}
        return replace(value, **changes) if changes else value
    return value


def _is_of(one: Any, others: frozenset[str]) -> bool:
    """Whether something is, or is about, an order of others."""
    if isinstance(one, str):
        return one in others
    return any(
        getattr(one, name, None) in others for name in ("number", "order") if isinstance(getattr(one, name, None), str)
    )
