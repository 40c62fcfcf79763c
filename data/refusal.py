"""The base of all refusals."""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(unsafe_hash=True)
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """The desk's answer "no", with the facts that explain it.

    Subclasses add their facts as fields; `code` names the refusal for scripts. Refusals are not frozen: Python itself
    writes the traceback into an exception that passes through a context manager.
    """

    code: ClassVar[str] = "refused"
    exit_code: ClassVar[int] = 7

    def facts(self) -> dict[str, object]:
        """Return the refusal's fields by name, for messages and for `--json`."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        """Return a technical form, for logs; people read `data.words.explain`."""
        return f"{self.code} {self.facts()}"
