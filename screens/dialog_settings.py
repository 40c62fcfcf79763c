"""The settings of the screens: language and look; keys of one's own are named, with where they are set."""

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Select, Static

from data.words import _
from screens.dialog import Dialog, plain

Options = Sequence[tuple[str, str]]
"""Values of a setting, each with its name."""


class SettingsDialog(Dialog[dict[str, str]]):
    """Some settings, each one of a few values; it answers all of them."""

    def __init__(
        self, settings: Mapping[str, tuple[str, Options]], values: Mapping[str, str], remarks: Sequence[str] = ()
    ) -> None:
        """Show settings.

        Args:
            settings: name of a setting → its title and its options.
            values: what is set now, by name.
            remarks: what else is to be said, a line each.
        """
        super().__init__()
        self._settings = dict(settings)
        self._values = dict(values)
        self._remarks = tuple(remarks)

    def heading(self) -> str:
        """Return the title."""
        return _("Settings")

    def inside(self) -> ComposeResult:
        """Compose a line for each setting."""
        with Vertical(id="fields"):
            for name, (title, options) in self._settings.items():
                with Horizontal(classes="line"):
                    yield Static(plain(title), classes="name", markup=False)
                    yield Select(
                        [(plain(shown), value) for value, shown in options],
                        value=self._values[name],
                        allow_blank=False,
                        id=name,
                        compact=True,
                    )
        yield Static(plain("\n".join(self._remarks), multiline=True), id="said", markup=False)
        with Horizontal(id="buttons"):
            yield Button(Content(_("Keep")), id="keep", variant="primary", compact=True)
            yield Button(Content(_("Back  Esc")), id="back", compact=True)

    @on(Button.Pressed, "#keep")
    def _keep(self) -> None:
        self.dismiss({name: str(self.query_one(f"#{name}", Select).value) for name in self._settings})

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_back_out()
