"""A tablet's leave to rate is sealed, and longer for it.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make room; SQLite has it already. Kept answers of before go within two days, as they always do."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("rating_leaves", "token", type_=sa.Text())
