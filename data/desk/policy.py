"""The office's policy: which is in force, and a new version of it."""

import hashlib

from data.desk.subject import Subject
from data.rules.policy import Policy, parse
from data.store.queries.desk import policy_document, policy_version
from data.store.tables.events import PolicyVersion


class PolicyDesk(Subject):
    """Every number that the rules use, versioned."""

    def current(self) -> Policy:
        """Return the policy in force."""
        with self.context.store.reading() as reader:
            return self.context.policy(reader)

    def document(self) -> tuple[int, str]:
        """Return the number and the text of the policy in force."""
        with self.context.store.reading() as reader:
            return policy_version(reader), policy_document(reader) or ""

    def set(self, document: str, path: str = "") -> int:
        """Put a new version in force and return its number; the same text again changes nothing.

        Raises:
            PolicyRefused: the document has faults, each with its line.
        """
        parse(document, path)
        context = self.context
        with context.store.writing() as tx:
            if policy_document(tx) == document:
                return policy_version(tx)
            at = context.clock()
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
                role=parse(document).people.of(context.person)[0],
                verb="set_policy",
                subject="policy",
                subject_key=str(version),
                payload={"document": document},
            )
            tx.commit()
        return version
