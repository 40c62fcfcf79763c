"""What follows from opinions of a review: conditions, departments that took note; and calls for the supervisor."""

from dataclasses import dataclass
from datetime import date, datetime

from data.states import Review, Role


@dataclass(frozen=True, slots=True)
class ReviewCondition:
    """A condition under which a department passed the order (R9); `owner` is a person, or the name of a role."""

    condition_no: int
    round: int
    review: Review
    text: str
    owner: str
    due: date
    at: datetime
    by: str
    result: str = ""
    resolved_at: datetime | None = None
    resolved_by: str = ""


@dataclass(frozen=True, slots=True)
class SupervisorCall:
    """A call for the supervisor because something is stuck, and the answer (P4)."""

    call_no: int
    text: str
    due_at: datetime
    at: datetime
    by: str
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class NoteTaken:
    """A department that took note of the order after the approval of a round."""

    round: int
    department: Role
    by: str
    at: datetime
