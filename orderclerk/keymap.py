"""Keys of one's own: what the settings say of them, checked before it is used."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, _character_to_key

from data.words import _
from data.words.phrases import did_you_mean, shown

_OURS = ("orderclerk.", "screens.", "widgets.")
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_NAMED = frozenset(key.value for key in Keys if not key.value.startswith("<"))
_ALWAYS = ("frame.quit", "dialog.back")
"""What must stay reachable: a keymap may change these keys, but nothing else may take them."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """A keymap that can be used: id of a binding → keys; and what had to be left out, in words."""

    keys: Mapping[str, str]
    faults: tuple[str, ...]


def known_bindings() -> dict[str, Binding]:
    """Return every binding of the program that has an id; classes that are loaded by now count."""
    found: dict[str, Binding] = {}
    for kind in _kinds(DOMNode):
        if kind.__module__.startswith(_OURS):
            for binding in kind.__dict__.get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id:
                    found.setdefault(binding.id, binding)
    return found


def _kinds(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


def read_keymap(wanted: Mapping[str, object], known: Mapping[str, Binding]) -> Keymap:
    """Return the keymap that the settings ask for, without what is wrong in it.

    Args:
        wanted: id of a binding → keys with commas between, as the settings have it.
        known: the bindings of the program by their ids.
    """
    keys: dict[str, str] = {}
    faults: list[str] = []
    for name, value in wanted.items():
        if name not in known:
            near = did_you_mean(name, tuple(known))
            faults.append(
                _("The keymap names “{name}”, which nothing is called.").format(name=shown(name)) + f" {near}"
            )
            continue
        parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else []
        wrong = [part for part in parts if not is_key(part)]
        if not parts or wrong:
            what = shown(wrong[0] if wrong else value)
            faults.append(_("The keymap gives “{name}” the key “{key}”, which is none.").format(name=name, key=what))
            continue
        keys[name] = ",".join(parts)
    return _without_clashes(keys, known, faults)


def is_key(text: str) -> bool:
    """Whether a text names a key as Textual does: `a`, `f2`, `ctrl+s`, `question_mark`."""
    if len(text) == 1:
        return text.isprintable()
    *modifiers, key = text.split("+")
    return set(modifiers) <= _MODIFIERS and (key in _NAMED or (len(key) == 1 and bool(modifiers)))


def _without_clashes(keys: dict[str, str], known: Mapping[str, Binding], faults: list[str]) -> Keymap:
    """Leave out whose key something else has that can be reached at the same time."""
    kept = dict(keys)
    for name, wanted in keys.items():
        taken: dict[str, list[str]] = defaultdict(list)
        for other, binding in sorted(known.items(), key=lambda one: one[0] not in _ALWAYS):
            if other != name and _together(name, other):
                for key in _split(kept.get(other, binding.key)):
                    taken[key].append(other)
        clash = next((key for key in _split(wanted) if taken.get(key)), None)
        if clash is not None:
            faults.append(
                _("The keymap gives “{name}” the key “{key}”, which “{other}” has.").format(
                    name=name, key=clash, other=taken[clash][0]
                )
            )
            del kept[name]
    return Keymap(kept, tuple(faults))


def _split(keys: str) -> list[str]:
    return [_character_to_key(key) if len(key) == 1 else key for key in map(str.strip, keys.split(","))]


_IN_DIALOGS = ("dialog", "form", "verbs_menu", "columns", "palette")


def _together(one: str, other: str) -> bool:
    """Whether two bindings can be reached at the same time: those of dialogs and those of screens cannot."""
    if one in _ALWAYS or other in _ALWAYS:
        return True
    first, second = one.partition(".")[0], other.partition(".")[0]
    return (first in _IN_DIALOGS) == (second in _IN_DIALOGS) and (first not in _IN_DIALOGS or first == second)


_KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "backspace": "⌫",
}


def key_name(name: str) -> str:
    """Return a key's name as it stands on keyboards: `F1`, `ctrl+p`, `Esc`, `a`."""
    *modifiers, last = name.split("+")
    if last.startswith("f") and last[1:].isdecimal():
        last = last.upper()
    return "+".join([*modifiers, _KEY_NAMES.get(last, last)])
