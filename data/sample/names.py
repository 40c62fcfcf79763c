"""Whom and what the sample desk knows: all invented, and named so that nobody takes them for real."""

from dataclasses import dataclass
from decimal import Decimal

OFFICE = "Trial office 试用办事处"


@dataclass(frozen=True, slots=True)
class SampleCustomer:
    """A customer: `limit` is the credit limit in whole units of the currency, 0 for none."""

    name: str
    foreign_name: str
    contact: str
    city: str
    country: str
    currency: str
    payment_terms: str
    limit: int
    customer_class: str = ""


@dataclass(frozen=True, slots=True)
class SampleFamily:
    """A family of products that differ in size."""

    code: str
    name: str
    unit: str
    price: Decimal
    sizes: tuple[str, ...]
    lead_days: int
    origin: str
    special: str


@dataclass(frozen=True, slots=True)
class SamplePlace:
    """A work centre or a supplier; `number` is a weekly capacity, or days of lead time."""

    code: str
    name: str
    number: int


_C, _F = SampleCustomer, SampleFamily  # the tables below read better with short names
_MONTH, _TWO, _ADVANCE = "月结30天", "月结60天", "30%预付，余款发货前付清"
_NET, _NET_60, _BEFORE = "30 days net", "60 days net", "30% in advance, balance before shipment"

