"""Figures of days that are over."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "day_reports",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("day", sa.String(length=10), nullable=False, comment="the hall's day"),
        sa.Column("figures", sa.Text(), nullable=False, comment="JSON of reports.figures.DayFigures"),
        sa.PrimaryKeyConstraint("hall_id", "day"),
        comment="days that are over, so that a period needs no scan of their tickets; may be dropped and made anew",
        info={"kind": "telemetry"},
    )
