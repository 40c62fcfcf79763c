"""Drafts of forms: kept beside the desk while somebody types, offered again when nobody has closed the form."""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from data.errors import Refusal
from data.rules.workflow import Verb
from data.words import N_, _
from data.words.explain import explain
from data.words.verbs import verb_title
from screens.bridge import Bridge
from screens.dialog import Dialog, plain
from screens.keys import DIALOG, key
from widgets.badge import Moment, short_time

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.drafts import Draft

EVERY = 2.0
"""Seconds after which at the latest what was typed is kept."""

Keeping = Callable[[Callable[[], Mapping[str, str]]], "DraftKeeper"]
"""Makes the keeper of a form out of what gives the form's values."""

VERB_KIND = "verb"
"""The kind of a verb's form; its verb stands behind a colon (`verb:note`)."""

POLICY_KIND = "policy"
"""The kind of the draft of a policy."""

PLACE_KIND = "place"
"""The kind of the draft of a work centre or a supplier; its number is the place's code, "" for a new one."""

MESSAGE_KIND = "message"
"""The kind of the draft of a message; its number is the message's."""


class DraftKeeper:
    """Keeps what stands in one form."""

    def __init__(
        self, bridge: Bridge, kind: str, number: str, values: Callable[[], Mapping[str, str]], name: str = ""
    ) -> None:
        """Keep a form's draft.

        Args:
            bridge: the way to the desk.
            kind: what form it is (`VERB_KIND`, or what a room calls its own).
            number: the order that it is about; "" for none.
            values: gives what stands in the fields now; empty where nothing was typed.
            name: of a draft that is taken up again; a new one gets a name of its own.
        """
        self._bridge = bridge
        self._kind = kind
        self._number = number
        self._values = values
        self.name = name or secrets.token_hex(8)
        self._kept = bool(name)
        self._closed = False
        self._turn = asyncio.Lock()
        self.trouble = ""

    async def keep(self) -> None:
        """Keep what stands in the fields; where that fails `trouble` says why, and typing goes on."""
        values = dict(self._values())
        if self._closed or not (values or self._kept):
            return
        name, kind, number = self.name, self._kind, self._number

        def put(desk: "Desk") -> None:
            if values:
                desk.drafts.keep(name, kind, number, values)
            else:
                desk.drafts.drop(name)

        self._kept = bool(values) or self._kept
        await self._try(put)

    async def close(self) -> None:
        """Take the draft away: what was typed is done, or was given up by the person."""
        self._closed = True
        name = self.name
        if self._kept:
            await self._try(lambda desk: desk.drafts.drop(name))

    async def _try(self, act: "Callable[[Desk], None]") -> None:
        async with self._turn:
            try:
                await self._bridge.ask(act)
            except Refusal as refusal:
                self.trouble = explain(refusal)
            else:
                self.trouble = ""


class DraftsDialog(Dialog[tuple[str, str]]):
    """Drafts that were left behind; it answers what is to be done (`take` or `drop`) and the draft's name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("delete", "drop", "drafts.drop", N_("Give up"), N_("Give the draft up for good"), DIALOG),
    ]

    def __init__(self, drafts: "Sequence[Draft]", moment: Moment) -> None:
        """Offer drafts."""
        super().__init__()
        self._drafts = tuple(drafts)
        self._moment = moment

    def heading(self) -> str:
        """Return the title."""
        return _("What was being typed")

    def inside(self) -> ComposeResult:
        """Compose the list of drafts."""
        yield OptionList(
            *(Option(plain(draft_title(draft, self._moment)), id=draft.name) for draft in self._drafts),
            id="drafts",
            compact=True,
            markup=False,
        )
        yield Static(
            plain(_("Enter takes it up again, Del gives it up, Esc leaves it for later.")), id="help", markup=False
        )

    def on_mount(self) -> None:
        """Begin with the newest."""
        self.query_one(OptionList).highlighted = 0

    @on(OptionList.OptionSelected)
    def _take(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(("take", str(message.option.id)))

    def action_drop(self) -> None:
        """Give the draft of the cursor up."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(("drop", str(options.get_option_at_index(options.highlighted).id)))


def draft_title(draft: "Draft", moment: Moment) -> str:
    """Return what a draft is, in words."""
    kind, _colon, verb = draft.kind.partition(":")
    what = verb_title(Verb.EDIT) if draft.number else _("new order")
    if kind == VERB_KIND and verb in set(Verb):
        what = verb_title(Verb(verb))
    elif kind == POLICY_KIND:
        what = _("policy of the office")
    elif kind == PLACE_KIND:
        what = _("work centre or supplier")
    elif kind == MESSAGE_KIND:
        what = _("message")
    return _(" · ").join(part for part in (short_time(draft.at, moment), draft.number, what) if part)
