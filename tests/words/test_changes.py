from datetime import UTC

import pytest

from data.rules.review import FieldChange
from data.words.changes import change_text

CHANGES = [
    ("lines.2.unit_price", 79_000_000, 86_500_000, "line 2, unit price: 79.00 → 86.50"),
    ("lines.1.quantity", 5_000_000, 1_500_000, "line 1, quantity: 5 → 1.5"),
    ("lines.2", 2, None, "line 2 removed"),
    ("lines.3", None, 3, "line 3 added"),
    ("total", 43250, 0, "total: 432.50 → 0.00"),
    ("discount_rate", 0, 62_500, "discount: 0% → 6.25%"),
    ("requested_date", "2026-12-08", None, "requested delivery date: 8 Dec 2026 → –"),
    ("received_at", "2026-12-08T06:30:00+00:00", "", "received at: 8 Dec 2026 06:30 → –"),
    ("handling_class", "ordinary", "urgent", "handling class: ordinary → urgent"),
    ("payment_terms", "", "[bold]30 days\x1b[0m", "payment terms: – → [bold]30 days"),
    ("on_hold", True, False, "on hold: yes → no"),
    ("extra.Farbe", None, "red", "Farbe: – → red"),
    ("special_requirements", "2026-99-99", "2026-12-0x", "special requirements: 2026-99-99 → 2026-12-0x"),
]


@pytest.mark.parametrize(("path", "before", "after", "text"), CHANGES, ids=[change[0] for change in CHANGES])
def test_a_change_is_told_as_people_read_it(
    path: str, before: str | int | None, after: str | int | None, text: str
) -> None:
    assert change_text(FieldChange(path, before, after), "CNY", UTC).startswith(text)


@pytest.mark.usefixtures("language")
def test_every_language_has_both_values() -> None:
    found = change_text(FieldChange("lines.2.unit_price", 79_000_000, 86_500_000), "CNY", UTC)
    assert "79.00" in found
    assert "86.50" in found
