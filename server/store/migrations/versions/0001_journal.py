"""Journal, answers, deadlines, the directory of halls."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSES = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
FUNCTION = "$$BEGIN RAISE EXCEPTION 'the journal is append-only'; END$$"
CALLS = "EXECUTE FUNCTION journal_refuses()"
APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal {REFUSES}",
        f"CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal {REFUSES}",
    ],
    "postgresql": [
        f"CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS {FUNCTION}",
        f"CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal {CALLS}",
    ],
}


def upgrade() -> None:
    """Journal, answers, deadlines, the directory of halls."""
    op.create_table(
        "answers",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("actor", sa.String(length=40), nullable=False, comment="whose key it is"),
        sa.Column("key", sa.String(length=64), nullable=False, comment="idempotency key"),
        sa.Column("body_hash", sa.String(length=64), nullable=False, comment="SHA-256 of method, path and body"),
        sa.Column("status", sa.SmallInteger(), nullable=False, comment="HTTP status of the first answer"),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="the first answer, byte for byte"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was given; purged 48 h later"),
        sa.PrimaryKeyConstraint("hall_id", "actor", "key"),
        comment="first answers, for retries",
        info={"kind": "telemetry"},
    )
    op.create_index("answers_at", "answers", ["hall_id", "at"], unique=False)
    op.create_table(
        "deadlines",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="what is due; one handler a kind"),
        sa.Column("subject", sa.BigInteger(), autoincrement=False, nullable=False, comment="the thing it is about"),
        sa.Column("due_at", sa.BigInteger(), nullable=False, comment="when it falls due"),
        sa.PrimaryKeyConstraint("hall_id", "kind", "subject"),
        comment="everything that will happen because time passes",
        info={"kind": "history"},
    )
    op.create_index("deadlines_due", "deadlines", ["due_at"], unique=False)
    op.create_table(
        "halls",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column(
            "id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall's number: hall_id everywhere else",
        ),
        sa.Column("code", sa.String(length=20), nullable=False, comment="as it stands in addresses: main"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="all halls; in head's line",
        info={"kind": "history"},
    )
    op.create_index("halls_code", "halls", ["hall_id", "code"], unique=True)
    op.create_table(
        "journal",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False, comment="from 1, without gaps"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when the command decided"),
        sa.Column(
            "actor", sa.String(length=40), nullable=False, comment="staff:17, device:4, ticket:41, system; never a name"
        ),
        sa.Column("cause", sa.BigInteger(), nullable=True, comment="the entry of this hall that led to this one"),
        sa.Column("event", sa.String(length=60), nullable=False, comment="name of the fact"),
        sa.Column("data", sa.Text(), nullable=False, comment="the fact as JSON: ids and values, no personal data"),
        sa.Column("key", sa.String(length=64), nullable=True, comment="the command's idempotency key"),
        sa.Column("prev", sa.String(length=64), nullable=False, comment="hash of the entry before"),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="SHA-256 over this entry and prev"),
        sa.PrimaryKeyConstraint("hall_id", "seq"),
        comment="what happened, in order; rows are only ever added (triggers refuse the rest)",
        info={"kind": "store"},
    )
    op.create_table(
        "lines",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column(
            "seq", sa.BigInteger(), nullable=False, comment="number of the last journal entry; 0 before the first"
        ),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="hash of the last journal entry"),
        sa.Column(
            "version",
            sa.BigInteger(),
            nullable=False,
            comment="grows with every commit of the hall, telemetry included",
        ),
        sa.PrimaryKeyConstraint("hall_id"),
        comment="one row a hall: what a command locks",
        info={"kind": "store"},
    )
    dialect = op.get_bind().dialect.name
    for statement in APPEND_ONLY[dialect]:
        op.execute(statement)
