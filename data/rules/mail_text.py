"""Addresses and texts of mail made harmless: nothing that is typed becomes a header or turns the writing round."""

import re
from unicodedata import category

_ADDRESS = re.compile(r"(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([^\s@]+)")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_NAMED = re.compile(r"\s*(.*?)\s*<([^<>]*)>\s*")

_JOINERS = "\u200c\u200d"
"""What some scripts and pictures are written with; it neither hides nor turns anything."""

MOST_LINE, MOST_BODY = 500, 100_000
"""Characters of a subject or a name, and of a text, at the most."""


def parted(text: str) -> tuple[str, str]:
    """Return name and address of `Office <orders@office.example>`, or of an address alone."""
    found = _NAMED.fullmatch(text)
    return (found[1].strip('"'), found[2].strip()) if found else ("", text.strip())


def ascii_address(address: str) -> str:
    """Return an address with its domain as the net knows it (`user@例子.cn` → `user@xn--fsqu00a.cn`).

    Raises:
        ValueError: it is no address that mail can be sent to.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    try:
        domain = found[1].encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(address) from error
    if not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        raise ValueError(address)
    return f"{address[: -len(found[1])]}{domain}"


def address_fault(address: str) -> str:
    """Return what is wrong with an address: `no_address`, `bad_address`, or nothing."""
    if not address.strip():
        return "no_address"
    try:
        ascii_address(address)
    except ValueError:
        return "bad_address"
    return ""


def harmless_line(text: str) -> str:
    """Return a text fit for a header: one line, without characters that cannot be seen or that turn the writing."""
    return re.sub(r"\s+", " ", "".join(map(_in_line, text))).strip()[:MOST_LINE]


def harmless_body(text: str) -> str:
    """Return a text fit for the body of a mail: lines and tabs stay, what cannot be seen or turns the writing goes."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one if one in "\n\t" else _in_body(one) for one in plain)[:MOST_BODY]


def _in_line(character: str) -> str:
    kind = category(character)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Cs") and character not in _JOINERS else character


def _in_body(character: str) -> str:
    kind = category(character)
    if kind in ("Zl", "Zp"):
        return "\n"
    return "" if kind in ("Cc", "Cf", "Cs") and character not in _JOINERS else character
