import ast
import importlib
from pathlib import Path

from textual.binding import Binding
from textual.widget import Widget

ROOT = Path(__file__).parents[3]
MODULES = sorted((ROOT / "widgets").glob("[a-z]*.py"))


def _own_bindings() -> list[tuple[str, Binding]]:
    """The keys of every widget of the house, each once, with the widget's name."""
    found: dict[tuple[str, str, str], Binding] = {}
    for path in MODULES:
        module = importlib.import_module(f"widgets.{path.stem}")
        for name, kind in vars(module).items():
            if isinstance(kind, type) and issubclass(kind, Widget) and kind.__module__ == module.__name__:
                for binding in kind.__dict__.get("BINDINGS", ()):
                    assert isinstance(binding, Binding), f"{name}: {binding}"
                    found[name, binding.key, binding.action] = binding
    return [(name, binding) for (name, _key, _action), binding in found.items()]


def test_every_key_has_an_id_of_its_own_a_name_and_a_tooltip() -> None:
    bindings = _own_bindings()
    assert len(bindings) > 60
    for name, binding in bindings:
        assert binding.id, f"{name}: {binding.key}"
        assert binding.description, f"{name}: {binding.key}"
        assert binding.tooltip, f"{name}: {binding.key}"
    ids = [binding.id for _name, binding in bindings]
    assert len(set(ids)) == len(ids)


def test_no_widget_is_reached_by_a_letter_alone() -> None:
    for name, binding in _own_bindings():
        keys = [key.strip() for key in binding.key.split(",")]
        assert any(len(key) > 1 for key in keys), f"{name}: {binding.key}"


def test_widgets_know_neither_the_desk_nor_a_database() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module:
                top = ".".join(node.module.split(".")[:2])
                assert top not in ("data.desk", "data.store", "data.files"), f"{path.name}: {node.module}"
