"""A message as its form holds it: its fields as texts, and whether they can be changed (R9, R11, E16)."""

from typing import TYPE_CHECKING

from data.rules.outbox import EDITABLE, Medium
from data.words import LANGUAGE_NAMES
from data.words.message_terms import medium_label

if TYPE_CHECKING:
    from data.words.messages import Written

LANGUAGES = {"": "–", **LANGUAGE_NAMES}
"""Code → how a language is called; the first one is whichever fits the customer."""


def editable(found: "Written") -> bool:
    """Return whether what it says can still be changed."""
    return found.message.state in EDITABLE and not found.message.overtaken


def texts_of(found: "Written") -> dict[str, str]:
    """Return the fields of a message as they are typed."""
    message = found.message
    return {
        "to_name": message.to_name,
        "to_address": message.to_address,
        "subject": found.subject,
        "channel": message.channel.value,
        "language": message.language,
        "body": found.body,
    }


def shown_text(name: str, text: str) -> str:
    """Return a field as it is shown beside another version of it."""
    if name == "channel":
        return medium_label(Medium(text))
    if name == "body":
        return " ".join(text.split())
    return LANGUAGES.get(text, text) if name == "language" else text
