"""The one entry of the program: `orderclerk`, `python -m orderclerk`."""

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (design, section 6).

    Args:
        argv: the arguments; None takes those of the process, and what is unforeseen is then noted in the log.
    """
    from orderclerk.cli.output import set_up_streams
    from orderclerk.exits import finish_output, unforeseen
    from orderclerk.settings import speak

    if argv is None:
        sys.excepthook = unforeseen
        arguments = sys.argv[1:]
    else:
        arguments = list(argv)
    set_up_streams()
    unspoken = speak(arguments, os.environ)
    return finish_output(_run(arguments, unspoken))


def _run(arguments: list[str], unspoken: str) -> int:
    import typer
    from typer.main import get_command

    from data.errors import Refusal
    from data.words import _
    from orderclerk.cli.app import build_app
    from orderclerk.cli.output import err
    from orderclerk.exits import Exit, OutputClosed, refused, silence_output, storage_failed, wrong_use

    if unspoken:
        err(_("The program cannot speak {language} here: its translation is not installed.").format(language=unspoken))
    try:
        # Not by calling the app: that would set a hook for errors in place of ours.
        code = get_command(build_app()).main(arguments, prog_name="orderclerk", standalone_mode=False)
    except Refusal as refusal:
        return refused(refusal)
    except OutputClosed:
        silence_output()
        return Exit.DONE
    except typer.Abort:
        return Exit.INTERRUPTED
    except typer.TyperException as error:
        return wrong_use(error)
    except OSError as error:
        return storage_failed(error)
    if code == Exit.INTERRUPTED:
        err(_("Stopped."))
    return code if isinstance(code, int) else Exit.DONE


if __name__ == "__main__":
    sys.exit(main())
