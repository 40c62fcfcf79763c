"""Build hook: compile the catalogues of translations, and make traditional Chinese from simplified.

Only ``zh_CN`` is kept in the repository. ``zh_TW`` is made from it by OpenCC (Taiwan standard, with its phrases) and
the corrections of ``data/locale/zh_TW.corrections.toml``, terms of the trade that OpenCC does not know. The hook runs
for the wheel and for an editable install, so that both have the compiled files beside the package ``data``.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from opencc import OpenCC

DOMAIN = "orderclerk"
SOURCE = "zh_CN"
CONVERTED = "zh_TW"


def catalogue_path(root: Path, language: str) -> Path:
    """Where the catalogue of a language lies in the checkout."""
    return root / "data" / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(root: Path, language: str = SOURCE) -> Catalog:
    """Read the catalogue of a language; raises ``PoFileError`` where the file is malformed."""
    with catalogue_path(root, language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)


def read_corrections(root: Path) -> dict[str, str]:
    """Return what OpenCC writes and what the trade in Taiwan writes instead; longest first, so that phrases win."""
    text = (root / "data" / "locale" / f"{CONVERTED}.corrections.toml").read_text(encoding="utf-8")
    terms: dict[str, str] = tomllib.loads(text)["terms"]
    return dict(sorted(terms.items(), key=lambda item: -len(item[0])))


def convert(simplified: Catalog, corrections: dict[str, str]) -> Catalog:
    """Make the traditional catalogue from the simplified one."""
    opencc = OpenCC("s2twp")

    # One pass over the text, so that one correction does not undo another.
    wrong = re.compile("|".join(map(re.escape, corrections)) or "(?!)")

    def traditional(text: str) -> str:
        converted: str = opencc.convert(text)
        return wrong.sub(lambda found: corrections[found[0]], converted)

    result = Catalog(locale=CONVERTED, domain=DOMAIN, project=simplified.project, version=simplified.version)
    for message in simplified:
        if not message.id or message.fuzzy:
            continue
        text = message.string
        translated = traditional(text) if isinstance(text, str) else tuple(traditional(part) for part in text or ())
        result.add(message.id, translated, context=message.context)
    return result


def compile_catalogues(root: Path) -> list[Path]:
    """Write the compiled catalogues of both Chinese languages and return their paths."""
    simplified = read_catalogue(root)
    traditional = convert(simplified, read_corrections(root))
    converted_path = catalogue_path(root, CONVERTED)
    converted_path.parent.mkdir(parents=True, exist_ok=True)
    with converted_path.open("wb") as file:
        write_po(file, traditional, width=0, omit_header=False)
    compiled = []
    for language, catalogue in ((SOURCE, simplified), (CONVERTED, traditional)):
        path = catalogue_path(root, language).with_suffix(".mo")
        # A program that runs meanwhile must never read half a file.
        temporary = path.with_suffix(".mo.new")
        with temporary.open("wb") as file:
            write_mo(file, catalogue)
        temporary.replace(path)
        compiled.append(path)
    return compiled


class CatalogueBuildHook(BuildHookInterface[BuilderConfig]):
    """Compiles the catalogues before files are gathered for the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Compile for every kind of wheel, the editable one included."""
        compile_catalogues(Path(self.root))
