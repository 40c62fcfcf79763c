"""The wizard of the first run: steps, what is refused in place, the desk that it makes, files taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.desk.making import default_policy, make
from data.errors import StorageFailed
from data.words import current_language
from orderclerk.founding import DeskFounder
from orderclerk.settings import acting_person, desk_folder
from screens.help import HelpScreen
from screens.wizard_plan import FOUND, WAYS, Way
from tests.rooms.trial import NOW, PERSON
from tests.rooms.wizardry import Setup, opened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@pytest.fixture(autouse=True)
def _berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orderclerk.founding.likely_zone", lambda: "Europe/Berlin")


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path / "new" / "desk")


async def test_it_makes_the_desk_that_was_described(setup: Setup) -> None:
    async with setup.run():
        await setup.press("enter")
        await setup.write("Ostara Lifts")
        await setup.press("enter")
        await setup.instead("li")
        await setup.press("ctrl+s")
        await setup.instead("taipei")
        await setup.press("down", "enter")
        assert setup.field("country").text == "TW"
        await setup.press("ctrl+s")
        assert setup.field("currency").text == "TWD"
        await setup.press("tab", "tab")
        await setup.instead("5")
        await setup.press("ctrl+s")
        assert "Ostara Lifts" in setup.text
        assert not setup.place.parent.exists()
        await setup.press("ctrl+s")
        assert setup.step == "customers"
        await setup.press("ctrl+s", "f8", "ctrl+s")
    assert setup.app.way is Way.MAKE
    desk = opened(setup.place)
    try:
        policy = desk.policy.current()
        assert desk.lists.surroundings().name == "Ostara Lifts"
        assert (policy.office.zone, policy.office.country) == ("Asia/Taipei", "TW")
        assert (policy.defaults.currency, str(policy.defaults.tax_rate)) == ("TWD", "0.05")
        assert policy.review.joint_currency == "TWD"
    finally:
        desk.close()
    assert setup.founder.settings.person == "li"


async def test_every_step_fits_a_small_terminal(setup: Setup) -> None:
    async with setup.run(60, 15):
        await setup.press("enter")
        await setup.write("Ostara Lifts")
        for step in FOUND[1:5]:
            shown = setup.text.splitlines()
            assert len(shown) == 15
            assert "F1 help" in shown[-1]
            assert setup.screen.query_one("#next").region.bottom <= 14
            for name in step.asks:
                assert setup.field(name).region.bottom <= setup.screen.query_one("#step").region.bottom
            await setup.press("ctrl+s")


async def test_going_back_keeps_what_was_typed(setup: Setup) -> None:
    async with setup.run():
        await setup.press("enter")
        await setup.write("Ostara Lifts")
        await setup.press("ctrl+s")
        await setup.instead("taipei")
        await setup.press("escape")  # closes the suggestions
        await setup.press("escape")
        assert setup.step == "office"
        assert setup.field("office").text == "Ostara Lifts"
        await setup.press("ctrl+s")
        assert setup.field("zone").text == "taipei"


async def test_nothing_is_made_by_leaving(setup: Setup) -> None:
    async with setup.run():
        await setup.to_confirming()
        await setup.press("ctrl+q")
    assert setup.app.return_code == 0
    assert setup.app.way is None
    assert not setup.place.parent.exists()


async def test_it_speaks_the_language_at_once(setup: Setup) -> None:
    async with setup.run():
        await setup.press("shift+tab", "enter", "down", "enter")
        assert current_language() == "zh_CN"
        assert "语言" in setup.text
        await setup.press("tab", "enter")
        await setup.write("x")
        await setup.press("ctrl+s", "ctrl+s")
        assert setup.field("currency").text == "EUR"  # of the country of the zone, which the language does not change
    assert setup.memory.get("frame", "language") == "zh_CN"


@pytest.mark.parametrize(
    ("step", "name", "typed", "said"),
    [
        (1, "office", " ", "needed"),
        (1, "person", " ", "needed"),
        (2, "zone", "Mars/Base", "no time zone"),
        (2, "hours", "12-8", "no working hours"),
        (2, "country", "Nowhere", "no holidays"),
        (3, "currency", "12", "not a currency"),
        (3, "tax", "130", "not a rate"),
    ],
)
async def test_what_is_wrong_is_said_in_place(setup: Setup, step: int, name: str, typed: str, said: str) -> None:
    async with setup.run():
        await setup.press("enter")
        await setup.write("Ostara Lifts")
        await setup.press(*["ctrl+s"] * (step - 1))
        setup.field(name).entry.focus()
        await setup.instead(typed)
        await setup.press("ctrl+s")
        assert setup.screen._step is FOUND[step]
        assert setup.field(name).has_class("-wrong")
        assert setup.field(name).text == typed
        assert said in " ".join(setup.text.split())


async def test_a_folder_that_is_not_empty_is_refused(setup: Setup) -> None:
    setup.place.mkdir(parents=True)
    (setup.place / "letter.txt").write_text("dear", encoding="utf-8")
    async with setup.run():
        await setup.press("enter")
        await setup.write("Ostara Lifts")
        await setup.press("ctrl+s")
        assert setup.step == "office"
        assert "letter.txt" in setup.text
    assert [path.name for path in setup.place.iterdir()] == ["letter.txt"]


async def test_a_file_in_the_way_is_refused(setup: Setup) -> None:
    setup.place.parent.write_text("", encoding="utf-8")
    async with setup.run():
        await setup.press("enter")
        await setup.write("Ostara Lifts")
        await setup.press("ctrl+s")
        assert setup.step == "office"
        assert setup.field("folder").has_class("-wrong")


async def test_a_folder_that_may_not_be_written_is_refused(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orderclerk.founding.os.access", lambda _path, _mode: False)  # root may write everywhere
    async with setup.run():
        await setup.press("enter")
        await setup.write("Ostara Lifts")
        await setup.press("ctrl+s")
        assert setup.step == "office"
        assert setup.field("folder").has_class("-wrong")
        assert "may not be written there" in " ".join(setup.text.split())


async def test_a_full_disk_is_said_and_everything_typed_stays(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: DeskFounder, answers: Mapping[str, str]) -> None:
        raise StorageFailed(answers["folder"], "full", "no space left")

    monkeypatch.setattr(DeskFounder, "make", fail)
    async with setup.run():
        await setup.to_confirming()
        await setup.press("ctrl+s")
        assert setup.step == "confirm"
        assert "The disk is full" in " ".join(setup.text.split())
        monkeypatch.undo()
        monkeypatch.setattr("orderclerk.founding.likely_zone", lambda: "Europe/Berlin")
        await setup.press("ctrl+s")
        assert setup.step == "customers"
    assert (setup.place / "desk.db").exists()


async def test_a_desk_that_is_there_is_opened(setup: Setup, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make(other, name="Other office", document=default_policy(), at=NOW, person=PERSON)
    async with setup.run():
        await setup.press("down", "down", "enter")
        assert setup.step == "open"
        await setup.write(str(tmp_path))
        await setup.press("enter")
        assert "There is no desk at" in setup.text
        await setup.instead(str(other))
        await setup.press("enter")
    assert setup.app.way is Way.OPEN
    assert setup.founder.settings.desk == other
    assert setup.memory.get("start", "desk") == str(other)


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (200, 50)])
async def test_any_size_and_help_end_nothing(setup: Setup, size: tuple[int, int]) -> None:
    async with setup.run(*size):
        await setup.press("enter", "f1")
        assert isinstance(setup.app.screen, HelpScreen)
        await setup.press("escape")
        assert setup.step == "office"


async def test_help_names_what_there_is_in_a_step_and_nothing_else(setup: Setup) -> None:
    async with setup.run(120, 60):
        await setup.press("f1")
        assert "Go on to the next step" in setup.text
        for other in ("Go back a step", "Go on without files", "refused rows", "palette"):
            assert other not in setup.text
        await setup.press("escape", "enter", "f1")
        assert "Go back a step" in setup.text
        assert "Go on without files" not in setup.text


async def test_the_sample_desk_is_offered(setup: Setup) -> None:
    async with setup.run():
        await setup.press("down", "enter")
    assert setup.app.way is Way.SAMPLE
    assert list(WAYS) == list(Way)


def test_what_was_chosen_is_found_the_next_time(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orderclerk.ui_settings.settings_file", lambda: setup.place.parent / "screen.toml")
    setup.founder.take(setup.place.parent / "elsewhere", "li")
    assert desk_folder("", {}) == setup.place.parent / "elsewhere"
    assert desk_folder("/given", {}).as_posix() == "/given"
    assert acting_person("", {}) == "li"
    assert acting_person("", {"ORDERCLERK_USER": "wang"}) == "wang"
