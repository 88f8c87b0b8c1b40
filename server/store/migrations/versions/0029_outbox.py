"""Messages out, what is still to be sent, how each channel does; where notices reach a person."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

HALL = "the hall; 0 is the company as a whole"


def hall() -> sa.Column[int]:
    """Return the column that comes first in every table's key."""
    return sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL)


def upgrade() -> None:
    """Add the tables and the columns."""
    op.create_table(
        "messages",
        hall(),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the entry that wrote it"),
        sa.Column("channel", sa.String(20), nullable=False, comment="by which way: email"),
        sa.Column("kind", sa.String(40), nullable=False, comment="what it is about"),
        sa.Column("staff", sa.Integer(), comment="the member of staff it is for"),
        sa.Column("state", sa.String(20), nullable=False, comment="waiting, sent, dead, given_up"),
        sa.Column("why", sa.String(20), comment="why it is dead: refused, attempts, late"),
        sa.Column("written_at", sa.BigInteger(), nullable=False, comment="when it was written"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="when it came into its state"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="messages out, without addresses and words",
        info={"kind": "history"},
    )
    op.create_index("messages_state", "messages", ["hall_id", "state", "since"])
    op.create_table(
        "outbox",
        hall(),
        sa.Column("message", sa.Integer(), autoincrement=False, nullable=False, comment="which message"),
        sa.Column("channel", sa.String(20), nullable=False, comment="by which way"),
        sa.Column(
            "key", sa.String(64), nullable=False, comment="the same at each attempt: of a double, one is recognised"
        ),
        sa.Column("urgent", sa.Boolean(), nullable=False, comment="goes before those that are not"),
        sa.Column("recipient", sa.Text(), nullable=False, comment="the address; sealed"),
        sa.Column("content", sa.Text(), nullable=False, comment="subject and words, as JSON; sealed"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often it was refused"),
        sa.Column(
            "not_before", sa.BigInteger(), comment="when it is tried (again); empty: dead, until a person decides"
        ),
        sa.Column("useful_until", sa.BigInteger(), nullable=False, comment="later than this nobody is helped by it"),
        sa.Column(
            "claimed_until",
            sa.BigInteger(),
            comment="a worker has it in hand; if that was killed, another takes it then",
        ),
        sa.Column("claimed_by", sa.String(32), comment="which worker"),
        sa.Column("said", sa.Text(), comment="what the other side said last; sealed, since it may name the address"),
        sa.PrimaryKeyConstraint("hall_id", "message"),
        comment="messages that are not sent yet; a row goes once its message was sent or given up",
        info={"kind": "personal"},
    )
    op.create_index("outbox_due", "outbox", ["channel", "not_before"])
    op.create_table(
        "channels",
        hall(),
        sa.Column("channel", sa.String(20), nullable=False, comment="email"),
        sa.Column(
            "next_at", sa.BigInteger(), nullable=False, comment="when the next message would be in step with the limit"
        ),
        sa.Column("rests_until", sa.BigInteger(), comment="not reached: tried again then"),
        sa.Column("failures", sa.Integer(), nullable=False, comment="how often in a row it was not reached"),
        sa.Column("failing_since", sa.BigInteger(), comment="since when it is not reached"),
        sa.Column("said", sa.Text(), comment="why"),
        sa.PrimaryKeyConstraint("hall_id", "channel"),
        comment="each channel's limit and whether it is reached; in head",
        info={"kind": "telemetry"},
    )
    op.add_column(
        "people", sa.Column("email", sa.Text(), comment="where notices reach them; sealed; given by themselves")
    )
    op.add_column(
        "people", sa.Column("email_language", sa.String(10), comment="the language in which they asked for notices")
    )
