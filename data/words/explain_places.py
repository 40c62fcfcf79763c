"""Why a file, a policy, a desk or a backup is not taken, and what to do: sentences of refusals about places on disk."""

from collections.abc import Callable, Mapping
from typing import Any

from data import errors
from data.drafts import Problem
from data.words import N_, _, ngettext
from data.words.explain_problems import explain_problem
from data.words.labels import code_label
from data.words.phrases import cut, listing, sentences, shown, shown_path

UNREADABLE: Mapping[str, str] = {
    "bad_mapping": N_("The mapping of columns does not fit: {detail}. Correct it and import again."),
    "damaged": N_(
        "The file is damaged or cut off. Open it in the program that made it, save it anew, or ask for it again."
    ),
    "empty": N_("The file is empty. Ask for it again."),
    "encoding": N_("The characters of the file cannot be told ({detail}). Save it as UTF-8 or as an Excel workbook."),
    "is_folder": N_("This is a folder. Name the files in it."),
    "missing": N_("There is no such file. Look at the path."),
    "no_header": N_(
        "No row with the names of the columns was found. Add one, or give a mapping that names the columns of the file."
    ),
    "not_orders": N_(
        "No column of the file says what orders say: an order number, a quantity, an amount or a date. If it holds "
        "customers or products, say so with --what; else give a mapping that names the columns."
    ),
    "no_permission": N_("You may not read this file. Ask its owner for the right, or have it copied to you."),
    "no_rows": N_("Below the names of the columns there is nothing. See whether it is the right file."),
    "password": N_("The file is protected by a password. Open it, save it without the password, and import it again."),
    "confidential": N_("The file holds what is not for everybody: its prices, or the customer's contacts."),
    "too_large": N_("The file is larger than can be read ({detail}). Divide it into several."),
    "unknown_format": N_("This is not a table that can be read{other}. Save it as xlsx, xls, xlsb, ods, csv or tsv."),
}
"""Why nothing of a file can be read → what to do."""

STORAGE: Mapping[str, str] = {
    "cannot_open": N_("A file cannot be opened. See that the folder is there and that you may write in it."),
    "full": N_("The disk is full. Make room, then do it again."),
    "hard_link": N_(
        "The database has a second name (a hard link), and two programs that open it by two names damage it. Delete "
        "the other name, or copy the desk's folder and work with the copy."
    ),
    "in_a_backup": N_(
        "This folder is a backup, which would not be as it was made any more. Name the folder that it lies in."
    ),
    "in_a_desk": N_(
        "This folder belongs to a desk, over which nothing could be restored any more. Name another one, or none: then "
        "backups lie in the desk's own folder for them."
    ),
    "io": N_("The disk does not read or write as it should. Copy the desk elsewhere and have the disk looked at."),
    "not_in_group": N_(
        "The folder cannot be given to that group. See that the group is there (getent group) and that your account "
        "belongs to it."
    ),
    "pragma": N_(
        "The file system does not do what a desk needs. Put the desk on a disk of this computer, not of a network."
    ),
    "read_only": N_("It may not be written there. See that the disk is not read-only and that the folder is yours."),
    "symbolic_link": N_(
        "The database is a symbolic link, and two programs that open it by two names damage it. Open the folder that "
        "the link leads to."
    ),
}
"""Why nothing can be stored → what to do."""


def _unreadable(error: errors.Unreadable) -> str:
    detail = shown(error.detail)
    why = _(UNREADABLE[error.why]) if error.why in UNREADABLE else _("The file cannot be read.")
    other = _(" ({format})").format(format=detail) if detail else ""
    return _("{place}: {text}").format(place=shown_path(error.path), text=why.format(detail=detail, other=other))


def _faults(head: str, problems: tuple[Problem, ...], tail: str) -> str:
    """Return a sentence, the faults below it, and what to do."""
    lines = [head] if head else []
    if problems:
        lines.append(cut([explain_problem(problem) for problem in problems]))
    return "\n".join([*lines, tail] if tail else lines)


def _policy_moved(error: errors.PolicyMoved) -> str:
    text = _(
        "Somebody else put version {found} of the policy in force while version {expected} was edited, so nothing was "
        "set. See what changed (orderclerk policy diff), then edit it again."
    )
    if error.by:
        text = _(
            "{people} put version {found} of the policy in force while version {expected} was edited, so nothing was "
            "set. See what changed (orderclerk policy diff), then edit it again."
        )
    people = listing(shown(person) for person in error.by)
    return text.format(people=people, found=error.found, expected=error.expected)


def _policy_refused(error: errors.PolicyRefused) -> str:
    number = len(error.problems)
    head = ngettext(
        "The policy has {number} fault, so the one in force stays in force:",
        "The policy has {number} faults, so the one in force stays in force:",
        number,
    ).format(number=number)
    return _faults(head, error.problems, "")


