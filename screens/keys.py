"""Keys of the screens: one letter has one meaning everywhere, and every verb is in the menu too (F2).

Letters act while no field has the focus. A Chinese input method swallows letters, so nothing can be reached by a letter
alone.
"""

from collections.abc import Mapping

from textual.binding import Binding, BindingType

from data.rules.workflow import STAGES, Stage, Verb
from data.words import N_
from data.words.terms import TERMS

EVERYWHERE = Binding.Group(N_("Everywhere"))
ROOMS = Binding.Group(N_("Rooms"))
ORDERS = Binding.Group(N_("Orders"))
VERBS = Binding.Group(N_("Verbs"))
TABS = Binding.Group(N_("Tabs"))
DIALOG = Binding.Group(N_("Dialog"))


def key(
    keys: str, action: str, name: str, description: str, tooltip: str, group: Binding.Group, *, priority: bool = False
) -> Binding:
    """Return a binding with everything that help and keymap need.

    Args:
        keys: the keys that it has by default, with commas between.
        action: what it does.
        name: its id, for the keymap in the settings.
        description: a short name, marked with `N_`.
        tooltip: what it does, in a sentence, marked with `N_`.
        group: where help lists it.
        priority: whether it works before the widget that has the focus sees the key.
    """
    return Binding(keys, action, description, show=False, id=name, tooltip=tooltip, group=group, priority=priority)


VERB_KEYS: Mapping[Verb, str] = {
    Verb.EDIT: "e",
    Verb.CLARIFY: "l",
    Verb.ACCEPT: "a",
    Verb.READ_AGAIN: "m",
    Verb.SUBMIT: "s",
    Verb.PASS: "p",
    Verb.PASS_WITH_CONDITIONS: "o",
    Verb.FAIL: "x",
    Verb.STAND_BY: "B",
    Verb.HOLD_MEETING: "J",
    Verb.SIGN_SHEET: "G",
    Verb.RETURN: "b",
    Verb.ESCALATE: "E",
    Verb.APPROVE: "Y",
    Verb.TAKE_NOTE: "Q",
    Verb.CONFIRM: "C",
    Verb.AMEND: "U",
    Verb.FILE_SIGNED: "I",
    Verb.ALLOCATE: "w",
    Verb.ACKNOWLEDGE: "t",
    Verb.WITHDRAW_ALLOCATION: "W",
    Verb.START: "S",
    Verb.REPORT: "r",
    Verb.CHECK_IN: "i",
    Verb.RAISE_EXCEPTION: "X",
    Verb.RESOLVE_EXCEPTION: "R",
    Verb.MAKE_READY: "y",
    Verb.SHIP: "z",
    Verb.DELIVER: "d",
    Verb.INVOICE: "V",
    Verb.RECEIVE_PAYMENT: "P",
    Verb.SETTLE: "T",
    Verb.CLOSE: "D",
    Verb.REOPEN: "O",
    Verb.ARCHIVE: "A",
    Verb.CONTACT: "c",
    Verb.NOTE: "N",
    Verb.ATTACH: "F",
    Verb.HAND_OVER: "L",
    Verb.HOLD: "h",
    Verb.RELEASE: "H",
    Verb.CANCEL: "K",
}
"""Verb → its letter; what is done to single lines, and what is rare, has none and is in the menu."""

