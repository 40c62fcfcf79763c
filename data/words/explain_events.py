"""One line of history for an event: who did what in which role, where it led, and the main facts (P6)."""

import json
from collections.abc import Iterator, Mapping

from data.orders import Event
from data.rules.undo import REFUSED
from data.rules.verbs import FIELDS
from data.rules.workflow import Verb
from data.words import _, ngettext
from data.words.explain_agreed import finding_text
from data.words.explain_people import NOT_LET_IN
from data.words.formats import format_money, format_quantity
from data.words.labels import act_label, check_label, code_label, field_label, permit_label
from data.words.phrases import choice_name, listing, quoted, shown

_MONEY = {"amount": "amount", "total": "total", "cost_so_far": "cost"}
_CODES = {
    "review": "Review", "reviews": "Review", "failed": "Review", "department": "Role", "status": "FileStatus",
}  # fmt: skip
"""What is recorded as a value of a closed list, or as several → the list."""
_AS_FIELDS = {
    "invoice": "invoice", "confirmation": "confirmation_no", "name": "file", "errors": "errors",
    "condition": "condition", "call": "call", "sheet": "sheet", "why": "why", "backup": "backup",
}  # fmt: skip


def explain_event(event: Event, currency: str = "") -> str:
    """Return one line about an event; its time is left to the caller, who knows the office's zone.

    Args:
        event: the event; where its payload was destroyed (D5) the line says so.
        currency: the order's currency; without it amounts are left out, for their decimals are not known.
    """
    who = _("{person} ({role})").format(person=shown(event.actor), role=code_label("Role", event.role))
    parts = [_("{place}: {text}").format(place=who if event.role else shown(event.actor), text=act_label(event.verb))]
    if event.to_state and event.to_state != event.from_state:
        before = code_label("OrderState", event.from_state)
        after = code_label("OrderState", event.to_state)
        parts.append(f"{before} → {after}" if before else f"→ {after}")
    return _("; ").join([*parts, *_facts(event, currency)])


def _facts(event: Event, currency: str) -> Iterator[str]:
    if event.payload is None:
        yield _("what was recorded with it is destroyed")
        return
    try:
        payload = json.loads(event.payload)
    except ValueError:
        payload = None
    if not isinstance(payload, Mapping):
        yield _("what was recorded with it cannot be read")
        return
    values = payload.get("values")
    given = values if isinstance(values, Mapping) else {}
    yield from _given(event.verb, given)
    yield from _recorded(payload, given, currency)
    yield from _of_people(event.verb, payload)
    yield from _of_copy(payload.get("findings"))
    if event.verb == "update":
        yield from _changed(payload.get("difference"))
    if payload.get("note"):
        yield _fact(field_label("note", event.verb), shown(payload["note"]))


def _fact(name: str, text: str) -> str:
    return _("{field}: {text}").format(field=name, text=text)


def _given(verb: str, given: Mapping[str, object]) -> Iterator[str]:
    """Yield the fields that the verb was given, by their names, values of closed lists by theirs."""
    lists = {field.name: field.choices for field in FIELDS[Verb(verb)]} if verb in set(Verb) else {}
    for name, value in given.items():
        known = lists.get(name, ())
        text = str(value)
        if text.strip():
            yield _fact(field_label(name, verb), choice_name(known, text) if text in known else shown(text))


def _recorded(payload: Mapping[str, object], given: Mapping[str, object], currency: str) -> Iterator[str]:
    """Yield what the verb itself added to the record and what an import counted."""
    for name, value in payload.items():
        if name in given or _MONEY.get(name) in given:  # it is told as it was typed
            continue
        if name in _MONEY and isinstance(value, int):
            if currency:
                yield _fact(field_label(_MONEY[name]), format_money(value, currency))
        elif name in _AS_FIELDS:
            yield _fact(field_label(_AS_FIELDS[name]), shown(value))
        elif name in _CODES:
            yield from (code_label(_CODES[name], one) for one in _texts(value))
        elif isinstance(value, int) and (text := _of_number(name, value)):
            yield text
        elif name == "undone" and isinstance(value, Mapping):
            yield quoted(act_label(str(value.get("verb", ""))))
        elif name in ("orders", "lines", "records", "rejected", "shipment", "missing_papers", "checks"):
            yield from _counted(name, value)


def _of_number(name: str, number: int) -> str:
    """Return what a number in the record says by itself; "" where it says nothing."""
    if name == "as_in_round":
        return _("as in round {number}").format(number=number)
    if name == "policy" and number:
        return _("policy {number}").format(number=number)
    if name == "closed_short":
        return _fact(field_label("closed_short"), format_quantity(number))
    if name == "row":
        return _("row {row}").format(row=number)
    return ""


def _of_people(verb: str, payload: Mapping[str, object]) -> Iterator[str]:
    """Yield for whom it was done, what was refused to whom, and who acts for whom."""
    if payload.get("for"):
        yield _("for {person}").format(person=shown(payload["for"]))
    if payload.get("alone") is True:
        yield _("on an order of one's own")
    if verb == REFUSED and payload.get("code") in NOT_LET_IN:
        yield _(NOT_LET_IN[str(payload["code"])])
        if payload.get("person"):
            yield shown(payload["person"])
    elif verb == REFUSED:
        yield quoted(permit_label(str(payload.get("verb", ""))))
        roles = listing(code_label("Role", role) for role in _texts(payload.get("roles")))
        yield _("reserved for: {roles}").format(roles=roles) if roles else _("on an order of one's own")
    if verb in ("delegate", "end_delegation"):
        known = [name for name in ("deputy", "starts", "ends") if payload.get(name)]
        yield from (_fact(field_label(name), shown(payload[name])) for name in known)


def _of_copy(findings: object) -> Iterator[str]:
    """Yield what a signed copy says otherwise than agreed (R11)."""
    for field, texts in findings.items() if isinstance(findings, Mapping) else ():
        yield finding_text(str(field), *_texts(texts))


def _counted(name: str, value: object) -> Iterator[str]:
    if name == "checks":
        yield from _warned(value)
    elif name == "missing_papers":
        papers = listing(code_label("DocumentKind", one) for one in _texts(value))
        if papers:
            yield _("papers missing: {papers}").format(papers=papers)
    elif name == "shipment":
        yield _("shipment no. {number}").format(number=shown(value))
    else:
        number = value if isinstance(value, int) else len(value) if isinstance(value, list) else 0
        if number:
            yield _number_of(name, number)


def _number_of(name: str, number: int) -> str:
    if name == "orders":
        text = ngettext("{number} order", "{number} orders", number)
    elif name == "lines":
        text = ngettext("{number} order line", "{number} order lines", number)
    elif name == "records":
        text = ngettext("{number} record", "{number} records", number)
    else:
        text = ngettext("{number} row refused", "{number} rows refused", number)
    return text.format(number=number)


def _warned(checks: object) -> Iterator[str]:
    """Yield the checks of the self-check that did not simply pass (R1)."""
    for check, grade in checks.items() if isinstance(checks, Mapping) else ():
        if grade not in ("pass", "unknown"):
            yield _fact(code_label("Grade", str(grade)), check_label(str(check)))


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


def _changed(difference: object) -> Iterator[str]:
    """Yield which fields of a customer or product a file has changed."""
    if isinstance(difference, Mapping) and difference:
        yield _("changed: {fields}").format(fields=listing(field_label(str(name)) for name in difference))
