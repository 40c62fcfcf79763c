"""The names of everything that has a code: states, kinds, verbs, roles (design, section 4).

Tables by the name of the enumeration, then by value: so the help of the command line gets at its words without
importing the rules. A test holds the tables and the enumerations together. Where one English word would need two
Chinese ones, the English says more ("sales review", "finance staff").
"""

from collections.abc import Mapping

from data.words import N_

TERMS: Mapping[str, Mapping[str, str]] = {
    "OrderState": {
        "draft": N_("draft"),
        "clarifying": N_("needs clarification"),
        "received": N_("received"),
        "in_review": N_("in review"),
        "approved": N_("approved"),
        "allocated": N_("allocated"),
        "in_progress": N_("in progress"),
        "ready": N_("ready to ship"),
        "shipped": N_("shipped"),
        "delivered": N_("delivered"),
        "settled": N_("settled"),
        "closed": N_("closed"),
        "archived": N_("archived"),
        "returned": N_("returned"),
        "escalated": N_("escalated"),
        "cancelled": N_("cancelled"),
    },
    "DeliveryState": {
        "none": N_("nothing shipped"),
        "partly_shipped": N_("partly shipped"),
        "shipped": N_("shipped"),
        "partly_delivered": N_("partly delivered"),
        "delivered": N_("delivered"),
    },
    "BillingState": {
        "none": N_("nothing invoiced"),
        "partly_invoiced": N_("partly invoiced"),
        "invoiced": N_("invoiced"),
        "partly_paid": N_("partly paid"),
        "paid": N_("paid"),
    },
    "OrderKind": {
        "goods": N_("goods"),
        "service": N_("services"),
        "project": N_("project"),
        "requisition": N_("internal requisition"),
    },
    "HandlingClass": {"ordinary": N_("ordinary"), "special": N_("special"), "urgent": N_("urgent")},
    "Channel": {
        "platform": N_("online platform"),
        "chat": N_("chat"),
        "email": N_("e-mail"),
        "fax": N_("fax"),
        "telephone": N_("telephone"),
        "letter": N_("letter"),
        "in_person": N_("in person"),
        "electronic": N_("electronic order"),
        "requisition": N_("internal requisition"),
        "file": N_("file"),
    },
    "PriceBasis": {"net": N_("without tax"), "gross": N_("with tax")},
    "Opinion": {
        "waiting": N_("waiting"),
        "pass": N_("passed"),
        "pass_with_conditions": N_("passed with conditions"),
        "fail": N_("failed"),
    },
    "Review": {
        "sales": N_("sales review"),
        "technical": N_("technical review"),
        "finance": N_("finance review"),
        "production": N_("production review"),
        "purchasing": N_("purchasing review"),
        "warehouse": N_("warehouse review"),
        "joint": N_("joint review"),
    },
    "SourceKind": {"stock": N_("stock"), "work_centre": N_("work centre"), "supplier": N_("supplier")},
    "ExceptionKind": {
        "delay": N_("delay"),
        "quality": N_("quality"),
        "material": N_("material shortage"),
        "transport": N_("transport"),
        "other": N_("other"),
    },
    "InvoiceKind": {"delivery": N_("delivery invoice"), "advance": N_("advance invoice")},
    "DocumentKind": {
        "original": N_("original order"),
        "quotation": N_("quotation"),
        "confirmation": N_("order confirmation"),
        "contract": N_("contract"),
        "change_record": N_("change record"),
        "production_plan": N_("production plan"),
        "purchase_contract": N_("purchase contract"),
        "transport_contract": N_("transport contract"),
        "packing_list": N_("packing list"),
        "certificate": N_("certificate of conformity"),
        "inspection_report": N_("inspection report"),
        "service_report": N_("service report"),
        "delivery_note": N_("delivery note"),
        "signed_receipt": N_("proof of delivery"),
        "invoice": N_("invoice"),
        "settlement": N_("settlement sheet"),
        "feedback": N_("customer feedback"),
        "other": N_("other"),
    },
    "Importance": {"ordinary": N_("ordinary"), "important": N_("important"), "key": N_("key file")},
    "Role": {
        "clerk": N_("order clerk"),
        "sales_manager": N_("sales manager"),
        "technical": N_("technical staff"),
        "finance": N_("finance staff"),
        "production": N_("production staff"),
        "purchasing": N_("purchasing staff"),
        "warehouse": N_("warehouse staff"),
        "logistics": N_("logistics staff"),
        "quality": N_("quality staff"),
        "operations": N_("operations staff"),
        "after_sales": N_("after-sales staff"),
        "auditor": N_("internal auditor"),
        "department_head": N_("department head"),
        "supervisor": N_("supervisor"),
        "administrator": N_("administrator"),
    },
    "FileStatus": {
        "imported": N_("imported"),
        "already": N_("imported before"),
        "partial": N_("imported in part"),
        "refused": N_("refused"),
    },
    "Subject": {"orders": N_("orders"), "customers": N_("customers"), "products": N_("products")},
    "Stage": {
        "intake": N_("intake"),
        "review": N_("review"),
        "allocation": N_("allocation"),
        "tracking": N_("tracking"),
        "archive": N_("archive"),
        "anywhere": N_("anywhere"),
    },
    "Grade": {"pass": N_("passes"), "warn": N_("warning"), "fail": N_("fails")},
    "Verb": {
        "edit": N_("Correct or complete"),
        "clarify": N_("Set aside for clarification"),
        "accept": N_("Accept as received"),
        "read_again": N_("Record the second reading"),
        "submit": N_("Hand over to review"),
        "pass": N_("Pass"),
        "pass_with_conditions": N_("Pass with conditions"),
        "fail": N_("Fail"),
        "return": N_("Return to the customer"),
        "escalate": N_("Escalate to the supervisor"),
        "approve": N_("Approve as supervisor"),
        "confirm": N_("Confirm to the customer"),
        "allocate": N_("Allocate"),
        "acknowledge": N_("Acknowledge the allocation"),
        "withdraw_allocation": N_("Withdraw the allocation"),
        "start": N_("Start the work"),
        "report": N_("Report finished quantities"),
        "check_in": N_("Record a check-in"),
        "raise_exception": N_("Record an exception"),
        "resolve_exception": N_("Resolve an exception"),
        "make_ready": N_("Make ready to ship"),
        "ship": N_("Ship"),
        "deliver": N_("Record the delivery"),
        "invoice": N_("Invoice"),
        "receive_payment": N_("Record a payment"),
        "settle": N_("Settle"),
        "close": N_("Close"),
        "reopen": N_("Reopen"),
        "archive": N_("Archive the order"),
        "schedule": N_("Schedule the deliveries of a line"),
        "hold_line": N_("Hold a line"),
        "release_line": N_("Release a line"),
        "close_line": N_("Close a line short"),
        "reopen_line": N_("Reopen a line"),
        "contact": N_("Log a contact with the customer"),
        "attach": N_("Attach a paper"),
        "note": N_("Add a note"),
        "hold": N_("Put on hold"),
        "release": N_("Release from hold"),
        "cancel": N_("Cancel the order"),
    },
}
"""Name of the enumeration → value → name in English, to be translated where it is shown."""

