"""`order do`: every verb of the workflow table, one at a time or one a line."""

import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import Refusal, UnknownField
from data.rules.undo import UNDO
from data.rules.verbs import FIELDS, FieldType
from data.rules.workflow import Verb
from data.words import N_, _, ngettext
from orderclerk.cli.desk import opened
from orderclerk.cli.help import Command
from orderclerk.cli.options import Ack, Json, Note, Set, argument, fields_of, path, text, whole_number
from orderclerk.cli.output import acknowledge, as_json, err, out
from orderclerk.exits import ENDS_EVERYTHING, Exit

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.move import Done
    from data.drafts import Source

ABOUT = N_(
    "Do something with an order. With “-” in place of the number, each line of standard input is one act, as in "
    '“00042 submit --note "by telephone"”; empty lines and lines that begin with # are passed over.'
)


class VerbsCommand(Command):
    """`order do`, whose help names every verb and what it asks for."""

    def more(self, width: int) -> str:
        """Return the verbs."""
        from orderclerk.cli.verb_help import undo_told, verbs_told

        return "\n".join([_("Verbs:"), *verbs_told(Verb, width), *undo_told(width)])


def _complete_verb(incomplete: str) -> list[tuple[str, str]]:
    from data.words.verbs import undo_title, verb_title

    known = [*((verb.value, verb_title(verb)) for verb in Verb), (UNDO, undo_title())]
    return [(name, title) for name, title in known if name.startswith(incomplete)]


@dataclass(frozen=True, slots=True)
class _Act:
    """One act as it was typed."""

    number: str
    verb: str
    note: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None


def do(
    ctx: typer.Context,
    number: Annotated[str, argument("NUMBER", N_("The order's number, or “-” to read acts from standard input."))],
    verb: Annotated[
        str, argument("VERB", N_("What to do; “order verbs NUMBER” shows what may be done."), _complete_verb)
    ] = "",
    note: Note = "",
    values: Set = None,
    file: Annotated[str, path("--file", help=N_("The paper to attach; the same as --set file=PATH."))] = "",
    if_version: Annotated[
        str, text("--if-version", metavar="VERSION", help=N_("Only if the order is still at the version that you saw."))
    ] = "",
    ack: Ack = False,
    json: Json = False,
) -> int:
    """Carry out one verb, or a stream of them."""
    if number == "-":
        if verb or note or values or file or if_version:
            raise typer.BadParameter(_("with “-” everything stands in the lines"), param_hint="NUMBER")
        with opened(ctx.obj) as desk:
            return _stream(desk, ack=ack, json=json)
    if not verb:
        raise typer.BadParameter(_("what is to be done is missing"), param_hint="VERB")
    texts = fields_of([*(values or ()), *([f"file={file}"] if file else [])])
    act = _Act(number, verb, note, texts, whole_number("--if-version", if_version))
    with opened(ctx.obj) as desk:
        _tell(_carry_out(desk, act), ack=ack, json=json)
    return Exit.DONE


def _carry_out(desk: "Desk", act: _Act) -> "Done":
    """Carry out one act; a field that names a file is given the file's content.

    Raises:
        Refusal: of the desk, or of the file.
    """
    if act.verb == UNDO:
        for name in act.values:
            raise UnknownField(UNDO, name, ("note",))
        return desk.undo(act.number, version=act.version, note=act.note)
    files: dict[str, Source] = {}
    texts = dict(act.values)
    if act.verb in set(Verb):
        for one in FIELDS[Verb(act.verb)]:
            if one.type is FieldType.FILE and texts.get(one.name):
                from orderclerk.cli.papers import load_paper

                files[one.name] = load_paper(texts[one.name])
                texts[one.name] = files[one.name].name
    return desk.do(act.number, act.verb, texts, note=act.note, version=act.version, files=files)


def _tell(done: "Done", *, ack: bool, json: bool) -> None:
    """Say what was done: on standard output, or beside the acknowledgements where these are asked for."""
    from data.desk.undo import Undone
    from data.words.labels import label
    from data.words.verbs import verb_title

    undone = done if isinstance(done, Undone) else None
    if ack:
        acknowledge(done.event)
    if json:
        told = {"number": done.number, "verb": UNDO if undone else done.verb.value, "event": done.event,
                "version": done.version, "from": done.from_state.value, "to": done.to_state.value}  # fmt: skip
        if undone:
            told["undone"] = {"event": undone.undone, "verb": undone.verb.value}
        out(as_json(told))
        return
    if undone:
        said = _("{number}: taken back: {verb}; now {state} (event {event})").format(
            number=done.number, verb=verb_title(done.verb), state=label(done.to_state), event=done.event
        )
    elif done.from_state == done.to_state:
        said = _("{number}: {verb} (event {event})").format(
            number=done.number, verb=verb_title(done.verb), event=done.event
        )
    else:
        said = _("{number}: {before} → {after} (event {event})").format(
            number=done.number, before=label(done.from_state), after=label(done.to_state), event=done.event
        )
    (err if ack else out)(said)


def _stream(desk: "Desk", *, ack: bool, json: bool) -> int:
    """Carry out one act a line, each committed by itself; a refused line does not stop the others."""
    from data.words.explain import explain

    done = refused = 0
    for place, raw in enumerate(sys.stdin.buffer, start=1):
        try:
            act = _read_line(raw)
            if act is None:
                continue
            _tell(_carry_out(desk, act), ack=ack, json=json)
            done += 1
        except typer.BadParameter as error:
            refused += 1
            why = f"{error.param_hint}: {error.message}" if error.param_hint else error.message
            err(_("line {number}: {text}").format(number=place, text=why))
        except Refusal as refusal:
            refused += 1
            err(_("line {number}: {text}").format(number=place, text=explain(refusal)))
            if refusal.exit_code in ENDS_EVERYTHING:
                return refusal.exit_code
    if refused:
        said = ngettext("{done} done, {refused} line refused.", "{done} done, {refused} lines refused.", refused)
        err(said.format(done=f"{done:,}", refused=f"{refused:,}"))
        return Exit.PARTLY if done else Exit.REFUSED
    return Exit.DONE


def _read_line(raw: bytes) -> _Act | None:
    """Return the act of one line, None where there is none.

    Raises:
        BadParameter: the line cannot be read.
    """
    try:
        line = raw.decode("utf-8").strip().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(_("it is not UTF-8")) from error
    if not line or line.startswith("#"):
        return None
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise typer.BadParameter(_("a quotation mark is not closed")) from error
    return _act_of(words)


def _act_of(words: list[str]) -> _Act:
    plain: list[str] = []
    given: dict[str, list[str]] = {"--note": [], "--set": [], "--file": [], "--if-version": []}
    rest = iter(words)
    for word in rest:
        name, has_value, value = word.partition("=")
        if not word.startswith("--"):
            plain.append(word)
        elif name not in given:
            raise typer.BadParameter(_("There is no option {what}.").format(what=name))
        else:
            found: Any = value if has_value else next(rest, None)
            if found is None:
                raise typer.BadParameter(_("{what} needs a value.").format(what=name))
            given[name].append(found)
    if len(plain) != 2:  # noqa: PLR2004 - number and verb
        raise typer.BadParameter(_("a line is NUMBER VERB and its options"))
    for name in ("--note", "--file", "--if-version"):
        if len(given[name]) > 1:
            raise typer.BadParameter(_("{field} is set twice").format(field=name))
    values = fields_of([*given["--set"], *(f"file={one}" for one in given["--file"])])
    version = whole_number("--if-version", "".join(given["--if-version"]))
    return _Act(plain[0], plain[1], "".join(given["--note"]), values, version)
