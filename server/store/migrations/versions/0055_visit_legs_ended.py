"""How long services of visits took is found by service."""

from alembic import op

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    """Add the index."""
    op.create_index("visit_legs_ended", "visit_legs", ["hall_id", "service", "ended_at"])
