"""What the palette offers: rooms, the verbs of the order at hand, orders by number, languages, looks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from data.rules.rooms import ROOMS
from data.rules.undo import UNDO
from data.words import _
from data.words.verbs import undo_title, verb_title
from orderclerk.themes import theme_titles
from screens.base import ROOM_TABS, DeskScreen
from screens.dialog_commands import Command
from screens.seen import common_verbs

if TYPE_CHECKING:
    from textual.screen import Screen

_SHORTEST_NUMBER = 2


def commands(screen: "Screen[Any]", languages: Mapping[str, str]) -> list[Command]:
    """Return all commands that a screen offers now.

    Args:
        screen: the one that is shown.
        languages: the languages, each in its own words.
    """
    found: list[Command] = []
    if isinstance(screen, DeskScreen):
        letters = screen.verb_keys()
        of_what = screen.chosen()
        for verb in common_verbs(of_what, screen.office.barred):
            about = of_what[0].number if len(of_what) == 1 else str(len(of_what))
            found.append(
                Command(
                    f"action:verb('{verb.value}')", f"{verb_title(verb)}: {about}", letters.get(verb, ""), verb.value
                )
            )
        found += [Command(f"action:{action}", title, shown) for action, title, shown in screen.own_commands()]
        if of_what:
            found.append(Command("action:undo", undo_title(), screen.key_of("order.undo"), UNDO))
        found.append(Command("action:verbs", _("All verbs"), screen.key_of("verbs.menu")))
        found.append(Command("action:go_to", _("Go to an order"), screen.key_of("order.go_to")))
    for stage, tab in zip(ROOMS, ROOM_TABS, strict=True):
        found.append(Command(f"action:app.room('{stage.value}')", _("Room: {name}").format(name=_(tab.title)), tab.key))
    for code, name in languages.items():
        found.append(Command(f"language:{code}", _("Language: {name}").format(name=name), "", f"{code} language"))
    for name, title in theme_titles().items():
        found.append(Command(f"theme:{name}", _("Look: {name}").format(name=title), "", "theme"))
    found.append(Command("action:app.due", _("What is due"), "0"))
    found.append(Command("action:app.outbox", _("Outbox: messages to customers"), "ctrl+e"))
    found.append(Command("action:app.policy", _("Policy of the office"), "shift+F9"))
    found.append(Command("action:app.settings", _("Settings"), "F9"))
    found.append(Command("action:app.help", _("Help"), "F1"))
    found.append(Command("action:app.quit", _("Quit"), "ctrl+q", "exit"))
    return found


def number_command(text: str) -> Command | None:
    """Return the command that opens the order of which a text is the number, None where it looks like none."""
    if len(text) < _SHORTEST_NUMBER or not any(character.isdecimal() for character in text):
        return None
    return Command(f"order:{text}", _("Open the order {number}").format(number=text))
