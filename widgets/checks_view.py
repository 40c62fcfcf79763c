"""The checks of an order and the opinions of its review: what passes, warns, fails or is not known, who is asked."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from data.orders import ReviewOpinion
from data.rules.checks import Check, Grade
from data.rules.review import turn_now
from data.states import Opinion
from data.words import N_, _
from data.words.checks import evidence_text
from data.words.follow_up import opinion_remarks
from data.words.labels import check_label, code_label, label
from widgets.badge import Clock, badge, short_time
from widgets.cells import Line, Part, Tone, cut, fit, harmless, line_width, width_of, wrap
from widgets.facts import Fact, fact_lines
from widgets.lines_view import LinesView, Row

GRADES = {
    Grade.FAIL: ("✘", Tone.BAD),
    Grade.WARN: ("!", Tone.WARN),
    Grade.UNKNOWN: ("?", Tone.MUTED),
    Grade.PASS: ("✔", Tone.GOOD),
}
"""How a check ends → its sign and colour, what matters most first."""
_OPINIONS = {
    Opinion.WAITING: ("…", Tone.MUTED),
    Opinion.PASS: ("✔", Tone.GOOD),
    Opinion.PASS_WITH_CONDITIONS: ("✔", Tone.WARN),
    Opinion.FAIL: ("✘", Tone.BAD),
}
_COMMENT_LINES = 6
_EVIDENCE_LINES = 3
_LEAST = 12
"""Cells below which a part of what was found says nothing."""
_LONGEST_LABEL = 22


class ChecksView(LinesView):
    """Checks, opinions below them, then facts of the order; enter opens what is behind a check."""

    ITEMS: ClassVar[bool] = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "choose", N_("Open"), show=False, id="checks.open",
                tooltip=N_("Show what is behind the check"), group=LinesView.MOVE),
    ]  # fmt: skip

    def __init__(
        self,
        clock: Clock,
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty view; `clock` gives the moment by which an awaited opinion is late."""
        super().__init__(empty=empty, id=id, classes=classes)
        self.clock = clock
        self.checks: tuple[Check, ...] = ()
        """As they are shown: what matters most first."""
        self._opinions: tuple[ReviewOpinion, ...] = ()
        self._turn = 1
        self._facts: tuple[Fact, ...] = ()

    def show(self, checks: Sequence[Check], opinions: Sequence[ReviewOpinion], facts: Sequence[Fact] = ()) -> None:
        """Show checks, opinions of all rounds, and facts of the order below them."""
        ranks = list(GRADES)
        self.checks = tuple(sorted(checks, key=lambda check: ranks.index(check.grade)))
        self._opinions, self._facts = tuple(opinions), tuple(facts)
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return checks, opinions and facts, one below the other."""
        rows = []
        if self.checks:
            rows.append(Row(self._heading()))
            for item, check in enumerate(self.checks):
                rows += [Row(line, item) for line in check_lines(check, width)]
        for block in (self._opinion_lines(width), self._fact_lines(width)):
            rows += [Row(()), *(Row(line) for line in block)] if rows and block else [Row(line) for line in block]
        return rows

    def _heading(self) -> Line:
        """Return the title, and how many checks did not pass."""
        counted = [(grade, sum(check.grade is grade for check in self.checks)) for grade in (Grade.FAIL, Grade.WARN)]
        parts = [Part(f" {GRADES[grade][0]} {number}", GRADES[grade][1]) for grade, number in counted if number]
        return (Part(_("Checks"), Tone.HEADING), *parts)

    def _fact_lines(self, width: int) -> list[Line]:
        if not self._facts:
            return []
        name = min(_LONGEST_LABEL, max(width_of(harmless(fact.label, 60)) for fact in self._facts))
        return [line for fact in self._facts for line in fact_lines(fact, name, width)]

    def _opinion_lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        latest = max((opinion.round for opinion in self._opinions), default=0)
        self._turn = turn_now((one.opinion, one.turn) for one in self._opinions if one.round == latest)
        for number in range(latest, 0, -1):
            of_round = [opinion for opinion in self._opinions if opinion.round == number]
            if of_round:
                title = _("Opinions, round {number}").format(number=number)
                lines.append((Part(title, Tone.HEADING if number == latest else Tone.MUTED),))
            for opinion in of_round:
                lines += self._opinion(opinion, width, current=number == latest)
        return lines

    def _opinion(self, opinion: ReviewOpinion, width: int, *, current: bool) -> list[Line]:
        moment = self.clock()
        sign, tone = _OPINIONS[opinion.opinion]
        name = label(opinion.review)
        if opinion.opinion is Opinion.WAITING:
            due = badge(opinion.due_at, moment)
            after = (due.long if current else Part(label(opinion.opinion), Tone.MUTED),)
            if current and opinion.turn > self._turn:
                after = (Part(_("its turn comes later"), Tone.MUTED),)
        else:
            role = code_label("Role", opinion.role)
            who = _("{person} ({role})").format(person=harmless(opinion.by, 40), role=role) if role else opinion.by
            facts = (
                label(opinion.opinion), harmless(who, 80), short_time(opinion.at, moment), *opinion_remarks(opinion),
            )  # fmt: skip
            after = (Part(" · ".join(fact for fact in facts if fact), tone if current else Tone.MUTED),)
        head = min(width // 2, max(width_of(label(one.review)) for one in self._opinions))
        text = wrap(after[0].text, max(4, width - head - 3), most=3)
        lines: list[Line] = []
        for place, one in enumerate(text):
            start = (Part(f"{sign} ", tone), Part(fit(name, head) + " ")) if place == 0 else (Part(" " * (head + 3)),)
            lines.append((*start, Part(one, after[0].tone)))
        if opinion.comment:
            lines += [
                (Part("    "), Part(one, Tone.PLAIN if current else Tone.MUTED))
                for one in wrap(opinion.comment, max(4, width - 4), most=_COMMENT_LINES)
            ]
        return lines


def check_lines(check: Check, width: int) -> list[Line]:
    """Return a check in lines: sign, what it sees to, clause and, on the same line where it fits, what it found."""
    sign, tone = GRADES[check.grade]
    quiet = Tone.PLAIN if check.grade is Grade.PASS else tone
    clause = harmless(check.clause, 12)
    found = evidence_text(check) or ("" if check.grade is Grade.PASS else label(check.grade))
    title = cut(check_label(check.name), max(4, width - 3 - width_of(clause)))
    head: Line = (Part(f"{sign} ", tone), Part(title, quiet), Part(f" {clause}" if clause else "", Tone.MUTED))
    room = width - line_width(head) - 2
    told = Tone.MUTED if check.grade in (Grade.PASS, Grade.UNKNOWN) else Tone.PLAIN
    if not found:
        return [head]
    if width_of(found) <= room or (check.grade is Grade.PASS and room >= _LEAST):
        return [(*head, Part("  "), Part(cut(found, room), told))]
    if check.grade is Grade.PASS:
        return [head]
    most = 1 if check.grade is Grade.UNKNOWN else _EVIDENCE_LINES
    return [head, *((Part("  "), Part(one, told)) for one in wrap(found, max(4, width - 2), most=most))]
