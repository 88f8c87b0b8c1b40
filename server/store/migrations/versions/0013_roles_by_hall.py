"""A person's role is held hall by hall.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make room for the halls in which somebody's role is another one; until now it was the same in all."""
    op.add_column(
        "staff",
        sa.Column("other_roles", sa.String(4000), nullable=False, server_default="", comment="halls with another role"),
    )
