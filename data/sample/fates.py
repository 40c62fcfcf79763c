"""What can become of a sample order: how long ago it came, how often that happens, and how its story goes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from data.rules.workflow import Verb
from data.sample.meetings import met
from data.sample.stories import Story
from data.states import HandlingClass, Review

Telling = Callable[[Story], object]


class Goods(StrEnum):
    """What an order is for, where it matters."""

    ANY = "any"
    LARGE = "large"
    """So much that several departments meet about it (R6)."""
    BEYOND_LIMIT = "beyond_limit"
    """More than the customer's credit limit (R3)."""
    CHEAP = "cheap"
    """A line below the floor price (E11)."""


@dataclass(frozen=True, slots=True)
class Fate:
    """One kind of life.

    Attributes:
        name: what it is.
        days: how many days ago the order came, at the least and at the most.
        weight: how often, compared with the others.
        tell: tells the story.
        lead: days from receipt to the promised date, instead of what the products take.
        handling: the class in which it is handled, instead of any.
        goods: what it is for.
    """

    name: str
    days: tuple[float, float]
    weight: int
    tell: Telling
    lead: int | None = None
    handling: HandlingClass | None = None
    goods: Goods = Goods.ANY


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
        kind = story.pick(("delay", "material", "quality", "other"))
        _working(story).trouble(kind, solved=True).after(days=15).finished().shipped()
        return story.delivered().invoiced().paid().settled()
    return _delivered(story).invoiced().paid().settled()


def _returned(story: Story) -> Story:
    return _received(story).submit().passes(1).fails().returned()


def _asked_again(story: Story) -> Story:
    """What kept the second department from passing is out of the way; the first says the same as before."""
    note = story.say("客户已付清逾期货款", "The customer has paid what was overdue")
    return _returned(story).after(4).submit(note).stands_by(Review.SALES, "zhao")


def _decided(story: Story) -> Story:
    note = story.say("同意接单", "Carry it out")
    return _returned(story).escalated().after(6).do(Verb.APPROVE, "wang", note=note)


def _amended(story: Story) -> Story:
    note = story.say("客户追加数量", "The customer wants more")
    _approved(story).confirmed().amended(note)
    return story.stands_by(Review.TECHNICAL, "sun").passes()


def _large(story: Story) -> Story:
    """All departments have said what they think; the meeting is to come."""
    return _received(story).submit().passes(4)


def _stuck(story: Story) -> Story:
    note = story.say("客户要求样品先行，可否？", "The customer wants samples first: may we?")
    return _working(story).until_ago(0.6).do(Verb.CALL_SUPERVISOR, story.beginning.clerk, note=note)


def _in_trouble(kind: str, days: float) -> Telling:
    """Something went wrong so many days ago, and is being mended."""

    def tell(story: Story) -> Story:
        # the first line is done, of the second one most: what is left takes days, not a year
        _working(story).partly_finished().until_ago(days + 5).partly_finished(1).partly_finished(0.8)
        return story.until_ago(days).trouble(kind)

    return tell


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


_ORDINARY, _SPECIAL, _URGENT = HandlingClass.ORDINARY, HandlingClass.SPECIAL, HandlingClass.URGENT

