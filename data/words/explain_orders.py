"""Why something is not done to an order, and what to do: the sentences of refusals by the workflow and its guards."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from data import errors
from data.drafts import Problem, Where
from data.rules.workflow import STAGES, Stage, Verb
from data.words import N_, _
from data.words.explain_agreed import AGREED, findings_text
from data.words.explain_problems import problem_text
from data.words.explain_rounds import ROUNDS, matters_text
from data.words.formats import format_date, format_money, format_quantity
from data.words.labels import act_label, check_label, code_label, field_label, thing_label
from data.words.phrases import choices, did_you_mean, line_numbers, listing, quoted, sentences, shown

NOT_READY: Mapping[str, str] = {
    **AGREED,
    **ROUNDS,
    "advance_without_lines": N_("An advance is an amount. Leave the lines out, or invoice what was delivered."),
    "agreement_unnamed": N_("Say in the note what was agreed with the customer since the order was returned."),
    "amount_of_delivery": N_(
        "What was delivered has its price. Leave the amount out, or invoice it as an advance (field “{kind}”)."
    ),
    "billed_beyond": N_(
        "More is invoiced already than the order would cost without this quantity ({detail}). Agree with the customer "
        "what becomes of it first."
    ),
    "confirmed_before": N_(
        "It was confirmed to the customer before, under {detail}. Log a contact if he has to be told again."
    ),
    "consent_needed": N_("Something is invoiced already. Say who of the customer's consented (field “{consent}”)."),
    "date_ahead": N_("{detail} lies in the future. Record it when it has happened."),
    "delivered_before_shipped": N_("Nothing was shipped before {detail}. Correct the date of delivery."),
    "due_before_issue": N_("The due date lies before the date of the invoice. Correct one of the two."),
    "exceptions_open": N_("Exceptions are still open: {detail}. Resolve them first."),
    "finish_before_start": N_("The planned finish lies before the start. Correct one of the two."),
    "handed_over": N_("It is in these hands already. Name somebody else."),
    "last_line": N_("It is the only line with anything left. Cancel the order instead."),
    "line_closed": N_("Line {detail} was closed short. Reopen it first (“{reopen_line}”)."),
    "line_held": N_("The line is on hold already: {detail}."),
    "line_not_closed": N_("The line was not closed short. Look at the number of the line."),
    "line_not_held": N_("The line is not on hold. Look at the number of the line."),
    "no_exception_open": N_("No exception is open. There is nothing to resolve."),
    "not_all_finished": N_(
        "Not everything is finished yet ({lines}). Report what is finished first, or ship it in part."
    ),
    "not_all_paid": N_("Billing stands at “{billing}”. Invoice all that was delivered and record the payments first."),
    "not_on_hold": N_("The order is not on hold. There is nothing to release."),
    "nothing_allocated": N_("Nothing is allocated. There is nothing to take back."),
    "nothing_failed": N_("No review of this round has failed. Give the opinion “{fail}” with the reason first."),
    "nothing_open": N_("Nothing is left to be done at this step. Look at the quantities of the lines."),
    "nothing_to_acknowledge": N_("Nothing waits for an acknowledgement. Look at what is allocated, and to whom."),
    "papers_missing": N_("Papers are missing: {papers}. Attach them, or give the reason (field “{gaps}”)."),
    "price_not_below_floor": N_("Line {detail} costs no less than the floor. There is nothing to release."),
    "price_released": N_("The price of line {detail} is released already."),
    "review_not_waiting": N_("This opinion is not asked for or was given already. Still waiting: {reviews}."),
    "schedule_not_whole": N_(
        "The planned deliveries do not add up to what is to be delivered ({lines}). Correct the quantities."
    ),
    "shipped_in_part": N_("Something is shipped already. Close the lines that are left short instead."),
}
"""What is not fulfilled → what to do; `{detail}` is what the guard found."""

_QUANTITY_BOUNDS: Mapping[str, str] = {
    "allocate": N_("only {open} of it are not allocated yet"),
    "report": N_("only {open} of it can still be reported as finished"),
    "ship": N_("only {open} of it are finished and not shipped"),
    "deliver": N_("only {open} of it are shipped and not signed for"),
    "invoice": N_("only {open} of it are delivered and not invoiced"),
}

_ANY_BOUND = N_("only {open} of it are open")

_NOT_FOUND: Mapping[str, str] = {
    "backup": N_("Name the folder of a backup, or list the backups."),
    "call": N_("Look at the calls of the order."),
    "condition": N_("Look at the conditions of the order."),
    "customer": N_("Give the code or the exact name; a name that several customers have needs the code."),
    "exception": N_("Look at the exceptions of the order."),
    "invoice": N_("Look at the invoices of the order."),
    "joint_review": N_("None of its rounds of review asked for one."),
    "line": N_("Look at the lines of the order."),
    "mapping": N_("Keep a mapping under this name first, or name a file that holds one."),
    "order": N_("Look for it by the customer's order number, or list the orders."),
    "person": N_("Nobody is registered yet."),
    "policy": N_("Put a policy in force first."),
    "supplier": N_("The desk has no suppliers yet."),
    "work_centre": N_("The desk has no work centres yet."),
}


def _verb(code: str) -> str:
    return code_label("Verb", code)


def _title(code: str) -> str:
    """Return a verb's title with the word by which it is typed."""
    return _("{code} ({name})").format(code=shown(code), name=_verb(code))


