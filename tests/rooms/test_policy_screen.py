"""The policy on the screen: read, edited with its faults at hand, compared, put in force, looked back on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual.widgets import OptionList

from data.desk.making import default_policy
from screens.base import DeskScreen
from screens.dialog import Confirm
from screens.drafts import POLICY_KIND, DraftsDialog
from screens.policy import PolicyScreen
from screens.policy_force import MovedDialog, PutInForce
from tests.rooms.trial import NOW, Trial

if TYPE_CHECKING:
    from data.desk.desk import Desk

URGENT = "urgent = 2\n"


def line_of(text: str, wanted: str) -> int:
    return next(at for at, line in enumerate(text.splitlines()) if line.startswith(wanted))


async def edit(desk: Trial, old: str, new: str) -> PolicyScreen:
    """Replace a part of the document as somebody types."""
    screen = desk.screen(PolicyScreen)
    at = screen.text.text.index(old)
    before = screen.text.text[:at]
    row = before.count("\n")
    column = at - (before.rfind("\n") + 1)
    screen.text.replace(new, (row, column), (row, column + len(old)))
    await desk.settle()
    return screen


def version(trial: Trial) -> int:
    found = trial.ask(lambda desk: desk.policy.document()[0])
    assert isinstance(found, int)
    return found


async def test_the_document_is_read_by_section(trial: Trial) -> None:
    async with trial.run(120, 40) as desk:
        await desk.press("shift+f9")
        screen = desk.screen(PolicyScreen)
        assert "version 1" in desk.text
        assert "in force since" in desk.text
        names = [option.id for option in screen.query_one("#sections", OptionList).options]
        assert names[:2] == ["office", "people"]
        assert "mail" in names
        await desk.press("f4", "f4", "down")
        assert "people.default_roles: " in desk.text
        screen.text.move_cursor((line_of(screen.text.text, "price_tolerance"), 0))
        await desk.settle()
        assert "How far a price may lie from the list price" in desk.text
        await desk.press("escape")
        desk.screen(DeskScreen)


async def test_sections_fold_away_where_there_is_no_room(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        await desk.press("shift+f9")
        assert not desk.screen(PolicyScreen).query_one("#sections").display
        assert "[office]" in desk.text


async def test_a_fault_is_named_by_its_line_while_one_types(trial: Trial) -> None:
    async with trial.run(120, 40) as desk:
        await desk.press("shift+f9")
        screen = await edit(desk, "urgent = 2", "urgent = -2")
        line = line_of(screen.text.text, "urgent = -2")
        assert f"Line {line + 1}: " in desk.text
        await desk.press("f6")
        assert screen.text.cursor_location[0] == line
        await desk.press("ctrl+s")
        assert "1 fault has to be mended first." in desk.text
        await edit(desk, "urgent = -2", "urgent = [")
        assert "Line " in desk.text
        await edit(desk, "urgent = [", "urgent = 2")
        assert screen._faults == ()
    assert version(trial) == 1


async def test_a_new_version_comes_into_force_with_its_reason(trial: Trial) -> None:
    async with trial.run(120, 40) as desk:
        await desk.press("shift+f9")
        await edit(desk, "urgent = 2", "urgent = 3")
        assert "changed, not in force yet" in desk.text
        await desk.press("f7")
        assert "handling.urgent" in desk.text
        assert "- 2" in desk.text
        assert "+ 3" in desk.text
        await desk.press("escape", "ctrl+s")
        desk.screen(PutInForce)
        await desk.press("f10")
        assert "Say why" in desk.text
        await desk.write("more time")
        await desk.press("enter")
        desk.screen(PolicyScreen)
        assert "Version 2 of the policy is in force." in desk.text
        await desk.press("f8")
        assert "more time" in desk.text
        assert "What version 2 changed against version 1:" in desk.text
        assert "handling.urgent" in desk.text
        await desk.press("escape", "escape")
        desk.screen(DeskScreen)
    assert version(trial) == 2
    assert trial.ask(lambda desk: desk.policy.history()[0].note) == "more time"
    assert trial.ask(lambda desk: desk.drafts.abandoned()) == ()


async def test_any_two_versions_are_compared_and_an_old_one_comes_back(trial: Trial, other: Desk) -> None:
    document = default_policy()
    other.policy.set(document.replace("urgent = 2", "urgent = 3"), note="first")
    other.policy.set(
        document.replace("urgent = 2", "urgent = 4").replace("special = 12", "special = 10"), note="second"
    )
    async with trial.run(120, 40) as desk:
        await desk.press("shift+f9", "f8")
        assert "What version 3 changed against version 2:" in desk.text
        await desk.press("space", "down", "down")
        assert "What version 3 changed against version 1:" in desk.text
        assert "handling.special" in desk.text
        await desk.press("enter")
        screen = desk.screen(PolicyScreen)
        assert screen.text.text == document
        assert "changed, not in force yet" in desk.text
        await desk.press("ctrl+r")
        desk.screen(Confirm)
        await desk.press("shift+tab", "enter")
        assert "urgent = 4" in desk.screen(PolicyScreen).text.text


async def test_somebody_else_was_faster(trial: Trial, other: Desk) -> None:
    async with trial.run(120, 40) as desk:
        await desk.press("shift+f9")
        await edit(desk, "urgent = 2", "urgent = 3")
        other.policy.set(default_policy().replace("special = 12", "special = 10"), note="summer")
        await desk.press("ctrl+s")
        await desk.write("mine")
        await desk.press("enter")
        desk.screen(MovedDialog)
        assert "summer" in desk.text
        assert "handling.special" in desk.text
        await desk.press("enter")
        screen = desk.screen(PolicyScreen)
        assert "urgent = 3" in screen.text.text
        await desk.press("f7")
        # with one's own text theirs would be undone: it is shown before it happens
        assert "handling.special" in desk.text
        await desk.press("ctrl+s")
        await desk.write("both seen")
        await desk.press("enter")
        desk.screen(PolicyScreen)
    assert version(trial) == 3


async def test_theirs_can_be_taken(trial: Trial, other: Desk) -> None:
    async with trial.run(120, 40) as desk:
        await desk.press("shift+f9")
        await edit(desk, "urgent = 2", "urgent = 3")
        other.policy.set(default_policy().replace("special = 12", "special = 10"))
        await desk.press("ctrl+s")
        await desk.write("mine")
        await desk.press("enter", "tab", "enter")
        screen = desk.screen(PolicyScreen)
        assert "special = 10" in screen.text.text
        assert URGENT.strip() in screen.text.text
    assert version(trial) == 2


async def test_what_was_typed_is_there_again(trial: Trial) -> None:
    async with trial.run(120, 40) as desk:
        await desk.press("shift+f9")
        await edit(desk, "urgent = 2", "urgent = 3")
        await desk.press("escape")
        desk.screen(DeskScreen)
        await desk.press("shift+f9")
        assert "urgent = 3" in desk.screen(PolicyScreen).text.text
        assert "is here again" in desk.text
        # the terminal is closed here
        await desk.screen(PolicyScreen)._keep()
    trial.now = NOW + timedelta(minutes=1)
    again = Trial(trial.folder)
    again.now = trial.now
    async with again.run(120, 40) as desk:
        desk.screen(DraftsDialog)
        assert "policy of the office" in desk.text
        await desk.press("enter")
        assert "urgent = 3" in desk.screen(PolicyScreen).text.text
        await desk.press("ctrl+s")
        await desk.write("at last")
        await desk.press("enter")
        assert "Version 2" in desk.text
    assert trial.ask(lambda desk: [one for one in desk.drafts.abandoned() if one.kind == POLICY_KIND]) == []


async def test_who_may_not_change_it_reads_it(trial: Trial, other: Desk) -> None:
    other.people.enter("admin", {"name": "Admin"})
    other.people.enter("zhang", {"name": "Zhang", "roles": "clerk"})
    document = default_policy().replace('mode = "open"', 'mode = "named"')
    async with trial.run(120, 40) as desk:
        other.policy.set(document)
        await desk.press("shift+f9")
        screen = desk.screen(PolicyScreen)
        assert "You may not do “Set the policy”." in desk.text
        assert "admin" in desk.text
        assert screen.text.read_only
        await desk.press("x", "ctrl+s")
        assert desk.screen(PolicyScreen).text.text == document
