"""The rooms as somebody at a terminal has them: first paint, rows, key to repaint, memory while scrolling.

    python benchmarks/bench_rooms.py [--orders N] [--rounds N] [--keys N] [--key-rounds N] [--scroll N]
                                     [--desk FOLDER] [--json]

The program runs in a terminal of 120 × 40. The first paint of the frame and of the first rows are compared with the
first paint of a bare Textual app; they take turns, and the medians are compared, so that a busy machine troubles both.
A key is pressed when what the last one caused is painted; it counts to the first output that it causes, and beside it
stands what it costs the processor, all that it causes included. Before each key one is pressed in Textual's own table
of 500 rows, in a program that does nothing else: where even that takes longer than the limit, the machine is busy, and
its time is the limit. Keys are pressed in some rounds, of which that one counts in which the host of the machine gave
least of the processor to others. The desk is made once and kept in `.desk/bench`.
Ends with 1 where a limit is passed.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.big_desk import PERSON, big_desk  # noqa: E402 - found from the repository's folder
from benchmarks.pseudo_terminal import Terminal  # noqa: E402

FRAME_LIMIT, ROWS_LIMIT, KEY_LIMIT, GROWTH_LIMIT = 1.3, 3.0, 20.0, 8.0
"""Times the bare app for frame and rows, milliseconds from key to repaint (95th percentile), MiB while scrolling."""

BARE = """\
from textual.app import App
from textual.widgets import Static


class Bare(App):
    def compose(self):
        yield Static("painted")


Bare().run()
"""

BARE_TABLE = """\
from textual.app import App
from textual.widgets import DataTable, Footer, Header


class Bare(App):
    def compose(self):
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns(*(f"column {number}" for number in range(8)))
        table.add_rows([[f"painted {row} {column}" for column in range(8)] for row in range(500)])
        table.focus()


Bare().run()
"""

KEYS = {
    "down": ("\x1b[B",),
    "page": ("\x1b[6~", "\x1b[6~", "\x1b[5~"),
    "end": ("\x1b[F", "\x1b[H"),
    "search": ("O", "s", "\x7f", "\x7f"),
}
_TURN = 200
"""Pages in one direction; where a list ends nothing is painted any more."""


def environment(folder: Path) -> dict[str, str]:
    """Return the surroundings of the programs: English, many colours, settings and caches of their own."""
    own = {name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "PYTHONPYCACHEPREFIX")}
    rest = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**rest, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}


def paints(commands: dict[str, list[str]], environ: dict[str, str], rounds: int) -> dict[str, float]:
    """Return the median seconds to the paints of the bare app, the frame, the rows."""
    taken: dict[str, list[float]] = {"bare": [], "frame": [], "rows": []}
    for number in range(rounds + 1):
        with Terminal(commands["bare"], environ, ROOT) as bare:
            seconds = {"bare": bare.until("painted")}
        with Terminal(commands["orderclerk"], environ, ROOT) as rooms:
            seconds |= {"frame": rooms.until("Intake"), "rows": rooms.until("SO-20")}
        if number:  # the first round compiles what it imports
            for name, value in seconds.items():
                taken[name].append(value)
    return {name: median(values) for name, values in taken.items()}


def stolen() -> float:
    """Return the seconds of the processor that the machine's host gave to others; 0 where nothing tells."""
    try:
        fields = Path("/proc/stat").read_text(encoding="utf-8").partition("\n")[0].split()
    except OSError:
        return 0.0
    return int(fields[8]) / os.sysconf("SC_CLK_TCK")


def pressed(table: Terminal, rooms: Terminal, count: int) -> dict[str, Any]:
    """Return for each kind of key, pressed so often, how long it takes to the repaint and what it costs."""
    found: dict[str, Any] = {}
    every: list[float] = []
    bare: list[float] = []
    began, lost = time.monotonic(), stolen()
    for name, keys in KEYS.items():
        if name == "search":
            rooms.press("/")
        worked, first, last = rooms.worked(), [], []
        for number in range(count):
            bare.append(table.press(KEYS["down"][0])[0] * 1000)
            to_first, to_last = rooms.press(keys[number % len(keys)])
            first.append(to_first * 1000)
            last.append(to_last * 1000)
        every += first
        found[name] = {
            "p50_ms": round(median(first), 1),
            "p95_ms": round(quantiles(first, n=20)[18], 1),
            "whole_p50_ms": round(median(last), 1),
            "cpu_ms": round((rooms.worked() - worked) / count * 1000, 1),
        }
        rooms.press("\x1b")
    return {
        **found,
        "p95_ms": round(quantiles(every, n=20)[18], 1),
        "bare_p95_ms": round(quantiles(bare, n=20)[18], 1),
        "stolen_percent": round(100 * (stolen() - lost) / (time.monotonic() - began), 1),
    }


