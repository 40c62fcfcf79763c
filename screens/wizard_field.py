"""One question of the wizard: its title and the field that fits its answer."""

import asyncio
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Select, Static

from data.words import _
from screens.dialog import plain
from screens.wizard_plan import Answers, Ask, Founder, Kind
from widgets.entry import Entry
from widgets.lookup import Lookup, Suggestion


class WizardField(Horizontal):
    """A question in one line."""

    def __init__(self, name: str, ask: Ask, answers: Answers, founder: Founder) -> None:
        """Ask a question; the field holds what was answered before, or what is likely."""
        super().__init__(id=f"ask-{name}")
        self.asked = name
        self.ask = ask
        self._answers = answers
        self._founder = founder
        self.control = self._make(answers.get(name))

    def _make(self, text: str) -> Entry | Lookup | Select[str]:
        if self.ask.kind is Kind.CHOICE:
            options = [(plain(_(title)), value) for value, title in self.ask.choices.items()]
            return Select(options, value=text, allow_blank=False, compact=True)
        if self.ask.kind is Kind.TEXT:
            return Entry(text)
        return Lookup(self._fitting, value=text)

    async def _fitting(self, text: str) -> Sequence[Suggestion]:
        return await asyncio.to_thread(self._founder.fits, self.ask.kind, text)

    def compose(self) -> ComposeResult:
        """Compose title and field."""
        yield Static("", classes="name", markup=False)
        yield self.control

    def on_mount(self) -> None:
        """Show the title."""
        self.mark(wrong=False)

    @property
    def text(self) -> str:
        """What stands in the field."""
        if isinstance(self.control, Select):
            return str(self.control.selection or "")
        return self.control.text if isinstance(self.control, Lookup) else self.control.value

    @property
    def entry(self) -> Input | Select[str]:
        """What takes the focus."""
        return self.control.entry if isinstance(self.control, Lookup) else self.control

    def mark(self, *, wrong: bool) -> None:
        """Set the question off whose answer is wrong, by a sign too."""
        self.set_class(wrong, "-wrong")
        sign = "▲ " if wrong else "  "
        self.query_one(".name", Static).update(plain(sign + _(self.ask.title)))

    def keep(self) -> None:
        """Keep what stands in the field."""
        self._answers.put(self.asked, self.text)

    def follow(self) -> None:
        """Show the answer as it follows from the others now."""
        text = self._answers.get(self.asked)
        if text == self.text:
            return
        if isinstance(self.control, Select):
            self.control.value = text
        elif isinstance(self.control, Lookup):
            self.control.put(text)
        else:
            self.control.put(text)
