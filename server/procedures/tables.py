"""Tables of procedures: their versions, and those that are being written."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from server.store.tables import Moment, hall_id, metadata

procedures = Table(
    "procedures",
    metadata,
    hall_id(),
    Column("service", String(2), primary_key=True, comment="of which service"),
    Column("version", Integer, primary_key=True, autoincrement=False, comment="from 1"),
    Column("text", Text, comment="the procedure as JSON; empty: it was withdrawn with this version"),
    Column("note", Text, nullable=False, comment="the notice of the change: what is otherwise, and why"),
    Column("set_at", Moment, nullable=False, comment="since when it is in force"),
    Column("set_by", BigInteger, comment="staff number of who put it in force"),
    Column("written_by", BigInteger, comment="staff number of who wrote the last change"),
    info={"kind": "history"},
    comment="what services ask for and promise, in versions",
)

procedure_drafts = Table(
    "procedure_drafts",
    metadata,
    hall_id(),
    Column("service", String(2), primary_key=True, comment="of which service; there is one draft of each"),
    Column("text", Text, nullable=False, comment="what it says so far, as JSON"),
    Column("changed_at", Moment, nullable=False, comment="when it was changed last"),
    Column("changed_by", BigInteger, nullable=False, comment="staff number of who changed it last"),
    info={"kind": "history"},
    comment="procedures that are being written",
)