def presses(
    commands: dict[str, list[str]], environ: dict[str, str], rounds: int, count: int, scroll: int
) -> dict[str, Any]:
    """Return what keys take in the quietest of some rounds, and how the memory grows."""
    with Terminal(commands["table"], environ, ROOT) as table, Terminal(commands["orderclerk"], environ, ROOT) as rooms:
        table.until("painted")
        rooms.until("SO-20")
        rooms.idle()
        every = [pressed(table, rooms, count) for _ in range(rounds)]
        found = min(every, key=lambda one: one["stolen_percent"])
        found["p95_ms_of_all"] = [one["p95_ms"] for one in every]
        before = 0
        for number in range(scroll):
            down = number // _TURN % 2 == 0
            rooms.send("\x1b[6~" if down else "\x1b[5~")
            if number == scroll // 4:  # by then all pages that are kept are there
                rooms.settle()
                before = rooms.memory()
        rooms.settle()
        found["growth_mib"] = round((rooms.memory() - before) / 2**20, 1)
        found["memory_mib"] = round(rooms.memory() / 2**20)
    return found


def main() -> int:
    """Measure and print what came out."""
    parser = argparse.ArgumentParser(description="the rooms in a terminal")
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keys", type=int, default=60, help="how often each kind of key is pressed")
    parser.add_argument("--key-rounds", type=int, default=3, help="rounds of keys; the quietest counts")
    parser.add_argument("--scroll", type=int, default=2_000, help="pages that are scrolled while memory is watched")
    parser.add_argument("--desk", type=Path, default=ROOT / ".desk" / "bench", help="where the desks are kept")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    desk = big_desk(asked.desk, asked.orders)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, program in (("bare", BARE), ("table", BARE_TABLE)):
            (folder / f"{name}.py").write_text(program, encoding="utf-8")
        commands = {
            "bare": [sys.executable, str(folder / "bare.py")],
            "table": [sys.executable, str(folder / "table.py")],
            "orderclerk": [sys.executable, "-m", "orderclerk", "--desk", str(desk), "--as", PERSON],
        }
        environ = environment(folder)
        seconds = paints(commands, environ, asked.rounds)
        keys = presses(commands, environ, asked.key_rounds, asked.keys, asked.scroll)
    frame, rows = seconds["frame"] / seconds["bare"], seconds["rows"] / seconds["bare"]
    within = {
        "frame": frame <= FRAME_LIMIT,
        "rows": rows <= ROWS_LIMIT,
        "keys": keys["p95_ms"] <= max(KEY_LIMIT, keys["bare_p95_ms"]),
        "memory": keys["growth_mib"] <= GROWTH_LIMIT,
    }
    if asked.json:
        print(json.dumps({"orders": asked.orders, "seconds": seconds, "keys": keys, "within": within}))
        return 0 if all(within.values()) else 1
    print(f"{asked.orders:,} orders; bare Textual app painted after {seconds['bare']:.3f} s")
    print(f"frame after {seconds['frame']:.3f} s, ratio {frame:.2f} (limit {FRAME_LIMIT:g})")
    print(f"rows after {seconds['rows']:.3f} s, ratio {rows:.2f} (limit {ROWS_LIMIT:g})")
    for name in KEYS:
        one = keys[name]
        print(
            f"{name}: repaint {one['p50_ms']} ms, p95 {one['p95_ms']} ms; all of it {one['whole_p50_ms']} ms, "
            f"of the processor {one['cpu_ms']} ms"
        )
    print(f"all keys: p95 {keys['p95_ms']} ms (limit {KEY_LIMIT:g}); bare table: p95 {keys['bare_p95_ms']} ms")
    others = ", ".join(f"{one} ms" for one in keys["p95_ms_of_all"])
    print(f"the machine's host took {keys['stolen_percent']}% of a processor meanwhile; p95 of each round: {others}")
    print(f"memory {keys['memory_mib']} MiB; {keys['growth_mib']:+} MiB while scrolling (limit {GROWTH_LIMIT:g})")
    return 0 if all(within.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
