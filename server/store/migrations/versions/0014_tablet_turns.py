"""The tablet asks one customer after the other; whether it could be used is a figure."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the columns; of services before this nobody knows whether their tablet stood."""
    for name, comment in (
        ("tablet", "the counter had a tablet"),
        ("usable", "used, or it stood long enough to be"),
    ):
        op.add_column(
            "rating_leaves", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false(), comment=comment)
        )
    op.create_index("rating_leaves_served", "rating_leaves", ["hall_id", "served_at"])
