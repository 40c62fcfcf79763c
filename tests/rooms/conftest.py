"""A small desk with orders in every room, and the full screen on it, with a clock that stands still."""

from __future__ import annotations

import asyncio
import inspect
import os
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.widgets import Input, TextArea

from data.desk.desk import Desk
from data.desk.making import default_policy, make
from data.store.tables.parties import CustomerRow
from data.store.unit import Store
from screens.room import RoomScreen
from tests.desk.office import enter
from tests.rooms.terminal import ROOT
from tests.rooms.trial import NOW, PERSON, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.css.model import RuleSet

    from tests.rooms.terminal import Terminal

CUSTOMERS = {"C1": "海川电梯", "C2": "Ostara Lifts", "C3": "Lumenag 👍 SA"}


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run tests that are coroutines, each in a loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


class _Clock:
    """A clock that goes on by a minute with each look, so that events have an order."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def _order(desk: Desk, number: str, customer: str, **fields: str) -> None:
    texts = {
        "customer": customer,
        "customer_po_no": f"PO-{number[-3:]}",
        "requested_date": "2026-12-08",
        "delivery_place": "Hall 3",
        "line.1.product_name": "锁紧螺母 lock nut",
        "line.1.specification": "M8",
        "line.1.quantity": "5",
        "line.1.unit": "EA",
        "line.1.unit_price": "86.50",
    }
    given = {name.replace("__", "."): value for name, value in fields.items()}
    desk.intake.new({**texts, **given}, number_wanted=number)


LIFE: tuple[tuple[str, dict[str, str]], ...] = (
    ("accept", {}),
    ("submit", {}),
    ("pass", {"review": "sales"}),
    ("pass", {"review": "finance"}),
    ("allocate", {"source": "stock"}),
    ("start", {}),
    ("make_ready", {}),
    ("ship", {"carrier": "SF"}),
    ("deliver", {"signed_by": "Li"}),
    ("invoice", {"number": "INV-1"}),
    ("receive_payment", {}),
    ("settle", {}),
)
"""The life of an order; one that is at step n has the first n verbs behind it."""

STEPS = {"SO-001": 0, "SO-002": 0, "SO-003": 1, "SO-004": 2, "SO-005": 2, "SO-006": 4, "SO-007": 6, "SO-008": 8,
         "SO-009": 12}  # fmt: skip
"""Order → how many verbs of its life are behind it."""


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk that every test gets a copy of: nine orders, in all rooms."""
    folder = tmp_path_factory.mktemp("template") / "desk"
    begin = NOW - timedelta(days=2)
    make(folder, name="Trial office", document=default_policy(), at=begin, person=PERSON)
    desk = Desk(Store.open(folder), _Clock(begin), PERSON)
    with desk.context.store.writing() as tx:
        for code, name in CUSTOMERS.items():
            enter(tx, CustomerRow, {"code": code, "name": name, "entered_at": begin, "entered_by": PERSON})
        tx.commit()
    for at, (number, steps) in enumerate(STEPS.items()):
        _order(desk, number, list(CUSTOMERS)[at % len(CUSTOMERS)])
        for verb, fields in LIFE[:steps]:
            desk.do(number, verb, fields)
    desk.do("SO-002", "edit", {"line.1.quantity": "", "delivery_place": ""}, note="quantity open")
    desk.close()
    return folder


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in a test is noted in the test's own log."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "places"))


@pytest.fixture(scope="session", autouse=True)
def _without_waiting() -> Iterator[None]:
    """Read each style sheet once, the order of the cursor without a pause before it; no cursor blinks or toast goes."""
    known: dict[object, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def once(sheet: Stylesheet, *texts: Any, **places: Any) -> list[RuleSet]:
        which = (texts, *sorted(places.items()), *sorted(sheet._variables.items()))
        if which not in known:
            known[which] = parse(sheet, *texts, **places)
        return known[which]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RoomScreen, "detail_pause", 0.0)
        for field in (Input, TextArea):
            patch.setattr(field.cursor_blink, "_default", False)
        patch.setattr(App, "NOTIFICATION_TIMEOUT", 3600.0)  # a slow machine looks for it later than a person does
        patch.setattr(Stylesheet, "_parse_rules", once)
        yield


@pytest.fixture(autouse=True)
def _unpainted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint only what a test looks at (`Trial.text`, snapshots), unless it is about painting and marked `painted`."""
    paint = Compositor.render_update

    def when_looked_at(compositor: Compositor, *, full: bool = False, **how: Any) -> object:
        visible_screen_stack.set(how.get("screen_stack") or [])
        if full:
            return paint(compositor, full=True, **how)
        compositor._dirty_regions.clear()
        return None

    if request.node.get_closest_marker("painted") is None:
        monkeypatch.setattr(Compositor, "render_update", when_looked_at)


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A desk of one's own."""
    shutil.copytree(template, tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def other(folder: Path) -> Iterator[Desk]:
    """Another program on the same desk."""
    desk = Desk(Store.open(folder), lambda: datetime(2026, 11, 20, 6, 45, tzinfo=UTC), "li")
    yield desk
    desk.close()


@pytest.fixture
def trial(folder: Path) -> Trial:
    """The full screen on the desk; a test enters it with the size that it wants."""
    return Trial(folder)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The surroundings of a program in a terminal, with a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TEXTUAL", "ORDERCLERK"))}
    for name in ("NO_COLOR", "PYTHONUNBUFFERED"):  # what a person has not set
        kept.pop(name, None)
    return {**kept, "TERM": "xterm-256color", "HOME": str(home), "XDG_STATE_HOME": str(home), "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT)}  # fmt: skip


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """The terminals that a test opens, which end with it."""
    opened: list[Terminal] = []
    yield opened
    for one in opened:
        one.close()