FATES: tuple[Fate, ...] = (
    Fate("draft", (0, 0.3), 2, Story.enter, handling=_ORDINARY),
    Fate("clarifying_date", (0.2, 0.9), 2, lambda one: one.enter(("requested_date",)).clarify(), handling=_ORDINARY),
    Fate("received", (0.1, 0.6), 4, _received, handling=_ORDINARY),
    Fate("in_review", (0.3, 0.8), 3, lambda story: _received(story).submit(), handling=_ORDINARY),
    Fate("approved", (1.2, 2.6), 3, _approved),
    Fate("allocated", (3, 7), 5, lambda story: _approved(story).confirmed().allocated(), lead=30),
    Fate("in_progress", (9, 20), 14, lambda story: _working(story).partly_finished(), lead=45),
    Fate("ready", (18, 26), 8, _ready, lead=40),
    Fate("shipped", (24, 34), 8, lambda story: _ready(story).shipped(), lead=45),
    Fate("delivered", (30, 50), 6, _delivered),
    Fate("settled", (60, 110), 10, _settled),
    Fate("closed", (75, 160), 10, lambda story: _settled(story).closed()),
    Fate("archived", (95, 362), 40, lambda story: _settled(story).closed().archived()),
    Fate("returned", (0.8, 6), 2, _returned),
    Fate("escalated", (0.5, 0.9), 1, lambda story: _received(story).submit().fails().escalated(), handling=_ORDINARY),
    Fate("cancelled", (10, 300), 20, _cancelled),
    Fate("late", (35, 50), 1, _in_trouble("delay", 4), lead=30),
    Fate("at_risk", (12, 18), 3, lambda story: _working(story, slips=6).until_ago(3).trouble("material"), lead=22),
    Fate("on_hold", (8, 25), 2, _held, lead=45),
    Fate("partly_shipped", (20, 34), 4, lambda story: _working(story).partly_finished().shipped(), lead=42),
    Fate("partly_paid", (42, 66), 4, lambda story: _delivered(story).invoiced().paid(0.4)),
    Fate("clarifying_price", (0.3, 0.9), 2, _without_price, handling=_ORDINARY),
    Fate("review_overdue", (2.2, 3), 0, lambda story: _received(story).submit().passes(1), handling=_ORDINARY),
    Fate("received_overdue", (2, 3), 0, _received),
    Fate("failed", (0.4, 0.9), 1, lambda story: _received(story).submit().fails(), handling=_ORDINARY),
    Fate("ready_late", (30, 45), 1, _ready, lead=26),
    Fate("asked_again", (0.5, 0.9), 1, _asked_again, handling=_ORDINARY),
    Fate("agreed_again", (2.2, 6), 2, lambda story: _asked_again(story).passes().confirmed()),
    Fate("decided", (5, 12), 1, lambda story: _decided(story).confirmed().allocated(), lead=40),
    Fate("part_allocated", (3, 6), 2, lambda story: _approved(story).confirmed().allocated(only=1)),
    Fate("with_advance", (22, 34), 3, _with_advance, lead=45),
    Fate("closed_short", (24, 40), 3, _closed_short, lead=45),
    Fate("cancelled_late", (30, 300), 10, _cancelled_late),
    Fate("invoiced", (32, 54), 8, lambda story: _delivered(story).invoiced()),
    Fate("just_confirmed", (0.6, 1), 2, lambda story: _approved(story).confirmed(), handling=_ORDINARY),
    Fate("amended", (1.5, 4), 2, _amended),
    Fate("urgent", (0.02, 0.06), 0, lambda story: _received(story).submit(), handling=_URGENT),
    Fate("beyond_limit", (0.4, 0.9), 1, lambda story: _received(story).submit().passes(1), None, _ORDINARY,
         Goods.BEYOND_LIMIT),
    Fate("price_released", (4, 12), 1, lambda story: _received(story).price_released().submit().passes().confirmed()
         .allocated().started(), 40, None, Goods.CHEAP),
    Fate("meeting_to_come", (0.2, 0.45), 0, _large, 90, _SPECIAL, Goods.LARGE),
    Fate("sheet_unsigned", (0.2, 0.48), 0, lambda story: met(_large(story), (Review.SALES, Review.TECHNICAL)), 90,
         _SPECIAL, Goods.LARGE),
    Fate("large", (28, 60), 1, lambda story: met(_large(story)).passes(1).confirmed().allocated().started()
         .partly_finished(0.6), 110, _SPECIAL, Goods.LARGE),
    Fate("quality", (14, 22), 1, _in_trouble("quality", 2), lead=40),
    Fate("unmended", (16, 24), 0, _in_trouble("other", 9), lead=45),
    Fate("stopped_on_the_way", (26, 32), 1, lambda story: _ready(story).shipped().until_ago(2).trouble("transport"),
         lead=40),
    Fate("stuck", (8, 14), 0, _stuck, lead=40),
)  # fmt: skip
"""Every kind of life; the first sixteen end in the sixteen states, and those without a weight happen once."""
