"""No text reaches a sink that would obey it: markup of the screen, the terminal under the command line, the log.

The source is read as a tree: whatever shows text says `markup=False`, or is given content that was made harmless
(`plain`, `Content`), and nothing makes content out of markup or writes to the terminal past `orderclerk.cli.output`.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SHOWING = [path for folder in ("screens", "widgets", "orderclerk") for path in sorted((ROOT / folder).rglob("*.py"))]
EVERYTHING = [*SHOWING, *sorted((ROOT / "data").rglob("*.py"))]

UPDATED = {"Static", "Label"}
"""What is shown anew later: it is told once that nothing is markup, since `update` cannot be told."""

NOTICED = {"notify"}
SHOWN_ONCE = {"Button", "Checkbox", "RadioButton", "Option", "Tab", "TabPane", "Collapsible", "Rule", "Digits", "Link"}
TAKING_OPTIONS = {"OptionList", "SelectionList"}
MARKED = {"tooltip", "border_title", "border_subtitle"}
MADE_HARMLESS = {"plain", "Content", "from_rich_text"}
"""What makes content that is never read as markup; `from_rich_text` takes a text that was put together in parts."""
FROM_MARKUP = {"from_markup", "render_markup", "Markdown", "MarkdownViewer", "RichLog", "Log", "Console"}

KNOWN = {
    ("orderclerk/themes.py", "Console"),  # asks how many colours there are, prints nothing
    ("orderclerk/cli/progress.py", "Console"),  # a bar whose column says markup=False
}

TO_THE_TERMINAL = {
    "orderclerk/cli/output.py",  # the one place
    "orderclerk/cli/exports.py",  # bytes of a file that was asked for; shown in a terminal they are made printable
    "orderclerk/terminal.py", "orderclerk/first_picture.py", "orderclerk/opening.py", "orderclerk/keyboard.py",
    "orderclerk/ending.py", "orderclerk/exits.py", "orderclerk/wedge.py",  # the screen's own sequences
    "data/files/workbook_process.py", "data/files/typst_process.py", "data/files/pdf_process.py",  # read by the program
}  # fmt: skip


def _name(call: ast.AST) -> str:
    if isinstance(call, ast.Call):
        call = call.func
    if isinstance(call, ast.Subscript):
        call = call.value
    return call.attr if isinstance(call, ast.Attribute) else call.id if isinstance(call, ast.Name) else ""


def _says(call: ast.Call) -> bool:
    """Whether a call says `markup=False`, or hands on what it was told."""
    return any(
        word.arg is None  # `**options` of an override
        or (word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False)
        for word in call.keywords
    )


def _harmless(value: ast.AST | None) -> bool:
    """Whether an expression is harmless content, or a text that is none at all."""
    if value is None:
        return True
    if isinstance(value, ast.Constant):
        return value.value in ("", None)
    if isinstance(value, ast.IfExp):
        return _harmless(value.body) and _harmless(value.orelse)
    return isinstance(value, ast.Call) and (_name(value) in MADE_HARMLESS or _name(value) in HARMLESS_FUNCTIONS)


def _functions_that_return_content() -> set[str]:
    """Return the names of functions that say they return `Content`, which is never markup any more."""
    found = set()
    for path in SHOWING:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) in ("Content", "Text"):
                found.add(node.name)
    return found


HARMLESS_FUNCTIONS = _functions_that_return_content()


def _shown(node: ast.Call) -> ast.AST | None:
    """Return what a call shows: its first argument."""
    if node.args:
        return node.args[0]
    return next((word.value for word in node.keywords if word.arg in ("content", "label", "message", "prompt")), None)


def faults(source: str) -> Iterator[str]:
    """Yield what in a source gives text to a sink that reads markup."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and any(_name(base) in UPDATED for base in node.bases):
            yield from _of_class(node)
        if isinstance(node, ast.Call) and not ast.unparse(node.func).startswith(("typer.", "super()")):
            yield from _of_call(node)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in MARKED and not _harmless(node.value):
                    yield f"{node.lineno}: {ast.unparse(target)} = {ast.unparse(node.value)}"


def _of_class(node: ast.ClassDef) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "super().__init__" and not _says(inner):
            yield f"{inner.lineno}: {node.name} is a Static whose text is markup"


def _of_call(node: ast.Call) -> Iterator[str]:
    name = _name(node)
    if name in UPDATED | NOTICED | TAKING_OPTIONS and not _says(node):
        yield f"{node.lineno}: {name} without markup=False"
    elif name in SHOWN_ONCE and not (_harmless(_shown(node)) or _says(node)):
        yield f"{node.lineno}: {name}({ast.unparse(_shown(node) or node)})"
    elif name in FROM_MARKUP:
        yield f"{node.lineno}: {name}"
    for word in node.keywords:
        if word.arg == "markup" and not (isinstance(word.value, ast.Constant) and word.value.value is False):
            yield f"{node.lineno}: markup={ast.unparse(word.value)}"
        # a binding's tooltip is shown by the help, which makes it harmless
        if word.arg in MARKED and name != "Binding" and _is_widget(name) and not _harmless(word.value):
            yield f"{node.lineno}: {word.arg} of {name}"


def _is_widget(name: str) -> bool:
    return name[:1].isupper() and name != "BindingGroup"


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_text_is_markup(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    found = [fault for fault in faults(path.read_text(encoding="utf-8")) if (place, fault.split()[1]) not in KNOWN]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(order.note)",
        "Label(_('Customer'))",
        "Static(plain(name))",  # `update` would read markup later
        "self.notify(explain(error))",
        "app.notify(text, markup=True)",
        "Button(order.number)",
        "Option(f'{number} {name}', id=number)",
        "OptionList(id='found')",
        "widget.tooltip = order.note",
        "self.border_title = name",
        "Content.from_markup(text)",
        "Text.from_markup(text)",
        "Console().print(text)",
        "Markdown(note)",
        "class Note(Static):\n    def __init__(self, text):\n        super().__init__(text)",
    ],
)
def test_the_lint_sees_what_it_is_for(source: str) -> None:
    assert list(faults(source))


@pytest.mark.parametrize(
    "source",
    [
        "Static(order.note, markup=False)",
        "self.notify(explain(error), severity='error', markup=False)",
        "Button(Content(_('Back')), id='back')",
        "Option(plain(name), id='1')",
        "widget.tooltip = plain(note)",
        "widget.tooltip = None",
    ],
)
def test_the_lint_lets_pass_what_is_harmless(source: str) -> None:
    assert not list(faults(source))


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_writes_to_the_terminal_past_the_one_place(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() in TO_THE_TERMINAL:
        return
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            call = ast.unparse(node.func)
            written = call.endswith((".stdout.write", ".stderr.write", ".__stdout__.write", "os.write"))
            if written or call in ("print", "typer.echo", "click.echo", "typer.secho", "pprint", "rich.print"):
                found.append(f"{node.lineno}: {call}")
    assert found == []
