"""`docs/commands.md` and the command line say the same, in both directions."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from orderclerk.cli.app import build_app
from orderclerk.exits import Exit

TEXT = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")


def _commands(command: Any, path: str = "orderclerk") -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, by how it is called."""
    parts = getattr(command, "commands", {})
    if not parts or command.invoke_without_command:
        yield path, command
    for name, part in parts.items():
        yield from _commands(part, f"{path} {name}")


def _sections() -> dict[str, tuple[list[str], str]]:
    """Return for each command of the document its arguments and its text."""
    found = {}
    for title, body in re.findall(r"^## `(orderclerk[^`]*)`\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL):
        words = title.split()
        arguments = [word for word in words if word.strip("[]…").isupper()]
        found[" ".join(word for word in words if word not in arguments)] = (arguments, body)
    return found


def test_every_command_is_documented_and_nothing_else() -> None:
    assert sorted(_sections()) == sorted(path for path, _ in _commands(get_command(build_app())))


def test_every_option_is_documented_and_nothing_else() -> None:
    for path, command in _commands(get_command(build_app())):
        options = {
            name for parameter in command.params if parameter.param_type_name == "option" for name in parameter.opts
        }
        _, body = _sections()[path]
        documented: set[str] = set()
        for item in re.findall(r"^- (.*?):(?= |$)", body, re.MULTILINE):
            documented |= set(re.findall(r"`(-[\w-]+)", item))
        assert documented == options, path


def test_arguments_stand_in_the_title() -> None:
    for path, command in _commands(get_command(build_app())):
        arguments = []
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                name = parameter.display_name_raw + ("…" if parameter.nargs != 1 else "")
                arguments.append(name if parameter.required else f"[{name}]")
        assert _sections()[path][0] == arguments, path


def test_every_exit_code_is_documented_and_nothing_else() -> None:
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)] == sorted(Exit)


def test_values_of_options_are_documented_as_the_help_shows_them() -> None:
    for path, command in _commands(get_command(build_app())):
        _, body = _sections()[path]
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.metavar:
                assert f"{parameter.opts[0]} {parameter.metavar}`" in body, (path, parameter.opts)
