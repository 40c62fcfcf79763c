"""Old backups go: what stays is seen to be good before anything is taken away (D6)."""

from __future__ import annotations

import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import NotFound
from data.rules.keeping import kept
from data.store import proof
from data.store.folder import UNFINISHED, failed, sync_folder
from data.store.manifests import PREFIX, list_backups

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from pathlib import Path

    from data.rules.keeping import Keeping

_ABANDONED = 2 * 24 * 3600.0
"""Seconds after which what is unfinished was left by a crash: no backup takes so long."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was taken away, or would be, the newest first; `doubtful` are not as they were made, and were let be."""

    removed: tuple[Path, ...]
    kept: tuple[Path, ...]
    doubtful: tuple[Path, ...]


def prune(folder: Path, rule: Keeping, *, desk_id: str, zone: tzinfo, dry_run: bool = False) -> Pruned:
    """Take away the backups of a desk that the rule does not keep.

    Only backups of this desk that bear the usual name are looked at; those that were made before a migration or a
    restoration are somebody's to take away. The rule chooses among those that are not altered by a bit: one that is
    altered never stands for another, and is left to be looked at.

    Raises:
        StorageFailed: one cannot be taken away.
    """
    good: list[tuple[Path, datetime]] = []
    doubtful: list[Path] = []
    for entry in list_backups(folder):
        if not entry.path.name.startswith(f"{PREFIX}-"):
            continue
        if entry.created_at is None:
            doubtful.append(entry.path)
        elif entry.desk_id == desk_id:
            with suppress(NotFound):  # somebody else has just taken it away
                if proof.sums(entry.path):
                    doubtful.append(entry.path)
                else:
                    good.append((entry.path, entry.created_at))
    staying = kept(good, rule, zone)
    going = tuple(path for path, _at in good if path not in staying)
    try:
        if not dry_run:
            for path in going:
                _remove(path)
            _sweep(folder)
    except OSError as error:
        raise failed(folder, error) from error
    return Pruned(going, tuple(path for path, _at in good if path in staying), tuple(doubtful))


def _remove(path: Path) -> None:
    """Take a backup away: its name first, so that after a crash no half of one bears it."""
    going = path.with_name(f"{UNFINISHED}{secrets.token_hex(4)}")
    with suppress(FileNotFoundError):
        path.rename(going)
        sync_folder(path.parent)
        shutil.rmtree(going)


def _sweep(folder: Path) -> None:
    """Take away what crashes have left."""
    for path in folder.glob(f"{UNFINISHED}*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _ABANDONED:
                shutil.rmtree(path, ignore_errors=True)
