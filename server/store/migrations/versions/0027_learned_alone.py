"""Of the wait forecast only what was learned is kept: the line is played at each look.

Revision ID: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
PLAYED = ("low", "likely", "high", "played")


def upgrade() -> None:
    """Drop what was played and nobody reads; what was learned before is learned anew within seconds."""
    for name in PLAYED:
        op.drop_column("waits", name)
    op.execute(sa.text("DELETE FROM waits"))
    op.execute(sa.text("DELETE FROM line_waits"))
