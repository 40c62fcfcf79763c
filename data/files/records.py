"""Customers and products: one row, one record."""

import dataclasses
from decimal import Decimal
from typing import Any

from data.drafts import DraftCustomer, DraftProduct, Reading, RefusedRow, Subject
from data.files.cells import Body, extra_heading


def reading(body: Body) -> Reading:
    """Return the records of a table; a row without code and name, or with a code that stands above, is refused."""
    _check(body)
    refused: list[RefusedRow] = []
    kept: list[dict[str, Any]] = []
    for row in range(len(body.table.rows)):
        if body.is_refused(row):
            refused.append(body.refused(row))
            continue
        record: dict[str, Any] = {
            name: column.values[row] for name, column in body.columns.items() if column.values[row] is not None
        }
        record["row"] = body.table.rows[row].number
        record["extra"] = {extra_heading(heading)[1]: texts[row] for heading, texts in body.extras if texts[row]}
        _currency(body, row, record)
        kept.append(record)
    drafts: Any
    if body.subject is Subject.CUSTOMERS:
        drafts = tuple(DraftCustomer(**record) for record in kept)
    else:
        drafts = tuple(DraftProduct(**_plain(record)) for record in kept)
    columns = body.table.columns
    mapping = {heading: name for heading, name in zip(columns.headings, columns.fields, strict=True) if heading}
    problems = (*body.table.problems, *body.warnings())
    return Reading(body.subject, columns.headings, mapping, drafts, tuple(refused), problems, body.table.grid.sheet)


def _check(body: Body) -> None:
    codes = body.columns["code"].values if "code" in body.columns else None
    names = body.columns["name"].values if "name" in body.columns else None
    seen: dict[object, int] = {}
    for row in range(len(body.table.rows)):
        code = codes[row] if codes else ""
        if not code and not (names and names[row]):
            body.note(row, "code" if codes else "name", "missing")
        elif code in seen:
            body.note(row, "code", "twice_in_file", str(code), str(body.table.rows[seen[code]].number))
        elif code and not body.is_refused(row):
            seen[code] = row


def _currency(body: Body, row: int, record: dict[str, Any]) -> None:
    """Take the currency from the sign beside a price or a limit where no column states it."""
    if record.get("currency"):
        return
    for name in ("list_price", "standard_cost", "credit_limit"):
        if name in body.columns and row in body.columns[name].currencies and body.columns[name].values[row] is not None:
            record["currency"] = body.columns[name].currencies[row]


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    known = {each.name for each in dataclasses.fields(DraftProduct)}
    return {
        name: int(value) if name == "lead_days" and isinstance(value, Decimal) else value
        for name, value in record.items()
        if name in known
    }
