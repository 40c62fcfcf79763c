"""What each verb is called, what it records and needs, and what its fields take: for help, docs and menus."""

from collections.abc import Mapping

from data.rules.verbs import FIELDS, Field, FieldType
from data.rules.workflow import Verb
from data.words import N_, _
from data.words.labels import field_label, label
from data.words.phrases import choices, sentences

_HELP: Mapping[Verb, str] = {
    Verb.EDIT: N_("Corrects or completes the order or its lines and keeps the difference."),
    Verb.CLARIFY: N_("Puts the order aside until the customer has cleared up what is missing or in doubt."),
    Verb.ACCEPT: N_("Takes the order in as received; nothing that the policy requires may be missing."),
    Verb.READ_AGAIN: N_("Records that the order was read against the original once more, with the errors found."),
    Verb.SUBMIT: N_(
        "Opens a round of review; the order must be complete and pass the self-check, and after a return the note says "
        "what was agreed with the customer."
    ),
    Verb.PASS: N_("Gives the opinion of one review; the last one that passes approves the order."),
    Verb.PASS_WITH_CONDITIONS: N_(
        "Gives the opinion of one review with a condition, which the note names and which is followed up."
    ),
    Verb.FAIL: N_("Gives the opinion of one review that the order cannot be carried out so, with the reason."),
    Verb.STAND_BY: N_(
        "Says the same as in an earlier round that the department passed, where nothing that concerns it has changed."
    ),
    Verb.HOLD_MEETING: N_(
        "Puts a meeting of the joint review on its sheet: risks, measures with owners, minutes, result; a project "
        "needs an emergency plan too, and another meeting is another sheet."
    ),
    Verb.SIGN_SHEET: N_("Signs the sheet of the joint review for one department, which is done once."),
    Verb.RETURN: N_("Gives the order back to the customer with the reasons, after a review has failed."),
    Verb.ESCALATE: N_("Lays the order before the supervisor, who decides."),
    Verb.APPROVE: N_("Records the supervisor's decision that the order is carried out."),
    Verb.TAKE_NOTE: N_("Records that a department has taken note of the approved order that was handed on to it."),
    Verb.RESOLVE_CONDITION: N_("Records how a condition was met under which a review passed the order."),
    Verb.CONFIRM: N_(
        "Records that the customer was sent our confirmation and gives it a number; the order is approved."
    ),
    Verb.AMEND: N_(
        "Takes the order back for what the customer wants amended, free of a change order within the time that the "
        "policy gives; it is edited and reviewed anew."
    ),
    Verb.FILE_SIGNED: N_(
        "Files the signed copy that came back and sets it against what was agreed; a difference needs a reason."
    ),
    Verb.ALLOCATE: N_(
        "Places quantities with stock, a work centre or a supplier; once all are placed the order is allocated."
    ),
    Verb.ACKNOWLEDGE: N_("Records who of the work centre or supplier has taken note of what was placed there."),
    Verb.WITHDRAW_ALLOCATION: N_("Takes allocations back, of one line or of all, before the work starts."),
    Verb.START: N_("Begins the work; what was placed with stock counts as finished at once."),
    Verb.REPORT: N_("Records quantities that are finished."),
    Verb.CHECK_IN: N_("Records how the order is doing and when to look at it again."),
    Verb.RAISE_EXCEPTION: N_("Records that something went wrong: the cause, the measure, who sees to it and by when."),
    Verb.RESOLVE_EXCEPTION: N_("Records how an exception ended."),
    Verb.MAKE_READY: N_("Says that the goods are ready to ship; all quantities must be finished."),
    Verb.SHIP: N_("Records goods sent, in part too; no more can be shipped than is finished."),
    Verb.DELIVER: N_("Records the customer's signature for goods that were shipped, in part too."),
    Verb.INVOICE: N_("Bills what was delivered, in part too, or an advance on the order's total."),
    Verb.RECEIVE_PAYMENT: N_("Records money received for what is invoiced, in part too."),
    Verb.SETTLE: N_("Says that nothing is owed any more; all must be delivered, invoiced and paid."),
    Verb.CLOSE: N_(
        "Closes a settled order; papers that are missing and conditions left open need a reason, open exceptions must "
        "be resolved."
    ),
    Verb.REOPEN: N_("Takes the closing of an order back, with the reason."),
    Verb.ARCHIVE: N_("Files a closed order by its importance, which sets how long it is kept."),
    Verb.SCHEDULE: N_("Sets the planned deliveries of a line; together they are its quantity."),
    Verb.HOLD_LINE: N_("Stops one line with the reason; the other lines go on."),
    Verb.RELEASE_LINE: N_("Lets a line go on that was held."),
    Verb.RELEASE_PRICE: N_("Lets a line be sold below the floor price or below cost, until its price changes."),
    Verb.CLOSE_LINE: N_(
        "Closes a line short, with the reason: what is not shipped will be neither delivered nor charged."
    ),
    Verb.REOPEN_LINE: N_("Takes the short closing of a line back, with the reason."),
    Verb.CONTACT: N_("Logs a contact with the customer: the channel, what was said, and the outcome."),
    Verb.ATTACH: N_("Keeps a paper with the order, unaltered."),
    Verb.NOTE: N_("Adds a note to the record of the order."),
    Verb.HAND_OVER: N_("Gives the order into the hands of another salesperson or merchandiser, with the reason."),
    Verb.CALL_SUPERVISOR: N_("Lays before the supervisor what somebody is stuck with; the order stays as it is."),
    Verb.ANSWER_CALL: N_("Records the supervisor's answer to somebody who is stuck."),
    Verb.HOLD: N_("Stops all work on the order, with the reason."),
    Verb.RELEASE: N_("Lets an order go on that was on hold."),
    Verb.CANCEL: N_(
        "Cancels an order of which nothing is shipped, with the reason; what is invoiced needs the customer's consent."
    ),
}

