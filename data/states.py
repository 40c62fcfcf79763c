"""The states that things of the desk can be in, and the closed lists that orders choose from.

The values are what is stored, exported and typed on the command line; `data.words.labels` gives their names in the
languages of the desk (design, sections 3 and 4).
"""

from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands (design, section 3)."""

    DRAFT = "draft"
    CLARIFYING = "clarifying"
    RECEIVED = "received"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    ALLOCATED = "allocated"
    IN_PROGRESS = "in_progress"
    READY = "ready"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    SETTLED = "settled"
    CLOSED = "closed"
    ARCHIVED = "archived"
    RETURNED = "returned"
    ESCALATED = "escalated"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    """How far the goods are; derived from lines and shipments, never set."""

    NONE = "none"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    PARTLY_DELIVERED = "partly_delivered"
    DELIVERED = "delivered"


class BillingState(StrEnum):
    """How far the money is; derived from invoices and receipts, never set."""

    NONE = "none"
    PARTLY_INVOICED = "partly_invoiced"
    INVOICED = "invoiced"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"


class OrderKind(StrEnum):
    """Kinds of order (I11)."""

    GOODS = "goods"
    SERVICE = "service"
    PROJECT = "project"
    REQUISITION = "requisition"


class HandlingClass(StrEnum):
    """How fast the first decision of the review is due (I7)."""

    ORDINARY = "ordinary"
    SPECIAL = "special"
    URGENT = "urgent"


class Channel(StrEnum):
    """How an order reached the office (I1)."""

    PLATFORM = "platform"
    CHAT = "chat"
    EMAIL = "email"
    FAX = "fax"
    TELEPHONE = "telephone"
    LETTER = "letter"
    IN_PERSON = "in_person"
    ELECTRONIC = "electronic"
    REQUISITION = "requisition"
    FILE = "file"


class PriceBasis(StrEnum):
    """Whether the typed price is without or with tax (E3)."""

    NET = "net"
    GROSS = "gross"


class Opinion(StrEnum):
    """A department's opinion in a review (R9, R10)."""

    WAITING = "waiting"
    PASS = "pass"  # noqa: S105 - an opinion, not a password
    PASS_WITH_CONDITIONS = "pass_with_conditions"  # noqa: S105
    FAIL = "fail"


PASSED = frozenset({Opinion.PASS, Opinion.PASS_WITH_CONDITIONS})
"""Opinions that count as a pass (R9)."""


class Review(StrEnum):
    """The reviews that a policy can ask for (R2 to R6)."""

    SALES = "sales"
    TECHNICAL = "technical"
    FINANCE = "finance"
    PRODUCTION = "production"
    PURCHASING = "purchasing"
    WAREHOUSE = "warehouse"
    JOINT = "joint"


class SourceKind(StrEnum):
    """What an order line is allocated to (A2)."""

    STOCK = "stock"
    WORK_CENTRE = "work_centre"
    SUPPLIER = "supplier"


class ExceptionKind(StrEnum):
    """What went wrong with an order under way (T3)."""

    DELAY = "delay"
    QUALITY = "quality"
    MATERIAL = "material"
    TRANSPORT = "transport"
    OTHER = "other"


class InvoiceKind(StrEnum):
    """Whether an invoice bills delivered goods or an advance (M2)."""

    DELIVERY = "delivery"
    ADVANCE = "advance"


class DocumentKind(StrEnum):
    """The papers of an order (D1)."""

    ORIGINAL = "original"
    QUOTATION = "quotation"
    CONFIRMATION = "confirmation"
    CONTRACT = "contract"
    CHANGE_RECORD = "change_record"
    PRODUCTION_PLAN = "production_plan"
    PURCHASE_CONTRACT = "purchase_contract"
    TRANSPORT_CONTRACT = "transport_contract"
    PACKING_LIST = "packing_list"
    CERTIFICATE = "certificate"
    INSPECTION_REPORT = "inspection_report"
    SERVICE_REPORT = "service_report"
    DELIVERY_NOTE = "delivery_note"
    SIGNED_RECEIPT = "signed_receipt"
    INVOICE = "invoice"
    SETTLEMENT = "settlement"
    FEEDBACK = "feedback"
    OTHER = "other"


class Importance(StrEnum):
    """Class of an archived file, which sets how long it is kept (D4)."""

    ORDINARY = "ordinary"
    IMPORTANT = "important"
    KEY = "key"


class Role(StrEnum):
    """Roles of the office (P1); permissions follow from the policy."""

    CLERK = "clerk"
    SALES_MANAGER = "sales_manager"
    TECHNICAL = "technical"
    FINANCE = "finance"
    PRODUCTION = "production"
    PURCHASING = "purchasing"
    WAREHOUSE = "warehouse"
    LOGISTICS = "logistics"
    QUALITY = "quality"
    OPERATIONS = "operations"
    AFTER_SALES = "after_sales"
    AUDITOR = "auditor"
    DEPARTMENT_HEAD = "department_head"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
