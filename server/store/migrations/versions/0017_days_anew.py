"""Days that are over are made anew: their figures now come from the journal, and say more."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Forget the kept figures; the rounds make them again."""
    op.execute("DELETE FROM day_reports")
