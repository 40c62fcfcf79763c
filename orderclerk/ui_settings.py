"""What a person has chosen on the screens, in one small TOML file: theme, language, keys, columns, filters.

The file may be edited by hand. What is wrong in it is passed over and told; it never keeps the program from starting.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from data.words import _

_NAME = "orderclerk"
_HEAD = "# The screens of orderclerk. It may be edited while the program is not running; comments are not kept.\n"

_FILE_MODE = 0o600


def settings_file() -> Path:
    """Return where the settings of this user lie."""
    from platformdirs import user_config_path

    return user_config_path(_NAME, appauthor=False) / "screen.toml"


class UiSettings:
    """The settings of the screens, kept as they are changed.

    Attributes:
        faults: what could not be read or kept, in words.
    """

    def __init__(self, path: Path | None) -> None:
        """Read the settings; without a path they last as long as the program runs."""
        self._path = path
        self._known: dict[str, dict[str, object]] = {}
        self.faults: list[str] = []
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        """Read the file; one that cannot be understood is never written over."""
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            why = type(error).__name__
            self.faults.append(_("The settings of the screens cannot be read ({why}).").format(why=why))
            self._path = None
            return
        except tomllib.TOMLDecodeError as error:
            self.faults.append(_("The settings of the screens have a fault: {why}.").format(why=error))
            self._path = None
            return
        self._known = {name: dict(table) for name, table in content.items() if isinstance(table, dict)}

    @property
    def path(self) -> Path | None:
        """Where they are kept; None where they are not."""
        return self._path

    def get(self, section: str, name: str) -> object:
        """Return a value, None where there is none."""
        return self._known.get(section, {}).get(name)

    def section(self, section: str) -> Mapping[str, object]:
        """Return all values of a section."""
        return dict(self._known.get(section, {}))

    def put(self, section: str, name: str, value: object) -> None:
        """Keep a value: a text, a number, a truth value, a list or a mapping of them."""
        if self.get(section, name) == value:
            return
        self._known.setdefault(section, {})[name] = value
        self._write()

    def drop(self, section: str, name: str) -> None:
        """Forget a value."""
        if self._known.get(section, {}).pop(name, None) is not None:
            self._write()

    def _write(self) -> None:
        """Write the file anew, and put it in the place of the old one when it is whole."""
        if self._path is None:
            return
        from data.store.folder import make_folder

        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            make_folder(self._path.parent)
            descriptor = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, _FILE_MODE)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(document(self._known))
            temporary.replace(self._path)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.faults.append(_("The settings of the screens cannot be kept: {why}.").format(why=why))
            self._path = None


def document(settings: Mapping[str, Mapping[str, object]]) -> str:
    """Return settings as TOML."""
    parts = [_HEAD]
    for section, values in sorted(settings.items()):
        if values:
            parts.append(f"\n[{_text(section)}]\n")
            parts += [f"{_text(name)} = {_value(value)}\n" for name, value in sorted(values.items())]
    return "".join(parts)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Mapping():
            inside = ", ".join(f"{_text(str(name))} = {_value(one)}" for name, one in value.items())
            return f"{{{inside}}}"
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    """Return a TOML string; it knows JSON's escapes, and wants that of the delete character too."""
    whole = text.encode("utf-8", errors="replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
