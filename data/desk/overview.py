"""The desk at a glance: what it is, what it holds, what is late."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from data.desk.subject import Subject
from data.states import OrderState
from data.store.queries.desk import counts, facts
from data.store.queries.orders import count_by_state
from data.store.queries.overview import LastImport, last_import, late_decisions
from data.store.queries.policy import policy_version
from data.store.store_info import StoreInfo


@dataclass(frozen=True, slots=True)
class Glance:
    """What a clerk wants to see first.

    Attributes:
        states: how many orders are in each state.
        late: orders whose first decision was due and is not made (I7).
        rows: how many rows each table has, by the table's name.
        group: of the computer's accounts that share the desk, "" where it is one account's alone.
    """

    name: str
    zone: ZoneInfo
    policy: int
    created_at: datetime | None
    states: dict[OrderState, int]
    late: int
    rows: dict[str, int]
    last_import: LastImport | None
    group: str = ""


class Overview(Subject):
    """The desk about itself."""

    def glance(self) -> Glance:
        """Return what the desk holds."""
        context = self.context
        owners = context.sight().owners
        with context.store.reading() as reader:
            known = facts(reader)
            created = known.get("created_at")
            return Glance(
                name=known.get("name", ""),
                zone=context.policy(reader).zone,
                policy=policy_version(reader),
                created_at=datetime.fromisoformat(created) if created else None,
                states=count_by_state(reader, owners),
                late=late_decisions(reader, context.clock(), owners),
                rows=counts(reader),
                last_import=last_import(reader),
                group=known.get("group", ""),
            )

    def store(self) -> StoreInfo:
        """Return what there is to know about the database."""
        return self.context.store.info()
