"""How full a hall is, and who counts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "crowds",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("level", sa.String(length=10), nullable=False, comment="calm · busy · crowded · dangerous"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="since when"),
        sa.Column("alert", sa.BigInteger(), comment="entry of the alert that stands; empty: none"),
        sa.Column("stage", sa.Integer(), server_default="0", nullable=False, comment="2: it is dangerous; 0: no alert"),
        sa.Column("raised_at", sa.BigInteger(), comment="when the alert was raised"),
        sa.Column("acknowledged", sa.Boolean(), nullable=False, comment="somebody took note of the present stage"),
        sa.PrimaryKeyConstraint("hall_id"),
        comment="how full a hall is, and the alert that stands",
        info={"kind": "history"},
    )  # fmt: skip
    op.create_table(
        "crowd_watches",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("people", sa.Float(), nullable=False, comment="persons at the last look"),
        sa.Column("seen_at", sa.BigInteger(), nullable=False, comment="when that was"),
        sa.Column("above_since", sa.BigInteger(), comment="since when there are nine tenths of the limit"),
        sa.Column("below_since", sa.BigInteger(), comment="since when there are under three quarters"),
        sa.Column("told_at", sa.BigInteger(), comment="when the alert was raised or last repeated"),
        sa.Column("offset", sa.Float(), nullable=False, comment="persons beyond those known by their tickets"),
        sa.Column("counted_at", sa.BigInteger(), comment="of the last correction"),
        sa.Column("door", sa.Integer(), comment="who came in less who went out, by the counter at the door"),
        sa.Column("door_at", sa.BigInteger(), comment="when it last counted"),
        sa.Column("odd_since", sa.BigInteger(), comment="since when the door contradicts the tickets widely"),
        sa.Column("odd", sa.Text(), comment="the last count that cannot be, in its own words; empty: none"),
        sa.Column("odd_at", sa.BigInteger(), comment="when that came"),
        sa.PrimaryKeyConstraint("hall_id"),
        comment="what the watch over the crowd knows between two looks; survives a restart",
        info={"kind": "telemetry"},
    )
    op.create_table(
        "headcounts",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.String(length=32), nullable=False, comment="made for it"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it came"),
        sa.Column("actor", sa.String(length=40), nullable=False, comment="device:4, staff:17"),
        sa.Column("inside", sa.BigInteger(), comment="all who are inside"),
        sa.Column("entered", sa.BigInteger(), comment="who came since the last count"),
        sa.Column("left", sa.BigInteger(), comment="who went since then"),
        sa.Column("used", sa.Boolean(), nullable=False, comment="false: it cannot be, and was kept apart"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="counts of people as they came; gone after 30 days",
        info={"kind": "telemetry"},
    )
    op.create_index("headcounts_at", "headcounts", ["hall_id", "at"], unique=False)
