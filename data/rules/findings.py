"""What one check found, before the policy says how much weight that has (R1)."""

from dataclasses import dataclass

from data.rules.facts import Fact, See


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found.

    Attributes:
        evidence: its facts.
        bad: whether something is not as it should be.
        unknown: whether the desk does not know enough to tell, where nothing is bad.
        see: the way to the data behind it.
        fatal: whether what is bad fails, whatever weight the policy gives this check.
    """

    evidence: tuple[Fact, ...] = ()
    bad: bool = False
    unknown: bool = False
    see: See | None = None
    fatal: bool = False