def _illegal_move(error: errors.IllegalMove) -> str:
    known = [code for code in error.possible if code in set(Verb)]
    of_rooms = [code for code in known if STAGES[Verb(code)] is not Stage.ANYWHERE]
    text = _("“{verb}” cannot be done now: order {number} is in the state “{state}”.").format(
        verb=_verb(error.verb), number=shown(error.number), state=code_label("OrderState", error.state)
    )
    if not known:
        return sentences(text, _("Nothing more can be done to it."))
    steps = listing(_title(code) for code in of_rooms or known)
    return sentences(text, _("What can be done: {steps}.").format(steps=steps))


def _unknown_verb(error: errors.UnknownVerb) -> str:
    return sentences(
        _("There is nothing called “{verb}” that could be done to an order.").format(verb=shown(error.verb)),
        did_you_mean(error.verb, error.possible),
        _("The help of “order do” names all there is."),
    )


def _on_hold(error: errors.OnHold) -> str:
    reason = shown(error.reason) or _("no reason given")
    if error.line is None:
        return _("Order {number} is on hold: {reason}. Release it first (“{release}”).").format(
            number=shown(error.number), reason=reason, release=_verb("release")
        )
    return _("Order {number}, {line} is on hold: {reason}. Release the line first (“{release}”).").format(
        number=shown(error.number), line=line_numbers([error.line]), reason=reason, release=_verb("release_line")
    )


def _stale(error: errors.Stale) -> str:
    if error.what != "order":
        text = _(
            "Somebody else changed {thing} {key} meanwhile (version {found}, you had {expected}), so nothing was done. "
            "Look at it as it is now, then change what is still to be changed."
        )
        if error.by:
            text = _(
                "{people} changed {thing} {key} meanwhile (version {found}, you had {expected}), so nothing was done. "
                "Look at it as it is now, then change what is still to be changed."
            )
    else:
        text = _(
            "Somebody else changed order {number} meanwhile (version {found}, you had {expected}), so nothing was "
            "done. Look at it as it is now, then do what is still needed."
        )
        if error.by:
            text = _(
                "{people} changed order {number} meanwhile (version {found}, you had {expected}), so nothing was done. "
                "Look at it as it is now, then do what is still needed."
            )
    return text.format(
        people=listing(shown(person) for person in error.by),
        thing=thing_label(error.what),
        key=quoted(error.number),
        number=shown(error.number),
        found=error.found,
        expected=error.expected,
    )


