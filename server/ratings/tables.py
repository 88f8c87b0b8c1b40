"""Tables of ratings, follow-ups and opinions, each column explained."""

from datetime import timedelta

from sqlalchemy import BigInteger, Boolean, Column, Index, SmallInteger, String, Table, false, true

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

HISTORY = {"kind": "history"}
PERSONAL = {"kind": "personal"}

WORDS = timedelta(days=730)
LEAVES = Retention(N_("Leaves to rate on a tablet"), timedelta(days=400), by="served_at")
CONTACT = Retention(
    N_("Where customers want to be reached"), timedelta(days=30), empties="contact"
)  # more than fifteen working days

ratings = Table(
    "ratings",
    metadata,
    hall_id(),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False, comment="whose service; one rating a ticket"),
    Column("score", SmallInteger, nullable=False, comment="1 very dissatisfied … 5 very satisfied"),
    Column("way", String(6), nullable=False, comment="tablet · phone"),
    Column("reasons", String(200), nullable=False, comment="codes of levels.REASONS, joined by commas"),
    Column("service", String(2), nullable=False, comment="what for"),
    Column("counter", String(8), comment="where"),
    Column("clerk", BigInteger, comment="staff number of who served, where that is known"),
    Column("served_at", Moment, nullable=False, comment="when the service ended"),
    Column("rated_at", Moment, nullable=False, comment="when it was rated"),
    Column("explained", Boolean, nullable=False, comment="reasons and words came or were passed over; they come once"),
    Index("ratings_served", "hall_id", "served_at"),
    info=HISTORY,
    comment="how customers found their service",
)

follow_ups = Table(
    "follow_ups",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that opened it"),
    Column("ticket", BigInteger, nullable=False, comment="whose rating"),
    Column("clerk", BigInteger, comment="staff number of who served: somebody else follows up"),
    Column("state", String(10), nullable=False, comment="open · contacted · settled · dropped"),
    Column("opened_at", Moment, nullable=False, comment="when the low rating came"),
    Column("contact_by", Moment, nullable=False, comment="until when the customer is contacted"),
    Column("settle_by", Moment, nullable=False, comment="until when it is settled"),
    Column("extended", Boolean, nullable=False, comment="more time was taken, once, with a reason"),
    Column("contacted_at", Moment, comment="when the customer was contacted"),
    Column("settled_at", Moment, comment="when it was settled"),
    Column("late", String(9), comment="contact · settle: the limit that passed last; empty: none"),
    Column("escalated_at", Moment, comment="since when it is the manager's"),
    Column("reachable", Boolean, nullable=False, server_default=true(), comment="they left a way to be reached"),
    Index("follow_ups_ticket", "hall_id", "ticket"),
    Index("follow_ups_state", "hall_id", "state"),
    info=HISTORY,
    comment="what is done about a low rating",
)

opinions = Table(
    "opinions",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that made it"),
    Column("kind", String(10), nullable=False, comment="praise · idea · problem · question"),
    Column("way", String(6), nullable=False, comment="kiosk · tablet · phone"),
    Column("ticket", BigInteger, comment="whose phone it came from; empty: nobody knows"),
    Column("language", String(8), nullable=False, comment="in which it was written"),
    Column("given_at", Moment, nullable=False, comment="when it came"),
    Column("answered_at", Moment, comment="when it was answered"),
    Column("answer_by", Moment, comment="until when it is answered; empty: it came before there was a limit"),
    Column("late_at", Moment, comment="since when it is late, and the manager's"),
    Index("opinions_given", "hall_id", "given_at"),
    Index("opinions_ticket", "hall_id", "ticket"),
    info=HISTORY,
    comment="what customers say of the hall by themselves",
)

rating_words = Table(
    "rating_words",
    metadata,
    hall_id(),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False, comment="of which rating"),
    Column("words", Sealed, comment="what the customer wrote"),
    Column("contact", Sealed, comment="where the customer wants to be reached; erased 30 days later"),
    Column("at", Moment, nullable=False, comment="when; all of it is erased two years later"),
    Index("rating_words_at", "hall_id", "at"),
    info={
        "kind": "personal",
        "kept": (
            Retention(N_("What customers wrote of a service"), WORDS),
            CONTACT,
        ),
    },
    comment="words of ratings",
)

follow_up_notes = Table(
    "follow_up_notes",
    metadata,
    hall_id(),
    Column("follow_up", BigInteger, primary_key=True, autoincrement=False, comment="of which follow-up"),
    Column("step", String(9), primary_key=True, comment="contacted · settled · extended"),
    Column("words", Sealed, nullable=False, comment="what was done, or why more time is needed"),
    Column("at", Moment, nullable=False, comment="when; erased two years later"),
    info={"kind": "personal", "kept": (Retention(N_("Notes about low ratings"), WORDS),)},
    comment="what staff wrote about a low rating",
)

opinion_words = Table(
    "opinion_words",
    metadata,
    hall_id(),
    Column("opinion", BigInteger, primary_key=True, autoincrement=False, comment="of which opinion"),
    Column("words", Sealed, nullable=False, comment="what the customer wrote"),
    Column("answer", Sealed, comment="what the hall answered"),
    Column("contact", Sealed, comment="where the customer wants the answer; erased 30 days later"),
    Column("at", Moment, nullable=False, comment="when; erased two years later"),
    info={
        "kind": "personal",
        "kept": (
            Retention(N_("Opinions and their answers"), WORDS),
            CONTACT,
        ),
    },
    comment="words of opinions and their answers",
)

rating_leaves = Table(
    "rating_leaves",
    metadata,
    hall_id(),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False, comment="which may be rated"),
    Column("counter", String(8), nullable=False, comment="whose tablet asks"),
    Column("clerk", BigInteger, comment="staff number of who served"),
    Column("token", Sealed, nullable=False, comment="what the tablet shows its touch came from; good for this alone"),
    Column("served_at", Moment, nullable=False, comment="when the service ended"),
    Column("until", Moment, nullable=False, comment="the tablet stops asking here, unless somebody touches it before"),
    Column("closed_at", Moment, comment="when the customer was done on the tablet, or did not want to rate"),
    Column("tablet", Boolean, nullable=False, server_default=false(), comment="the counter had a tablet"),
    Column("usable", Boolean, nullable=False, server_default=false(), comment="asked for 20 seconds, or answered"),
    Index("rating_leaves_counter", "hall_id", "counter", "served_at"),
    Index("rating_leaves_served", "hall_id", "served_at"),
    info={"kind": "telemetry", "kept": (LEAVES,)},
    comment="the tablet's leave to rate a service; gone after thirteen months, the longest that reports compare",
)
