"""Refusals: what the desk will not do, each a named exception with the fields that explain it.

No sentence is written here: `data.words.explain` turns a refusal into the words that a clerk reads, the same on
screen and command line, and says what must be done. `exit_code` is the command line's answer (design, section 6).
"""

from dataclasses import dataclass
from typing import ClassVar

from data.drafts import Problem
from data.mail_errors import MailFailed as MailFailed  # noqa: PLC0414 - all refusals are found here
from data.mail_errors import MessageRefused as MessageRefused  # noqa: PLC0414
from data.refusal import Refusal as Refusal  # noqa: PLC0414

# --- rules of the workflow -------------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class IllegalMove(Refusal):
    """The verb is not offered in the order's state."""

    code: ClassVar[str] = "illegal_move"
    number: str
    state: str
    verb: str
    possible: tuple[str, ...]


@dataclass(unsafe_hash=True)
class UnknownVerb(Refusal):
    """There is no such verb in the workflow table."""

    code: ClassVar[str] = "unknown_verb"
    exit_code: ClassVar[int] = 2
    verb: str
    possible: tuple[str, ...]


@dataclass(unsafe_hash=True)
class OnHold(Refusal):
    """The order, or the named line of it, is on hold; only `release` and what keeps records goes on."""

    code: ClassVar[str] = "on_hold"
    number: str
    verb: str
    reason: str
    line: int | None = None


@dataclass(unsafe_hash=True)
class Stale(Refusal):
    """It was changed since it was read (N3); `number` is a place's code, `by` who did, as far as that is on record."""

    code: ClassVar[str] = "stale"
    number: str
    expected: int
    found: int
    what: str = "order"
    by: tuple[str, ...] = ()


@dataclass(unsafe_hash=True)
class Incomplete(Refusal):
    """Required elements are missing (I3); each is named as `field` or `line N field`."""

    code: ClassVar[str] = "incomplete"
    number: str
    missing: tuple[str, ...]


@dataclass(unsafe_hash=True)
class ChecksFailed(Refusal):
    """The clerk's self-check fails (R1), so the order does not go to review."""

    code: ClassVar[str] = "checks_failed"
    number: str
    checks: tuple[str, ...]


@dataclass(unsafe_hash=True)
class Needed(Refusal):
    """The verb needs a fact that was not given, such as a reason or a signature; `choices` are those it can be."""

    code: ClassVar[str] = "needed"
    verb: str
    field: str
    choices: tuple[str, ...] = ()


@dataclass(unsafe_hash=True)
class BadValue(Refusal):
    """A given value cannot be read or is out of bounds; `why` is a problem code."""

    code: ClassVar[str] = "bad_value"
    field: str
    value: str
    why: str
    bound: str = ""


@dataclass(unsafe_hash=True)
class UnknownField(Refusal):
    """The verb knows no such field."""

    code: ClassVar[str] = "unknown_field"
    exit_code: ClassVar[int] = 2
    verb: str
    field: str
    possible: tuple[str, ...]


@dataclass(unsafe_hash=True)
class NotReady(Refusal):
    """The facts on record do not support the move yet; `what` names the unmet condition."""

    code: ClassVar[str] = "not_ready"
    number: str
    verb: str
    what: str
    detail: str = ""


@dataclass(unsafe_hash=True)
class QuantityRefused(Refusal):
    """A quantity is more than what is open at this step (both scaled by a million)."""

    code: ClassVar[str] = "quantity_refused"
    number: str
    verb: str
    line: int
    wanted: int
    open: int


@dataclass(unsafe_hash=True)
class AmountRefused(Refusal):
    """An amount of money is more than what is open (both in minor units of `currency`)."""

    code: ClassVar[str] = "amount_refused"
    number: str
    verb: str
    wanted: int
    open: int
    currency: str


@dataclass(unsafe_hash=True)
class NotPermitted(Refusal):
    """The person's roles do not allow the act (P2); `roles` may do it, `who` has them."""

    code: ClassVar[str] = "not_permitted"
    verb: str
    roles: tuple[str, ...]
    who: tuple[str, ...] = ()
    number: str = ""


@dataclass(unsafe_hash=True)
class SeparationOfDuties(Refusal):
    """Whoever entered or edited an order does not decide on it (P3), nor does a deputy in that name; `who` may."""

    code: ClassVar[str] = "separation_of_duties"
    number: str
    verb: str
    who: tuple[str, ...] = ()
    behalf: str = ""


@dataclass(unsafe_hash=True)
class OverLimit(Refusal):
    """An order is beyond what the person approves (P1), in minor units of `currency`; `who` may.

    `limit` is None where the person approves nothing in this currency.
    """

    code: ClassVar[str] = "over_limit"
    number: str
    verb: str
    total: int
    limit: int | None
    currency: str
    who: tuple[str, ...] = ()


@dataclass(unsafe_hash=True)
class SignInRefused(Refusal):
    """The desk does not know that this is the person; `why` says what stands against it."""

    code: ClassVar[str] = "sign_in_refused"
    person: str
    why: str
    seconds: int = 0


