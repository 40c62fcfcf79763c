"""The office's policy: which is in force, and a new version of it."""

import hashlib
from dataclasses import replace
from datetime import date
from itertools import pairwise

from data.desk.subject import Subject
from data.drafts import Problem, Where
from data.errors import NotFound, NotPermitted, PolicyMoved, PolicyRefused
from data.rules.permissions import DeskAct, in_charge
from data.rules.policy import Policy, line_of, parse
from data.rules.policy_changes import Edition, policy_changes
from data.rules.typed import check_text
from data.store.queries.people import read_register
from data.store.queries.policy import policy_by, policy_document, policy_editions, policy_version
from data.store.tables.events import PolicyVersion
from data.store.unit import Writer


class PolicyDesk(Subject):
    """Every number that the rules use, versioned."""

    def current(self) -> Policy:
        """Return the policy in force."""
        with self.context.store.reading() as reader:
            return self.context.policy(reader)

    def document(self, version: int | None = None) -> tuple[int, str]:
        """Return the number and the text of the policy in force, or of an earlier version.

        Raises:
            NotFound: there never was such a version.
        """
        with self.context.store.reading() as reader:
            number = policy_version(reader) if version is None else version
            document = policy_document(reader, number)
        if document is None:
            raise NotFound("policy", str(number))
        return number, document

    def barred(self) -> NotPermitted | None:
        """Return why this person may not put a policy in force, None where they may; asking is not recorded."""
        with self.context.store.reading() as reader:
            try:
                self.context.permit(reader, DeskAct.SET_POLICY)
            except NotPermitted as refusal:
                return refusal
        return None

    def history(self) -> tuple[Edition, ...]:
        """Return every version, the newest first, each with what it changed."""
        with self.context.store.reading() as reader:
            found = policy_editions(reader)
        changed = [
            replace(later, changes=policy_changes(earlier.document, later.document))
            for earlier, later in pairwise(found)
        ]
        return (*reversed(changed), *found[:1])

    def set(self, document: str, path: str = "", *, seen: int | None = None, user: str = "", note: str = "") -> int:
        """Put a new version in force and return its number; the same text again changes nothing.

        Args:
            document: the TOML document.
            path: where it came from, for what is wrong with it.
            seen: the version that was edited; None puts the document in force over whatever there is.
            note: why, kept with the record.
            user: of the computer, who would be shut out where nobody in charge is known by it; "" is not asked about.

        Raises:
            PolicyRefused: the document has faults, each with its line; or with it nobody could change it back.
            NotPermitted: that is not for this person.
            PolicyMoved: another version than the one that was edited is in force by now.
        """
        check_text("note", note)
        wanted = parse(document, path)
        context = self.context
        with context.writing() as tx:
            in_force = policy_version(tx)
            person = context.permit(tx, DeskAct.SET_POLICY) if in_force else None
            if seen is not None and seen != in_force:
                raise PolicyMoved(seen, in_force, policy_by(tx, seen))
            if policy_document(tx) == document:
                return in_force
            at = context.clock()
            _see_somebody_in_charge(tx, wanted, Where(file=path), document, context.today(wanted), user)
            version = tx.insert(
                PolicyVersion,
                {
                    "document": document,
                    "sha256": hashlib.sha256(document.encode()).hexdigest(),
                    "at": at,
                    "by": context.person,
                },
            )
            tx.event(
                at=at,
                actor=context.person,
                role=person.roles[0] if person and person.named else wanted.people.of(context.person)[0],
                verb="set_policy",
                subject="policy",
                subject_key=str(version),
                payload={"document": document, **({"note": note.strip()} if note.strip() else {})},
            )
            tx.commit()
        return version


def _see_somebody_in_charge(tx: Writer, policy: Policy, where: Where, document: str, today: date, user: str) -> None:
    """See that somebody of the register can still see to people and policy, and gets to the desk.

    Raises:
        PolicyRefused: only people of the register would act, and none of them could change that.
    """
    people = policy.people
    if people.mode == "open":
        return
    register = read_register(tx, today)
    charge = in_charge(policy, register)
    mine = register.of_system(user)
    at_hand = not user or (mine is not None and mine.code in charge)
    if not charge:
        why = "nobody_with_password" if people.sign_in == "password" else "nobody_in_charge"
    elif at_hand or any(one.has_password for one in register.people if one.code in charge):
        return
    else:
        why = "nobody_at_hand"
    key = "sign_in" if why == "nobody_with_password" else "mode"
    place = replace(where, row=line_of(document, ("people", key)))
    raise PolicyRefused(where.file, (Problem(place, f"people.{key}", why, user),))
