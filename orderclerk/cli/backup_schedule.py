"""A nightly backup, handed to the scheduler of the computer (N1)."""

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.words import N_, _
from orderclerk.cli.backup_options import Folder, Keep, Recipients, folder_of, rule_of, see_permitted
from orderclerk.cli.options import flag, text
from orderclerk.cli.output import err, out
from orderclerk.exits import Exit
from orderclerk.settings import Settings

if TYPE_CHECKING:
    from orderclerk.schedules import Part

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def schedule(
    ctx: typer.Context,
    at: Annotated[str, text("--at", metavar="TIME", help=N_("When, on the clock of the computer; else 02:30."))] = "",
    to: Folder = "",
    keep: Keep = "",
    encrypt_to: Recipients = None,
    systemd: Annotated[bool, flag("--systemd", help=N_("As a timer of systemd, for this user."))] = False,
    cron: Annotated[bool, flag("--cron", help=N_("As the line of a crontab."))] = False,
    windows: Annotated[bool, flag("--windows", help=N_("As a task of Windows."))] = False,
    write: Annotated[
        bool, flag("--write", help=N_("Write it to where it belongs in your own folder, instead of printing it."))
    ] = False,
) -> int:
    """Print or write what makes a backup every night."""
    from orderclerk import schedules

    settings: Settings = ctx.obj
    read = _TIME.fullmatch(at or "02:30")
    if read is None:
        raise typer.BadParameter(_("a time such as 02:30"), param_hint="--at")
    if systemd + cron + windows > 1:
        raise typer.BadParameter(_("take one of --systemd, --cron and --windows"))
    rule_of(keep)
    see_permitted(settings, "backup")
    hour, minute = int(read[1]), int(read[2])
    command = _command(settings, to, keep, encrypt_to or [])
    about = _("Backup of the desk in {path}").format(path=settings.desk.absolute())
    if windows or not (systemd or cron or os.name == "posix"):
        return _given(schedules.windows(command, hour, minute, about), "windows", write=write)
    if cron or not (systemd or Path("/run/systemd/system").is_dir()):
        return _given(schedules.cron(command, hour, minute), "cron", write=write)
    return _given(schedules.systemd(command, hour, minute, about), "systemd", write=write)


def _command(settings: Settings, to: str, keep: str, recipients: list[str]) -> list[str]:
    """Return the backup's command line, of which every path is absolute: a scheduler has a folder of its own.

    Raises:
        StorageFailed: it is no place for backups.
        BadParameter: a path has a line break, which no schedule can hold.
    """
    from data.store.place import refuse_within

    program = shutil.which("orderclerk")
    command = [str(Path(program).absolute())] if program else [sys.executable, "-m", "orderclerk"]
    command += ["--desk", str(settings.desk.absolute()), "--as", settings.person]
    if settings.password_file and settings.password_file != "-":  # noqa: S105 - the name for standard input
        command += ["--password-file", str(Path(settings.password_file).absolute())]
    folder = folder_of(settings, to).absolute()
    refuse_within(folder)  # else every night would be refused
    command += ["backup", "create", "--to", str(folder)]
    if keep:
        command += ["--keep", keep]
    for one in recipients:
        known = one.startswith(("age1", "ssh-"))
        command += ["--encrypt-to", one if known else str(Path(one).absolute())]
    for word in command:
        if any(ord(character) < ord(" ") for character in word):
            raise typer.BadParameter(_("a line break has no place in a schedule: {text}").format(text=word))
    return command


def _given(parts: "tuple[Part, ...]", kind: str, *, write: bool) -> int:
    """Print the parts, or write them; say what is left to do."""
    from data.files.saving import save
    from data.store.folder import make_folder

    folder = _place(kind)
    for part in parts:
        if not write:
            if len(parts) > 1:
                out(f"# {folder / part.name}")
            out(part.text.rstrip("\n"))
            continue
        target = folder / (part.name or "backup.cron")
        # whoever can write it can have anything run in the name of this account
        make_folder(target.parent)
        save(target, part.text.encode("utf-16" if kind == "windows" else "utf-8"), replace=True)
        out(str(target))
    err(_next(kind, folder, write=write))
    return Exit.DONE


def _place(kind: str) -> Path:
    """Return where the parts belong."""
    if kind == "systemd":
        base = os.environ.get("XDG_CONFIG_HOME", "")
        return (Path(base) if base else Path.home() / ".config") / "systemd" / "user"
    from orderclerk.ui_settings import settings_file

    return settings_file().parent


def _next(kind: str, folder: Path, *, write: bool) -> str:
    if kind == "systemd":
        commands = "systemctl --user daemon-reload; systemctl --user enable --now orderclerk-backup.timer"
        if write:
            return _("Next: {commands}").format(commands=commands)
        return _("Write it with --write; then: {commands}").format(commands=commands)
    if kind == "cron":
        return _("Next: crontab -e, and put this line at its end.")
    commands = f'schtasks /Create /TN orderclerk-backup /XML "{folder / "orderclerk-backup.xml"}"'
    if write:
        return _("Next: {commands}").format(commands=commands)
    return _("Write it with --write; then: {commands}").format(commands=commands)
