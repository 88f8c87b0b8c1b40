"""Tables of the reports, each column explained."""

from sqlalchemy import Column, String, Table, Text

from server.store.tables import hall_id, metadata

day_reports = Table(
    "day_reports",
    metadata,
    hall_id(),
    Column("day", String(10), primary_key=True, comment="the hall's day"),
    Column("figures", Text, nullable=False, comment="JSON of reports.figures.DayFigures"),
    info={"kind": "telemetry"},
    comment="days that are over, so that a period needs no scan of their tickets; may be dropped and made anew",
)
