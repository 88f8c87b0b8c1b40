"""Services as procedures: versions, and those that are being written."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "procedures",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("service", sa.String(2), nullable=False, comment="of which service"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False, comment="from 1"),
        sa.Column("text", sa.Text(), comment="the procedure as JSON; empty: it was withdrawn with this version"),
        sa.Column("note", sa.Text(), nullable=False, comment="the notice of the change: what is otherwise, and why"),
        sa.Column("set_at", sa.BigInteger(), nullable=False, comment="since when it is in force"),
        sa.Column("set_by", sa.BigInteger(), comment="staff number of who put it in force"),
        sa.Column("written_by", sa.BigInteger(), comment="staff number of who wrote the last change"),
        sa.PrimaryKeyConstraint("hall_id", "service", "version"),
        comment="what services ask for and promise, in versions",
        info={"kind": "history"},
    )
    op.create_table(
        "procedure_drafts",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("service", sa.String(2), nullable=False, comment="of which service; there is one draft of each"),
        sa.Column("text", sa.Text(), nullable=False, comment="what it says so far, as JSON"),
        sa.Column("changed_at", sa.BigInteger(), nullable=False, comment="when it was changed last"),
        sa.Column("changed_by", sa.BigInteger(), nullable=False, comment="staff number of who changed it last"),
        sa.PrimaryKeyConstraint("hall_id", "service"),
        comment="procedures that are being written",
        info={"kind": "history"},
    )
