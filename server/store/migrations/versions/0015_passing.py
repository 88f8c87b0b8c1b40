"""A hall's time never runs back: its row knows the time of its last entry, and what the clock said then."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

FILL = "UPDATE lines SET at = (SELECT max(journal.at) FROM journal WHERE journal.hall_id = lines.hall_id)"


def upgrade() -> None:
    """Add the columns; so far the clock was the hall's time."""
    op.add_column(
        "lines", sa.Column("at", sa.BigInteger(), comment="the hall's time at the last entry: it never runs back")
    )
    op.add_column("lines", sa.Column("clock", sa.BigInteger(), comment="what the clock said then"))
    op.execute(FILL)
    op.execute("UPDATE lines SET clock = at")
