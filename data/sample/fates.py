"""What can become of a sample order: how long ago it came, how often that happens, and how its story goes."""

from collections.abc import Callable
from dataclasses import dataclass

from data.rules.workflow import Verb
from data.sample.stories import Story

Telling = Callable[[Story], object]


@dataclass(frozen=True, slots=True)
class Fate:
    """One kind of life.

    Attributes:
        name: what it is.
        days: how many days ago the order came, at the least and at the most.
        weight: how often, compared with the others.
        tell: tells the story.
        lead: days from receipt to the promised date, instead of what the products take.
    """

    name: str
    days: tuple[float, float]
    weight: int
    tell: Telling
    lead: int | None = None


def _received(story: Story) -> Story:
    """Every story that goes on begins like this; one in ten orders comes as a sheet."""
    in_file = story.rng.random() < 0.1  # noqa: PLR2004 - one in ten
    return (story.come_in_a_file() if in_file else story.enter()).accept()


def _approved(story: Story) -> Story:
    return _received(story).submit().passes()


def _working(story: Story, *, slips: int = 0) -> Story:
    return _approved(story).confirmed().allocated(slips=slips).started()


def _ready(story: Story) -> Story:
    _working(story)
    if story.rng.random() < 0.4:  # noqa: PLR2004 - the others are done before anybody asks
        story.looked_at().partly_finished()
    else:
        story.after(days=6)
    return story.finished()


def _delivered(story: Story) -> Story:
    return _ready(story).shipped().delivered()


def _settled(story: Story) -> Story:
    if story.rng.random() < 0.2:  # noqa: PLR2004 - one in five was late on the way
        _working(story).trouble(story.pick(("delay", "material", "quality", "transport")), solved=True)
        return story.after(days=15).finished().shipped().delivered().invoiced().paid().settled()
    return _delivered(story).invoiced().paid().settled()


def _returned(story: Story) -> Story:
    return _received(story).submit().passes(1).fails().returned()


def _agreed_again(story: Story) -> Story:
    note = story.say("客户同意延期一周", "The customer agreed to a week more")
    return _returned(story).after(days=1).submit(note).passes()


def _decided(story: Story) -> Story:
    note = story.say("同意接单", "Carry it out")
    return _returned(story).escalated().after(6).do(Verb.APPROVE, "wang", note=note)


def _held(story: Story) -> Story:
    note = story.say("客户要求暂停", "The customer asked to wait")
    return _working(story).after(6).do(Verb.HOLD, story.beginning.clerk, note=note)


def _cancelled_late(story: Story) -> Story:
    note = story.say("客户项目取消", "The customer's project was given up")
    texts = {"cost": "350.00", "consent": story.say("客户邮件确认", "confirmed by mail")}
    return _working(story).after(days=1).do(Verb.CANCEL, story.beginning.clerk, texts, note)


def _closed_short(story: Story) -> Story:
    note = story.say("尾数客户不要了", "They do not want the rest")
    _working(story).partly_finished(0.6).shipped()
    return story.after(6).do(Verb.CLOSE_LINE, story.beginning.clerk, {"line": "1"}, note)


def _with_advance(story: Story) -> Story:
    _approved(story).confirmed().advance().allocated().started().looked_at().finished()
    return story.shipped()


def _without_price(story: Story) -> Story:
    name = story.say("老款泵体，按样品", "The old pump body, as the sample")
    return story.enter(("line.1.unit_price", "line.1.product_code"), {"line.1.product_name": name}).clarify()


def _cancelled(story: Story) -> Story:
    return _received(story).after(3).do(Verb.CANCEL, story.beginning.clerk, note=story.say("重复下单", "Ordered twice"))


FATES: tuple[Fate, ...] = (
    Fate("draft", (0, 0.3), 6, Story.enter),
    Fate("clarifying_date", (0.2, 3), 5, lambda story: story.enter(("requested_date",)).clarify()),
    Fate("received", (0.1, 0.7), 10, _received),
    Fate("in_review", (0.3, 0.9), 10, lambda story: _received(story).submit()),
    Fate("approved", (2, 6), 8, _approved),
    Fate("allocated", (4, 9), 10, lambda story: _approved(story).confirmed().allocated()),
    Fate("in_progress", (9, 20), 16, lambda story: _working(story).looked_at().partly_finished(), lead=45),
    Fate("ready", (18, 26), 10, _ready, lead=40),
    Fate("shipped", (20, 32), 10, lambda story: _ready(story).shipped()),
    Fate("delivered", (24, 60), 8, _delivered),
    Fate("settled", (60, 110), 14, _settled),
    Fate("closed", (75, 160), 14, lambda story: _settled(story).closed()),
    Fate("archived", (95, 362), 56, lambda story: _settled(story).closed().archived()),
    Fate("returned", (2, 60), 10, _returned),
    Fate("escalated", (2, 40), 6, lambda story: _received(story).submit().fails().escalated()),
    Fate("cancelled", (10, 300), 14, _cancelled),
    Fate("late", (35, 60), 8, lambda story: _working(story).looked_at().partly_finished(0.3).trouble("delay"), lead=20),
    Fate("at_risk", (12, 18), 8, lambda story: _working(story, slips=6).looked_at().trouble("material"), lead=22),
    Fate("on_hold", (8, 25), 4, _held, lead=45),
    Fate("partly_shipped", (20, 34), 6, lambda story: _working(story).partly_finished().shipped(), lead=32),
    Fate("partly_paid", (40, 80), 6, lambda story: _delivered(story).invoiced().paid(0.4)),
    Fate("clarifying_price", (0.3, 4), 4, _without_price),
    Fate("review_overdue", (3, 7), 4, lambda story: _received(story).submit().passes(1)),
    Fate("received_overdue", (3, 8), 3, _received),
    Fate("failed", (1, 3), 3, lambda story: _received(story).submit().fails()),
    Fate("ready_late", (30, 45), 4, _ready, lead=18),
    Fate("agreed_again", (4, 9), 4, _agreed_again),
    Fate("decided", (5, 12), 3, _decided),
    Fate("part_allocated", (3, 8), 4, lambda story: _approved(story).confirmed().allocated(only=1)),
    Fate("with_advance", (22, 34), 4, _with_advance),
    Fate("closed_short", (24, 40), 3, _closed_short),
    Fate("cancelled_late", (30, 300), 10, _cancelled_late),
    Fate("invoiced", (30, 60), 8, lambda story: _delivered(story).invoiced()),
)  # fmt: skip
"""Every kind of life; the first sixteen end in the sixteen states."""
