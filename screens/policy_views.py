"""What differs between two policies, the versions that there were, and what is wrong with a document, as lines."""

import tomllib
from collections.abc import Sequence

from data.drafts import Problem
from data.rules.policy_changes import Edition, PolicyChange, policy_changes
from data.words import _, ngettext
from data.words.explain import problem_text
from data.words.policy_terms import meaning
from data.words.printable import printable
from widgets.badge import Moment, short_time
from widgets.cells import Part, Tone, wrap
from widgets.lines_view import LinesView, Row

_INDENT = 4


def changes_between(before: str, after: str) -> tuple[PolicyChange, ...] | None:
    """Return the settings in which two documents differ, None where one of them cannot be read."""
    try:
        return policy_changes(before, after)
    except tomllib.TOMLDecodeError:
        return None


class ChangesView(LinesView):
    """Settings that differ: each with its place, the value before and after, and what it means."""

    def __init__(self, *, id: str, meanings: bool = True) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id, empty="")
        self._changes: tuple[PolicyChange, ...] = ()
        self._meanings = meanings

    def show(self, changes: Sequence[PolicyChange] | None, empty: str) -> None:
        """Show differences; `empty` is said where there is none."""
        self._changes = tuple(changes or ())
        self.empty = empty
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return the lines of each setting."""
        rows: list[Row] = []
        for one in self._changes:
            rows.append(Row((Part(printable(one.key), Tone.HEADING),)))
            if self._meanings:
                rows += [Row((Part(f"  {line}", Tone.MUTED),)) for line in wrap(meaning(one.key), width - 2) if line]
            for sign, text, tone in (("- ", one.before, Tone.BAD), ("+ ", one.after, Tone.GOOD)):
                if text:
                    lines = wrap(printable(text), max(8, width - _INDENT))
                    rows += [Row((Part(f"  {sign if not at else '  '}{line}", tone),)) for at, line in enumerate(lines)]
            rows.append(Row((Part(""),)))
        return rows[:-1]


class VersionsView(LinesView):
    """The versions of the policy, the newest first: since when, by whom, why, how much they changed."""

    ITEMS = True

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Show nothing yet."""
        super().__init__(id=id)
        self.editions: tuple[Edition, ...] = ()
        self.marked: int | None = None
        self._moment: Moment | None = None

    def show(self, editions: Sequence[Edition], moment: Moment) -> None:
        """Show versions."""
        self.editions = tuple(editions)
        self._moment = moment
        self.rebuild()

    def mark(self) -> None:
        """Mark the version of the cursor to be compared with, or take the mark off it."""
        here = self.here
        self.marked = None if here is None or self.marked == here.version else here.version
        self.rebuild()
        self.refresh()

    @property
    def here(self) -> Edition | None:
        """The version of the cursor."""
        return self.editions[self.item] if self.item < len(self.editions) else None

    def build(self, width: int) -> Sequence[Row]:
        """Return a line for each version, and one more for why."""
        rows: list[Row] = []
        for place, one in enumerate(self.editions):
            at = "" if self._moment is None else short_time(one.at, self._moment)
            number = len(one.changes)
            changed = ngettext("{number} setting", "{number} settings", number).format(number=number)
            sign = "◆ " if one.version == self.marked else "  "
            told = [_("version {number}").format(number=one.version), at, printable(one.by)]
            told += [changed] if number else []
            rows.append(Row((Part(sign, Tone.WARN), Part(_(" · ").join(part for part in told if part))), place))
            if one.note:
                rows += [
                    Row((Part(f"    {line}", Tone.MUTED),), place)
                    for line in wrap(printable(one.note), width - _INDENT)
                ]
        return rows


class FaultsView(LinesView):
    """What is wrong with a document, a line for each fault; enter goes to it."""

    ITEMS = True
    DEFAULT_CSS = "FaultsView { height: auto; max-height: 4; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Show nothing yet."""
        super().__init__(id=id)
        self.problems: tuple[Problem, ...] = ()

    def show(self, problems: Sequence[Problem]) -> None:
        """Show faults."""
        self.problems = tuple(problems)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return the lines of each fault."""
        rows: list[Row] = []
        for place, one in enumerate(self.problems):
            text = problem_text(one)
            if one.where.row:
                text = _("Line {number}: {text}").format(number=one.where.row, text=text)
            rows += [Row((Part(line, Tone.BAD),), place) for line in wrap(text, width)]
        return rows
