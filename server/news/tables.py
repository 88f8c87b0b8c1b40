"""Who is told about a ticket, and where."""

from datetime import timedelta

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, false

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

WHERE = Retention(N_("Where somebody is told about a number"), timedelta(days=1))

followers = Table(
    "followers",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that began it"),
    Column("ticket", BigInteger, nullable=False, comment="about which ticket"),
    Column("channel", String(20), nullable=False, comment="email · push · gateway:HALL.NUMBER"),
    Column("language", String(8), nullable=False, comment="in which words"),
    Column("near_told", Boolean, nullable=False, server_default=false(), comment="that the turn is near was told"),
    Index("followers_ticket", "hall_id", "ticket"),
    info={"kind": "history"},
    comment="who wants to be told about a ticket that lives; gone with it",
)

follower_addresses = Table(
    "follower_addresses",
    metadata,
    hall_id(),
    Column("follower", BigInteger, primary_key=True, autoincrement=False, comment="whose"),
    Column("recipient", Sealed, nullable=False, comment="mailbox, phone number, or a browser's push address"),
    Column("link", Sealed, nullable=False, comment="the ticket's page"),
    Column("at", Moment, nullable=False, comment="when it was given; erased with the ticket, a day later at most"),
    info={"kind": "personal", "kept": (WHERE,)},
    comment="where news go",
)
