"""Files that were taken in, and what became of each row of them."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.drafts import FileStatus, Subject
from data.states import DocumentKind
from data.store.tables.base import STRICT, key, mapping, ref, ref_or_none, time
from data.store.types import at_least_zero, one_of, yes_or_no


class StoredFile(SQLModel, table=True):
    """A file kept byte for byte under its SHA-256 in the desk's `files` folder (I2)."""

    __tablename__ = "stored_file"
    __table_args__ = (*at_least_zero("size"), STRICT)

    sha256: str = Field(primary_key=True)
    name: str
    media_type: str
    size: int
    at: datetime = time()


class ImportRun(SQLModel, table=True):
    """One file taken in by one import; `fingerprint` covers the options that change what is read."""

    __tablename__ = "import_run"
    __table_args__ = (
        *at_least_zero("orders", "lines", "records", "rejected"),
        one_of("subject", Subject),
        one_of("status", FileStatus),
        STRICT,
    )

    id: int | None = key()
    sha256: str = ref("stored_file.sha256")
    fingerprint: str = Field(unique=True)
    path: str
    subject: str
    status: str
    at: datetime = time()
    by: str
    orders: int = 0
    lines: int = 0
    records: int = 0
    rejected: int = 0
    event_seq: int = ref("events.seq", index=False)


class ImportRefusal(SQLModel, table=True):
    """A row that an import refused, with its cells, until it is mended."""

    __tablename__ = "import_refusal"
    __table_args__ = (*yes_or_no("mended"), STRICT)

    id: int | None = key()
    run_id: int = ref("import_run.id")
    order_id: int | None = ref_or_none("sales_order.id")
    sheet: str
    row: int
    cells: str
    problems: str
    mended: bool = False


class OrderDocument(SQLModel, table=True):
    """A paper of an order (D1)."""

    __tablename__ = "order_document"
    __table_args__ = (one_of("kind", DocumentKind), STRICT)

    id: int | None = key()
    order_id: int = ref("sales_order.id")
    kind: str
    name: str
    sha256: str = ref("stored_file.sha256")
    at: datetime = time()
    by: str


class ColumnMapping(SQLModel, table=True):
    """A remembered mapping of headings to fields, by name (`import --mapping NAME`)."""

    __tablename__ = "column_mapping"
    __table_args__ = (STRICT,)

    name: str = Field(primary_key=True)
    subject: str
    headings: dict[str, str] = mapping()
    at: datetime = time()
    by: str
