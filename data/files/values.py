"""Turns the cells of one column into values of its field; what cannot be read becomes a fault with a code.

A column is read as a whole: the order of day and month, the decimal sign and whether a rate is a share or a per cent
are decided once from all its cells.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import NamedTuple

from data.amounts import MASK
from data.files import dates, numbers, rates
from data.files.columns import cell_words, choices, currencies, normal
from data.files.fields import Field, Kind
from data.files.grids import Cell

Value = str | int | Decimal | date | datetime | None

NOTHING = frozenset(
    {"null", "n/a", "#n/a", "na", "-", "--", "---", "—", "——", "–", "无", "無", "none", "nil", "/", "\\", "(null)"}
)
"""Texts that programs and people write into cells that are empty."""

SHORTENED = re.compile(r"\d\.\d+E\+\d{2,}")
"""What a spreadsheet shows of a long number that does not fit its column; saved as text, its last digits are lost."""

MAX_TEXT = 20_000
"""The longest text of a field; longer ones are no code, name or note."""

_LONGEST_WORD = 24
_WIDE = " \t\r\n\u00a0\u3000\ufeff\u200b"


class Fault(NamedTuple):
    """Why a cell was not read; the row is refused where it is fatal."""

    code: str
    detail: str = ""
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a column depends on besides its cells.

    Attributes:
        today: the date of the import, for dates without a year.
        zone: where times without an offset were read from a clock.
        date_order: `dmy`, `mdy`, `ymd` or "", where the office or the user said so.
        own: the desk wrote the sheet; texts are taken as they stand.
        table_order: the order of day and month that some other column of the sheet proves.
        european: other columns of the sheet write decimals with a comma, and none with a point.
    """

    today: date
    zone: tzinfo = UTC
    date_order: str = ""
    own: bool = False
    table_order: str = ""
    european: bool = False


@dataclass(slots=True)
class Column:
    """The values of one column, one per row; faults, units and currencies by place among the rows.

    `remarks` are codes and details that concern the whole column; `kept` are texts that the field has no place for.
    """

    values: list[Value]
    faults: dict[int, Fault] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    currencies: dict[int, str] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    kept: dict[int, str] = field(default_factory=dict)


def text_of(cell: Cell) -> str:
    """Return a cell as a person reads it: whole numbers without `.0`, no exponents, dates as ISO 8601."""
    if type(cell) is str:
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell != cell or cell in {float("inf"), float("-inf")}:  # noqa: PLR0124 - how NaN shows itself
            return str(cell)
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _says(text: str, meaning: str) -> bool:
    """Tell whether a text says that its value is not known yet (`open`), or that there is nothing to pay (`free`)."""
    plain = text.strip(_WIDE)
    if len(plain) > _LONGEST_WORD or plain[:1].isdecimal():
        return False
    return normal(plain) in cell_words(meaning) or (meaning == "open" and not plain.strip("?？"))


def is_nothing(cell: Cell) -> bool:
    """Tell whether a cell is empty or says so."""
    return type(cell) is str and (not (plain := cell.strip(_WIDE)) or plain.casefold() in NOTHING)


def read(
    spec: Field,
    cells: Sequence[Cell],
    context: Context,
    hints: frozenset[str] = frozenset(),
    heading: str = "",
    proof: rates.Scale | None = None,
) -> Column:
    """Read the cells of a column as the kind of its field says.

    Args:
        spec: the field.
        cells: the column's cells, one per row.
        context: what else reading depends on.
        hints: what the heading says besides (see `Columns.hints`).
        heading: the column's heading.
        proof: how the numbers of a discount column are meant, where prices and totals prove it.
    """
    if spec.kind in {Kind.CODE, Kind.TEXT, Kind.FREE}:
        return _texts(spec, cells, context)
    column = Column([None] * len(cells))
    if spec.kind in {Kind.DATE, Kind.MOMENT}:
        reader = _date_reader(spec.kind, cells, context, column)
    elif spec.kind in {Kind.DISCOUNT, Kind.TAX}:
        reader = _rate_reader(spec.kind, cells, hints, heading, context, column, proof)
    elif spec.kind is Kind.CURRENCY:
        reader = _currency_reader(column)
    elif spec.kind is Kind.CHOICE:
        reader = _choice_reader(spec.shared or spec.name, column)
    else:
        reader = _number_reader(spec.kind, cells, context, column)
    for place, cell in enumerate(cells):
        if cell == "" or (type(cell) is str and not context.own and is_nothing(cell)):
            continue
        column.values[place] = reader(place, cell)
    if spec.kind in {Kind.CURRENCY, Kind.CHOICE}:
        column.values = ["" if value is None else value for value in column.values]
    for code in hints & set(currencies().values()):
        for place in range(len(cells)):
            column.currencies.setdefault(place, code)
    return column


