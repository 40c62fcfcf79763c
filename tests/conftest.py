"""What holds for every test: English, no deadline, and nothing of the developer's own desk or terminal."""

import gc
import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from data import words

# Processes that tests start inherit this, too.
for name in [key for key in os.environ if key.startswith("ORDERCLERK_")]:
    del os.environ[name]
for name in ("LANG", "LANGUAGE", "LC_MESSAGES", "FORCE_COLOR", "COLUMNS", "LINES"):
    os.environ.pop(name, None)
os.environ["LC_ALL"] = "C.UTF-8"

# A shell that runs the tests in the background ignores interrupts, and every program that a test starts inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Screens are full of circles; looking for them after every few hundred objects took an eighth of the time of the tests.
gc.set_threshold(100_000, 50, 100)

# How long an example takes says more about the other tests on the same machine than about the code.
settings.register_profile("desk", deadline=None)
if "CI" not in os.environ:  # there Hypothesis takes its own profile, which is without a deadline and repeatable
    settings.load_profile("desk")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A test that switches the language does not decide what the next one reads."""
    words.set_language("en")
    yield
    words.set_language("en")
