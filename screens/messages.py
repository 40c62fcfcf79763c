"""What screens tell each other and the frame: messages in the past tense."""

from textual.message import Message

from data.rules.workflow import Verb
from data.words.printable import printable


class OrderChanged(Message):
    """A verb was carried out on an order by this person.

    Attributes:
        number: the order's.
        verb: what was done.
        version: the version that the order has now.
    """

    def __init__(self, number: str, verb: Verb, version: int) -> None:
        super().__init__()
        self.number = number
        self.verb = verb
        self.version = version


class OrderAsked(Message):
    """An order was to be opened.

    Attributes:
        number: its number, as it is on the desk.
    """

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number


class ScanTyped(Message):
    """A text came in so fast that a scanner typed it, or it was pasted where no field had the focus.

    Attributes:
        text: what came, harmless.
        entered: whether Enter followed.
    """

    def __init__(self, text: str, *, entered: bool) -> None:
        super().__init__()
        self.text = printable(text)
        self.entered = entered


class LanguageChanged(Message, bubble=False):
    """Another language is spoken from now on."""
