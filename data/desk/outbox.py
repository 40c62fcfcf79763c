"""The outbox: drafts that are read, edited, queued and sent; each step one event, and the sending outside of them.

At most once: before a message is handed to a server it is marked, on the disk, as perhaps sent. Only an answer of the
server makes it sent, or lets it be tried again; where the answer is missing a person decides.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.desk.drafting import recipient, write_draft
from data.desk.keeping import keep_source
from data.desk.outbox_facts import OutboxFacts, domain_of, said, server_of
from data.desk.sent_papers import file_sent
from data.drafts import Source
from data.errors import MailFailed, MessageRefused, NotFound, Refusal, Stale
from data.files.mail import Enclosed, Letter, composed, deliver, probe
from data.rules.mail_text import address_fault, harmless_body, harmless_line
from data.rules.message_facts import edited, facts_of, reference_of
from data.rules.outbox import EDITABLE, OPEN, Attachment, Medium, Message, MessageState, Occasion
from data.rules.permissions import DeskAct
from data.rules.policy import Policy
from data.rules.typed import check_text
from data.store.queries.desk import changed_by, stored_file
from data.store.queries.orders import near_numbers
from data.store.queries.outbox import message, queued, reminded
from data.store.queries.parties import customer_by_id
from data.store.queries.whole import order_by_number
from data.store.tables.outbox import MessageRow, ReminderRow
from data.store.tables.parties import ContactRow
from data.store.unit import Reader, Writer

SUBJECT = "message"
"""The subject of the events here: what an order's own verbs did stays the last thing that was done to it."""

