"""Table of outages."""

from sqlalchemy import Column, String, Table

from server.store.tables import Moment, hall_id, metadata

outages = Table(
    "outages",
    metadata,
    hall_id(),
    Column("part", String(20), primary_key=True, comment="kiosks, printers, displays, deadlines"),
    Column("since", Moment, nullable=False, comment="since when it fails"),
    info={"kind": "history"},
    comment="what of a hall fails just now; a row goes when it works again",
)