CUSTOMERS: tuple[SampleCustomer, ...] = (
    _C("独角兽泵业有限公司", "Unicorn Pumps", "白小鹿", "苏州", "CN", "CNY", _MONTH, 800000, "key"),
    _C("月桂谷机械厂", "Laurel Valley Works", "桂满堂", "无锡", "CN", "CNY", _MONTH, 300000, "key"),
    _C("云上阀门制造有限公司", "Above-the-Clouds Valves", "云飞扬", "温州", "CN", "CNY", _TWO, 500000, "key"),
    _C("飞毯物流设备有限公司", "Flying Carpet Logistics", "毯小北", "宁波", "CN", "CNY", _MONTH, 400000),
    _C("龙宫水处理设备厂", "Dragon Palace Water", "敖小青", "青岛", "CN", "CNY", _MONTH, 250000),
    _C("蟠桃园食品机械有限公司", "Peach Orchard Food Machines", "陶千岁", "合肥", "CN", "CNY", _MONTH, 200000),
    _C("筋斗云电梯配件有限公司", "Somersault Lift Parts", "孙大空", "常州", "CN", "CNY", _TWO, 600000, "key"),
    _C("稻草人农机厂", "Scarecrow Farm Machines", "田守望", "洛阳", "CN", "CNY", _MONTH, 150000),
    _C("玻璃鞋包装设备有限公司", "Glass Slipper Packaging", "辛德拉", "东莞", "CN", "CNY", _ADVANCE, 0),
    _C("夜明珠照明有限公司", "Night Pearl Lighting", "明小珠", "中山", "CN", "CNY", _MONTH, 180000),
    _C("广寒宫制冷设备有限公司", "Moon Palace Cooling", "常小娥", "大连", "CN", "CNY", _TWO, 350000),
    _C("哪吒车轮制造厂", "Nezha Wheels", "李三坛", "芜湖", "CN", "CNY", _MONTH, 220000),
    _C("画龙点睛仪表有限公司", "Dot-the-Eye Instruments", "张僧画", "南京", "CN", "CNY", _MONTH, 120000),
    _C("守株待兔五金店", "Waiting Hare Hardware", "宋待兔", "商丘", "CN", "CNY", _ADVANCE, 0),
    _C("愚公移山工程机械有限公司", "Old Man and Mountain", "愚小山", "济源", "CN", "CNY", _TWO, 900000, "key"),
    _C("精卫填海船舶配件厂", "Jingwei Ship Parts", "卫小羽", "舟山", "CN", "CNY", _MONTH, 260000),
    _C("桃花源园林设备有限公司", "Peach Blossom Gardens", "武陵渔", "常德", "CN", "CNY", _MONTH, 100000),
    _C("纸上谈兵印刷机械厂", "Paper Strategy Printing", "赵小括", "邯郸", "CN", "CNY", _MONTH, 130000),
    _C("女娲陶瓷设备有限公司", "Nuwa Ceramics", "补天石", "景德镇", "CN", "CNY", _MONTH, 210000),
    _C("夸父太阳能支架有限公司", "Kuafu Solar Frames", "夸逐日", "西安", "CN", "CNY", _TWO, 450000),
    _C("望梅止渴饮料机械厂", "Plum Thirst Beverages", "梅小渴", "漯河", "CN", "CNY", _MONTH, 90000),
    _C("草船借箭体育器材有限公司", "Straw Boat Sports", "葛小亮", "襄阳", "CN", "CNY", _ADVANCE, 0),
    _C("八仙过海渔具有限公司", "Eight Immortals Tackle", "何小荷", "威海", "CN", "CNY", _MONTH, 80000),
    _C("点石成金模具厂", "Touchstone Moulds", "金一点", "台州", "CN", "CNY", _MONTH, 320000),
    _C("雲夢澤電機有限公司", "Yunmeng Marsh Motors", "雲小夢", "高雄", "TW", "CNY", "月結30天", 280000),
    _C("嫦娥奔月電梯股份有限公司", "Moonflight Lifts", "蔡奔月", "臺中", "TW", "USD", "月結60天", 90000),
    _C("孔雀東南鐘錶有限公司", "Peacock Southeast Clocks", "劉蘭芝", "香港", "HK", "USD", "月結30天", 60000),
    _C("金斧頭五金行", "Golden Axe Hardware", "樵大夫", "臺南", "TW", "CNY", "款到發貨", 0),
    _C("牛郎織女紡織機械廠", "Weaver and Cowherd Looms", "織小女", "澳門", "MO", "CNY", "月結30天", 110000),
    _C("鳳凰于飛玩具有限公司", "Phoenix Flight Toys", "鳳小翔", "香港", "HK", "USD", "月結30天", 40000),
    _C("Moonbeam Elevators Ltd (example)", "", "Ada Nowhere", "Neverton", "GB", "EUR", _NET, 70000, "key"),
    _C("Utopia Valves B.V. (example)", "", "Jan Nergens", "Luilekkerland", "NL", "EUR", _NET_60, 120000),
    _C("Atlantis Marine Supply (example)", "", "Nerea Deep", "Atlantis", "GR", "EUR", _NET, 50000),
    _C("Lilliput Instruments Inc. (example)", "", "Lem Small", "Mildendo", "US", "USD", _NET, 45000),
    _C("Schilda Pumpen GmbH (example)", "", "Till Streich", "Schilda", "DE", "EUR", _NET, 150000, "key"),
    _C("Neverland Playgrounds (example)", "", "Wendy Star", "Lagoon", "AU", "USD", _BEFORE, 0),
    _C("El Dorado Minería S.A. (example)", "", "Oro Perdido", "Manoa", "PE", "USD", _NET_60, 200000),
    _C("Wonderland Clockworks (example)", "", "Alice Mirror", "Teatime", "IE", "EUR", _NET, 30000),
    _C("Кощей Подшипник (пример)", "Koschei Bearings (example)", "Иван Дурак", "Лукоморье", "RU", "USD", _BEFORE, 0),
    _C("空中楼閣工業株式会社（例）", "Castle-in-the-Air Industries", "浦島夢子", "竜宮市", "JP", "USD", _NET_60, 80000),
)  # fmt: skip
"""Forty customers: the address is worked out from the rest."""

