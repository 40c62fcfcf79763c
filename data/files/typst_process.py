"""Makes one paper in a process of its own: files and values on stdin, a PDF or what is wrong on stdout.

The typesetter is a library in a language without exceptions: whatever a customer's text or a template of the office's
own makes of it, the desk goes on. A process of its own can also be kept from the network, which the library would ask
for packages. This file is run as a script and imports nothing of the project.
"""

import json
import pickle
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

MAX_MEMORY = 4 * 1024**3
"""Address space of the process, where the system can limit it."""


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
        made: Any = typst.compile(
            str(root / Path(main).name),
            root=str(root),
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"values": values},
            timestamp=at,
            package_path=str(empty),
            package_cache_path=str(empty),
        )
    return bytes(made)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return  # some systems know the limit and do not let it be set


def _answer(request: bytes) -> bytes:
    """Return a PDF, or JSON that says what is wrong with the template."""
    try:
        return make(*pickle.loads(request))  # noqa: S301 - the desk itself writes it
    except RuntimeError as error:  # TypstError is one; a template that is no UTF-8 is told as a bare one
        told = {name: getattr(error, name, "") for name in ("message", "diagnostic", "hints")}
        return json.dumps({**told, "message": told["message"] or str(error)}).encode()


if __name__ == "__main__":
    _limit_memory()
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read()))
