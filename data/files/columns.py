"""Recognises which heading is which field, in English and in simplified and traditional Chinese.

The words stand in columns.toml. A heading is first compared exactly, after normalising, then without what stands in its
brackets (units, currencies), and last by likeness; a likeness is reported, since a person must look at it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from data.drafts import DERIVED_COLUMNS, Subject
from data.files.fields import EXTRA_PREFIXES, REASON, SPECS

ALIKE = 90.0
"""How like (of 100) a heading must be to a known one to be taken for it."""

APART = 4.0
"""By how much the best likeness must beat that to any other field."""

_SHORTEST_LATIN, _SHORTEST_CHINESE = 6, 4
_BRACKETS = re.compile(r"[(\[{【〔「『<].*?(?:[)\]}】〕」』>]|$)")
_MARKS = re.compile(
    r"[(（\[【]\s*(必填|必填项|选填|选填项|必須|required|optional|mandatory)\s*[)）\]】]", re.IGNORECASE
)
_CODED = re.compile(r"([^()\[\]#]+)[(\[#]\s*(编码|代码|编号|名称|全称|code|name|no|id)\s*[)\]]?", re.IGNORECASE)
_CODE_BEHIND = re.compile(r"(编码|代码|编号|名称)\s*$")
_WORD = re.compile(r"[^\w%]|_")
_PRICES = {"unit_price", "unit_price_gross", "unit_price_net"}
_JOINABLE = ("specification",)
"""Fields that several columns fill together."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a normalised heading means: fields by preference, its place in the list, whether other headings go first."""

    fields: tuple[str, ...]
    rank: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one sheet, recognised.

    Attributes:
        headings: the texts of the header row, made unique by ` (2)`.
        fields: for each column its field, or "" for what is kept as extra.
        guessed: columns recognised by likeness, with the word that they are like.
        hints: what the brackets and signs of a heading say besides (`percent`, a currency).
        own: the sheet was written by the desk itself: every heading is a field's name.
        rivals: columns whose heading says quantity too, beside the one that was taken.
    """

    headings: tuple[str, ...]
    fields: tuple[str, ...]
    guessed: Mapping[int, str] = field(default_factory=dict)
    hints: Mapping[int, frozenset[str]] = field(default_factory=dict)
    own: bool = False
    rivals: tuple[int, ...] = ()

    def of(self, name: str) -> list[int]:
        """Return the columns that fill the field."""
        return [column for column, each in enumerate(self.fields) if each == name]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("data.files") / "columns.toml").read_text("utf-8"))


@cache
def simplified(text: str) -> str:
    """Return the text in simplified characters."""
    if text.isascii():
        return text
    import opencc  # its dictionaries take 20 ms to load, which files in English need not pay

    return str(_converter(opencc).convert(text))


@cache
def _converter(opencc: Any) -> Any:
    return opencc.OpenCC("t2s")


@cache
def normal(text: str) -> str:
    """Return a heading as it is compared: full and half width, case, spaces, punctuation and script do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("#", "no").replace("℃", "")
    plain = re.sub(r"number|\bnum\b|\bnbr\b", "no", plain)
    return simplified(_WORD.sub("", plain))


@cache
def words(subject: Subject) -> Mapping[str, Known]:
    """Return the normalised words of a subject and what they mean; fields named "" are known and kept as extra."""
    known: dict[str, Known] = {}
    for key, group in _table()[subject.value].items():
        fields = () if key == "extra" else tuple(name for name in key.split("|") if name)
        for rank, word in enumerate(group):
            known.setdefault(normal(word), Known(fields, rank, "|" in key))
    for name in SPECS[subject]:
        if "_" in name:  # single words such as `total` mean the desk's field in the desk's own exports only
            known.setdefault(normal(name), Known((name,), 0))
    return known


@cache
def choices(name: str) -> Mapping[str, str]:
    """Return the normalised words for the values of a closed list and the value that each stands for."""
    return {normal(word): value for value, group in _table()["choices"][name].items() for word in (value, *group)}


@cache
def currencies() -> Mapping[str, str]:
    """Return names and signs of currencies, casefolded, and their ISO 4217 codes."""
    return {
        unicodedata.normalize("NFKC", word).casefold(): code
        for code, group in _table()["currencies"].items()
        for word in group
    }


