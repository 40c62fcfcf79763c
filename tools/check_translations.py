"""Say what is wrong with the catalogue of translations; exit 1 if anything is (N2)."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message

from hatch_build import convert, read_catalogue, read_corrections
from tools.messages import ROOT, extract

_PERCENT = re.compile(r"%(?:\(\w+\))?[sdfr]")
_CLOSING = re.compile(r"\[/[a-z ]*\]")


def placeholders(text: str) -> set[str]:
    """Return the names that a sentence leaves open (`{number}`, `%s`, and `[/bold]` of the help texts)."""
    try:
        names = {f"{{{name}}}" for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:  # a lone brace: then nobody formats this sentence
        names = set()
    return names | set(_PERCENT.findall(text)) | set(_CLOSING.findall(text))


def as_texts(value: object) -> tuple[str, ...]:
    """Return the one sentence, or singular and plural, of a message's id or translation."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(part) for part in value) if isinstance(value, list | tuple) else ()


def faults_of(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    sentence, translations = as_texts(message.id), as_texts(message.string)
    shown = sentence[0]
    if message.fuzzy:
        yield f"guessed, not confirmed (fuzzy): {shown!r}"
    if not translations or not all(translations):
        yield f"not translated: {shown!r}"
        return
    # Chinese has one form for any number; a singular may leave the number out, so the plural is the measure.
    expected = placeholders(sentence[-1])
    for translation in translations:
        if placeholders(translation) != expected:
            differing = ", ".join(sorted(placeholders(translation) ^ expected))
            yield f"placeholders differ ({differing}): {shown!r}"


def faults(template: Catalog, catalogue: Catalog) -> list[str]:
    """Return what is wrong with a catalogue, measured against the sentences of the code; empty when all is well."""
    wanted = {(message.id[0] if isinstance(message.id, tuple) else message.id) for message in template if message.id}
    found: dict[str, Message] = {as_texts(message.id)[0]: message for message in catalogue if message.id}
    result = [f"missing, run `make messages`: {key!r}" for key in sorted(wanted - found.keys())]
    result += [f"no longer in the code, run `make messages`: {key!r}" for key in sorted(found.keys() - wanted)]
    result += [f"obsolete, run `make messages`: {key!r}" for key in catalogue.obsolete]
    for message in found.values():
        result += faults_of(message)
    return result


def check(root: Path = ROOT) -> list[str]:
    """Return what is wrong with both Chinese catalogues of a checkout."""
    template, simplified = extract(root), read_catalogue(root)
    traditional = convert(simplified, read_corrections(root))
    return [f"zh_CN: {fault}" for fault in faults(template, simplified)] + [
        f"zh_TW: {fault}" for message in traditional if message.id for fault in faults_of(message)
    ]


def main() -> int:
    """Print each fault on a line of its own."""
    problems = check()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"translations: {len(problems)} faults" if problems else "translations: complete")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
