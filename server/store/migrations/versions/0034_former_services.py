"""What a hall took over from the log of the system that it had before."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "former_services",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("service", sa.String(2), nullable=False, comment="its letter here"),
        sa.Column("customers", sa.Integer(), nullable=False, comment="how many the log had of it"),
        sa.Column("seconds", sa.Text(), nullable=False, comment="how long it kept a counter, JSON, newest first"),
        sa.Column("arrivals", sa.Text(), nullable=False, comment="persons in each half hour of the week, JSON"),
        sa.PrimaryKeyConstraint("hall_id", "service"),
        comment="what was taken over from another system's log: it stands in until there is as much of one's own",
        info={"kind": "history"},
    )
