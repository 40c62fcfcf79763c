"""Somebody else has changed what a form is open on: both versions, and what is to be done."""

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from data.words import _
from data.words.labels import field_label
from data.words.phrases import line_numbers, listing
from screens.dialog import Dialog, plain
from screens.intake_changes import Difference
from widgets.cells import Line, Part, Tone, fit, width_of
from widgets.lines_view import LinesView, Row

BOTH, THEIRS = "both", "theirs"
"""What can be done: go on with both put together, or with what the others have made of it."""


def put_together(theirs: Mapping[str, str], typed: Mapping[str, str], answer: str) -> dict[str, str]:
    """Return the texts that a form goes on with after an answer of the dialog."""
    return {**theirs, **(typed if answer == BOTH else {})}


class DifferenceView(LinesView):
    """Fields in three columns: as it was, as the others have it, as it was typed."""

    DEFAULT_CSS = "DifferenceView { height: auto; max-height: 50vh; }"

    def __init__(self, found: Sequence[Difference]) -> None:
        super().__init__(id="differences")
        self._found = tuple(found)

    def build(self, width: int) -> Sequence[Row]:
        """Return a heading and a line for each field."""
        names = [_name(one) for one in self._found]
        first = min(26, max((width_of(name) for name in names), default=4), width // 3)
        cells = max(4, (width - first - 8) // 3)
        heads = (_("it was"), _("others"), _("you"))
        head: Line = (
            Part("  " + fit("", first) + "  ", Tone.MUTED),
            *(Part(fit(title, cells) + "  ", Tone.MUTED) for title in heads),
        )
        rows = [Row(head)]
        for one, name in zip(self._found, names, strict=True):
            sign = Part("▲ ", Tone.BAD) if one.clashes else Part("  ")
            changed = one.theirs != one.before
            mine = "" if one.mine is None else one.mine or "–"
            rows.append(
                Row((
                    sign,
                    Part(fit(name, first) + "  ", Tone.STRONG if one.clashes else Tone.PLAIN),
                    Part(fit(one.before or "–", cells) + "  ", Tone.MUTED),
                    Part(fit(_removed(one) or one.theirs or "–", cells) + "  ", Tone.WARN if changed else Tone.MUTED),
                    Part(fit(mine, cells), Tone.STRONG if one.mine is not None else Tone.MUTED),
                ))
            )  # fmt: skip
        return rows


def _name(one: Difference) -> str:
    parts = one.name.split(".")
    if parts[0] == "line" and parts[-1] == "remove":
        return line_numbers([int(parts[1])])
    return field_label(one.name)


def _removed(one: Difference) -> str:
    return _("removed") if one.name.endswith(".remove") and one.theirs else ""


class ConflictDialog(Dialog[str]):
    """Both versions of one thing; it answers `BOTH`, `THEIRS`, or None to go back to the form as it is."""

    def __init__(self, number: str, people: Sequence[str], found: Sequence[Difference]) -> None:
        """Show what has come between.

        Args:
            number: of the order, or what else it is called.
            people: who has changed it; nobody where that is not on record.
            found: the fields that differ.
        """
        super().__init__()
        self._number = number
        self._people = tuple(people)
        self._found = tuple(found)

    def heading(self) -> str:
        """Return who has changed it."""
        who = listing(self._people) or _("somebody else")
        return _("{number} was changed by {people} while you typed").format(number=self._number, people=who)

    def inside(self) -> ComposeResult:
        """Compose both versions and what can be done."""
        clashes = any(one.clashes for one in self._found)
        yield Static(
            plain(
                _("Nothing is saved yet. Fields marked ▲ were changed by both.")
                if clashes
                else _("Nothing is saved yet. No field was changed by both.")
            ),
            id="subheading",
            markup=False,
        )
        yield DifferenceView(self._found)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Take both; mine where they differ")), id=BOTH, variant="primary", compact=True)
            yield Button(Content(_("Take theirs")), id=THEIRS, compact=True)
            yield Button(Content(_("Back")), id="back", compact=True)

    def on_mount(self) -> None:
        """Begin where nothing is lost."""
        self.query_one(f"#{BOTH}").focus()

    @on(Button.Pressed)
    def _chosen(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id if message.button.id in (BOTH, THEIRS) else None)
