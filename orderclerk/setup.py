"""The first run: the wizard in a full screen of its own, then the rooms on the desk that it ends with."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from data.words import LANGUAGE_NAMES, N_
from orderclerk.ending import EndingApp
from orderclerk.exits import Exit
from orderclerk.founding import DeskFounder, home
from orderclerk.running import run
from orderclerk.settings import speak_again
from orderclerk.terminal import driver_class, signals_kept
from orderclerk.themes import DARK, THEMES, first_theme, likely_theme
from orderclerk.ui_settings import UiSettings, settings_file
from screens.keys import EVERYWHERE, key
from screens.wizard import WizardScreen
from screens.wizard_plan import Way

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.types import CSSPathType

    from orderclerk.settings import Settings


class SetupApp(EndingApp, inherit_bindings=False):
    """The frame around the wizard.

    Attributes:
        way: what the person wanted in the end; None where they left.
    """

    TITLE = "orderclerk"
    ENABLE_COMMAND_PALETTE = False
    DEFAULT_MODE = "wizard"
    CSS_PATH: "ClassVar[CSSPathType | None]" = None
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f1", "help", "frame.help", N_("Help"), N_("Show what can be done here"), EVERYWHERE, priority=True),
        key("ctrl+q", "quit", "frame.quit", N_("Quit"), N_("Leave the wizard; a desk that was made stays"), EVERYWHERE,
            priority=True),
    ]  # fmt: skip

    def __init__(
        self,
        founder: DeskFounder,
        memory: UiSettings,
        *,
        driver_class: "type[Driver] | None" = None,
        catch_signals: bool = False,
        theme: str = DARK,
    ) -> None:
        """Make the frame.

        Args:
            founder: has done what the wizard is told.
            memory: what was chosen on the screens.
            driver_class: of the terminal.
            catch_signals: whether the program is ended properly when it is told to end.
            theme: taken where none was chosen.
        """
        super().__init__(driver_class=driver_class)
        self.founder = founder
        self.way: Way | None = None
        self._catch_signals = catch_signals
        for known in THEMES:
            self.register_theme(known)
        # a mode, because an app does not read the style sheet of its default screen
        self.add_mode(self.DEFAULT_MODE, partial(WizardScreen, founder, LANGUAGE_NAMES))
        self.theme = first_theme(memory.get("frame", "theme"), theme)

    def on_wizard_screen_done(self, message: WizardScreen.Done) -> None:
        """Leave the wizard with what was wanted."""
        self.way = message.way
        if message.way is Way.OPEN:
            self.founder.take(home(message.folder), self.founder.settings.person)
        self.exit(Exit.DONE, return_code=Exit.DONE)


def begin(settings: "Settings", *, language: str = "", path: Callable[[], Path] | None = None) -> int:
    """Show the wizard where there is no desk, then the rooms; return the exit code.

    Args:
        settings: where a desk was looked for, and for whom.
        language: asked for by `--lang`; without it the one that was chosen on the screens is spoken.
        path: gives the file of the settings of the screens; None is the user's own.
    """
    memory = UiSettings((path or settings_file)())
    speak_again(memory, language)
    founder = DeskFounder(settings, memory)
    app = SetupApp(
        founder,
        memory,
        driver_class=driver_class(),
        catch_signals=os.name != "nt",
        theme=likely_theme(os.environ),
    )
    with signals_kept():
        app.run()
    if app.way is Way.SAMPLE:
        from orderclerk.cli.sample import play

        return play(settings, language=language, path=path)
    if app.way is not None:
        return run(founder.settings, language=language, path=path)
    return app.return_code or Exit.DONE
