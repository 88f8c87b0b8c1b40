"""People, sign-ins, devices."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """People, sign-ins, devices."""
    op.create_table(
        "device_tokens",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column(
            "token_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the token; the token itself is on the device",
        ),
        sa.Column("device", sa.Integer(), nullable=False, comment="whose it is"),
        sa.Column("last_seen", sa.BigInteger(), nullable=True, comment="written at most once a minute"),
        sa.PrimaryKeyConstraint("hall_id", "token_hash"),
        comment="how a device proves what it is",
        info={"kind": "telemetry"},
    )
    op.create_index("device_tokens_device", "device_tokens", ["hall_id", "device"], unique=False)
    op.create_table(
        "devices",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column(
            "id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the entry that enrolled it"
        ),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="kiosk, display, counter-sign, tablet, sensor"),
        sa.Column(
            "counter",
            sa.String(length=20),
            nullable=True,
            comment="the desk that a counter sign or a tablet belongs to",
        ),
        sa.Column("name", sa.String(length=80), nullable=False, comment="what staff call it"),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False, comment="when it was let in"),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True, comment="when it was taken out"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="the hall's devices",
        info={"kind": "history"},
    )
    op.create_table(
        "pairings",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column(
            "secret_hash", sa.String(length=64), nullable=False, comment="SHA-256 of what the asking browser keeps"
        ),
        sa.Column("code", sa.String(length=6), nullable=False, comment="what the device shows and a supervisor types"),
        sa.Column(
            "token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the token it gets once approved"
        ),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="what it wants to be"),
        sa.Column("counter", sa.String(length=20), nullable=True, comment="the desk it is for"),
        sa.Column("name", sa.String(length=80), nullable=True, comment="what it calls itself"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="ten minutes after it asked"),
        sa.Column("device", sa.BigInteger(), nullable=True, comment="the device it became"),
        sa.PrimaryKeyConstraint("hall_id", "secret_hash"),
        comment="devices that ask to be let in",
        info={"kind": "telemetry"},
    )
    op.create_index("pairings_code", "pairings", ["hall_id", "code"], unique=False)
    op.create_table(
        "people",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("staff", sa.Integer(), autoincrement=False, nullable=False, comment="whose data this is"),
        sa.Column("name", sa.String(length=80), nullable=False, comment="as colleagues and signs say it"),
        sa.Column(
            "username",
            sa.String(length=80),
            nullable=False,
            comment="for signing in; folded, so that case does not matter",
        ),
        sa.Column(
            "password_hash", sa.String(length=200), nullable=False, comment="argon2id, with its parameters and salt"
        ),
        sa.PrimaryKeyConstraint("hall_id", "staff"),
        comment="names and passwords of staff; gone when they leave",
        info={"kind": "personal"},
    )
    op.create_index("people_username", "people", ["hall_id", "username"], unique=True)
    op.create_table(
        "sessions",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column(
            "token_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the token; the token itself is nowhere",
        ),
        sa.Column("staff", sa.Integer(), nullable=False, comment="who signed in"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="12 h after it was last used"),
        sa.Column("revoked", sa.Boolean(), nullable=False, comment="true after signing out"),
        sa.PrimaryKeyConstraint("hall_id", "token_hash"),
        comment="sign-ins of staff; in head",
        info={"kind": "telemetry"},
    )
    op.create_index("sessions_staff", "sessions", ["hall_id", "staff"], unique=False)
    op.create_table(
        "staff",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column(
            "id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the entry that added them"
        ),
        sa.Column("role", sa.String(length=20), nullable=False, comment="what they are there for"),
        sa.Column("halls", sa.String(length=2000), nullable=False, comment="numbers of the halls they work in"),
        sa.Column("active", sa.Boolean(), nullable=False, comment="false once they have left"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="who works here, without names; in head's line",
        info={"kind": "history"},
    )
