"""Makes one paper in a process of its own: files and values on stdin, a PDF or what is wrong on stdout.

The typesetter is a library in a language without exceptions: whatever a customer's text or a template of the office's
own makes of it, the desk goes on. A process of its own can also be kept from the network, which the library would ask
for packages. This file is run as a script, with little memory (see limited_process.py), and imports nothing of the
project.
"""

import json
import pickle
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import Any

_SURELY = re.compile(r"[\x00-~\x7f-\u017f\u2010-\u2029\u3000-\u30ff\u4e00-\u9fa5\uff01-\uff5e\u200b]+")
"""Characters that the font has, and those that are never painted; only others are asked for."""

_MOST_ASKED = 2_000
"""More kinds of rare characters than these are on no paper of an office."""

_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_FIRST_FLAG = 0x1F1E6
_JOINED = "[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
"""What only changes how the sign before it is painted."""

_CHECK = """#set document(title: "check")
#set text(font: json(bytes(sys.inputs.values)).fonts)
"""
_UNPAINTED = re.compile(r"┌─ .*?:(\d+):\d+$", re.MULTILINE)


def make(main: str, files: dict[str, bytes], values: str, at: datetime) -> bytes:
    """Return the PDF that the file `main` makes of the values.

    Args:
        main: which of the files is the template.
        files: all that the template can read, by their names.
        values: JSON, which the template finds in `sys.inputs.values`.
        at: when the PDF says that it was made.

    Raises:
        typst.TypstError: the template has a fault.
    """
    import noto_cjk_sans_otc
    import typst

    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        root, empty = Path(folder) / "root", Path(folder) / "packages"
        root.mkdir()
        empty.mkdir()
        for name, content in files.items():
            (root / Path(name).name).write_bytes(content)
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=True,
            font_paths=[str(Path(str(noto_cjk_sans_otc.FONT_PATH)).parent)],
        )

        def compiled(name: str, given: str, **more: Any) -> bytes:
            made: Any = typst.compile(
                str(root / name),
                root=str(root),
                font_paths=fonts,
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"values": given},
                package_path=str(empty),
                package_cache_path=str(empty),
                **more,
            )
            return bytes(made)

        def unpainted(signs: str, font: str) -> set[str]:
            """Return the characters that no font has; the typesetter names each by its line."""
            check = root / "check-of-characters.typ"
            head = _CHECK.count("\n")
            check.write_text(_CHECK + "".join(f'#"{one}"#parbreak()\n' for one in signs), encoding="utf-8")
            try:
                # only a PDF for the archive insists on every character
                compiled(check.name, json.dumps({"fonts": [font, "DejaVu Sans Mono"]}), pdf_standards="a-2b")
            except RuntimeError as error:
                lines = _UNPAINTED.findall(getattr(error, "diagnostic", ""))
                return {signs[int(line) - head - 1] for line in lines if 0 <= int(line) - head - 1 < len(signs)}
            finally:
                check.unlink()
            return set()

        return compiled(Path(main).name, paintable(values, unpainted), timestamp=at)


def paintable(values: str, unpainted: Callable[[str, str], Collection[str]]) -> str:
    """Return values in which a character that no font has is named instead of painted as an empty box.

    Args:
        values: JSON.
        unpainted: says which of some characters no font has, the one of this name before all others.
    """
    rare = "".join(sorted(set(_SURELY.sub("", values))))[:_MOST_ASKED]
    if not rare:
        return values
    content = json.loads(values)
    font = content.get("font") if isinstance(content, dict) else None
    gone = unpainted(rare, str(font or ""))
    if not gone:
        return values
    signs = re.compile("([" + "".join(map(re.escape, sorted(gone))) + "])" + _JOINED)

    def told(value: Any) -> Any:
        if isinstance(value, str):
            return signs.sub(lambda found: substitute(found[1]), _FLAGS.sub(_flag, value))
        if isinstance(value, list):
            return [told(one) for one in value]
        return {name: told(one) for name, one in value.items()} if isinstance(value, dict) else value

    return json.dumps(told(content), ensure_ascii=False)


def substitute(sign: str) -> str:
    """Return what is read in place of a sign: its code, and what it shows where it is a picture."""
    code = f"U+{ord(sign):04X}"
    name = unicodedata.name(sign, "").lower() if unicodedata.category(sign) == "So" else ""
    return f"[{code} {name}]" if name else f"[{code}]"


def _flag(found: re.Match[str]) -> str:
    """Return the letters that a flag is made of."""
    return "[" + "".join(chr(ord(one) - _FIRST_FLAG + ord("A")) for one in found[0]) + "]"


def _answer(request: bytes) -> bytes:
    """Return a PDF, or JSON that says what is wrong with the template."""
    try:
        return make(*pickle.loads(request))  # noqa: S301 - the desk itself writes it
    except RuntimeError as error:  # TypstError is one; a template that is no UTF-8 is told as a bare one
        told = {name: getattr(error, name, "") for name in ("message", "diagnostic", "hints")}
        return json.dumps({**told, "message": told["message"] or str(error)}).encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read()))
