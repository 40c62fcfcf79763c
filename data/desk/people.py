"""The people of the office: the register, who acts for whom, and who may do what (P1, P2)."""

import re
from collections.abc import Mapping
from typing import Any

from data.desk.limits import read_limits, set_limits
from data.desk.masked import closed_fields
from data.desk.passwords import LEAST, MOST, hashed, seal_of
from data.desk.signing import Signing
from data.errors import AlreadyExists, BadValue, NotFound, NotPermitted, UnknownField
from data.people import Person, Register
from data.rules.mail_text import address_fault
from data.rules.permissions import Acting, DeskAct, in_charge, permitted
from data.rules.typed import check_text, is_yes, read_date
from data.rules.workflow import Verb
from data.states import Role
from data.store.queries.people import read_register
from data.store.tables.people import DelegationRow, PersonRow
from data.store.unit import Writer

ENTER = "enter"
RETIRE = "retire"
SET_PASSWORD = "set_password"  # noqa: S105 - a verb of the record
DELEGATE = "delegate"
END_DELEGATION = "end_delegation"

PERSON_FIELDS = ("name", "department", "roles", "system_user", "active", "limits", "email")
"""What can be said of a person, beside the code."""


class People(Signing):
    """The office's register; every change of it is one event, and nobody is deleted."""

    def register(self) -> Register:
        """Return everybody who is or was registered, and the delegations that are not over."""
        with self.context.store.reading() as reader:
            return read_register(reader, self.context.today(self.context.policy(reader)))

    def barred(self) -> Mapping[Verb, NotPermitted]:
        """Return the verbs that are not for this person, each with the refusal that says whose work it is."""
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
            person = self.context.acting(reader, policy)
        wanted = {verb: permitted(policy, verb) for verb in Verb} if person.named else {}
        return {
            verb: NotPermitted(verb, tuple(role.value for role in roles), person.others(roles))
            for verb, roles in wanted.items()
            if not person.may(roles)
        }

    def closed(self) -> frozenset[str]:
        """Return the fields that this person cannot write, because they do not see what stands in them (P5)."""
        return closed_fields(self.context.sight())

    def permissions(self) -> Mapping[Verb | DeskAct, tuple[Role, ...]]:
        """Return every verb and act with the roles that may do it."""
        with self.context.store.reading() as reader:
            policy = self.context.policy(reader)
        return {what: permitted(policy, what) for what in (*Verb, *DeskAct)}

    def enter(self, code: str, texts: Mapping[str, str]) -> int:
        """Enter a person with the fields as they are typed; the first one of an office is an administrator.

        Returns:
            The number of the event.

        Raises:
            AlreadyExists: code or user of the computer is taken. UnknownField, BadValue: of the fields.
            NotPermitted: that is not for this person.
        """
        check_text("code", code)
        plain = code.strip()
        given = _values(texts)
        if not plain or not given.get("name"):
            raise BadValue("name" if plain else "code", "", "missing")
        with self.context.writing() as tx:
            person = self.context.permit(tx, DeskAct.PEOPLE)
            register = self._register(tx)
            if register.find(plain) is not None:
                raise AlreadyExists("person", plain)
            _see_user_free(register, plain, given)
            roles = list(given.get("roles", ()))
            if not register.people and Role.ADMINISTRATOR not in roles:
                roles.append(Role.ADMINISTRATOR)
            at = self.context.clock()
            limits = given.pop("limits", ())
            row = {**given, "code": plain, "roles": roles}
            person_id = tx.insert(PersonRow, {**row, "entered_at": at, "entered_by": self.context.person})
            set_limits(tx, person_id, limits)
            row["limits"] = [list(one) for one in limits]
            filed = {name: value for name, value in row.items() if value not in ("", [])}
            event = self._event(ENTER, tx, person, plain, {"person": filed})
            tx.commit()
        return event

    def edit(self, code: str, texts: Mapping[str, str]) -> int | None:
        """Change fields of a person, as they are typed; return the number of the event, None where nothing differs.

        Raises:
            NotFound: nobody has this code. BadValue: of the fields, or nobody would be in charge any more.
            UnknownField, AlreadyExists, NotPermitted: as `enter`.
        """
        given = _values(texts)
        if "name" in given and not given["name"]:
            raise BadValue("name", "", "missing")
        return self._change(code, given, Verb.EDIT, "")

    def retire(self, code: str, note: str = "") -> int | None:
        """Let a person go: the record keeps them, and they act no more; None where they had gone before.

        Raises:
            NotFound: nobody has this code. BadValue: nobody would be in charge any more. NotPermitted: as `enter`.
        """
        check_text("note", note)
        return self._change(code, {"active": False}, RETIRE, note)

    def set_password(self, code: str, password: str) -> int:
        """Give a person a password; everybody may change their own. It is on record that it was, not what it is.

        Raises:
            NotFound: nobody has this code. BadValue: it is too short or too long. NotPermitted: as `enter`.
        """
        if not LEAST <= len(password) <= MOST:
            raise BadValue("password", "", "password_length", f"{LEAST}–{MOST}")
        kept = hashed(password)
        with self.context.writing() as tx:
            one = self._known(self._register(tx), code)
            person = self._own_or_in_charge(tx, one)
            tx.update(PersonRow, one.person_id, {"password_hash": kept, "failures": 0, "failed_at": None})
            # the digest of a salted hash tells nobody the password, and shows a hash that another tool put there
            event = self._event(SET_PASSWORD, tx, person, one.code, {"seal": seal_of(kept)})
            tx.commit()
        return event

    def delegate(self, code: str, deputy: str, starts: str, ends: str, reason: str = "") -> int:
        """Put a person's roles into the hands of a deputy for some days.

        Heads do it for their department, and whoever sees to people for everybody.

        Args:
            code: whose roles.
            deputy: who acts for them.
            starts: the first day, as it is typed; "" is today.
            ends: the last day, as it is typed.
            reason: why, such as leave.

        Raises:
            NotFound: nobody has one of the codes. BadValue: a day cannot be read, or lies before the other.
            NotPermitted: as `enter`.
        """
        check_text("reason", reason)
        with self.context.writing() as tx:
            register = self._register(tx)
            one, other = self._known(register, code), self._known(register, deputy)
            person = self._own_or_in_charge_of(tx, one)
            policy = self.context.policy(tx)
            today = self.context.today(policy)
            first = read_date("starts", starts, today) if starts.strip() else today
            last = read_date("ends", ends, today)
            if last < first:
                raise BadValue("ends", ends, "ends_before_start")
            if one.code == other.code or not other.active:
                raise BadValue("deputy", deputy, "no_deputy")
            values: dict[str, object] = {"starts": first, "ends": last, "reason": reason.strip()}
            at = self.context.clock()
            keys = {"person_id": one.person_id, "deputy_id": other.person_id}
            tx.insert(DelegationRow, {**keys, **values, "entered_at": at, "entered_by": self.context.person})
            payload = {"deputy": other.code, "starts": first.isoformat(), "ends": last.isoformat()}
            note = {"note": reason.strip()} if reason.strip() else {}
            event = self._event(DELEGATE, tx, person, one.code, {**payload, **note})
            tx.commit()
        return event

    def end_delegation(self, code: str, deputy: str, note: str = "") -> int:
        """Take a person's roles out of the hands of a deputy, from now on; the record keeps that they were there.

        Raises:
            NotFound: nobody has one of the codes, or nothing is delegated. NotPermitted: as `enter`.
        """
        check_text("note", note)
        with self.context.writing() as tx:
            register = self._register(tx)
            one, other = self._known(register, code), self._known(register, deputy)
            person = self._own_or_in_charge_of(tx, one)
            ended = [each for each in register.delegations if (each.person, each.deputy) == (one.code, other.code)]
            if not ended:
                raise NotFound("delegation", other.code)
            for each in ended:
                tx.delete(DelegationRow, each.delegation_id)
            terms = [[each.starts.isoformat(), each.ends.isoformat()] for each in ended]
            payload: dict[str, object] = {"deputy": other.code, "ended": terms}
            payload |= {"note": note.strip()} if note.strip() else {}
            event = self._event(END_DELEGATION, tx, person, one.code, payload)
            tx.commit()
        return event

    def _own_or_in_charge(self, tx: Writer, one: Person) -> Acting:
        """Let pass the person itself, and whoever sees to people.

        Raises:
            NotPermitted: it is neither.
        """
        person = self.context.acting(tx)
        return person if person.known and person.person == one.code else self.context.permit(tx, DeskAct.PEOPLE)

    def _own_or_in_charge_of(self, tx: Writer, one: Person) -> Acting:
        """Let pass the person itself, the head of the department, and whoever sees to people (P1).

        Raises:
            NotPermitted: it is none of them.
        """
        person = self.context.acting(tx)
        return person if person.heads(one) else self._own_or_in_charge(tx, one)

    def _change(self, code: str, given: dict[str, Any], verb: str, note: str) -> int | None:
        with self.context.writing() as tx:
            person = self.context.permit(tx, DeskAct.PEOPLE)
            register = self._register(tx)
            one = self._known(register, code)
            _see_user_free(register, one.code, given)
            changed = {name: value for name, value in given.items() if _now(one, name) != value}
            if not changed:
                return None
            if "limits" in changed:
                set_limits(tx, one.person_id, changed["limits"])
            columns = {name: value for name, value in changed.items() if name != "limits"}
            tx.update(PersonRow, one.person_id, columns, version=one.version)
            policy = self.context.policy(tx)
            if policy.people.mode == "named" and not in_charge(policy, self._register(tx)):
                raise BadValue("person", one.code, "last_in_charge")
            before = {name: _now(one, name) for name in changed}
            payload: dict[str, object] = {"before": before, "person": changed}
            if note.strip():
                payload["note"] = note.strip()
            event = self._event(verb, tx, person, one.code, payload)
            tx.commit()
        return event

    def _register(self, tx: Writer) -> Register:
        return read_register(tx, self.context.today(self.context.policy(tx)))

    @staticmethod
    def _known(register: Register, code: str) -> Person:
        one = register.find(code.strip())
        if one is None:
            raise NotFound("person", code.strip(), tuple(known.code for known in register.people))
        return one

    def _event(self, verb: str, tx: Writer, person: Acting, code: str, payload: Mapping[str, object]) -> int:
        role = person.role_for((Role.ADMINISTRATOR,))
        return tx.event(
            at=self.context.clock(),
            actor=self.context.person,
            role=role or "",
            verb=verb,
            subject="person",
            subject_key=code,
            payload={**payload, **person.noted(role or "")},
        )


