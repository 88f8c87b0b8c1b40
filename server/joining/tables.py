"""Which phone joined with which number, and how its page is found again."""

from datetime import timedelta

from sqlalchemy import BigInteger, Column, Index, String, Table

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

KEPT = Retention(N_("By which phone a number was taken"), timedelta(days=1))

joinings = Table(
    "joinings",
    metadata,
    hall_id(),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False, comment="the number that was taken"),
    Column("way", String(8), nullable=False, comment="door · home"),
    Column("phone_hash", String(64), nullable=False, comment="keyed hash of what the phone's browser keeps"),
    Column("code_hash", String(64), comment="from home: keyed hash of the code that says “I am here” at the kiosk"),
    Column("code", Sealed, comment="that code"),
    Column("link", Sealed, nullable=False, comment="the ticket's page"),
    Column("at", Moment, nullable=False, comment="when; erased a day later"),
    Index("joinings_phone", "hall_id", "phone_hash"),
    Index("joinings_code", "hall_id", "code_hash"),
    info={"kind": "personal", "kept": (KEPT,)},
    comment="numbers that were taken by phone",
)
