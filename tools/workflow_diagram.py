"""Draws the workflow table into docs/architecture.md, between the two marks; a test holds the file to the table.

python tools/workflow_diagram.py            writes the file
python tools/workflow_diagram.py --check    says whether it is up to date
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from data.rules.workflow import EDGES, STAGES, Stage, Verb

if TYPE_CHECKING:
    from data.states import OrderState

PAGE = Path(__file__).parents[1] / "docs" / "architecture.md"
BEGIN = "<!-- workflow: made by tools/workflow_diagram.py from data/rules/workflow.py -->"
END = "<!-- end of workflow -->"


def diagram() -> str:
    """Return the states and the verbs that lead from one to another, and per state the verbs that stay in it."""
    moves: dict[tuple[OrderState, OrderState], list[str]] = {}
    for edge in EDGES:
        for to in edge.to:
            if to != edge.state and edge.verb is not Verb.CANCEL:
                moves.setdefault((edge.state, to), []).append(edge.verb.value)
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> draft: new",
        "    [*] --> clarifying: import",
        "    [*] --> received: import",
    ]
    lines += [f"    {state} --> {to}: {', '.join(verbs)}" for (state, to), verbs in moves.items()]
    lines += ["    archived --> [*]", "    cancelled --> [*]", "```", ""]
    cancellable = ", ".join(f"`{edge.state}`" for edge in EDGES if edge.verb is Verb.CANCEL)
    lines += [
        f"`cancel` leads to `cancelled` from {cancellable}.",
        "",
        "| room | verb | in these states |",
        "|---|---|---|",
    ]
    for stage in Stage:
        for verb in Verb:
            if STAGES[verb] is stage:
                states = ", ".join(f"`{edge.state}`" for edge in EDGES if edge.verb is verb)
                lines.append(f"| {stage} | `{verb}` | {states} |")
    return "\n".join(lines)


def drawn(page: str) -> str:
    """Return the page with the diagram of today's table in its place.

    Raises:
        ValueError: the page lacks the marks.
    """
    before, found, rest = page.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not (found and closed):
        raise ValueError(f"{PAGE.name} lacks the marks of the workflow")
    return f"{before}{BEGIN}\n{diagram()}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit code."""
    page = PAGE.read_text("utf-8")
    fresh = drawn(page)
    if "--check" in arguments:
        if fresh != page:
            print("docs/architecture.md is not what the workflow table says: run tools/workflow_diagram.py")
            return 1
        return 0
    PAGE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
