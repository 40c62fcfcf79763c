"""The straight way into the rooms: whoever asks for nothing but the rooms does not wait for the whole command line."""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.words import LANGUAGES
from orderclerk.settings import Settings, acting_person, desk_folder, speak_again
from orderclerk.terminal import has_terminal
from orderclerk.ui_settings import UiSettings, settings_file

_OPTIONS = ("--desk", "--as", "--lang")
_COMPLETION = "_ORDERCLERK_COMPLETE"
"""Set where a shell asks how a line could go on."""


@dataclass(frozen=True, slots=True)
class Straight:
    """The rooms of a desk that is there, asked for without a command.

    Attributes:
        desk: its folder.
        person: who acts.
        language: the one that was asked for; "" leaves it to what was chosen on the screens.
    """

    desk: Path
    person: str
    language: str

    def begin(self, environ: Mapping[str, str]) -> None:
        """Show the first picture, in the language in which the rooms will speak."""
        from orderclerk.opening import show_first_picture

        # there is no rubbish yet, and looking for it again and again takes a sixth of the time until the first rows
        gc.disable()
        memory = UiSettings(settings_file())
        speak_again(memory, self.language)
        show_first_picture(memory, environ)

    def run(self, environ: Mapping[str, str]) -> int:
        """Show the rooms until the person leaves; return the exit code."""
        from orderclerk.opening import give_back

        try:
            from orderclerk.cli.output import colour_wanted
            from orderclerk.running import run

            return run(Settings(self.desk, self.person, colour_wanted(environ)), language=self.language)
        finally:
            give_back()
            # the interpreter would look through all that was loaded once more before it ends
            gc.freeze()


def straight(arguments: Sequence[str], environ: Mapping[str, str]) -> Straight | None:
    """Return which rooms are asked for; None where the command line has to be read, or to say what is wrong with it."""
    found = _options(arguments)
    if found is None or environ.get(_COMPLETION) or not has_terminal(environ):
        return None
    language, folder = found.get("--lang", ""), found.get("--desk", "")
    if (language and language not in LANGUAGES) or "://" in folder:
        return None
    person, desk = acting_person(found.get("--as", ""), environ), desk_folder(folder, environ)
    return Straight(desk, person, language) if person and (desk / "desk.db").exists() else None


def _options(arguments: Sequence[str]) -> dict[str, str] | None:
    """Return the options, each given once and with a value; None where there is anything else."""
    found: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        name, given, value = argument.partition("=")
        if name not in _OPTIONS or name in found:
            return None
        if not given:
            value = next(rest, "")
        if not value or value.startswith("-"):
            return None
        found[name] = value
    return found
