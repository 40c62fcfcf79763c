"""Why an opinion, a condition or taking note is refused, and what to do: sentences for the workflow's refusals."""

from collections.abc import Mapping

from data.rules.concerns import name_of
from data.words import N_
from data.words.labels import field_label
from data.words.phrases import line_numbers, listing

ROUNDS: Mapping[str, str] = {
    "conditions_open": N_(
        "Conditions of the review are still open: {detail}. Resolve them (“{resolve_condition}”), or give the reason "
        "(field “{conditions}”)."
    ),
    "difference_unknown": N_(
        "A part of the record since then is destroyed, so nobody can say what has changed. Give an opinion of its own."
    ),
    "matters_changed": N_(
        "What concerns the department has changed since it passed the order: {matters}. Look at it and give an opinion "
        "of its own."
    ),
    "no_call_open": N_("Nobody waits for an answer. There is nothing to answer."),
    "no_condition_open": N_("No condition of the review is open. There is nothing to resolve."),
    "not_its_turn": N_("It is not its turn yet. First to speak: {reviews}."),
    "not_passed_before": N_("{reviews} did not pass the order in an earlier round. Give an opinion of its own."),
    "nothing_handed_on": N_("Nothing waits for this department to take note of. Still to take note: {departments}."),
}
"""What is not fulfilled → what to do; `data.words.explain_orders` fills in the names."""


def matters_text(detail: str) -> str:
    """Return the fields that changed, by their names; a line that came or went is named as a line."""
    return listing(dict.fromkeys(_matter(path) for path in detail.split(", ") if path))


def _matter(path: str) -> str:
    parts = path.split(".")
    if parts[0] == "lines" and len(parts) > 1 and parts[1].isdecimal():
        line = line_numbers([int(parts[1])])
        return line if len(parts) == 2 else field_label(".".join(parts[:3]))  # noqa: PLR2004 - the line itself
    return field_label(name_of(path))
