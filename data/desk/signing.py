"""Signing in: the desk finds out that somebody is who they say (P2)."""

import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from data.desk.passwords import fits, wait_after
from data.desk.subject import Subject
from data.errors import Refusal, SignInRefused
from data.rules.undo import REFUSED
from data.store.queries.people import Lock, lock_of, read_register
from data.store.tables.people import PersonRow
from data.store.unit import Writer

SIGN_IN = "sign_in"
NOBODY = "?"
"""Who tried, where the computer does not say which user it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How somebody gets to the desk.

    Attributes:
        person: as the record names them.
        password: whether it has to be asked for.
        named: whether only people of the register act.
        lockable: whether the person has a password, by which a locked screen opens again.
        lock_minutes: without a key until the screen locks itself; 0 is never.
    """

    person: str
    password: bool = False
    named: bool = False
    lockable: bool = False
    lock_minutes: int = 0


class Signing(Subject):
    """Who stands at the desk."""

    def entry(self, user: str, asked: str = "") -> Entry:
        """Return who works here, and whether a password has to be asked for first.

        Args:
            user: of the computer, as the operating system knows them.
            asked: who they say they are; "" is that user.

        Raises:
            SignInRefused: only people of the register act, and this is none (`unknown`, `retired`).
        """
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
            people = policy.people
            if people.mode == "open":
                return Entry(asked or user)
            register = read_register(reader, self.context.today(policy))
        mine = register.of_system(user)
        wanted = register.find(asked) or register.of_system(asked or user)
        if wanted is None or not wanted.active:
            refusal = SignInRefused(asked or user, "unknown" if wanted is None else "retired")
            self._note_refused(user, refusal, wanted.code if wanted else "")
            raise refusal
        password = people.sign_in == "password" or mine is None or wanted.code != mine.code
        return Entry(wanted.code, password, True, wanted.has_password, people.lock_minutes)

    def sign_in(self, code: str, password: str) -> None:
        """Let somebody in who knows the password; each try is on record, and wrong ones make the next one wait.

        Raises:
            SignInRefused: `unknown`, `no_password`, `too_soon` (with the seconds still to wait), `wrong` (likewise).
        """
        at = self.context.clock()
        with self.context.store.writing() as tx:
            lock = lock_of(tx, code)
            if lock is None:
                raise SignInRefused(code, "unknown")
            if lock.password_hash and lock.failed_at is not None:
                left = lock.failed_at + timedelta(seconds=wait_after(lock.failures)) - at
                if left > timedelta():
                    raise SignInRefused(code, "too_soon", math.ceil(left.total_seconds()))
            good = bool(lock.password_hash) and fits(password, lock.password_hash)
            if lock.password_hash:
                self._note(tx, lock, code, good=good)
                tx.commit()
        if not lock.password_hash:
            refusal = SignInRefused(code, "no_password")
            self._note_refused(code, refusal, code)
            raise refusal
        if not good:
            raise SignInRefused(code, "wrong", wait_after(lock.failures + 1))

    def _note_refused(self, user: str, refusal: SignInRefused, person: str) -> None:
        """Put on record that somebody was not let in; what was typed as a name may be a password and is not kept."""
        with suppress(Refusal), self.context.store.writing() as tx:
            tx.event(
                at=self.context.clock(),
                actor=user or NOBODY,
                role="",
                verb=REFUSED,
                subject="desk",
                subject_key=SIGN_IN,
                payload={"verb": SIGN_IN, "code": refusal.why, **({"person": person} if person else {})},
            )
            tx.commit()

    def _note(self, tx: Writer, lock: Lock, code: str, *, good: bool) -> None:
        at = self.context.clock()
        failures = 0 if good else lock.failures + 1
        tx.update(PersonRow, lock.person_id, {"failures": failures, "failed_at": None if good else at})
        tx.event(
            at=at,
            actor=code,
            role="",
            verb=SIGN_IN if good else "sign_in_refused",
            subject="person",
            subject_key=code,
            payload={} if good else {"failures": failures},
        )
