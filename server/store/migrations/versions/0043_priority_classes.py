"""Priority classes: which one a ticket is of. Whoever had priority was of the one there was."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """Add the column, and name the class of before."""
    op.add_column(
        "tickets", sa.Column("priority_class", sa.String(20), comment="which class of the hall's own; empty: none")
    )
    op.execute(sa.text("UPDATE tickets SET priority_class = 'priority' WHERE priority"))
