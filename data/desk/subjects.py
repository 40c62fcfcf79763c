"""The subjects of the desk, each loaded when it is first asked for: who reads a list waits for the lists alone."""

from functools import cached_property
from typing import TYPE_CHECKING

from data.desk.context import Context

if TYPE_CHECKING:
    from data.desk.aftercare import Aftercare
    from data.desk.allocation import AllocationDesk
    from data.desk.archive import Archive
    from data.desk.audit import Audit
    from data.desk.backups import Backups
    from data.desk.confirming import Confirming
    from data.desk.consulting import Consulting
    from data.desk.customers import Customers
    from data.desk.doing import Doing
    from data.desk.drafts import Drafts
    from data.desk.due import DueDesk
    from data.desk.exports import Exports
    from data.desk.filing import Filing
    from data.desk.handover import HandOver
    from data.desk.imports import Imports
    from data.desk.inbox import Inbox
    from data.desk.intake import Intake
    from data.desk.joint import JointReview
    from data.desk.lines import Lines
    from data.desk.lists import Lists
    from data.desk.load import Load
    from data.desk.orders import Orders
    from data.desk.outbox import Outbox
    from data.desk.people import People
    from data.desk.places import Places
    from data.desk.policy import PolicyDesk
    from data.desk.products import Products
    from data.desk.review import ReviewDesk
    from data.desk.search import Search
    from data.desk.settlement import Settlement
    from data.desk.shipping import Shipping
    from data.desk.suggestions import Suggestions
    from data.desk.tracking import Tracking
    from data.desk.underway import Underway
    from data.desk.undo import Undoing


class Subjects:
    """Every subject of an open desk, by its name."""

    def __init__(self, context: Context) -> None:
        """Load nothing yet."""
        self.context = context

    @cached_property
    def orders(self) -> "Orders":
        """The order book, for reading."""
        from data.desk.orders import Orders

        return Orders(self.context)

    @cached_property
    def lists(self) -> "Lists":
        """The order book as the rooms show it."""
        from data.desk.lists import Lists

        return Lists(self.context)

    @cached_property
    def search(self) -> "Search":
        """What the archive finds."""
        from data.desk.search import Search

        return Search(self.context)

    @cached_property
    def load(self) -> "Load":
        """What the sources have to do."""
        from data.desk.load import Load

        return Load(self.context)

    @cached_property
    def drafts(self) -> "Drafts":
        """What this person was typing."""
        from data.desk.drafts import Drafts

        return Drafts(self.context)

    @cached_property
    def consulting(self) -> "Consulting":
        """Who looked at what."""
        from data.desk.consulting import Consulting

        return Consulting(self.context)

    @cached_property
    def customers(self) -> "Customers":
        """The customers' files."""
        from data.desk.customers import Customers

        return Customers(self.context)

    @cached_property
    def products(self) -> "Products":
        """The price list."""
        from data.desk.products import Products

        return Products(self.context)

    @cached_property
    def places(self) -> "Places":
        """Work centres and suppliers."""
        from data.desk.places import Places

        return Places(self.context)

    @cached_property
    def policy(self) -> "PolicyDesk":
        """Every number that the rules use."""
        from data.desk.policy import PolicyDesk

        return PolicyDesk(self.context)

    @cached_property
    def people(self) -> "People":
        """Who may do what, and who is there."""
        from data.desk.people import People

        return People(self.context)

    @cached_property
    def audit(self) -> "Audit":
        """What an auditor asks."""
        from data.desk.audit import Audit

        return Audit(self.context)

    @cached_property
    def backups(self) -> "Backups":
        """Backups made, kept and tried."""
        from data.desk.backups import Backups

        return Backups(self.context)

    @cached_property
    def imports(self) -> "Imports":
        """Files become orders, customers and products."""
        from data.desk.imports import Imports

        return Imports(self.context)

    @cached_property
    def inbox(self) -> "Inbox":
        """Looking at a file, then taking it in."""
        from data.desk.inbox import Inbox

        return Inbox(self.context)

    @cached_property
    def suggestions(self) -> "Suggestions":
        """Customers and products by a part of their name."""
        from data.desk.suggestions import Suggestions

        return Suggestions(self.context)

    @cached_property
    def exports(self) -> "Exports":
        """Lists for other programs."""
        from data.desk.exports import Exports

        return Exports(self.context)

    @cached_property
    def intake(self) -> "Intake":
        """The verbs of the first room."""
        from data.desk.intake import Intake

        return Intake(self.context)

    @cached_property
    def review(self) -> "ReviewDesk":
        """The verbs of the second room."""
        from data.desk.review import ReviewDesk

        return ReviewDesk(self.context)

    @cached_property
    def joint(self) -> "JointReview":
        """Sheets of joint reviews."""
        from data.desk.joint import JointReview

        return JointReview(self.context)

    @cached_property
    def confirming(self) -> "Confirming":
        """What the customer is sent, and what he says to it."""
        from data.desk.confirming import Confirming

        return Confirming(self.context)

    @cached_property
    def allocation(self) -> "AllocationDesk":
        """The verbs of the third room."""
        from data.desk.allocation import AllocationDesk

        return AllocationDesk(self.context)

    @cached_property
    def tracking(self) -> "Tracking":
        """The verbs of the fourth room."""
        from data.desk.tracking import Tracking

        return Tracking(self.context)

    @cached_property
    def underway(self) -> "Underway":
        """What the fourth room wants to know beyond the list."""
        from data.desk.underway import Underway

        return Underway(self.context)

    @cached_property
    def outbox(self) -> "Outbox":
        """What is sent to customers and colleagues."""
        from data.desk.outbox import Outbox

        return Outbox(self.context)

    @cached_property
    def due(self) -> "DueDesk":
        """What waits for whom."""
        from data.desk.due import DueDesk

        return DueDesk(self.context)

    @cached_property
    def shipping(self) -> "Shipping":
        """Goods on their way."""
        from data.desk.shipping import Shipping

        return Shipping(self.context)

    @cached_property
    def settlement(self) -> "Settlement":
        """What the customer owes, and what he has paid."""
        from data.desk.settlement import Settlement

        return Settlement(self.context)

    @cached_property
    def archive(self) -> "Archive":
        """The verbs of the fifth room."""
        from data.desk.archive import Archive

        return Archive(self.context)

    @cached_property
    def filing(self) -> "Filing":
        """What the fifth room wants to know beyond the list."""
        from data.desk.filing import Filing

        return Filing(self.context)

    @cached_property
    def lines(self) -> "Lines":
        """What may be done to one line."""
        from data.desk.lines import Lines

        return Lines(self.context)

    @cached_property
    def undoing(self) -> "Undoing":
        """Taking back."""
        from data.desk.undo import Undoing

        return Undoing(self.context)

    @cached_property
    def aftercare(self) -> "Aftercare":
        """Acts that are at home in no single room."""
        from data.desk.aftercare import Aftercare

        return Aftercare(self.context)

    @cached_property
    def handover(self) -> "HandOver":
        """Orders and customers change hands."""
        from data.desk.handover import HandOver

        return HandOver(self.context)

    @cached_property
    def doing(self) -> "Doing":
        """Carrying verbs out."""
        from data.desk.doing import Doing

        return Doing(self.context)
