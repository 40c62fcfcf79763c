"""Rows of a table that are no data: totals, charges, signatures, remarks; said by words, or shown by the numbers."""

import re
from collections.abc import Sequence
from decimal import Decimal

from data.files.columns import Columns, normal, total_words
from data.files.fields import KEY_FIELDS, SPECS, Kind
from data.files.grids import Cell
from data.files.headers import LONGEST_HEADING
from data.files.labels import is_charge, is_label
from data.files.numbers import is_european, of_float, of_text
from data.files.values import is_nothing, text_of

_TOTAL_END = re.compile(r"[:：]|(?<=\D)\s*[¥￥$€\d]")
_BRACKETED = re.compile(r"[(（].*?[)）]")
_TOTAL_OF_SOMETHING = re.compile(
    r".*(?:[小合总總共累][计計]|汇总|彙總)\s*[:：]?|.*\b(?:sub[- ]?)?totals?\s*[:：]?|"
    r"(?:grand |sub[- ]?)?totals?\b[\s:]*(?:$|[(:]|(?:no\.? )?(?:qty|quantity|amounts?|prices?|value|pcs|pieces|"
    r"cartons?|ctns?|weight|lines?|items?|orders?|of|in|for|due|net|gross|usd|eur|gbp|cny|rmb)\b)|say\b.*|"
    r"共\s*\d+\s*[项行条种款笔件个张单]",
    re.IGNORECASE,
)
_NAMING = frozenset({
    "product_code", "product_name", "customer_part_no", "code", "name", "customer_code", "customer_name",
})  # fmt: skip
_FREE = frozenset({"note", "order_note", "special_requirements", "unit"})
_COUNTED = frozenset({
    "quantity", "second_quantity", "unit_price", "unit_price_gross", "unit_price_net", "stated_total",
    "line_total_gross", "line_total_net",
})  # fmt: skip
_SUMMED = _COUNTED - {"unit_price", "unit_price_gross", "unit_price_net"}
_MEASURES = frozenset({"currency", "unit", "second_unit"})
_BESIDE = re.compile(r"[(（【\[].*[)）】\]]|[※*注].*", re.DOTALL)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WORDS_IN_CHINESE = 6
"""So many Chinese characters are a sentence; the number of an order has a few at most."""
_NUMBERED_TERM = re.compile(r"[(（]?\d{1,2}[.、)）．]\s*[^\d\s]\D{3,}")
_DATES = frozenset(
    name for specs in SPECS.values() for name, spec in specs.items() if spec.kind in {Kind.DATE, Kind.MOMENT}
)
_TELLING = frozenset({
    *KEY_FIELDS, "customer_code", "customer_name", "unit_price", "unit_price_gross", "unit_price_net", "stated_total",
})  # fmt: skip
_MOST_SUMS = 200
"""So many rows are tried as sums of the rows above; a sheet with more such rows leaves cells empty by habit."""


class Sums:
    """Tells rows of totals that no word names: only numbers, and one of them the sum of its column."""

    def __init__(self, columns: Columns) -> None:
        """Watch the quantities and amounts among these columns."""
        self._columns = columns
        self._places = [place for place, name in enumerate(columns.fields) if name in _SUMMED]
        self._tried = 0

    def may_be(self, cells: Sequence[Cell]) -> bool:
        """Tell whether a row has quantities and amounts and nothing else that the desk knows."""
        if self._tried >= _MOST_SUMS:
            return False
        some = False
        for place, cell in enumerate(cells):
            name = self._columns.fields[place]
            if is_nothing(cell) or cell == "*" or name in _MEASURES:
                continue
            if name in _SUMMED:
                some = True
            elif name or not isinstance(cell, int | float):
                return False
        return some

    def is_sum(self, cells: Sequence[Cell], above: Sequence[Sequence[Cell]]) -> bool:
        """Tell whether a quantity or an amount of the row is the sum of its column in the rows above.

        Numbers in columns that the desk does not know must be sums too: else they may be the code of a product.
        """
        self._tried += 1
        summed = [place for place in self._places if _is_sum(cells[place], [row[place] for row in above])]
        unknown = [
            place for place, name in enumerate(self._columns.fields) if not name and cells[place] not in ("", "*")
        ]
        return bool(summed) and all(_is_sum(cells[place], [row[place] for row in above]) for place in unknown)


def _is_sum(cell: Cell, above: Sequence[Cell]) -> bool:
    european = bool(is_european([*above, cell]))
    total = _number(cell, european=european)
    return bool(total) and total == sum(_number(each, european=european) or 0 for each in above)


