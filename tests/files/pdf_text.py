"""Reads the text out of a PDF as the typesetter writes it: enough for tests, and no reader of PDFs."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_TOKEN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\[((?:\((?:\\.|[^\\()])*\)|[^\]()])*)\]TJ|(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]+>)Tj", re.DOTALL
)
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f]*)>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Pdf:
    """The pages of a PDF as text, in the order in which it is painted."""

    def __init__(self, content: bytes) -> None:
        self._objects = {int(number): body for number, body in _OBJECT.findall(content)}
        found = [body for body in self._objects.values() if re.search(rb"/Type/Page(?![a-zA-Z])", body)]
        self.pages = [self._page(body) for body in found]

    @property
    def text(self) -> str:
        """The text of all pages; what only lets a line end is left out."""
        return "\n".join(self.pages).replace("\N{ZERO WIDTH SPACE}", "")

    def _stream(self, number: int) -> bytes:
        head, _stream, rest = self._objects[number].partition(b"stream\n")
        raw = rest.removesuffix(b"endstream").removesuffix(b"\n")
        return zlib.decompress(raw) if b"/FlateDecode" in head else raw

    def _page(self, body: bytes) -> str:
        used = b" ".join([body, *(self._objects[int(one)] for one in re.findall(rb"/Resources (\d+) 0 R", body))])
        fonts = {name: self._glyphs(int(number)) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", used)}
        contents = re.search(rb"/Contents (\d+) 0 R", body)
        assert contents
        parts: list[str] = []
        known: dict[int, str] = {}
        for found in _TOKEN.finditer(self._stream(int(contents[1]))):
            if found[1]:
                known = fonts[found[1]]
            else:
                shown = found[2] if found[2] is not None else found[3]
                parts += [known.get(glyph, "") for glyph in _glyph_numbers(shown)]
        return "".join(parts)

    def _glyphs(self, number: int) -> dict[int, str]:
        """Return glyph → text of a font."""
        told = re.search(rb"/ToUnicode (\d+) 0 R", self._objects[number])
        if told is None:
            return {}
        pairs = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>", self._stream(int(told[1])), re.MULTILINE)
        return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _glyph_numbers(shown: bytes) -> list[int]:
    numbers: list[int] = []
    for plain, hexadecimal in _STRING.findall(shown):
        raw = bytes.fromhex(hexadecimal.decode()) if hexadecimal else _ESCAPE.sub(_unescaped, plain)
        numbers += [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    return numbers


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8) & 0xFF]) if code[:1].isdigit() else _PLAIN.get(code, code)
