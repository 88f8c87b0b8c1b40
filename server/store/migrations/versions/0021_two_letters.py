"""Services may have two letters: halls with more than 26 of them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
SERVICES = (
    ("services", "code"), ("tickets", "service"), ("series", "letter"), ("totals", "service"),
    ("waits", "service"), ("ratings", "service"),
)  # fmt: skip


def upgrade() -> None:
    """Make room for two; SQLite keeps any length."""
    if op.get_bind().dialect.name != "sqlite":
        for table, column in SERVICES:
            op.alter_column(table, column, type_=sa.String(2), existing_type=sa.String(1))
