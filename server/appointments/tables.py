"""Tables of appointments, each column explained."""

from datetime import timedelta

from sqlalchemy import BigInteger, Column, Index, SmallInteger, String, Table

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

WHO = Retention(N_("Who booked an appointment"), timedelta(days=1))

appointments = Table(
    "appointments",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that booked it"),
    Column("service", String(2), nullable=False, comment="what for"),
    Column("at", Moment, nullable=False, comment="its time"),
    Column("until", Moment, nullable=False, comment="the next time begins then"),
    Column("place", SmallInteger, comment="which of the places of its time; empty: given free"),
    Column("state", String(10), nullable=False, comment="booked · held · checked_in · cancelled · missed"),
    Column("booked_by", String(8), nullable=False, comment="customer · staff"),
    Column("language", String(8), nullable=False, comment="the customer's"),
    Column("booked_at", Moment, nullable=False, comment="when it was booked"),
    Column("moves", SmallInteger, nullable=False, comment="how often it was moved"),
    Column("ended_at", Moment, comment="when it was cancelled or counted as missed"),
    Column("came_at", Moment, comment="when the customer checked in"),
    Column("ticket", BigInteger, comment="the number that they got then"),
    Column("priority_class", String(20), comment="which priority class was chosen as it was booked; empty: none"),
    Index("appointments_place", "hall_id", "service", "at", "place", unique=True),
    Index("appointments_at", "hall_id", "at"),
    info={"kind": "history"},
    comment="times booked ahead; two never have one place",
)

wishes = Table(
    "appointment_wishes",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that made it"),
    Column("service", String(2), nullable=False, comment="what for"),
    Column("since", Moment, nullable=False, comment="the first day that suits begins then"),
    Column("until", Moment, nullable=False, comment="the last one ends then"),
    Column("language", String(8), nullable=False, comment="the customer's"),
    Index("appointment_wishes_service", "hall_id", "service", "since"),
    info={"kind": "history"},
    comment="who waits for a place where all are taken, in this order; gone once one was offered",
)

wish_holders = Table(
    "appointment_wish_holders",
    metadata,
    hall_id(),
    Column("wish", BigInteger, primary_key=True, autoincrement=False, comment="which wish"),
    Column("contact", Sealed, nullable=False, comment="e-mail address"),
    Column("contact_hash", String(64), nullable=False, comment="keyed hash of it: how many one person has"),
    Column("base", Sealed, nullable=False, comment="address before /a/SECRET of what will be offered"),
    Column("at", Moment, nullable=False, comment="when it ends, or ended; erased a day later"),
    Index("appointment_wish_holders_contact", "hall_id", "contact_hash"),
    info={"kind": "personal", "kept": (Retention(N_("Who waits for an appointment"), timedelta(days=1)),)},
    comment="where those who wait for a place are reached",
)

appointment_holders = Table(
    "appointment_holders",
    metadata,
    hall_id(),
    Column("appointment", BigInteger, primary_key=True, autoincrement=False, comment="which appointment"),
    Column("code", Sealed, nullable=False, comment="what the customer types at the kiosk"),
    Column("code_hash", String(64), nullable=False, comment="keyed hash of it: by which it is found"),
    Column("secret_hash", String(64), nullable=False, comment="SHA-256 of what opens the appointment's page"),
    Column("link", Sealed, nullable=False, comment="address of that page, for messages to come"),
    Column("contact", Sealed, comment="e-mail address"),
    Column("contact_hash", String(64), comment="keyed hash of it: how many appointments one person has"),
    Column("name", Sealed, comment="as the customer wants to be called"),
    Column(
        "at", Moment, nullable=False, comment="the appointment's time, or when it was cancelled; erased a day later"
    ),
    Index("appointment_holders_code", "hall_id", "code_hash", unique=True),
    Index("appointment_holders_secret", "hall_id", "secret_hash", unique=True),
    Index("appointment_holders_contact", "hall_id", "contact_hash"),
    info={"kind": "personal", "kept": (WHO,)},
    comment="who booked, and what opens it",
)
