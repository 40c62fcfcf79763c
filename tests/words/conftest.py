from collections.abc import Iterator

import pytest

from data import words


@pytest.fixture(params=words.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The test runs in each language of the desk."""
    tag = str(request.param)
    words.set_language(tag)
    yield tag
    words.set_language("en")
