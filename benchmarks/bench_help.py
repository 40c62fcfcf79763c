"""How long `orderclerk --help` takes, against `--help` of a bare Typer program of one command, as whole processes.

They take turns, and the medians are compared, so that a busy machine troubles both.

    python benchmarks/bench_help.py [--rounds N] [--json]

Ends with 1 where it takes more than LIMIT times as long.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

LIMIT = 1.5
"""Times the bare program. What is measured lies below it; the rest is for other machines."""

ROOT = Path(__file__).parents[1]
BARE = '''\
import typer

app = typer.Typer()


@app.command()
def greet(name: str = "world") -> None:
    """Say hello."""
    print(f"hello {name}")


app()
'''


def seconds_of(command: list[str], environ: dict[str, str]) -> float:
    """Return how long a process takes; one that fails ends the benchmark."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environ)
    return time.perf_counter() - began


def main() -> int:
    """Take turns and print what came out."""
    parser = argparse.ArgumentParser(description="orderclerk --help against a bare Typer program")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}
    taken: dict[str, list[float]] = {"orderclerk": [], "bare": []}
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "bare.py"
        program.write_text(BARE, encoding="utf-8")
        commands = {
            "orderclerk": [sys.executable, "-m", "orderclerk", "--help"],
            "bare": [sys.executable, str(program), "--help"],
        }
        for command in commands.values():  # the first run compiles what it imports
            seconds_of(command, environ)
        for _ in range(asked.rounds):
            for name, command in commands.items():
                taken[name].append(seconds_of(command, environ))
    medians = {name: median(seconds) for name, seconds in taken.items()}
    ratio = medians["orderclerk"] / medians["bare"]
    passed = ratio <= LIMIT
    if asked.json:
        print(
            json.dumps({"rounds": asked.rounds, "seconds": medians, "ratio": ratio, "limit": LIMIT, "passed": passed})
        )
    else:
        print(f"orderclerk {medians['orderclerk']:.3f} s, bare Typer {medians['bare']:.3f} s; {asked.rounds} rounds")
        print(f"ratio orderclerk --help/bare Typer --help: {ratio:.2f} (limit {LIMIT:g})")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
