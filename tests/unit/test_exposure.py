"""The exposure of a customer: what counts, what does not, and that it is the sum of its parts."""

from hypothesis import given
from hypothesis import strategies as st

from data.rules.exposure import IN_REVIEW, OPEN, Claim, exposure
from data.states import OrderState as S

AMOUNTS = st.integers(0, 10**12)
CLAIMS = st.lists(
    st.builds(
        Claim,
        st.sampled_from(["this", "A", "B", "C"]),
        st.sampled_from(S),
        st.sampled_from(["CNY", "USD", "JPY"]),
        AMOUNTS,
        AMOUNTS,
        AMOUNTS,
    ),
    unique_by=lambda claim: claim.number,
)


def claim(number: str, state: S, total: int, invoiced: int = 0, paid: int = 0, currency: str = "CNY") -> Claim:
    return Claim(number, state, currency, total, invoiced, paid)


def test_each_part_stands_in_its_place() -> None:
    found = exposure(
        [
            claim("this", S.IN_REVIEW, 1_000),
            claim("other", S.ESCALATED, 200),
            claim("way", S.ALLOCATED, 30_000, invoiced=12_000, paid=5_000),
            claim("ahead", S.APPROVED, 500, paid=100),
            claim("old", S.CLOSED, 9_000, invoiced=9_000, paid=8_999),
            claim("draft", S.DRAFT, 77_000),
            claim("gone", S.CANCELLED, 66_000),
            claim("abroad", S.APPROVED, 40, currency="USD"),
        ],
        "this",
        "CNY",
        26_600,
    )
    assert (found.this_order, found.in_review, found.in_review_count) == (1_000, 200, 1)
    assert (found.open_orders, found.open_count) == (18_000 + 400, 2)
    assert found.unpaid == 7_000 + 1
    assert found.used == 26_601
    assert found.over == 1
    assert found.others == (("USD", 40),)


def test_an_order_that_was_returned_counts_while_it_is_looked_at() -> None:
    claims = [claim("this", S.RETURNED, 100)]
    assert exposure(claims, "this", "CNY", None).this_order == 100
    assert exposure(claims, "other", "CNY", None).used == 0


@given(CLAIMS, st.none() | AMOUNTS)
def test_it_is_the_sum_of_what_the_orders_owe_and_will_owe(claims: list[Claim], limit: int | None) -> None:
    found = exposure(claims, "this", "CNY", limit)
    counted = [one for one in claims if one.state in OPEN or one.number == "this"]
    whole = sum(one.to_come for one in counted) + sum(one.unpaid for one in claims)
    assert found.used + sum(amount for _currency, amount in found.others) == whole
    assert found.over == (0 if limit is None else max(0, found.used - limit))
    assert min(found.unpaid, found.open_orders, found.in_review, found.this_order, found.over) >= 0
    assert all(amount > 0 and currency != "CNY" for currency, amount in found.others)
    assert set(IN_REVIEW) < set(OPEN)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_money_paid_ahead_is_never_owed(total: int, invoiced: int, paid: int) -> None:
    one = claim("A", S.APPROVED, total, invoiced, paid)
    assert one.unpaid + one.to_come == max(0, max(total, invoiced) - paid)
