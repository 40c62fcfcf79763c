"""What a run of the program works with: which desk, for whom, in which language."""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.words import LANGUAGES, MissingCatalogue, detect_language, set_language

DESK_VARIABLE = "ORDERCLERK_DESK"
USER_VARIABLE = "ORDERCLERK_USER"

_GLOBAL_WITH_VALUE = ("--desk", "--as", "--lang")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run.

    Attributes:
        desk: the desk's folder.
        person: who acts, as the record keeps it.
        colour: whether marks of a terminal (bold) may be printed on standard output.
    """

    desk: Path
    person: str
    colour: bool


def desk_folder(option: str, environ: Mapping[str, str]) -> Path:
    """Return the desk's folder: the option, else ORDERCLERK_DESK, else this user's own."""
    if option:
        return Path(option)
    if environ.get(DESK_VARIABLE):
        return Path(environ[DESK_VARIABLE]).expanduser()
    from orderclerk.paths import default_desk

    return default_desk()


def acting_person(option: str, environ: Mapping[str, str]) -> str:
    """Return who acts: the option, else ORDERCLERK_USER, else the user of the operating system; "" if nobody knows."""
    named = option.strip() or environ.get(USER_VARIABLE, "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user id without a name, as in some containers
        return ""


def asked_language(arguments: list[str]) -> str:
    """Return what `--lang` says among the options before the command, or "".

    It is looked for before the command line is read, because reading it may already print a sentence.
    """
    found = ""
    rest = iter(arguments)
    for argument in rest:
        if not argument.startswith("-") or argument == "--":
            break
        name, given, value = argument.partition("=")
        if name in _GLOBAL_WITH_VALUE and not given:
            value = next(rest, "")
        if name == "--lang":
            found = value
    return found


def speak(arguments: list[str], environ: Mapping[str, str]) -> str:
    """Set the language of this run: `--lang`, else the locale's; return the one that cannot be spoken, or "".

    A language that is unknown, or has no catalogue here, leaves the run in the nearest that can be spoken.
    """
    asked = asked_language(arguments)
    by_locale = detect_language(environ)
    for language in (asked, by_locale, LANGUAGES[0]):
        if language not in LANGUAGES:
            continue
        try:
            set_language(language)
        except MissingCatalogue:
            continue
        return asked if asked in LANGUAGES and asked != language else ""
    return asked
