"""Which account of single sign-on a person is.

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make room for accounts; they are bound at each person's next sign-in."""
    op.create_table(
        "accounts",
        sa.Column(
            "hall_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the hall; 0 is the company as a whole",
        ),
        sa.Column("account", sa.String(length=64), nullable=False, comment="SHA-256 of the provider's issuer and sub"),
        sa.Column("staff", sa.Integer(), nullable=False, comment="who it is, from their first sign-in on"),
        sa.Column("issuer", sa.String(length=300), nullable=False, comment="the provider"),
        sa.PrimaryKeyConstraint("hall_id", "account"),
        comment="accounts of single sign-on; in head",
        info={"kind": "personal"},
    )
    op.create_index("accounts_staff", "accounts", ["hall_id", "staff", "issuer"], unique=True)
