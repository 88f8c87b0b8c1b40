"""Cases: taken in, checked, moved on; what says whose they are is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "cases",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column(
            "id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that opened it"
        ),
        sa.Column("service", sa.String(2), nullable=False, comment="what for"),
        sa.Column(
            "procedure", sa.Integer(), nullable=False, comment="version of the service's procedure by which it goes"
        ),
        sa.Column("state", sa.String(16), nullable=False, comment="how far it is"),
        sa.Column("language", sa.String(8), nullable=False, comment="the customer's"),
        sa.Column("opened_at", sa.BigInteger(), nullable=False, comment="when it was opened"),
        sa.Column(
            "handler",
            sa.BigInteger(),
            nullable=False,
            comment="staff number of who took it in last: never its reviewer",
        ),
        sa.Column(
            "holder", sa.BigInteger(), comment="staff number of who has it in hand; empty: whoever serves may take it"
        ),
        sa.Column("held_until", sa.BigInteger(), comment="until when, unless they go on with it"),
        sa.Column("form", sa.Integer(), nullable=False, comment="how often its form was saved; 0: nobody looked at it"),
        sa.Column(
            "lacking", sa.Text(), nullable=False, comment="fields that are needed and empty, with commas between"
        ),
        sa.Column("invalid", sa.Text(), nullable=False, comment="fields whose value can't be, likewise"),
        sa.Column("notices", sa.Integer(), nullable=False, comment="how many lists of what is missing were given"),
        sa.Column("notice_until", sa.BigInteger(), comment="until when what was missing is to be brought"),
        sa.Column("accepted_at", sa.BigInteger(), comment="when the time limit began to run"),
        sa.Column(
            "due_at", sa.BigInteger(), comment="by when it must be decided; empty: no limit, or the time stands still"
        ),
        sa.Column("stopped_at", sa.BigInteger(), comment="since when the time stands still"),
        sa.Column(
            "extended", sa.Boolean(), nullable=False, server_default=sa.false(), comment="the limit was extended, once"
        ),
        sa.Column(
            "escalated_by",
            sa.BigInteger(),
            comment="staff number of who asked the supervisor; the case waits meanwhile",
        ),
        sa.Column("answer_by", sa.BigInteger(), comment="until when that is answered"),
        sa.Column(
            "to_review",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="somebody else looks through it",
        ),
        sa.Column("reviewed_by", sa.BigInteger(), comment="staff number of who reviewed it last"),
        sa.Column("moved_at", sa.BigInteger(), nullable=False, comment="when it came into its state"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="customers' business: how far each is, by which procedure",
        info={"kind": "history"},
    )
    op.create_index("cases_due", "cases", ["hall_id", "due_at"])
    op.create_index("cases_state", "cases", ["hall_id", "state", "moved_at"])
    op.create_table(
        "case_visits",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("case", sa.BigInteger(), autoincrement=False, nullable=False, comment="which case"),
        sa.Column(
            "ticket", sa.BigInteger(), autoincrement=False, nullable=False, comment="with which number somebody came"
        ),
        sa.PrimaryKeyConstraint("hall_id", "case", "ticket"),
        comment="a number may have several cases, a case several visits",
        info={"kind": "history"},
    )
    op.create_index("case_visits_ticket", "case_visits", ["hall_id", "ticket"])
    op.create_table(
        "case_checks",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("case", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which case"),
        sa.Column("item", sa.String(30), nullable=False, comment="name of the material in its procedure"),
        sa.Column("complete", sa.Boolean(), nullable=False, comment="it is there, and all of it"),
        sa.Column("correct", sa.Boolean(), nullable=False, comment="what stands in it is so"),
        sa.Column("compliant", sa.Boolean(), nullable=False, comment="it is in the form that is asked for"),
        sa.Column("looked", sa.BigInteger(), nullable=False, comment="seq of the entry of the last look"),
        sa.Column("by", sa.BigInteger(), nullable=False, comment="staff number of who looked"),
        sa.PrimaryKeyConstraint("hall_id", "case", "item"),
        comment="what was found of each material",
        info={"kind": "history"},
    )
    op.create_table(
        "case_files",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that added it"),
        sa.Column("case", sa.BigInteger(), nullable=False, comment="of which case"),
        sa.Column("item", sa.String(30), nullable=False, comment="which material it shows"),
        sa.Column("file", sa.String(64), nullable=False, comment="address of its content"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="scans and photos of materials",
        info={"kind": "history"},
    )
    op.create_index("case_files_case", "case_files", ["hall_id", "case"])
    op.create_table(
        "case_notices",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that gave it"),
        sa.Column("case", sa.BigInteger(), nullable=False, comment="of which case"),
        sa.Column("items", sa.Text(), nullable=False, comment="what is wrong: part:name:fault, with commas between"),
        sa.Column(
            "looked", sa.Text(), nullable=False, comment="all that was looked at: part:name, with commas between"
        ),
        sa.Column(
            "proof", sa.String(64), nullable=False, comment="SHA-256 over the procedure and all that was looked at"
        ),
        sa.Column("breach", sa.Boolean(), nullable=False, comment="it names what an earlier one could have named"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was given"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="lists of everything that is missing or wrong",
        info={"kind": "history"},
    )
    op.create_index("case_notices_case", "case_notices", ["hall_id", "case"])
    op.create_table(
        "case_stops",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column(
            "id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that stopped it"
        ),
        sa.Column("case", sa.BigInteger(), nullable=False, comment="of which case"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="from when the time stood still"),
        sa.Column("until", sa.BigInteger(), comment="until when; empty: it still does"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="when the time limit of a case did not run",
        info={"kind": "history"},
    )
    op.create_index("case_stops_case", "case_stops", ["hall_id", "case"])
    op.create_table(
        "case_workers",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("case", sa.BigInteger(), autoincrement=False, nullable=False, comment="which case"),
        sa.Column(
            "by", sa.BigInteger(), autoincrement=False, nullable=False, comment="staff number of who had it in hand"
        ),
        sa.Column("acts", sa.Integer(), nullable=False, comment="how often they took it in hand"),
        sa.PrimaryKeyConstraint("hall_id", "case", "by"),
        comment="who worked on a case: none of them reviews it",
        info={"kind": "history"},
    )
    op.create_table(
        "case_looks",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("case", sa.BigInteger(), autoincrement=False, nullable=False, comment="which case"),
        sa.Column(
            "by", sa.BigInteger(), autoincrement=False, nullable=False, comment="staff number of who looked into it"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when they did last; each look is in the journal"),
        sa.PrimaryKeyConstraint("hall_id", "case", "by"),
        comment="who looked into what was entered",
        info={"kind": "history"},
    )
    op.create_table(
        "case_keys",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("case", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which case"),
        sa.Column(
            "key", sa.LargeBinary(), nullable=False, comment="32 bytes; without it nothing of the case can be read"
        ),
        sa.PrimaryKeyConstraint("hall_id", "case"),
        comment="a key a case, itself sealed with the server's",
        info={"kind": "personal"},
    )
    op.create_table(
        "case_content",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("case", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which case"),
        sa.Column("part", sa.String(30), nullable=False, comment="form · words:SEQ of the entry that they belong to"),
        sa.Column(
            "content", sa.LargeBinary(), nullable=False, comment="JSON, sealed with the case's own key (AES-256-GCM)"
        ),
        sa.PrimaryKeyConstraint("hall_id", "case", "part"),
        comment="what customers told and staff wrote about them",
        info={"kind": "personal"},
    )
    op.create_table(
        "case_codes",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("case", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which case"),
        sa.Column("secret", sa.Text(), nullable=False, comment="what the QR code of its notice opens"),
        sa.Column("found", sa.String(64), nullable=False, comment="keyed hash of it, by which it is found"),
        sa.PrimaryKeyConstraint("hall_id", "case"),
        comment="what opens a case for its customer",
        info={"kind": "personal"},
    )
    op.create_index("case_codes_found", "case_codes", ["hall_id", "found"], unique=True)
