"""People are suspended and had back; counters serve other services for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Make room for both."""
    op.add_column(
        "staff",
        sa.Column("suspended", sa.Boolean(), nullable=False, server_default=sa.false(), comment="may not act for now"),
    )
    op.add_column("counters", sa.Column("today", sa.String(400), comment="letters it serves today, instead of its own"))
