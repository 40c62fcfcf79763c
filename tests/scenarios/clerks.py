"""An office that is worked by command only: its files in three languages, and short ways to give commands."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orderclerk.settings import Settings
from orderclerk.wiring import open_desk
from tests.cli.running import Result, run_here
from tests.files.sheets import workbook

SUBJECTS = ("orders", "lines", "customers", "products", "events")
FORMATS = ("csv", "xlsx", "json")

HEADINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "customers": ("code", "name", "contact", "address", "city", "country", "payment terms"),
        "products": ("code", "name", "specification", "unit", "list price", "currency"),
        "orders": (
            "order no", "customer code", "product code", "quantity", "unit price", "requested date", "delivery method",
        ),
    },
    "zh_CN": {
        "customers": ("客户编码", "客户名称", "联系人", "地址", "城市", "国家", "付款条件"),
        "products": ("物料编码", "物料名称", "规格", "单位", "单价", "币种"),
        "orders": ("订单号", "客户编码", "物料编码", "数量", "单价", "要求交期", "交货方式"),
    },
    "zh_TW": {
        "customers": ("客戶編碼", "客戶名稱", "聯絡人", "地址", "城市", "國家", "付款條件"),
        "products": ("物料編碼", "物料名稱", "規格", "單位", "單價", "幣種"),
        "orders": ("訂單號", "客戶編碼", "物料編碼", "數量", "單價", "要求交期", "交貨方式"),
    },
}  # fmt: skip
"""Headings as offices write them, by language."""

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "customer": "Harbour Lifts", "other": "Eastwind", "contact": "Ann Wang", "street": "8 Industry Road",
        "city": "Ningbo", "country": "China", "terms": "30 days", "rail": "Guide rail", "bolt": "Bolt",
        "unit": "pieces", "way": "lorry", "asked": "which colour", "said": "grey", "deposit": "deposit first",
        "dear": "too dear", "agreed": "agreed by telephone", "boss": "carry it out", "wait": "deposit is missing",
        "went": "all goes well", "cause": "scratched", "measure": "polish it", "polished": "polished again",
        "enough": "no more is wanted", "again": "wanted after all", "carrier": "Northern Carriers", "paid": "bank",
        "summary": "went well", "gaps": "papers come by post", "slip": "closed by mistake", "not_wanted": "bankrupt",
        "moved": "the customer moved", "hall": "Assembly",
    },
    "zh_CN": {
        "customer": "海川电梯", "other": "东风机械", "contact": "王工", "street": "工业路 8 号", "city": "宁波",
        "country": "中国", "terms": "月结三十天", "rail": "导轨", "bolt": "螺栓", "unit": "件", "way": "汽运",
        "asked": "什么颜色", "said": "灰色", "deposit": "先收定金", "dear": "单价太高", "agreed": "电话商定",
        "boss": "照此执行", "wait": "定金未到", "went": "一切正常", "cause": "表面划伤", "measure": "重新抛光",
        "polished": "已重新抛光", "enough": "余数不要了", "again": "客户仍然要", "carrier": "顺丰", "paid": "银行转账",
        "summary": "顺利", "gaps": "单据邮寄中", "slip": "误操作", "not_wanted": "客户破产", "moved": "客户搬迁",
        "hall": "总装车间",
    },
    "zh_TW": {
        "customer": "海川電梯", "other": "東風機械", "contact": "王工", "street": "工業路 8 號", "city": "寧波",
        "country": "中國", "terms": "月結三十天", "rail": "導軌", "bolt": "螺栓", "unit": "件", "way": "汽運",
        "dear": "單價太高", "agreed": "電話商定",
    },
}  # fmt: skip
"""What people write, by language."""


def tables(lang: str) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the office's three files.

    The orders: W-1 and W-2 of two lines and W-3 are complete, W-4 lacks the price of a product that is on no price
    list.
    """
    text = TEXTS[lang]
    place = (text["contact"], text["street"], text["city"], text["country"], text["terms"])
    return {
        "customers": [HEADINGS[lang]["customers"], ("HC", text["customer"], *place), ("EW", text["other"], *place)],
        "products": [
            HEADINGS[lang]["products"],
            ("A-100", text["rail"], "5 m", text["unit"], 86.5, "CNY"),
            ("0042", text["bolt"], "M8", text["unit"], 0.98, "CNY"),
        ],
        "orders": [
            HEADINGS[lang]["orders"],
            ("W-1", "HC", "A-100", 10, 86.5, "2031-04-01", text["way"]),
            ("W-1", "HC", "0042", 400, 0.98, "2031-04-01", text["way"]),
            ("W-2", "EW", "A-100", 4, 86.5, "2031-05-01", text["way"]),
            ("W-2", "EW", "0042", 100, 0.98, "2031-05-01", text["way"]),
            ("W-3", "EW", "0042", 50, 0.98, "2031-05-02", text["way"]),
            ("W-4", "HC", "B-7", 2, None, "2031-06-01", text["way"]),
        ],
    }


