"""How each device does."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "device_states",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("device", sa.Integer(), autoincrement=False, nullable=False, comment="which device"),
        sa.Column(
            "seen_at", sa.BigInteger(), nullable=False, comment="when it was last on the line, or said something"
        ),
        sa.Column("sound", sa.String(length=10), comment="a display's voice: ok · blocked · no_voice · failed"),
        sa.Column("spoken_at", sa.BigInteger(), comment="of the last call that it spoke"),
        sa.Column(
            "printer", sa.String(length=12), comment="a kiosk's: ok · paper_low · paper_out · off · unconfirmed · none"
        ),
        sa.PrimaryKeyConstraint("hall_id", "device"),
        comment="how each device does",
        info={"kind": "telemetry"},
    )
