"""One message on the screen: read, edited, sent, copied with one key and noted as sent, or withdrawn (R9, R11, E16)."""

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Select, Static, TextArea

from data.errors import MailFailed, Refusal, Stale
from data.rules.outbox import MESSAGE_FIELDS, Medium, MessageState
from data.words import N_, _
from data.words.explain import explain
from data.words.explain_messages import failure_text
from data.words.labels import field_label, thing_label
from data.words.message_terms import medium_label, occasion_label, state_label
from screens.copying import CopyingScreen
from screens.dialog import Confirm, plain
from screens.drafts import EVERY, MESSAGE_KIND, DraftKeeper
from screens.intake_changes import field_differences
from screens.intake_conflict import ConflictDialog, put_together
from screens.keybar import Key, KeyBar
from screens.keys import DIALOG, key
from screens.message_texts import LANGUAGES, editable, shown_text, texts_of
from screens.work import start

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.words.messages import Written
    from screens.office import Office

Act = Callable[[], Coroutine[Any, Any, None]]


class MessageScreen(ModalScreen[bool], CopyingScreen[bool]):
    """A message; it answers whether anything was done with it."""

    CSS_PATH = "message.tcss"
    AUTO_FOCUS = "#body"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,f10", "send", "message.send", N_("Send"), N_("Keep what is typed and send the message"), DIALOG,
            priority=True),
        key("f5", "keep", "message.keep", N_("Keep"), N_("Keep what is typed"), DIALOG, priority=True),
        key("f6", "copy", "message.copy", N_("Copy"), N_("Copy the text, to send it by hand"), DIALOG, priority=True),
        key("f7", "by_hand", "message.by_hand", N_("Note as sent"), N_("Note that you have sent it by hand"), DIALOG,
            priority=True),
        key("f8", "withdraw", "message.withdraw", N_("Withdraw"), N_("Take it out of the outbox"), DIALOG,
            priority=True),
        key("escape", "leave", "message.leave", N_("Back"), N_("Leave; what was typed is kept"), DIALOG, priority=True),
    ]  # fmt: skip

    def __init__(
        self, office: "Office", message_id: int, kept: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Open a message.

        Args:
            office: the surroundings.
            message_id: which.
            kept: what was typed before.
            draft: the name of the draft that is taken up again.
        """
        super().__init__()
        self.office = office
        self._message_id = message_id
        self._kept = dict(kept or {})
        self._keeper = DraftKeeper(office.bridge, MESSAGE_KIND, str(message_id), self.typed, draft)
        self._found: Written | None = None
        self._server = ""
        self._first: dict[str, str] = {}
        self._busy = False
        self._done = False

    def compose(self) -> ComposeResult:
        """Compose the head of the message, its text, and what is said of it."""
        yield Static("", id="title", markup=False)
        with Vertical(id="head"):
            for name, title in (("to_name", "to_name"), ("to_address", "email"), ("subject", "subject")):
                with Horizontal(classes="line"):
                    yield Static(plain(field_label(title)), classes="name", markup=False)
                    yield Input("", id=name, compact=True)
            with Horizontal(classes="line"):
                yield Static(plain(_("by way of")), classes="name", markup=False)
                ways = [(plain(medium_label(one)), one.value) for one in Medium]
                yield Select(ways, value=Medium.EMAIL.value, allow_blank=False, id="channel", compact=True)
                yield Static(plain(field_label("language")), classes="second", markup=False)
                tongues = [(plain(title), code or "–") for code, title in LANGUAGES.items()]
                yield Select(tongues, value="–", allow_blank=False, id="language", compact=True)
        yield TextArea("", id="body", soft_wrap=True, compact=True, tab_behavior="focus")
        yield Static("", id="said", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the message."""
        self.set_interval(EVERY, self._keep_draft)
        start(self, self._begin, "message", "message and its words")

    async def _begin(self) -> None:
        await self._read()
        if self._kept and self._editable:
            self._put(self._kept)
            self.say(_("What you typed before is here again."))
        self.query_one("#body").focus()

    async def _read(self) -> None:
        """Read the message, and show it in the place of what is shown."""
        from data.words.messages import written

        number = self._message_id

        def asked(desk: "Desk") -> "tuple[Written, str]":
            return written(desk, number), desk.policy.current().mail.server

        try:
            found, self._server = await self.office.bridge.ask(asked)
        except Refusal as refusal:
            self.say(explain(refusal), bad=True)
            return
        self._found, self._first = found, texts_of(found)
        self._put(self._first)
        self._show()

    def _put(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            if name == "body":
                self.query_one("#body", TextArea).load_text(text)
            elif name in ("channel", "language"):
                self.query_one(f"#{name}", Select).value = text or "–"
            elif name in MESSAGE_FIELDS:
                self.query_one(f"#{name}", Input).value = text

    @property
    def _editable(self) -> bool:
        return self._found is not None and editable(self._found)

    def _show(self) -> None:
        """Show the title, what there is to say, and what can be done."""
        found = self._found
        if found is None:
            return
        message = found.message
        parts = [occasion_label(message.occasion), message.number, message.customer, state_label(message)]
        self.query_one("#title", Static).update(plain(_(" · ").join(part for part in parts if part)))
        for field in self.query("Input, Select"):
            field.disabled = not self._editable
        self.query_one("#body", TextArea).read_only = not self._editable
        said = []
        if message.why:
            said.append(failure_text(message.why, message.detail, self._server))
        names = [one.name for one in message.attachments]
        if names or found.attached:
            said.append(_("With it: {names}").format(names=", ".join(names) or _("the confirmation as a PDF")))
        self.say("\n".join(said), bad=bool(message.why))
        self._show_keys()

    def _show_keys(self) -> None:
        message = None if self._found is None else self._found.message
        going = message is not None and message.open
        mail = self.query_one("#channel", Select).value == Medium.EMAIL.value
        left = [
            Key("ctrl+s", _("send"), "send", enabled=going and mail),
            Key("esc", _("back"), "leave"),
            Key("F5", _("keep"), "keep", enabled=self._editable),
            Key("F6", _("copy"), "copy", enabled=message is not None),
            Key("F7", _("note as sent"), "by_hand", enabled=going),
            Key("F8", _("withdraw it"), "withdraw", enabled=going),
        ]
        self.query_one(KeyBar).show(left, (Key("F1", _("help"), "app.help"),))

    @on(Select.Changed)
    def _other_way(self, message: Select.Changed) -> None:
        message.stop()
        self._show_keys()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say something below the text."""
        if self.is_mounted:
            said = self.query_one("#said", Static)
            said.update(plain(text, multiline=True))
            said.set_class(bad, "bad")
            said.display = bool(text)

    # --- what is typed --------------------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """Return the fields as they stand."""
        found = {name: self.query_one(f"#{name}", Input).value for name in ("to_name", "to_address", "subject")}
        for name in ("channel", "language"):
            value = str(self.query_one(f"#{name}", Select).value)
            found[name] = "" if value == "–" else value
        return {**found, "body": self.query_one("#body", TextArea).text}

    def typed(self) -> dict[str, str]:
        """Return the fields that were changed; nothing where the message cannot be edited."""
        if not self.is_mounted or not self._editable or not self._first:
            return {}
        return {name: text for name, text in self.texts().items() if text.rstrip() != self._first[name].rstrip()}

    async def _keep_draft(self) -> None:
        await self._keeper.keep()

    async def _keep(self) -> bool:
        """Keep what was typed with the message; return whether that was done, or nothing was typed."""
        fields, found = self.typed(), self._found
        if found is None:
            return False
        if not fields:
            return True
        if "body" in fields and not found.message.subject:
            fields.setdefault("subject", self.texts()["subject"])
        number, version = self._message_id, found.message.version
        try:
            await self.office.bridge.ask(lambda desk: desk.outbox.edit(number, fields, version=version))
        except Stale as refusal:
            await self._compare(refusal, fields)
            return False
        except Refusal as refusal:
            self.say(explain(refusal), bad=True)
            return False
        self._done = True
        await self._keeper.close()
        self._keeper = DraftKeeper(self.office.bridge, MESSAGE_KIND, str(self._message_id), self.typed)
        await self._read()
        return True

    async def _compare(self, refusal: Stale, fields: Mapping[str, str]) -> None:
        """Show what the others have made of it beside what was typed; what has left meanwhile stays as it left."""
        from data.words.messages import written

        number = self._message_id
        try:
            now = await self.office.bridge.ask(lambda desk: written(desk, number))
        except Refusal as other:
            self.say(explain(other), bad=True)
            return
        if not editable(now):
            self._found = now
            self._show()
        else:
            shown = {name: shown_text(name, text) for name, text in fields.items()}
            before, theirs = ({name: shown_text(name, text) for name, text in texts.items()}
                              for texts in (self._first, texts_of(now)))  # fmt: skip
            name = _("{kind} {code}").format(kind=thing_label(refusal.what), code=number)
            dialog = ConflictDialog(name, refusal.by, field_differences(before, theirs, shown))
            self.app.push_screen(dialog, partial(self._settled, now, fields))
        self.say(explain(refusal), bad=True)

    def _settled(self, now: "Written", fields: Mapping[str, str], answer: str | None) -> None:
        if answer is None:
            return
        self._found, self._first = now, texts_of(now)
        self._put(put_together(self._first, fields, answer))
        self._show()
        self.say(_("The form shows the newest version. Look it over and save."))

    def action_keep(self) -> None:
        """Keep what was typed."""
        self._begin_act(self._kept_act)

    async def _kept_act(self) -> None:
        if await self._keep():
            self.say(_("What the message says is kept."))

    def action_leave(self) -> None:
        """Leave; what was typed is kept with the message."""
        self._begin_act(self._leave)

    async def _leave(self) -> None:
        if not self._editable or await self._keep():
            await self._keeper.close()
            self.dismiss(self._done)

    def _begin_act(self, act: Act) -> None:
        if not self._busy:
            self._busy = True
            start(self, partial(self._act, act), "act", "act on a message")

    async def _act(self, act: Act) -> None:
        try:
            await act()
        finally:
            self._busy = False

    # --- sending --------------------------------------------------------------------------------------------------

    def action_send(self) -> None:
        """Send the message as it stands; one that was perhaps sent only after asking."""
        if self._found is None:
            return
        if self._found.message.state is MessageState.UNSURE:
            question = _("Perhaps the customer has this message already. It is sent once more.")
            self.app.push_screen(Confirm(question, _("Send again")), self._send_sure)
        else:
            self._begin_act(self._send)

    def _send_sure(self, sure: bool | None) -> None:
        if sure:
            self._begin_act(partial(self._send, again=True))

    async def _send(self, *, again: bool = False) -> None:
        from data.words.messages import send

        if not await self._keep():
            return
        self.say(_("One moment …"))
        number, password_of = self._message_id, self.office.mail_password

        def sent(desk: "Desk") -> MailFailed | None:
            mail = desk.policy.current().mail
            return send(desk, number, password_of(mail.user, mail.server), again=again).failed

        try:
            failed = await self.office.bridge.ask(sent)
        except Refusal as refusal:
            await self._read()
            self.say(explain(refusal), bad=True)
            return
        self._done = True
        if failed is None:
            self.app.notify(_("Message {number} is sent.").format(number=number), markup=False)
            self.dismiss(True)
            return
        await self._read()
        self.say(explain(failed), bad=True)

    def action_copy(self) -> None:
        """Put the text on the clipboard: of a chat the text alone, else with its subject."""
        texts = self.texts()
        chat = texts["channel"] == Medium.CHAT.value
        self.app.copy_to_clipboard(texts["body"] if chat else f"{texts['subject']}\n\n{texts['body']}")
        self.say(_("The text is copied. When you have sent it, F7 notes it in the log of contacts."))

    def action_by_hand(self) -> None:
        """Note that the person has sent it, by the way that is chosen."""
        if self._found is not None and self._found.message.open:
            self._begin_act(self._by_hand)

    async def _by_hand(self) -> None:
        from data.words.messages import by_hand

        channel = Medium(self.texts()["channel"])
        if not await self._keep():
            return
        number = self._message_id
        try:
            await self.office.bridge.ask(lambda desk: by_hand(desk, number, channel, paper=True))
        except Refusal as refusal:
            self.say(explain(refusal), bad=True)
            return
        said = _("Message {number} is noted as sent ({way}).")
        self.app.notify(said.format(number=number, way=medium_label(channel)), markup=False)
        self.dismiss(True)

    def action_withdraw(self) -> None:
        """Take the message out of the outbox, after asking."""
        if self._found is not None and self._found.message.open:
            question = _("The message is not sent. It stays on record as withdrawn.")
            self.app.push_screen(Confirm(question, _("Withdraw")), self._withdraw_sure)

    def _withdraw_sure(self, sure: bool | None) -> None:
        if sure:
            self._begin_act(self._withdraw)

    async def _withdraw(self) -> None:
        number = self._message_id
        try:
            await self.office.bridge.ask(lambda desk: desk.outbox.withdraw(number))
        except Refusal as refusal:
            self.say(explain(refusal), bad=True)
            return
        await self._keeper.close()
        self.dismiss(True)
