"""What is handed to a scheduler comes back word by word."""

import re
import shlex
import xml.etree.ElementTree as ET

import pytest

from orderclerk import schedules

COMMAND = [
    "/usr/lib/order clerk/orderclerk",
    "--desk",
    '/srv/Zhang\'s "desk" 100%',
    "--keep",
    "7d,5w",
    "--encrypt-to",
    "/srv/keys/$HOME\\x",
]


def test_cron_reads_the_words_back() -> None:
    (part,) = schedules.cron(COMMAND, 2, 5)
    minute, hour, *stars, line = part.text.rstrip("\n").split(" ", 5)
    assert (minute, hour, stars) == ("5", "2", ["*", "*", "*"])
    assert not re.search(r"(?<!\\)%", line)
    # cron itself takes the backslash away before the shell sees the line
    assert shlex.split(line.replace("\\%", "%")) == COMMAND


def test_systemd_reads_the_words_back() -> None:
    service, timer = schedules.systemd(COMMAND, 2, 5, "Backup of 100%")
    assert "OnCalendar=*-*-* 02:05:00" in timer.text
    assert "Persistent=true" in timer.text
    assert "Description=Backup of 100%%" in service.text
    line = re.search(r"^ExecStart=(.*)$", service.text, re.MULTILINE)
    assert line is not None
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', line[1])
    undone = [re.sub(r"\\(.)", r"\1", word).replace("%%", "%").replace("$$", "$") for word in words]
    assert undone == COMMAND


def test_windows_reads_the_words_back() -> None:
    (part,) = schedules.windows([r"C:\Program Files\orderclerk.exe", "--desk", r"C:\Li & Co"], 2, 5, "a < b")
    root = ET.fromstring(part.text.replace('encoding="UTF-16"', ""))  # noqa: S314 - of our own making
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext(".//t:Command", namespaces=space) == r"C:\Program Files\orderclerk.exe"
    assert root.findtext(".//t:Arguments", namespaces=space) == r'--desk "C:\Li & Co"'
    assert root.findtext(".//t:StartBoundary", namespaces=space) == "2026-01-01T02:05:00"


@pytest.mark.parametrize("make", [schedules.systemd, schedules.windows])
def test_parts_have_names(make: object) -> None:
    assert all(part.name.startswith(schedules.NAME) for part in make(COMMAND, 1, 0, "x"))  # type: ignore[operator]
