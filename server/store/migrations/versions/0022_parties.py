"""How many come on one number is learned from counts of all who are inside."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

PEOPLE = "persons of counts of all inside, older ones fading: what is learned of how many come on one number"


def upgrade() -> None:
    """Add the columns."""
    for name, comment in (("party_people", PEOPLE), ("party_tickets", "tickets here at them")):
        op.add_column("crowd_watches", sa.Column(name, sa.Float(), nullable=False, server_default="0", comment=comment))
