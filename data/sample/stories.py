"""The life of one sample order, told as steps at their times; nothing here touches a desk."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from data.amounts import SCALE, from_minor
from data.orders import Order
from data.rules.workflow import Verb
from data.sample.names import CARRIERS, SUPPLIERS, WORK_CENTRES, SampleCustomer
from data.sample.remarks import CAUSES, CONDITIONS, REASONS, Remark
from data.states import PASSED, Channel, Opinion, OrderState, Review

T = TypeVar("T")
Texts = Mapping[str, str] | Callable[[Order], Mapping[str, str] | None]
"""What a verb is given; where that depends on how the order stands, None says that there is nothing to do."""

ENTER, FROM_FILE = "enter", "from_file"
"""Steps that are no verbs of the workflow: how an order comes to the desk."""

_OPENS, _CLOSES = 9, 17
_SATURDAY = 5
_SURELY_FREE = timedelta(hours=23)
"""So long after the confirmation the customer surely amends freely, as the sample policy says."""

MOST_REVIEWS = 5
"""The most departments that the sample policy asks about one order."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a sample order."""

    code: str
    quantity: int
    made: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One act: when, by whom ("" is whoever's opinion is awaited), which verb, and what it is given.

    `reasons` are the notes of opinions, where the note depends on whose it is.
    """

    at: datetime
    person: str
    verb: str
    texts: Texts
    note: str = ""
    paper: str = ""
    reasons: Mapping[Review, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an order begins with; `texts` are the fields that `order new` takes."""

    customer: SampleCustomer
    items: tuple[Item, ...]
    texts: Mapping[str, str]
    received_at: datetime
    lead_days: int
    clerk: str


class Story:
    """An order's steps, told one after the other; time goes on by itself and never past `until`."""

    def __init__(self, rng: random.Random, zone: ZoneInfo, until: datetime, beginning: Beginning) -> None:
        """Begin when the order reaches the office."""
        self.rng = rng
        self.zone = zone
        self.until = until
        self.beginning = beginning
        self.now = beginning.received_at
        self.steps: list[Step] = []
        self.promised = self._day(beginning.received_at) + timedelta(days=beginning.lead_days)
        self.from_file = False
        self._centre, self._supplier = rng.choice(WORK_CENTRES).code, rng.choice(SUPPLIERS).code

    # --- telling ----------------------------------------------------------------------------------------------

    def after(self, hours: float = 0, days: float = 0) -> "Story":
        """Let time pass until somebody is in the office again, a little more or less than said."""
        wait = timedelta(hours=hours, days=days) * self.rng.uniform(0.7, 1.3)
        local = (self.now + wait).astimezone(self.zone)
        if not _OPENS <= local.hour < _CLOSES:
            morning = local.replace(hour=_OPENS, minute=self.rng.randrange(60), second=0, microsecond=0)
            local = morning + timedelta(days=1) if local.hour >= _CLOSES else morning
        while local.weekday() >= _SATURDAY:
            local += timedelta(days=1)
        self.now = min(max(local.astimezone(self.until.tzinfo), self.now), self.until)
        return self

    def until_ago(self, days: float) -> "Story":
        """Let time pass until so many days before the end, in the hours of the office; it never goes back."""
        self.now = max(self.now, self.until - timedelta(days=days))
        return self.after(0)

    def do(self, verb: str, person: str, texts: Texts | None = None, note: str = "", paper: str = "") -> "Story":
        """Tell one step at the time that it is now."""
        self.steps.append(Step(self.now, person, verb, texts or {}, note, paper))
        return self

    def judged(self, verb: str, remarks: Mapping[Review, Remark]) -> "Story":
        """Tell the opinion of whoever is asked next, in the words of that department."""
        reasons = {review: self.say(*remark) for review, remark in remarks.items()}
        self.steps.append(Step(self.now, "", verb, {}, reasons=reasons))
        return self

    def say(self, chinese: str, english: str) -> str:
        """Return a remark in the language in which the office speaks with this customer."""
        return english if self.beginning.customer.country not in ("CN", "TW", "HK", "MO") else chinese

    def pick(self, values: tuple[T, ...]) -> T:
        """Return one of several."""
        return self.rng.choice(values)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    @property
    def today(self) -> date:
        """The day that it is now in the office."""
        return self._day(self.now)

    # --- intake (I) -------------------------------------------------------------------------------------------

    def enter(self, without: tuple[str, ...] = (), instead: Mapping[str, str] | None = None) -> "Story":
        """The order is entered by hand, without the fields that the customer forgot, and with others instead."""
        texts = {name: text for name, text in self.beginning.texts.items() if name not in without}
        texts.update(instead or {})
        return self.after(0.5).do(ENTER, self.beginning.clerk, texts)

    def come_in_a_file(self) -> "Story":
        """The order comes as a sheet and is received at once."""
        self.from_file = True
        return self.after(0.5).do(FROM_FILE, self.beginning.clerk, self.beginning.texts)

    def accept(self) -> "Story":
        """The order is taken in as received, perhaps after it was read against its original."""
        clerk = self.beginning.clerk
        if self.rng.random() < 0.4:  # noqa: PLR2004 - so many orders are read again
            self.after(0.5).do(Verb.READ_AGAIN, clerk, {"errors": self.pick(("0", "0", "0", "1"))})
        return self if self.from_file else self.after(0.2).do(Verb.ACCEPT, clerk)

    def clarify(self) -> "Story":
        """The order waits for what is missing; the customer was asked."""
        clerk, person = self.beginning.clerk, self.beginning.customer.contact
        self.after(1).do(Verb.CLARIFY, clerk, note=self.say("资料不全，已请客户补充", "Incomplete; asked the customer"))
        return self.after(2).do(
            Verb.CONTACT,
            clerk,
            {
                "channel": self.pick((Channel.TELEPHONE, Channel.EMAIL, Channel.CHAT)),
                "person": person,
                "outcome": self.say("客户答应尽快回复", "They will answer soon"),
            },
            self.say("请补充缺少的内容", "Asked for what is missing"),
        )

    # --- review (R) -------------------------------------------------------------------------------------------

    def submit(self, note: str = "") -> "Story":
        """The order is handed to review."""
        return self.after(1).do(Verb.SUBMIT, self.beginning.clerk, note=note)

    def passes(self, how_many: int = MOST_REVIEWS) -> "Story":
        """Departments give their opinions; when all that were asked have passed the order it is approved."""
        for _ in range(how_many):
            if self.rng.random() < 0.12:  # noqa: PLR2004 - how often a department has a condition
                self.after(1.2).judged(Verb.PASS_WITH_CONDITIONS, CONDITIONS)
            else:
                self.after(1.2).do(Verb.PASS, "", note=self.pick(("", "", self.say("同意", "Agreed"))))
        return self

    def fails(self) -> "Story":
        """One department fails the order."""
        return self.after(3).judged(Verb.FAIL, REASONS)

    def returned(self) -> "Story":
        """The order goes back to the customer."""
        note = self.say("评审未通过，请客户答复", "Not passed; the customer is asked")
        return self.after(2).do(Verb.RETURN, "zhao", note=note)

    def stands_by(self, review: Review, person: str) -> "Story":
        """A department confirms what it said in an earlier round, if it is asked again and passed then (R9)."""

        def texts(order: Order) -> Mapping[str, str] | None:
            mine = [one for one in order.opinions if one.review is review]
            asked = any(one.round == order.review_round and one.opinion is Opinion.WAITING for one in mine)
            before = any(one.opinion in PASSED for one in mine)
            return {"review": review.value} if order.state is OrderState.IN_REVIEW and asked and before else None

        return self.after(1).do(Verb.STAND_BY, person, texts)

    def price_released(self) -> "Story":
        """The sales manager lets the first line be sold below the floor price (E11)."""
        note = self.say("试用价，仅此一单", "An introductory price, this once")
        return self.after(0.5).do(Verb.RELEASE_PRICE, "zhao", {"line": "1"}, note)

    def escalated(self) -> "Story":
        """The supervisor is asked."""
        return self.after(4).do(
            Verb.ESCALATE, "zhao", note=self.say("老客户，请领导决定", "A key customer: please decide")
        )

    def confirmed(self) -> "Story":
        """The customer gets the confirmation (I8)."""
        texts = {"channel": Channel.EMAIL.value, "person": self.beginning.customer.contact}

        def unconfirmed(order: Order) -> Mapping[str, str] | None:
            # somebody who went through the due list may have been quicker
            return texts if order.confirmed_at is None else None

        return self.after(4).do(Verb.CONFIRM, self.beginning.clerk, unconfirmed)

    def amended(self, note: str) -> "Story":
        """The customer wants more of the first line, if that is still free, and the order is reviewed anew (I8)."""
        texts = {"person": self.beginning.customer.contact, "channel": Channel.TELEPHONE.value}
        more = {"line.1.quantity": str(self.beginning.items[0].quantity + 10)}
        moment = self.after(2).now

        def still_free(order: Order) -> Mapping[str, str] | None:
            # a weekend may lie between, and somebody who went through the due list may have confirmed it earlier
            return texts if order.confirmed_at is not None and moment - order.confirmed_at < _SURELY_FREE else None

        def taken_back(given: Mapping[str, str]) -> Texts:
            return lambda order: given if order.state is OrderState.RETURNED else None

        self.do(Verb.AMEND, self.beginning.clerk, still_free, self.say("第1行增加10件", "Ten more of line 1"))
        self.after(0.5).do(Verb.EDIT, self.beginning.clerk, taken_back(more))
        return self.after(1).do(Verb.SUBMIT, self.beginning.clerk, taken_back({}), note)

    # --- allocation (A) ---------------------------------------------------------------------------------------

    def allocated(self, *, slips: int = 0, only: int | None = None) -> "Story":
        """Every line is placed, or only the first ones; `slips` days lie between the promise and the planned finish."""
        finish = max(self.promised + timedelta(days=slips - 2), self.today)
        self.after(6)
        placed: dict[tuple[str, str], list[str]] = {}
        for line_no, item in list(enumerate(self.beginning.items, start=1))[:only]:
            placed.setdefault(self._source(item, line_no), []).append(f"{line_no}:{item.quantity}")
        for (kind, code), lines in placed.items():
            texts = {
                "source": kind,
                "code": code,
                "lines": ",".join(lines),
                "start": min(finish, self.today + timedelta(days=2)).isoformat(),
                "finish": finish.isoformat(),
                "promised": self.promised.isoformat(),
            }
            self.after(0.2).do(Verb.ALLOCATE, "zhou" if kind == "supplier" else "li", texts)
        return self

    def _source(self, item: Item, line_no: int) -> tuple[str, str]:
        if line_no > 1 and self.rng.random() < 0.2:  # noqa: PLR2004 - how often it lies in stock
            return "stock", ""
        return ("work_centre", self._centre) if item.made else ("supplier", self._supplier)

    def started(self) -> "Story":
        """The sources have taken note, and the work begins."""
        if self.rng.random() < 0.5:  # noqa: PLR2004 - not everybody answers
            self.after(5).do(Verb.ACKNOWLEDGE, self.beginning.clerk, {"person": "li"})
        return self.after(days=1).do(Verb.START, "li")

    # --- tracking (T) and shipping (S) ------------------------------------------------------------------------

    def looked_at(self) -> "Story":
        """The clerk looks how the order is doing."""
        note = self.pick((self.say("进度正常", "On schedule"), self.say("材料已到", "Material is here")))
        return self.after(days=4).do(Verb.CHECK_IN, self.beginning.clerk, {"source": "li"}, note)

    def partly_finished(self, part: float = 0.5) -> "Story":
        """A part of the first line is finished, unless it came from stock."""

        def lines(order: Order) -> Mapping[str, str] | None:
            line = next((one for one in order.lines if one.wanted > one.finished), None)
            if line is None:
                return None
            left = (line.wanted - line.finished) // SCALE
            return {"lines": f"{line.line_no}:{max(1, int(left * part))}", "step": self.say("装配", "assembly")}

        return self.after(days=2).do(Verb.REPORT, "li", lines)

    def finished(self) -> "Story":
        """All that is open is finished and ready to go."""

        def rest(order: Order) -> Mapping[str, str] | None:
            nothing_open = all(line.finished >= line.wanted for line in order.lines)
            return None if nothing_open else {"step": self.say("检验", "inspection")}

        self.after(days=2).do(Verb.REPORT, "li", rest)
        return self.after(4).do(Verb.MAKE_READY, "zhou")

    def trouble(self, kind: str, *, solved: bool = False) -> "Story":
        """Something goes wrong, and perhaps right again (T3)."""
        who = "wu" if kind == "transport" else "sun" if kind in ("quality", "other") else "li"
        texts = {"kind": kind, "cause": self.say(*CAUSES[kind][0]), "measure": self.say(*CAUSES[kind][1])}
        texts["responsible"] = who
        texts["due"] = (self.today + timedelta(days=5)).isoformat()
        self.after(6).do(Verb.RAISE_EXCEPTION, self.beginning.clerk, texts)
        if solved:
            self.after(days=2).do(Verb.RESOLVE_EXCEPTION, who, note=self.say("已解决", "Solved"))
        return self

    def shipped(self) -> "Story":
        """All that is finished goes out."""
        texts = {"carrier": self.pick(CARRIERS), "waybill": f"W{self.rng.randrange(10**9):09d}"}
        return self.after(days=1).do(Verb.SHIP, "wu", texts)

    def delivered(self) -> "Story":
        """The customer signs."""
        return self.after(days=3).do(Verb.DELIVER, "wu", {"signed_by": self.beginning.customer.contact})

    # --- money (M), archive (D) -------------------------------------------------------------------------------

    def advance(self, part: float = 0.3) -> "Story":
        """An advance is billed and paid."""

        def amount(order: Order) -> Mapping[str, str]:
            return {"kind": "advance", "amount": str(from_minor(max(1, int(order.total * part)), order.currency))}

        self.after(3).do(Verb.INVOICE, "qian", amount)
        return self.after(days=2).do(Verb.RECEIVE_PAYMENT, "qian", {"method": self.say("电汇", "bank transfer")})

    def invoiced(self) -> "Story":
        """What was delivered is billed."""
        return self.after(days=1).do(Verb.INVOICE, "qian")

    def paid(self, part: float | None = None) -> "Story":
        """All that is billed is paid, or a part of it."""
        how = {"method": self.say("电汇", "bank transfer"), "reference": f"R{self.rng.randrange(10**6):06d}"}

        def texts(order: Order) -> Mapping[str, str]:
            if part is None:
                return how
            still = max(1, int((order.invoiced - order.paid) * part))
            return {**how, "amount": str(from_minor(still, order.currency))}

        return self.after(days=12).do(Verb.RECEIVE_PAYMENT, "qian", texts)

    def followed_up(self) -> "Story":
        """The conditions of the review are met, where there were any (R9)."""

        def texts(order: Order) -> Mapping[str, str] | None:
            still = [one.condition_no for one in order.conditions if one.resolved_at is None]
            return {"condition": str(still[0])} if still else None

        note = self.say("交期已与客户确认", "The date was confirmed with the customer")
        for _ in range(MOST_REVIEWS):
            self.do(Verb.RESOLVE_CONDITION, self.beginning.clerk, texts, note)
        return self

    def settled(self) -> "Story":
        """Nothing is owed any more."""
        return self.after(6).do(Verb.SETTLE, "qian")

    def closed(self) -> "Story":
        """The file is complete, or its gap has a reason."""
        self.followed_up()
        if not self.from_file and self.rng.random() < 0.5:  # noqa: PLR2004 - how often the original is on paper
            self.do(Verb.ATTACH, self.beginning.clerk, {"kind": "original"}, paper="original")
        self.after(1).do(Verb.ATTACH, self.beginning.clerk, {"kind": "signed_receipt"}, paper="signed_receipt")
        texts = {
            "summary": self.say("按期完成", "Done as agreed"),
            "gaps": self.say("原件为电话记录", "The original is a note of a call"),
        }
        return self.after(days=1).do(Verb.CLOSE, self.beginning.clerk, texts)

    def archived(self) -> "Story":
        """The file is put away."""
        importance = self.pick(("ordinary", "ordinary", "important", "key"))
        return self.after(days=4).do(Verb.ARCHIVE, self.beginning.clerk, {"importance": importance})
