"""The desk: every subject behind one door."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from data.desk.context import Clock, Context
from data.desk.subjects import Subjects
from data.drafts import Source
from data.rules.workflow import Verb
from data.store.unit import Store

if TYPE_CHECKING:
    from data.desk.move import Done
    from data.desk.undo import Undone


class Desk(Subjects):
    """An open desk for one person; made by `orderclerk.wiring.open_desk`."""

    def __init__(self, store: Store, clock: Clock, person: str) -> None:
        """Open the desk over a store."""
        super().__init__(Context(store, clock, person))

    def as_person(self, person: str) -> "Desk":
        """Return the same desk for somebody else."""
        return Desk(self.context.store, self.context.clock, person)

    def close(self) -> None:
        """Close the database."""
        self.context.store.close()

    def verbs(self) -> frozenset[Verb]:
        """Return the verbs that the desk carries out: all of the workflow table (a test holds the two together)."""
        return self.doing.verbs()

    def do(
        self,
        number: str,
        verb: str,
        texts: Mapping[str, str] | None = None,
        *,
        note: str = "",
        version: int | None = None,
        files: Mapping[str, Source] | None = None,
    ) -> "Done":
        """Carry out a verb on an order: one transaction, one event.

        Args:
            number: the order's number.
            verb: a verb of the workflow table.
            texts: the verb's fields as texts (`data.rules.verbs`).
            note: kept with the event; the reason where the verb needs one.
            version: the version that the person saw; None acts on the order as it stands.
            files: the contents of fields that name a file.

        Raises:
            UnknownVerb, NotFound, Stale, IllegalMove, OnHold: before anything is tried.
            NotPermitted, SeparationOfDuties: likewise; they go on record.
            Refusal: of the verb's own guard, or of its values.
        """
        return self.doing.do(number, verb, texts, note=note, version=version, files=files)

    def undo(self, number: str, *, version: int | None = None, note: str = "") -> "Undone":
        """Take the last act on an order back; see `Undoing.undo`."""
        return self.undoing.undo(number, version=version, note=note)
