"""What a run of the program works with: which desk, for whom, in which language."""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.words import LANGUAGES, MissingCatalogue, _, detect_language, set_language

if TYPE_CHECKING:
    from orderclerk.ui_settings import UiSettings

DESK_VARIABLE = "ORDERCLERK_DESK"
USER_VARIABLE = "ORDERCLERK_USER"

_GLOBAL_WITH_VALUE = ("--desk", "--as", "--lang", "--password-file")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run.

    Attributes:
        desk: the desk's folder.
        person: who acts, as the record keeps it.
        colour: whether marks of a terminal (bold) may be printed on standard output.
        password_file: whose first line is the person's password; "-" is standard input, "" asks in the terminal.
    """

    desk: Path
    person: str
    colour: bool
    password_file: str = ""


def desk_folder(option: str, environ: Mapping[str, str]) -> Path:
    """Return the desk's folder: the option, else ORDERCLERK_DESK, else the one chosen last, else this user's own."""
    if option:
        return Path(option)
    if environ.get(DESK_VARIABLE):
        return Path(environ[DESK_VARIABLE]).expanduser()
    if chosen := _chosen("desk"):
        return Path(chosen)
    from orderclerk.paths import default_desk

    return default_desk()


def acting_person(option: str, environ: Mapping[str, str]) -> str:
    """Return who acts: the option, else ORDERCLERK_USER, else the name given to the wizard, else the system's user.

    It is "" if nobody knows.
    """
    named = option.strip() or environ.get(USER_VARIABLE, "").strip() or _chosen("person")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user id without a name, as in some containers
        return ""


def _chosen(name: str) -> str:
    """Return what was chosen in the wizard of the first run, "" where nothing was."""
    from orderclerk.ui_settings import UiSettings, settings_file

    found = UiSettings(settings_file()).get("start", name)
    return found.strip() if isinstance(found, str) else ""


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


def speak_again(memory: "UiSettings", language: str) -> None:
    """Speak the language that was chosen on the screens, unless another one was asked for."""
    remembered = memory.get("frame", "language")
    if not language and isinstance(remembered, str) and remembered in LANGUAGES:
        try:
            set_language(remembered)
        except MissingCatalogue:
            memory.faults.append(_("Its translation is not installed: {language}.").format(language=remembered))