def _texts(spec: Field, cells: Sequence[Cell], context: Context) -> Column:
    column = Column([""] * len(cells))
    values = column.values
    nothing = NOTHING if spec.kind is not Kind.FREE and not context.own else frozenset()
    for place, cell in enumerate(cells):
        if cell == "":
            continue
        text = text_of(cell)
        if not context.own:
            text = text.strip(_WIDE)
            if len(text) < 8 and text.casefold() in nothing:  # noqa: PLR2004 - longer than any word of NOTHING
                continue
        if text == MASK:  # out of an export for somebody who does not see what stood there
            column.faults[place] = Fault("masked")
            continue
        if len(text) > MAX_TEXT:
            column.faults[place] = Fault("too_long", str(MAX_TEXT))
            continue
        if spec.kind is Kind.CODE and not context.own and "E+" in text and SHORTENED.fullmatch(text):
            column.faults[place] = Fault("shortened")
        values[place] = text
    return column


def _european(cells: Sequence[Cell], context: Context, column: Column) -> bool:
    """Tell whether the column writes decimals with a comma; where it does not show, the sheet's other columns do."""
    found = numbers.is_european(cells)
    if found is not None or not context.european:
        return bool(found)
    texts = [cell for cell in cells if type(cell) is str and not is_nothing(cell)]
    doubtful = next((text for text in texts if numbers.is_doubtful(text)), "")
    # 1,200 beside 500 is typed with a separator of thousands; 1,200 beside 500,000 is printed with three decimals
    comma = all("," in text for text in texts) if "," in doubtful else True
    value = numbers.of_text(doubtful, european=comma).value if doubtful else None
    if value is not None:
        column.remarks.append(("doubtful_numbers", f"{doubtful.strip()} = {value.normalize():f}"))
    return comma


def _number_reader(kind: Kind, cells: Sequence[Cell], context: Context, column: Column) -> Callable[[int, Cell], Value]:
    european = _european(cells, context, column)

    floats: dict[float, tuple[Value, Fault | None]] = {}

    def reader(place: int, cell: Cell) -> Value:
        if type(cell) is float:
            if cell not in floats:
                floats[cell] = _checked(kind, numbers.of_float(cell), cell)
            value, fault = floats[cell]
        elif isinstance(cell, str) and _says(cell, "open"):
            column.faults[place] = Fault("still_open", fatal=False)
            column.kept[place] = cell.strip(_WIDE)
            return None
        elif isinstance(cell, str) and kind is Kind.PRICE and _says(cell, "free"):
            column.kept[place] = cell.strip(_WIDE)
            return Decimal(0)
        else:
            number = _number(cell, european)
            if number.percent or (number.unit and not _may_have_unit(kind, number.unit)):  # 100/件 counts nothing
                number = numbers.NOT_A_NUMBER
            if number.currency:
                column.currencies[place] = number.currency
            if number.unit and kind is not Kind.PRICE:  # of 12.50/pc the number is the price, and the unit no surprise
                column.units[place] = number.unit
            value, fault = _checked(kind, number, cell)
            if kind is Kind.PRICE and number.per > 1 and isinstance(value, Decimal):
                value /= number.per
        if fault is not None:
            column.faults[place] = fault
            if not fault.fatal:
                column.kept[place] = text_of(cell)
        return value

    return reader


def _may_have_unit(kind: Kind, unit: str) -> bool:
    if unit.startswith("/"):
        return kind is Kind.PRICE
    return kind in _WITH_UNITS or (kind is Kind.WHOLE and normal(unit) in _DAYS)


def _checked(kind: Kind, number: numbers.Number, cell: Cell) -> tuple[Value, Fault | None]:
    fault = _number_fault(kind, number, cell)
    if fault is not None or number.value is None:
        return None, fault
    return (int(number.value) if kind is Kind.WHOLE else number.value), None


_WITH_UNITS = frozenset({Kind.QUANTITY, Kind.COUNT, Kind.PRICE})
_DAYS = frozenset({"d", "day", "days", "workingdays", "天", "日", "个工作日", "工作日"})
_EXACT = frozenset({Kind.QUANTITY, Kind.COUNT, Kind.PRICE})


def _number_fault(kind: Kind, number: numbers.Number, cell: Cell) -> Fault | None:
    value = number.value
    if kind is Kind.WHOLE and (value is None or value < 0 or value != value.to_integral_value()):
        return Fault("not_whole", fatal=False)  # 1-1, 2.3, "about 5 weeks": kept as text
    if value is None:
        return Fault(number.code, str(numbers.LARGEST) if number.code == "too_large" else "")
    if value < 0 and kind is not Kind.SIGNED:
        return Fault("negative")
    if value == 0 and kind is Kind.QUANTITY:
        return Fault("zero")
    if kind in _EXACT and type(cell) is str and numbers.too_precise(value, cell):
        return Fault("too_precise", str(numbers.DECIMALS))
    return None


