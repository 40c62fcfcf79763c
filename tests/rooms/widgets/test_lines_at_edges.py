import pytest

from data.words import N_
from tests.rooms.widgets.furniture import HOSTILE, MOMENT, SIZES, Bench, assert_harmless, painted
from widgets.cells import Part, Tone
from widgets.job_bar import JobBar
from widgets.room_tabs import RoomTab, RoomTabs, Tally
from widgets.status_line import StatusLine

ROOMS = tuple(
    RoomTab(name, title, str(key))
    for key, (name, title) in enumerate(
        (
            ("intake", N_("Intake")),
            ("review", N_("Review")),
            ("allocation", N_("Allocation")),
            ("tracking", N_("Tracking")),
            ("archive", N_("Archive")),
        ),
        start=1,
    )
)
TALLIES = {"intake": Tally(12, 3), "review": Tally(7, 2), "allocation": Tally(5), "tracking": Tally(41, 4)}


def _tabs(office: str = "Trial office", who: str = "zhang (clerk)") -> RoomTabs:
    tabs = RoomTabs(ROOMS, lambda: MOMENT, here="review")
    tabs.belong(office, who)
    tabs.show(TALLIES)
    return tabs


@pytest.mark.parametrize(
    ("width", "there", "not_there"),
    [
        (160, ["1 Intake 12 ▲3 │", "Trial office  zhang (clerk)  21 Nov 2026  14:32"], []),
        (100, ["1 Intake 12 ▲3 │", "14:32"], ["Trial office"]),
        (80, ["1 Intake 12 ▲3 │", "5 Archive"], ["14:32"]),
        (60, ["1 12 ▲3 │", "2 Review 7 ▲2", "│ 5", "14:32"], ["Intake"]),
    ],
)
async def test_the_top_line_says_as_much_as_there_is_room_for(
    width: int, there: list[str], not_there: list[str]
) -> None:
    tabs = _tabs()
    async with Bench(tabs).run_test(size=(width, 10)):
        (line,) = painted(tabs)
        assert all(text in line for text in there), line
        assert not any(text in line for text in not_there), line
        assert_harmless([line], width)


async def test_a_click_chooses_a_room() -> None:
    tabs = _tabs()
    app = Bench(tabs)
    async with app.run_test(size=(120, 10)) as pilot:
        await pilot.click(tabs, offset=(tabs.render_line(0).text.index("Tracking"), 0))
        assert [message.room for message in app.heard(RoomTabs.Chosen)] == ["tracking"]
        tabs.go("tracking")
        assert tabs.here == "tracking"


async def test_the_status_line_cuts_the_news_and_keeps_the_hints() -> None:
    status = StatusLine()
    async with Bench(status).run_test(size=(60, 10)):
        status.show(["backup 02:00 ok", Part("the disk is nearly full", Tone.BAD), "", "li is editing SO-202611-00031"])
        status.hint([("F1", "help"), ("ctrl+p", "commands")])
        (line,) = painted(status)
        assert line.startswith(" backup 02:00 ok · the disk")
        assert line.rstrip().endswith("F1 help  ctrl+p commands")
        assert "…" in line


async def test_work_under_way_shows_its_share_and_is_stopped_once() -> None:
    job = JobBar()
    app = Bench(job)
    async with app.run_test(size=(80, 10)) as pilot:
        assert not job.display
        job.begin("Importing orders.csv", 5009)
        job.advance(3100)
        await pilot.pause()
        assert "61%  3,100 of 5,009" in painted(job)[0]
        job.focus()
        await pilot.press("escape", "escape")
        assert len(app.heard(JobBar.CancelAsked)) == 1
        assert "stopping" in painted(job)[0]
        job.end()
        await pilot.pause()
        assert not job.display
        job.begin("Counting")
        job.advance(7)
        await pilot.pause()
        assert "%" not in painted(job)[0]
        await pilot.click(job, offset=(78, 0))
        assert len(app.heard(JobBar.CancelAsked)) == 2


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_texts_do_no_harm_on_one_line(size: tuple[int, int]) -> None:
    status, job = StatusLine(), JobBar()
    app = Bench(*(_tabs(text, text) for text in HOSTILE), status, job)
    async with app.run_test(size=size) as pilot:
        status.show(HOSTILE)
        status.hint([(text, text) for text in HOSTILE[:3]])
        job.begin(HOSTILE[4], 10)
        await pilot.pause()
        for widget in (*app.query(RoomTabs), status, job):
            assert_harmless([widget.render_line(0).text], size[0])