CHECKS: Mapping[str, str] = {
    "required_elements": N_("required elements are complete"),
    "price_within_tolerance": N_("prices agree with the price list"),
    "amounts_in_bounds": N_("quantities and amounts are within bounds"),
    "feasible_date": N_("requested dates are not past"),
    "equals_original": N_("the total equals the customer's"),
}
"""Name of a check of the self-check (R1) → what it sees to."""

THINGS: Mapping[str, str] = {
    "backup": N_("backup"),
    "customer": N_("customer"),
    "exception": N_("open exception"),
    "invoice": N_("invoice"),
    "line": N_("order line"),
    "mapping": N_("mapping of columns"),
    "order": N_("order"),
    "policy": N_("policy"),
    "product": N_("product"),
    "supplier": N_("supplier"),
    "work_centre": N_("work centre"),
}
"""What can be looked for and not be there, or be there already."""

ACTS: Mapping[str, str] = {
    "add_rows": N_("Completed by mended rows of a file"),
    "enter": N_("Entered"),
    "import": N_("File imported"),
    "init": N_("Desk made"),
    "new": N_("Entered by hand"),
    "remember_mapping": N_("Mapping of columns kept"),
    "set_policy": N_("New policy put in force"),
    "take_in": N_("Taken in from a file"),
    "take_over": N_("Taken over from another desk"),
    "update": N_("Brought up to date from a file"),
}
"""Verbs of events that are not verbs of the workflow."""

SOURCES: Mapping[str, str] = {
    "customer": N_("customer file"),
    "price_list": N_("price list"),
    "policy": N_("policy"),
    "stated_total": N_("stated total"),
}
"""Where a supplied value came from (I3)."""

NOTED: Mapping[str, str] = {"confirmed": N_("confirmed"), "stock": N_("stock")}
"""What the desk itself notes where a person could have written: the outcome of a confirmation (I8), the step of goods
that came from stock (T2)."""
