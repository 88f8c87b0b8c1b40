"""How full the hall is, for screens and other features."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final, Literal

from sqlalchemy import and_, bindparam, func, or_, select

from server.crowd.counting import Count, corrected, is_silent, party_of, people_of
from server.crowd.levels import Level, Limits, limits_of
from server.crowd.tables import crowd_watches, crowds
from server.crowd.watching import CLEAR, GAP, Watch
from server.floor.hallfile import HallOnly
from server.floor.reads.halls import hall_now
from server.floor.states import LEFT_OPEN, LIVE
from server.floor.tables import tickets
from server.store.hall import HallSnapshot

Odd = Literal["impossible", "contradicts", "silent"]
LEAVING: Final = timedelta(seconds=150)  # until somebody who was served is out of the door
HERE: Final = select(func.sum(tickets.c.party), func.count(), func.count().filter(tickets.c.state == "waiting")).where(
    tickets.c.hall_id == bindparam("hall"),
    tickets.c.away.is_(False),
    or_(
        tickets.c.state.in_([str(state) for state in LIVE]),
        and_(tickets.c.state == "done", tickets.c.outcome != LEFT_OPEN, tickets.c.ended_at > bindparam("since")),
    ),
)
CROWD: Final = select(*list(crowds.c)[1:]).where(crowds.c.hall_id == bindparam("hall"))
WATCH: Final = select(*list(crowd_watches.c)[1:]).where(crowd_watches.c.hall_id == bindparam("hall"))


@dataclass(frozen=True, slots=True)
class Known:
    """Who is known by a ticket."""

    people: float
    waiting: int
    many: int  # tickets


@dataclass(frozen=True, slots=True)
class Alert:
    """The alert that stands."""

    id: int
    stage: int
    raised_at: datetime
    acknowledged: bool
    people: int  # when its stage was raised
    limit: int  # that they had reached


@dataclass(frozen=True, slots=True)
class Sensor:
    """What is odd about those who count; None in both: nothing."""

    counted_at: datetime | None
    odd: Odd | None
    odd_at: datetime | None


@dataclass(frozen=True, slots=True)
class Crowd:
    """How full the hall is now."""

    people: int
    area: float | None
    limits: Limits | None
    level: Level | None  # none where nothing is known of the room: then nobody can say how full it is
    since: datetime | None
    alert: Alert | None
    sensor: Sensor

    @property
    def said(self) -> Level | Literal["unknown"]:
        """The level's name, or `unknown`."""
        return self.level or "unknown"

    @property
    def density(self) -> float | None:
        """Persons a m² of waiting floor."""
        return round(self.people / self.area, 2) if self.area else None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the watch knew at its last look."""

    people: float
    watch: Watch
    count: Count
    odd: str | None
    odd_at: datetime | None


def known(hall: HallSnapshot, settings: HallOnly, count: Count) -> Known:
    """Return who is here by their tickets, those who were just served included."""
    people, many, waiting = hall.connection.execute(HERE, {"hall": hall.id, "since": hall.at - LEAVING}).one()
    party = int(people or 0) if settings.ask_party else int(many or 0) * party_of(count, settings.usual_party)
    return Known(float(party), int(waiting or 0), int(many or 0))


def people_on(hall: HallSnapshot, tickets: int) -> int:
    """Return how many people come on some tickets that are expected."""
    settings = hall_now(hall).settings
    return round(tickets * party_of(remembered(hall).count, settings.usual_party))


def remembered(hall: HallSnapshot) -> Remembered:
    """Return what the watch knew at its last look."""
    row = hall.connection.execute(WATCH, {"hall": hall.id}).first()
    stage, acknowledged = 0, False
    state = hall.connection.execute(CROWD, {"hall": hall.id}).first()
    if state is not None:
        stage, acknowledged = state.stage, state.acknowledged
    if row is None:
        return Remembered(0.0, Watch(stage=stage, acknowledged=acknowledged), Count(), None, None)
    watch = Watch(stage, row.seen_at, row.above_since, row.below_since, row.told_at, acknowledged)
    count = Count(row.offset, row.counted_at, row.door, row.door_at, row.odd_since, row.party_people, row.party_tickets)
    return Remembered(row.people, watch, count, row.odd, row.odd_at)


def crowd_now(hall: HallSnapshot) -> Crowd:
    """Return how full the hall is at this moment."""
    return hall.once(crowd_now, lambda: looked_at(hall))


def looked_at(hall: HallSnapshot) -> Crowd:
    """Read how full the hall is."""
    settings = hall_now(hall).settings
    limits = limits_of(settings.area, settings.capacity)
    before = remembered(hall)
    tickets_say = known(hall, settings, before.count).people
    count = corrected(before.count, tickets_say, hall.at, limit=limits.crowded if limits else 0)
    row = hall.connection.execute(CROWD, {"hall": hall.id}).first()
    alert = None
    if row is not None and row.alert is not None:
        alert = Alert(
            row.alert, row.stage, row.raised_at, row.acknowledged, row.alert_people or 0, row.alert_limit or 0
        )
    return Crowd(
        people=round(people_of(count, tickets_say)),
        area=settings.area,
        limits=limits,
        level=None if limits is None else Level(row.level) if row is not None else Level.CALM,
        since=row.since if row is not None else None,
        alert=alert,
        sensor=sensor_of(before, hall.at),
    )


@dataclass(frozen=True, slots=True)
class Calming:
    """Whether few enough are inside for an alert to end, and since when."""

    below: int  # persons
    since: datetime | None


def calming(hall: HallSnapshot) -> Calming | None:
    """Return since when there are under three quarters of the limit; None where no limit is known."""
    now = crowd_now(hall)
    if now.limits is None:
        return None
    watch, below = remembered(hall).watch, CLEAR * now.limits.crowded
    looked = watch.seen_at is not None and hall.at - watch.seen_at <= GAP
    since = (watch.below_since if looked else None) or hall.at
    return Calming(ceil(below), since if now.people < below else None)


def told(now: Remembered, here: Known, at: datetime, *, limit: float) -> tuple[int, str | None]:
    """Return what screens show of the people in the hall: how many, and what is odd about those who count."""
    count = corrected(now.count, here.people, at, limit=limit)
    return round(people_of(count, here.people)), sensor_of(now, at).odd


def sensor_of(before: Remembered, at: datetime) -> Sensor:
    """Return what is odd about those who count."""
    counted_at = max((one for one in (before.count.door_at, before.count.at) if one is not None), default=None)
    if before.odd is not None and before.odd_at is not None:
        return Sensor(counted_at, "impossible", before.odd_at)
    if before.count.odd_since is not None:
        return Sensor(counted_at, "contradicts", before.count.odd_since)
    if before.count.door_at is not None and is_silent(before.count, at):
        return Sensor(counted_at, "silent", before.count.door_at)
    return Sensor(counted_at, None, None)