_FIELD_HELP: Mapping[tuple[Verb | None, str], str] = {
    (None, "*"): N_("fields to change, such as payment_terms or line.1.quantity; an empty value takes it away"),
    (None, "note"): N_("kept with the record"),
    (None, "lines"): N_("quantities per line"),
    (None, "line"): N_("the line's number"),
    (None, "review"): N_("which review the opinion is of; needed where several are waiting"),
    (None, "due"): N_("when it has to be done"),
    (None, "person"): N_("with whom at the customer's"),
    (None, "channel"): N_("by which channel"),
    (None, "code"): N_("code of the work centre or supplier"),
    (None, "date"): N_("on which day; left out: today"),
    (Verb.CLARIFY, "note"): N_("what is missing or in doubt"),
    (Verb.READ_AGAIN, "errors"): N_("how many errors were found; left out: none"),
    (Verb.SUBMIT, "note"): N_("after a return, what was agreed with the customer"),
    (Verb.PASS_WITH_CONDITIONS, "note"): N_("the condition"),
    (Verb.PASS_WITH_CONDITIONS, "owner"): N_(
        "who sees to it: a person, or a role such as finance; left out: who looks after the order"
    ),
    (Verb.PASS_WITH_CONDITIONS, "due"): N_("when it has to be met; left out: as the policy says"),
    (Verb.RESOLVE_CONDITION, "condition"): N_("which condition; not needed where only one is open"),
    (Verb.RESOLVE_CONDITION, "note"): N_("how it was met"),
    (Verb.TAKE_NOTE, "department"): N_("which department; needed where several are left"),
    (Verb.FAIL, "note"): N_("why it cannot be carried out so"),
    (Verb.HOLD_MEETING, "held_on"): N_("on which day; left out: today"),
    (Verb.HOLD_MEETING, "chair"): N_("who led the meeting"),
    (Verb.HOLD_MEETING, "present"): N_("who was there, for which department"),
    (Verb.HOLD_MEETING, "risks"): N_("what may go wrong"),
    (Verb.HOLD_MEETING, "measures"): N_("what is done about it"),
    (Verb.HOLD_MEETING, "plan"): N_("what is done if it goes wrong; a project needs it"),
    (Verb.HOLD_MEETING, "minutes"): N_("what was said and decided"),
    (Verb.HOLD_MEETING, "result"): N_("what the meeting came to"),
    (Verb.SIGN_SHEET, "review"): N_("for which department; needed where several are left to sign"),
    (Verb.SIGN_SHEET, "note"): N_("what the department has to say"),
    (Verb.RETURN, "note"): N_("the reasons that the customer is told"),
    (Verb.ESCALATE, "note"): N_("why the supervisor has to decide"),
    (Verb.APPROVE, "note"): N_("the decision and its grounds"),
    (Verb.AMEND, "person"): N_("who of the customer's asked for it"),
    (Verb.AMEND, "asked_at"): N_("when he asked; left out: now"),
    (Verb.AMEND, "note"): N_("what is to be amended"),
    (Verb.FILE_SIGNED, "file"): N_("where the copy lies on this computer"),
    (Verb.FILE_SIGNED, "number"): N_("number on the copy; needed of a picture or a scan, text is searched for it"),
    (Verb.FILE_SIGNED, "total"): N_("total on the copy; needed of a picture or a scan"),
    (Verb.FILE_SIGNED, "date"): N_("delivery date on the copy; needed of a picture or a scan"),
    (Verb.FILE_SIGNED, "accept_difference"): N_("why it is accepted all the same, where the copy says otherwise"),
    (Verb.ALLOCATE, "source"): N_("who supplies the goods"),
    (Verb.ALLOCATE, "code"): N_("code of the work centre or supplier; not needed for stock"),
    (Verb.ALLOCATE, "start"): N_("when the work is to begin"),
    (Verb.ALLOCATE, "finish"): N_("when the goods are to be finished"),
    (Verb.ALLOCATE, "promised"): N_("date that is promised to the customer"),
    (Verb.ACKNOWLEDGE, "code"): N_("code of the work centre or supplier; left out: all that have not taken note yet"),
    (Verb.ACKNOWLEDGE, "person"): N_("who took note"),
    (Verb.WITHDRAW_ALLOCATION, "line"): N_("of which line; left out: of all lines"),
    (Verb.WITHDRAW_ALLOCATION, "note"): N_("why it is taken back"),
    (Verb.REPORT, "step"): N_("which step of the process was reached"),
    (Verb.CHECK_IN, "source"): N_("who told it"),
    (Verb.CHECK_IN, "next"): N_("when to look again; left out: as the policy says"),
    (Verb.CHECK_IN, "note"): N_("how the order is doing"),
    (Verb.RAISE_EXCEPTION, "kind"): N_("what went wrong"),
    (Verb.RAISE_EXCEPTION, "cause"): N_("why it went wrong"),
    (Verb.RAISE_EXCEPTION, "measure"): N_("what is done about it"),
    (Verb.RAISE_EXCEPTION, "responsible"): N_("who sees to it"),
    (Verb.RESOLVE_EXCEPTION, "exception"): N_("which exception; not needed where only one is open"),
    (Verb.RESOLVE_EXCEPTION, "note"): N_("how it ended"),
    (Verb.SHIP, "carrier"): N_("who carries the goods"),
    (Verb.SHIP, "waybill"): N_("number under which the carrier has them"),
    (Verb.SHIP, "method"): N_("how they travel; left out: as the order says"),
    (Verb.DELIVER, "signed_by"): N_("who signed for the goods"),
    (Verb.INVOICE, "kind"): N_("whether delivered goods or an advance are billed; left out: delivered goods"),
    (Verb.INVOICE, "amount"): N_("amount of an advance, with tax"),
    (Verb.INVOICE, "number"): N_("number of the invoice; left out: the next one"),
    (Verb.INVOICE, "due"): N_("when it has to be paid; left out: as the policy says"),
    (Verb.RECEIVE_PAYMENT, "amount"): N_("how much came in; left out: all that is invoiced and not paid"),
    (Verb.RECEIVE_PAYMENT, "invoice"): N_("for which invoice"),
    (Verb.RECEIVE_PAYMENT, "method"): N_("how it was paid"),
    (Verb.RECEIVE_PAYMENT, "reference"): N_("what the bank calls it"),
    (Verb.CLOSE, "summary"): N_("what is to be remembered of this order"),
    (Verb.CLOSE, "gaps"): N_("why papers are missing"),
    (Verb.CLOSE, "conditions"): N_("why conditions are left open"),
    (Verb.REOPEN, "note"): N_("why the order is opened again"),
    (Verb.ARCHIVE, "importance"): N_("how important the file is; left out: ordinary"),
    (Verb.SCHEDULE, "dates"): N_("dates and quantities of the deliveries"),
    (Verb.SCHEDULE, "place"): N_("where to, if not to the order's place"),
    (Verb.HOLD_LINE, "note"): N_("why the line has to wait"),
    (Verb.CLOSE_LINE, "note"): N_("why the rest is not delivered"),
    (Verb.REOPEN_LINE, "note"): N_("why the line is opened again"),
    (Verb.CONTACT, "outcome"): N_("what came of it"),
    (Verb.CONTACT, "note"): N_("what was said"),
    (Verb.ATTACH, "kind"): N_("what paper it is"),
    (Verb.ATTACH, "file"): N_("where the paper lies on this computer"),
    (Verb.NOTE, "note"): N_("the note"),
    (Verb.HAND_OVER, "salesperson"): N_("who sells it from now on"),
    (Verb.HAND_OVER, "merchandiser"): N_("who looks after it from now on"),
    (Verb.HAND_OVER, "note"): N_("why it is handed over"),
    (Verb.CALL_SUPERVISOR, "note"): N_("what is stuck, and what would help"),
    (Verb.ANSWER_CALL, "call"): N_("which call; not needed where only one is open"),
    (Verb.ANSWER_CALL, "note"): N_("the answer"),
    (Verb.HOLD, "note"): N_("why the order has to wait"),
    (Verb.CANCEL, "note"): N_("why the order is cancelled"),
    (Verb.CANCEL, "cost"): N_("what it has cost so far"),
    (Verb.CANCEL, "consent"): N_("who of the customer's agreed, and when"),
}
"""Verb (None: any) and field → what the field says."""

