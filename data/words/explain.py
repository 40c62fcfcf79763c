"""Sentences for people: why something is refused, what is wrong with data, what happened (design, section 2).

The same on screen and command line, in the language that is spoken; each says what is wrong and what to do. Everything
that comes from outside is made harmless first.
"""

from data.errors import Refusal
from data.words import _, explain_messages, explain_orders, explain_people, explain_places
from data.words.explain_events import explain_event
from data.words.explain_problems import explain_problem, place_text, problem_text
from data.words.phrases import shown

__all__ = ("explain", "explain_event", "explain_problem", "place_text", "problem_text")

SENTENCES = {
    **explain_messages.SENTENCES,
    **explain_orders.SENTENCES,
    **explain_people.SENTENCES,
    **explain_places.SENTENCES,
}


def explain(error: Refusal) -> str:
    """Return why something is not done, and what to do; refusals with many faults take a line for each."""
    for kind in type(error).__mro__:
        if kind in SENTENCES:
            return SENTENCES[kind](error)
    return _("This is refused ({code}).").format(code=shown(error.code))