@cache
def total_words() -> frozenset[str]:
    """Return the normalised words that begin a row of totals."""
    return frozenset(normal(word) for word in _table()["totals"]["words"])


@cache
def cell_words(meaning: str) -> frozenset[str]:
    """Return the normalised words of a list of `[cells]`."""
    return frozenset(normal(word) for word in _table()["cells"][meaning])


def unit_of(heading: str) -> str:
    """Return the unit that a quantity's heading names in brackets or behind a stroke: 数量(箱), Qty/PCS; else ""."""
    plain = unicodedata.normalize("NFKC", heading)
    for inside in (*_BRACKETS.findall(plain), *plain.split("/")[1:]):
        unit = str(inside).strip("()[]{}【】〔〕「」『』<>:： ")
        if normal(unit) in _units():
            return unit
    return ""


@cache
def _units() -> frozenset[str]:
    return frozenset(normal(word) for word in _table()["units"]["words"])


def hints_of(text: str) -> frozenset[str]:
    """Return what the brackets and signs of a heading say besides: `percent`, currencies."""
    plain = simplified(unicodedata.normalize("NFKC", text)).casefold()
    found = set()
    if "%" in plain or "百分" in plain or "percent" in plain or re.search(r"\bpct\b", plain):
        found.add("percent")
    for inside in _BRACKETS.findall(plain):
        code = currencies().get(inside.strip("()[]{}【】〔〕「」『』<> "))
        if code:
            found.add(code)
    for code in re.findall(r"\b(usd|cny|rmb|eur|gbp|hkd|twd|ntd|jpy)\b", plain):
        found.add(currencies()[code])
    return frozenset(found)


def recognise(subject: Subject, heading: str) -> tuple[Known | None, str]:
    """Return what a heading means, and the word that it is merely like (or "" where it is that word)."""
    known = exactly(subject, heading)
    if known is not None:
        return known, ""
    plain = unicodedata.normalize("NFKC", heading)
    return _alike(subject, normal(_BRACKETS.sub("", plain)).replace("%", "") or normal(heading).replace("%", ""))


@cache
def exactly(subject: Subject, heading: str) -> Known | None:
    """Return what a heading means if it is a known word, whatever its brackets or a second language add to it."""
    known = words(subject)
    cleaned = _MARKS.sub("", heading)
    plain = unicodedata.normalize("NFKC", cleaned)
    whole = normal(cleaned).replace("%", "")
    bare = normal(_BRACKETS.sub("", plain)).replace("%", "")
    for form in (_coded(plain), whole, bare):
        if form in known:
            return known[form]
    for part in re.split(r"[\n/|]", plain):  # 数量 Qty, 数量/Quantity, two languages on two lines
        form = normal(_BRACKETS.sub("", part)).replace("%", "")
        if form in known:
            return known[form]
    latin, chinese = _by_script(plain)
    for form in (chinese, latin):
        if latin and chinese and form in known:
            return known[form]
    return None


def _coded(text: str) -> str:
    """Return `客户名称` for `客户(名称)` and `物料名称` for `物料编码(名称)`: so 金蝶 names what it exports."""
    found = _CODED.fullmatch(simplified(text).strip("* "))
    return normal(_CODE_BEHIND.sub("", found[1]) + found[2]) if found else ""


def _by_script(text: str) -> tuple[str, str]:
    latin = normal("".join(character if character.isascii() else " " for character in _BRACKETS.sub("", text)))
    chinese = normal("".join(character for character in _BRACKETS.sub("", text) if not character.isascii()))
    return latin, chinese


def _alike(subject: Subject, form: str) -> tuple[Known | None, str]:
    shortest = _SHORTEST_LATIN if form.isascii() else _SHORTEST_CHINESE
    if len(form) < shortest or form.isdecimal():
        return None, ""
    from rapidfuzz import fuzz, process  # needed by unfamiliar headings only

    known = words(subject)
    found = process.extract(form, list(known), scorer=fuzz.ratio, score_cutoff=ALIKE - APART, limit=8)
    digits = re.sub(r"\D", "", form)
    near = [(word, score) for word, score, _ in found if re.sub(r"\D", "", word) == digits and known[word].fields]
    if not near or near[0][1] < ALIKE:
        return None, ""
    best = known[near[0][0]]
    if any(known[word].fields != best.fields and near[0][1] - score < APART for word, score in near[1:]):
        return None, ""
    return best, near[0][0]


