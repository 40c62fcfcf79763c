"""Keys of one's own, what is remembered, and how a scanner is told from a person."""

from __future__ import annotations

import stat
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding

from data.rules.workflow import Verb
from orderclerk.app import OrderclerkApp
from orderclerk.keymap import is_key, key_name, known_bindings, read_keymap
from orderclerk.ui_settings import UiSettings, document
from orderclerk.wedge import HOLD, Wedge
from screens.keys import FOOTER_VERBS, SHORT, VERB_KEYS, footer_verbs
from screens.order import OrderScreen
from screens.room import RoomScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rooms.trial import Trial

RESERVED = set("jkfgnu/? 12345[]")
"""Letters that mean something else in every room."""


def bindings_of(kind: type[Any]) -> list[Binding]:
    return [one for base in kind.__mro__ for one in base.__dict__.get("BINDINGS", ()) if isinstance(one, Binding)]


def test_every_binding_of_ours_has_id_tooltip_and_group() -> None:
    for name, binding in known_bindings().items():
        assert binding.description, name
        assert binding.tooltip, name
    assert len(known_bindings()) > 60


def test_a_letter_means_one_verb_and_takes_nothing_else() -> None:
    letters = list(VERB_KEYS.values())
    assert len(set(letters)) == len(letters)
    assert not set(letters) & RESERVED


def test_every_verb_has_a_short_name() -> None:
    assert set(SHORT) == set(Verb)


@pytest.mark.parametrize("kind", [RoomScreen, OrderScreen])
def test_no_key_of_a_screen_is_taken_twice(kind: type[Any]) -> None:
    taken: dict[str, str] = {}
    for binding in [*bindings_of(kind), *bindings_of(OrderclerkApp)]:
        if binding.id and not binding.id.startswith("screen."):
            for key in binding.key.split(","):
                assert taken.setdefault(key, binding.id) == binding.id, key


def test_the_footer_shows_the_verbs_of_the_room_first() -> None:
    from data.rules.workflow import Stage

    shown = footer_verbs(Stage.TRACKING, (Verb.NOTE, Verb.CONTACT, Verb.START, Verb.CHECK_IN, Verb.REPORT))
    assert shown == (Verb.CHECK_IN, Verb.REPORT, Verb.START, Verb.NOTE, Verb.CONTACT)
    assert len(footer_verbs(Stage.INTAKE, tuple(Verb))) == FOOTER_VERBS


# --- keymap ----------------------------------------------------------------------------------------------------


def test_a_keymap_changes_a_key(trial: Trial) -> None:
    keymap = read_keymap({"verbs.menu": "f11", "verb.note": "Z"}, known_bindings())
    assert keymap.keys == {"verbs.menu": "f11", "verb.note": "Z"}
    assert not keymap.faults


async def test_a_key_of_ones_own_works_and_is_shown(trial: Trial) -> None:
    from screens.dialogs import VerbMenu

    trial.settings.put("keys", "verbs.menu", "f11")
    async with trial.run() as desk:
        assert "F11 verbs" in desk.text
        await desk.press("f11")
        desk.screen(VerbMenu)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"verbs.mneu": "f8"}, "verbs.menu"),
        ({"verbs.menu": "hyperspace"}, "hyperspace"),
        ({"verbs.menu": ""}, "verbs.menu"),
        ({"verbs.menu": 7}, "7"),
        ({"verbs.menu": "f1"}, "frame.help"),
        ({"verbs.menu": "j"}, ".down"),
        ({"verb.note": "ctrl+q"}, "frame.quit"),
        ({"form.submit": "escape"}, "dialog.back"),
    ],
)
def test_what_is_wrong_in_a_keymap_is_left_out_and_said(wanted: dict[str, object], said: str) -> None:
    keymap = read_keymap(wanted, known_bindings())
    assert keymap.keys == {}
    assert len(keymap.faults) == 1
    assert said in keymap.faults[0]


def test_two_keys_can_be_exchanged() -> None:
    keymap = read_keymap({"verb.note": "h", "verb.hold": "N"}, known_bindings())
    assert not keymap.faults
    assert len(keymap.keys) == 2


@given(st.dictionaries(st.sampled_from([*known_bindings(), "nothing"]), st.text(max_size=8) | st.integers()))
def test_no_keymap_is_too_odd(wanted: dict[str, object]) -> None:
    keymap = read_keymap(wanted, known_bindings())
    assert set(keymap.keys) <= set(wanted)
    assert len(keymap.keys) + len(keymap.faults) == len(wanted)
    assert all(is_key(key) for keys in keymap.keys.values() for key in keys.split(","))


