"""Numbers of paper rolls have no letter, and come again on the same day when a roll has been torn off."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
LETTERED = sa.text("number >= 'A'")


def upgrade() -> None:
    """Let only numbers with a letter be there once a day."""
    op.drop_index("tickets_number", "tickets")
    op.create_index(
        "tickets_number",
        "tickets",
        ["hall_id", "day", "number"],
        unique=True,
        sqlite_where=LETTERED,
        postgresql_where=LETTERED,
    )