def unique(headings: Sequence[str]) -> tuple[str, ...]:
    """Return the headings with ` (2)`, ` (3)` behind those that stand there already."""
    seen: set[str] = set()
    result = []
    for heading in headings:
        name, count = heading, 1
        while name and name in seen:
            count += 1
            name = f"{heading} ({count})"
        seen.add(name)
        result.append(name)
    return tuple(result)


def is_own(subject: Subject, headings: Sequence[str]) -> bool:
    """Tell whether the desk wrote this header row: every heading is a field's name (or `reason`, or an extra)."""
    names = SPECS[subject]
    shown = [heading for heading in headings if heading]
    known = [heading for heading in shown if heading in names]
    others = [heading for heading in shown if heading not in names and heading not in (REASON, *DERIVED_COLUMNS)]
    return len(known) > 1 and all(heading.startswith(EXTRA_PREFIXES) for heading in others)


def names_product(found: Mapping[int, tuple[Known, str]], column: int) -> bool:
    """Tell whether another column than this one can name the product."""
    wanted = {"product_code", "product_name", "customer_part_no"}
    return any(wanted & set(known.fields) for place, (known, _) in found.items() if place != column)


def assign(
    subject: Subject,
    headings: Sequence[str],
    mapping: Mapping[str, str],
    counting: Collection[int] = (),
    blank: Collection[int] = (),
) -> Columns:
    """Give each column its field.

    Args:
        subject: what the sheet holds.
        headings: the texts of the header row.
        mapping: heading → field, which decides before anything that is recognised.
        counting: columns whose cells count the rows (1, 2, 3 …); `Item` is a line's number there, else a product.
        blank: columns with nothing below their heading, which come last.
    """
    shown = unique(headings)
    fields = [""] * len(shown)
    if not mapping and is_own(subject, shown):
        return Columns(shown, tuple(name if name in SPECS[subject] else "" for name in shown), own=True)
    known_export = _known_export(subject, headings)
    taken: set[str] = set()
    found: dict[int, tuple[Known, str]] = {}
    for column, heading in enumerate(shown):
        if heading in mapping:
            fields[column] = mapping[heading]
            taken.add(mapping[heading])
        elif normal(headings[column]) in known_export:
            name = known_export[normal(headings[column])]
            fields[column] = "" if name in taken else name
            taken.add(name)
        elif heading and heading != REASON:
            known, like = recognise(subject, headings[column])
            if known is not None and known.fields:
                found[column] = known, like
    order = sorted(
        found,
        key=lambda column: (
            column in blank, bool(found[column][1]), found[column][0].weak, found[column][0].rank, column
        ),
    )  # fmt: skip
    # filled before blank, exact before alike, one meaning before several, the preferred word before others
    guessed = {}
    rivals = []
    for column in order:
        known, like = found[column]
        counts = column in counting and names_product(found, column)
        priced = any(_PRICES & set(each.fields) for place, (each, _) in found.items() if place != column)
        unlikely = {*(() if counts or not known.weak else ("line_no",)), *(() if priced else ("price_per",))}
        possible = [name for name in known.fields if name not in unlikely or len(known.fields) == 1]
        free = next((name for name in possible if name not in taken), "")
        free = free or next((name for name in known.fields if name in _JOINABLE), "")
        if not free:
            rivals += [column] if known.fields == ("quantity",) and not like and column not in blank else []
            continue
        fields[column] = free
        taken.add(free)
        if like:
            guessed[column] = like
    hints = {column: hints_of(heading) for column, heading in enumerate(headings) if heading and fields[column]}
    return Columns(shown, tuple(fields), guessed, hints, rivals=tuple(rivals))


def _known_export(subject: Subject, headings: Sequence[str]) -> Mapping[str, str]:
    """Return the fields by normalised heading where a known program exported the sheet, else nothing."""
    names = {normal(heading) for heading in headings}
    for export in _table().get("exports", {}).get(subject.value, []):
        if all(normal(heading) in names for heading in export["when"]):
            return {normal(heading): field for field, group in export["fields"].items() for heading in group} | {
                normal(heading): "" for heading in export["extra"]
            }
    return {}
