"""Why a joint review, an amendment or a signed copy is refused, and what to do: sentences of guards (R6, I8, R11)."""

import json
from collections.abc import Mapping

from data.words import N_, _
from data.words.labels import field_label
from data.words.phrases import listing, shown

AGREED: Mapping[str, str] = {
    "amendment_allocated": N_(
        "Goods are allocated already ({lines}). Withdraw the allocation first (“{withdraw}”), so that nobody starts on "
        "it."
    ),
    "amendment_billed": N_("Something is invoiced already. Agree with the customer what becomes of it first."),
    "amendment_over": N_(
        "The time of free amendment ended at {detail}. What the customer wants now is a change of the order: log the "
        "contact, and close lines short, or cancel the order and enter a new one."
    ),
    "no_joint_review": N_("No joint review is asked for in this round. Give the opinions that are."),
    "not_confirmed": N_("The order is not confirmed to the customer. Confirm it first (“{confirm}”)."),
    "nothing_to_sign": N_("This department does not sign the sheet, or has signed it. Still to sign: {reviews}."),
    "sheet_missing": N_("The meeting of the joint review has left no sheet yet. Record it first (“{hold_meeting}”)."),
    "sheet_says_otherwise": N_(
        "The meeting came to “{result}”. Give the opinion that stands on the sheet, or hold another meeting."
    ),
    "sheet_unsigned": N_("Not all departments have signed the sheet. Still to sign (“{sign_sheet}”): {reviews}."),
    "signed_damaged": N_(
        "The PDF {detail} is damaged, so its text cannot be read. Ask for it again, or open it yourself and say its "
        "number, total and date."
    ),
    "signed_differs": N_(
        "The signed copy says otherwise than agreed: {findings}. Have it put right, or give the reason why it is "
        "accepted (field “{accept}”)."
    ),
    "signed_password": N_(
        "The PDF {detail} is locked, so its text cannot be read. Open it yourself and say its number, total and date."
    ),
    "signed_scan": N_("The PDF {detail} is a scan without text. Read it yourself and say its number, total and date."),
    "signed_too_large": N_(
        "The PDF {detail} is too large to be searched. Read it yourself and say its number, total and date."
    ),
}
"""What is not fulfilled → what to do; `data.words.explain_orders` fills in the names."""


def findings_text(detail: str) -> str:
    """Return where a signed copy differs from what was agreed; a text that holds no findings as it is."""
    try:
        found = json.loads(detail)
    except ValueError:
        return shown(detail)
    if not isinstance(found, list):
        return shown(detail)
    return listing(finding_text(one["field"], one["agreed"], one["found"]) for one in found)


def finding_text(field: str, agreed: str, found: str) -> str:
    """Return one thing of a signed copy that differs from what was agreed."""
    if not found:
        return _("{field} {agreed} not found").format(field=_name(field), agreed=shown(agreed))
    return _("{field} {found} instead of {agreed}").format(field=_name(field), found=shown(found), agreed=shown(agreed))


def _name(field: str) -> str:
    return field_label(field, "file_signed")
