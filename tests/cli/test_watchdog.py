"""A backup that hangs in a call which never comes back is ended all the same, and says so."""

import subprocess
import sys

_HANGING = """
import time
from data.store.deadline import Deadline
from orderclerk import watchdog

watchdog._LOOK = watchdog._GRACE = 0.02
with watchdog.watched(Deadline(0.05)):
    time.sleep(60)  # stands for a disk that does not answer
"""

_MOVING = """
from data.store.deadline import Deadline
from orderclerk import watchdog

watchdog._LOOK = watchdog._GRACE = 0.01
deadline = Deadline(30)
with watchdog.watched(deadline):
    for _ in range(100):
        deadline.moved()
print("done")
"""


def _run(program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)


def test_what_stands_still_is_ended() -> None:
    done = _run(_HANGING)
    assert done.returncode == 6
    assert "has not moved" in done.stderr


def test_what_moves_is_let_be() -> None:
    done = _run(_MOVING)
    assert (done.returncode, done.stdout) == (0, "done\n")
