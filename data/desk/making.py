"""A new desk: its tables, its name and its first policy, there together or not at all."""

import secrets
import shutil
from contextlib import suppress
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from data.desk.context import Context
from data.desk.policy import PolicyDesk
from data.rules.policy import parse
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder, sync_folder
from data.store.making import put_in_place, vacant
from data.store.unit import Store

INIT = "init"
"""The verb under which a desk's record begins."""


def default_policy() -> str:
    """Return the policy that comes with the program, as its document."""
    return files("data.rules").joinpath("policy.toml").read_text(encoding="utf-8")


def make(folder: Path, *, name: str, document: str, at: datetime, person: str) -> None:
    """Make a desk in a missing or empty folder.

    It is made in a folder of its own inside the wanted one and gets its place when it is whole: a failure or a crash on
    the way leaves no desk behind that has no policy.

    Raises:
        PolicyRefused: the policy has faults. DeskExists: something is there. StorageFailed: see `Store.create`.
    """
    roles = parse(document).people.of(person)
    place = DeskFolder(folder)
    vacant(folder)
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    draft = DeskFolder(folder / f"{UNFINISHED}{secrets.token_hex(4)}")
    try:
        make_folder(folder)
        with Store.create(draft.root, at=at, facts={"name": name}) as store:
            with store.writing() as tx:
                tx.event(at=at, actor=person, role=roles[0], verb=INIT, subject="desk", subject_key=name,
                         payload={"name": name})  # fmt: skip
                tx.commit()
            PolicyDesk(Context(store, lambda: at, person)).set(document)
        make_folder(place.files)
        make_folder(place.backups)
        put_in_place(draft.database, place.database)
        sync_folder(folder)
    except OSError as error:
        raise failed(folder, error) from error
    finally:
        shutil.rmtree(draft.root, ignore_errors=True)
        if not place.database.exists():
            for path in (place.files, place.backups, *made):
                with suppress(OSError):  # it holds something of somebody else, who was faster
                    path.rmdir()
