"""Files on their way in from the screen: each is looked at, then taken in; one that fails does not stop the others."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath
from threading import Event
from typing import TYPE_CHECKING

from data.drafts import FileReport, Subject
from data.errors import Cancelled, Refusal, Unreadable
from data.states import OrderState
from data.words import _
from data.words.explain import explain
from screens.bridge import Bridge
from screens.intake_paths import Given, files_of, named
from screens.office import Memory
from widgets.cells import Tone

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.headings import FileColumn
    from data.desk.inbox import Asked, Looked

Advance = Callable[[int, int], None]
"""Told on the loop how many of how many orders of the file are done."""

_MEMORY = ("intake.columns", "known")
"""Where it is remembered what the columns of files with certain headings are."""
_MOST_REMEMBERED = 50
_WITHOUT_HEADINGS = frozenset({"no_header", "not_orders", "no_rows", "bad_mapping"})
"""Why a file cannot be read where a person can still say what its columns are."""
_AT_ONCE = 500


@dataclass(slots=True)
class OneFile:
    """A file, or the lines that were pasted.

    Attributes:
        path: as it was named; "" for what was pasted.
        text: what was pasted.
        looked: what would become of it, once that is known.
        taken: what became of it.
        said: why it was not read or not taken in.
        tone: of what is said.
        columns: its columns, where they can be told.
        remembered: whether its columns are taken for what was remembered of another file.
    """

    path: str
    text: str = ""
    looked: "Looked | None" = None
    taken: FileReport | None = None
    said: str = ""
    tone: Tone = Tone.BAD
    columns: "tuple[FileColumn, ...]" = ()
    remembered: bool = False

    @property
    def name(self) -> str:
        """The name of the file without its folder."""
        return self.looked.source.name if self.looked is not None else PurePath(self.path).name or self.path

    @property
    def report(self) -> FileReport | None:
        """What became of it, or would become."""
        return self.taken or (self.looked.report if self.looked is not None and not self.said else None)

    @property
    def stopped(self) -> bool:
        """Whether it would have gone on, had nobody stopped it."""
        return bool(self.said) and self.tone is Tone.WARN

    @property
    def can_take(self) -> bool:
        """Whether something of it would go in, and is not in yet."""
        report = self.report
        return self.taken is None and report is not None and report.orders + report.records > 0


@dataclass(slots=True)
class Files:
    """Some files, one after the other.

    Attributes:
        bridge: the way to the desk.
        memory: remembers what columns are.
        files: the files in their order.
        given: what the field stood for, where files were named.
        stop: set to stop what is under way.
        holds: what the files hold.
    """

    bridge: Bridge
    memory: Memory
    files: list[OneFile] = field(default_factory=list)
    given: Given = field(default_factory=lambda: Given(()))
    stop: Event = field(default_factory=Event)
    holds: Subject = Subject.ORDERS
    _said: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of all orders that came in."""
        return tuple(number for one in self.files if one.taken is not None for number in one.taken.numbers)

    @property
    def can_take(self) -> bool:
        """Whether there is something to take in: of a file that was looked at not all is known or bad."""
        return any(one.can_take for one in self.files)

    @property
    def is_done(self) -> bool:
        """Whether something was taken in, and nothing was left because it was stopped."""
        return any(one.taken for one in self.files) and not any(one.can_take or one.stopped for one in self.files)

    # --- looking ------------------------------------------------------------------------------------------------

    async def name(self, text: str) -> None:
        """Take the files that the field names."""
        self.given = await asyncio.to_thread(lambda: files_of(named(text)))
        self.files = [OneFile(path) for path in self.given.files]

    def paste(self, text: str) -> None:
        """Take what was pasted."""
        self.given, self.files = Given(("",)), [OneFile("", text)]

    async def look(self, asked: "Asked", begin: Callable[[str], None], advance: Advance) -> None:
        """Look at the files that were not looked at yet; what was read before it is stopped stays.

        Args:
            asked: what is said of all of them.
            begin: told before each file what is done.
            advance: told how far it is.
        """
        self.holds = asked.holds
        for place, one in enumerate(self.files):
            if one.looked is not None or one.taken is not None:
                continue
            if self.stop.is_set():
                one.said, one.tone = _("{name}: not looked at.").format(name=one.name), Tone.WARN
                continue
            begin(self._under_way(_("reading {name}").format(name=one.name), place))
            one.said = ""
            try:
                found = await self.bridge.ask(partial(self._read, one, asked, _from_thread(advance)))
            except Refusal as refusal:
                one.said, one.tone = explain(refusal), Tone.WARN if isinstance(refusal, Cancelled) else Tone.BAD
                if isinstance(refusal, Unreadable) and refusal.why in _WITHOUT_HEADINGS:
                    one.columns = await asyncio.to_thread(_unread, one)
            else:
                one.looked, one.columns, one.remembered = found

    def _under_way(self, what: str, place: int) -> str:
        if len(self.files) == 1:
            return what
        return _("{what} ({at} of {number})").format(what=what, at=place + 1, number=len(self.files))

    def _read(
        self, one: OneFile, asked: "Asked", progress: Advance, desk: "Desk"
    ) -> "tuple[Looked, tuple[FileColumn, ...], bool]":
        """Look at a file as its headings are recognised, and then by what was said of such headings."""
        from data.desk.headings import columns_of

        looked: Looked | None = None
        try:
            looked = self._look(desk, one, asked, progress)
            columns = columns_of(looked)
        except Unreadable as refusal:
            columns = _unread(one) if refusal.why in _WITHOUT_HEADINGS else ()
            if not self._mapping(columns)[0]:
                raise
        mapping, remembered = self._mapping(columns)
        if mapping or looked is None:
            try:
                looked = self._look(desk, one, replace(asked, mapping=mapping), progress)
            except Unreadable:
                if looked is None or not remembered:
                    raise
                remembered = False  # what was remembered does not fit any more
            columns = columns_of(looked)
        return looked, columns, remembered

    def _look(self, desk: "Desk", one: OneFile, asked: "Asked", progress: Advance) -> "Looked":
        if not one.path:
            return desk.inbox.look_at_text(one.text, asked)
        return desk.inbox.look(one.path, asked, progress, self.stop.is_set)

    # --- what columns are ---------------------------------------------------------------------------------------

    def _key(self, columns: "Sequence[FileColumn]") -> str:
        from data.desk.headings import headings_key

        return headings_key(self.holds, (column.heading for column in columns))

    def _mapping(self, columns: "Sequence[FileColumn]") -> tuple[dict[str, str], bool]:
        """Return what was said of files with these headings, and whether it was remembered from an earlier day."""
        key = self._key(columns)
        if key in self._said:
            return self._said[key], False
        found = self._known().get(key, {})
        return found, bool(found)

    def _known(self) -> dict[str, dict[str, str]]:
        """Return what is remembered; a settings file may be edited by hand, so nothing of it is trusted."""
        from data.files.fields import FIELDS

        known = self.memory.get(*_MEMORY)
        fields = {"", *FIELDS[self.holds]}
        return {
            str(key): {str(heading): str(name) for heading, name in mapping.items() if name in fields}
            for key, mapping in (known.items() if isinstance(known, Mapping) else ())
            if isinstance(mapping, Mapping)
        }

    def say_columns(self, one: OneFile, mapping: dict[str, str], *, remember: bool) -> None:
        """Take the columns of files with these headings for what a person says; they are to be looked at anew."""
        key = self._key(one.columns)
        self._said[key] = mapping
        if remember:
            known = self.memory.get(*_MEMORY)
            kept = {name: of for name, of in known.items() if name != key} if isinstance(known, Mapping) else {}
            if mapping:
                kept[key] = mapping
            self.memory.put(*_MEMORY, dict(list(kept.items())[-_MOST_REMEMBERED:]))
        for other in self.files:
            if other.taken is None and other.columns and self._key(other.columns) == key:
                other.looked, other.said = None, ""

    # --- taking in ----------------------------------------------------------------------------------------------

    async def take(self, begin: Callable[[str], None], advance: Advance) -> None:
        """Take in what can be: each file for itself, so that what is in stays in when it is stopped."""
        for place, one in enumerate(self.files):
            if not one.can_take or one.looked is None:
                continue
            if self.stop.is_set():
                one.said, one.tone = _("{name}: not taken in, as you asked.").format(name=one.name), Tone.WARN
                one.looked = None
                continue
            begin(self._under_way(_("taking in {name}").format(name=one.name), place))
            try:
                one.taken = await self.bridge.ask(partial(self._take, one.path, one.looked, _from_thread(advance)))
            except Refusal as refusal:
                one.said, one.tone = explain(refusal), Tone.WARN if isinstance(refusal, Cancelled) else Tone.BAD
            else:
                if one.taken is None:
                    said = _("{name} was changed since it was checked; nothing of it was taken in. Check it again.")
                    one.said, one.tone = said.format(name=one.name), Tone.BAD
            if one.said:
                one.looked = None

    def _take(self, path: str, looked: "Looked", progress: Advance, desk: "Desk") -> FileReport | None:
        """Take a file in as it was looked at; None where it is another one by now."""
        if path and _changed(path, looked):
            return None
        return desk.inbox.take(looked, progress, self.stop.is_set)

    async def to_clarify(self) -> tuple[str, ...]:
        """Return the numbers of the orders that came in and need clarification.

        Raises:
            Refusal: the desk's.
        """
        if not any(one.taken is not None and one.taken.clarifying for one in self.files):
            return ()
        numbers = self.numbers

        def find(desk: "Desk") -> tuple[str, ...]:
            parts = (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
            states = {row.number: row.state for part in parts for row in desk.lists.rows(part)}
            return tuple(number for number in numbers if states.get(number) is OrderState.CLARIFYING)

        return await self.bridge.ask(find)


def _unread(one: OneFile) -> "tuple[FileColumn, ...]":
    """Return the columns of a file that the readers cannot read."""
    from data.desk.headings import columns_unread
    from data.desk.inbox import PASTED, at_home
    from data.drafts import Source
    from data.files.source import load

    try:
        if one.path:
            return columns_unread(load(at_home(one.path)))
        return columns_unread(Source(PASTED, one.text.encode(errors="backslashreplace"), "", "text/plain"))
    except Unreadable:
        return ()


def _changed(path: str, looked: "Looked") -> bool:
    """Tell whether a file is another one than was looked at; one that is gone is taken in as it was."""
    from data.desk.inbox import at_home
    from data.files.source import load

    try:
        return load(at_home(path)).sha256 != looked.source.sha256
    except Unreadable as refusal:
        return refusal.why != "missing"


def _from_thread(advance: Advance) -> Advance:
    """Return what a thread tells its progress to."""
    loop = asyncio.get_running_loop()

    def tell(done: int, of_all: int) -> None:
        loop.call_soon_threadsafe(advance, done, of_all)

    return tell
