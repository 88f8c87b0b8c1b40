"""Whether whoever gave a low rating can be contacted at all."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

REACHABLE = "they left a way to be reached"


def upgrade() -> None:
    """Add the column; of those before, all count as reachable, as they did."""
    op.add_column(
        "follow_ups",
        sa.Column("reachable", sa.Boolean(), nullable=False, server_default=sa.true(), comment=REACHABLE),
    )