FAMILIES: tuple[SampleFamily, ...] = (
    _F("PV", "离心泵 Centrifugal pump", "台", Decimal(1850), ("DN40", "DN50", "DN65", "DN80"), 25, "made", "standard"),
    _F("PS", "潜水泵 Submersible pump", "台", Decimal(2300), ("0.75kW", "1.5kW", "3kW"), 28, "made", "standard"),
    _F("VB", "球阀 Ball valve", "个", Decimal(126), ("DN15", "DN25", "DN40", "DN50"), 12, "made", "standard"),
    _F("VG", "闸阀 Gate valve", "个", Decimal(268), ("DN50", "DN80", "DN100"), 15, "made", "standard"),
    _F("VS", "特制安全阀 Safety valve to drawing", "个", Decimal(980), ("A", "B", "C"), 35, "made", "special"),
    _F("SH", "传动轴 Drive shaft", "根", Decimal("415.5"), ("L300", "L500", "L800"), 18, "made", "standard"),
    _F("SX", "非标花键轴 Splined shaft to drawing", "根", Decimal(1260), ("X1", "X2"), 40, "made", "special"),
    _F("FL", "法兰 Flange", "片", Decimal("38.6"), ("DN50", "DN80", "DN100", "DN150"), 10, "made", "standard"),
    _F("BR", "轴承座 Bearing housing", "个", Decimal("152.4"), ("205", "206", "208"), 14, "bought", "standard"),
    _F("GR", "齿轮 Gear", "个", Decimal(236), ("M2", "M3", "M4"), 20, "made", "standard"),
    _F("SL", "密封圈 Seal ring", "套", Decimal("4.85"), ("20", "30", "40", "50"), 7, "bought", "standard"),
    _F("SP", "压缩弹簧 Compression spring", "件", Decimal("0.365"), ("1.2", "1.6", "2.0"), 8, "bought", "standard"),
    _F("CB", "控制柜 Control cabinet", "台", Decimal(5600), ("C1", "C2", "C3"), 30, "made", "special"),
    _F("MT", "电动机 Electric motor", "台", Decimal(1120), ("0.75kW", "1.5kW", "2.2kW"), 21, "bought", "standard"),
    _F("CP", "联轴器 Coupling", "套", Decimal(188), ("L1", "L2", "L3"), 12, "made", "standard"),
    _F("BS", "底座 Base frame", "件", Decimal(340), ("S", "M", "L"), 16, "made", "standard"),
    _F("FT", "过滤器 Strainer", "个", Decimal("95.2"), ("Y25", "Y40", "Y50"), 9, "bought", "standard"),
    _F("HS", "金属软管 Metal hose", "米", Decimal("72.5"), ("DN25", "DN40"), 9, "bought", "standard"),
    _F("TK", "不锈钢储罐 Stainless tank", "台", Decimal(12800), ("1m3", "2m3"), 45, "made", "special"),
    _F("FK", "紧固件包 Fastener kit", "包", Decimal("16.9"), ("A", "B"), 5, "bought", "standard"),
)  # fmt: skip
"""Families of products; each size is one product."""

WORK_CENTRES: tuple[SamplePlace, ...] = (
    SamplePlace("WC1", "下料 Cutting", 900),
    SamplePlace("WC2", "车削 Turning", 600),
    SamplePlace("WC3", "铣削 Milling", 420),
    SamplePlace("WC4", "磨削 Grinding", 360),
    SamplePlace("WC5", "焊接 Welding", 240),
    SamplePlace("WC6", "装配 Assembly", 500),
    SamplePlace("WC7", "喷涂 Coating", 700),
    SamplePlace("WC8", "试验与包装 Testing and packing", 800),
)

SUPPLIERS: tuple[SamplePlace, ...] = (
    SamplePlace("S01", "铁杵成针钢材（虚构）", 7),
    SamplePlace("S02", "叶公好龙铸造（虚构）", 18),
    SamplePlace("S03", "刻舟求剑锻造（虚构）", 15),
    SamplePlace("S04", "滴水穿石密封件（虚构）", 6),
    SamplePlace("S05", "对牛弹琴弹簧（虚构）", 8),
    SamplePlace("S06", "亡羊补牢紧固件（虚构）", 5),
    SamplePlace("S07", "Perpetual Motion Motors (example)", 21),
    SamplePlace("S08", "Square Wheel Bearings (example)", 14),
    SamplePlace("S09", "画饼充饥电气（虚构）", 12),
    SamplePlace("S10", "井底之蛙管件（虚构）", 9),
    SamplePlace("S11", "買櫝還珠包裝（虛構）", 4),
    SamplePlace("S12", "Emperor's New Coatings (example)", 10),
)

CARRIERS = ("神行太保物流（虚构）", "千里马货运（虚构）", "Tortoise & Hare Freight (example)")
"""Carriers of shipments."""
