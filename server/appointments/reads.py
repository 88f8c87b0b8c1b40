"""What others may read of appointments: typed values, never rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, case, func, select

from server.appointments.codes import code_hash
from server.appointments.refusals import UnknownAppointment
from server.appointments.rule import CheckInWindow
from server.appointments.settings import SETTINGS, AppointmentSettings
from server.appointments.slots import TakenPlace
from server.appointments.tables import appointment_holders, appointments
from server.appointments.terms import AppointmentState, BookedBy
from server.feature.arrivals import ExpectedArrival
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import secret_hash
from server.floor.tables import tickets
from server.store.hall import HallSnapshot

NAMES: Final = tuple(column.name for column in appointments.c)[1:]
_HERE: Final = appointments.c.hall_id == bindparam("hall")
_COLUMNS: Final = list(appointments.c)[1:]
ONE = select(*_COLUMNS).where(_HERE, appointments.c.id == bindparam("appointment"))
SOME = select(*_COLUMNS).where(_HERE, appointments.c.id.in_(bindparam("some", expanding=True)))
BETWEEN = (
    select(*_COLUMNS)
    .where(_HERE, appointments.c.at >= bindparam("since"), appointments.c.at < bindparam("until"))
    .order_by(appointments.c.at, appointments.c.service, appointments.c.id)
)
TAKEN = (
    select(appointments.c.id, appointments.c.at, appointments.c.until, appointments.c.place)
    .where(
        _HERE,
        appointments.c.service == bindparam("service"),
        appointments.c.at > bindparam("since"),
        appointments.c.at < bindparam("until"),
        appointments.c.place.is_not(None),
    )
    .order_by(appointments.c.at)
)
_HOLDER: Final = [
    appointment_holders.c[name] for name in ("appointment", "code", "link", "contact", "contact_hash", "name")
]
_THEIRS: Final = appointment_holders.c.hall_id == bindparam("hall")
HOLDERS = select(*_HOLDER).where(_THEIRS, appointment_holders.c.appointment.in_(bindparam("some", expanding=True)))
BY_CODE = select(appointment_holders.c.appointment).where(_THEIRS, appointment_holders.c.code_hash == bindparam("hash"))
BY_SECRET = select(appointment_holders.c.appointment).where(
    _THEIRS, appointment_holders.c.secret_hash == bindparam("hash")
)
OF_CONTACT = (
    select(*_COLUMNS)
    .join(
        appointment_holders,
        (appointment_holders.c.hall_id == appointments.c.hall_id)
        & (appointment_holders.c.appointment == appointments.c.id),
    )
    .where(
        _HERE,
        appointment_holders.c.contact_hash == bindparam("contact"),
        appointments.c.state == AppointmentState.BOOKED.value,
        appointments.c.until > bindparam("now"),
    )
    .order_by(appointments.c.at)
)
ENDINGS = (
    select(
        appointments.c.service,
        func.sum(case((appointments.c.state == AppointmentState.CHECKED_IN.value, 1), else_=0)),
        func.sum(case((appointments.c.state == AppointmentState.MISSED.value, 1), else_=0)),
        func.sum(case((appointments.c.state == AppointmentState.CANCELLED.value, 1), else_=0)),
    )
    .where(_HERE, appointments.c.at >= bindparam("since"), appointments.c.at < bindparam("until"))
    .group_by(appointments.c.service)
    .order_by(appointments.c.service)
)
LONGEST: Final = timedelta(hours=4)  # of a time (settings.Bookable.minutes)
CHECKED_IN: Final = AppointmentState.CHECKED_IN.value
CALLED = (
    select(appointments.c.at, appointments.c.came_at, tickets.c.called_at)
    .join(tickets, (tickets.c.hall_id == appointments.c.hall_id) & (tickets.c.id == appointments.c.ticket))
    .where(
        _HERE,
        appointments.c.service == bindparam("service"),
        appointments.c.at >= bindparam("since"),
        appointments.c.state == bindparam("state"),
        appointments.c.came_at.is_not(None),
        tickets.c.called_at.is_not(None),
    )
)
FEWEST: Final = 10  # appointments from which it is told how long they wait
NEAR: Final = 2.0  # hours of the day
STEP: Final = 5  # minutes
LEARNED_FROM: Final = timedelta(days=91)
USUALLY_COME: Final = 0.9  # of who booked
AS_MANY_AS: Final = 10  # appointments: how much that weighs against those seen


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked time."""

    id: int
    service: str
    at: datetime
    until: datetime
    place: int | None
    state: AppointmentState
    booked_by: BookedBy
    language: str
    booked_at: datetime
    moves: int
    ended_at: datetime | None
    came_at: datetime | None
    ticket: int | None
    priority_class: str | None = None  # that its number will be of


@dataclass(frozen=True, slots=True)
class BookingHolder:
    """Who booked; erased a day after the appointment."""

    appointment: int
    code: str
    link: str
    contact: str | None
    contact_hash: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Endings:
    """What became of a service's appointments."""

    service: str
    came: int
    missed: int
    cancelled: int

    @property
    def missed_share(self) -> float | None:
        """Return the share of missed ones among those that were not given up; None where there were none."""
        whole = self.came + self.missed
        return self.missed / whole if whole else None


def window_of(settings: AppointmentSettings) -> CheckInWindow:
    """Return when customers may check in, by a hall's settings."""
    return CheckInWindow(
        opens=timedelta(minutes=settings.check_in_from),
        credit=timedelta(minutes=settings.credit),
        late=timedelta(minutes=settings.late),
    )


def appointment_of(hall: HallSnapshot, number: int) -> Appointment:
    """Return an appointment; refuse a number that the hall does not have."""
    row = hall.connection.execute(ONE, {"hall": hall.id, "appointment": number}).first()
    if row is None:
        raise UnknownAppointment
    return appointment_row(row)


