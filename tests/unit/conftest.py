"""The policy that comes with the program."""

import pytest

from data.desk.making import default_policy
from data.rules.policy import Policy, parse


@pytest.fixture(scope="session")
def policy() -> Policy:
    return parse(default_policy())
