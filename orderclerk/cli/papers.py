"""Papers of an order: files of any kind, kept as they are."""

import hashlib
import mimetypes
from pathlib import Path

from data.drafts import Source
from data.errors import Unreadable
from data.files.source import MAX_FILE_BYTES
from data.words.printable import printable
from orderclerk.reading import readable


def load_paper(path: str) -> Source:
    """Return a file to be kept with an order; unlike a list to be imported it may be of any kind.

    Raises:
        Unreadable: `missing`, `is_folder`, `no_permission`, `empty`, `too_large` or `damaged`.
    """
    with readable(path), Path(path).open("rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if not content:
        raise Unreadable(path, "empty")
    if len(content) > MAX_FILE_BYTES:
        raise Unreadable(path, "too_large", f"{MAX_FILE_BYTES // 1024**2} MiB")
    name = printable(Path(path).name)
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Source(name, content, hashlib.sha256(content).hexdigest(), media_type)
