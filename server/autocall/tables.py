"""Who wants the next person called by itself, and the countdowns that run."""

from sqlalchemy import BigInteger, Boolean, Column, String, Table

from server.store.tables import Moment, hall_id, metadata

auto_callers = Table(
    "auto_callers",
    metadata,
    hall_id(),
    Column("clerk", BigInteger, primary_key=True, autoincrement=False, comment="staff number"),
    info={"kind": "history"},
    comment="who wants the next person called by itself, wherever they sit",
)

countdowns = Table(
    "countdowns",
    metadata,
    hall_id(),
    Column("counter", String(8), primary_key=True, comment="where"),
    Column("since", Moment, nullable=False, comment="since when the counter is free: it counts for that time only"),
    Column("due_at", Moment, comment="when the next person is called; empty: not by itself this time"),
    Column("ticket", BigInteger, comment="whom it called last by itself"),
    Column("unanswered", Boolean, nullable=False, comment="nobody came, nobody pressed a key: it waits for one"),
    info={"kind": "telemetry"},
    comment="countdowns to the next call: they come and go with the counter's state",
)
