"""That a key costs no more than what it changes: nothing is laid out, read or painted for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.css.stylesheet import Stylesheet

from orderclerk.style_sheet import KeptStyleSheet
from screens.room import RoomScreen
from widgets.cells import Tone
from widgets.painted import Painted
from widgets.row_table import RowTable
from widgets.status_line import StatusLine

if TYPE_CHECKING:
    from textual.strip import Strip

    from data.desk.orders import Orders
    from tests.rooms.trial import Trial

pytestmark = pytest.mark.painted


async def test_moving_the_cursor_lays_nothing_out(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        monkeypatch.setattr(RoomScreen, "detail_pause", 60.0)
        await desk.press("down")
        laid_out: list[object] = []
        monkeypatch.setattr(room, "_refresh_layout", lambda *args, **_kw: laid_out.append(args))
        painted: list[int] = []
        paint = RowTable._row

        def row(table: RowTable[Any], place: int, width: int) -> Strip:
            painted.append(place)
            return paint(table, place, width)

        monkeypatch.setattr(RowTable, "_row", row)
        await desk.press("up")
        assert room.row is not None
        assert set(painted) == {0, 1}
        assert laid_out == []


async def test_who_leafs_has_the_last_order_read_alone(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    async with trial.run() as desk:
        room = desk.screen(RoomScreen)
        monkeypatch.setattr(RoomScreen, "detail_pause", 3600.0)  # no machine is so slow with the next key
        read: list[str] = []
        get = _reader(desk)
        monkeypatch.setattr(get, "get", _noting(read, get.get))
        await desk._send("down")
        first = room._pause
        assert first is not None
        monkeypatch.setattr(RoomScreen, "detail_pause", 0.01)
        await desk._send("down")
        await desk.settle()
        assert first._task is None  # it is waited for no longer
        assert room.order is not None
        assert set(read) == {room.order.number}
        assert room.row is not None
        assert room.row.number == room.order.number


def _reader(desk: Trial) -> type[Orders]:
    found = desk.ask(lambda other: type(other.orders))
    assert isinstance(found, type)
    return found


def _noting(read: list[str], get: Any) -> Any:
    def noting(orders: Orders, number: str) -> Any:
        read.append(number)
        return get(orders, number)

    return noting


async def test_a_line_that_says_the_same_is_not_painted_again(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    async with trial.run() as desk:
        line = desk.here.query_one(StatusLine)
        line.show(["backup is old"])
        await desk.settle()
        asked: list[object] = []
        monkeypatch.setattr(line, "refresh", lambda *_args, **_kw: asked.append(line))
        line.show(["backup is old"])
        assert asked == []
        line.show(["backup is made"])
        assert asked == [line]


async def test_tones_follow_the_theme(trial: Trial) -> None:
    assert not Painted._get_component_classes()
    async with trial.run() as desk:
        table = desk.screen(RoomScreen).table
        dark = table.tone(Tone.BAD).color
        desk.app.look_like("orderclerk-light")
        await desk.settle()
        assert table.tone(Tone.BAD).color != dark
        assert "SO-001" in desk.text


def test_parts_of_a_style_sheet_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def parse(_scope: str, css: str, *_args: object, **_kw: object) -> tuple[()]:
        read.append(css)
        return ()

    monkeypatch.setattr("textual.css.stylesheet.parse", parse)
    monkeypatch.setattr(Stylesheet, "_parse_rules", _PARSE)
    sheet = KeptStyleSheet(variables={"surface": "red"})
    sheet.add_source("A { color: red; }", read_from=("a", ""))
    sheet.reparse()
    sheet.add_source("B { color: red; }", read_from=("b", ""))
    sheet.set_variables({"surface": "red"})
    sheet.reparse()
    assert len(read) == 2
    sheet.set_variables({"surface": "blue"})
    sheet.reparse()
    assert len(read) == 4


async def test_rules_that_are_looked_for_once_are_those_of_textual(trial: Trial) -> None:
    """Also where a form is closed, opened again, without the focus, or in other colours."""
    async with trial.run() as desk:
        await desk.press("n")
        _see_rules_of_textual(desk)
        for disabled in (True, False):
            desk.app.screen.disabled = disabled
            await desk.settle()
            _see_rules_of_textual(desk)
        desk.app.screen.set_focus(None)
        await desk.settle()
        _see_rules_of_textual(desk)
        desk.app.look_like("orderclerk-light")
        await desk.settle()
        _see_rules_of_textual(desk)


def _see_rules_of_textual(desk: Trial) -> None:
    """See that each widget has what Textual finds for it, before the rules are applied anew as after it."""
    sheet = desk.app.stylesheet
    assert isinstance(sheet, KeptStyleSheet)
    plain = Stylesheet(variables=sheet._variables)
    plain._rules, plain._require_parse = sheet.rules, False
    nodes = [desk.app, *(node for screen in desk.app.screen_stack for node in screen.walk_children(with_self=True))]
    assert len(nodes) > 40
    for node in nodes:
        styles = []
        for apply in (lambda _node: None, sheet.apply, plain.apply):
            apply(node)
            parts = {name: dict(part.base._rules) for name, part in node._component_styles.items()}
            marks = node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even
            styles.append((dict(node.styles.base._rules), parts, marks))
        assert styles[1] == styles[2], node
        assert styles[0] == styles[1], node


_PARSE = Stylesheet._parse_rules
"""As Textual has it; the tests of the rooms keep what was read between apps."""
