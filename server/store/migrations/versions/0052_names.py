"""Names that customers give for the screens of a discreet hall."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "ticket_names",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False, comment="whose ticket"),
        sa.Column("name", sa.Text(), nullable=False, comment="as they gave it, for a discreet hall's screens"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; erased with the ticket, a day later at most"),
        sa.PrimaryKeyConstraint("hall_id", "ticket"),
        comment="names of those who wait, where a hall calls by masked names; never in the journal",
        info={"kind": "personal"},
    )