async def test_faults_of_the_keymap_are_said_at_the_beginning(trial: Trial) -> None:
    trial.settings.put("keys", "no.such", "f8")
    async with trial.run() as desk:
        assert any("no.such" in toast for toast in desk.toasts)


def test_keys_are_shown_as_they_stand_on_keyboards() -> None:
    assert [key_name(key) for key in ("f2", "ctrl+p", "question_mark", "shift+up", "E")] == [
        "F2", "ctrl+p", "?", "shift+↑", "E",
    ]  # fmt: skip


# --- what is remembered ----------------------------------------------------------------------------------------

PLAIN = st.recursive(
    st.text() | st.integers(-(2**60), 2**60) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(), st.dictionaries(st.text(), PLAIN, min_size=1, max_size=3), max_size=3))
def test_settings_are_read_as_they_were_written(settings: dict[str, dict[str, object]]) -> None:
    assert tomllib.loads(document(settings)) == settings


def test_settings_are_kept_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "below" / "screen.toml"
    settings = UiSettings(path)
    settings.put("frame", "theme", "dark")
    settings.put("room.intake", "columns", [{"id": "number", "shown": True, "width": 0}])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = UiSettings(path)
    assert again.get("frame", "theme") == "dark"
    assert again.section("room.intake") == {"columns": [{"id": "number", "shown": True, "width": 0}]}
    again.drop("frame", "theme")
    assert UiSettings(path).get("frame", "theme") is None
    assert [one.name for one in path.parent.iterdir()] == ["screen.toml"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[frame", b"frame = 3"])
def test_settings_with_a_fault_are_told_and_never_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "screen.toml"
    path.write_bytes(content)
    settings = UiSettings(path)
    assert settings.get("frame", "theme") is None
    if content != b"frame = 3":
        assert len(settings.faults) == 1
        settings.put("frame", "theme", "dark")
        assert path.read_bytes() == content


def test_settings_that_cannot_be_kept_are_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    settings = UiSettings(blocked / "screen.toml")
    settings.put("frame", "theme", "dark")
    assert settings.faults
    assert settings.get("frame", "theme") == "dark"


# --- scanner ---------------------------------------------------------------------------------------------------


def play(keys: str, gap: float, *, hold: float = HOLD) -> tuple[list[str], str, bool]:
    """What becomes of keys that come at intervals: which go their way, what was scanned, whether Enter followed."""
    wedge: Wedge[str] = Wedge(hold)
    passed: list[str] = []
    scanned, entered = "", False
    at = 0.0
    for character in keys:
        at += gap
        if wedge.holding and gap > hold:
            passed += wedge.timed_out().keys
        enter = character == "\n"
        answer = wedge.came(character, None if enter else character, "enter" if enter else character, at)
        passed += answer.keys
        scanned, entered = scanned or answer.scanned, entered or answer.entered
    if wedge.holding:
        answer = wedge.timed_out()
        passed += answer.keys
        scanned = scanned or answer.scanned
    return passed, scanned, entered


def test_a_scanner_is_heard() -> None:
    assert play("SO-202611-00042\n", 0.004) == ([], "SO-202611-00042", True)
    assert play("123\n", 0.004) == ([], "123", True)


def test_a_scanner_without_enter_is_heard_too() -> None:
    assert play("SO-20261", 0.004) == ([], "SO-20261", False)


def test_a_number_that_begins_like_a_move_is_whole() -> None:
    passed, scanned, entered = play("jk-2026-7\n", 0.004)
    assert (scanned, entered) == ("jk-2026-7", True)
    assert passed == ["j", "k"]


def test_a_person_is_a_person() -> None:
    assert play("Nso\n", 0.15) == (list("Nso\n"), "", False)
    assert play("ab", 0.01) == (list("ab"), "", False)


def test_a_key_held_down_goes_on_at_once() -> None:
    assert play("j" * 30, 0.03) == (["j"] * 30, "", False)


def test_nothing_is_held_where_no_scanner_is_awaited() -> None:
    assert play("SO-1\n", 0.001, hold=0) == (list("SO-1\n"), "", False)


@given(st.lists(st.tuples(st.sampled_from("aSjk1-\n"), st.floats(0, 0.2)), max_size=30))
def test_no_key_is_lost_or_comes_out_of_turn(keys: list[tuple[str, float]]) -> None:
    wedge: Wedge[int] = Wedge()
    passed: list[int] = []
    scanned = ""
    at = 0.0
    for number, (character, gap) in enumerate(keys):
        at += gap
        enter = character == "\n"
        answer = wedge.came(number, None if enter else character, "enter" if enter else character, at)
        passed += answer.keys
        scanned += answer.scanned
    last = wedge.timed_out()
    passed += last.keys
    scanned += last.scanned
    assert passed == sorted(passed)
    if not scanned:
        assert passed == list(range(len(keys)))
