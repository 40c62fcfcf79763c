"""Two versions of an order while somebody types: what others have changed, what was typed, and both put together.

Pure: what was typed is known by the names of fields (`payment_terms`, `line.2.quantity`), as `edit` takes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from data.orders import Order
from widgets.form_values import line_texts, order_texts
from widgets.line_model import LineModel

_REMOVE = "remove"
_LINE = "line."


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not as it was when the form was opened.

    Attributes:
        name: the field (`line.2.quantity`).
        before: what stood there then.
        theirs: what stands there now.
        mine: what was typed; None where nothing was.
    """

    name: str
    before: str
    theirs: str
    mine: str | None = None

    @property
    def clashes(self) -> bool:
        """Whether both have changed it, and not to the same."""
        return self.mine is not None and self.theirs != self.before and self.mine.strip() != self.theirs.strip()


def all_texts(order: Order, zone: ZoneInfo) -> dict[str, str]:
    """Return every field of an order and its lines as one would type it, by the names that `edit` knows."""
    found = order_texts(order, zone)
    for line in order.lines:
        texts = line_texts(line, order.currency)
        found |= {f"{_LINE}{line.line_no}.{name}": text for name, text in texts.items()}
    return found


def differences(before: Order, now: Order, typed: Mapping[str, str], zone: ZoneInfo) -> tuple[Difference, ...]:
    """Return the fields that others have changed, that were typed, or both; those that clash first.

    Args:
        before: the order as it stood when the form was opened.
        now: as it stands.
        typed: what was typed, as the form gives it.
        zone: the office's.
    """
    then, after = all_texts(before, zone), all_texts(now, zone)
    names = {**then, **after, **typed}
    gone = {line.line_no for line in before.lines} - {line.line_no for line in now.lines}
    found = []
    for name in names:
        if _line_of(name) in gone and name not in typed:
            continue
        one = Difference(name, then.get(name, ""), after.get(name, ""), typed.get(name))
        if one.theirs != one.before or one.mine is not None:
            found.append(one)
    found += [Difference(f"{_LINE}{line_no}.{_REMOVE}", "", "yes") for line_no in sorted(gone)]
    return tuple(sorted(found, key=lambda one: not one.clashes))


def field_differences(
    before: Mapping[str, str], theirs: Mapping[str, str], typed: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Return the same of a form that has no lines, whose fields are these texts."""
    found = (Difference(name, text, theirs.get(name, ""), typed.get(name)) for name, text in before.items())
    return tuple(one for one in found if one.theirs != one.before or one.mine is not None)


def _line_of(name: str) -> int | None:
    parts = name.split(".")
    return int(parts[1]) if name.startswith(_LINE) and parts[1].isdecimal() else None


def head_texts(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed of the head."""
    return {name: text for name, text in typed.items() if not name.startswith(_LINE)}


def put_lines(model: LineModel, typed: Mapping[str, str], known: frozenset[int]) -> tuple[int, ...]:
    """Put what was typed of the lines into lines that may be others by now; return the lines that are gone.

    Args:
        model: the lines as the desk has them.
        typed: what was typed.
        known: the numbers of the lines that the desk had when it was typed; others were new ones, and are again.
    """
    places = {row.line_no: at for at, row in enumerate(model.rows) if row.line_no is not None}
    added: dict[int, int] = {}
    gone: list[int] = []
    for line_no, name, text in _lines(typed):
        if line_no in known and line_no not in places:
            gone.append(line_no)
        elif line_no in known:
            at = places[line_no]
            if name == _REMOVE:
                if not model.rows[at].removed:
                    model.remove(at)
            else:
                model.set(at, name, text)
        else:
            at = added.setdefault(line_no, len(model.rows))
            model.set(at, name, text)
    return tuple(dict.fromkeys(gone))


def _lines(typed: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yield number, field and text of what was typed in lines, in the order of the lines."""
    found = []
    for name, text in typed.items():
        line_no = _line_of(name)
        if line_no is not None:
            found.append((line_no, name.split(".", 2)[2], text))
    yield from sorted(found, key=lambda one: one[0])
