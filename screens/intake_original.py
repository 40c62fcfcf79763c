"""The original of an order as the view shows it: marks in words, the order's own rows brought into view."""

from typing import TYPE_CHECKING

from data.errors import Unreadable
from data.words import _
from data.words.explain import explain, problem_text
from data.words.phrases import listing
from widgets.badge import Moment, short_time
from widgets.original_view import OriginalView, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.desk.originals import Original, OriginalSheet
    from data.drafts import Problem

_KIB, _MIB = 1024, 1024 * 1024
_KEPT_ONLY = frozenset({"unknown_format", "too_large"})
"""Why a sound file is not shown; nothing has to be done about it."""


def no_original() -> str:
    """Say that an order has no original, and how it gets one."""
    return _("There is no original: the order was entered by hand. “Attach” (F) keeps the customer's paper with it.")


def show_original(view: OriginalView, original: "Original | None", moment: Moment) -> None:
    """Show an original, or say why there is nothing to see."""
    view.empty = no_original()
    if original is None:
        view.show_nothing()
        return
    title = _(" · ").join((original.name, short_time(original.at, moment)))
    if original.why:
        view.show_text(title, _unshown(original))
    elif original.text is not None:
        view.show_text(title, original.text)
    else:
        show_sheets(view, title, original.sheets)


def show_sheets(view: OriginalView, title: str, sheets: "Iterable[OriginalSheet]") -> None:
    """Show the sheets of a file with their marks, beginning at the first row that is marked."""
    shown = [Sheet(sheet.name, sheet.rows, _notes(sheet.refused), sheet.ours) for sheet in sheets]
    view.show_sheets(title, shown)
    for sheet in shown:
        marked = sheet.read or sheet.notes.keys()
        if marked:
            view.go_to_row(min(marked), sheet.name)
            return


def _notes(refused: "Mapping[int, tuple[Problem, ...]]") -> dict[int, str]:
    return {row: listing(dict.fromkeys(map(problem_text, problems))) for row, problems in refused.items()}


def _unshown(original: "Original") -> str:
    """Say that a file cannot be shown here, and that it is kept."""
    reason = "" if original.why in _KEPT_ONLY else explain(Unreadable(original.name, original.why, original.detail))
    kept = _("It is kept with the order as it came: {size}, {media_type}.").format(
        size=size_text(original.size), media_type=original.media_type
    )
    shown = _("The original cannot be shown here.")
    return f"{shown}\n{kept}\n\n{reason}".rstrip()


def size_text(size: int) -> str:
    """Return a number of bytes as a person says it."""
    if size < _KIB:
        return _("{number} bytes").format(number=size)
    if size < _MIB:
        return _("{number} KiB").format(number=-(-size // _KIB))
    return _("{number} MiB").format(number=-(-size // _MIB))
