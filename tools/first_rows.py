"""Writes data/store/first_rows.json: the statements that read the first rows of the first room.

python tools/first_rows.py            writes the file
python tools/first_rows.py --check    says whether it is up to date
"""

import json
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite import dialect

from data.rules.lists import ListQuery, Moment, OrderFilter, Sort
from data.rules.rooms import ROOM_STATES
from data.rules.workflow import Stage
from data.store.first_rows import STATEMENTS, name_of
from data.store.queries.lists import list_statements
from data.store.schema import HEAD
from widgets.window import PAGE

if TYPE_CHECKING:
    from sqlalchemy import Select


def plain_sql(statement: "Select[Any]") -> str:
    """Return a statement as SQLite reads it, with every value in its place."""
    return str(statement.compile(dialect=dialect(), compile_kwargs={"literal_binds": True}))


def content() -> str:
    """Return what the file has to hold."""
    # the lists of a room do not ask what is late, so any moment will do
    moment = Moment(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), UTC)
    lists = {}
    for sort in Sort:
        for descending in (False, True):
            query = ListQuery(OrderFilter(states=ROOM_STATES[Stage.INTAKE]), sort, descending)
            lists[name_of(query)] = [plain_sql(one) for one in list_statements(query, PAGE, moment)]
    return json.dumps({"revision": HEAD, "limit": PAGE, "lists": lists}, indent=1) + "\n"


def main() -> int:
    """Write or check the file."""
    wanted = content()
    if "--check" in sys.argv[1:]:
        if not STATEMENTS.exists() or STATEMENTS.read_text(encoding="utf-8") != wanted:
            print(f"{STATEMENTS.name} is not up to date: python tools/first_rows.py")
            return 1
        return 0
    STATEMENTS.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
