"""What the numbers of an order sheet prove about its columns, where the headings leave it open.

Quantity times price gives the total of a line: so it shows which of two columns is the quantity, whether a column of
totals is of lines or of orders, and for how many pieces a price is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.drafts import Problem, Subject, Where
from data.files import pricing, values
from data.files.columns import normal, total_words
from data.files.fields import SPECS, Level
from data.files.numbers import per_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.files.cells import Body
    from data.files.grids import Cell
    from data.files.values import Column, Context, Value

_AMOUNTS = ("stated_total", "line_total_gross", "line_total_net", "order_stated_total")
_MYRIADS = (("万", Decimal(10_000)), ("千", Decimal(1000)))
_FEWEST_SIZES = 2


def settle(body: Body, cells: Sequence[Sequence[Cell]], context: Context) -> None:
    """Put the columns of quantities, prices and totals right; `cells` are the raw cells, column by column."""
    if body.subject is not Subject.ORDERS or context.own:
        return
    if not any(SPECS[body.subject][name].level is Level.LINE for name in body.columns):
        return
    pieces = body.columns.pop("price_per").values if "price_per" in body.columns else None
    if "quantity" not in body.columns or not _agrees(body, body.columns["quantity"]):
        for name, column in body.columns.items():
            heading = body.table.columns.headings[body.places[name]]
            if name in pricing.PRICES:
                _divide(column, pieces or [per_of(heading)] * len(column.values))
            elif name in _AMOUNTS:
                _multiply(column, heading)
    _choose_quantity(body, cells, context)
    _quantity_of_sizes(body, cells, context)
    _total_of_lines(body)


def _divide(column: Column, pieces: Sequence[Value]) -> None:
    for row, (price, per) in enumerate(zip(column.values, pieces, strict=True)):
        if isinstance(price, Decimal) and isinstance(per, int) and per > 1:
            column.values[row] = price / per


def _multiply(column: Column, heading: str) -> None:
    """Take amounts in ten thousands or thousands of the currency (金额(万元)) for what they are."""
    plain = normal(heading)
    for word, factor in _MYRIADS:
        if f"{word}元" in plain or plain.endswith(f"{word}美元"):
            column.values = [value * factor if isinstance(value, Decimal) else value for value in column.values]
            return


def _agrees(body: Body, quantity: Column) -> bool:
    columns = {**body.columns, "quantity": quantity}
    prices = [name for name in pricing.PRICES if name in columns]
    totals = [name for name in _AMOUNTS if name in columns]
    return any(pricing.agrees(columns, price, total, otherwise=False) for price in prices for total in totals)


def _choose_quantity(body: Body, cells: Sequence[Sequence[Cell]], context: Context) -> None:
    """Of several columns that say quantity take the one that price and total prove, else remark which was taken."""
    if "quantity" not in body.columns or _agrees(body, body.columns["quantity"]):
        return
    headings = body.table.columns.headings
    taken = body.places["quantity"]
    for rival in body.table.columns.rivals:
        column = _quantities(cells[rival], context)
        if _agrees(body, column):
            for row in body.columns["quantity"].faults:
                _forget(body, row, "quantity")
            body.columns["quantity"], body.places["quantity"] = column, rival
            body.note_faults(rival, "quantity", column, cells[rival])
            _swap_extra(body, headings[rival], headings[taken], cells[taken])
            return
    for rival in body.table.columns.rivals:
        where = Where(body.file, body.table.grid.sheet, body.table.header, headings[rival])
        body.remarks.append(Problem(where, "quantity", "rival_column", headings[rival], headings[taken], fatal=False))


def _forget(body: Body, row: int, name: str) -> None:
    left = [problem for problem in body.problems.get(row, ()) if problem.field != name]
    if left:
        body.problems[row] = left
    else:
        body.problems.pop(row, None)


def _swap_extra(body: Body, old: str, new: str, cells: Sequence[Cell]) -> None:
    texts = [values.text_of(cell).strip() for cell in cells]
    body.extras = [(new, texts) if heading == old else (heading, kept) for heading, kept in body.extras]


def _quantity_of_sizes(body: Body, cells: Sequence[Sequence[Cell]], context: Context) -> None:
    """Find the quantity of a line in a sheet with a column for each size: the total that is the sum of the sizes."""
    if "quantity" in body.columns:
        return
    columns = body.table.columns
    for place, heading in enumerate(columns.headings):
        if columns.fields[place] not in {"", "stated_total"} or normal(heading) not in total_words():
            continue
        sums = _quantities(cells[place], context)
        read = (_quantities(cells[other], context).values for other in range(place) if not columns.fields[other])
        sizes = [size for size in read if any(size)]
        if len(sizes) < _FEWEST_SIZES or not any(sums.values):
            continue
        added = [
            sum((each for each in row if isinstance(each, Decimal)), Decimal(0)) for row in zip(*sizes, strict=True)
        ]
        if all(total is None or total == one for total, one in zip(sums.values, added, strict=True)):
            body.columns["quantity"], body.places["quantity"] = sums, place
            if columns.fields[place] == "stated_total":
                del body.columns["stated_total"], body.places["stated_total"]
            body.extras = [extra for extra in body.extras if extra[0] != heading]
            return


def _quantities(cells: Sequence[Cell], context: Context) -> Column:
    return values.read(SPECS[Subject.ORDERS]["quantity"], cells, context)


def _total_of_lines(body: Body) -> None:
    """Take a total that is named like an order's and is quantity times price for what it is, a line's."""
    if "order_stated_total" not in body.columns or any(name in body.columns for name in pricing.TOTALS):
        return
    price = next((name for name in pricing.PRICES if name in body.columns), "")
    if price and pricing.agrees(body.columns, price, "order_stated_total", otherwise=False):
        body.columns["stated_total"] = body.columns.pop("order_stated_total")
        body.places["stated_total"] = body.places.pop("order_stated_total")


def doubt(body: Body, chosen: pricing.Pricing) -> None:
    """Remark rows whose total is not quantity times price; where most are so, remark the column once."""
    if not chosen.price or not chosen.total:
        return
    compared, unlike = pricing.disagreeing(body.columns, chosen.price, chosen.total)
    heading = body.table.columns.headings[body.places[chosen.total]]
    if len(unlike) * 2 > compared:
        where = Where(body.file, body.table.grid.sheet, body.table.header, heading)
        body.remarks.append(Problem(where, chosen.total, "totals_unlike", heading, fatal=False))
        return
    for row, stated, amount in unlike:
        body.note(row, chosen.total, "total_unlike", f"{stated:f}", f"{amount:f}", fatal=False)
