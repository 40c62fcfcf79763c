"""Backups as the office keeps them: by its policy, tried, and the trial on record (D6)."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from data.desk.context import Clock, Context
from data.desk.subject import Subject
from data.errors import DeskDamaged
from data.rules.keeping import Keeping
from data.rules.permissions import DeskAct, own_roles
from data.rules.policy_backup import Backup
from data.store.backup import BackupReport, create
from data.store.deadline import Deadline
from data.store.drill import DrillReport, drill
from data.store.manifests import folder_of
from data.store.pruning import Pruned, prune
from data.store.queries.backups import KEY, SUBJECT, last_good_drill
from data.store.queries.desk import facts
from data.store.restore import RestoreReport, restore
from data.store.sealing import Identity, recipients_of
from data.store.unit import Store

RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Drill:
    """A backup that was restored on trial, and found good."""

    at: datetime
    by: str
    backup: str
    orders: int


class Backups(Subject):
    """Making, keeping and trying backups."""

    def rules(self) -> Backup:
        """Return what the policy says of backups."""
        with self.context.store.reading() as reader:
            return self.context.policy(reader).backup

    def create(
        self,
        to: Path,
        *,
        recipients: Sequence[str] = (),
        read: Callable[[str], str] = lambda path: Path(path).read_text(encoding="utf-8"),
        deadline: Deadline | None = None,
    ) -> BackupReport:
        """Make a backup and check it; see `data.store.backup.create`.

        Args:
            to: the folder of the backups.
            recipients: public keys or files of them; else the policy's.
            read: gives the text of such a file.
            deadline: else the policy's.

        Raises:
            NotPermitted: that is not for this person (P2).
        """
        self.context.check(DeskAct.BACKUP)
        rules = self.rules()
        keys = recipients_of(recipients or rules.encrypt_to, read)
        until = deadline or Deadline(rules.deadline_minutes * 60)
        return create(self.context.store, to, at=self.context.clock(), recipients=keys, deadline=until)

    def keeping(self) -> Keeping | None:
        """Return which backups the policy keeps; None where it keeps all."""
        said = self.rules().keep
        return Keeping.read(said) if said else None

    def prune(self, folder: Path, rule: Keeping, *, dry_run: bool = False) -> Pruned:
        """Take away what the rule does not keep; see `data.store.pruning.prune`.

        Raises:
            NotPermitted: that is not for this person (P2).
        """
        self.context.check(DeskAct.BACKUP)
        with self.context.store.reading() as reader:
            desk_id = facts(reader).get("desk_id", "")
            zone = self.context.policy(reader).zone
        return prune(folder, rule, desk_id=desk_id, zone=zone, dry_run=dry_run)

    def drill(self, path: Path, identity: Identity | None = None) -> DrillReport:
        """Restore a backup on trial and put on record what came of it; see `data.store.drill.drill`.

        Raises:
            NotPermitted: that is not for this person (P2).
        """
        self.context.check(DeskAct.BACKUP)
        at = self.context.clock()
        report = drill(self.context.store, path, at=at, identity=identity)
        payload = {
            "backup": report.path.name,
            "head": report.head,
            "orders": report.orders,
            "faults": [fault.code for fault in report.faults],
            "in_history": report.in_history,
        }
        roles = own_roles(DeskAct.BACKUP)
        self.context.note("drill" if report.good else "drill_failed", SUBJECT, KEY, payload, roles)
        return report

    def permit(self, what: DeskAct = DeskAct.BACKUP) -> None:
        """Let pass only who sees to backups, or brings them back; who does not is put on record (P2).

        Raises:
            NotPermitted: that is not for this person.
        """
        self.context.check(what)

    def last_drill(self) -> Drill | None:
        """Return the last trial that came out well, or None."""
        with self.context.store.reading() as reader:
            event = last_good_drill(reader)
        if event is None:
            return None
        said = json.loads(event.payload) if event.payload else {}
        return Drill(event.at, event.actor, str(said.get("backup", "")), int(said.get("orders", 0)))

    def days_without_drill(self) -> int | None:
        """Return since how many days no backup was restored on trial, where that is too long by the policy.

        A desk on which none ever was counts from its first day.
        """
        with self.context.store.reading() as reader:
            most = self.context.policy(reader).backup.drill_days
            event = last_good_drill(reader) if most else None
            made = facts(reader).get("created_at", "")
        if not most or not (event or made):
            return None
        since = self.context.clock() - (event.at if event else datetime.fromisoformat(made))
        return since.days if since > timedelta(days=most) else None


def bring_back(path: Path, to: Path, *, clock: Clock, person: str, identity: Identity | None = None) -> RestoreReport:
    """Make a desk of a backup, with that on its record; see `data.store.restore.restore`.

    Whether that is for this person, the desk that is there is asked before (`Backups.permit`).

    Args:
        path: the backup.
        to: the desk's folder.
        clock: gives the time.
        person: who restores it.
        identity: the private key, where the backup is encrypted.
    """
    name = folder_of(path).absolute().name

    def record(store: Store, report: RestoreReport) -> None:
        note_restored(Context(store, clock, person), name, report)

    return restore(path, to, at=clock(), identity=identity, record=record)


def note_restored(context: Context, backup: str, report: RestoreReport) -> None:
    """Put on the record of a restored desk that it was restored, from what, and where the one before is kept (P6)."""
    payload = {"backup": backup, "head": report.head, "replaced": str(report.replaced or "")}
    try:
        context.note(RESTORE, SUBJECT, backup, payload, own_roles(DeskAct.RESTORE))
    except DeskDamaged:
        # nobody can say any more in which role that was done; the desk is needed back all the same
        with context.store.writing() as tx:
            tx.event(
                at=context.clock(),
                actor=context.person,
                role="",
                verb=RESTORE,
                subject=SUBJECT,
                subject_key=backup,
                payload=payload,
            )
            tx.commit()
