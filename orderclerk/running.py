"""A run of the full screen on a desk, from making its surroundings to the exit code."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orderclerk.app import OrderclerkApp
from orderclerk.exits import Exit, end_without_threads
from orderclerk.settings import speak_again
from orderclerk.themes import likely_theme
from orderclerk.ui_settings import UiSettings
from screens.office import Office

if TYPE_CHECKING:
    from orderclerk.settings import Settings


def make_office(settings: "Settings", memory: UiSettings) -> Office:
    """Return the surroundings of the screens for a run of the program."""
    from orderclerk.wiring import look, now, open_desk
    from screens.bridge import Bridge
    from screens.glance import Glance

    def load_paper(path: str) -> Any:
        from orderclerk.cli.papers import load_paper

        return load_paper(str(Path(path).expanduser()))

    def mail_password(user: str, server: str) -> str:
        from orderclerk.mail_password import read_password

        return read_password(user, server) if user else ""

    return Office(
        Bridge(lambda: open_desk(settings)),
        now,
        settings.person,
        memory,
        load_paper,
        Glance(look(settings.desk)),
        mail_password=mail_password,
    )


def run(settings: "Settings", *, language: str = "", path: Callable[[], Path] | None = None, mark: str = "") -> int:
    """Show the full screen on a desk until the person leaves; return the exit code.

    Args:
        settings: which desk, for whom.
        language: asked for by `--lang`; without it the one that was chosen on the screens is spoken.
        path: gives the file of the settings of the screens; None is the user's own.
        mark: what the status line says of the desk all the time, marked with `N_`.
    """
    from orderclerk.cli.output import err
    from orderclerk.signing import system_user
    from orderclerk.terminal import driver_class, has_terminal, signals_kept, without_terminal
    from orderclerk.ui_settings import settings_file

    if not has_terminal(os.environ):
        err(without_terminal())
        return Exit.WRONG_USE
    memory = UiSettings((path or settings_file)())
    speak_again(memory, language)
    office = make_office(settings, memory)
    app = OrderclerkApp(
        office,
        memory,
        driver_class=driver_class(),
        catch_signals=os.name != "nt",
        system_user=system_user(),
        mark=mark,
        theme=likely_theme(os.environ),
    )
    try:
        with signals_kept():
            app.run()
    finally:
        if not office.bridge.close(wait=not app.told):
            end_without_threads()
    return app.return_code or Exit.DONE
