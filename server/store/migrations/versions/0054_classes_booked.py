"""The priority class that was chosen as an appointment was booked."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
CHOSEN = "which priority class was chosen as it was booked; empty: none"


def upgrade() -> None:
    """Add the column."""
    op.add_column("appointments", sa.Column("priority_class", sa.String(20), comment=CHOSEN))
