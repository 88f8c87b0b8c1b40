"""The index: derived from rows, so in no journal; the migration puts each database's own full-text index over it."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from server.store.tables import hall_id, metadata

search_documents = Table(
    "search_documents",
    metadata,
    hall_id(),
    Column("kind", String(20), primary_key=True, comment="what it is: services, notices, plans"),
    Column("key", String(80), primary_key=True, comment="which of them"),
    Column("number", BigInteger, nullable=False, comment="made of hall, kind and key: SQLite's index goes by one"),
    Column("made_of", String(64), nullable=False, comment="SHA-256 of its texts and the rules: when it is made anew"),
    Column("shown", Text, nullable=False, comment="title, lines and where it stands, as JSON"),
    Column("terms", Text, nullable=False, comment="what it is found by, blanks between"),
    Index("search_documents_number", "number", unique=True),
    info={"kind": "telemetry"},
    comment="what can be found; made from rows that all who find it may read, and made anew from them at any time",
)