def _incomplete(error: errors.Incomplete) -> str:
    return _("Order {number} is not complete. Missing: {missing}. Fill them in (“{edit}”), then try again.").format(
        number=shown(error.number), missing=listing(field_label(name) for name in error.missing), edit=_verb("edit")
    )


def _checks_failed(error: errors.ChecksFailed) -> str:
    text = _(
        "Order {number} does not pass the self-check. Not fulfilled: {checks}. Correct it first (“{edit}”)."
    ).format(number=shown(error.number), checks=listing(check_label(name) for name in error.checks), edit=_verb("edit"))
    if "floor_price" not in error.checks:
        return text
    released = _("A price below the floor can also be released (“{release}”).")
    return sentences(text, released.format(release=_verb("release_price")))


def _needed(error: errors.Needed) -> str:
    name = field_label(error.field, error.verb)
    field = quoted(name)
    if name != error.field:
        field = _("{code} ({name})").format(code=field, name=shown(error.field))
    text = _("“{verb}” needs the field {field}.").format(verb=_verb(error.verb), field=field)
    if not error.choices:
        return sentences(text, _("Fill it in."))
    return sentences(text, _("Take one of: {choices}.").format(choices=choices(error.choices)))


def _bad_value(error: errors.BadValue) -> str:
    return problem_text(Problem(Where(), error.field, error.why, error.value, error.bound))


def _unknown_field(error: errors.UnknownField) -> str:
    near = did_you_mean(error.field, error.possible)
    known = listing(shown(name) for name in error.possible)
    return sentences(
        _("“{verb}” knows no field “{field}”.").format(verb=_verb(error.verb), field=shown(error.field)),
        near or _("It knows: {fields}.").format(fields=known),
    )


