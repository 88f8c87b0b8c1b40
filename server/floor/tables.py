"""Tables of the floor, each column explained."""

from datetime import timedelta

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, false, text

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

HISTORY = {"kind": "history"}
TICKETS = Retention(
    N_("Tickets, with their slips"), until=N_("two years after their month"), by="issued_at", by_feature=True
)  # commands/forgetting.py

hall_settings = Table(
    "hall_settings",
    metadata,
    hall_id(),
    Column("settings", Text, nullable=False, comment="the hall's settings as JSON (hallfile.Hall)"),
    Column("issue_stopped", Boolean, nullable=False, default=False, comment="no numbers are given out"),
    Column("stopped_until", Moment, comment="until when, where that is known"),
    Column("restraints", Text, comment="what an incident holds back, as JSON (restraints.Restraint); empty: nothing"),
    info=HISTORY,
    comment="what a hall is",
)

services = Table(
    "services",
    metadata,
    hall_id(),
    Column("code", String(2), primary_key=True, comment="its letter"),
    Column("settings", Text, nullable=False, comment="as JSON (hallfile.Service)"),
    info=HISTORY,
    comment="what customers come for",
)

counters = Table(
    "counters",
    metadata,
    hall_id(),
    Column("code", String(8), primary_key=True, comment="the number over the desk"),
    Column("settings", Text, nullable=False, comment="as JSON (hallfile.Counter)"),
    Column("state", String(10), nullable=False, comment="closed · open · calling · serving · paused"),
    Column("since", Moment, comment="when the state began"),
    Column("clerk", BigInteger, comment="staff number of who sits there"),
    Column("ticket", BigInteger, comment="the ticket called or served"),
    Column("pause_reason", String(10), comment="break · lunch · meeting · other"),
    Column("pause_until", Moment, comment="when it goes on, where that was said"),
    Column("last_act", String(12), comment="what was done last, for undo"),
    Column("last_ticket", BigInteger, comment="the ticket of it"),
    Column("last_at", Moment, comment="when"),
    Column("today", String(400), comment="letters it serves today, instead of its own"),
    Column("profile", Text, comment="what a work profile has it serve, and after a stroke what of it first: A,B/A"),
    info=HISTORY,
    comment="the desks",
)

tickets = Table(
    "tickets",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that made it"),
    Column("day", String(10), nullable=False, comment="the hall's day, 2026-11-25"),
    Column("number", String(8), comment="letter and digits; empty for a walk-in"),
    Column("service", String(2), nullable=False, comment="what for, now; a transfer changes it, the number stays"),
    Column("priority", Boolean, nullable=False, comment="declared at the kiosk; the reason is not stored"),
    Column("priority_class", String(20), comment="which class of the hall's own; empty: none"),
    Column("party", Integer, nullable=False, comment="people who came together"),
    Column("language", String(8), nullable=False, comment="the customer's"),
    Column(
        "state", String(10), nullable=False, comment="waiting · called · serving · held · no_show · done · cancelled"
    ),
    Column("issued_at", Moment, nullable=False, comment="arrival"),
    Column("counts_from", Moment, nullable=False, comment="arrival less credit: the calling rule's key"),
    Column("not_before", Moment, comment="the customer asked to be called later"),
    Column("keeps", String(8), comment="the counter that it comes back to first"),
    Column("held_for", BigInteger, comment="held: for which clerk; empty: for the counter"),
    Column("held_at", Moment, comment="held: since when"),
    Column("remind_at", Moment, comment="held: when the terminal says that they have been away for long"),
    Column("counter", String(8), comment="called, served or held there"),
    Column("called_at", Moment, comment="first call of the present leg"),
    Column("recalled_at", Moment, comment="last recall"),
    Column("recalls", Integer, nullable=False, default=0, comment="recalls of the present call"),
    Column("started_at", Moment, comment="begin of service"),
    Column("ended_at", Moment, comment="end of service, no-show or cancel"),
    Column("outcome", String(10), comment="done · not_done · referred · expired · left_open"),
    Column("came_back", Boolean, nullable=False, default=False, comment="has come back after a no-show; it may once"),
    Column("laters", Integer, nullable=False, default=0, comment="how often it asked to be called later"),
    Column("transfers", Integer, nullable=False, default=0, comment="legs after the first"),
    Column("print", String(12), comment="printed · failed · unconfirmed · shown; empty: not said yet"),
    Column("appointment", BigInteger, comment="which one it keeps; empty: none"),
    Column("further", String(40), comment="letters of the visit's services that are still to come after `service`"),
    Column("in_order", Boolean, nullable=False, default=False, comment="its customer wants them in this order"),
    Column(
        "away",
        Boolean,
        nullable=False,
        default=False,
        server_default=false(),
        comment="taken from elsewhere, and its customer is not there yet: it is not called",
    ),
    Index(  # a paper roll begins anew when it is torn off: its numbers have no letter
        "tickets_number",
        "hall_id",
        "day",
        "number",
        unique=True,
        sqlite_where=text("number >= 'A'"),
        postgresql_where=text("number >= 'A'"),
    ),
    Index("tickets_bearers", "hall_id", "number", "ended_at"),
    Index("tickets_line", "hall_id", "state", "service", "counts_from"),
    Index("tickets_called", "hall_id", "called_at"),
    Index("tickets_ended", "hall_id", "service", "ended_at"),
    info={"kind": "history", "kept": (TICKETS,)},
    comment="one customer's place in the line",
)

