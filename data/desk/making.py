"""A new desk: its tables, its name and its first policy, there together or not at all."""

import secrets
import shutil
from contextlib import suppress
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from data.desk.context import Context
from data.desk.policy import PolicyDesk
from data.errors import StorageFailed
from data.rules.policy import parse
from data.store.digests import DIGESTED, SINCE
from data.store.folder import UNFINISHED, DeskFolder, failed, make_folder, share, sync_folder
from data.store.making import put_in_place, vacant
from data.store.queries.desk import facts as desk_facts
from data.store.unit import Store

INIT = "init"
"""The verb under which a desk's record begins."""


def default_policy() -> str:
    """Return the policy that comes with the program, as its document."""
    return files("data.rules").joinpath("policy.toml").read_text(encoding="utf-8")


def make(folder: Path, *, name: str, document: str, at: datetime, person: str, group: str = "") -> None:
    """Make a desk in a missing or empty folder.

    It is made in a folder of its own inside the wanted one and gets its place when it is whole: a failure or a crash on
    the way leaves no desk behind that has no policy.

    Args:
        folder: where to.
        name: the office's.
        document: its first policy.
        at: when.
        person: who makes it.
        group: of the computer's accounts that share the desk; "" keeps it for the account that makes it (P5).

    Raises:
        PolicyRefused: the policy has faults. DeskExists: something is there. StorageFailed: see `Store.create`; also
            `not_in_group`, where this account may not give the folder to the group, or there is none of that name.
    """
    roles = parse(document).people.of(person)
    place = DeskFolder(folder)
    vacant(folder)
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    draft = DeskFolder(folder / f"{UNFINISHED}{secrets.token_hex(4)}")
    try:
        make_folder(folder)
        if group:
            _share(folder, group)
        facts = {"name": name, **({"group": group} if group else {})}
        with Store.create(draft.root, at=at, facts=facts) as store:
            with store.writing() as tx:
                known = {one: value for one, value in desk_facts(tx).items() if one in ("desk_id", *facts)}
                tx.event(at=at, actor=person, role=roles[0], verb=INIT, subject="desk", subject_key=name,
                         payload={**known, SINCE: sorted(DIGESTED)})  # fmt: skip
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


def _share(folder: Path, group: str) -> None:
    """Open the desk's folder to a group before anything is in it."""
    try:
        share(folder, group)
    except (LookupError, PermissionError) as error:
        raise StorageFailed(str(folder), "not_in_group", group) from error
