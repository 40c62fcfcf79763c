"""Currency codes as people write them, and the ISO code that the desk keeps."""

import re

_NAMES = {
    "RMB": "CNY", "CNH": "CNY", "¥": "CNY", "￥": "CNY", "人民币": "CNY", "人民幣": "CNY", "元": "CNY", "YUAN": "CNY",
    "$": "USD", "US$": "USD", "美元": "USD", "美金": "USD", "NT$": "TWD", "NTD": "TWD", "新台币": "TWD",
    "新臺幣": "TWD",
    "新台幣": "TWD", "台币": "TWD", "台幣": "TWD", "臺幣": "TWD", "HK$": "HKD", "港币": "HKD", "港幣": "HKD",
    "€": "EUR", "欧元": "EUR", "歐元": "EUR", "£": "GBP", "英镑": "GBP", "英鎊": "GBP", "日元": "JPY", "日圆": "JPY",
    "日圓": "JPY", "JP¥": "JPY", "韩元": "KRW", "韓元": "KRW",
}  # fmt: skip


def currency_code(text: str) -> str:
    """Return the ISO 4217 code of a currency as it is written, or "" where it cannot be one."""
    plain = text.strip().upper()
    plain = _NAMES.get(plain, plain)
    return plain if re.fullmatch(r"[A-Z]{3}", plain) else ""
