"""The verbs and what they ask for, as help shows them; all of it comes from the workflow table and its fields."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from data.rules.undo import UNDO
from data.rules.verbs import FIELDS, FieldType
from data.rules.workflow import Verb
from data.words.labels import field_label
from data.words.verbs import field_help, undo_help, undo_title, verb_help, verb_title
from orderclerk.cli.layout import wrapped

if TYPE_CHECKING:
    from data.desk.undo import Undoable

_INDENT = 6


def verbs_told(verbs: Iterable[Verb], width: int) -> list[str]:
    """Return each verb with its title, what it does and its fields."""
    lines: list[str] = []
    for verb in verbs:
        lines.append(f"  {verb.value}  ({verb_title(verb)})")
        lines.extend(f"{' ' * _INDENT}{line}" for line in wrapped(verb_help(verb), width - _INDENT))
        for field in FIELDS[verb]:
            option = "--note" if field.name == "note" else f"--set {'FIELD' if field.name == '*' else field.name}=…"
            first, *rest = wrapped(f"{option}  {field_help(verb, field)}", width - _INDENT - 2)
            lines.append(f"{' ' * _INDENT}{first}")
            lines.extend(f"{' ' * (_INDENT + 2)}{line}" for line in rest)
    return lines


def undo_told(width: int, what: str = "") -> list[str]:
    """Return taking back as it stands behind the verbs.

    Args:
        width: of the lines.
        what: would be taken back, where an order is at hand.
    """
    about = [undo_help(), what]
    lines = [f"  {UNDO}  ({undo_title()})"]
    return lines + [f"{' ' * _INDENT}{line}" for text in about if text for line in wrapped(text, width - _INDENT)]


def undo_fields(undoable: "Undoable") -> dict[str, object]:
    """Return taking back as scripts read it, beside the verbs; `undoes` is what would be taken back."""
    note = {"name": "note", "type": FieldType.TEXT.value, "required": False, "choices": [], "help": field_label("note")}
    undoes = {"event": undoable.event, "verb": undoable.verb.value, "at": undoable.at.isoformat()}
    return {"verb": UNDO, "title": undo_title(), "fields": [note], "undoes": undoes}
