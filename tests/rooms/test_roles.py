"""What is refused says which role may do it, on the screen: the menu names the roles of every verb (P2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from data.rules.permissions import own_roles
from data.rules.workflow import Verb
from data.words.labels import label
from tests.rooms.test_sign_in import Guarded, enter, people

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def guarded(folder: Path) -> Guarded:
    """The full screen on a desk on which people are known by name."""
    return Guarded(folder)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_menu_names_whose_work_every_verb_is(guarded: Guarded, size: tuple[int, int]) -> None:
    people(guarded, roles="auditor")
    async with guarded.run(*size) as desk:
        await enter(desk)
        await desk.press("f2")
        offered = desk.app.screen.query_one("#verbs", OptionList)
        for verb in Verb:
            option = offered.get_option(verb.value)
            assert option.disabled
            first = label(own_roles(verb)[0])
            assert f"for: {first}" in str(option.prompt), verb


async def test_a_key_that_is_not_for_a_person_says_whose_it_is(guarded: Guarded) -> None:
    people(guarded, roles="auditor")
    async with guarded.run(120, 40) as desk:
        await enter(desk)
        await desk.press("h")
        await desk.until("It is the work of:")
        assert label(own_roles(Verb.HOLD)[0]) in desk.text


async def test_the_last_line_offers_only_what_this_person_may_do(guarded: Guarded) -> None:
    people(guarded, roles="auditor")
    async with guarded.run(120, 40) as desk:
        await enter(desk)
        assert desk.here.chosen()
        assert set(desk.text.splitlines()[-1].split()) & {"edit", "hold", "accept", "submit"} == set()
