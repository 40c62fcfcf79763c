"""The policy's table `[checks]`: bounds of the checks of an order, what refuses it, what is compared (R1, R7, E11)."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from data.rules.facts import CheckName
from data.rules.policy_tables import Part, Table

STRICT = (CheckName.AMOUNTS_IN_BOUNDS, CheckName.FLOOR_PRICE)


class Checks(Table):
    """What the checks measure an order by, before review and in it; a policy of an earlier desk has the first three."""

    price_tolerance: Part
    largest_quantity: Annotated[int, Field(gt=0, le=10**12)]
    largest_amount: Annotated[int, Field(gt=0, le=10**14)]
    strict: tuple[CheckName, ...] = STRICT
    """Checks that keep an order out of review where others warn; missing elements always do."""
    must_know: tuple[CheckName, ...] = ()
    """Checks of which "not known" is a warning."""
    floor: Part = Decimal(0)
    """The lowest price without a release, as a part of the list price; 0 = none."""
    margin: Part = Decimal(0)
    """What a price has to leave above the standard cost, as a part of the price; below cost always fails (R3)."""
    payment_terms: tuple[str, ...] = ()
    """Terms that are allowed beside those of the customer's file; none named: all are."""
    quality_words: tuple[str, ...] = ()
    """Beginnings by which a quality standard is known in a text."""
    whole_units: tuple[str, ...] = ()
    """Units of which there are no parts."""
    similar: Annotated[int, Field(ge=0, le=50)] = 8
    """How many similar earlier orders are shown beside an order (K10)."""
    similar_quantity: Part = Decimal("0.5")
    """From this part of a quantity to as many times of it an earlier order counts as similar; 0 = any quantity."""
