"""Halls, services, counters, tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Halls, services, counters, tickets."""
    op.create_table(
        "counters",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("code", sa.String(length=8), nullable=False, comment="the number over the desk"),
        sa.Column("settings", sa.Text(), nullable=False, comment="as JSON (hallfile.Counter)"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="closed · open · calling · serving · paused"),
        sa.Column("since", sa.BigInteger(), nullable=True, comment="when the state began"),
        sa.Column("clerk", sa.BigInteger(), nullable=True, comment="staff number of who sits there"),
        sa.Column("ticket", sa.BigInteger(), nullable=True, comment="the ticket called or served"),
        sa.Column("pause_reason", sa.String(length=10), nullable=True, comment="break · lunch · meeting · other"),
        sa.Column("pause_until", sa.BigInteger(), nullable=True, comment="when it goes on, where that was said"),
        sa.Column("last_act", sa.String(length=12), nullable=True, comment="what was done last, for undo"),
        sa.Column("last_ticket", sa.BigInteger(), nullable=True, comment="the ticket of it"),
        sa.Column("last_at", sa.BigInteger(), nullable=True, comment="when"),
        sa.PrimaryKeyConstraint("hall_id", "code"),
        comment="the desks",
        info={"kind": "history"},
    )
    op.create_table(
        "days",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("day", sa.String(length=10), nullable=False, comment="the hall's day"),
        sa.Column("closing_at", sa.BigInteger(), nullable=True, comment="when it closes; empty: open around the clock"),
        sa.PrimaryKeyConstraint("hall_id", "day"),
        comment="days on which tickets were given out",
        info={"kind": "history"},
    )
    op.create_table(
        "hall_settings",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("settings", sa.Text(), nullable=False, comment="the hall's settings as JSON (hallfile.Hall)"),
        sa.Column("issue_stopped", sa.Boolean(), nullable=False, comment="no numbers are given out"),
        sa.Column("stopped_until", sa.BigInteger(), nullable=True, comment="until when, where that is known"),
        sa.PrimaryKeyConstraint("hall_id"),
        comment="what a hall is",
        info={"kind": "history"},
    )
    op.create_table(
        "line_waits",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was made"),
        sa.Column("data", sa.Text(), nullable=False, comment="JSON: ticket → [low, likely, high] in seconds"),
        sa.PrimaryKeyConstraint("hall_id"),
        comment="the wait forecast of everyone in the line",
        info={"kind": "telemetry"},
    )
    op.create_table(
        "series",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("day", sa.String(length=10), nullable=False, comment="the hall's day"),
        sa.Column("letter", sa.String(length=1), nullable=False, comment="the service's letter"),
        sa.Column("last", sa.Integer(), nullable=False, comment="last number given out"),
        sa.PrimaryKeyConstraint("hall_id", "day", "letter"),
        comment="numbers given out, each once",
        info={"kind": "history"},
    )
    op.create_table(
        "services",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("code", sa.String(length=1), nullable=False, comment="its letter"),
        sa.Column("settings", sa.Text(), nullable=False, comment="as JSON (hallfile.Service)"),
        sa.PrimaryKeyConstraint("hall_id", "code"),
        comment="what customers come for",
        info={"kind": "history"},
    )
    op.create_table(
        "slips",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False, comment="whose slip"),
        sa.Column("secret_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the secret in its QR code"),
        sa.Column("ahead", sa.Integer(), nullable=False, comment="people ahead, as announced"),
        sa.Column("low", sa.Integer(), nullable=True, comment="announced wait in seconds, 10 % point"),
        sa.Column("likely", sa.Integer(), nullable=True, comment="50 % point"),
        sa.Column("high", sa.Integer(), nullable=True, comment="90 % point"),
        sa.Column(
            "naive",
            sa.Integer(),
            nullable=True,
            comment="people ahead × mean service time ÷ open counters, to compare with",
        ),
        sa.Column("played", sa.Integer(), nullable=True, comment="the wait before calibration, seconds"),
        sa.PrimaryKeyConstraint("hall_id", "ticket"),
        comment="what a customer holds: the way to the ticket, and what was promised",
        info={"kind": "personal"},
    )
    op.create_index("slips_secret", "slips", ["hall_id", "secret_hash"], unique=True)
    op.create_table(
        "tickets",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that made it"),
        sa.Column("day", sa.String(length=10), nullable=False, comment="the hall's day, 2026-11-25"),
        sa.Column("number", sa.String(length=8), nullable=True, comment="letter and digits; empty for a walk-in"),
        sa.Column(
            "service",
            sa.String(length=1),
            nullable=False,
            comment="what for, now; a transfer changes it, the number stays",
        ),
        sa.Column("priority", sa.Boolean(), nullable=False, comment="declared at the kiosk; the reason is not stored"),
        sa.Column("party", sa.Integer(), nullable=False, comment="people who came together"),
        sa.Column("language", sa.String(length=8), nullable=False, comment="the customer's"),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="waiting · called · serving · held · no_show · done · cancelled",
        ),
        sa.Column("issued_at", sa.BigInteger(), nullable=False, comment="arrival"),
        sa.Column(
            "counts_from", sa.BigInteger(), nullable=False, comment="arrival less credit: the calling rule's key"
        ),
        sa.Column("not_before", sa.BigInteger(), nullable=True, comment="the customer asked to be called later"),
        sa.Column("keeps", sa.String(length=8), nullable=True, comment="the counter that it comes back to first"),
        sa.Column("counter", sa.String(length=8), nullable=True, comment="called, served or held there"),
        sa.Column("called_at", sa.BigInteger(), nullable=True, comment="first call of the present leg"),
        sa.Column("recalled_at", sa.BigInteger(), nullable=True, comment="last recall"),
        sa.Column("recalls", sa.Integer(), nullable=False, comment="recalls of the present call"),
        sa.Column("started_at", sa.BigInteger(), nullable=True, comment="begin of service"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True, comment="end of service, no-show or cancel"),
        sa.Column("outcome", sa.String(length=10), nullable=True, comment="done · not_done · referred · expired"),
        sa.Column("came_back", sa.Boolean(), nullable=False, comment="has come back after a no-show; it may once"),
        sa.Column("laters", sa.Integer(), nullable=False, comment="how often it asked to be called later"),
        sa.Column("transfers", sa.Integer(), nullable=False, comment="legs after the first"),
        sa.Column(
            "print",
            sa.String(length=12),
            nullable=True,
            comment="printed · failed · unconfirmed · shown; empty: not said yet",
        ),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="one customer's place in the line",
        info={"kind": "history"},
    )
    op.create_index("tickets_called", "tickets", ["hall_id", "called_at"], unique=False)
    op.create_index("tickets_ended", "tickets", ["hall_id", "service", "ended_at"], unique=False)
    op.create_index("tickets_line", "tickets", ["hall_id", "state", "service", "counts_from"], unique=False)
    op.create_index("tickets_number", "tickets", ["hall_id", "day", "number"], unique=True)
    op.create_table(
        "totals",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("day", sa.String(length=10), nullable=False, comment="the hall's day"),
        sa.Column("counter", sa.String(length=8), nullable=False, comment="where"),
        sa.Column("service", sa.String(length=1), nullable=False, comment="what for"),
        sa.Column("served", sa.Integer(), server_default="0", nullable=False, comment="services ended"),
        sa.Column("seconds", sa.BigInteger(), server_default="0", nullable=False, comment="sum of their service times"),
        sa.Column(
            "waited", sa.BigInteger(), server_default="0", nullable=False, comment="sum of their waits in seconds"
        ),
        sa.Column("no_shows", sa.Integer(), server_default="0", nullable=False, comment="calls to which nobody came"),
        sa.PrimaryKeyConstraint("hall_id", "day", "counter", "service"),
        comment="day totals, so that figures need no scan",
        info={"kind": "history"},
    )
    op.create_table(
        "waits",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("service", sa.String(length=1), nullable=False, comment="of a ticket taken now"),
        sa.Column("low", sa.Integer(), nullable=True, comment="seconds; empty: nobody serves it"),
        sa.Column("likely", sa.Integer(), nullable=True, comment="seconds"),
        sa.Column("high", sa.Integer(), nullable=True, comment="seconds"),
        sa.Column("naive", sa.Integer(), nullable=True, comment="seconds, for one person ahead"),
        sa.Column("usual_low", sa.Integer(), nullable=False, comment="a quarter of the services take less, in seconds"),
        sa.Column("usual_high", sa.Integer(), nullable=False, comment="a quarter take more, in seconds"),
        sa.Column("played", sa.Integer(), nullable=True, comment="the wait before calibration, seconds"),
        sa.PrimaryKeyConstraint("hall_id", "service"),
        comment="the wait forecast of each service, written every few seconds",
        info={"kind": "telemetry"},
    )
