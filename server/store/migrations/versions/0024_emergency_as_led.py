"""What steps leave behind, who has a role, which measure came with which, and an alert's own figures."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

HALL = "the hall; 0 is the company as a whole"
HISTORY = {"kind": "history"}
MOMENT = sa.BigInteger


def hall() -> sa.Column[int]:
    """Return the column that comes first."""
    return sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL)


def upgrade() -> None:
    """Add columns and tables; an alert that stands gets the figures of the entries that raised it."""
    for table, name, kind, comment in (
        ("incidents", "exits", sa.String(8), "clear · blocked, as last said; empty: nobody has said"),
        ("incidents", "exits_at", MOMENT(), "when that was said"),
        ("incident_steps", "answer", sa.Text(), "what it left behind, as JSON (fields.StepAnswer); empty: nothing"),
        ("measures", "implied_by", sa.BigInteger(), "the measure with which it was taken and ends; empty: none"),
        ("crowds", "alert_people", sa.Integer(), "persons when the alert's present stage was raised"),
        ("crowds", "alert_limit", sa.Integer(), "the limit that they had reached"),
    ):
        op.add_column(table, sa.Column(name, kind, comment=comment))
    add_parts()
    add_roles()
    fill_alerts()


def add_parts() -> None:
    """Add who has confirmed what several confirm."""
    op.create_table(
        "step_parts",
        hall(),
        sa.Column(
            "step", sa.BigInteger(), autoincrement=False, nullable=False, comment="a step that each counter confirms"
        ),
        sa.Column("counter", sa.String(8), nullable=False, comment="that has confirmed it"),
        sa.Column("incident", sa.BigInteger(), nullable=False, comment="of which incident"),
        sa.Column("by", sa.BigInteger(), nullable=False, comment="staff number of who sat there"),
        sa.Column("at", MOMENT(), nullable=False, comment="when"),
        sa.PrimaryKeyConstraint("hall_id", "step", "counter"),
        comment="who has confirmed what several confirm each for themselves",
        info=HISTORY,
    )
    op.create_index("step_parts_incident", "step_parts", ["hall_id", "incident"])


def add_roles() -> None:
    """Add whom the commander named."""
    op.create_table(
        "incident_roles",
        hall(),
        sa.Column("incident", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which incident"),
        sa.Column("role", sa.String(30), nullable=False, comment="of its plan"),
        sa.Column("counters", sa.Text(), nullable=False, comment="that have it, as JSON"),
        sa.Column("people", sa.Text(), nullable=False, comment="staff numbers of those who have it, as JSON"),
        sa.PrimaryKeyConstraint("hall_id", "incident", "role"),
        comment="whom the commander named for a role",
        info=HISTORY,
    )


def fill_alerts() -> None:
    """Give each alert that stands the figures of its last stage, from the journal."""
    connection = op.get_bind()
    standing = connection.execute(sa.text("SELECT hall_id, alert FROM crowds WHERE alert IS NOT NULL")).all()
    for number, alert in standing:
        raised = connection.execute(
            sa.text(
                "SELECT event, data FROM journal WHERE hall_id = :hall AND seq >= :alert"
                " AND event IN ('CrowdAlertRaised', 'CrowdAlertStageRaised') ORDER BY seq DESC LIMIT 1"
            ),
            {"hall": number, "alert": alert},
        ).first()
        if raised is not None:
            data = json.loads(raised.data)
            limit = data["limit"] if raised.event == "CrowdAlertRaised" else data["dangerous"]
            connection.execute(
                sa.text("UPDATE crowds SET alert_people = :people, alert_limit = :limit WHERE hall_id = :hall"),
                {"people": data["people"], "limit": limit, "hall": number},
            )
