"""A nightly backup for the scheduler of the computer: texts of a systemd timer, a cron line, a Windows task (N1).

Nothing secret stands in them: keys are public ones, a password is named by the file that holds it.
"""

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAME = "orderclerk-backup"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a schedule, by its name, or "" for a line of a table."""

    name: str
    text: str


def systemd(command: Sequence[str], hour: int, minute: int, description: str) -> tuple[Part, ...]:
    """Return a user's service and timer; a night on which the computer was off is made up for."""
    line = " ".join(_systemd_word(word) for word in command)
    about = description.replace("%", "%%")
    service = f"[Unit]\nDescription={about}\n\n[Service]\nType=oneshot\nExecStart={line}\n"
    timer = (
        f"[Unit]\nDescription={about}\n\n[Timer]\nOnCalendar=*-*-* {hour:02}:{minute:02}:00\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    return Part(f"{NAME}.service", service), Part(f"{NAME}.timer", timer)


def _systemd_word(word: str) -> str:
    """Return a word as ExecStart reads it back: in quotes, with its own escapes, specifiers and variables undone."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'


def cron(command: Sequence[str], hour: int, minute: int) -> tuple[Part, ...]:
    """Return the line of a crontab; what it prints, cron sends by mail."""
    line = shlex.join(command).replace("%", "\\%")  # a bare one ends the command, also within quotes
    return (Part("", f"{minute} {hour} * * * {line}\n"),)


_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{description}</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{hour:02}:{minute:02}:00</StartBoundary>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
  </Settings>
  <Actions>
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def windows(command: Sequence[str], hour: int, minute: int, description: str) -> tuple[Part, ...]:
    """Return a task for `schtasks /Create /XML`, which runs as whoever creates it, while signed in."""
    text = _TASK.format(
        description=escape(description),
        hour=hour,
        minute=minute,
        program=escape(command[0]),
        arguments=escape(subprocess.list2cmdline(command[1:])),
    )
    return (Part(f"{NAME}.xml", text),)
