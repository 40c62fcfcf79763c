"""Printing an order from the screen: what, in which language, where to, and whether it is filed with the order."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Select, Static

from data.files.saving import free_path, prepared
from data.orders import Order
from data.rules.papers import PaperKind, paper_name, papers_of
from data.states import OrderState
from data.words import LANGUAGE_NAMES, N_, _
from data.words.phrases import sentences, shown_path
from screens.dialog import plain
from screens.dialog_entry import EntryDialog
from screens.keys import DIALOG, key

if TYPE_CHECKING:
    from data.desk.desk import Desk

TITLES = {
    PaperKind.ORDER: N_("the order as it stands"),
    PaperKind.CONFIRMATION: N_("the confirmation, for the customer"),
    PaperKind.CONTRACT: N_("the contract, for the customer"),
    PaperKind.JOINT_REVIEW: N_("the sheet of the joint review"),
}
_AS_USUAL = "as_usual"
_NO, _YES = "no", "yes"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed.

    Attributes:
        kind: which paper.
        language: of the paper; "" as the policy says.
        path: where to.
        filed: whether it is filed with the order too.
        why: it is printed, of an archived order (P5).
    """

    kind: PaperKind
    language: str
    path: Path
    filed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed: where it lies, whether it is a draft, whether it was filed with the order just now."""

    path: Path
    draft: bool
    filed: bool

    def said(self) -> str:
        """Return what became of it, in words."""
        parts = [_("Printed to {path}.").format(path=shown_path(self.path))]
        if self.draft:
            parts.append(_("It is a draft: the order is not confirmed to the customer yet."))
        if self.filed:
            parts.append(_("It is filed with the order."))
        return sentences(*parts)


Submit = Callable[[Wanted], Awaitable["Printed | str"]]
"""Prints; returns what was printed, or why it was refused."""


def folder_at_hand() -> Path:
    """Return the folder in which the program was started, one's own where that is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def print_paper(number: str, wanted: Wanted, desk: "Desk") -> Printed:
    """Print a paper of an order; asked of the desk, off the loop.

    Raises:
        FileExistsError: there is a file of this name.
        Refusal: of the desk, of the template, of the disk.
    """
    from data.words.printing import file_paper, print_order

    paper = print_order(desk, number, wanted.kind, wanted.language, wanted.why)
    with prepared(wanted.path, paper.content) as put:  # half done would stand in the way of the second try
        filed = wanted.filed and file_paper(desk, paper) is not None
        put()
    return Printed(wanted.path, paper.draft, filed)


class PrintDialog(EntryDialog[Printed]):
    """Asks what is to be printed, and stays open with what is typed where it is refused."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "printing.tcss"]  # type: ignore[assignment]  # Textual takes a list too
    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,f10", "submit", "form.print", N_("Print"), N_("Write the paper"), DIALOG, priority=True),
    ]

    def __init__(self, order: Order, folder: Path, submit: Submit, first: PaperKind | None = None) -> None:
        """Ask about the papers of an order.

        Args:
            order: whose.
            folder: where a paper goes if nothing else is said.
            submit: prints.
            first: which paper is proposed; None for the first that there is.
        """
        super().__init__()
        self._first = first
        self._order = order
        self._folder = folder
        self._submit = submit
        self._proposed = ""

    def heading(self) -> str:
        """Return the title."""
        return _("Print {number}").format(number=self._order.number)

    def inside(self) -> ComposeResult:
        """Compose a line for each question."""
        kinds = papers_of(self._order)
        first = self._first if self._first in kinds else kinds[0]
        self._proposed = self._place(first)
        as_usual = (plain(_("as the policy says, else as here")), _AS_USUAL)
        languages = [as_usual, *((plain(name), code) for code, name in LANGUAGE_NAMES.items())]
        with Vertical(id="fields"):
            for title, control in (
                (_("paper"), Select([(plain(_(TITLES[kind])), kind.value) for kind in kinds], value=first.value,
                                   allow_blank=False, compact=True, id="what")),
                (_("language"), Select(languages, value=_AS_USUAL, allow_blank=False, compact=True, id="language")),
                (_("to the file"), Input(self._proposed, compact=True, id="path")),
                (_("file it with the order"), Select([(plain(_("no")), _NO), (plain(_("yes")), _YES)], value=_NO,
                                                     allow_blank=False, compact=True, id="filed")),
            ):  # fmt: skip
                with Horizontal(classes="line"):
                    yield Static(plain(title), classes="name", markup=False)
                    yield control
            if self._order.state is OrderState.ARCHIVED:
                with Horizontal(classes="line"):
                    yield Static(plain(_("why (recorded)")), classes="name", markup=False)
                    yield Input(compact=True, id="why")
        yield from self.buttons(_("Print  F10"))

    def on_mount(self) -> None:
        """Let Enter print at once: everything has an answer."""
        self.query_one("#do").focus()

    def _place(self, kind: PaperKind) -> str:
        return str(free_path(self._folder / paper_name(self._order, kind)))

    @property
    def _kind(self) -> PaperKind:
        return PaperKind(str(self.query_one("#what", Select).value))

    @on(Select.Changed, "#what")
    def _chosen(self, message: Select.Changed) -> None:
        """Propose the other paper's name, unless the person has typed one."""
        message.stop()
        path = self.query_one("#path", Input)
        if path.value == self._proposed:
            self._proposed = self._place(self._kind)
            path.value = self._proposed

    def ready(self) -> bool:
        """Return whether it is said where to."""
        if self.query_one("#path", Input).value.strip():
            return True
        self.say(_("This is needed."), bad=True)
        self.query_one("#path").focus()
        return False

    def _wanted(self) -> Wanted:
        """Return what is asked for."""
        path = Path(self.query_one("#path", Input).value.strip()).expanduser()
        language = str(self.query_one("#language", Select).value)
        return Wanted(
            self._kind,
            "" if language == _AS_USUAL else language,
            path / paper_name(self._order, self._kind) if path.is_dir() else path,
            self.query_one("#filed", Select).value == _YES,
            "".join(field.value.strip() for field in self.query("#why").results(Input)),
        )

    async def attempt(self) -> str:
        """Print."""
        self.say(_("One moment …"))
        answer = await self._submit(self._wanted())
        if isinstance(answer, str):
            return answer
        self.dismiss(answer)
        return ""
