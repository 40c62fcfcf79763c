"""An order on paper: its facts, its words and the template put together to a PDF (R11, N2)."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.desk.consulting import Consulting
from data.desk.papers import Papers
from data.drafts import Source
from data.files.documents import built_in, pdf
from data.rules.papers import FILED_AS, FOR_CUSTOMERS, PaperKind, paper_name
from data.rules.workflow import Verb
from data.states import DocumentKind
from data.words import current_language, speaking
from data.words.papers import paper_values

if TYPE_CHECKING:
    from data.desk.desk import Desk
    from data.desk.move import Done


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of an order.

    Attributes:
        number: the order's.
        name: under which it is saved or filed, `OC-202611-00007.pdf`.
        content: the PDF.
        language: in which it speaks.
        draft: whether it is a confirmation or contract that the customer has not been given yet.
    """

    number: str
    kind: PaperKind
    name: str
    content: bytes
    language: str
    draft: bool

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


def print_order(desk: "Desk", number: str, kind: PaperKind, language: str = "", why: str = "") -> Paper:
    """Return a paper of an order.

    Args:
        desk: where the order is.
        number: the order's.
        kind: what is printed.
        language: one of `LANGUAGES`; "" takes the policy's, else the one that is spoken.
        why: it is printed, which is recorded (P5).

    Raises:
        NotFound: there is no such order, or no joint review of it. PaperTooEarly: it cannot be confirmed yet.
        Needed: it is of an archived order, and the policy asks why.
        TemplateRefused, Unreadable: the office's template has a fault.
        ValueError: the language is unknown.
    """
    papers = Papers(desk.context)
    facts = papers.facts(number, kind)
    order = facts.order
    tongue = language or facts.policy.papers.language or current_language()
    with speaking(tongue):
        values = paper_values(facts, kind)
    own = papers.template(kind)
    name = f"{kind.value}.typ"
    confirming = kind in FOR_CUSTOMERS
    # a confirmation is the same file, byte for byte, as often as it is printed
    at = (order.confirmed_at if confirming else None) or facts.at
    content = pdf(
        built_in(name) if own is None else own.text,
        values,
        at=at.replace(microsecond=0),
        path=name if own is None else str(own.path),
        beside={} if own is None else own.beside,
    )
    Consulting(desk.context).printed(number, kind.value, why)
    return Paper(number, kind, paper_name(order, kind), content, tongue, confirming and order.confirmed_at is None)


def file_paper(desk: "Desk", paper: Paper) -> "Done | None":
    """File a paper with its order (D1); None where the very same one is there already.

    A draft is filed as any other paper: it must not pass for the confirmation that the order still lacks.

    Raises:
        IllegalMove, OnHold: nothing is filed with the order any more.
    """
    sha256 = paper.sha256
    if any(one.sha256 == sha256 for one in desk.orders.get(paper.number).documents):
        return None
    source = Source(paper.name, paper.content, sha256, "application/pdf")
    kind = DocumentKind.OTHER if paper.draft else FILED_AS[paper.kind]
    fields = {"kind": kind.value, "file": paper.name}
    return desk.do(paper.number, Verb.ATTACH, fields, files={"file": source})


def template_text(desk: "Desk", kind: PaperKind) -> str:
    """Return the template with which a paper is printed: the office's own, else the built-in one.

    Raises:
        Unreadable: the office's own cannot be read.
    """
    own = Papers(desk.context).template(kind)
    return built_in(f"{kind.value}.typ") if own is None else own.text


__all__ = ("Paper", "PaperKind", "file_paper", "print_order", "template_text")
