"""Tables of the regulation, each column explained."""

from datetime import timedelta

from sqlalchemy import BigInteger, Column, Index, String, Table

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

waivers = Table(
    "waivers",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that made it"),
    Column("clause", String(10), nullable=False, comment="which clause is waived"),
    Column("by", BigInteger, nullable=False, comment="staff number of who did"),
    Column("since", Moment, nullable=False, comment="from when"),
    Column("until", Moment, nullable=False, comment="until when at the latest"),
    Column("ended_at", Moment, comment="when somebody ended it before; empty: nobody has"),
    Index("waivers_clause", "hall_id", "clause"),
    info={"kind": "history"},
    comment="clauses that are waived for a time: how they stand is shown all the same",
)

waiver_words = Table(
    "waiver_words",
    metadata,
    hall_id(),
    Column("waiver", BigInteger, primary_key=True, autoincrement=False, comment="of which waiver"),
    Column("reason", Sealed, nullable=False, comment="why; it may name people, so it is in no journal"),
    Column("at", Moment, nullable=False, comment="when; erased two years later"),
    info={"kind": "personal", "kept": (Retention(N_("Reasons of waivers"), timedelta(days=730)),)},
    comment="why clauses were waived",
)
