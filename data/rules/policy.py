"""The office's policy: one readable TOML document with every number that the rules use.

`parse` turns the document into a checked `Policy`; faults are problems that name the line. Nothing here reads a file.
"""

import re
import tomllib
from collections import Counter
from decimal import Decimal
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from data.drafts import Problem, Where
from data.errors import PolicyRefused
from data.rules import policy_tables as tables
from data.rules.policy_backup import Backup
from data.rules.policy_checks import Checks
from data.rules.policy_company import CompanyRules, StandingRules
from data.rules.policy_mail import Mail
from data.rules.policy_review import Handover, ReviewRules
from data.rules.policy_tables import IN_FORCE, Permissions, Table


class Policy(Table):
    """The whole policy, checked."""

    office: tables.Office
    people: tables.People
    numbers: tables.Numbers
    defaults: tables.Defaults
    required: tables.Required
    handling: tables.Handling
    confirmation: tables.Confirmation
    review: ReviewRules
    checks: Checks
    tracking: tables.Tracking
    delivery: tables.DeliveryRules
    settlement: tables.Settlement
    closing: tables.Closing
    archive: tables.Archive
    handover: Handover = Handover()
    permissions: Permissions = tables.NO_PERMISSIONS
    papers: tables.PaperTexts = tables.PaperTexts()
    mail: Mail = Mail()
    """Policies of desks that were made before there were papers have no such table."""
    backup: Backup = Backup()
    rules: CompanyRules = CompanyRules()
    standing: StandingRules = StandingRules()

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.office.zone)


def parse(document: str, path: str = "", *, in_force: bool = False) -> Policy:
    """Return the policy that a TOML document states.

    Args:
        document: the policy.
        path: where it lies, for the faults.
        in_force: whether it was checked when it came into force; then it is not asked again whether there are holidays
            of its country, for which a thousand calendars would be loaded each time somebody looks at a list.

    Raises:
        PolicyRefused: with one problem per fault, each with its line.
    """
    try:
        content = tomllib.loads(document, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        # a fault at the end of the document has no line of its own
        where = Where(file=path, row=int(found[1]) if found else max(1, len(document.splitlines())))
        raise PolicyRefused(path, (Problem(where, "", "bad_toml", detail=str(error)),)) from error
    try:
        return Policy.model_validate(content, context=IN_FORCE if in_force else None)
    except ValidationError as error:
        problems = tuple(
            Problem(
                Where(file=path, row=line_of(document, tuple(str(part) for part in fault["loc"]))),
                ".".join(str(part) for part in fault["loc"] if part != "[key]"),
                _code_of(fault["type"], fault["msg"]),
                value="" if fault["type"] == "missing" else str(fault["input"]),
                detail=fault["msg"],
            )
            for fault in error.errors()
        )
        raise PolicyRefused(path, problems) from error


_CODES = {"missing": "key_missing", "extra_forbidden": "key_unknown"}


def _code_of(kind: str, message: str) -> str:
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    return _CODES.get(kind, "bad_setting")


def line_of(document: str, place: tuple[str, ...]) -> int | None:
    """Return the line (1 is the first) of a key in a TOML document, or of its table, or None.

    Tables of an array (`[[review.routes]]`) are counted from 0, as a place names them.
    """
    table: tuple[str, ...] = ()
    best: tuple[int, int] | None = None
    counted: Counter[str] = Counter()
    for number, line in enumerate(document.splitlines(), start=1):
        header = re.match(r"\s*\[([\w.\-]+)\]", line)
        one_of = re.match(r"\s*\[\[([\w.\-]+)\]\]", line)
        key = re.match(r"\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[\w\-]+))\s*=", line)
        if one_of:
            table = (*one_of[1].split("."), str(counted[one_of[1]]))
            counted[one_of[1]] += 1
            here = table
        elif header:
            table = tuple(header[1].split("."))
            here = table
        elif key:
            here = (*table, key["bare"] if key["quoted"] is None else key["quoted"])
        else:
            continue
        if place[: len(here)] == here and (best is None or len(here) > best[0]):
            best = (len(here), number)
    return best[1] if best else None
