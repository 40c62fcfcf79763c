"""The form of an order beside its original: its keys work wherever the keys are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.intake import IntakeScreen
from screens.intake_form import OrderFormScreen
from widgets.order_form import OrderForm
from widgets.original_view import OriginalView

if TYPE_CHECKING:
    from tests.rooms.trial import Trial


async def reading(desk: Trial) -> OrderFormScreen:
    """Open the form at a size at which the original is not shown by itself, and go to the original."""
    await desk.press("e")
    screen = desk.screen(OrderFormScreen)
    await desk.press("down", "down", "f8")
    assert isinstance(desk.app.focused, OriginalView)
    return screen


async def test_the_keys_that_the_footer_names_work_while_the_original_is_read(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        screen = await reading(desk)
        await desk.press("ctrl+o")
        assert screen.query_one(OrderForm).has_focus_within
        await desk.press("f8", "f8")
        assert isinstance(desk.app.focused, OriginalView)
        await desk.press("escape")
        desk.screen(IntakeScreen)


async def test_the_keys_come_back_to_the_field_when_the_original_is_put_away(trial: Trial) -> None:
    async with trial.run(80, 24) as desk:
        screen = await reading(desk)
        await desk.press("f8")
        assert screen.query_one(OrderForm).has_focus_within
        await desk.write("Ms Lind")
        assert screen.form.texts() == {"contact": "Ms Lind"}