_NEAR = 5
_SURE_AGAIN = (MessageState.UNSURE,)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a try to send: the message as it is now, and why it was not taken, if it was not."""

    message: Message
    failed: MailFailed | None = None


class Outbox(OutboxFacts):
    """What is to be sent, and what was."""

    # --- drafting and editing -------------------------------------------------------------------------------------

    def draft(self, number: str, occasion: Occasion, channel: Medium = Medium.EMAIL) -> Message:
        """Draft a message to the customer of an order (R9, R11, E16).

        Raises:
            NotFound: there is no such order. MessageRefused: there is nothing to tell yet. NotPermitted: not for them.
        """
        context = self.context
        with context.writing() as tx:
            order = order_by_number(tx, number)
            if order is None:
                raise NotFound("order", number, near_numbers(tx, number, _NEAR))
            policy = context.policy(tx)
            context.permit(tx, DeskAct.MESSAGES, policy, number)
            given = customer_by_id(tx, order.customer_id) if order.customer_id else None
            whom = recipient(policy, given, order.contact, order.customer_name)
            values = {**whom, "order_id": order.order_id, "occasion": occasion, "channel": channel}
            values |= {"reference": reference_of(order, occasion), "facts": dict(facts_of(order, occasion))}
            found = write_draft(tx, {**values, "drafted_at": context.clock(), "drafted_by": context.person})
            self._event("draft_message", tx, policy, found, {"order": number, "occasion": occasion.value})
            tx.commit()
        return self.message(found)

    def edit(self, message_id: int, texts: Mapping[str, str], *, version: int | None = None) -> Message:
        """Change what a message says, to whom it goes, and how; another language drafts its text anew.

        Raises:
            NotFound, NotPermitted: see `message`. Stale: somebody else was faster. UnknownField, BadValue: of a field.
            MessageRefused: it has left already, or was withdrawn.
        """
        given = edited(texts)
        with self.context.writing() as tx:
            policy, before = self._open(tx, message_id, version)
            if before.state not in EDITABLE:
                raise MessageRefused(message_id, before.state.value)
            if "language" in given and given["language"] != before.language:
                given = {"subject": "", "body": "", **given}
            changed = {name: value for name, value in given.items() if getattr(before, name) != value}
            if changed:
                self._write(tx, before, {**changed, "state": MessageState.DRAFTED, "why": "", "detail": ""})
                told = {name: str(value) for name, value in changed.items()}
                self._event("edit_message", tx, policy, message_id, {"values": told})
                tx.commit()
        return self.message(message_id)

    def withdraw(self, message_id: int, note: str = "", *, version: int | None = None) -> Message:
        """Take a message out of the outbox for good; one that was sent stays on record as it is.

        Raises:
            NotFound, NotPermitted, Stale: as `edit`. MessageRefused: it has left already, or was withdrawn.
        """
        check_text("note", note)
        with self.context.writing() as tx:
            policy, before = self._open(tx, message_id, version)
            if before.state not in OPEN:
                raise MessageRefused(message_id, before.state.value)
            self._write(tx, before, {"state": MessageState.WITHDRAWN})
            self._event("withdraw_message", tx, policy, message_id, {"note": note} if note else {})
            tx.commit()
        return self.message(message_id)

    # --- sending --------------------------------------------------------------------------------------------------

    def queue(
        self, message_id: int, subject: str, body: str, files: Sequence[Source] = (), *, version: int | None = None,
        again: bool = False,
    ) -> Message:  # fmt: skip
        """Put a message as it stands into the queue for the mail server.

        Args:
            message_id: which.
            subject: as it goes out.
            body: as it goes out.
            files: what goes with it.
            version: the version that the person saw.
            again: whether one that was perhaps sent is to be sent once more.

        Raises:
            NotFound, NotPermitted, Stale: as `edit`.
            MessageRefused: it is no draft, is overtaken, says nothing, has no address, or there is no server.
        """
        self._keep(files)
        with self.context.writing() as tx:
            policy, before = self._open(tx, message_id, version)
            self._see_sendable(before, subject, body, again=again)
            fault = address_fault(before.to_address)
            if fault or before.channel is not Medium.EMAIL:
                raise MessageRefused(message_id, fault or "not_email", before.to_address)
            if not policy.mail.ready:
                raise MessageRefused(message_id, "no_server")
            written = self._final(tx, subject, body, files)
            at, person = self.context.clock(), self.context.person
            self._write(
                tx, before, {**written, "state": MessageState.QUEUED, "queued_at": at, "queued_by": person, "tries": 0}
            )
            told = {"to": before.to_address, "subject": written["subject"], "body": written["body"]}
            told["files"] = [one.sha256 for one in files]
            self._event("queue_message", tx, policy, message_id, told)
            tx.commit()
        return self.message(message_id)

    def by_hand(
        self, message_id: int, subject: str, body: str, channel: Medium, files: Sequence[Source] = (), *,
        version: int | None = None,
    ) -> Message:  # fmt: skip
        """Record that a person has sent a message, by a channel that the desk does not reach (E16, C3).

        Args:
            message_id: which.
            subject: as it went out.
            body: as it went out.
            channel: how it went.
            files: what went with it.
            version: the version that the person saw.

        Raises:
            NotFound, NotPermitted, Stale: as `edit`. MessageRefused: it is no draft, is overtaken, or says nothing.
        """
        self._keep(files)
        with self.context.writing() as tx:
            policy, before = self._open(tx, message_id, version)
            self._see_sendable(before, subject, body, again=True)
            written = self._final(tx, subject, body, files)
            before = replace(before, attachments=tuple(Attachment(one.name, one.sha256) for one in files))
            self._sent(tx, policy, before, {**written, "channel": channel}, by_hand=True)
            tx.commit()
        return self.message(message_id)

    def waiting(self) -> tuple[int, ...]:
        """Return the messages that wait for the mail server, the oldest first."""
        with self.context.store.reading() as reader:
            self.context.permit(reader, DeskAct.MESSAGES)
            return tuple(queued(reader))

    def send(self, message_id: int, password: str) -> Tried:
        """Try once to hand a queued message to the server.

        Raises:
            NotFound, NotPermitted: as `edit`. MessageRefused: it is not in the queue, or was overtaken meanwhile.
        """
        with self.context.writing() as tx:
            policy, before = self._open(tx, message_id, None)
            if before.state is not MessageState.QUEUED or before.overtaken:
                raise MessageRefused(message_id, "overtaken" if before.overtaken else before.state.value)
            if not policy.mail.ready:
                raise MessageRefused(message_id, "no_server")
            found = before.key or f"<{message_id}.{secrets.token_hex(12)}@{domain_of(policy)}>"
            at = self.context.clock()
            claimed = {"state": MessageState.UNSURE, "tried_at": at, "tries": before.tries + 1, "key": found}
            self._write(tx, before, claimed)
            self._event("try_message", tx, policy, message_id, {"key": found, "try": before.tries + 1})
            tx.commit()
        claim = self.message(message_id)
        try:
            content = composed(self._letter(claim, policy))
            deliver(server_of(policy), password, policy.mail.sender, claim.to_address, content)
        except MailFailed as failed:
            return Tried(self._not_taken(claim, failed), failed)
        except (Refusal, ValueError):  # nothing was handed over: a file is gone, or the message cannot be composed
            self._not_taken(claim, MailFailed(policy.mail.server, "not_composed"))
            raise
        with self.context.writing() as tx:
            self._sent(tx, policy, claim, {"why": "", "detail": ""}, by_hand=False)
            tx.commit()
        return Tried(self.message(message_id))

    def _not_taken(self, claim: Message, failed: MailFailed) -> Message:
        """Record that the server did not take a message; it is tried again where that makes sense."""
        with self.context.writing() as tx:
            policy = self.context.policy(tx)
            state = MessageState.UNSURE
            if failed.sure:
                again = failed.again and claim.tries < policy.mail.tries
                state = MessageState.QUEUED if again else MessageState.FAILED
            self._write(tx, claim, {"state": state, "why": failed.why, "detail": failed.detail})
            told = {"why": failed.why, "detail": failed.detail, "state": state.value}
            self._event("message_failed", tx, policy, claim.message_id, told)
            tx.commit()
        return self.message(claim.message_id)

    def test(self, password: str, to_address: str = "", subject: str = "", body: str = "") -> str:
        """Try the mail server, as far as signing in, or with a mail to an address; return what it said.

        Raises:
            NotPermitted: not for them. MessageRefused: no server, or no such address. MailFailed: it did not work.
        """
        self.context.check(DeskAct.MESSAGES)
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
        if not policy.mail.ready:
            raise MessageRefused(0, "no_server")
        if not to_address:
            return probe(server_of(policy), password)
        if fault := address_fault(to_address):
            raise MessageRefused(0, fault, to_address)
        mail = policy.mail
        found = f"<test.{secrets.token_hex(12)}@{domain_of(policy)}>"
        letter = Letter(found, mail.sender, "", to_address, subject, body, self.context.clock(), mail.reply_to)
        return deliver(server_of(policy), password, mail.sender, to_address, composed(letter))

    def file(self, message_id: int, subject: str, body: str, files: Sequence[Source] = ()) -> bytes:
        """Return a message as a file that a mail program opens as a draft; nothing is recorded."""
        found = self.message(message_id)
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
        key = found.key or f"<{message_id}.draft@{domain_of(policy)}>"
        enclosed = tuple(Enclosed(one.name, one.media_type, one.content) for one in files)
        if address_fault(found.to_address):
            found = replace(found, to_address="")
        letter = replace(self._letter(replace(found, subject=subject, body=body, key=key), policy), enclosed=enclosed)
        return composed(letter, unsent=True)

    # --- what is due, by mail (N4) --------------------------------------------------------------------------------

    def remind(self, person: str, subject: str, body: str) -> Message | None:
        """Put what is due of a person into the queue, once a day; None where that was done today.

        Raises:
            NotFound: nobody has this code. NotPermitted: it is not for oneself, and not theirs to do.
            MessageRefused: the person has no address, or there is no server.
        """
        context = self.context
        with context.writing() as tx:
            policy = context.policy(tx)
            if person != context.person:
                context.permit(tx, DeskAct.MESSAGES, policy)
            one = self._colleague(tx, policy, person)
            today = context.today(policy)
            if person in reminded(tx, today):
                return None
            if fault := address_fault(one.email):
                raise MessageRefused(0, fault, person)
            if not policy.mail.ready:
                raise MessageRefused(0, "no_server")
            at = context.clock()
            values: dict[str, object] = {"occasion": Occasion.DUE, "person": person, "to_name": one.name}
            values |= {"to_address": one.email, "drafted_at": at, "drafted_by": context.person, "queued_at": at}
            values |= {"queued_by": context.person, "state": MessageState.QUEUED, **said(subject, body)}
            found = write_draft(tx, values)
            tx.insert(ReminderRow, {"person": person, "day": today, "message_id": found})
            self._event("queue_message", tx, policy, found, {"person": person, "day": today.isoformat()})
            tx.commit()
        return self._found(found)

    def reminded(self, day: date | None = None) -> frozenset[str]:
        """Return who was sent what is due on a day of the office; today if none is named."""
        with self.context.store.reading() as reader:
            return reminded(reader, day or self.context.today(self.context.policy(reader)))

    # --- what they share ------------------------------------------------------------------------------------------

    def _open(self, tx: Writer, message_id: int, version: int | None) -> tuple[Policy, Message]:
        """Return the policy and a message that is about to be changed."""
        policy = self.context.policy(tx)
        found = message(tx, message_id)
        if found is None:
            raise NotFound("message", str(message_id))
        if found.occasion is not Occasion.DUE or found.person != self.context.person:
            self.context.permit(tx, DeskAct.MESSAGES, policy, found.number)
        if version is not None and version != found.version:
            by = changed_by(tx, SUBJECT, str(message_id), version)
            raise Stale(str(message_id), version, found.version, SUBJECT, by)
        return policy, found

    @staticmethod
    def _see_sendable(found: Message, subject: str, body: str, *, again: bool) -> None:
        allowed = (*EDITABLE, MessageState.QUEUED, *(_SURE_AGAIN if again else ()))
        if found.state not in allowed:
            raise MessageRefused(found.message_id, found.state.value)
        if found.overtaken:
            raise MessageRefused(found.message_id, "overtaken")
        if not harmless_line(subject) or not harmless_body(body).strip():
            raise MessageRefused(found.message_id, "empty")

    def _keep(self, files: Sequence[Source]) -> None:
        for one in files:
            self.context.store.blobs.keep(one.content)

    def _final(self, tx: Writer, subject: str, body: str, files: Sequence[Source]) -> dict[str, object]:
        """Return subject, body and files as they are kept from now on."""
        for one in files:
            keep_source(tx, one, self.context.clock())
        return {**said(subject, body), "attachments": [[one.name, one.sha256] for one in files]}

    def _sent(
        self, tx: Writer, policy: Policy, before: Message, values: Mapping[str, object], *, by_hand: bool
    ) -> None:
        """Record that a message was sent, in the log of contacts with the customer (C3), and file what went with it."""
        at, person = self.context.clock(), self.context.person
        self._write(tx, before, {**values, "state": MessageState.SENT, "sent_at": at, "sent_by": person})
        channel = Medium(str(values.get("channel", before.channel)))
        body, subject = str(values.get("body", before.body)), str(values.get("subject", before.subject))
        order = order_by_number(tx, before.number) if before.number else None
        told: dict[str, object] = {"channel": channel.value, "to": before.to_address, "subject": subject}
        told |= {"by_hand": by_hand, "key": before.key}
        if order is not None:
            filed = file_sent(tx, policy, order, before.occasion, before.attachments, at, person)
            told |= {"documents": filed} if filed else {}
            logged = {"customer_id": order.customer_id, "order_id": order.order_id, "at": at, "by": person}
            logged |= {"channel": channel.channel, "person": before.to_name, "outcome": "sent"}
            tx.insert(ContactRow, {**logged, "content": subject if channel is Medium.EMAIL else body})
        self._event("message_sent", tx, policy, before.message_id, told)

    def _write(self, tx: Writer, before: Message, values: Mapping[str, object]) -> None:
        if not tx.update(MessageRow, before.message_id, values, version=before.version):
            raise Stale(str(before.message_id), before.version, before.version + 1, SUBJECT)

    def _event(self, verb: str, tx: Writer, policy: Policy, message_id: int, payload: Mapping[str, object]) -> None:
        role = self.context.acting(tx, policy).roles
        now = message(tx, message_id)
        version = {} if now is None else {"version": now.version}
        tx.event(
            at=self.context.clock(),
            actor=self.context.person,
            role=role[0] if role else "",
            verb=verb,
            subject=SUBJECT,
            subject_key=str(message_id),
            payload={**payload, **version},
        )

    def _letter(self, found: Message, policy: Policy) -> Letter:
        mail = policy.mail
        with self.context.store.reading() as reader:
            enclosed = tuple(self._enclosed(reader, one) for one in found.attachments)
        return Letter(
            found.key, mail.sender, found.to_name, found.to_address, found.subject, found.body, self.context.clock(),
            mail.reply_to, found.language, enclosed, found.occasion is Occasion.DUE,
        )  # fmt: skip

    def _enclosed(self, reader: Reader, one: Attachment) -> Enclosed:
        known = stored_file(reader, one.sha256) or {}
        return Enclosed(one.name, str(known.get("media_type", "")), self.context.store.blobs.read(one.sha256))
