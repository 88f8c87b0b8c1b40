"""What can be found, and each database's own full-text index over it."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

HALL = "the hall; 0 is the company as a whole"
# The terms are ours, cut and plain already: whatever stands between blanks is one. They stand in the table alone, and
# triggers keep the index in step, also where a backup is brought back.
INDEX = """
    CREATE VIRTUAL TABLE search_terms
    USING fts5(terms, content='search_documents', content_rowid='number', tokenize='ascii', detail='none')
"""
IN = """
    CREATE TRIGGER search_documents_in AFTER INSERT ON search_documents BEGIN
        INSERT INTO search_terms(rowid, terms) VALUES (new.number, new.terms);
    END
"""
OUT = """
    CREATE TRIGGER search_documents_out AFTER DELETE ON search_documents BEGIN
        INSERT INTO search_terms(search_terms, rowid, terms) VALUES ('delete', old.number, old.terms);
    END
"""
# not to_tsvector('simple', …): its parser asks the database's locale what a letter is, and breaks what we have cut
ARRAY = """
    CREATE INDEX search_documents_terms ON search_documents
    USING gin (array_to_tsvector(string_to_array(terms, ' ')))
"""


def upgrade() -> None:
    """Add the table and its index; a round fills it."""
    op.create_table(
        "search_documents",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("kind", sa.String(20), nullable=False, comment="what it is: services, notices, plans"),
        sa.Column("key", sa.String(80), nullable=False, comment="which of them"),
        sa.Column(
            "number", sa.BigInteger(), nullable=False, comment="made of hall, kind and key: SQLite's index goes by one"
        ),
        sa.Column(
            "made_of",
            sa.String(64),
            nullable=False,
            comment="SHA-256 of its texts and the rules: when it is made anew",
        ),
        sa.Column("shown", sa.Text(), nullable=False, comment="title, lines and where it stands, as JSON"),
        sa.Column("terms", sa.Text(), nullable=False, comment="what it is found by, blanks between"),
        sa.PrimaryKeyConstraint("hall_id", "kind", "key"),
        comment="what can be found; made from rows that all who find it may read, and made anew from them at any time",
        info={"kind": "telemetry"},
    )
    op.create_index("search_documents_number", "search_documents", ["number"], unique=True)
    for statement in (INDEX, IN, OUT) if op.get_bind().dialect.name == "sqlite" else (ARRAY,):
        op.execute(statement)
