"""The sample files, where they are at hand."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples() -> Callable[[str], Path]:
    """The sample file of a name, or a skipped test where the folder `shared` does not lie beside the checkout."""
    folder = Path(__file__).parents[2] / "../shared/samples"

    def find(name: str) -> Path:
        if not (folder / name).exists():
            pytest.skip("the sample files are not beside this checkout")
        return (folder / name).resolve()

    return find
