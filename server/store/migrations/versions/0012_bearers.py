"""Who bears a number just now is found by one look into an index."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the index."""
    op.create_index("tickets_bearers", "tickets", ["hall_id", "number", "ended_at"])
