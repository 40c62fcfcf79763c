"""What was acknowledged is there after every writer was killed, and the desk is whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from data.store import check
from data.store.unit import Store

if TYPE_CHECKING:
    from datetime import datetime

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from data.store.unit import Store
now = datetime(2026, 11, 21, tzinfo=UTC)
with Store.open(Path(sys.argv[1])) as store:
    while True:
        with store.writing() as tx:
            seq = tx.event(at=now, actor="li", role="clerk", verb="v", subject="desk", subject_key="1", payload={})
            tx.commit()
        print(seq, flush=True)
"""


def test_killed_writers_lose_nothing_that_was_acknowledged(tmp_path: Path, now: datetime) -> None:
    Store.create(tmp_path / "desk", at=now, facts={}).close()
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "desk")],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    acknowledged = 0
    for writer in writers:
        assert writer.stdout is not None
        acknowledged = max(acknowledged, *(int(writer.stdout.readline()) for _ in range(20)))
    for writer in writers:
        writer.kill()
    for writer in writers:
        rest, _ = writer.communicate()
        acknowledged = max(
            acknowledged, *(int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")), 0
        )
    with Store.open(tmp_path / "desk") as store:
        assert check.check(store).good
        with store.reading() as reader:
            (last,) = reader.raw.execute("SELECT max(seq) FROM events").fetchone()
    # each writer may have committed one more that it did not come to acknowledge
    assert acknowledged <= last <= acknowledged + len(writers)
