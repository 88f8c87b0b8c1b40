"""What features keep of their settings."""

from sqlalchemy import Column, String, Table, Text

from server.store.tables import hall_id, metadata

feature_settings = Table(
    "feature_settings",
    metadata,
    hall_id(),
    Column("feature", String(20), primary_key=True, comment="whose settings"),
    Column("settings", Text, nullable=False, comment="as JSON, without what is as by default"),
    info={"kind": "history"},
    comment="settings that belong to one feature of a hall",
)
