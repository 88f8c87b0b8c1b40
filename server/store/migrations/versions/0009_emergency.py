"""Plans, incidents, and what holds a line back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

HALL = "the hall; 0 is the company as a whole"
HISTORY = {"kind": "history"}


def hall() -> sa.Column[int]:
    """Return the column that comes first."""
    return sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL)


def upgrade() -> None:
    """Add the tables."""
    op.add_column(
        "hall_settings",
        sa.Column(
            "restraints",
            sa.Text(),
            comment="what an incident holds back, as JSON (restraints.Restraint); empty: nothing",
        ),
    )
    add_plans_and_incidents()
    add_steps()
    add_measures_and_log()
    for name, table, columns in (
        ("incidents_state", "incidents", ["hall_id", "state"]),
        ("incident_steps_incident", "incident_steps", ["hall_id", "incident"]),
        ("measures_hold", "measures", ["hall_id", "ended_at"]),
        ("incident_log_incident", "incident_log", ["hall_id", "incident"]),
        ("incident_words_incident", "incident_words", ["hall_id", "incident"]),
    ):
        op.create_index(name, table, columns)


def add_plans_and_incidents() -> None:
    """Add plans and incidents."""
    op.create_table(
        "plans",
        hall(),
        sa.Column("kind", sa.String(30), nullable=False, comment="what it is for: crowding"),
        sa.Column(
            "version", sa.Integer(), autoincrement=False, nullable=False, comment="from 1; the highest is in force"
        ),
        sa.Column("text", sa.Text(), comment="as JSON (plans.Plan); empty: the plan was withdrawn"),
        sa.Column("set_at", sa.BigInteger(), nullable=False, comment="when it came into force"),
        sa.PrimaryKeyConstraint("hall_id", "kind", "version"),
        comment="emergency plans, every version that ever was in force",
        info=HISTORY,
    )
    op.create_table(
        "incidents",
        hall(),
        sa.Column(
            "id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that raised it"
        ),
        sa.Column("kind", sa.String(30), nullable=False, comment="which plan"),
        sa.Column(
            "plan", sa.Integer(), nullable=False, comment="its version when it was raised; later ones do not change it"
        ),
        sa.Column(
            "state",
            sa.String(12),
            nullable=False,
            comment="alert · active · stabilised · recovering · closed · reviewed",
        ),
        sa.Column("stage", sa.Integer(), nullable=False, comment="of the plan, from 1"),
        sa.Column("drill", sa.Boolean(), nullable=False, comment="nothing of it touches the real line"),
        sa.Column("silent", sa.Boolean(), nullable=False, comment="shown to supervisors and managers only"),
        sa.Column("counter", sa.String(8), comment="where it was raised, if at a counter"),
        sa.Column("raised_at", sa.BigInteger(), nullable=False, comment="when the plan started"),
        sa.Column("leader", sa.BigInteger(), comment="staff number of who acknowledged it"),
        sa.Column("acknowledged_at", sa.BigInteger(), comment="when somebody took the lead"),
        sa.Column("look_again_at", sa.BigInteger(), comment="by when its stage is to be looked at again; empty: over"),
        sa.Column("closed_at", sa.BigInteger(), comment="when service was as before"),
        sa.Column("review_by", sa.BigInteger(), comment="by when the after-action review is due"),
        sa.Column("reviewed_at", sa.BigInteger(), comment="when it was made"),
        sa.Column("looks_late", sa.Integer(), nullable=False, comment="how often nobody looked at the stage in time"),
        sa.Column("review_late", sa.Boolean(), nullable=False, comment="the after-action review was not made in time"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="what happened, and how far it is",
        info=HISTORY,
    )


def add_steps() -> None:
    """Add the steps."""
    op.create_table(
        "incident_steps",
        hall(),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that made it"),
        sa.Column("incident", sa.BigInteger(), nullable=False, comment="of which incident"),
        sa.Column("code", sa.String(30), nullable=False, comment="its name in the plan, or a move of the incident"),
        sa.Column("nth", sa.Integer(), nullable=False, comment="a role's steps are confirmed in this order"),
        sa.Column("phase", sa.String(10), nullable=False, comment="lead · response · recovery"),
        sa.Column("stage", sa.Integer(), nullable=False, comment="of the plan"),
        sa.Column("role", sa.String(30), nullable=False, comment="whose step it is, by the plan"),
        sa.Column("who", sa.String(12), nullable=False, comment="the sign-in role that confirms it"),
        sa.Column(
            "holder", sa.String(12), nullable=False, comment="the sign-in role it went up to, when late; else as who"
        ),
        sa.Column("seconds", sa.Integer(), comment="its limit; empty: none"),
        sa.Column("state", sa.String(10), nullable=False, comment="later · open · done · waived"),
        sa.Column("opened_at", sa.BigInteger(), comment="from when its time runs"),
        sa.Column("due_at", sa.BigInteger(), comment="by when it is to be confirmed; moves when it goes up"),
        sa.Column("settled_at", sa.BigInteger(), comment="when it was confirmed or waived"),
        sa.Column("by", sa.BigInteger(), comment="staff number of who did that"),
        sa.Column("took", sa.Integer(), comment="seconds from its opening to its confirmation"),
        sa.Column("late", sa.Integer(), nullable=False, comment="how often it was not confirmed in time"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="the steps of an incident, by role",
        info=HISTORY,
    )


def add_measures_and_log() -> None:
    """Add what was done and said."""
    op.create_table(
        "measures",
        hall(),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that took it"),
        sa.Column("incident", sa.BigInteger(), nullable=False, comment="of which incident"),
        sa.Column("code", sa.String(30), comment="its name in the plan; empty: free"),
        sa.Column(
            "act", sa.String(12), nullable=False, comment="stop_issue · slow_issue · hold_line · announce · instruct"
        ),
        sa.Column("drill", sa.Boolean(), nullable=False, comment="without effect on the real line"),
        sa.Column("text", sa.Text(), nullable=False, comment="what people are told, Words as JSON"),
        sa.Column("more", sa.Text(), comment="instruct: what else, in smaller type, Words as JSON"),
        sa.Column("seconds", sa.Integer(), comment="slow_issue: between two numbers of a service"),
        sa.Column("way", sa.String(6), comment="instruct: left · right · up · down · stay"),
        sa.Column("spoken", sa.Boolean(), nullable=False, comment="the hall display says it"),
        sa.Column("taken_at", sa.BigInteger(), nullable=False, comment="since when"),
        sa.Column("ended_at", sa.BigInteger(), comment="until when; empty: it holds"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="what was done to the line, and what people are told",
        info=HISTORY,
    )
    op.create_table(
        "incident_log",
        hall(),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="an entry of the journal"),
        sa.Column("incident", sa.BigInteger(), nullable=False, comment="which it belongs to"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="which entries are an incident's log",
        info=HISTORY,
    )
    op.create_table(
        "incident_words",
        hall(),
        sa.Column(
            "entry", sa.BigInteger(), autoincrement=False, nullable=False, comment="the entry that they were said with"
        ),
        sa.Column("incident", sa.BigInteger(), nullable=False, comment="of which incident"),
        sa.Column(
            "text",
            sa.Text(),
            nullable=False,
            comment="what somebody wrote; it may name people, so it is in no journal",
        ),
        sa.PrimaryKeyConstraint("hall_id", "entry"),
        comment="notes and reviews in people's own words",
        info={"kind": "personal"},
    )
