"""Opinions are answered by a limit, and where their writers want it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ANSWER_BY = "until when it is answered; empty: it came before there was a limit"
CONTACT = "where the customer wants the answer; erased 30 days later"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("opinions", sa.Column("answer_by", sa.BigInteger(), comment=ANSWER_BY))
    op.add_column("opinions", sa.Column("late_at", sa.BigInteger(), comment="since when it is late, and the manager's"))
    op.add_column("opinion_words", sa.Column("contact", sa.Text(), comment=CONTACT))