SHORT: Mapping[Verb, str] = {
    Verb.EDIT: N_("edit"),
    Verb.CLARIFY: N_("clarify"),
    Verb.ACCEPT: N_("accept"),
    Verb.READ_AGAIN: N_("read again"),
    Verb.SUBMIT: N_("to review"),
    Verb.PASS: N_("pass"),
    Verb.PASS_WITH_CONDITIONS: N_("pass, conditions"),
    Verb.FAIL: N_("fail"),
    Verb.STAND_BY: N_("stand by"),
    Verb.HOLD_MEETING: N_("meeting"),
    Verb.SIGN_SHEET: N_("sign"),
    Verb.RETURN: N_("return"),
    Verb.ESCALATE: N_("escalate"),
    Verb.APPROVE: N_("approve"),
    Verb.TAKE_NOTE: N_("take note"),
    Verb.RESOLVE_CONDITION: N_("condition met"),
    Verb.CONFIRM: N_("confirm"),
    Verb.AMEND: N_("amend"),
    Verb.FILE_SIGNED: N_("signed copy"),
    Verb.ALLOCATE: N_("allocate"),
    Verb.ACKNOWLEDGE: N_("acknowledge"),
    Verb.WITHDRAW_ALLOCATION: N_("withdraw"),
    Verb.START: N_("start"),
    Verb.REPORT: N_("finished"),
    Verb.CHECK_IN: N_("check in"),
    Verb.RAISE_EXCEPTION: N_("exception"),
    Verb.RESOLVE_EXCEPTION: N_("resolve"),
    Verb.MAKE_READY: N_("ready"),
    Verb.SHIP: N_("ship"),
    Verb.DELIVER: N_("delivered"),
    Verb.INVOICE: N_("invoice"),
    Verb.RECEIVE_PAYMENT: N_("payment"),
    Verb.SETTLE: N_("settle"),
    Verb.CLOSE: N_("close"),
    Verb.REOPEN: N_("reopen"),
    Verb.ARCHIVE: N_("archive"),
    Verb.SCHEDULE: N_("schedule"),
    Verb.HOLD_LINE: N_("hold line"),
    Verb.RELEASE_LINE: N_("release line"),
    Verb.RELEASE_PRICE: N_("release price"),
    Verb.CLOSE_LINE: N_("close line"),
    Verb.REOPEN_LINE: N_("reopen line"),
    Verb.CONTACT: N_("contact"),
    Verb.ATTACH: N_("attach"),
    Verb.NOTE: N_("note"),
    Verb.HAND_OVER: N_("hand over"),
    Verb.CALL_SUPERVISOR: N_("call"),
    Verb.ANSWER_CALL: N_("answer"),
    Verb.HOLD: N_("hold"),
    Verb.RELEASE: N_("release"),
    Verb.CANCEL: N_("cancel"),
}
"""Verb → its name in the footer, where room is short."""

SELDOM = frozenset({Verb.HOLD_MEETING, Verb.SIGN_SHEET, Verb.TAKE_NOTE, Verb.AMEND, Verb.FILE_SIGNED, Verb.HAND_OVER})
"""Verbs that few orders need: a footer shows what is done every day before them."""

FOOTER_VERBS = 6
"""How many verbs the footer shows."""


def verb_binding(verb: Verb) -> Binding:
    """Return the binding of a verb's letter; its sentence is the verb's help (`data.words.verbs`)."""
    title = TERMS["Verb"][verb.value]
    return key(VERB_KEYS[verb], f"verb('{verb.value}')", f"verb.{verb.value}", title, title, VERBS)


VERB_BINDINGS: list[BindingType] = [
    key("f2", "verbs", "verbs.menu", N_("Verbs"), N_("Show all that can be done with the order now"), VERBS),
    *(verb_binding(verb) for verb in VERB_KEYS),
]

ORDER_BINDINGS: list[BindingType] = [
    key("g,ctrl+g", "go_to", "order.go_to", N_("Go to an order"), N_("Open an order by its number"), ORDERS),
    key("u", "undo", "order.undo", N_("Take back"),
        N_("Take your last act on the order back, as long as nobody has built on it"), ORDERS),
    *VERB_BINDINGS,
]  # fmt: skip
"""What every screen with orders on it has."""


def footer_verbs(stage: Stage, possible: tuple[Verb, ...]) -> tuple[Verb, ...]:
    """Return which of the verbs that are possible now a footer shows: the room's own first, in the table's order."""

    def rank(verb: Verb) -> tuple[bool, int]:
        own = STAGES[verb]
        return verb in SELDOM, 0 if own is stage else 2 if own is Stage.ANYWHERE else 1

    return tuple(sorted(possible, key=rank)[:FOOTER_VERBS])
