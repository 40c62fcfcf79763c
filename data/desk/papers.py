"""What is needed to print an order: the office as its papers name it, the customer, the templates of the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.desk.subject import Subject
from data.errors import NotFound, Unreadable
from data.orders import Event, Order
from data.parties import Customer
from data.rules.joint import Sheet
from data.rules.papers import PaperKind, check_paper
from data.rules.policy import Policy
from data.store.queries.desk import facts, order_events
from data.store.queries.joint import amendments_of, sheets_of
from data.store.queries.orders import near_numbers
from data.store.queries.parties import customer
from data.store.queries.whole import order_by_number

TEMPLATES = "templates"
"""The folder of a desk in which templates of the office's own lie."""

BESIDE = (".png", ".jpg", ".jpeg", ".svg", ".typ")
"""Files beside a template that it may use, such as the office's emblem."""

MOST_BESIDE = 20 * 1024**2
"""So much of them is handed to a template at the most."""

_NEAR = 5


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper is made of, all from one moment.

    Attributes:
        office: the name under which the office prints.
        at: when it is printed.
        sheets: of its joint reviews, where they are printed.
        replaces: the number of the confirmation that this one takes the place of; "" for none.
    """

    order: Order
    customer: Customer | None
    events: tuple[Event, ...]
    office: str
    policy: Policy
    at: datetime
    sheets: tuple[Sheet, ...] = ()
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template of the office's own, with what lies beside it."""

    path: Path
    text: str
    beside: Mapping[str, bytes]


class Papers(Subject):
    """The desk's side of printing."""

    def facts(self, number: str, kind: PaperKind) -> PaperFacts:
        """Return what a paper of an order is made of.

        Raises:
            NotFound: there is no such order, or no joint review of it. PaperTooEarly: the paper cannot be printed yet.
        """
        context = self.context
        with context.store.reading() as reader:
            order = order_by_number(reader, number)
            if order is None:
                raise NotFound("order", number, near_numbers(reader, number, _NEAR))
            check_paper(order, kind)
            policy = context.policy(reader)
            former = [one.confirmation_no for one in amendments_of(reader, order.order_id) if one.confirmed_at]
            return PaperFacts(
                order,
                customer(reader, order.customer_code) if order.customer_code else None,
                order_events(reader, number) if kind is PaperKind.ORDER else (),
                policy.papers.office_name or facts(reader).get("name", ""),
                policy,
                context.clock(),
                sheets_of(reader, order.order_id) if kind is PaperKind.JOINT_REVIEW else (),
                former[-1] if former else "",
            )

    def template(self, kind: PaperKind) -> OwnTemplate | None:
        """Return the office's own template, None where it has none and the built-in one is used.

        Raises:
            Unreadable: it is there and cannot be read: `no_permission`, `encoding`, `too_large` or `damaged`.
        """
        folder = self.context.store.folder.root / TEMPLATES
        path = folder / f"{kind.value}.typ"
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except UnicodeDecodeError as error:
            raise Unreadable(str(path), "encoding") from error
        except PermissionError as error:
            raise Unreadable(str(path), "no_permission") from error
        except OSError as error:
            raise Unreadable(str(path), "damaged", error.strerror or "") from error
        return OwnTemplate(path, text, _beside(folder, path))


def _beside(folder: Path, template: Path) -> dict[str, bytes]:
    """Return the files beside a template by their names.

    Raises:
        Unreadable: `too_large`, `no_permission` or `damaged`.
    """
    found: dict[str, bytes] = {}
    left = MOST_BESIDE
    for path in sorted(folder.iterdir()):
        if path == template or path.suffix.lower() not in BESIDE or not path.is_file():
            continue
        try:
            left -= path.stat().st_size
            if left < 0:
                raise Unreadable(str(path), "too_large", f"{MOST_BESIDE // 1024**2} MiB")
            found[path.name] = path.read_bytes()
        except PermissionError as error:
            raise Unreadable(str(path), "no_permission") from error
        except OSError as error:
            raise Unreadable(str(path), "damaged", error.strerror or "") from error
    return found
