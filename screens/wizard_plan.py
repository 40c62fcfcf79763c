"""What the wizard asks, step by step, and what it needs to have done; where to and how is the front door's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from data.drafts import Subject
from data.words import N_, _
from data.words.printable import printable

if TYPE_CHECKING:
    from screens.bridge import Bridge
    from screens.office import Memory
    from widgets.lookup import Suggestion


class Way(StrEnum):
    """What a person who has no desk yet may want."""

    MAKE = "make"
    SAMPLE = "sample"
    OPEN = "open"


WAYS: Mapping[Way, str] = {
    Way.MAKE: N_("Set up a desk for our office"),
    Way.SAMPLE: N_("Look around in a sample desk, thrown away at the end"),
    Way.OPEN: N_("Open a desk that is there already"),
}
"""Way → how it is offered."""


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    FOLDER = "folder"
    ZONE = "zone"
    COUNTRY = "country"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question.

    Attributes:
        title: of its field, marked with `N_`.
        hint: what is said of it while it has the focus, marked with `N_`.
        kind: how it is answered.
        choices: value → its name, marked with `N_`.
    """

    title: str
    hint: str
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)


DAYS: Mapping[str, str] = {
    "mon tue wed thu fri": N_("Monday to Friday"),
    "mon tue wed thu fri sat": N_("Monday to Saturday"),
    "mon tue wed thu fri sat sun": N_("every day"),
    "sun mon tue wed thu": N_("Sunday to Thursday"),
}
"""Working days, as the policy writes them → how they are offered."""

ASKS: Mapping[str, Ask] = {
    "office": Ask(N_("Office"), N_("The name that stands over the rooms and in the record.")),
    "person": Ask(N_("Your name"), N_("Under this name the record keeps what you do.")),
    "folder": Ask(
        N_("Folder"), N_("Where the desk lies: a new or an empty folder on a disk of this computer."), Kind.FOLDER
    ),
    "desk": Ask(N_("Folder"), N_("The folder of a desk; desk.db lies in it."), Kind.FOLDER),
    "zone": Ask(N_("Time zone"), N_("Type a city, such as Shanghai or Berlin, and choose."), Kind.ZONE),
    "country": Ask(
        N_("Holidays of"), N_("The country whose public holidays you keep; nothing for none."), Kind.COUNTRY
    ),
    "days": Ask(N_("Working days"), N_("Other days can be set in the policy later."), Kind.CHOICE, DAYS),
    "hours": Ask(N_("Working hours"), N_("In order, such as 08:30-12:00, 13:30-17:30.")),
    "currency": Ask(N_("Currency"), N_("Of orders that name none; three letters, such as CNY.")),
    "basis": Ask(
        N_("Prices"), N_("How prices are meant where nobody says."), Kind.CHOICE,
        {"net": N_("without tax"), "gross": N_("with tax")},
    ),
    "tax": Ask(N_("Tax rate in %"), N_("Of products for which none is known, such as 13; 0 for none.")),
}  # fmt: skip
"""Name of a question → the question."""


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the wizard.

    Attributes:
        name: of the step.
        title: marked with `N_`.
        intro: what is said first, marked with `N_`.
        asks: names of its questions.
        holds: what the files hold that it takes in.
    """

    name: str
    title: str
    intro: str
    asks: tuple[str, ...] = ()
    holds: Subject | None = None


WELCOME = Step("welcome", N_("Welcome"), N_("There is no desk at {folder} yet. What would you like to do?"))
CONFIRM = Step("confirm", N_("All together"), N_("Nothing has been made yet. Is this right?"))
OPEN = Step("open", N_("Open a desk"), N_("Name the folder in which the desk lies."), ("desk",))
FOUND = (
    WELCOME,
    Step("office", N_("The office"), N_("Whose desk is it, and where shall it lie?"), ("office", "person", "folder")),
    Step("calendar", N_("The calendar"), N_("Deadlines are reckoned by it."), ("zone", "country", "days", "hours")),
    Step("money", N_("Money"), N_("It can be changed later in the policy."), ("currency", "basis", "tax")),
    CONFIRM,
    Step("customers", N_("Customers"), N_("Take in files with your customers, or skip."), holds=Subject.CUSTOMERS),
    Step("products", N_("Products"), N_("Take in files with your price list, or skip."), holds=Subject.PRODUCTS),
    Step("orders", N_("Orders"), N_("Take in files with orders under way, or skip."), holds=Subject.ORDERS),
)
"""The steps that make a desk, in order."""


class Founder(Protocol):
    """What the wizard has done by the front door. Nothing of it touches a widget; all but `speak` runs in threads."""

    @property
    def memory(self) -> "Memory":
        """What is remembered of the screens."""
        ...

    def speak(self, language: str) -> str:
        """Speak a language from now on; return why that cannot be, "" when it is done."""
        ...

    def suggest(self, name: str, known: Mapping[str, str]) -> str:
        """Return what is likely the answer to a question, given the answers that are known."""
        ...

    def fits(self, kind: Kind, text: str) -> "Sequence[Suggestion]":
        """Return what could be meant by a text."""
        ...

    def faults(self, names: Sequence[str], answers: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is wrong with the answers to some questions, in words, by the question."""
        ...

    def make(self, answers: Mapping[str, str]) -> None:
        """Make the desk.

        Raises:
            Refusal: it cannot be; then nothing is made.
        """
        ...

    def bridge(self) -> "Bridge":
        """Return the way to the desk that was made."""
        ...


class Answers:
    """What was typed, over what is likely: an answer that nobody gave follows from the others."""

    def __init__(self, founder: Founder) -> None:
        """Begin with nothing typed."""
        self._founder = founder
        self._typed: dict[str, str] = {}

    def get(self, name: str) -> str:
        """Return the answer to a question, typed or likely."""
        return self._typed[name] if name in self._typed else self._founder.suggest(name, self._typed)

    def put(self, name: str, text: str) -> None:
        """Keep what was typed; what is likely anyhow is not kept, so that it goes on following the others."""
        self._typed.pop(name, None)
        if text != self.get(name):
            self._typed[name] = text

    def all(self) -> dict[str, str]:
        """Return all answers."""
        return {name: self.get(name).strip() for name in ASKS}

    def told(self) -> list[str]:
        """Return each question that makes a desk with its answer, a line each."""
        lines = []
        for name in (name for step in FOUND for name in step.asks):
            text = printable(self.get(name)) or "–"
            shown = _(ASKS[name].choices.get(text, "")) or text
            lines.append(_("{field}: {text}").format(field=_(ASKS[name].title), text=shown))
        return lines
