"""A tiny mail server on this computer, for tests: it takes what it is given, or refuses as it is told."""

from __future__ import annotations

import base64
import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping
    from email.message import EmailMessage


class Postbox(socketserver.ThreadingTCPServer):
    """The server.

    Attributes:
        mails: what it took, as it came.
        answers: command → what it answers instead of taking it; "" says nothing at all, "!" hangs up.
        extensions: what it offers after the greeting.
        context: the certificate with which it secures the line, after STARTTLS or, `at_once`, from the first byte.
        users: names and passwords of those whom it lets in; where there are any it takes mails of nobody else.
        secured: what it heard over a secured line.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None, *, at_once: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.context = context
        self.at_once = at_once
        self.users: dict[str, str] = {}
        self.secured: list[str] = []
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

    def setup(self) -> None:
        super().setup()
        self.signed_in = False
        self.secure = False

    def _secure(self) -> bool:
        """Secure the line; return whether the other side wanted it so."""
        assert self.server.context is not None
        try:
            self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        except OSError:  # it does not trust the certificate
            return False
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.secure = True
        return True

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        with suppress(OSError):
            self.connection.close()

    def _let_in(self, command: str) -> bool:
        """Answer to a sign-in in the ways PLAIN and LOGIN; return whether the session goes on."""
        _verb, way, *rest = command.split(" ")
        if way.upper() == "PLAIN":
            _nobody, user, password = base64.b64decode(rest[0]).decode().split("\0")
        else:
            user = base64.b64decode(rest[0]).decode()
            self._say("334 UGFzc3dvcmQ6")
            password = base64.b64decode(self.rfile.readline().strip()).decode()
        self.signed_in = user in self.server.users and self.server.users[user] == password
        return self._say("235 welcome" if self.signed_in else "535 who are you?")

    def handle(self) -> None:
        box = self.server
        if box.at_once and not self._secure():
            return
        if not self._say(box.answers.get("CONNECT", "220 postbox")):
            return
        while line := self.rfile.readline():
            command = line.decode("latin-1").strip()
            box.heard.append(command)
            if self.secure:
                box.secured.append(command)
            if not self._answer(command):
                return

    def _answer(self, command: str) -> bool:
        """Answer to a command; return whether the session goes on."""
        box = self.server
        verb = command.split(" ", maxsplit=1)[0].upper()
        if verb in box.answers:
            return self._say(box.answers[verb])
        ways = {"EHLO": self._greet, "STARTTLS": self._begin, "DATA": self._data, "QUIT": self._leave}
        if verb == "AUTH":
            return self._let_in(command)
        if verb == "MAIL" and box.users and not self.signed_in:
            return self._say("530 sign in first")
        return ways[verb]() if verb in ways else self._say("250 ok")

    def _greet(self) -> bool:
        box = self.server
        offered = ["postbox", *box.extensions]
        if box.context is not None and not self.secure:
            offered.append("STARTTLS")
        if box.users:
            offered.append("AUTH PLAIN LOGIN")
        for place, name in enumerate(offered):
            self._say(f"250{'-' if place < len(offered) - 1 else ' '}{name}")
        return True

    def _begin(self) -> bool:
        if self.server.context is None:
            return self._say("250 ok")
        return self._say("220 go ahead") and self._secure()

    def _data(self) -> bool:
        return self._say("354 go on") and self._take()

    def _leave(self) -> bool:
        self._say("221 bye")
        return False

    def _take(self) -> bool:
        content = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b".") else line
        answer = self.server.answers.get("END", "250 taken")
        if answer.startswith("2"):
            self.server.mails.append(content)
        return self._say(answer)


@contextmanager
def postbox(context: ssl.SSLContext | None = None, *, at_once: bool = False) -> Iterator[Postbox]:
    """Give a server that is up, with a certificate if it has one."""
    with Postbox(context, at_once=at_once) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
