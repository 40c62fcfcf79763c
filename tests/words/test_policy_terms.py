"""Every setting of the policy says what it means, and nothing is explained that is no setting."""

import tomllib
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from data.desk.making import default_policy
from data.rules.policy import Policy
from data.words.policy_terms import MEANINGS, meaning


def _keys(model: type[BaseModel], path: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        here = f"{path}{name}"
        yield here
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _keys(kind, f"{here}.")


def _written(table: Mapping[str, object], path: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield f"{path}{name}"
        if isinstance(value, Mapping):
            yield from _written(value, f"{path}{name}.")


def test_every_setting_has_a_meaning() -> None:
    known = set(_keys(Policy))
    assert [key for key in known if not meaning(key)] == []
    assert {key for key in known if key.count(".") < 2} - set(MEANINGS) == set()
    assert set(MEANINGS) - known == set()


def test_the_first_policy_shows_every_setting() -> None:
    written = set(_written(tomllib.loads(default_policy())))
    settings = {key for key in _keys(Policy) if key.count(".") == 1}
    assert settings - written == set()
