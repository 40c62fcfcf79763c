r"""Text from outside made harmless before it is shown, printed or logged.

A customer's note may hold escape sequences that a terminal obeys, marks that turn the direction of writing, characters
that cannot be seen, or halves of characters that cannot be encoded. None of them is dropped: what was sent stays
readable, as a picture (``␛``) or as an escape (``\u202e``).
"""

from unicodedata import category

_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F
_SPACE = 0x20
_LAST_OF_ONE_BYTE = 0xFF
_LAST_OF_FOUR_DIGITS = 0xFFFF

# Control, format (bidi marks, zero-width characters and tags among them), half a surrogate pair, line and paragraph
# separator. The rest of what Python calls unprintable, such as the ideographic space, takes its place on the screen.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str, *, multiline: bool = False) -> str:
    """Return the text with everything visible that a terminal would obey, hide or choke on.

    Args:
        text: any text, from anywhere.
        multiline: keep line feeds and tabs; a carriage return before a line feed goes.
    """
    if text.isprintable():
        return text
    if multiline:
        return "".join(
            character if character in "\n\t" else _visible(character) for character in text.replace("\r\n", "\n")
        )
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable() or category(character) not in _HARMFUL:
        return character
    code = ord(character)
    if code < _SPACE:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    if code <= _LAST_OF_ONE_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"
