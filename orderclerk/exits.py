"""How a run ends: the exit codes that scripts rely on (design, section 6), and what is said of it on standard error."""

import errno
import os
import re
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from data.errors import Refusal, StorageFailed
from data.words import N_, _
from orderclerk.cli.output import err, silence

if TYPE_CHECKING:
    from types import TracebackType


class Exit(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    FAILED = 1
    WRONG_USE = 2
    PARTLY = 3
    NOT_FOUND = 4
    DAMAGED = 5
    STORAGE = 6
    REFUSED = 7
    INTERRUPTED = 130


ENDS_EVERYTHING = (Exit.DAMAGED, Exit.STORAGE, Exit.INTERRUPTED)
"""Refusals after which it makes no sense to go on with the next file or the next verb."""

_SAYINGS = (
    (r"Got unexpected extra argument\(s\) \((?P<what>.*)\)", N_("“{what}” is too much here.")),
    (r"Missing command\.", N_("A command is missing.")),
    (r"Option '(?P<what>.*)' requires .*", N_("{what} needs a value.")),
    (r"Option '(?P<what>.*)' does not take a value\.", N_("{what} takes no value.")),
    (r"No such option: (?P<what>.*)", N_("There is no option {what}.")),
)
"""What Typer says of wrong use, in the words of the desk."""


class OutputClosed(Exception):  # noqa: N818 - nothing is wrong: whoever reads has read enough
    """The reader of standard output has gone, as `head` does; told apart from every other input or output error."""


def refused(refusal: Refusal) -> int:
    """Say why the desk refused and what to do; return the exit code."""
    from data.words.explain import explain

    err(explain(refusal))
    return refusal.exit_code


def storage_failed(error: OSError) -> int:
    """Say that a file or the disk failed where nothing else has said it; return the exit code."""
    reasons = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read_only", errno.EACCES: "no_permission"}
    why = error.strerror or type(error).__name__
    if not error.filename:  # what is printed has no name; what was done before is done
        silence(sys.stdout)
        err(_("What was done stands, but not all of it could be printed ({why}).").format(why=why))
        return Exit.STORAGE
    return refused(StorageFailed(str(error.filename), reasons.get(error.errno or 0, "io"), why))


def wrong_use(error: Any) -> int:
    """Say what is wrong with the command line; return the exit code.

    Args:
        error: a `typer.TyperException`; its subclasses are Typer's own affair, so they are told by what they carry.
    """
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        err(error.message)
        return Exit.WRONG_USE
    err(_usage_sentence(error, kind))
    context = getattr(error, "ctx", None)
    if context is not None:
        err(_("“{command} --help” shows how it is used.").format(command=context.command_path))
    return Exit.WRONG_USE


def _usage_sentence(error: Any, kind: str) -> str:
    parameter = getattr(error, "param", None)
    if kind == "MissingParameter" and parameter is not None:
        return _("{what} is missing.").format(what=_name_of(parameter))
    hint = getattr(error, "param_hint", None) or (_name_of(parameter) if parameter is not None else "")
    for pattern, sentence in _SAYINGS:
        if found := re.fullmatch(pattern, error.message):
            said = _(sentence).format(**found.groupdict())
            near = getattr(error, "possibilities", None)
            return f"{said} {_('Did you mean {words}?').format(words=', '.join(sorted(near)))}" if near else said
    return f"{hint}: {error.message}" if hint else str(error.message)


def _name_of(parameter: Any) -> str:
    """Return a parameter as it is typed: the option, or the name of the argument."""
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.display_name_raw)


class _Threads:
    """Whether the program ends without waiting for its threads."""

    left = False


def end_without_threads() -> None:
    """Let the program end, once all is printed, though a thread is still opening a desk that nobody wants any more."""
    _Threads.left = True


def finish_output(code: int) -> int:
    """See everything printed out; return the exit code, another one where it could not be written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as error:
        silence(sys.stdout)
        code = storage_failed(error)
    try:
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)
    if _Threads.left:
        os._exit(code)
    return code


def unforeseen(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
    """Note a failure of the program in the log and say so in one line; set as `sys.excepthook`, it ends with code 1."""
    from orderclerk.log import note

    if issubclass(kind, KeyboardInterrupt):
        return
    silence_output_on_error()
    path = note(error, trace)
    if path is None:
        err(
            _("Something went wrong that should not have ({kind}), and it could not be noted.").format(
                kind=kind.__name__
            )
        )
    else:
        err(_("Something went wrong that should not have; it is noted in {path}.").format(path=path))


def silence_output_on_error() -> None:
    """Print what is still waiting, if it can be printed."""
    try:
        sys.stdout.flush()
    except OSError:
        silence(sys.stdout)
