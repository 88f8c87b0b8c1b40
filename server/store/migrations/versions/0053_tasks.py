"""Tasks: who does what by when, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "tasks",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that gave it"),
        sa.Column(
            "kind",
            sa.String(12),
            nullable=False,
            comment="plan · task · request · escalation · improvement · report",
        ),
        sa.Column("owner", sa.BigInteger(), nullable=False, comment="staff number of who does it"),
        sa.Column("giver", sa.BigInteger(), nullable=False, comment="staff number of who gave it"),
        sa.Column(
            "figure", sa.String(12), nullable=False, comment="improvement: what it is measured by; empty: nothing"
        ),
        sa.Column("figure_before", sa.Float(), comment="that figure over the four weeks before; empty: there was none"),
        sa.Column("figure_after", sa.Float(), comment="that figure over the four weeks before it was done"),
        sa.Column("state", sa.String(8), nullable=False, comment="open · done · dropped"),
        sa.Column("given_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("due_at", sa.BigInteger(), nullable=False, comment="by when it is done"),
        sa.Column("over_at", sa.BigInteger(), comment="when it was done or dropped"),
        sa.Column("over_by", sa.BigInteger(), comment="staff number of who said so"),
        sa.Column("late_at", sa.BigInteger(), comment="since when it is late, and the manager's"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="who does what by when, and what came of it",
        info={"kind": "history"},
    )
    op.create_index("tasks_state", "tasks", ["hall_id", "state"])
    op.create_index("tasks_owner", "tasks", ["hall_id", "owner"])
    op.create_table(
        "task_words",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("task", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which task"),
        sa.Column("what", sa.String(8), nullable=False, comment="title · details · to · result · reason"),
        sa.Column(
            "words",
            sa.Text(),
            nullable=False,
            comment="what was written; it may name people, so it is in no journal",
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; erased three years later"),
        sa.PrimaryKeyConstraint("hall_id", "task", "what"),
        comment="what tasks say, and what came of them",
        info={"kind": "personal"},
    )
    op.create_index("task_words_at", "task_words", ["hall_id", "at"])