visit_legs = Table(
    "visit_legs",
    metadata,
    hall_id(),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False, comment="whose visit"),
    Column("nth", Integer, primary_key=True, autoincrement=False, comment="which leg, from 1"),
    Column("day", String(10), nullable=False, comment="the ticket's day"),
    Column("service", String(2), nullable=False, comment="what was done"),
    Column("counter", String(8), nullable=False, comment="where"),
    Column("counts_from", Moment, nullable=False, comment="what it counted from until then"),
    Column("called_at", Moment, comment="its call; empty: it stayed at the counter"),
    Column("started_at", Moment, nullable=False, comment="begin of service"),
    Column("ended_at", Moment, nullable=False, comment="end of service"),
    Column("outcome", String(10), nullable=False, comment="done · not_done · referred"),
    Index("visit_legs_ended", "hall_id", "service", "ended_at"),
    info={"kind": "history", "kept": (TICKETS,)},
    comment="services of a visit that ended while others were still to come; the last one is the ticket itself",
)

series = Table(
    "series",
    metadata,
    hall_id(),
    Column("day", String(10), primary_key=True, comment="the hall's day"),
    Column("letter", String(2), primary_key=True, comment="the service's letter"),
    Column("last", Integer, nullable=False, comment="last number given out"),
    info=HISTORY,
    comment="numbers given out, each once",
)

days = Table(
    "days",
    metadata,
    hall_id(),
    Column("day", String(10), primary_key=True, comment="the hall's day"),
    Column("closing_at", Moment, comment="when it closes; empty: open around the clock"),
    info=HISTORY,
    comment="days on which tickets were given out",
)

totals = Table(
    "totals",
    metadata,
    hall_id(),
    Column("day", String(10), primary_key=True, comment="the hall's day"),
    Column("counter", String(8), primary_key=True, comment="where"),
    Column("service", String(2), primary_key=True, comment="what for"),
    Column("served", Integer, nullable=False, default=0, server_default="0", comment="services ended"),
    Column("seconds", BigInteger, nullable=False, default=0, server_default="0", comment="sum of their service times"),
    Column(
        "waited", BigInteger, nullable=False, default=0, server_default="0", comment="sum of their waits in seconds"
    ),
    Column("no_shows", Integer, nullable=False, default=0, server_default="0", comment="calls to which nobody came"),
    info=HISTORY,
    comment="day totals, so that figures need no scan",
)

slips = Table(
    "slips",
    metadata,
    hall_id(),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False, comment="whose slip"),
    Column("secret_hash", String(64), nullable=False, comment="SHA-256 of the secret in its QR code"),
    Column("ahead", Integer, nullable=False, comment="people ahead, as announced"),
    Column("low", Integer, comment="announced wait in seconds, 10 % point"),
    Column("likely", Integer, comment="50 % point"),
    Column("high", Integer, comment="90 % point"),
    Column("naive", Integer, comment="people ahead × mean service time ÷ open counters, to compare with"),
    Column("played", Integer, comment="the wait before calibration, seconds"),
    Index("slips_secret", "hall_id", "secret_hash", unique=True),
    info={"kind": "personal", "kept": (Retention(N_("What a slip opens"), until=N_("two days after the visit")),)},
    comment="what a customer holds: the way to the ticket, and what was promised",
)

ticket_names = Table(
    "ticket_names",
    metadata,
    hall_id(),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False, comment="whose ticket"),
    Column("name", Sealed, nullable=False, comment="as they gave it, for a discreet hall's screens"),
    Column("at", Moment, nullable=False, comment="when; erased with the ticket, a day later at most"),
    info={"kind": "personal", "kept": (Retention(N_("Names that customers gave for the screens"), timedelta(days=1)),)},
    comment="names of those who wait, where a hall calls by masked names; never in the journal",
)

former_services = Table(
    "former_services",
    metadata,
    hall_id(),
    Column("service", String(2), primary_key=True, comment="its letter here"),
    Column("customers", Integer, nullable=False, comment="how many the log had of it"),
    Column("seconds", Text, nullable=False, comment="how long it kept a counter, JSON, newest first"),
    Column("arrivals", Text, nullable=False, comment="persons in each half hour of the week, JSON"),
    info=HISTORY,
    comment="what was taken over from another system's log: it stands in until there is as much of one's own",
)

waits = Table(
    "waits",
    metadata,
    hall_id(),
    Column("service", String(2), primary_key=True, comment="of a ticket taken now"),
    Column("naive", Integer, comment="seconds, for one person ahead; empty: nobody serves it"),
    Column("usual_low", Integer, nullable=False, comment="a quarter of the services take less, in seconds"),
    Column("usual_high", Integer, nullable=False, comment="a quarter take more, in seconds"),
    info={"kind": "telemetry"},
    comment="what was learned of each service's times, written where it differs",
)

line_waits = Table(
    "line_waits",
    metadata,
    hall_id(),
    Column("at", Moment, nullable=False, comment="as of when it was learned"),
    Column("data", Text, nullable=False, comment="JSON: mean times in seconds, and how far announced waits were off"),
    info={"kind": "telemetry"},
    comment="what the line is played forward with",
)
