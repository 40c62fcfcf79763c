"""The words of the desk: every sentence that a person reads goes through here (N2).

``_`` and ``ngettext`` look the sentence up when they are called, in the language of that moment, so the language can
be switched while the program runs. ``N_`` only marks a sentence for translation, for tables that are made at import.
Nothing but the standard library is imported here, and no catalogue is read before a language other than English is set:
the command line's ``--help`` pays for what this module imports.
"""

import gettext as _gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}
"""The languages of the desk, each as it calls itself."""

LANGUAGES = tuple(LANGUAGE_NAMES)

DOMAIN = "orderclerk"
"""Name of the catalogues: ``data/locale/<language>/LC_MESSAGES/orderclerk.mo``."""

_TRADITIONAL = frozenset({"tw", "hk", "mo", "hant"})


class MissingCatalogue(LookupError):  # noqa: N818 - says what is wrong, as the refusals of the desk do
    """The compiled catalogue of a language is not there: the program was not installed by its build.

    Attributes:
        language: which of `LANGUAGES` was asked for.
    """

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


class _Current:
    """The language of this process; one object that is changed, so that no module keeps an old one."""

    def __init__(self) -> None:
        self.language = LANGUAGES[0]
        self.catalogue = _gettext.NullTranslations()


_current = _Current()
_here: ContextVar[_Current | None] = ContextVar("language", default=None)
"""What is spoken in this place only, such as a paper in the customer's language while the screen speaks another."""


def _speaker() -> _Current:
    return _here.get() or _current


@cache
def _load(language: str) -> _gettext.NullTranslations:
    """Read a catalogue, once; English is written in the code and needs none."""
    if language == LANGUAGES[0]:
        return _gettext.NullTranslations()
    from importlib.resources import files

    path = files("data").joinpath("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo")
    try:
        with path.open("rb") as file:
            return _gettext.GNUTranslations(file)
    except FileNotFoundError as error:
        raise MissingCatalogue(language) from error


def set_language(tag: str) -> None:
    """Speak one of `LANGUAGES` from now on, in the whole process.

    Raises:
        ValueError: the tag is none of `LANGUAGES`.
        MissingCatalogue: the language has no compiled catalogue here; the language stays what it was.
    """
    if tag not in LANGUAGES:
        raise ValueError(tag)
    _current.catalogue = _load(tag)
    _current.language = tag


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak one of `LANGUAGES` inside the block and nowhere else: other threads and tasks go on in theirs.

    Raises:
        ValueError: the tag is none of `LANGUAGES`.
        MissingCatalogue: the language has no compiled catalogue here.
    """
    if tag not in LANGUAGES:
        raise ValueError(tag)
    other = _Current()
    other.catalogue = _load(tag)
    other.language = tag
    token = _here.set(other)
    try:
        yield
    finally:
        _here.reset(token)


def current_language() -> str:
    """Return which of `LANGUAGES` is spoken now."""
    return _speaker().language


def detect_language(environ: Mapping[str, str]) -> str:
    """Return which of `LANGUAGES` fits the locale of an environment, as POSIX reads it.

    The first of LC_ALL, LC_MESSAGES and LANG that is set decides. Chinese of Taiwan, Hong Kong and Macau, or in
    traditional script, is zh_TW; other Chinese is zh_CN; everything else is English.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return _nearest(environ[name])
    return LANGUAGES[0]


def _nearest(locale: str) -> str:
    """Return which of `LANGUAGES` is nearest to a locale's name (``zh_HK.UTF-8``, ``zh-Hans-SG``, ``C``)."""
    name = locale.partition(".")[0].partition("@")[0]
    language, *rest = name.replace("-", "_").lower().split("_")
    if language != "zh":
        return "en"
    if "hans" in rest:
        return "zh_CN"
    return "zh_TW" if _TRADITIONAL.intersection(rest) else "zh_CN"


def _(message: str) -> str:
    """Return the sentence in the current language."""
    return _speaker().catalogue.gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the sentence for this number of things in the current language."""
    return _speaker().catalogue.ngettext(singular, plural, number)


def N_(message: str) -> str:  # noqa: N802 - the usual name of this mark
    """Mark a sentence for translation and return it unchanged; ``_`` translates it where it is shown."""
    return message
