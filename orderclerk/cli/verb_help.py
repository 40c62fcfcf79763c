"""The verbs and what they ask for, as help shows them; all of it comes from the workflow table and its fields."""

from collections.abc import Iterable

from data.rules.verbs import FIELDS
from data.rules.workflow import Verb
from data.words.verbs import field_help, verb_help, verb_title
from orderclerk.cli.layout import wrapped

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
