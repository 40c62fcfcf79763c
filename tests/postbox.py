"""A tiny mail server on this computer, for tests: it takes what it is given, or refuses as it is told."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from email.message import EmailMessage


class Postbox(socketserver.ThreadingTCPServer):
    """The server.

    Attributes:
        mails: what it took, as it came.
        answers: command → what it answers instead of taking it; "" says nothing at all, "!" hangs up.
        extensions: what it offers after the greeting.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[bytes] = []
        self.heard: list[str] = []
        self.answers: dict[str, str] = {}
        self.extensions: list[str] = []
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def policy(self, document: str, **more: str) -> str:
        """Return a policy document that names this server."""
        wanted: Mapping[str, str] = {
            "server": '"127.0.0.1"', "port": str(self.port), "security": '"none"',
            "sender": '"Trial office <orders@office.example>"', "timeout_seconds": "1", **more,
        }  # fmt: skip
        head, found, mail = document.partition("[mail]")
        assert found
        lines = []
        for line in mail.splitlines():
            key = line.partition(" =")[0]
            lines.append(f"{key} = {wanted[key]}" if key in wanted else line)
        return head + found + "\n".join(lines) + "\n"

    def mail(self, place: int = -1) -> EmailMessage:
        """Return a mail as a mail program reads it."""
        return email.message_from_bytes(self.mails[place], policy=email.policy.default)


class _Session(socketserver.StreamRequestHandler):
    server: Postbox

    def _say(self, text: str) -> bool:
        """Answer; return whether the session goes on."""
        if text == "!":
            return False
        if not text:
            self.server.closing.wait(10)
            return False
        self.wfile.write(f"{text}\r\n".encode())
        return True

    def handle(self) -> None:
        box = self.server
        if not self._say(box.answers.get("CONNECT", "220 postbox")):
            return
        while line := self.rfile.readline():
            command = line.decode("latin-1").strip()
            box.heard.append(command)
            verb = command.split(" ")[0].upper()
            if verb in box.answers:
                if not self._say(box.answers[verb]):
                    return
            elif verb == "EHLO":
                offered = ["postbox", *box.extensions]
                for place, name in enumerate(offered):
                    self._say(f"250{'-' if place < len(offered) - 1 else ' '}{name}")
            elif verb == "DATA":
                self._say("354 go on")
                if not self._take():
                    return
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> bool:
        content = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b".") else line
        answer = self.server.answers.get("END", "250 taken")
        if answer.startswith("2"):
            self.server.mails.append(content)
        return self._say(answer)


@contextmanager
def postbox() -> Iterator[Postbox]:
    """Give a server that is up."""
    with Postbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
