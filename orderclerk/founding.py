"""What the wizard has done: suggestions, checks, and the making of the first desk of an office."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import BadValue, DeskExists, PolicyRefused, Refusal, StorageFailed
from data.words import LANGUAGES, MissingCatalogue, _, set_language
from data.words.explain import explain, problem_text
from orderclerk.locality import countries_like, country_name, country_of, likely_currency, likely_zone, zones_like
from orderclerk.wiring import make_desk, now, open_desk
from screens.bridge import Bridge
from screens.intake_paths import complete
from screens.wizard_plan import ASKS, DAYS, Kind
from widgets.lookup import Suggestion

if TYPE_CHECKING:
    from data.desk.first_policy import OfficeFacts
    from orderclerk.settings import Settings
    from orderclerk.ui_settings import UiSettings

_FIELDS = {
    "office.zone": "zone", "office.country": "country", "office.working_days": "days",
    "office.working_hours": "hours", "defaults.currency": "currency", "defaults.price_basis": "basis",
    "defaults.tax_rate": "tax", "review.joint_currency": "currency",
}  # fmt: skip
"""Key of the policy → the question that it comes from."""

_LONGEST = 200
"""Characters of a name; a longer one is a slip."""


class DeskFounder:
    """Founds a desk for the settings of a run; where it was made is kept in `settings`."""

    def __init__(self, settings: "Settings", memory: "UiSettings") -> None:
        """Begin; nothing is made."""
        self.settings = settings
        self.memory = memory

    def speak(self, language: str) -> str:
        """Speak a language from now on, and remember it."""
        if language not in LANGUAGES:
            return ""
        try:
            set_language(language)
        except MissingCatalogue:
            text = _("The program cannot speak {language} here: its translation is not installed.")
            return text.format(language=language)
        self.memory.put("frame", "language", language)
        return ""

    def suggest(self, name: str, known: Mapping[str, str]) -> str:
        """Return what is likely the answer to a question."""
        match name:
            case "person":
                return self.settings.person
            case "folder":
                return str(self.settings.desk)
            case "zone":
                return likely_zone()
            case "country":
                return country_of(known.get("zone", "") or likely_zone())
            case "currency":
                return likely_currency(known["country"] if "country" in known else self.suggest("country", known))
            case "days":
                return next(iter(DAYS))
            case "hours":
                return "08:30-12:00, 13:30-17:30"
            case "basis":
                return "net"
            case "tax":
                return "0"
            case _:
                return ""

    def fits(self, kind: Kind, text: str) -> Sequence[Suggestion]:
        """Return what could be meant by a text."""
        match kind:
            case Kind.FOLDER:
                return [one for one in complete(text) if one.text.endswith(os.sep)]
            case Kind.ZONE:
                return [Suggestion(zone, country_name(country_of(zone))) for zone in zones_like(text)]
            case Kind.COUNTRY:
                return [Suggestion(code, name) for code, name in countries_like(text)]
            case _:
                return ()

    def faults(self, names: Sequence[str], answers: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is wrong with the answers to some questions."""
        found = {name: _("This is needed.") for name in names if name not in ("country", "tax") and not answers[name]}
        for name in ("office", "person"):
            if len(answers[name]) > _LONGEST:
                found[name] = _("This is too long for a name.")
        if "folder" in names and "folder" not in found:
            found["folder"] = _folder_fault(home(answers["folder"]))
        if "desk" in names and "desk" not in found:
            found["desk"] = _no_desk_fault(home(answers["desk"]))
        if any(_FIELDS[key] in names for key in _FIELDS):
            found = {**_policy_faults(answers), **found}
        return {name: said for name, said in found.items() if name in names and said}

    def make(self, answers: Mapping[str, str]) -> None:
        """Make the desk, for the person who is named there, and remember where it lies.

        Raises:
            Refusal: nothing is made.
        """
        from data.desk.first_policy import first_policy

        folder = home(answers["folder"])
        make_desk(folder, answers["office"], first_policy(_facts(answers)), now, answers["person"]).close()
        self.take(folder, answers["person"])

    def take(self, folder: Path, person: str) -> None:
        """Work at a desk from now on; what differs from what this run was told is remembered for the next."""
        if folder != self.settings.desk:
            self.memory.put("start", "desk", str(folder))
        if person != self.settings.person:
            self.memory.put("start", "person", person)
        self.settings = replace(self.settings, desk=folder, person=person)

    def bridge(self) -> Bridge:
        """Return the way to the desk that was made."""
        return Bridge(lambda: open_desk(self.settings))


def home(text: str) -> Path:
    """Return the folder that a person typed, whole."""
    try:
        return Path(text.strip()).expanduser().absolute()
    except RuntimeError:  # the home of somebody whom the system does not know
        return Path(text.strip()).absolute()


def _folder_fault(folder: Path) -> str:
    """Return why no desk can be made in a folder, as far as that can be known before."""
    from data.store.making import vacant

    try:
        if (folder / "desk.db").exists():
            return _("There is a desk in this folder already. Go back to open it, or name another folder.")
        vacant(folder)
        lowest = next((path for path in (folder, *folder.parents) if path.exists()), folder)
        if not lowest.is_dir():
            return explain(StorageFailed(str(lowest), "cannot_open"))
        if not os.access(lowest, os.W_OK | os.X_OK):
            return explain(StorageFailed(str(lowest), "read_only"))
    except DeskExists as refusal:
        text = _("{path} is not empty: it holds {what}. Name a new or an empty folder.")
        return text.format(path=refusal.path, what=refusal.what)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        return explain(StorageFailed(str(folder), "cannot_open", str(error)))
    return ""


def _no_desk_fault(folder: Path) -> str:
    try:
        found = (folder / "desk.db").is_file()
    except (OSError, ValueError):
        found = False
    return "" if found else _("There is no desk at {path}.").format(path=folder)


def _policy_faults(answers: Mapping[str, str]) -> dict[str, str]:
    """Return what the policy says of the answers that go into it."""
    from data.desk.first_policy import first_policy
    from data.rules.policy import parse

    try:
        parse(first_policy(_facts(answers)))
    except PolicyRefused as refusal:
        found: dict[str, str] = {}
        for problem in refusal.problems:
            name = next((_FIELDS[key] for key in _FIELDS if problem.field.startswith(key)), "")
            if name:
                titled = replace(problem, field=_(ASKS[name].title), value=answers[name])
                found.setdefault(name, problem_text(titled))
        return found
    except BadValue as refusal:
        return {"tax" if refusal.field == "tax_rate" else "zone": explain(refusal)}
    except Refusal as refusal:
        return {"zone": explain(refusal)}
    return {}


def _facts(answers: Mapping[str, str]) -> "OfficeFacts":
    from data.desk.first_policy import OfficeFacts

    return OfficeFacts(
        zone=answers["zone"],
        country=answers["country"],
        working_days=answers["days"].split(),
        working_hours=answers["hours"],
        currency=answers["currency"],
        price_basis=answers["basis"],
        tax_rate=answers["tax"],
    )
