"""What there is to know about the database of a desk and the library that reads it (`orderclerk info`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.store import schema, sqlite

if TYPE_CHECKING:
    from data.store.sqlite import Library, RawConnection


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What `orderclerk info` says about the database."""

    library: str
    library_version: str
    library_safe: bool
    journal_mode: str
    synchronous: str
    revision: str
    application_id: int
    page_size: int
    pages: int
    size: int


def info_of(raw: RawConnection, library: Library) -> StoreInfo:
    """Return what there is to know about the database of a connection."""
    page_size, pages = int(sqlite.pragma(raw, "page_size")), int(sqlite.pragma(raw, "page_count"))
    return StoreInfo(
        library=library.name,
        library_version=library.version,
        library_safe=library.safe,
        journal_mode=str(sqlite.pragma(raw, "journal_mode")),
        synchronous=("off", "normal", "full", "extra")[int(sqlite.pragma(raw, "synchronous"))],
        revision=schema.stored_revision(raw),
        application_id=int(sqlite.pragma(raw, "application_id")),
        page_size=page_size,
        pages=pages,
        size=page_size * pages,
    )
