"""What the terminal tells the frame: messages in the past tense."""

from textual.message import Message


class UnreadableKeys(Message):
    """The keyboard sent bytes that are no UTF-8; they were left out."""

    def can_replace(self, message: Message) -> bool:
        """Saying it once is enough."""
        return isinstance(message, UnreadableKeys)


class HungUp(Message):
    """The terminal was closed."""
