"""Signing in on the command line: who the computer says somebody is, and the password where one is needed."""

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import SignInRefused
from data.words import _
from data.words.printable import printable
from orderclerk.reading import readable

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from orderclerk.settings import Settings

_LONGEST = 1024
"""So much of a file of a password is read; the desk refuses what is too long."""


def system_user() -> str:
    """Return the user of the computer as the operating system knows it, whatever the environment says; "" if nobody."""
    if os.name != "posix":
        return _named()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a user id without a name, as in some containers
        return ""


def _named() -> str:
    try:
        return os.getlogin()
    except OSError:
        return ""


def signed_in(desk: "Desk", settings: "Settings") -> "Desk":
    """Return the desk for the person that somebody is, who is asked for a password where the office wants one.

    Raises:
        SignInRefused: the desk does not let them in. Unreadable: the file of the password cannot be read.
    """
    entry = desk.people.entry(system_user(), settings.person)
    if entry.password:
        desk.people.sign_in(entry.person, read_password(entry.person, settings.password_file))
    return desk if entry.person == settings.person else desk.as_person(entry.person)


def read_password(person: str, source: str, prompt: str = "") -> str:
    """Return a password: the first line of a file or of standard input (`-`), else what is typed unseen.

    Args:
        person: whose.
        source: a path or `-`; "" asks.
        prompt: the question; else it names the person.

    Raises:
        SignInRefused: nobody can be asked. Unreadable: the file cannot be read.
    """
    if source == "-":
        return sys.stdin.readline(_LONGEST).rstrip("\r\n")
    if source:
        return _first_line(source)
    if not sys.stdin.isatty():
        raise SignInRefused(person, "needed")
    try:
        return getpass.getpass(prompt or _("Password of {person}: ").format(person=printable(person)))
    except EOFError as error:
        raise SignInRefused(person, "needed") from error


def asked(prompt: str) -> str | None:
    """Return what is typed unseen; None where nobody can be asked."""
    if not sys.stdin.isatty():
        return None
    try:
        return getpass.getpass(prompt)
    except EOFError:
        return None


def _first_line(source: str) -> str:
    with readable(source), Path(source).open(encoding="utf-8-sig") as file:
        return file.readline(_LONGEST).rstrip("\r\n")
