"""The style sheet of the whole screen, of which each part is read once."""

from textual.css.stylesheet import Stylesheet


class KeptStyleSheet(Stylesheet):
    """A style sheet that keeps what it has read when a screen brings another part along.

    Textual reads all parts anew then, some of them twice, before the first picture and whenever a dialog is opened for
    the first time.
    """

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the colours of a theme; only other ones have the parts read anew."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Put the parts together anew."""
        self.parse()