def _number(cell: Cell, european: bool) -> numbers.Number:
    if isinstance(cell, str):
        return numbers.of_text(cell, european=european)
    if isinstance(cell, bool | date):
        return numbers.NOT_A_NUMBER
    if isinstance(cell, Decimal):
        return numbers.Number(cell) if abs(cell) <= numbers.LARGEST else numbers.Number(code="too_large")
    return numbers.of_float(float(cell))


def _date_reader(kind: Kind, cells: Sequence[Cell], context: Context, column: Column) -> Callable[[int, Cell], Value]:
    order = dates.order_of(cells, context.today) or context.date_order or context.table_order
    cache: dict[str, dates.Moment] = {}

    def reader(place: int, cell: Cell) -> Value:
        if isinstance(cell, str):
            moment = cache.get(cell)
            if moment is None:
                moment = cache[cell] = dates.read(cell, order, context.today, context.zone)
        elif isinstance(cell, Decimal | bool):
            moment = dates.Moment(code="bad_date")
        else:
            moment = dates.read(cell, order, context.today, context.zone)
        if moment.code and isinstance(cell, str) and _says(cell, "open"):
            column.faults[place] = Fault("still_open", fatal=False)
            column.kept[place] = cell.strip(_WIDE)
            return None
        if moment.code:
            column.faults[place] = Fault(moment.code)
            return None
        if moment.guessed:
            column.faults[place] = Fault("guessed_year", str(moment.value), fatal=False)
        value = moment.value
        if kind is Kind.DATE:
            return _day(value, context.zone) if isinstance(value, datetime) else value
        if not isinstance(value, datetime) and value is not None:
            value = datetime(value.year, value.month, value.day, tzinfo=context.zone)
        return None if value is None else value.astimezone(UTC)

    return reader


def _day(at: datetime, zone: tzinfo) -> date:
    """Return the office's date of a time; the first and the last minute of a day are how programs write a mere date."""
    clock = at.time()
    is_date = clock == time.min or (clock.hour, clock.minute) == (23, 59)
    return at.date() if is_date else at.astimezone(zone).date()


def _rate_reader(
    kind: Kind,
    cells: Sequence[Cell],
    hints: frozenset[str],
    heading: str,
    context: Context,
    column: Column,
    proof: rates.Scale | None,
) -> Callable[[int, Cell], Value]:
    numbers_of: dict[int, numbers.Number] = {}
    european = _european(cells, context, column)
    for place, cell in enumerate(cells):
        if cell != "" and not is_nothing(cell):
            numbers_of[place] = _number(cell, european)
    plain = [number.value for number in numbers_of.values() if number.value is not None and not number.percent]
    if context.own:
        scale = rates.Scale()
    elif kind is Kind.TAX:
        scale = rates.tax_scale(plain, percent="percent" in hints)
    elif proof is not None:
        scale = proof
    else:
        scale = rates.discount_scale(plain, heading, percent="percent" in hints)
        if scale.guessed:
            column.remarks.append(("guessed_discount", scale.name))

    def reader(place: int, cell: Cell) -> Value:
        typed = rates.typed(kind is Kind.TAX, cell) if isinstance(cell, str) else None
        if typed is not None:
            return typed
        number = numbers_of.get(place, numbers.NOT_A_NUMBER)
        if number.value is None or number.unit or number.currency:
            column.faults[place] = Fault("not_a_number")
            return None
        if number.value < 0:
            column.faults[place] = Fault("negative")
            return None
        share = scale.share(number.value, percent=number.percent)
        if not 0 <= share <= 1:
            column.faults[place] = Fault("out_of_range", "0-100 %")
            return None
        return share

    return reader


def _currency_reader(column: Column) -> Callable[[int, Cell], Value]:
    def reader(place: int, cell: Cell) -> Value:
        text = text_of(cell).strip(_WIDE)
        plain = unicodedata.normalize("NFKC", text).casefold()
        found = currencies().get(plain) or currencies().get(normal(text))
        if found:
            return found
        if len(text) == 3 and text.isascii() and text.isalpha():  # noqa: PLR2004 - ISO 4217 codes have three letters
            return text.upper()
        column.faults[place] = Fault("unknown_currency", fatal=False)
        column.kept[place] = text
        return ""

    return reader


def _choice_reader(name: str, column: Column) -> Callable[[int, Cell], Value]:
    known = choices(name)

    def reader(place: int, cell: Cell) -> Value:
        text = text_of(cell).strip(_WIDE)
        found = known.get(normal(text))
        if found is None:
            column.faults[place] = Fault("unknown_choice", ", ".join(sorted(set(known.values()))), fatal=False)
            column.kept[place] = text
        return found or ""

    return reader
