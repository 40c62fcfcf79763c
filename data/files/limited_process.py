"""Runs another script of this folder with little memory: `python limited_process.py SCRIPT`.

A library in a language without exceptions may ask for all the memory of the computer where a number in a file claims an
absurd size. This file is run as a script and imports nothing of the project, no more than what it runs.
"""

import runpy
import sys

MAX_MEMORY = 4 * 1024**3
"""Address space of the process, where the system can limit it."""


def limit_memory() -> None:
    """Let this process have no more memory than that, and leave no image of it where it fails."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return  # some systems know the limit and do not let it be set


if __name__ == "__main__":
    limit_memory()
    runpy.run_path(sys.argv[1], run_name="__main__")
