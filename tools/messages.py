"""Keep the catalogue of translations in step with the code.

    python tools/messages.py update     bring data/locale/zh_CN/…/orderclerk.po up to date with the code
    python tools/messages.py compile    compile both Chinese catalogues, as the build does

There is no template file: the code is the template. New sentences come into the catalogue untranslated, never with a
guess taken from a similar one; sentences that are gone from the code are gone from the catalogue.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from hatch_build import DOMAIN, SOURCE, catalogue_path, compile_catalogues, read_catalogue

ROOT = Path(__file__).parents[1]
PACKAGES = ("orderclerk", "screens", "widgets", "data")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
COMMENT_TAGS = ("Translators:",)


def extract(root: Path = ROOT) -> Catalog:
    """Gather every sentence that the four packages mark for translation."""
    template = Catalog(domain=DOMAIN, charset="utf-8")
    for package in PACKAGES:
        found = extract_from_dir(
            root / package, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=COMMENT_TAGS
        )
        for filename, line, message, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
            place = (f"{package}/{Path(filename).as_posix()}", line)
            template.add(message, None, [place], auto_comments=comments, context=context)
    return template


def update(root: Path = ROOT) -> Path:
    """Write the catalogue of simplified Chinese anew: sentences of the code, translations that it had."""
    catalogue = read_catalogue(root)
    catalogue.update(extract(root), no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    catalogue.obsolete.clear()
    path = catalogue_path(root, SOURCE)
    temporary = path.with_suffix(".po.new")
    with temporary.open("wb") as file:
        # Without line numbers a change of code changes the catalogue only where sentences change.
        write_po(file, catalogue, width=0, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    temporary.replace(path)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(description="Keep the catalogue of translations in step with the code.")
    parser.add_argument("command", choices=("update", "compile"))
    if parser.parse_args(arguments).command == "compile":
        compile_catalogues(ROOT)
        return 0
    path = update()
    waiting = [message for message in read_catalogue(ROOT) if message.id and not message.string]
    print(f"{path.relative_to(ROOT)}: {len(read_catalogue(ROOT))} sentences, {len(waiting)} of them not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
