"""What can be done about the crowd: count, look, take note."""

import secrets
from dataclasses import replace
from typing import Final

from sqlalchemy import bindparam, delete, insert

from server.crowd.assessing import assessed
from server.crowd.counting import awake, corrected, people_of, told_at_door, told_inside
from server.crowd.events import (
    CrowdAlertAcknowledged,
    CrowdAlertCleared,
    CrowdAlertRaised,
    CrowdAlertReminded,
    CrowdAlertStageRaised,
    CrowdLevelChanged,
)
from server.crowd.levels import Level, can_be, limits_of
from server.crowd.reads import CROWD, Known, Remembered, known, remembered, told
from server.crowd.refusals import NoSuchAlert
from server.crowd.tables import crowd_watches, headcounts
from server.crowd.watching import AlertStep
from server.floor.reads.halls import hall_now
from server.security.rights import May
from server.store.hall import UnitOfWork

FORGET: Final = delete(crowd_watches).where(crowd_watches.c.hall_id == bindparam("hall"))
KEEP: Final = insert(crowd_watches)
COUNTED: Final = insert(headcounts)


def count_heads(hall: UnitOfWork, *, inside: int | None = None, entered: int = 0, left: int = 0) -> bool:
    """Take a count of people; return whether it is used. One that cannot be is kept apart and shown."""
    hall.actor.must(May.COUNT_HEADS)
    return take_count(hall, inside=inside, entered=entered, left=left)


def take_count(hall: UnitOfWork, *, inside: int | None = None, entered: int = 0, left: int = 0) -> bool:
    """Take a count of people, whoever may have made it: a sensor, a supervisor, whoever has that step of a plan."""
    settings = hall_now(hall).settings
    limits = limits_of(settings.area, settings.capacity)
    before = remembered(hall)
    here = known(hall, settings, before.count)
    if inside is not None:
        count = told_inside(before.count, inside, here.people, hall.at, many=here.many)
        used = can_be(inside, limits)
    else:
        present = corrected(before.count, here.people, hall.at, limit=limits.crowded if limits else 0)
        people = people_of(present, here.people)
        count = told_at_door(awake(before.count, people, hall.at), entered, left, hall.at)
        used = all(can_be(one, limits) for one in (entered, left, count.door or 0))
    hall.write_unlogged(
        COUNTED,
        {
            "hall_id": hall.id,
            "id": secrets.token_hex(16),
            "at": hall.at,
            "actor": hall.actor.name,
            "inside": inside,
            "entered": None if inside is not None else entered,
            "left": None if inside is not None else left,
            "used": used,
        },
        shown=False,
    )
    if used:
        after = replace(before, count=count, odd=None, odd_at=None, people=people_of(count, here.people))
    else:
        odd = f"inside {inside}" if inside is not None else f"entered {entered}, left {left}"
        after = replace(before, odd=odd, odd_at=hall.at)
    limit = limits.crowded if limits else 0
    shown = told(before, here, hall.at, limit=limit) != told(after, here, hall.at, limit=limit)
    keep(hall, after, shown=shown or inside is not None)
    return used


def assess(hall: UnitOfWork) -> None:
    """Look at the crowd: change its level, raise, repeat or clear the alert, as the rule says."""
    now = assessed(hall)
    if now is None:
        give_up(hall)
        return
    if now.level is not now.before:
        hall.record(CrowdLevelChanged(before=now.before, after=now.level, people=round(now.after.people)))
    for step in now.steps:
        take(hall, step, now.after, now.here)
    keep(hall, now.after, shown=now.odd_changed)  # how many there are, whoever shows it reckons at each look


def give_up(hall: UnitOfWork) -> None:
    """End a level and an alert whose limits were taken out of the hall's settings: nothing else ever would."""
    row = hall.connection.execute(CROWD, {"hall": hall.id}).first()
    if row is None:
        return
    people = round(remembered(hall).people)
    if row.level != Level.CALM:
        hall.record(CrowdLevelChanged(before=row.level, after=Level.CALM, people=people))
    if row.alert is not None:
        hall.record(CrowdAlertCleared(alert=row.alert, people=people))


def take(hall: UnitOfWork, step: AlertStep, now: Remembered, here: Known) -> None:
    """Record what the watch over the crowd says is to be done."""
    settings = hall_now(hall).settings
    limits = limits_of(settings.area, settings.capacity)
    row = hall.connection.execute(CROWD, {"hall": hall.id}).first()
    if limits is None or row is None:
        return
    people = round(now.people)
    if step is AlertStep.RAISE:
        above = now.watch.above_since or hall.at
        hall.record(
            CrowdAlertRaised(
                people=people,
                limit=limits.crowded,
                dangerous=limits.dangerous,
                by_tickets=round(here.people),
                waiting=here.waiting,
                offset=round(now.count.offset),
                above_seconds=round((hall.at - above).total_seconds()),
            )
        )
    elif step is AlertStep.STAGE:
        hall.record(CrowdAlertStageRaised(alert=row.alert, people=people, dangerous=limits.dangerous))
    elif step is AlertStep.REMIND:
        hall.record(CrowdAlertReminded(alert=row.alert, people=people))
    else:
        hall.record(CrowdAlertCleared(alert=row.alert, people=people))


def acknowledge(hall: UnitOfWork, *, alert: int) -> None:
    """Take note of the alert that stands; said twice changes nothing."""
    hall.actor.must(May.ACKNOWLEDGE)
    row = hall.connection.execute(CROWD, {"hall": hall.id}).first()
    if row is None or row.alert != alert:
        raise NoSuchAlert
    note_alert(hall)


def note_alert(hall: UnitOfWork) -> None:
    """Take note of the alert that stands, if nobody has: by hand, or because somebody leads what it started."""
    row = hall.connection.execute(CROWD, {"hall": hall.id}).first()
    if row is not None and row.alert is not None and not row.acknowledged:
        hall.record(CrowdAlertAcknowledged(alert=row.alert))


def keep(hall: UnitOfWork, now: Remembered, *, shown: bool = True) -> None:
    """Keep what the watch knows."""
    hall.write_unlogged(FORGET, {"hall": hall.id}, shown=shown)
    hall.write_unlogged(
        KEEP,
        {
            "hall_id": hall.id,
            "people": now.people,
            "seen_at": now.watch.seen_at or hall.at,
            "above_since": now.watch.above_since,
            "below_since": now.watch.below_since,
            "told_at": now.watch.told_at,
            "offset": now.count.offset,
            "counted_at": now.count.at,
            "door": now.count.door,
            "door_at": now.count.door_at,
            "odd_since": now.count.odd_since,
            "party_people": now.count.party_people,
            "party_tickets": now.count.party_tickets,
            "odd": now.odd,
            "odd_at": now.odd_at,
        },
        shown=shown,
    )