def as_csv(rows: list[tuple[object, ...]], encoding: str) -> bytes:
    """Return rows as a text table."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody at a desk, who speaks a language."""

    folder: Path
    lang: str = "en"

    def run(self, *arguments: str, stdin: str = "") -> Result:
        """Give a command."""
        return run_here("--desk", str(self.folder), "--as", "lin", "--lang", self.lang, *arguments, stdin=stdin)

    def good(self, *arguments: str, stdin: str = "") -> Result:
        """Give a command that must succeed."""
        done = self.run(*arguments, stdin=stdin)
        assert done.code == 0, (arguments, done.out, done.err)
        return done

    def order(self, number: str) -> Any:
        """Return an order as scripts see it."""
        return self.good("order", "show", number, "--json").json

    def history(self, number: str) -> list[dict[str, Any]]:
        """Return what happened to an order, as scripts see it."""
        events: list[dict[str, Any]] = self.good("order", "history", number, "--json").json
        return events

    def events(self) -> int:
        """Return how many events the desk has."""
        return int(self.good("audit", "head", "--json").json["seq"])

    def orders(self) -> int:
        """Return how many orders the desk has."""
        return int(self.good("info", "--json").json["counts"]["sales_order"])

    def exports(
        self, folder: Path, formats: Sequence[str] = FORMATS, subjects: Sequence[str] = SUBJECTS
    ) -> dict[str, bytes]:
        """Write lists in some formats and return the files' contents."""
        folder.mkdir()
        for what in subjects:
            for fmt in formats:
                self.good("export", what, "--out", str(folder / f"{what}.{fmt}"))
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    def sound(self) -> None:
        """See that the record is whole and the desk in order."""
        self.good("audit", "verify")
        self.good("check")


def open_office(folder: Path, lang: str) -> Clerk:
    """Make a desk by command: `init` and three imports, of a workbook and two text tables."""
    clerk = Clerk(folder / "desk", lang)
    clerk.good("init", "--name", "Trial office")
    rows = tables(lang)
    encoding = {"en": "utf-8", "zh_CN": "gb18030", "zh_TW": "utf-8-sig"}[lang]
    papers = {
        "customers": ("customers.csv", as_csv(rows["customers"], encoding)),
        "products": ("products.tsv", as_csv(rows["products"], "utf-8").replace(b",", b"\t")),
        "orders": ("orders.xlsx", workbook({"Sheet1": rows["orders"]})),
    }
    for what, (name, content) in papers.items():
        path = folder / name
        path.write_bytes(content)
        clerk.good("import", str(path), "--what", what)
    return clerk


def enter_work_centre(clerk: Clerk, code: str, name: str) -> None:
    """Enter a work centre through the record room, for which there is no command yet."""
    desk = open_desk(Settings(clerk.folder, "lin", colour=False))
    desk.places.enter_work_centre(code, name)
    desk.close()


def command_line(number: str, verb: str, fields: Mapping[str, str]) -> list[str]:
    """Return the words of `order do` for a verb."""
    words = [number, verb]
    for name, value in fields.items():
        words += ["--note", value] if name == "note" else ["--set", f"{name}={value}"]
    return words
