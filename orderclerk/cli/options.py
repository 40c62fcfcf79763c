"""Options that several commands share, and how their texts are read."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from data.words import N_, _

E = TypeVar("E", bound=StrEnum)

_MOST_DIGITS = 9


def _whole(value: Any) -> Any:
    """Let pass only text that can be written down: bytes that are no text come from the shell as half characters."""
    for text in value if isinstance(value, list | tuple) else (value,):
        if isinstance(text, str) and any("\ud800" <= character <= "\udfff" for character in text):
            raise typer.BadParameter(_("This is not text in the encoding of the terminal: {text}").format(text=text))
    return value


def text(*names: str, metavar: str, help: str, complete: Callable[..., Any] | None = None) -> Any:  # noqa: A002 - Typer's name
    """Return an option that takes text."""
    return typer.Option(
        *names, metavar=metavar, help=help, callback=_whole, autocompletion=complete, show_default=False
    )


def path(*names: str, metavar: str = "PATH", help: str) -> Any:  # noqa: A002
    """Return an option that names a file or folder, whatever the encoding of its name."""
    return typer.Option(*names, metavar=metavar, help=help, show_default=False)


def argument(metavar: str, help: str, complete: Callable[..., Any] | None = None) -> Any:  # noqa: A002
    """Return an argument that takes text."""
    return typer.Argument(metavar=metavar, help=help, callback=_whole, autocompletion=complete, show_default=False)


def path_argument(metavar: str, help: str) -> Any:  # noqa: A002
    """Return an argument that names a file or folder."""
    return typer.Argument(metavar=metavar, help=help, show_default=False)


def flag(*names: str, help: str) -> Any:  # noqa: A002
    """Return an option without a value."""
    return typer.Option(*names, help=help, show_default=False)


Json = Annotated[bool, flag("--json", help=N_("Print JSON, for other programs."))]
Yes = Annotated[bool, flag("--yes", "-y", help=N_("Do not ask before something is replaced."))]
Ack = Annotated[bool, flag("--ack", help=N_("Print “COMMITTED” and the event's number after each commit."))]
Note = Annotated[str, text("--note", metavar="TEXT", help=N_("A note; the reason, where one is needed."))]
Why = Annotated[str, text("--why", metavar="TEXT", help=N_("Why you want it; it goes on record."))]
Set = Annotated[
    list[str] | None, text("--set", metavar="FIELD=VALUE", help=N_("Give a field its value; may be repeated."))
]


def one_of(option: str, value: str, known: Sequence[str]) -> str:
    """Return the value if it is known; "" where it is not given.

    Raises:
        BadParameter: it is not known; the known ones are named.
    """
    if value and value not in known:
        raise typer.BadParameter(_("one of: {choices}").format(choices=", ".join(known)), param_hint=option)
    return value


def many_of(option: str, values: Iterable[str] | None, kind: type[E]) -> tuple[E, ...]:
    """Return the values of a closed list; each option may name several, with commas between them.

    Raises:
        BadParameter: one is not known.
    """
    named = [part.strip() for value in values or () for part in value.split(",") if part.strip()]
    return tuple(kind(one_of(option, name, tuple(kind))) for name in named)


def whole_number(option: str, value: str, least: int = 1) -> int | None:
    """Return a number, None where it is not given.

    Raises:
        BadParameter: it is none, or less than it may be.
    """
    if not value:
        return None
    if not (value.isascii() and value.isdigit()) or len(value) > _MOST_DIGITS or int(value) < least:
        raise typer.BadParameter(_("a whole number, {least} or more").format(least=least), param_hint=option)
    return int(value)


def fields_of(values: Iterable[str] | None, option: str = "--set") -> dict[str, str]:
    """Return field → text of `--set FIELD=VALUE`.

    Raises:
        BadParameter: there is no `=`, no name, or a field is set twice.
    """
    found: dict[str, str] = {}
    for value in values or ():
        name, given, said = value.partition("=")
        name = name.strip()
        if not given or not name:
            raise typer.BadParameter(_("a field and its value, as in payment_terms=cash"), param_hint=option)
        if name in found:
            raise typer.BadParameter(_("{field} is set twice").format(field=name), param_hint=option)
        found[name] = said
    return found
