"""Names for people: of states, verbs, roles and fields, in the language that is spoken (design, section 4)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from data.words import _
from data.words.field_terms import FIELD_TERMS, VERB_FIELD_TERMS
from data.words.phrases import line_numbers, listing, shown
from data.words.terms import ACTS, CHECKS, NOTED, SOURCES, TERMS, THINGS

if TYPE_CHECKING:
    from data.orders import Order

_LINE_FIELD = re.compile(r"lines?[. ](\d+)[. ](.+)")


def label(value: StrEnum) -> str:
    """Return the name of a state, kind, verb, role … ; one that has none comes back as it is."""
    return code_label(type(value).__name__, value.value)


def code_label(kind: str, code: str) -> str:
    """Return the name of a value that is at hand as text only, such as `OrderState`, `in_review`.

    An empty text stays empty, an unknown one comes back as it is, made printable.
    """
    name = TERMS.get(kind, {}).get(code)
    return shown(code) if name is None else _(name)


def check_label(name: str) -> str:
    """Return what a check of the self-check sees to (R1)."""
    return _term(CHECKS, name)


def source_label(mark: str) -> str:
    """Return where a supplied value came from (I3)."""
    return _term(SOURCES, mark)


def noted_label(text: str) -> str:
    """Return a step or an outcome; what the desk itself noted there has a name, what a person wrote stays as it is."""
    return _(NOTED[text]) if text in NOTED else text


def thing_label(what: str) -> str:
    """Return the name of a kind of thing that was looked for."""
    return _term(THINGS, what)


def act_label(verb: str) -> str:
    """Return the name of what an event records: a verb of the workflow, or an act on the desk such as an import."""
    return _(ACTS[verb]) if verb in ACTS else code_label("Verb", verb)


def permit_label(code: str) -> str:
    """Return the name of what the policy permits: a verb of the workflow, or an act on the desk."""
    acts = TERMS["DeskAct"]
    return _(acts[code]) if code in acts else code_label("Verb", code)


def field_label(name: str, verb: str = "") -> str:
    """Return the name of a field; an unknown one comes back as it is, made printable.

    Args:
        name: a field's name, also within a line, as in `line.3.unit_price`.
        verb: the verb that asks for it, where it asks for something more precise than the name says.
    """
    if (verb, name) in VERB_FIELD_TERMS:
        return _(VERB_FIELD_TERMS[verb, name])
    if name in FIELD_TERMS:
        return _(FIELD_TERMS[name])
    of_line = _LINE_FIELD.fullmatch(name)
    if of_line:
        return _("{line}, {field}").format(line=line_numbers([int(of_line[1])]), field=field_label(of_line[2]))
    if name.startswith("order_") and name.removeprefix("order_") in FIELD_TERMS:
        return _("{field} of the order").format(field=field_label(name.removeprefix("order_")))
    return shown(name)


def missing_text(order: "Order") -> str:
    """Return the required elements that an order lacks, with the lines that lack them (I3); "" when it is complete."""
    from data.rules.required import missing_lines

    parts = []
    for element in order.missing:
        lines = missing_lines(order, element)
        name = field_label(element)
        parts.append(_("{field} ({lines})").format(field=name, lines=line_numbers(lines)) if lines else name)
    return listing(parts)


def _term(terms: Mapping[str, str], code: str) -> str:
    return _(terms[code]) if code in terms else shown(code)
