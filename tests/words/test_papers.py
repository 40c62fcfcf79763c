"""What papers say: figures that add up, what is for the customer and what is not, the language of the paper."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data import words
from data.desk.making import default_policy
from data.desk.papers import PaperFacts
from data.errors import NotFound, PaperTooEarly
from data.orders import Order, OrderLine, ReviewOpinion
from data.parties import Customer
from data.rules.compose import priced, totalled
from data.rules.joint import Measure, Sheet, Signature
from data.rules.papers import PaperKind, check_paper, paper_name, papers_of
from data.rules.policy import parse
from data.rules.policy_tables import PaperTexts
from data.states import Channel, HandlingClass, Opinion, OrderKind, OrderState, PriceBasis, Review
from data.words import _, speaking
from data.words.papers import paper_values
from data.words.papers_parts import Values

AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
POLICY = parse(default_policy())


def line(number: int, **more: object) -> OrderLine:
    plain = OrderLine(number, f"EL-{number}", "锁紧螺母 lock nut", "M8", quantity=5_000_000, unit="EA",
                      unit_price=86_500_000, tax_rate=130_000, note="only for us")  # fmt: skip
    return priced(replace(plain, **more), "CNY")  # type: ignore[arg-type]


def order(*lines: OrderLine, **more: object) -> Order:
    plain = Order(1, "SO-1", 3, OrderState.APPROVED, OrderKind.GOODS, HandlingClass.ORDINARY, Channel.EMAIL, AT, AT,
                  "zhang", "CNY", customer_code="C1", customer_name="Ostara Lifts", customer_po_no="PO-77",
                  requested_date=date(2026, 12, 8), delivery_place="Hall 3", delivery_method="carrier",
                  payment_terms="cash", note="never trust them", lines=lines or (line(1), line(2)))  # fmt: skip
    return totalled(replace(plain, **more))  # type: ignore[arg-type]


def facts(of: Order, **texts: str) -> PaperFacts:
    customer = Customer(1, "C1", "Ostara Lifts", address="Street 1", city="Stuttgart", country="Germany")
    return PaperFacts(
        of, customer, (), "Haichuan", POLICY.model_copy(update={"papers": PaperTexts.model_validate(texts)}), AT
    )


def confirmation(of: Order, **texts: str) -> Values:
    return paper_values(facts(of, **texts), PaperKind.CONFIRMATION)


def number(text: str) -> float:
    return float(text.removeprefix("CNY ").replace(",", ""))


def test_a_draft_is_marked_until_the_order_is_confirmed() -> None:
    draft = confirmation(order())
    assert (draft["number"], draft["mark"], draft["dated"]) == ("SO-1", "Draft", "20 Nov 2026")
    done = confirmation(order(confirmed_at=datetime(2026, 11, 19, 1, tzinfo=UTC), confirmation_no="OC-7"))
    assert (done["number"], done["mark"], done["dated"]) == ("OC-7", "", "19 Nov 2026")
    cancelled = order(confirmed_at=AT, confirmation_no="OC-7", state=OrderState.CANCELLED)
    assert confirmation(cancelled)["mark"] == "cancelled"


@pytest.mark.parametrize("basis", PriceBasis)
@pytest.mark.parametrize("discount", [0, 30_000])
def test_the_figures_add_up(basis: PriceBasis, discount: int) -> None:
    lines = tuple(line(place, price_basis=basis, discount_rate=20_000) for place in (1, 2, 3))
    of = order(*lines, price_basis=basis, discount_rate=discount, freight=12_34, rounding_off=7)
    said = confirmation(of)
    sums = {name: number(amount) for name, amount in said["sums"]}
    total = sums["Net amount"] + sums["Tax amount"] + sums["Freight"] + sums["Rounding-off"]
    assert total == pytest.approx(sums["Total"])
    amounts = sum(number(one["amount"]) for one in said["lines"])
    if discount:
        assert amounts == pytest.approx(sums["Sum of the lines"])
        after = sums["Net amount"] + (sums["Tax amount"] if basis is PriceBasis.GROSS else 0)
        assert amounts + sums["Discount (3%)"] == pytest.approx(after)
    assert said["columns"][4] == ("Unit price\nwith tax" if basis is PriceBasis.GROSS else "Unit price\nwithout tax")


def test_what_is_for_the_office_only_is_not_on_the_confirmation() -> None:
    of = order(line(1, job_no="JOB-1", extra={"cost": "12"}, customer_part_no="OST-9"))
    said = str(confirmation(of))
    for text in ("only for us", "never trust them", "JOB-1", "cost"):
        assert text not in said
        assert text in str(paper_values(facts(of), PaperKind.ORDER))
    assert "Customer's part number: OST-9" in said


def test_terms_of_the_policy_are_printed_where_it_has_them() -> None:
    texts = {"quality_standard": "GB/T 1", "liability": "5% at the most", "disputes": "Huzhou"}
    assert {name for name, _text in confirmation(order(), **texts)["terms"]} >= {
        "Quality standard", "Liability", "Settlement of disputes", "Payment terms",
    }  # fmt: skip
    assert "Liability" not in dict(confirmation(order())["terms"])
    assert confirmation(order(), address="Nanxun", telephone="1")["office"]["lines"] == ["Nanxun", "Tel. 1"]


def test_a_contract_has_its_articles_one_by_one() -> None:
    texts = {"quality_standard": "GB/T 1", "liability": "5% at the most", "disputes": "Huzhou", "annexes": "A\nB"}
    of = order(line(1, drawing_no="D-7", revision="C"), line(2, drawing_no="D-7", revision="C"), confirmed_at=AT,
               confirmation_no="CT-1", special_requirements="packed in wood")  # fmt: skip
    said = paper_values(facts(of, **texts), PaperKind.CONTRACT)
    assert (said["title"], said["number"], said["mark"]) == ("Contract", "CT-1", "")
    names = [name for name, _text in said["terms"]]
    assert names == [f"{place}. {name}" for place, name in enumerate(
        ["Subject and price", "Delivery", "Payment", "Quality standard and acceptance", "Liability",
         "Settlement of disputes", "Special agreements", "Annexes", "Validity"], start=1,
    )]  # fmt: skip
    articles = dict(said["terms"])
    assert articles["8. Annexes"] == "A\nB\nDrawing D-7 C"
    assert "CNY 977.46" in articles["1. Subject and price"]
    assert "never trust them" not in str(said)
    bare = paper_values(facts(order()), PaperKind.CONTRACT)
    assert (bare["mark"], [name for name, _text in bare["terms"]][-1]) == ("Draft", "4. Validity")


def test_a_confirmation_says_what_it_takes_the_place_of() -> None:
    of = order(confirmed_at=AT, confirmation_no="OC-7-2")
    said = paper_values(replace(facts(of), replaces="OC-7"), PaperKind.CONFIRMATION)
    assert said["opening"].endswith("It takes the place of OC-7.")
    assert "OC-7" not in confirmation(of)["opening"]


def opinion(review: Review, **more: object) -> ReviewOpinion:
    plain = ReviewOpinion(1, review, Opinion.WAITING, "", AT, AT)
    return replace(plain, **more)  # type: ignore[arg-type]


def test_the_sheet_of_a_joint_review_says_who_found_what() -> None:
    given = opinion(Review.SALES, opinion=Opinion.PASS, comment="[b]fine[/b]", by="zhao", at=AT)
    of = order(state=OrderState.IN_REVIEW, opinions=(given, opinion(Review.JOINT)), kind=OrderKind.PROJECT)
    assert papers_of(of) == (PaperKind.JOINT_REVIEW, PaperKind.ORDER)
    signed = Signature(Review.SALES, "seen", "zhao", "sales_manager", AT)
    meeting = Sheet(1, 2, 1, date(2026, 11, 19), "Wang", "all", "late\ncastings", (Measure("mould", "Li", "12-01"),),
                    "crane", "so be it", Opinion.PASS, "li", AT, (signed,))  # fmt: skip
    said = paper_values(replace(facts(of), sheets=(meeting,)), PaperKind.JOINT_REVIEW)
    assert said["opinions"][0] == ["sales review", "passed", "zhao", "20 Nov 2026 14:30", "[b]fine[/b]"]
    assert said["opinions"][1][1:] == ["", "", "", ""]
    assert [one["text"] for one in said["texts"]] == ["late\ncastings", "crane", "so be it"]
    assert said["measures"] == [["mould", "Li", "12-01"]]
    assert said["signatures"] == [["sales review", "zhao", "20 Nov 2026 14:30", "seen"]]
    assert said["dated"] == "round 1, sheet 2"
    by_hand = paper_values(facts(of), PaperKind.JOINT_REVIEW)
    assert [one["text"] for one in by_hand["texts"]] == ["", "", "", ""]
    assert by_hand["signatures"] == [["sales review", "", "", ""]]


def test_a_sheet_is_there_only_where_a_joint_review_was_asked_for() -> None:
    with pytest.raises(NotFound):
        check_paper(order(opinions=(opinion(Review.SALES),)), PaperKind.JOINT_REVIEW)
    assert paper_name(order(), PaperKind.JOINT_REVIEW) == "SO-1-joint-review.pdf"
    assert paper_name(order(), PaperKind.CONTRACT) == "SO-1-contract.pdf"


def test_what_is_missing_is_said_and_nothing_fails() -> None:
    bare = Order(1, "SO-1", 1, OrderState.DRAFT, OrderKind.GOODS, HandlingClass.ORDINARY, Channel.EMAIL, AT, AT, "z",
                 "", lines=(OrderLine(1),), missing=("customer",))  # fmt: skip
    said = paper_values(PaperFacts(bare, None, (), "", POLICY, AT), PaperKind.ORDER)
    assert said["lines"][0]["quantity"] == "missing"
    assert "Missing: customer" in said["blocks"][2]["lines"]


def test_odd_texts_are_harmless_and_long_words_can_be_broken() -> None:
    said = confirmation(order(line(1, product_name="\x1b[31m\u202e", specification="x" * 40, product_code="骨" * 30)))
    (one,) = said["lines"]
    assert one["name"] == "\\x1b[31m\\u202e"
    assert one["details"][0].replace("\u200b", "") == "x" * 40
    assert one["details"][0].startswith("x" * 18 + "\u200b")
    assert one["code"] == "骨" * 30
    (one,) = confirmation(order(line(1, product_code="1234567890123")))["lines"]
    assert one["code"] == "12345678901\u200b2\u200b3"


def test_a_confirmation_is_printed_from_the_approval_on() -> None:
    assert papers_of(order(state=OrderState.IN_REVIEW)) == (PaperKind.ORDER,)
    with pytest.raises(PaperTooEarly):
        check_paper(order(state=OrderState.RETURNED), PaperKind.CONFIRMATION)
    with pytest.raises(PaperTooEarly):
        check_paper(order(state=OrderState.RETURNED, confirmation_no="OC-7"), PaperKind.CONTRACT)
    check_paper(order(state=OrderState.ARCHIVED), PaperKind.CONFIRMATION)
    check_paper(order(state=OrderState.CANCELLED, confirmation_no="OC-7"), PaperKind.CONFIRMATION)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("SO-1", "SO-1.pdf"),
        ("../../a b/c:d", "a-b-c-d.pdf"),
        ("…\x00", "….pdf"),
        ("///", "order.pdf"),
        ("订单 7", "订单-7.pdf"),
        ("b\u202efdp.exe", "b-fdp.exe.pdf"),
        ("\u200b\ud800", "order.pdf"),
        ("CON", "order-CON.pdf"),
        ("com1.x", "order-com1.x.pdf"),
        ("单" * 100, f"{'单' * 60}.pdf"),
    ],
)
def test_the_name_of_a_paper_is_one_that_any_system_keeps(given: str, name: str) -> None:
    assert paper_name(order(number=given), PaperKind.ORDER) == name


def test_the_paper_has_the_glyphs_of_its_language(language: str) -> None:
    said = confirmation(order())
    fonts = {"en": "Noto Sans CJK SC", "zh_CN": "Noto Sans CJK SC", "zh_TW": "Noto Sans CJK TC"}
    assert said["font"] == fonts[language]
    assert said["lines"][0]["date"] == ("8 Dec 2026" if language == "en" else "2026-12-08")


def test_a_policy_from_before_there_were_papers_still_holds() -> None:
    before, _papers, _rest = default_policy().partition("[papers]")
    assert parse(before).papers == POLICY.papers == PaperTexts()


def test_a_language_is_spoken_in_its_block_only() -> None:
    heard: list[str] = []
    with speaking("zh_CN"):
        assert _("customer") == "客户"
        with speaking("zh_TW"):
            assert _("customer") == "客戶"
        other = threading.Thread(target=lambda: heard.append(_("customer")))
        other.start()
        other.join()
        assert words.current_language() == "zh_CN"
    assert (heard, _("customer"), words.current_language()) == (["customer"], "customer", "en")
    with pytest.raises(ValueError, match="fr"), speaking("fr"):
        pass
