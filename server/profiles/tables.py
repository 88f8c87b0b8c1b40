"""Work profiles, and which of them holds."""

from sqlalchemy import BigInteger, Boolean, Column, Table, Text

from server.store.tables import Moment, hall_id, metadata

work_profiles = Table(
    "work_profiles",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that made it"),
    Column("settings", Text, nullable=False, comment="as JSON (profiles/model.WorkProfile)"),
    info={"kind": "history"},
    comment="what each counter serves while one of them holds",
)

profile_now = Table(
    "profile_now",
    metadata,
    hall_id(),
    Column("profile", BigInteger, comment="which one holds; empty: counters serve what they are set up for"),
    Column("by_hand", Boolean, nullable=False, comment="chosen by somebody, until the clock has another one hold"),
    Column("since", Moment, nullable=False, comment="when it was switched to"),
    info={"kind": "history"},
    comment="the work profile that holds; no row: none ever did",
)
