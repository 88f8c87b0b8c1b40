"""By whom it was asked to let a device in.

Revision ID: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Note a hash of the address, so that each has its share of a hall's wishes."""
    op.add_column(
        "pairings",
        sa.Column("asked_by", sa.String(16), nullable=False, server_default="", comment="hash of the address"),
    )
