"""Appointments, who booked them, and the tickets that they become."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add both tables, and to each ticket which appointment it is for."""
    op.create_table(
        "appointments",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column(
            "id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that booked it"
        ),
        sa.Column("service", sa.String(2), nullable=False, comment="what for"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="its time"),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="the next time begins then"),
        sa.Column("place", sa.SmallInteger(), comment="which of the places of its time; empty: given free"),
        sa.Column("state", sa.String(10), nullable=False, comment="booked · checked_in · cancelled · missed"),
        sa.Column("booked_by", sa.String(8), nullable=False, comment="customer · staff"),
        sa.Column("language", sa.String(8), nullable=False, comment="the customer's"),
        sa.Column("booked_at", sa.BigInteger(), nullable=False, comment="when it was booked"),
        sa.Column("moves", sa.SmallInteger(), nullable=False, comment="how often it was moved"),
        sa.Column("ended_at", sa.BigInteger(), comment="when it was cancelled or counted as missed"),
        sa.Column("came_at", sa.BigInteger(), comment="when the customer checked in"),
        sa.Column("ticket", sa.BigInteger(), comment="the number that they got then"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="times booked ahead; two never have one place",
        info={"kind": "history"},
    )
    op.create_index("appointments_place", "appointments", ["hall_id", "service", "at", "place"], unique=True)
    op.create_index("appointments_at", "appointments", ["hall_id", "at"])
    op.create_table(
        "appointment_holders",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("appointment", sa.BigInteger(), autoincrement=False, nullable=False, comment="which appointment"),
        sa.Column("code", sa.Text(), nullable=False, comment="what the customer types at the kiosk"),
        sa.Column("code_hash", sa.String(64), nullable=False, comment="keyed hash of it: by which it is found"),
        sa.Column("secret_hash", sa.String(64), nullable=False, comment="SHA-256 of what opens the appointment's page"),
        sa.Column("link", sa.Text(), nullable=False, comment="address of that page, for messages to come"),
        sa.Column("contact", sa.Text(), comment="e-mail address"),
        sa.Column("contact_hash", sa.String(64), comment="keyed hash of it: how many appointments one person has"),
        sa.Column("name", sa.Text(), comment="as the customer wants to be called"),
        sa.Column(
            "at",
            sa.BigInteger(),
            nullable=False,
            comment="the appointment's time, or when it was cancelled; erased a day later",
        ),
        sa.PrimaryKeyConstraint("hall_id", "appointment"),
        comment="who booked, and what opens it",
        info={"kind": "personal"},
    )
    op.create_index("appointment_holders_code", "appointment_holders", ["hall_id", "code_hash"], unique=True)
    op.create_index("appointment_holders_secret", "appointment_holders", ["hall_id", "secret_hash"], unique=True)
    op.create_index("appointment_holders_contact", "appointment_holders", ["hall_id", "contact_hash"])
    op.add_column("tickets", sa.Column("appointment", sa.BigInteger(), comment="which one it keeps; empty: none"))
