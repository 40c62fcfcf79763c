"""Joint reviews of the sample: the meeting, its sheet, and who signs it (R6)."""

from data.rules.workflow import Verb
from data.sample.people import REVIEWERS, STAFF
from data.sample.remarks import MEASURES, MINUTES, RISKS
from data.sample.stories import Story
from data.states import Opinion, Review

DEPARTMENTS = (Review.SALES, Review.TECHNICAL, Review.FINANCE, Review.PRODUCTION)
"""Whom the sample policy asks about a large order of special products in a hurry, beside the meeting."""


def met(story: Story, signed: tuple[Review, ...] = DEPARTMENTS) -> Story:
    """The meeting is held; these departments sign its sheet."""
    texts = {
        "chair": STAFF["wang"].name,
        "present": "、".join(STAFF[REVIEWERS[review]].name for review in DEPARTMENTS),
        "risks": story.say(*RISKS),
        "measures": story.say(*MEASURES),
        "minutes": story.say(*MINUTES),
        "result": Opinion.PASS.value,
    }
    story.after(1).do(Verb.HOLD_MEETING, "wang", texts)
    for review in signed:
        story.after(0.2).do(Verb.SIGN_SHEET, REVIEWERS[review], {"review": review.value})
    return story