def _now(one: Person, name: str) -> object:
    value = getattr(one, name)
    if name == "limits":
        return [list(each) for each in one.limits]
    return list(value) if isinstance(value, tuple) else value


def _see_user_free(register: Register, code: str, given: Mapping[str, object]) -> None:
    """See that a user of the computer is one person only."""
    user = str(given.get("system_user", ""))
    other = register.of_system(user) if user else None
    if other is not None and other.code != code:
        raise AlreadyExists("system_user", user)


def _values(texts: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in texts.items():
        if name not in PERSON_FIELDS:
            raise UnknownField(Verb.EDIT, name, PERSON_FIELDS)
        check_text(name, text)
        plain = text.strip()
        match name:
            case "roles":
                found[name] = _roles(plain)
            case "active":
                found[name] = is_yes(plain)
            case "limits":
                found[name] = read_limits(plain)
            case "email":
                found[name] = _email(plain)
            case _:
                found[name] = plain
    return found


def _email(text: str) -> str:
    """Return an address of e-mail, or nothing."""
    fault = address_fault(text) if text else ""
    if fault:
        raise BadValue("email", text, fault)
    return text


def _roles(text: str) -> list[Role]:
    """Return the roles that a text names, each once."""
    named = [part for part in re.split(r"[\s,;，；、]+", text) if part]
    for part in named:
        if part not in set(Role):
            raise BadValue("roles", part, "not_in_list", ", ".join(Role))
    return list(dict.fromkeys(Role(part) for part in named))
