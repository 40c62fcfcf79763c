"""One sentence for a problem in data, a policy, a desk or a backup: the place, what is wrong, what to do."""

from data.drafts import Problem, Where
from data.words import _
from data.words.formats import format_quantity
from data.words.labels import code_label, field_label
from data.words.phrases import choices, listing, sentences, shown
from data.words.problem_terms import (
    DESK_PROBLEMS,
    FILE_PROBLEMS,
    MANIFEST,
    PARTS,
    POLICY_PROBLEMS,
    REMARKS,
    SCALES,
    VALUE_PROBLEMS,
)

_STATES = {"state": "OrderState", "delivery_state": "DeliveryState", "billing_state": "BillingState"}
_QUANTITIES = ("allocated", "finished", "shipped", "delivered", "invoiced", "quantity", "closed_short", "unit_price")
_BETWEEN = " ≠ "


def explain_problem(problem: Problem) -> str:
    """Return the place of a problem as far as it is known, what is wrong, and what to do about it."""
    # A fault of a kept file names the file itself.
    named = (
        problem.code in DESK_PROBLEMS and problem.where.file and problem.where.file in (problem.value, problem.field)
    )
    where = "" if named else place_text(problem.where, of_policy=_of_policy(problem))
    text = problem_text(problem)
    return _("{place}: {text}").format(place=where, text=text) if where else text


def place_text(where: Where, *, of_policy: bool = False) -> str:
    """Return a place as a person finds it: file, sheet, row and column, or the line of a document; "" for none."""
    parts = [shown(where.file)] if where.file else []
    if where.sheet:
        parts.append(_("sheet “{sheet}”").format(sheet=shown(where.sheet)))
    if where.row is not None:
        parts.append((_("line {row} of the document") if of_policy else _("row {row}")).format(row=where.row))
    if where.column:
        parts.append(_("column “{column}”").format(column=shown(where.column)))
    return _(" · ").join(parts)


def problem_text(problem: Problem) -> str:
    """Return what is wrong and what to do about it, without the place."""
    code = problem.code
    if _of_policy(problem):
        return _policy_text(problem)
    if code in DESK_PROBLEMS:
        return _desk_text(problem)
    if code in FILE_PROBLEMS:
        return _(FILE_PROBLEMS[code]).format(
            value=shown(problem.value),
            detail=shown(problem.detail),
            field=field_label(problem.field),
            scale=_(SCALES[problem.detail]) if problem.detail in SCALES else shown(problem.detail),
        )
    text = _value_text(problem)
    if not problem.field or shown(problem.where.column).casefold() == field_label(problem.field).casefold():
        return text
    return _("{field}: {text}").format(field=field_label(problem.field), text=text)


def _value_text(problem: Problem) -> str:
    code = problem.code
    sentence = VALUE_PROBLEMS.get(code) if problem.fatal else REMARKS.get(code, VALUE_PROBLEMS.get(code))
    value = _value(problem)
    if sentence is None:
        return sentences(_("“{value}” cannot be used ({code}).").format(value=value, code=shown(code)))
    known = tuple(one.strip() for one in problem.detail.split(",") if one.strip())
    return _(sentence).format(value=value, detail=shown(problem.detail), choices=choices(known))


def _value(problem: Problem) -> str:
    if problem.field in _STATES:
        return code_label(_STATES[problem.field], problem.value)
    return shown(problem.value)


def _of_policy(problem: Problem) -> bool:
    """Tell a problem of a policy, of which the field is a key such as `office.zone`, from one of an order."""
    if problem.code not in POLICY_PROBLEMS:
        return False
    table, separator, _key = problem.field.partition(".")
    return problem.code not in VALUE_PROBLEMS or (bool(separator) and table != "line")


def _policy_text(problem: Problem) -> str:
    from data.rules.policy_tables import REQUIRABLE  # pydantic, which only those wait for who have a policy in hand

    return _(POLICY_PROBLEMS[problem.code]).format(
        key=shown(problem.field),
        value=shown(problem.value),
        detail=shown(problem.detail),
        elements=listing(REQUIRABLE),
    )


def _desk_text(problem: Problem) -> str:
    field, value = problem.field, shown(problem.value)
    if field == "file" and problem.detail:  # the name under which the file came
        value = _("{code} ({name})").format(code=value, name=shown(problem.detail))
    return _(DESK_PROBLEMS[problem.code]).format(
        value=value,
        detail=shown(problem.detail),
        field=_(MANIFEST[field]) if field in MANIFEST else field_label(field),
        table=shown(field),
        part=_(PARTS[field]) if field in PARTS else shown(field),
        file=shown(problem.where.file),
        difference=_difference(field, problem.detail),
    )


def _difference(field: str, detail: str) -> str:
    """Return what is stored and what the records make of it, in words; amounts and the like as they are stored."""
    if _BETWEEN not in detail:
        return shown(detail)
    found, expected = (_fact(field, part) for part in detail.split(_BETWEEN, 1))
    return _("{field} is {found} and should be {expected}").format(
        field=field_label(field), found=found, expected=expected
    )


def _fact(field: str, text: str) -> str:
    """Return a stored fact as a person reads it; quantities are scaled by a million."""
    if field in _STATES:
        if text in VALUE_PROBLEMS:
            return _("another one")
        return code_label(_STATES[field], text)
    if field.startswith(("line.", "lines.")) and field.endswith(_QUANTITIES) and text.lstrip("-").isdecimal():
        return format_quantity(int(text))
    return shown(text)
