"""A message as bytes, and handing it to a mail server: checked TLS, no password in the clear, little patience."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from data.errors import MailFailed
from data.rules.mail_text import ascii_address, harmless_body, harmless_line, parted

_FINAL = 500
"""From this code of a server on the same again would be refused again."""

_NEVER_MIND = (smtplib.SMTPException, OSError)
"""What a server does after it has taken a message changes nothing."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server.

    Attributes:
        security: `starttls`, `tls` from the first byte, or `none`.
        user: who signs in; "" for nobody.
        seconds: so long its answer is waited for.
        own: the name by which this program greets it.
    """

    name: str
    port: int
    security: str
    user: str = ""
    seconds: float = 20
    own: str = "localhost"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says; addresses may have names before them (`Office <orders@office.example>`)."""

    key: str
    sender: str
    to_name: str
    to_address: str
    subject: str
    body: str
    at: datetime
    reply_to: str = ""
    language: str = ""
    enclosed: tuple[Enclosed, ...] = ()
    automatic: bool = False


def composed(letter: Letter, *, unsent: bool = False) -> bytes:
    """Return a mail as it goes over the wire; nothing of it becomes a header that was not meant to be one.

    Args:
        letter: what it says.
        unsent: whether it is a draft, to be opened and sent by another program.
    """
    mail = EmailMessage(policy=SMTP)
    if letter.sender:
        mail["From"] = _named(*parted(letter.sender))
    if letter.to_address:
        mail["To"] = _named(letter.to_name, letter.to_address)
    if letter.reply_to:
        mail["Reply-To"] = _named(*parted(letter.reply_to))
    mail["Subject"] = harmless_line(letter.subject)
    mail["Date"] = format_datetime(letter.at.replace(microsecond=0))
    mail["Message-ID"] = letter.key
    if letter.language:
        mail["Content-Language"] = letter.language.replace("_", "-")
    if letter.automatic:
        mail["Auto-Submitted"] = "auto-generated"
    if unsent:
        mail["X-Unsent"] = "1"
    body = harmless_body(letter.body)
    mail.set_content(f"{body}\n", cte="quoted-printable" if body.isascii() else "base64")
    for one in letter.enclosed:
        kind, _slash, form = one.media_type.partition("/")
        mail.add_attachment(
            one.content,
            maintype=kind or "application",
            subtype=form or "octet-stream",
            filename=harmless_line(one.name),
        )
    return mail.as_bytes()


def _named(name: str, address: str) -> Address:
    return Address(harmless_line(name), addr_spec=ascii_address(address))


def deliver(server: Server, password: str, sender: str, to_address: str, content: bytes) -> str:
    """Hand a mail to a server; return what it said when it took it.

    Raises:
        MailFailed: it did not take it, or, not `sure`, nobody knows.
    """
    with _session(server, password) as smtp:
        _expect(server, smtp.mail(ascii_address(parted(sender)[1])), "sender")
        _expect(server, smtp.rcpt(ascii_address(to_address)), "recipient")
        _expect(server, smtp.docmd("DATA"), "refused")
        # from here on nobody knows, until the server says so
        try:
            smtp.send(_stuffed(content))
            code, said = smtp.getreply()
        except _NEVER_MIND as error:
            raise MailFailed(server.name, "unsure", _text(error), sure=False) from error
        _expect(server, (code, said), "refused")
        with suppress(*_NEVER_MIND):
            smtp.quit()
        return _decoded(said)


def probe(server: Server, password: str) -> str:
    """Go as far as signing in, and return how the server greets.

    Raises:
        MailFailed: it cannot be reached, or does not let one in.
    """
    with _session(server, password) as smtp:
        greeting = _decoded(smtp.ehlo_resp or b"").partition("\n")[0]
        with suppress(*_NEVER_MIND):
            smtp.quit()
    return greeting


@contextmanager
def _session(server: Server, password: str) -> Iterator[smtplib.SMTP]:
    """Give an open, secured, signed-in session; what goes wrong on the way, or in the block, is a `MailFailed`."""
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _connected(server)
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            if not smtp.has_extn("starttls"):
                raise MailFailed(server.name, "no_tls")
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            _sign_in(server, smtp, password)
        yield smtp
    except smtplib.SMTPResponseException as error:
        raise _not_done(server, error.smtp_code, error.smtp_error, "refused") from error
    except ssl.SSLError as error:
        cause = "certificate" if isinstance(error, ssl.SSLCertVerificationError) else "tls"
        raise MailFailed(server.name, cause, _text(error)) from error
    except _NEVER_MIND as error:
        slow = isinstance(error, TimeoutError) or "timed out" in str(error)
        raise MailFailed(server.name, "timeout" if slow else "unreachable", _text(error), again=True) from error
    finally:
        if smtp is not None:
            smtp.close()


def _connected(server: Server) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(
            server.name, server.port, server.own, timeout=server.seconds, context=ssl.create_default_context()
        )
    return smtplib.SMTP(server.name, server.port, server.own, timeout=server.seconds)


def _sign_in(server: Server, smtp: smtplib.SMTP, password: str) -> None:
    if server.security == "none":
        # whoever listens on the way would read it
        raise MailFailed(server.name, "password_in_clear")
    if not password:
        raise MailFailed(server.name, "no_password", server.user)
    try:
        smtp.login(server.user, password)
    except smtplib.SMTPAuthenticationError as error:
        raise _not_done(server, error.smtp_code, error.smtp_error, "login") from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailFailed(server.name, "login", _text(error)) from error


def _expect(server: Server, answer: tuple[int, bytes], cause: str) -> None:
    """Let pass only an answer that goes on (2xx and 3xx).

    Raises:
        MailFailed: any other.
    """
    code, said = answer
    if not 200 <= code < 400:  # noqa: PLR2004 - codes of SMTP
        raise _not_done(server, code, said, cause)


def _not_done(server: Server, code: int, said: bytes | str, cause: str) -> MailFailed:
    text = said if isinstance(said, str) else _decoded(said)
    again = code < _FINAL
    if code <= 0:
        cause, again = "unreachable", True
    return MailFailed(server.name, "busy" if again and code > 0 else cause, f"{code} {text}".strip(), again=again)


def _stuffed(content: bytes) -> bytes:
    """Return a mail as the protocol wants it: a dot at the beginning of a line doubled, and the end marked."""
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"


def _decoded(said: bytes) -> str:
    return harmless_line(said.decode("utf-8", errors="replace").replace("\n", " · "))


def _text(error: BaseException) -> str:
    return harmless_line(str(error)) or type(error).__name__
