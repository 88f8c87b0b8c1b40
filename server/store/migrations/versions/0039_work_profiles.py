"""Work profiles: what they are, which of them holds, what counters serve under it."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add both tables, and the counters' column."""
    op.create_table(
        "work_profiles",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that made it"),
        sa.Column("settings", sa.Text(), nullable=False, comment="as JSON (profiles/model.WorkProfile)"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="what each counter serves while one of them holds",
        info={"kind": "history"},
    )
    op.create_table(
        "profile_now",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column(
            "profile", sa.BigInteger(), comment="which one holds; empty: counters serve what they are set up for"
        ),
        sa.Column(
            "by_hand",
            sa.Boolean(),
            nullable=False,
            comment="chosen by somebody, until the clock has another one hold",
        ),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="when it was switched to"),
        sa.PrimaryKeyConstraint("hall_id"),
        comment="the work profile that holds; no row: none ever did",
        info={"kind": "history"},
    )
    op.add_column(
        "counters",
        sa.Column(
            "profile",
            sa.Text(),
            comment="what a work profile has it serve, and after a stroke what of it first: A,B/A",
        ),
    )
