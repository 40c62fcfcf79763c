"""The scenario of `tests.scenarios.urgency` by keys alone, in both languages: an urgent special order over the limits.

Nothing here calls the program; it only presses keys and looks. One person sits at the desk, whose own department is the
technical one, so that its opinions take one key each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from data.desk.making import default_policy
from data.states import Opinion, OrderState
from data.store.tables.parties import CustomerRow, ProductRow
from data.words import set_language
from screens.dialogs import VerbForm, VerbMenu
from screens.form_field import FormField
from screens.order import OrderScreen
from screens.printing import PrintDialog
from screens.room import RoomScreen
from tests.desk.office import enter
from tests.files.pdf_text import Pdf
from tests.rooms.test_life_by_keys import Fingers
from tests.rooms.trial import NOW
from tests.scenarios.urgency import AMENDED, ASKED, FIRST, PEOPLE, SECOND, TEXTS, VERBS, Act

if TYPE_CHECKING:
    from pathlib import Path

    from data.desk.desk import Desk
    from tests.rooms.trial import Trial

LETTERS = {
    "accept": "a", "submit": "s", "pass": "p", "pass_with_conditions": "o", "fail": "x", "stand_by": "B", "return": "b",
    "confirm": "C",
}  # fmt: skip
"""Verb → its letter; the others are in the menu."""

AT_ONCE = {"technical"}
"""The departments of which this person is the only one: their opinions are one key."""


@pytest.fixture(autouse=True)
def folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def furnish(other: Desk) -> None:
    """Give the desk people with departments, a customer with a credit limit, and a special product."""
    people = {**PEOPLE, "zhang": "technical"}
    roles = ", ".join(f'{person} = ["{role}"]' for person, role in people.items())
    other.policy.set(default_policy().replace("roles = {} ", f"roles = {{ {roles} }} "))
    entered = {"entered_at": NOW, "entered_by": "zhang"}
    with other.context.store.writing() as tx:
        limit = {"credit_limit": 50_000_000, "currency": "CNY"}
        enter(tx, CustomerRow, {"code": "C9", "name": "Limited 有限", "address": "8 Road", **limit, **entered})
        enter(
            tx, ProductRow,
            {"code": "D-9", "name": "Drive 曳引机", "unit": "pcs", "currency": "CNY", "special": "special",
             "list_price": 60_000_000_000, **entered},
        )  # fmt: skip
        tx.commit()


class Hands(Fingers):
    """A clerk's fingers that also write texts of several lines."""

    async def _field(self, name: str, text: str) -> None:
        form = self.trial.screen(VerbForm)
        control = next(one for one in form.query(FormField) if one.field.name == name).control
        if not isinstance(control, TextArea):
            await super()._field(name, text)
            return
        while not control.has_focus:
            await self.press("tab")
        await self.write(text)


async def act(clerk: Hands, one: Act, lang: str) -> None:
    """Do one step of the story by its letter, or from the menu of all that can be done."""
    told = one.told(lang)
    if one.verb in LETTERS:
        if told.get("review") in AT_ONCE:
            before = clerk.count
            await clerk.verb(LETTERS[one.verb])
            assert clerk.count == before + 1
        else:
            await clerk.verb(LETTERS[one.verb], **told)
    else:
        await clerk.press("f2")
        clerk.trial.screen(VerbMenu)
        await clerk.write(one.verb)
        await clerk.press("enter")
        form = clerk.trial.screen(VerbForm)
        for name, text in told.items():
            await clerk._field(name, text)
        await clerk.press("f10")
        assert clerk.trial.app.screen is not form, clerk.trial.text
    assert clerk.order().state.value == one.to, clerk.trial.toasts[-1:]


async def entered(clerk: Hands) -> None:
    """Enter the order: what the customer and the price list say is not typed."""
    await clerk.press("n")
    await clerk.write("limited")
    await clerk.press("down", "enter")
    await clerk.head("requested_date", "01-29")
    await clerk.head("handling_class", "urgent")
    await clerk.press("ctrl+o")
    await clerk.cell("product_code", "D-9")
    await clerk.cell("quantity", "20")
    await clerk.press("tab", "ctrl+s")


@pytest.mark.parametrize(("lang", "size"), [("en", (120, 40)), ("zh_CN", (80, 24))])
async def test_an_urgent_special_order_over_the_limits_by_keys(
    trial: Trial, other: Desk, folder_one_is_in: Path, lang: str, size: tuple[int, int]
) -> None:
    furnish(other)
    set_language(lang)
    async with trial.run(*size) as desk:
        clerk = Hands(trial)
        await entered(clerk)
        row = desk.screen(RoomScreen).row
        assert row is not None
        clerk.number = row.number
        for one in FIRST[:2]:
            await act(clerk, one, lang)
        assert {one.review.value for one in clerk.order().opinions} == ASKED
        await clerk.go("2")
        for one in FIRST[2:]:
            await act(clerk, one, lang)
        await clerk.go("1")
        await clerk.press("e")
        await clerk.head("payment_terms", AMENDED.told(lang)["payment_terms"])
        await clerk.press("ctrl+s")
        assert clerk.order().payment_terms == TEXTS[lang]["terms"]
        await act(clerk, SECOND[0], lang)
        await clerk.go("2")
        for one in SECOND[1:-2]:
            await act(clerk, one, lang)
        order = clerk.order()
        assert order.state is OrderState.APPROVED
        said = [(one.review.value, one.opinion, one.as_in_round) for one in order.opinions if one.round > 1]
        assert sorted(said) == [
            ("finance", Opinion.PASS_WITH_CONDITIONS, 0), ("joint", Opinion.PASS_WITH_CONDITIONS, 0),
            ("production", Opinion.PASS, 1), ("sales", Opinion.PASS, 0), ("technical", Opinion.PASS, 1),
        ]  # fmt: skip
        await clerk.go("3")
        for one in SECOND[-2:]:
            await act(clerk, one, lang)
        await printed(clerk)
        await read(clerk, lang)
    assert "1,200,000.00" in paper_in(folder_one_is_in)
    recorded = [event.verb for event in other.orders.history(clerk.number)]
    assert tuple(recorded[: len(VERBS)]) == VERBS
    assert not other.audit.check().faults


_SCROLLBAR = re.compile("[▁-█]")
"""It stands between the lines of a text that is wrapped."""


def paper_in(folder: Path) -> str:
    """The text of the one paper that was printed."""
    (paper,) = folder.iterdir()
    return Pdf(paper.read_bytes()).text


async def printed(clerk: Hands) -> None:
    """Print the confirmation from the dossier."""
    await clerk.press("ctrl+g")
    await clerk.write(clerk.number)
    await clerk.press("enter")
    clerk.trial.screen(OrderScreen)
    await clerk.press("ctrl+o")
    assert clerk.trial.screen(PrintDialog).query_one("#path", Input).value
    await clerk.press("enter")
    clerk.trial.screen(OrderScreen)


async def read(clerk: Hands, lang: str) -> None:
    """Read the history on the screen: all that people wrote stands there."""
    screen = clerk.trial.screen(OrderScreen)
    while screen.tab != "history":
        await clerk.press("f4")
    clerk.trial.app.clear_notifications()
    await clerk.press("home")
    seen, page = "", ""
    while (now := "".join(_SCROLLBAR.sub("", clerk.trial.text).split())) != page:
        seen, page = seen + now, now
        await clerk.press("pagedown")
    for name in ("able", "limit", "back", "agreed", "deposit", "minutes"):
        assert "".join(TEXTS[lang][name].split()) in seen, name
