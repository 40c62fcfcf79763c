"""Who works in the sample office: roles, departments, who approves up to what, and who is away (P1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.desk.desk import Desk
from data.states import Review, Role


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """A person of the register; `limits` as `orderclerk user edit --set limits=…` takes them."""

    name: str
    department: str
    roles: tuple[Role, ...]
    limits: str = ""


_P = SamplePerson  # the table reads better with a short name

STAFF: Mapping[str, SamplePerson] = {
    "chen": _P("陈小舟", "业务部 Sales", (Role.CLERK, Role.ADMINISTRATOR)),
    "lin": _P("林一叶", "业务部 Sales", (Role.CLERK,)),
    "he": _P("何未央", "业务部 Sales", (Role.CLERK,)),
    "zhao": _P("赵半山", "业务部 Sales", (Role.SALES_MANAGER,), "500000 CNY; 70000 USD; 60000 EUR"),
    "jiang": _P("江远帆", "业务部 Sales", (Role.SALES_MANAGER, Role.DEPARTMENT_HEAD)),
    "qian": _P("钱守真", "财务部 Finance", (Role.FINANCE,), "800000 CNY; 110000 USD; 100000 EUR"),
    "shen": _P("沈厚土", "财务部 Finance", (Role.FINANCE, Role.DEPARTMENT_HEAD)),
    "sun": _P("孙工尺", "技术部 Engineering", (Role.TECHNICAL, Role.QUALITY)),
    "li": _P("李铁砧", "生产部 Production", (Role.PRODUCTION, Role.OPERATIONS)),
    "zhou": _P("周满仓", "采购部 Purchasing", (Role.PURCHASING, Role.WAREHOUSE)),
    "wu": _P("吴千里", "物流部 Logistics", (Role.LOGISTICS,)),
    "zheng": _P("郑回春", "售后部 After-sales", (Role.AFTER_SALES,)),
    "feng": _P("冯明镜", "审计 Audit", (Role.AUDITOR,)),
    "wang": _P("王定一", "总经理室 Management", (Role.SUPERVISOR, Role.DEPARTMENT_HEAD)),
}
"""Code → who it is; the first one sees to people and policy."""

REVIEWERS: Mapping[Review, str] = {
    Review.SALES: "zhao",
    Review.TECHNICAL: "sun",
    Review.FINANCE: "qian",
    Review.PRODUCTION: "li",
    Review.PURCHASING: "zhou",
    Review.WAREHOUSE: "zhou",
    Review.JOINT: "wang",
}
"""Who gives whose opinion."""

AWAY = (("qian", "shen", "年假 annual leave", -1, 3), ("li", "zhou", "出差 business trip", 5, 9))
"""Who is away, who acts for them, why, and from when to when, in days from today."""


PASSWORD = "sample office"  # noqa: S105 - of people who do not exist, and the help says it
"""With which everybody signs in where only these people act."""


def give_passwords(desk: Desk) -> None:
    """Give everybody of the register the one password."""
    for one in desk.people.register().people:
        desk.people.set_password(one.code, PASSWORD)


def enter_people(desk: Desk) -> None:
    """Enter everybody into the register."""
    for code, one in STAFF.items():
        roles = " ".join(role.value for role in one.roles)
        texts = {"name": one.name, "department": one.department, "roles": roles, "limits": one.limits}
        desk.people.enter(code, {name: text for name, text in texts.items() if text})


def delegate_roles(desk: Desk, today: date) -> None:
    """Put the roles of those who are away into the hands of their deputies."""
    for code, deputy, reason, first, last in AWAY:
        starts, ends = (today + timedelta(days=days) for days in (first, last))
        desk.people.delegate(code, deputy, starts.isoformat(), ends.isoformat(), reason)
