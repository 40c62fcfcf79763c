"""Nothing that was typed is lost: drafts beside the desk, offered again when nobody closed the form."""

from __future__ import annotations

import json
import re
import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data.errors import StorageFailed
from data.store.drafts import LARGEST, DraftFiles
from data.store.folder import DeskFolder
from screens.base import DeskScreen
from screens.dialogs import VerbForm
from screens.drafts import DraftsDialog
from tests.rooms.trial import NOW, Trial

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk
    from data.desk.drafts import Draft


def drafts(trial: Trial) -> tuple[Draft, ...]:
    found = trial.ask(lambda desk: desk.drafts.abandoned())
    assert isinstance(found, tuple)
    return found


async def test_what_is_typed_is_kept_and_offered_again(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("N")
        await desk.write("half a note")
        await desk.screen(VerbForm)._keep()
        # the terminal is closed here: nobody leaves the form
    trial.now = NOW + timedelta(minutes=1)
    (draft,) = drafts(trial)
    assert draft.kind == "verb:note"
    assert draft.values == {"note": "half a note"}
    again = Trial(trial.folder)
    again.now = trial.now
    async with again.run() as desk:
        desk.screen(DraftsDialog)
        assert draft.number in desk.text
        await desk.press("enter")
        assert desk.screen(VerbForm).texts() == {"note": "half a note"}
        await desk.press("enter")
        desk.screen(DeskScreen)
    assert drafts(trial) == ()


async def test_a_draft_can_be_given_up(trial: Trial, other: Desk) -> None:
    other.drafts.keep("a1", "verb:note", "SO-001", {"note": "old"})
    trial.now = NOW + timedelta(hours=1)
    async with trial.run() as desk:
        # the draft belongs to somebody else
        desk.screen(DeskScreen)
        await desk.office.bridge.ask(lambda mine: mine.drafts.keep("b2", "verb:note", "SO-002", {"note": "mine"}))
        trial.now += timedelta(minutes=1)
        await desk.app.offer_drafts()
        await desk.settle()
        await desk.press("delete")
        desk.screen(DeskScreen)
    assert drafts(trial) == ()


@pytest.mark.parametrize("leave", ["escape", "enter"])
async def test_a_form_that_is_closed_leaves_no_draft(trial: Trial, leave: str) -> None:
    async with trial.run() as desk:
        await desk.press("N")
        await desk.write("a note")
        form = desk.screen(VerbForm)
        await form._keep()
        assert list((trial.folder / "drafts").rglob("*.json"))
        await desk.press(leave)
        assert list((trial.folder / "drafts").rglob("*")) == [next((trial.folder / "drafts").iterdir())]


async def test_an_untouched_form_keeps_nothing(trial: Trial) -> None:
    async with trial.run() as desk:
        await desk.press("N")
        await desk.screen(VerbForm)._keep()
        assert not (trial.folder / "drafts").exists()


def test_a_form_that_is_open_elsewhere_is_not_offered(other: Desk) -> None:
    other.drafts.keep("a1", "verb:note", "SO-001", {"note": "x"})
    assert other.drafts.abandoned() == ()


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"kind": 1}', json.dumps({"kind": "k", "number": "", "at": "soon", "values": {}})]
)
def test_a_damaged_draft_is_passed_over(other: Desk, folder: Path, content: str) -> None:
    other.drafts.keep("a1", "verb:note", "SO-001", {"note": "x"})
    (path,) = (folder / "drafts").rglob("*.json")
    path.write_text(content, encoding="utf-8")
    assert other.drafts.abandoned() == ()


def test_drafts_are_for_their_owner_alone(tmp_path: Path) -> None:
    files = DraftFiles(DeskFolder(tmp_path), "zhang")
    files.put("a-1", "x" * 10)
    files.put("a-1", "y")
    assert files.all() == {"a-1": "y"}
    assert DraftFiles(DeskFolder(tmp_path), "../li").all() == {}
    (path,) = tmp_path.rglob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not list(tmp_path.rglob("*.new"))
    files.drop("a-1")
    files.drop("a-1")
    assert files.all() == {}


@pytest.mark.parametrize(("name", "size"), [("../x", 1), ("A", 1), ("", 1), ("a", LARGEST + 1)])
def test_a_draft_has_a_plain_name_and_a_bound(tmp_path: Path, name: str, size: int) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        DraftFiles(DeskFolder(tmp_path), "zhang").put(name, "x" * size)


def test_a_draft_that_cannot_be_kept_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "drafts").touch()
    with pytest.raises(StorageFailed):
        DraftFiles(DeskFolder(tmp_path), "zhang").put("a", "x")
