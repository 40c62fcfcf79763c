"""Writes docs/keys.md from the bindings of the program; a test holds the file to them.

python tools/keys_page.py            writes the file
python tools/keys_page.py --check    says whether it is up to date
"""

import importlib
import pkgutil
import sys
from collections.abc import Mapping
from pathlib import Path

from textual.binding import Binding

from data.rules.workflow import STAGES, Stage, Verb
from data.words import set_language
from data.words.verbs import verb_title
from orderclerk.keymap import key_name, known_bindings

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"

PLACES: Mapping[str, str] = {
    "frame": "Everywhere",
    "room": "In every room",
    "order": "On orders, in the rooms and in the dossier",
    "verbs": "",
    "intake": "Intake",
    "review": "Review",
    "allocation": "Allocation",
    "dossier": "The dossier of an order",
    "table": "Lists",
    "filter": "The line of search and filter",
    "board": "The allocation board",
    "original": "The customer's original",
    "view": "Pages to read",
    "checks": "The checks of an order",
    "behind": "What is behind a check",
    "order_form": "The form of an order",
    "form": "Forms and dialogs with fields",
    "head": "The head of the form",
    "grid": "The lines of the form",
    "lookup": "A field with suggestions",
    "picker": "A row of choices",
    "import": "Taking files in",
    "reading": "The second reading",
    "file_columns": "The columns of a file that is taken in",
    "places": "Work centres and suppliers",
    "outbox": "The outbox",
    "message": "A message",
    "policy": "The policy of the office",
    "columns": "Choosing columns",
    "palette": "The palette of commands",
    "due": "What is due",
    "drafts": "Drafts that were left",
    "job": "Long work",
    "dialog": "Dialogs",
    "wizard": "The first run",
}
"""Begin of a binding's id → the heading under which it stands; "" where it stands elsewhere on the page."""

_INTRO = """# Keys

Made by `tools/keys_page.py` from the bindings of the program. F1 shows what works where you are, in your language; F2
shows every verb that may be done now, so that nobody who writes with an input method depends on letters. Letters act
while no field has the focus. Every key can be changed: the settings (F9) name the file, and its section `keys` takes
the names of the last column, `"room.search" = "ctrl+f"`. What clashes or names no key is said when the program starts,
and left out.
"""


def load_all() -> None:
    """Import every module that declares bindings."""
    import orderclerk.app
    import screens
    import widgets

    del orderclerk
    for package in (screens, widgets):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")


def page() -> str:
    """Return the page as the bindings are now.

    Raises:
        ValueError: a binding belongs to no heading of the page.
    """
    set_language("en")
    load_all()
    groups: dict[str, list[tuple[str, Binding]]] = {place: [] for place in PLACES}
    verbs: dict[str, Binding] = {}
    for name, binding in known_bindings().items():
        place, _dot, rest = name.partition(".")
        if place == "verb":
            verbs[rest] = binding
        elif place in groups:
            groups[place].append((name, binding))
        else:
            raise ValueError(f"no heading for the binding {name}")
    parts = [_INTRO]
    for place, title in PLACES.items():
        if title and groups[place]:
            parts.append(_table(title, groups[place]))
        if place == "order":
            parts.append(_verbs(groups["verbs"], verbs))
    return "\n".join(parts)


def _table(title: str, found: list[tuple[str, Binding]]) -> str:
    rows = [f"| {_keys(binding)} | {_what(binding)} | `{name}` |" for name, binding in found]
    return "\n".join((f"## {title}", "", "| key | what it does | name |", "|---|---|---|", *rows, ""))


def _verbs(menu: list[tuple[str, Binding]], verbs: Mapping[str, Binding]) -> str:
    rows = [f"| {_keys(binding)} | {_what(binding)} | | `{name}` |" for name, binding in menu if binding.key == "f2"]
    for stage in Stage:
        rows += [
            f"| {_keys(verbs[verb.value])} | {verb_title(verb)} | {stage.value} | `verb.{verb.value}` |"
            for verb in Verb
            if STAGES[verb] is stage and verb.value in verbs
        ]
    head = ("## Verbs", "", "Those of a room's own stage come first in its last line.", "")
    return "\n".join((*head, "| key | verb | stage | name |", "|---|---|---|---|", *rows, ""))


def _what(binding: Binding) -> str:
    if binding.action.startswith("room("):
        return f"{binding.tooltip}: {binding.description}"
    return binding.tooltip or binding.description


def _keys(binding: Binding) -> str:
    names = [key_name(key.strip()) for key in binding.key.split(",")]
    return " ".join(f"`{'|' if name == '|' else name}`" for name in names)


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit code."""
    fresh = page()
    if "--check" in arguments:
        if not PAGE.exists() or PAGE.read_text("utf-8") != fresh:
            print("docs/keys.md is not what the bindings say: run tools/keys_page.py")
            return 1
        return 0
    PAGE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
