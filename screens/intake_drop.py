"""The field for paths: files are typed, pasted, or dropped onto it from a file manager, one after the other."""

from textual import events

from screens.intake_paths import BETWEEN, are_dropped, joined, named
from widgets.entry import Entry
from widgets.lookup import Lookup, Suggest


class PathEntry(Entry):
    """An entry in which dropped paths stand apart, and without the quotes that came with them."""

    def on_paste(self, event: events.Paste) -> None:
        """Take dropped paths apart before they are put in; other text stays as it is."""
        if not are_dropped(event.text):
            return
        before = self.value[: self.selection.start].rstrip() if self.selection.is_empty else ""
        apart = BETWEEN if before and not before.endswith(";") else ""
        event.text = apart + joined(named(event.text))


class PathLookup(Lookup):
    """A field for paths, with suggestions."""

    def __init__(self, suggest: Suggest, *, value: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Make the field; `suggest` completes the last of its paths, `value` stands in it at first."""
        super().__init__(suggest, value=value, id=id)
        self.entry = PathEntry(value)
