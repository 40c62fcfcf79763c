"""The one entry of the program: `orderclerk`, `python -m orderclerk`."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from orderclerk.straight import Straight

_CIRCLES = (50_000, 20, 50)
"""After how many new objects circles among them are looked for, and how seldom among older ones."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (design, section 6).

    Args:
        argv: the arguments; None takes those of the process, and what is unforeseen is then noted in the log.
    """
    from orderclerk.settings import speak

    if argv is None:
        # by default, circles are looked for some 250 times while a command is loaded, which is a tenth of its time
        gc.set_threshold(*_CIRCLES)
        sys.excepthook = _unforeseen
        # there are no plug-ins here; to look for some, pydantic reads the papers of everything that is installed
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        arguments = sys.argv[1:]
    else:
        arguments = list(argv)
    unspoken = speak(arguments, os.environ)
    rooms = _rooms(arguments) if argv is None and not unspoken else None

    from orderclerk.cli.output import set_up_streams
    from orderclerk.exits import finish_output

    set_up_streams()
    return finish_output(_run(arguments, unspoken, rooms))


def _unforeseen(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
    from orderclerk.exits import unforeseen
    from orderclerk.opening import give_back

    give_back()
    unforeseen(kind, error, trace)


def _rooms(arguments: list[str]) -> "Straight | None":
    """Return the rooms where nothing else is asked for; their first picture is then shown before all else is loaded."""
    from orderclerk.straight import straight

    try:
        rooms = straight(arguments, os.environ)
    except OSError:  # the command line comes upon it too, and says what it is
        return None
    if rooms is not None:
        rooms.begin(os.environ)
    return rooms


def _run(arguments: list[str], unspoken: str, rooms: "Straight | None") -> int:
    from data.errors import Refusal
    from data.words import _
    from orderclerk.cli.output import err, silence
    from orderclerk.exits import Exit, OutputClosed, refused, storage_failed

    if unspoken:
        err(_("The program cannot speak {language} here: its translation is not installed.").format(language=unspoken))
    try:
        code = _command(arguments) if rooms is None else rooms.run(os.environ)
    except Refusal as refusal:
        return refused(refusal)
    except OutputClosed:
        silence(sys.stdout)
        return Exit.DONE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        return storage_failed(error)
    if code == Exit.INTERRUPTED:
        err(_("Stopped."))
    return code if isinstance(code, int) else Exit.DONE


def _command(arguments: list[str]) -> object:
    """Run the command line as Typer reads it; return the exit code."""
    import typer
    from typer.main import get_command

    from orderclerk.cli.app import build_app
    from orderclerk.exits import wrong_use

    try:
        # Not by calling the app: that would set a hook for errors in place of ours.
        return get_command(build_app()).main(arguments, prog_name="orderclerk", standalone_mode=False)
    except typer.Abort as stopped:
        raise KeyboardInterrupt from stopped
    except typer.TyperException as error:
        return wrong_use(error)


if __name__ == "__main__":
    sys.exit(main())
