"""The lines of an order while somebody types them: what stood there, what is typed, what it comes to.

Pure: the grid paints it, and `texts` says what has changed as `edit` and `order new` take it. Amounts are worked out by
the desk's own rules of prices, so that what is shown is what will be kept.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.errors import BadValue
from data.orders import OrderLine
from data.parties import Product
from data.rules.compose import FROM_PRODUCT
from data.rules.pricing import LineAmounts, price_line
from data.rules.verbs import LINE_FIELDS
from data.states import PriceBasis
from widgets.form_values import Typing, figure_text, line_texts, rate_text, read_field, within

REMOVE = "remove"
FIELDS = tuple(name for name in LINE_FIELDS if name != REMOVE)
"""The fields of a line that one types."""

MOST_LINES = 99_999
"""Line numbers have five digits at the most."""

_ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "product": ("product_code", "product_name", "customer_part_no"),
    "specification": ("specification", "drawing_no"),
    "quantity": ("quantity",),
    "unit": ("unit",),
    "unit_price": ("unit_price", "stated_total"),
}
"""Required element (I3) → the fields of which one is enough; the first of them is where it is missed."""

_PRICED = ("quantity", "unit_price", "discount_rate")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One line as it stands in the form.

    Attributes:
        line_no: its number on the desk; None for a line that the desk does not have yet.
        given: what stood there when the form was opened, as texts.
        cells: what stands there now.
        marks: field → where a value came from that nobody typed (I3); for the fields that are as given.
        product: what the price list says of the product that was chosen, for the fields that are empty.
        removed: whether the line goes.
    """

    line_no: int | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    product: Mapping[str, str] = field(default_factory=dict)
    removed: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the line."""
        return not any(text.strip() for text in self.cells.values())

    @property
    def changed(self) -> dict[str, str]:
        """The fields that are not as they were given."""
        return {name: self.cell(name) for name in FIELDS if self.cell(name).strip() != self.given.get(name, "").strip()}

    def cell(self, name: str) -> str:
        """Return what stands in a field."""
        return self.cells.get(name, "")

    def supplied(self, name: str) -> tuple[str, str]:
        """Return the value that the desk will fill in for an empty field, and where it has it from."""
        if self.cell(name).strip():
            return "", ""
        text = self.product.get(name, "")
        return (text, FROM_PRODUCT) if text else ("", "")


def draft_row(line: OrderLine, currency: str) -> DraftRow:
    """Return a line of the desk as a row of the form."""
    texts = line_texts(line, currency)
    return DraftRow(line.line_no, texts, dict(texts), dict(line.supplied))


def with_product(row: DraftRow, product: Product, currency: str) -> DraftRow:
    """Return the row with a product chosen: its code stands there, and what the price list knows fills the rest."""
    known = {
        "product_name": product.name,
        "specification": product.specification,
        "unit": product.unit,
        "drawing_no": product.drawing_no,
        "revision": product.revision,
        "tax_rate": "" if product.tax_rate is None else rate_text(product.tax_rate),
        "unit_price": figure_text(product.list_price) if product.currency in ("", currency) else "",
    }
    cells = {**row.cells, "product_code": product.code}
    # What the product exchanged now had supplied is supplied anew (as the desk does it).
    for name, source in row.marks.items():
        if source == FROM_PRODUCT and name in known and row.cell(name) == row.given.get(name, ""):
            cells[name] = ""
    return replace(row, cells=cells, product={name: text for name, text in known.items() if text})


_OF_LINES = ("requested_date",)
"""Elements of the head that a line may say for itself."""


def _planned(line: OrderLine) -> frozenset[str]:
    """Return the elements of the head that the planned deliveries of a line say."""
    if not line.schedule:
        return frozenset()
    return frozenset({"requested_date", *(["delivery_place"] if all(one.place for one in line.schedule) else [])})


class LineModel:
    """All lines of one order in the form, in the order in which they are shown."""

    def __init__(self, lines: Sequence[OrderLine] = (), currency: str = "") -> None:
        """Start with the lines of an order, or with none for a new one."""
        self.rows: list[DraftRow] = [draft_row(line, currency) for line in lines]
        self.fresh = not self.rows
        """Whether the order is new: its lines are then numbered as they stand."""
        self._priced: dict[int, tuple[DraftRow, Typing, LineAmounts | None]] = {}
        self._planned = {line.line_no: _planned(line) for line in lines}

    # --- changes -------------------------------------------------------------------------------------------------

    def set(self, at: int, name: str, text: str) -> None:
        """Put a text into a field; a row after the last is added."""
        while at >= len(self.rows) and len(self.rows) < MOST_LINES:
            self.rows.append(DraftRow())
        if at < len(self.rows) and self.rows[at].cell(name) != text:
            row = self.rows[at]
            kept = {} if name == "product_code" else row.product
            self.rows[at] = replace(row, cells={**row.cells, name: text}, product=kept)

    def choose(self, at: int, product: Product, currency: str) -> None:
        """Put a product of the price list into a row."""
        self.set(at, "product_code", product.code)
        if at < len(self.rows):
            self.rows[at] = with_product(self.rows[at], product, currency)

    def insert(self, at: int) -> int:
        """Add an empty line and return its place; in an order that the desk has it comes last, as its number will."""
        place = min(at, len(self.rows)) if self.fresh else len(self.rows)
        if len(self.rows) < MOST_LINES:
            self.rows.insert(place, DraftRow())
        return place

    def remove(self, at: int) -> None:
        """Take a line out; one that the desk has is marked, and taken back by doing it again."""
        if not 0 <= at < len(self.rows):
            return
        row = self.rows[at]
        if row.line_no is None:
            del self.rows[at]
        else:
            self.rows[at] = replace(row, removed=not row.removed)

    def paste(self, at: int, names: Sequence[str], text: str, closed: Container[str] = ()) -> int:
        """Fill cells from a text of lines and tabs, from a row on; return how many rows it has.

        Args:
            at: the first row.
            names: the fields of the columns, from the one of the cursor on.
            text: rows on lines, cells set off by tabs.
            closed: fields that stay as they are.
        """
        rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        while rows and not rows[-1].strip():
            rows.pop()
        rows = rows[: MOST_LINES - at]
        for offset, row in enumerate(rows):
            for name, cell in zip(names, row.split("\t"), strict=False):
                if name not in closed:
                    self.set(at + offset, name, cell.strip())
        return len(rows)

    # --- what it comes to ----------------------------------------------------------------------------------------

    def numbers(self) -> list[int | None]:
        """Return the number that each row has, or will have on the desk; an empty new row has none."""
        following = max((row.line_no or 0 for row in self.rows), default=0) + 1
        found: list[int | None] = []
        for row in self.rows:
            if row.line_no is not None or row.empty:
                found.append(row.line_no)
            else:
                found.append(following)
                following += 1
        return found

    def texts(self) -> dict[str, str]:
        """Return what has changed, as `edit` and `order new` take it."""
        found: dict[str, str] = {}
        for number, row in zip(self.numbers(), self.rows, strict=True):
            if number is None:
                continue
            if row.removed:
                found[f"line.{number}.{REMOVE}"] = "yes"
            else:
                found |= {f"line.{number}.{name}": text.strip() for name, text in row.changed.items()}
        return found

    def problem(self, at: int, name: str, typing: Typing, number: int | None = None) -> BadValue | None:
        """Return why the desk would not take what stands in a field; None if it would.

        Args:
            at: the row.
            name: the field.
            typing: what surrounds it.
            number: of the line, to name it by; without it the place names it.
        """
        row = self.rows[at]
        text = row.cell(name).strip()
        if row.removed or not text or text == row.given.get(name, "").strip():
            return None
        try:
            read_field(f"line.{number or at + 1}.{name}", text, typing)
        except BadValue as problem:
            return problem
        return None

    def problems(self, typing: Typing) -> list[tuple[int, str, BadValue]]:
        """Return each field that the desk would not take: row, field, why."""
        found = []
        for at, (row, number) in enumerate(zip(self.rows, self.numbers(), strict=True)):
            for name in row.cells:
                problem = self.problem(at, name, typing, number)
                if problem is not None:
                    found.append((at, name, problem))
        return found

    def misses(self, at: int, name: str, typing: Typing) -> bool:
        """Whether a required element is missed in this field of the row (I3)."""
        row = self.rows[at]
        if row.removed or (row.line_no is None and row.empty):
            return False
        element = next((one for one, names in _ELEMENTS.items() if names[0] == name), "")
        if element not in typing.required or element in typing.supplies:
            return False
        return not any(row.cell(one).strip() or row.supplied(one)[0] for one in _ELEMENTS[element])

    def said(self) -> frozenset[str]:
        """Return what every line says by itself, so that the head need not (I3)."""
        rows = [row for row in self.rows if not row.removed and (row.line_no is not None or not row.empty)]
        each = [
            self._planned.get(row.line_no or 0, frozenset()) | {name for name in _OF_LINES if row.cell(name).strip()}
            for row in rows
        ]
        return frozenset[str]().union(*each[:1]).intersection(*each)

    def missing(self, typing: Typing) -> dict[str, list[int]]:
        """Return the required elements that lines lack, each with the numbers of those lines (I3)."""
        numbers = self.numbers()
        found: dict[str, list[int]] = {}
        for element, names in _ELEMENTS.items():
            if element in typing.required:
                lacking = [no for at, no in enumerate(numbers) if no is not None and self.misses(at, names[0], typing)]
                if lacking:
                    found[element] = lacking
        return found

    def amounts(self, at: int, typing: Typing) -> LineAmounts | None:
        """Return what a line comes to; None while something that stands in it cannot be read, or it goes."""
        row = self.rows[at]
        known = self._priced.get(at)
        if known is None or known[0] is not row or known[1] != typing:
            known = self._priced[at] = (row, typing, self._price(row, typing))
        return known[2]

    def _price(self, row: DraftRow, typing: Typing) -> LineAmounts | None:
        if row.removed:
            return None
        try:
            amounts = price_line(
                self._figure(row, "quantity", typing),
                self._figure(row, "unit_price", typing),
                self._figure(row, "discount_rate", typing) or 0,
                self._tax(row, typing),
                self._basis(row, typing),
                self._stated(row, typing),
                typing.currency,
            )
        except BadValue:
            return None
        return amounts if within(amounts.net) and within(amounts.total) else None

    def _figure(self, row: DraftRow, name: str, typing: Typing) -> int | None:
        value = read_field(f"line.1.{name}", row.cell(name) or row.supplied(name)[0], typing)
        return value if isinstance(value, int) else None

    def _tax(self, row: DraftRow, typing: Typing) -> int:
        stands = self._figure(row, "tax_rate", typing)
        if stands is not None:
            return stands
        return 0 if row.line_no is not None and "tax_rate" not in row.changed else typing.tax_rate

    def _basis(self, row: DraftRow, typing: Typing) -> PriceBasis:
        value = read_field("line.1.price_basis", row.cell("price_basis"), typing)
        return PriceBasis(value) if isinstance(value, str) else typing.price_basis

    def _stated(self, row: DraftRow, typing: Typing) -> int | None:
        """Return the stated total, which falls when a figure that it was stated for is changed (E3)."""
        changed = row.changed
        if "stated_total" not in changed and any(name in changed for name in _PRICED):
            return None
        return self._figure(row, "stated_total", typing)

    # --- drafts --------------------------------------------------------------------------------------------------

    def snapshot(self) -> list[dict[str, object]]:
        """Return what is typed as plain data, to be kept while typing."""
        return [
            {
                "line_no": row.line_no,
                "cells": {name: text for name, text in row.cells.items() if text},
                "product": dict(row.product),
                "removed": row.removed,
            }
            for row in self.rows
        ]

    def restore(self, snapshot: object) -> None:
        """Take up what was kept: lines that the desk still has get what was typed, new ones are added again."""
        by_number = {row.line_no: at for at, row in enumerate(self.rows) if row.line_no is not None}
        for kept in snapshot if isinstance(snapshot, list) else []:
            if not isinstance(kept, Mapping):
                continue
            number = kept.get("line_no")
            cells = _texts(kept.get("cells"))
            product = _texts(kept.get("product"))
            removed = kept.get("removed") is True
            if isinstance(number, int) and number in by_number:
                at = by_number[number]
                whole = {name: cells.get(name, "") for name in FIELDS}
                self.rows[at] = replace(self.rows[at], cells=whole, product=product, removed=removed)
            elif number is None and len(self.rows) < MOST_LINES:
                self.rows.append(DraftRow(cells=cells, product=product))


def _texts(value: object) -> dict[str, str]:
    """Return what of a remembered mapping are texts of known fields."""
    if not isinstance(value, Mapping):
        return {}
    return {name: text for name, text in value.items() if name in FIELDS and isinstance(text, str)}
