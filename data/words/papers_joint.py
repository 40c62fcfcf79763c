"""What the sheet of a joint review says: opinions, risks, measures, plan, minutes, and lines to sign on (R6)."""

from data.desk.papers import PaperFacts
from data.orders import ReviewOpinion
from data.rules.joint import RESULTS, Sheet, newest, plan_needed
from data.states import Opinion, Review
from data.words import _
from data.words.formats import format_amount, format_date, format_datetime, format_money
from data.words.labels import field_label, label
from data.words.papers_parts import Values, address, block, day, headed, kept, stated
from data.words.phrases import listing


def joint_review(facts: PaperFacts) -> Values:
    """Return what the sheet of the newest round says; what is not held yet is left open, to be filled in by hand."""
    order, zone = facts.order, facts.policy.zone
    round_no = max(one.round for one in order.opinions if one.review is Review.JOINT)
    opinions = [one for one in order.opinions if one.round == round_no]
    sheet = newest(facts.sheets, round_no)
    number = str(sheet.meeting_no) if sheet else ""
    of_round = _("round {number}").format(number=round_no)
    return {
        "title": _("Joint review sheet"),
        "number": order.number,
        "dated": listing(kept(of_round, _("sheet {number}").format(number=number) if number else "")),
        "mark": "",
        "foot": _("For use inside the office"),
        "blocks": [
            block(_("Customer"), address(facts)),
            block(
                _("Order and amount"),
                [format_money(order.total, order.currency).strip()],
                [
                    [field_label("net"), format_amount(order.net, order.currency)],
                    [field_label("tax"), format_amount(order.tax, order.currency)],
                    [field_label("kind"), label(order.kind)],
                    [field_label("requested_date"), day(order.requested_date)],
                    [field_label("payment_terms"), order.payment_terms],
                ],
            ),
            block(_("Meeting"), [format_date(sheet.held_on) if sheet else ""], _meeting(sheet)),
        ],
        "opinions-title": _("Opinions of the departments"),
        "opinion-columns": [_("Department"), _("Opinion"), _("Who"), _("When"), _("Comment")],
        "opinions": [
            [label(one.review), _opinion(one), one.by, format_datetime(one.at, zone) if one.at else "", one.comment]
            for one in opinions
        ],
        "texts": [*_head_by_hand(sheet), *_texts(facts, sheet)],
        "measures-title": headed(field_label("measures")),
        "measure-columns": [_("Measure"), _("Owner"), _("By when")],
        "measures": [[one.text, one.who, one.due] for one in sheet.measures] if sheet else [],
        "result": stated([[field_label("result"), label(sheet.result) if sheet else _results()]]),
        "signatures-title": _("Signatures"),
        "signature-columns": [_("Department"), _("Signed by"), _("When"), _("Comment")],
        "signatures": [_signature(facts, sheet, one.review) for one in opinions if one.review is not Review.JOINT],
    }


def _meeting(sheet: Sheet | None) -> list[list[str]]:
    return [[field_label("chair"), sheet.chair], [field_label("present"), sheet.present]] if sheet else []


def _head_by_hand(sheet: Sheet | None) -> list[Values]:
    """Return the room for who met and when, where that is to be filled in by hand."""
    names = listing(field_label(name) for name in ("held_on", "chair", "present"))
    return [] if sheet else [{"title": headed(names), "text": ""}]


def _texts(facts: PaperFacts, sheet: Sheet | None) -> list[Values]:
    """Return risks, plan and minutes; the plan where it is needed, or given all the same."""
    planned = plan_needed(facts.order) or bool(sheet and sheet.plan)
    names = ("risks", *(["plan"] if planned else []), "minutes")
    return [{"title": headed(field_label(name)), "text": getattr(sheet, name) if sheet else ""} for name in names]


def _results() -> str:
    """Return what a meeting can come to, to be ticked."""
    return "    ".join(f"□ {label(one)}" for one in RESULTS)


def _opinion(one: ReviewOpinion) -> str:
    return "" if one.opinion is Opinion.WAITING else label(one.opinion)


def _signature(facts: PaperFacts, sheet: Sheet | None, review: Review) -> list[str]:
    """Return a line of the signatures; without one there is room for it."""
    found = next((one for one in sheet.signatures if one.review is review), None) if sheet else None
    if found is None:
        return [label(review), "", "", ""]
    return [label(review), found.by, format_datetime(found.at, facts.policy.zone), found.comment]
