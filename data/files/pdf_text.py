"""The text of a PDF, such as a signed copy that came back (R11), read by a process of its own (see pdf_process.py)."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

PATIENCE_SECONDS = 20
"""How long one PDF may take; one of thirty pages takes three seconds on a slow machine."""

MOST_BYTES = 32 * 1024**2
"""A longer PDF is many pictures of paper, and no text."""

_MARK = b"%PDF-"
_MARK_WITHIN = 1024
"""So far from its beginning a PDF may have its mark: some programs write something of their own before it."""


class NoText(StrEnum):
    """Why a PDF gives no text."""

    SCAN = "scan"
    """It has pictures only, or no figure among its letters."""
    PASSWORD = "password"  # noqa: S105 - a code
    TOO_LARGE = "too_large"
    """More bytes, pages, letters or time than a copy of a confirmation has."""
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class PdfText:
    """What was read of a PDF; `why` it gives no text, None where it does."""

    text: str = ""
    why: NoText | None = None


def is_pdf(content: bytes) -> bool:
    """Return whether bytes are a PDF, whatever the file is called."""
    return _MARK in content[:_MARK_WITHIN]


@lru_cache(maxsize=1)
def text_of_pdf(content: bytes) -> PdfText:
    """Return the text of a PDF; the last one is remembered, so that it can be read before a transaction begins."""
    if len(content) > MOST_BYTES:
        return PdfText(why=NoText.TOO_LARGE)
    script = Path(__file__).with_name("pdf_process.py")
    command = [sys.executable, "-P", "-W", "ignore", str(script)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=PATIENCE_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return PdfText(why=NoText.TOO_LARGE)
    try:
        told = json.loads(done.stdout)
    except ValueError:  # the process was ended: by the system, for the memory it wanted
        return PdfText(why=NoText.DAMAGED)
    return _told(told)


def _told(told: Mapping[str, object]) -> PdfText:
    if why := told.get("why"):
        return PdfText(why=NoText(str(why)))
    text = str(told.get("text", ""))
    if not any(sign.isdecimal() for sign in text):
        return PdfText(why=NoText.SCAN)
    return PdfText(text)