def _number(cell: Cell, *, european: bool) -> Decimal | None:
    if isinstance(cell, str):
        return of_text(cell, european=european).value
    return of_float(float(cell)).value if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def is_total(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row holds totals: such a word in one of its cells, and no product or customer beside it."""
    naming = [place for place, name in enumerate(columns.fields) if name in _NAMING and not is_nothing(cells[place])]
    if len(naming) > 1 and not all(_is_total_word(cells[place]) for place in naming):
        return False
    for place, cell in enumerate(cells):
        if columns.fields[place] in _FREE or not _is_total_word(cell):
            continue
        if all(other == place or _is_total_word(cells[other]) for other in naming):
            return True
    return _is_total_of_something(cells, columns)


def _is_total_word(cell: Cell) -> bool:
    if type(cell) is not str or not cell or len(cell) > LONGEST_HEADING:
        return False
    head = _TOTAL_END.split(cell, maxsplit=1)[0]
    return normal(head) in total_words() or normal(_BRACKETED.sub("", head)) in total_words()


def _is_total_of_something(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether the one text of a row names a total of something: `海川 汇总`, `S1 Total`, `共 3 项`."""
    found = None
    for place, cell in enumerate(cells):
        if type(cell) is not str or cell == "" or cell[0].isdecimal() or is_nothing(cell) or cell.strip() == "*":
            continue
        if found is None and len(cell) <= LONGEST_HEADING and _TOTAL_OF_SOMETHING.fullmatch(cell.strip()):
            found = place
        elif of_text(cell).value is None:
            return False
    if found is None or columns.fields[found] in _FREE:
        return False
    single = ("line_no", *_COUNTED - _SUMMED)  # a total has neither a number in the order nor a price
    return all(is_nothing(cells[place]) for name in single for place in columns.of(name) if place != found)


def is_remark(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row is a charge, signatures, or labels with their values rather than an order line."""
    return (
        _is_charge(cells, columns)
        or _is_signatures(cells)
        or _is_labels(cells, columns)
        or _is_label_of_amount(cells, columns)
    )


def _is_charge(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row names a charge of the order where lines name a product, and has no quantity."""
    naming = [place for place, name in enumerate(columns.fields) if name in _NAMING and not is_nothing(cells[place])]
    if len(naming) != 1 or not is_charge(cells[naming[0]]):
        return False
    return all(is_nothing(cells[place]) for place in columns.of("quantity"))


def _is_label_of_amount(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row is a text where lines have a price or a quantity, and an amount: `SHIPPING | 5.00`."""
    texts = 0
    for place, cell in enumerate(cells):
        if is_nothing(cell):
            continue
        name = columns.fields[place]
        if type(cell) is str and not cell[:1].isdecimal() and of_text(cell).value is None:
            texts += 1
            if name not in _COUNTED and name not in _MEASURES:
                return False
        elif name not in _COUNTED or name == "quantity":
            return False
    return texts == 1


def _is_signatures(cells: Sequence[Cell]) -> bool:
    """Tell whether every cell of a row that is not empty has a colon: `制表人：王 | 审核：`, `Date: | Signed:`."""
    shown = [cell for cell in cells if cell != "" and not (type(cell) is str and not cell.strip())]
    return all(type(cell) is str and (":" in cell or "：" in cell) for cell in shown)


def _is_labels(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row begins with a label, or has one where a number or a date belongs: `备注 | 请按图纸加工`."""
    if any(text_of(cells[place])[:1].isdecimal() for place in columns.of("quantity")):
        return False  # as in nearly all rows
    counted = [cells[place] for place, name in enumerate(columns.fields) if name in _COUNTED]
    if any(not isinstance(cell, str) or of_text(cell).value is not None for cell in counted):
        return False
    first = next((cell for cell in cells if not is_nothing(cell)), "")
    dates = [cells[place] for place, name in enumerate(columns.fields) if name in _DATES]
    return is_label(first) or any(is_label(cell) for cell in (*counted, *dates))


def continues(cells: Sequence[Cell], columns: Columns, above: Sequence[Cell]) -> list[str]:
    """Return the texts of a row that goes on with the description above it, or nothing.

    Such a row has words where names and specifications stand and nothing else, while lines have numbers or codes.
    """
    words, marks = {"product_name", "specification", "note"}, ("line_no", "product_code", "customer_part_no")
    shown = {place: cell for place, cell in enumerate(cells) if not is_nothing(cell)}
    if not all(columns.fields[place] in words and isinstance(cell, str) for place, cell in shown.items()):
        return []
    marked = [place for name in marks for place in columns.of(name)]
    counted = columns.of("quantity")
    aside = all(_BESIDE.fullmatch(str(cell).strip()) for cell in shown.values())
    if not aside and not any(not is_nothing(above[place]) for place in marked):
        return []
    if not counted or any(is_nothing(above[place]) for place in counted):
        return []
    return [str(cell).strip() for cell in shown.values()]


def says_anything(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row without a product still has a key or a price; a number of the line alone says nothing."""
    return any(
        columns.fields[place] in _TELLING and not is_nothing(cell) and cell != 0 for place, cell in enumerate(cells)
    )


def is_note(cells: Sequence[Cell]) -> bool:
    """Tell whether the only cell of a row is words and no order's number: `以下为急单`, `1. Prices include tax`."""
    shown = [cell for cell in cells if not is_nothing(cell)]
    if len(shown) != 1 or not isinstance(shown[0], str):
        return False
    text = shown[0].strip()
    if not any(sign.isdecimal() for sign in text) or _NUMBERED_TERM.match(text):
        return True
    return len(_CHINESE.findall(text)) >= _WORDS_IN_CHINESE


def is_footer(cells: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row below the data is a remark, a signature or a label with its value."""
    shown = [cell for cell in cells if not is_nothing(cell)]
    if len(shown) == 1 and len([name for name in columns.fields if name]) > 1:
        return True
    return any(type(cell) is str and (is_label(cell) or ":" in cell or "：" in cell) for cell in shown)
