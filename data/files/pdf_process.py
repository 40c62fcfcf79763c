"""Reads the text of one PDF in a process of its own: bytes on stdin, JSON on stdout.

A PDF comes from outside: it can be damaged, can point at itself, or can unpack to more than the computer has. None of
that may happen to a desk, hence the process. This file is run as a script and imports nothing of the project.
"""

import io
import json
import logging
import sys

MOST_PAGES = 200
"""A confirmation of five hundred lines is below thirty pages."""

MOST_CHARACTERS = 2_000_000
"""So much text is no copy of a confirmation."""

MOST_MEMORY = 1024**3
"""Address space of the process, where the system can limit it."""


def read(content: bytes) -> dict[str, object]:
    """Return `text` and `pages`, or `why` there is none: `password`, `too_large` or `damaged`."""
    from pypdf import PdfReader

    logging.disable()
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            return {"why": "password"}
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            return {"why": "too_large", "pages": pages}
        parts: list[str] = []
        left = MOST_CHARACTERS
        for page in reader.pages:
            parts.append(page.extract_text())
            left -= len(parts[-1])
            if left < 0:
                return {"why": "too_large", "pages": pages}
    except Exception as error:  # noqa: BLE001 - the library's own errors are few of those that a broken file makes it raise
        return {"why": "damaged", "detail": type(error).__name__}
    return {"text": "\n".join(parts), "pages": pages}


def limit_memory() -> None:
    """Let this process have no more memory than that."""
    try:
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return  # some systems have no such limit, or do not let it be set


if __name__ == "__main__":
    limit_memory()
    answer = json.dumps(read(sys.stdin.buffer.read()))  # ASCII, so that half a character of the file does no harm
    sys.stdout.write(answer)
