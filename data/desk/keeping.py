"""Keeping files byte for byte: the content goes under its SHA-256 first, the row that names it with the act (I2)."""

from datetime import datetime

from data.drafts import Source
from data.store.queries.desk import stored_file
from data.store.tables.files import StoredFile
from data.store.unit import Writer


def keep_source(tx: Writer, source: Source, at: datetime) -> None:
    """Write the row of a file whose content is in the desk's files already, once."""
    if stored_file(tx, source.sha256) is None:
        tx.insert(
            StoredFile,
            {
                "sha256": source.sha256,
                "name": source.name,
                "media_type": source.media_type,
                "size": len(source.content),
                "at": at,
            },
        )