def _desk_exists(error: errors.DeskExists) -> str:
    return _(
        "{path} is not empty: it holds {what}, which was left as it is. Name an empty or a new folder; a desk that "
        "is there is opened with --desk."
    ).format(path=shown_path(error.path), what=shown(error.what))


def _desk_damaged(error: errors.DeskDamaged) -> str:
    head = _("{path} is damaged or was altered by another program:").format(path=shown_path(error.path))
    tail = _("Do no more work on it, keep a copy of the folder, and restore the last good backup.")
    return _faults(head, error.faults, tail)


KEYS: Mapping[str, str] = {
    "bad_identity": N_(
        "This holds no private key of age or SSH. Name the file that belongs to the backup's public key."
    ),
    "bad_recipient": N_(
        "This is no public key. Write one of age (age1…) or of SSH (ssh-ed25519 …), or a file of them."
    ),
    "missing": N_("There is no such file. Look at the path."),
    "no_identity": N_("The backup is encrypted. Name the file of the private key with --identity."),
    "no_terminal": N_(
        "The private key has a passphrase, and nobody can be asked for it here. Run the command in a terminal."
    ),
    "readable_by_others": N_(
        "Other people may read this private key. Make it yours alone (chmod 600), then try again."
    ),
    "wrong_identity": N_("The backup was encrypted for another key. Name the file of the right one with --identity."),
    "wrong_passphrase": N_("This is not the passphrase of the private key. Try again."),
}
"""Why a key does not fit → what to do."""


def _key_refused(error: errors.KeyRefused) -> str:
    why = _(KEYS[error.why]) if error.why in KEYS else _("The key cannot be used.")
    return _("{place}: {text}").format(place=shown_path(error.path), text=why)


def _desk_newer(error: errors.DeskNewer) -> str:
    return _(
        "{path} was made by a later version of this program (its tables are {found}, known here are {known}). "
        "Install the newest version."
    ).format(path=shown_path(error.path), found=shown(error.found), known=shown(error.known))


def _unsafe_library(error: errors.UnsafeLibrary) -> str:
    return _(
        "{path} cannot be opened here: the SQLite library {version} of this Python can damage it. Install pysqlite3, "
        "or a Python with SQLite 3.51.3 or later."
    ).format(path=shown_path(error.path), version=shown(error.version))


def _desk_busy(error: errors.DeskBusy) -> str:
    waited = ngettext("{number} second", "{number} seconds", error.seconds).format(number=error.seconds)
    return _("Somebody else is writing in {path}; after {waited} nothing was done. Try again in a moment.").format(
        path=shown_path(error.path), waited=waited
    )


def _storage_failed(error: errors.StorageFailed) -> str:
    why = _(STORAGE[error.why]) if error.why in STORAGE else _("It cannot be stored there.")
    detail = _("({detail})").format(detail=shown(error.detail)) if error.detail else ""
    text = _("Nothing of it was kept. {why}").format(why=why)
    said = _("{place}: {text}").format(place=shown_path(error.path), text=text)
    return f"{said} {detail}" if detail else said


def _no_desk(error: errors.NoDesk) -> str:
    return sentences(
        _("There is no desk at {path}.").format(path=shown_path(error.path)),
        _("Make one with “orderclerk init”, or name another with --desk."),
    )


def _template_refused(error: errors.TemplateRefused) -> str:
    place = shown_path(error.path)
    if error.line is not None:
        place = _("{path}, line {line}").format(path=place, line=error.line)
    return _(
        "{place}: the template cannot be used ({message}). Correct it, or take it away: papers are then printed with "
        "the one that comes with the program."
    ).format(place=place, message=shown(error.message, 200))


def _paper_too_early(error: errors.PaperTooEarly) -> str:
    return _(
        "Order {number} is “{state}”; a confirmation is printed of orders that are approved and carried out. The order "
        "itself can be printed as it stands."
    ).format(number=shown(error.number), state=code_label("OrderState", error.state))


def _cancelled(error: errors.Cancelled) -> str:
    return _("{what} was stopped as you asked; nothing of it was kept.").format(what=shown(error.what))


SENTENCES: Mapping[type[errors.Refusal], Callable[[Any], str]] = {
    errors.NoDesk: _no_desk,
    errors.Unreadable: _unreadable,
    errors.PolicyRefused: _policy_refused,
    errors.PolicyMoved: _policy_moved,
    errors.DeskExists: _desk_exists,
    errors.DeskDamaged: _desk_damaged,
    errors.KeyRefused: _key_refused,
    errors.DeskNewer: _desk_newer,
    errors.UnsafeLibrary: _unsafe_library,
    errors.DeskBusy: _desk_busy,
    errors.StorageFailed: _storage_failed,
    errors.TemplateRefused: _template_refused,
    errors.PaperTooEarly: _paper_too_early,
    errors.Cancelled: _cancelled,
}
"""Refusal → who makes its sentence."""
