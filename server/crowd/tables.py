"""Tables of the crowd, each column explained."""

from datetime import timedelta

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table, Text

from server.kernel.languages import N_
from server.store.tables import Moment, Retention, hall_id, metadata

crowds = Table(
    "crowds",
    metadata,
    hall_id(),
    Column("level", String(10), nullable=False, comment="calm · busy · crowded · dangerous"),
    Column("since", Moment, nullable=False, comment="since when"),
    Column("alert", BigInteger, comment="entry of the alert that stands; empty: none"),
    Column("stage", Integer, nullable=False, default=0, server_default="0", comment="2: it is dangerous; 0: no alert"),
    Column("raised_at", Moment, comment="when the alert was raised"),
    Column("acknowledged", Boolean, nullable=False, default=False, comment="somebody took note of the present stage"),
    Column("alert_people", Integer, comment="persons when the alert's present stage was raised"),
    Column("alert_limit", Integer, comment="the limit that they had reached"),
    info={"kind": "history"},
    comment="how full a hall is, and the alert that stands",
)  # fmt: skip

crowd_watches = Table(
    "crowd_watches",
    metadata,
    hall_id(),
    Column("people", Float, nullable=False, comment="persons at the last look"),
    Column("seen_at", Moment, nullable=False, comment="when that was"),
    Column("above_since", Moment, comment="since when there are nine tenths of the limit"),
    Column("below_since", Moment, comment="since when there are under three quarters"),
    Column("told_at", Moment, comment="when the alert was raised or last repeated"),
    Column("offset", Float, nullable=False, comment="persons beyond those known by their tickets"),
    Column("counted_at", Moment, comment="of the last correction"),
    Column("door", Integer, comment="who came in less who went out, by the counter at the door"),
    Column("door_at", Moment, comment="when it last counted"),
    Column("odd_since", Moment, comment="since when the door contradicts the tickets widely"),
    Column(
        "party_people",
        Float,
        nullable=False,
        default=0.0,
        server_default="0",
        comment="persons of counts of all inside, older ones fading: what is learned of how many come on one number",
    ),
    Column("party_tickets", Float, nullable=False, default=0.0, server_default="0", comment="tickets here at them"),
    Column("odd", Text, comment="the last count that cannot be, in its own words; empty: none"),
    Column("odd_at", Moment, comment="when that came"),
    info={"kind": "telemetry"},
    comment="what the watch over the crowd knows between two looks; survives a restart",
)

headcounts = Table(
    "headcounts",
    metadata,
    hall_id(),
    Column("id", String(32), primary_key=True, comment="made for it"),
    Column("at", Moment, nullable=False, comment="when it came"),
    Column("actor", String(40), nullable=False, comment="device:4, staff:17"),
    Column("inside", BigInteger, comment="all who are inside"),
    Column("entered", BigInteger, comment="who came since the last count"),
    Column("left", BigInteger, comment="who went since then"),
    Column("used", Boolean, nullable=False, comment="false: it cannot be, and was kept apart"),
    Index("headcounts_at", "hall_id", "at"),
    info={"kind": "telemetry", "kept": (Retention(N_("Counts of people"), timedelta(days=30)),)},
    comment="counts of people as they came; gone after 30 days",
)
