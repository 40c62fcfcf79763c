"""The codes that the record room hands to people, collected from its source, so that none is left without a "
"sentence."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
PARAMETERS = ("code", "why", "what")
"""Names of parameters and attributes that carry a code."""

NAMES = ("code", "why", "fault")
"""Names of variables that hold a code before it is handed on."""

TABLES = ("_WHY", "_CODES")
"""Tables of which the values are codes."""

_ANSWERS = ("agree", "disagreement")
"""Functions that answer with a code."""

_FREE = ("DeskExists", "Cancelled", "get")
"""Refusals of which `what` is the name of a file, and the `get` of dictionaries, which finds places by their code."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield path and tree of every module below the words."""
    for path in sorted(DATA.rglob("*.py")):
        name = path.relative_to(DATA).as_posix()
        if not name.startswith(("words/", "store/migrations/", "sample/")):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


@cache
def codes() -> dict[str, set[str]]:
    """Return callable → codes that it is called with; `ValueError`, functions that answer, `remarks` and "" too."""
    trees = dict(modules())
    places = _places(trees.values())
    found: dict[str, set[str]] = {}
    for name, tree in trees.items():
        for node in ast.walk(tree):
            for what, code in (*_of_call(node, places), *_of_assignment(node)):
                found.setdefault(what, set()).add(code)
            if name.startswith(("rules/policy", "rules/numbering.py")) and isinstance(node, ast.Raise):
                found.setdefault("ValueError", set()).update(_raised(node))
            if isinstance(node, ast.FunctionDef) and node.name in _ANSWERS:
                found.setdefault(node.name, set()).update(_returned(node))
    return {what: of for what, of in found.items() if what not in _FREE}


@cache
def event_verbs() -> set[str]:
    """Return the verbs of events that are written as literals: arguments `verb=…` and constants in capitals."""
    found: set[str] = set()
    for _name, tree in modules():
        constants = _constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for argument in node.keywords:
                    if argument.arg == "verb":
                        found.update(_strings(argument.value))
                        found.update(constants.get(getattr(argument.value, "id", ""), ()))
                if _called(node) in ("_event", "_record", "note") and node.args:
                    found.update(_strings(node.args[0]))
                    found.update(constants.get(getattr(node.args[0], "id", ""), ()))
    return found


def _constants(tree: ast.Module) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name):
                found.setdefault(target.id, set()).update(_strings(node.value))
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for one, value in zip(target.elts, node.value.elts, strict=True):
                    found.setdefault(getattr(one, "id", ""), set()).update(_strings(value))
    return found


def _places(trees: Iterable[ast.Module]) -> dict[str, dict[int, str]]:
    """Return name of a function or class → positions (and names) of its parameters that carry codes."""
    found: dict[str, dict[int, str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
            elif isinstance(node, ast.ClassDef):
                names = [
                    part.target.id
                    for part in node.body
                    if isinstance(part, ast.AnnAssign)
                    and isinstance(part.target, ast.Name)
                    and "ClassVar" not in ast.unparse(part.annotation)
                ]
            else:
                continue
            carrying = {place: name for place, name in enumerate(names) if name in PARAMETERS}
            if carrying:
                found.setdefault(node.name, {}).update(carrying)
    return found


def _strings(node: ast.AST) -> Iterator[str]:
    """Yield the texts that an expression can be: a literal, or the branches of a choice between literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_strings(node.body), *_strings(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _strings(value)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _of_call(node: ast.AST, places: dict[str, dict[int, str]]) -> Iterator[tuple[str, str]]:
    if not isinstance(node, ast.Call):
        return
    name = _called(node)
    if name == "append" and ast.unparse(node.func).endswith(".remarks.append") and isinstance(node.args[0], ast.Tuple):
        yield from (("remarks", code) for code in _strings(node.args[0].elts[0]))
    if name not in places:
        return
    for position, argument in enumerate(node.args):
        if position in places[name]:
            yield from ((name, code) for code in _strings(argument))
    for keyword in node.keywords:
        if keyword.arg in places[name].values():
            yield from ((name, code) for code in _strings(keyword.value))


def _of_assignment(node: ast.AST) -> Iterator[tuple[str, str]]:
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return
    if isinstance(node, ast.AnnAssign) and "ClassVar" in ast.unparse(node.annotation):
        return  # the names of refusals themselves
    target = getattr(node.target if isinstance(node, ast.AnnAssign) else node.targets[0], "id", "")
    if target in NAMES:
        yield from (("", code) for code in _strings(node.value))
    elif target in TABLES and isinstance(node.value, ast.Dict):
        yield from (("", code) for value in node.value.values for code in _strings(value))


def _raised(node: ast.Raise) -> Iterator[str]:
    if isinstance(node.exc, ast.Call) and _called(node.exc) == "ValueError":
        for argument in node.exc.args:
            yield from _strings(argument)


def _returned(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield from _strings(node.value)