@dataclass(unsafe_hash=True)
class AlreadyExists(Refusal):
    """A number or code that must be unique is taken already (I5)."""

    code: ClassVar[str] = "already_exists"
    what: str
    key: str


# --- taking back -----------------------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class NothingToUndo(Refusal):
    """Nothing was done to the order since it was entered, or all of it was taken back."""

    code: ClassVar[str] = "nothing_to_undo"
    number: str


@dataclass(unsafe_hash=True)
class UndoOfAnother(Refusal):
    """The last act was somebody else's (`by`), and this person has done nothing to the order."""

    code: ClassVar[str] = "undo_of_another"
    number: str
    verb: str
    by: str


@dataclass(unsafe_hash=True)
class BuiltOn(Refusal):
    """Somebody (`by`) has done something to the order since this person's last act."""

    code: ClassVar[str] = "built_on"
    number: str
    verb: str
    by: str


@dataclass(unsafe_hash=True)
class NotUndoable(Refusal):
    """The last act cannot be taken back: it is of a kind that is not, or it lies too far back."""

    code: ClassVar[str] = "not_undoable"
    number: str
    verb: str


# --- finding things --------------------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class NotFound(Refusal):
    """What was named is not on the desk; `near` are similar keys."""

    code: ClassVar[str] = "not_found"
    exit_code: ClassVar[int] = 4
    what: str
    key: str
    near: tuple[str, ...] = ()


@dataclass(unsafe_hash=True)
class NoDesk(Refusal):
    """There is no desk at this place."""

    code: ClassVar[str] = "no_desk"
    exit_code: ClassVar[int] = 4
    path: str


# --- files -----------------------------------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class Unreadable(Refusal):
    """A file of which nothing can be taken in; `why` is a problem code such as `empty` or `password`."""

    code: ClassVar[str] = "unreadable"
    path: str
    why: str
    detail: str = ""


@dataclass(unsafe_hash=True)
class PolicyRefused(Refusal):
    """A policy document has faults; each problem names its line."""

    code: ClassVar[str] = "policy_refused"
    path: str
    problems: tuple[Problem, ...]


@dataclass(unsafe_hash=True)
class PolicyMoved(Refusal):
    """A policy was put in force while this one was being edited; `by` are those who did."""

    code: ClassVar[str] = "policy_moved"
    expected: int
    found: int
    by: tuple[str, ...] = ()


@dataclass(unsafe_hash=True)
class TemplateRefused(Refusal):
    """A template of a paper has a fault; `message` is the typesetter's, `line` counts from 1 where it is known."""

    code: ClassVar[str] = "template_refused"
    path: str
    line: int | None
    message: str


@dataclass(unsafe_hash=True)
class PaperTooEarly(Refusal):
    """A confirmation of an order that is not approved, or is no longer carried out."""

    code: ClassVar[str] = "paper_too_early"
    number: str
    state: str


# --- the desk's folder and database ----------------------------------------------------------------------------


@dataclass(unsafe_hash=True)
class DeskExists(Refusal):
    """`init` finds a desk, or files of somebody else, at the place where a new desk was to be made."""

    code: ClassVar[str] = "desk_exists"
    path: str
    what: str


@dataclass(unsafe_hash=True)
class DeskDamaged(Refusal):
    """The database, a backup or a stored file is damaged or was altered; `faults` name each place."""

    code: ClassVar[str] = "desk_damaged"
    exit_code: ClassVar[int] = 5
    path: str
    faults: tuple[Problem, ...]


@dataclass(unsafe_hash=True)
class KeyRefused(Refusal):
    """A backup cannot be encrypted to, or opened with, what was given; `why` says what stands against it."""

    code: ClassVar[str] = "key_refused"
    path: str
    why: str


@dataclass(unsafe_hash=True)
class DeskNewer(Refusal):
    """The desk was made by a later version of the program."""

    code: ClassVar[str] = "desk_newer"
    path: str
    found: str
    known: str


@dataclass(unsafe_hash=True)
class UnsafeLibrary(Refusal):
    """A desk in WAL mode must not be opened by a SQLite library with the WAL-reset fault."""

    code: ClassVar[str] = "unsafe_library"
    path: str
    version: str


@dataclass(unsafe_hash=True)
class DeskBusy(Refusal):
    """Another program held the desk longer than the patience of this one."""

    code: ClassVar[str] = "desk_busy"
    exit_code: ClassVar[int] = 6
    path: str
    seconds: int


@dataclass(unsafe_hash=True)
class StorageFailed(Refusal):
    """The disk is full, read-only or failing; nothing of the act was kept."""

    code: ClassVar[str] = "storage_failed"
    exit_code: ClassVar[int] = 6
    path: str
    why: str
    detail: str = ""


@dataclass(unsafe_hash=True)
class Cancelled(Refusal):
    """The person stopped a long piece of work; nothing of it was kept."""

    code: ClassVar[str] = "cancelled"
    exit_code: ClassVar[int] = 130
    what: str