def _detail(text: str) -> str:
    """Return what a guard found; a date as dates are written in the language."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return shown(text)


def _not_ready(error: errors.NotReady) -> str:
    detail = error.detail
    parts = [part.strip() for part in detail.split(",") if part.strip()]
    numbers = [int(part) for part in parts if part.isdecimal()]
    text = _("Order {number}: “{verb}” is not possible yet.").format(number=shown(error.number), verb=_verb(error.verb))
    if error.what not in NOT_READY:
        return sentences(text, _("Not fulfilled: {what}.").format(what=shown(error.what)))
    why = _(NOT_READY[error.what]).format(
        detail=_detail(detail),
        lines=line_numbers(numbers),
        papers=listing(code_label("DocumentKind", part) for part in parts),
        reviews=listing(code_label("Review", part) for part in parts) or _("none"),
        billing=code_label("BillingState", detail),
        consent=field_label("consent"),
        gaps=field_label("gaps"),
        kind=field_label("kind", "invoice"),
        reopen_line=_verb("reopen_line"),
        fail=_verb("fail"),
        accept=field_label("accept_difference"),
        conditions=field_label("conditions"),
        confirm=_verb("confirm"),
        departments=listing(code_label("Role", part) for part in parts) or _("none"),
        matters=matters_text(detail),
        resolve_condition=_verb("resolve_condition"),
        findings=findings_text(detail),
        hold_meeting=_verb("hold_meeting"),
        result=code_label("Opinion", detail),
        sign_sheet=_verb("sign_sheet"),
        withdraw=_verb("withdraw_allocation"),
    )
    return sentences(text, why)


def _quantity_refused(error: errors.QuantityRefused) -> str:
    bound = _QUANTITY_BOUNDS.get(error.verb, _ANY_BOUND)
    return _("Order {number}, {line}: {wanted} is too much; {bound}. Correct the quantity.").format(
        number=shown(error.number),
        line=line_numbers([error.line]),
        wanted=format_quantity(error.wanted),
        bound=_(bound).format(open=format_quantity(error.open)),
    )


def _amount_refused(error: errors.AmountRefused) -> str:
    number, wanted = shown(error.number), format_money(error.wanted, error.currency)
    still = format_money(max(0, error.open), error.currency)
    if error.verb == "receive_payment":
        sentence = _(
            "Order {number}: {wanted} cannot be recorded as paid; {open} are invoiced and not paid. Correct the "
            "amount, or invoice first."
        )
    else:
        sentence = _(
            "Order {number}: {wanted} cannot be invoiced; {open} of the order's total are not invoiced. Correct the "
            "amount."
        )
    return sentence.format(number=number, wanted=wanted, open=still)


def _already_exists(error: errors.AlreadyExists) -> str:
    if error.what in ("work_centre", "supplier", "person", "system_user"):
        return _("{thing} {key} is there already. Change that one, or take another code.").format(
            thing=thing_label(error.what), key=quoted(error.key)
        )
    return _("{thing} {key} is there already. Take another number, or leave it out to get the next one.").format(
        thing=thing_label(error.what), key=quoted(error.key)
    )


def _not_found(error: errors.NotFound) -> str:
    thing = thing_label(error.what)
    if error.key:
        text = _("There is no {thing} {key}.").format(thing=thing, key=quoted(error.key))
    else:
        text = _("There is no {thing}.").format(thing=thing)
    if error.what in ("line", "exception", "condition", "call", "invoice", "work_centre", "supplier", "person"):
        if error.near:
            return sentences(text, _("There are: {known}.").format(known=listing(shown(one) for one in error.near)))
        return sentences(text, _(_NOT_FOUND[error.what]))
    remedy = _(_NOT_FOUND[error.what]) if error.what in _NOT_FOUND else ""
    return sentences(text, did_you_mean(error.key, error.near, similar=False) or remedy)


def _nothing_to_undo(error: errors.NothingToUndo) -> str:
    return _(
        "There is nothing to take back: since order {number} was entered nothing was done to it, or all of it was "
        "taken back. Correct it (“{edit}”) or cancel it (“{cancel}”) if it is wrong."
    ).format(number=shown(error.number), edit=_verb("edit"), cancel=_verb("cancel"))


def _undo_of_another(error: errors.UndoOfAnother) -> str:
    return _("“{verb}” was done to order {number} by {person}. Ask {person} to take it back.").format(
        verb=_verb(error.verb), number=shown(error.number), person=shown(error.by)
    )


def _built_on(error: errors.BuiltOn) -> str:
    return _(
        "{person} has built on it: “{verb}” was done to order {number} after your last act. Ask {person} to take that "
        "back first, or put the order right as it stands now."
    ).format(person=shown(error.by), verb=_verb(error.verb), number=shown(error.number))


def _not_undoable(error: errors.NotUndoable) -> str:
    return _(
        "The last thing done to order {number} (“{act}”) cannot be taken back: it came from a file, or it lies too far "
        "back. Put the order right as it stands now."
    ).format(number=shown(error.number), act=act_label(error.verb))


SENTENCES: Mapping[type[errors.Refusal], Callable[[Any], str]] = {
    errors.IllegalMove: _illegal_move,
    errors.UnknownVerb: _unknown_verb,
    errors.OnHold: _on_hold,
    errors.Stale: _stale,
    errors.Incomplete: _incomplete,
    errors.ChecksFailed: _checks_failed,
    errors.Needed: _needed,
    errors.BadValue: _bad_value,
    errors.UnknownField: _unknown_field,
    errors.NotReady: _not_ready,
    errors.QuantityRefused: _quantity_refused,
    errors.AmountRefused: _amount_refused,
    errors.AlreadyExists: _already_exists,
    errors.NotFound: _not_found,
    errors.NothingToUndo: _nothing_to_undo,
    errors.UndoOfAnother: _undo_of_another,
    errors.BuiltOn: _built_on,
    errors.NotUndoable: _not_undoable,
}
"""Refusal → who makes its sentence."""