def some_appointments(hall: HallSnapshot, ids: Collection[int]) -> list[Appointment]:
    """Return some appointments; one that was erased is left out."""
    return [appointment_row(row) for row in hall.connection.execute(SOME, {"hall": hall.id, "some": list(ids)})]


def appointment_row(row: Sequence[Any]) -> Appointment:
    """Return an appointment from its row."""
    values = dict(zip(NAMES, row, strict=True))
    return Appointment(
        **{**values, "state": AppointmentState(values["state"]), "booked_by": BookedBy(values["booked_by"])}
    )


def between(hall: HallSnapshot, since: datetime, until: datetime) -> list[Appointment]:
    """Return all appointments of a span, in order."""
    rows = hall.connection.execute(BETWEEN, {"hall": hall.id, "since": since, "until": until})
    return [appointment_row(row) for row in rows]


def taken_between(
    hall: HallSnapshot, service: str, since: datetime, until: datetime, *, but: int | None = None
) -> list[TakenPlace]:
    """Return the places of a service that somebody has in a span, in order; without those of one appointment."""
    asked = {"hall": hall.id, "service": service, "since": since - LONGEST, "until": until}
    rows = hall.connection.execute(TAKEN, asked)
    return [TakenPlace(*row[1:]) for row in rows if row[0] != but and row[2] > since]


def holders_of(hall: HallSnapshot, some: Collection[int]) -> dict[int, BookingHolder]:
    """Return appointment → who booked it, where that is still kept."""
    if not some:
        return {}
    rows = hall.connection.execute(HOLDERS, {"hall": hall.id, "some": list(some)})
    return {row[0]: BookingHolder(*row) for row in rows}


def by_code(hall: HallSnapshot, code: str) -> int | None:
    """Return the appointment that a code opens."""
    found: int | None = hall.connection.execute(BY_CODE, {"hall": hall.id, "hash": code_hash(code)}).scalar()
    return found


def by_secret(hall: HallSnapshot, secret: str) -> int | None:
    """Return the appointment whose page a secret opens."""
    found: int | None = hall.connection.execute(BY_SECRET, {"hall": hall.id, "hash": secret_hash(secret)}).scalar()
    return found


def has_code(hall: HallSnapshot, hashed: str) -> bool:
    """Return whether an appointment has the code of a hash."""
    return hall.connection.execute(BY_CODE, {"hall": hall.id, "hash": hashed}).first() is not None


def ahead_of(hall: HallSnapshot, contact: str) -> list[Appointment]:
    """Return what somebody has booked and not kept yet, by the hash of their address."""
    rows = hall.connection.execute(OF_CONTACT, {"hall": hall.id, "contact": contact, "now": hall.at})
    return [appointment_row(row) for row in rows]


def expected(hall: HallSnapshot, *, within: timedelta = timedelta(hours=4)) -> list[ExpectedArrival]:
    """Return who has booked for a time up to so much later and has not checked in, also whoever is late: in order.

    What the forecast needs: arrivals that will count from earlier than they come.
    """
    settings = SETTINGS.of(hall)
    if not settings.services:
        return []
    window = window_of(settings)
    since = hall.at - timedelta(minutes=settings.missed_after)
    coming = [one for one in between(hall, since, hall.at + within) if one.state is AppointmentState.BOOKED]
    comes = shares_that_come(hall) if coming else {}
    return [
        ExpectedArrival(
            one.service, one.at, one.at - window.credit, one.at + window.late, comes.get(one.service, USUALLY_COME)
        )
        for one in coming
    ]


def shares_that_come(hall: HallSnapshot) -> dict[str, float]:
    """Return service → the share of booked appointments that were kept in the last three months.

    While few are known, nine in ten stand in, as much as ten appointments weigh.
    """
    return hall.once(
        shares_that_come,
        lambda: {
            one.service: (AS_MANY_AS * USUALLY_COME + one.came) / (AS_MANY_AS + one.came + one.missed)
            for one in endings(hall, hall.at - LEARNED_FROM, hall.at)
        },
    )


def usually_within(hall: HallSnapshot, service: str, at: datetime) -> int | None:
    """Return within how many minutes of their time four of five were called who had one like it and came for it.

    Like it: within two hours of the same time of the day, where enough of them are known; else all of three months. In
    steps of five minutes; None while too few are known.
    """
    zone = hall_now(hall).settings.zone
    rows = hall.connection.execute(
        CALLED, {"hall": hall.id, "service": service, "since": hall.at - LEARNED_FROM, "state": CHECKED_IN}
    )
    waits = [(time_of_day(row.at, zone), (row.called_at - max(row.at, row.came_at)).total_seconds()) for row in rows]
    wanted = time_of_day(at, zone)
    near = [wait for hours, wait in waits if abs(hours - wanted) <= NEAR]
    known = near if len(near) >= FEWEST else [wait for _, wait in waits]
    if len(known) < FEWEST:
        return None
    most: float = sorted(known)[-(-len(known) * 4 // 5) - 1]
    return max(STEP, -(-round(most) // (60 * STEP)) * STEP)


def time_of_day(at: datetime, zone: ZoneInfo) -> float:
    """Return a moment's hour of the day, with parts."""
    local = at.astimezone(zone)
    return local.hour + local.minute / 60


def endings(hall: HallSnapshot, since: datetime, until: datetime) -> list[Endings]:
    """Return what became of the appointments of a span, by service."""
    rows = hall.connection.execute(ENDINGS, {"hall": hall.id, "since": since, "until": until})
    return [Endings(row[0], int(row[1]), int(row[2]), int(row[3])) for row in rows]
