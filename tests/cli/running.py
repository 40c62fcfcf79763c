"""The command line in this process: `main` with streams of its own."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orderclerk.__main__ import main

CUSTOMERS = """\
code,name,contact,address,city,country
VINET,Vins et alcools Chevalier,Paul Henriot,59 rue de l'Abbaye,Reims,France
HC,海川电梯,王工,工业路 8 号,湖州,中国
"""

PRODUCTS = """\
code,name,unit,list price,currency
42,Fried Mee,pcs,9.80,CNY
72,Mozzarella,pcs,34.80,CNY
"""

ORDERS = """\
order no,customer code,product code,quantity,unit price,requested date
A1,VINET,42,10,9.80,2031-02-03
A1,VINET,72,5,34.80,2031-02-03
A2,VINET,42,1,9.80,2031-02-04
A3,HC,42,7,,2031-03-01
A3,HC,X9,2,,2031-03-01
"""
"""Three orders; A3 is complete but for the price of what is not on the price list."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


def run_here(*arguments: str, stdin: str | bytes = b"") -> Result:
    """Run the command line in this process."""
    content = stdin.encode() if isinstance(stdin, str) else stdin
    streams = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", newline="\n", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", newline="\n", write_through=True)
    try:
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return Result(code, out.getvalue().decode(), err.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
