"""The self-check of an order and the opinions of its review: what passes, what warns, what fails, who is asked."""

from collections.abc import Sequence

from data.orders import ReviewOpinion
from data.rules.checks import Check, Grade
from data.states import Opinion
from data.words import _
from data.words.formats import format_money
from data.words.labels import check_label, code_label, field_label, label
from data.words.phrases import line_numbers, listing
from widgets.badge import Clock, badge, short_time
from widgets.cells import Line, Part, Tone, fit, harmless, line_width, width_of, wrap
from widgets.lines_view import LinesView, Row

_TWO_COLUMNS = 96
"""From this width on checks and opinions stand side by side."""
_GRADES = {Grade.PASS: ("✔", Tone.GOOD), Grade.WARN: ("!", Tone.WARN), Grade.FAIL: ("✘", Tone.BAD)}
_OPINIONS = {
    Opinion.WAITING: ("…", Tone.MUTED),
    Opinion.PASS: ("✔", Tone.GOOD),
    Opinion.PASS_WITH_CONDITIONS: ("✔", Tone.WARN),
    Opinion.FAIL: ("✘", Tone.BAD),
}
_COMMENT_LINES = 6


class ChecksView(LinesView):
    """Checks on the left, opinions on the right; one under the other where it is narrow."""

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
        self._checks: tuple[Check, ...] = ()
        self._opinions: tuple[ReviewOpinion, ...] = ()
        self._currency = ""

    def show(self, checks: Sequence[Check], opinions: Sequence[ReviewOpinion], currency: str = "") -> None:
        """Show checks and opinions of all rounds; `currency` is the order's, for amounts."""
        self._checks, self._opinions, self._currency = tuple(checks), tuple(opinions), currency
        self.rebuild()

    def build(self, width: int) -> Sequence[Row]:
        """Return both, side by side where there is room."""
        if not self._checks and not self._opinions:
            return []
        if width < _TWO_COLUMNS or not self._opinions or not self._checks:
            between: list[Line] = [()] if self._checks and self._opinions else []
            return [Row(line) for line in (*self._check_lines(width), *between, *self._opinion_lines(width))]
        half = (width - 3) // 2
        left, right = self._check_lines(half), self._opinion_lines(width - half - 3)
        rows = []
        for at in range(max(len(left), len(right))):
            first = left[at] if at < len(left) else ()
            second = right[at] if at < len(right) else ()
            rows.append(Row((*first, Part(" " * (half - line_width(first)) + " │ ", Tone.MUTED), *second)))
        return rows

    def _check_lines(self, width: int) -> list[Line]:
        if not self._checks:
            return []
        lines: list[Line] = [(Part(_("Checks"), Tone.HEADING),)]
        for check in self._checks:
            sign, tone = _GRADES[check.grade]
            text = check_label(check.name)
            if check.grade is not Grade.PASS:
                detail = self._evidence(check)
                word = label(check.grade)
                text = f"{text} · {word}: {detail}" if detail else f"{text} · {word}"
            if check.clause:
                text = f"{text} · {harmless(check.clause, 12)}"
            quiet = Tone.PLAIN if check.grade is Grade.PASS else tone
            for place, one in enumerate(wrap(text, width - 2)):
                lines.append((Part(f"{sign} " if place == 0 else "  ", tone), Part(one, quiet)))
        return lines

    def _evidence(self, check: Check) -> str:
        """Return what a check found, in words."""
        if check.lines:
            return line_numbers(check.lines)
        if check.name == "required_elements":
            return listing(field_label(name.strip()) for name in check.evidence.split(",") if name.strip())
        amounts = check.evidence.split()
        if check.name == "equals_original" and self._currency and all(one.lstrip("-").isdecimal() for one in amounts):
            theirs, ours = (format_money(int(one), self._currency) for one in amounts[:2])
            return _("theirs {theirs}, ours {ours}").format(theirs=theirs, ours=ours)
        return harmless(check.evidence, 200)

    def _opinion_lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        latest = max((opinion.round for opinion in self._opinions), default=0)
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
        else:
            role = code_label("Role", opinion.role)
            who = _("{person} ({role})").format(person=harmless(opinion.by, 40), role=role) if role else opinion.by
            facts = (label(opinion.opinion), harmless(who, 80), short_time(opinion.at, moment))
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
