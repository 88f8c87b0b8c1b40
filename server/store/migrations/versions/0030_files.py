"""Files in pieces, and the photos of incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

UNTIL = "then it is erased; a day, until a fact says otherwise"
HALL = "the hall; 0 is the company as a whole"


def hall() -> sa.Column[int]:
    """Return the column that comes first in every table's key."""
    return sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "files",
        hall(),
        sa.Column(
            "address", sa.String(64), nullable=False, comment="HMAC-SHA256 of the content, with the server's key"
        ),
        sa.Column("kind", sa.String(80), nullable=False, comment="its media type, by its content"),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes"),
        sa.Column("pieces", sa.Integer(), nullable=False, comment="how many it is kept in"),
        sa.Column("kept_until", sa.BigInteger(), nullable=False, comment=UNTIL),
        sa.PrimaryKeyConstraint("hall_id", "address"),
        comment="files by the address of their content; what is there twice is kept once",
        info={"kind": "personal"},
    )
    op.create_index("files_kept_until", "files", ["kept_until"])
    op.create_table(
        "file_pieces",
        hall(),
        sa.Column("address", sa.String(64), nullable=False, comment="of the whole file"),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False, comment="from 0"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="at most 256 KiB; sealed"),
        sa.PrimaryKeyConstraint("hall_id", "address", "place"),
        comment="what files are made of",
        info={"kind": "personal"},
    )
    op.create_table(
        "incident_photos",
        hall(),
        sa.Column(
            "id", sa.BigInteger(), autoincrement=False, nullable=False, comment="number of the entry that added it"
        ),
        sa.Column("incident", sa.BigInteger(), nullable=False, comment="which it belongs to"),
        sa.Column(
            "file", sa.String(64), nullable=False, comment="address of its content; the file may be erased by now"
        ),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="photos of incidents",
        info={"kind": "history"},
    )
    op.create_index("incident_photos_incident", "incident_photos", ["hall_id", "incident"])
