"""The policy's table `[review.joint]`: what the opinion of a joint review needs (R6)."""

from typing import Literal

from data.rules.policy_tables import Table


class JointRules(Table):
    """What the opinion of a joint review needs; a policy without this table asks for nothing."""

    minutes: bool = False
    """Whether a meeting must have left its sheet."""
    signatures: Literal["all", "none"] = "none"
    """Whether every department that gave an opinion must have signed the sheet."""
