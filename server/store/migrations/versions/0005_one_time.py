"""A password that an administrator gave is good for one sign-in.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Mark which passwords are to be replaced."""
    op.add_column("people", sa.Column("one_time", sa.Boolean, nullable=False, server_default=sa.false()))