_FORMATS: Mapping[FieldType, str] = {
    FieldType.DATE: N_("a date such as 2026-12-08, 12-08, today, +3d, +2w or fri"),
    FieldType.TIME: N_("a time such as 2026-12-08 14:30"),
    FieldType.INTEGER: N_("a whole number"),
    FieldType.MEASURES: N_("what | who | by when, such as second shift | Li | 12-08; one a line, or with ; between"),
    FieldType.QUANTITY: N_("a number such as 1200 or 0.5"),
    FieldType.QUANTITIES: N_("line:quantity, such as 1:5,2:3; left out: all that is open"),
    FieldType.SCHEDULE: N_("date:quantity, such as 2026-12-01:5,2026-12-15:7"),
    FieldType.AMOUNT: N_("an amount such as 1234.50, in the order's currency"),
    FieldType.LINE: N_("a whole number"),
    FieldType.FILE: N_("a path"),
    FieldType.YES: N_("yes or nothing"),
}
"""Types of which the format has to be told."""


def verb_title(verb: Verb) -> str:
    """Return what the verb is called, as a command to the desk."""
    return label(verb)


def verb_help(verb: Verb) -> str:
    """Return one sentence on what the verb records and needs."""
    return _(_HELP[verb])


def undo_title() -> str:
    """Return what taking the last act back is called, beside the verbs."""
    return _("Take the last act back")


def undo_help() -> str:
    """Return one sentence on what taking back does and needs."""
    return _("Takes your last act on the order back, as long as nobody has built on it; the record keeps both.")


def field_help(verb: Verb, field: Field | str) -> str:
    """Return a short text on a field of a verb: what it says, and how it is typed.

    Raises:
        KeyError: the verb has no field of this name.
    """
    name = field if isinstance(field, str) else field.name
    found = {one.name: one for one in FIELDS[verb]}[name]
    text = _FIELD_HELP.get((verb, name)) or _FIELD_HELP.get((None, name))
    parts = [_(text) if text else field_label(name, verb)]
    if found.choices:
        parts.append(_("one of: {choices}").format(choices=choices(found.choices)))
    elif found.type in _FORMATS:
        parts.append(_(_FORMATS[found.type]))
    said = _("; ").join(parts)
    return sentences(said, _("(needed)")) if found.required else said
