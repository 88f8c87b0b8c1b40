"""Kiosks count their requests, so that a disk that was set back shows itself."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

WHICH = "which of its requests that was"


def upgrade() -> None:
    """Add the count to when a kiosk was last heard of."""
    op.add_column(
        "kiosk_contacts",
        sa.Column("turn", sa.BigInteger(), nullable=False, server_default="0", comment=WHICH),
    )
