"""Work centres and suppliers: where order lines can be allocated (A3, A6)."""

from collections.abc import Mapping

from data.desk.subject import Subject
from data.errors import AlreadyExists, BadValue
from data.rules.roles import acting_role
from data.rules.typed import check_text
from data.rules.workflow import Verb
from data.store.queries.parties import suppliers, work_centres
from data.store.tables.parties import SupplierRow, WorkCentreRow

ENTER = "enter"
"""The verb under which a work centre or a supplier is entered."""


class Places(Subject):
    """The office's work centres and suppliers."""

    def enter_work_centre(self, code: str, name: str, *, weekly_capacity: int = 0, note: str = "") -> int:
        """Enter a work centre and return the number of the event.

        Args:
            code: by which allocations name it; unique.
            name: as people call it.
            weekly_capacity: what it finishes in a week, a quantity scaled by a million (A3).
            note: anything else.

        Raises:
            AlreadyExists: the code is taken. BadValue: code or name is empty or unreadable, or a number is negative.
        """
        return self._enter(
            "work_centre",
            {"code": code, "name": name, "note": note},
            {"weekly_capacity": weekly_capacity},
        )

    def enter_supplier(
        self,
        code: str,
        name: str,
        *,
        contact: str = "",
        phone: str = "",
        email: str = "",
        address: str = "",
        lead_days: int | None = None,
        note: str = "",
    ) -> int:
        """Enter a supplier and return the number of the event; `lead_days` are calendar days.

        Raises:
            AlreadyExists: the code is taken. BadValue: code or name is empty or unreadable, or a number is negative.
        """
        texts = {"code": code, "name": name, "contact": contact, "phone": phone, "email": email, "address": address}
        return self._enter("supplier", {**texts, "note": note}, {"lead_days": lead_days})

    def _enter(self, subject: str, texts: Mapping[str, str], numbers: Mapping[str, int | None]) -> int:
        """Write the row and its event in one transaction."""
        for name, text in texts.items():
            check_text(name, text)
        plain = {name: text.strip() for name, text in texts.items()}
        for name in ("code", "name"):
            if not plain[name]:
                raise BadValue(name, texts[name], "missing")
        for name, value in numbers.items():
            if value is not None and value < 0:
                raise BadValue(name, str(value), "negative")
        values: dict[str, object] = {**plain, **numbers}
        context = self.context
        centre = subject == "work_centre"
        with context.store.writing() as tx:
            known = work_centres(tx) if centre else suppliers(tx)
            if plain["code"] in {place.code for place in known}:
                raise AlreadyExists(subject, plain["code"])
            tx.insert(WorkCentreRow if centre else SupplierRow, values)
            event = tx.event(
                at=context.clock(),
                actor=context.person,
                role=acting_role(Verb.ALLOCATE, context.roles(context.policy(tx))),
                verb=ENTER,
                subject=subject,
                subject_key=plain["code"],
                payload={subject: {name: value for name, value in values.items() if value not in ("", None)}},
            )
            tx.commit()
        return event
