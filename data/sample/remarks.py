"""What the people of the sample office say: to each department its own words, in Chinese and in English."""

from collections.abc import Mapping

from data.rules.outbox import Occasion
from data.states import Review

Remark = tuple[str, str]
"""The same in Chinese and in English."""

CONDITIONS: Mapping[Review, Remark] = {
    Review.SALES: ("价格须客户书面确认", "Price to be confirmed in writing"),
    Review.TECHNICAL: ("图纸版本须客户签字", "Revision of the drawing to be signed by the customer"),
    Review.FINANCE: ("付款日期须再确认", "Date of payment to be confirmed once more"),
    Review.PRODUCTION: ("交期须再确认", "Delivery date to be confirmed once more"),
    Review.PURCHASING: ("材料到货后方可排产", "No work before the material is here"),
    Review.WAREHOUSE: ("库存须再盘点", "Stock to be counted once more"),
    Review.JOINT: ("措施落实后再排产", "No work before the measures are taken"),
}
"""Under which conditions a department passes an order."""

REASONS: Mapping[Review, Remark] = {
    Review.SALES: ("单价与报价单不符", "The price is not that of our quotation"),
    Review.TECHNICAL: ("图纸公差无法达到", "The drawing's tolerance cannot be held"),
    Review.FINANCE: ("有逾期货款未付", "An older invoice is still unpaid"),
    Review.PRODUCTION: ("交期太短，产能不足", "Too soon: no capacity"),
    Review.PURCHASING: ("材料无法按期到货", "Material cannot be here in time"),
    Review.WAREHOUSE: ("库存不足", "Not enough in stock"),
    Review.JOINT: ("风险过大", "The risk is too great"),
}
"""Why a department fails an order."""

CAUSES: Mapping[str, tuple[Remark, Remark]] = {
    "delay": (("设备故障停机两天", "A machine stood for two days"), ("加班赶工", "Overtime")),
    "material": (("钢材晚到", "Steel came late"), ("改由另一家供货", "Another supplier sends it")),
    "quality": (("首件尺寸超差", "First piece out of tolerance"), ("返工并全检", "Rework; all pieces inspected")),
    "transport": (("高速封路", "The motorway was closed"), ("改走另一条路线", "Another route")),
    "other": (("客户未确认样图", "The customer has not approved the drawing"), ("每天催复", "Asked every day")),
}
"""Kind of exception → what went wrong, and what is done about it."""

RISKS: Remark = ("产能占用两个月；钢材价格上涨", "Two months of capacity; steel is getting dearer")
MEASURES: Remark = (
    "加开第二班 | li | 两周内\n锁定钢材价格 | zhou | 一周内",
    "A second shift | li | in two weeks\nSteel at a fixed price | zhou | within a week",
)
MINUTES: Remark = (
    "各部门逐项讨论，分三批交货，首批四周后。",
    "Every point was gone through; delivery in three lots, the first in four weeks.",
)
"""What the sheet of a joint review says."""

LETTERS: Mapping[Occasion, Mapping[str, Remark]] = {
    Occasion.CONFIRMED: {
        "zh_CN": (
            "订单确认 {reference}",
            "{name}：\n\n您的订单 {number} 已确认，确认书 {reference} 见附件。\n\n试用办事处",
        ),
        "zh_TW": (
            "訂單確認 {reference}",
            "{name}：\n\n您的訂單 {number} 已確認，確認書 {reference} 見附件。\n\n試用辦事處",
        ),
        "en": (
            "Order confirmation {reference}",
            "Dear {name},\n\nwe confirm your order {number}; please find {reference} enclosed.\n\nTrial office",
        ),
    },
    Occasion.RETURNED: {
        "zh_CN": ("订单 {number} 请答复", "{name}：\n\n订单 {number} 尚有问题待您答复，请见来电说明。\n\n试用办事处"),
        "zh_TW": ("訂單 {number} 請答覆", "{name}：\n\n訂單 {number} 尚有問題待您答覆，請見來電說明。\n\n試用辦事處"),
        "en": (
            "Your order {number}: a question",
            "Dear {name},\n\nwe cannot accept {number} as it stands, as we said by telephone.\n\nTrial office",
        ),
    },
    Occasion.OVER_LIMIT: {
        "zh_CN": ("订单 {number} 信用额度", "{name}：\n\n订单 {number} 超出信用额度，审核需要较长时间。\n\n试用办事处"),
        "zh_TW": ("訂單 {number} 信用額度", "{name}：\n\n訂單 {number} 超出信用額度，審核需要較長時間。\n\n試用辦事處"),
        "en": (
            "Your order {number}: credit limit",
            "Dear {name},\n\n{number} is over the credit limit, so that it takes us a little longer.\n\nTrial office",
        ),
    },
}
"""What the office writes to customers: occasion → language → subject and text."""
