"""What a look at the crowd finds: a read, so that nobody waits for it, and a lock is taken only where it says so."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from server.crowd.counting import corrected, emptied, people_of
from server.crowd.levels import Level, level_of, limits_of
from server.crowd.reads import CROWD, Known, Remembered, known, remembered
from server.crowd.settings import SETTINGS
from server.crowd.watching import AlertStep, watched
from server.floor.opening import is_open
from server.floor.reads.halls import hall_now
from server.store.hall import HallSnapshot

KEPT_WITHIN: Final = timedelta(seconds=30)  # that nothing happened is written so often; a watch counts for two minutes


@dataclass(frozen=True, slots=True)
class Assessed:
    """The crowd as a look finds it, and what is to be done."""

    here: Known
    before: Level | None
    level: Level
    steps: tuple[AlertStep, ...]
    known: Remembered  # at the last look that was written
    after: Remembered

    @property
    def odd_changed(self) -> bool:
        """Whether the counter at the door began to contradict, or no longer does."""
        return (self.known.count.odd_since is None) is not (self.after.count.odd_since is None)

    @property
    def matters(self) -> bool:
        """Whether it is to be written: there is something to be done, a watch began or ended, or it is long ago."""
        was, now = self.known.watch, self.after.watch
        if self.level is not self.before or self.steps:
            return True
        if (was.above_since, was.below_since) != (now.above_since, now.below_since):
            return True
        if was.seen_at is None or now.seen_at is None or now.seen_at - was.seen_at >= KEPT_WITHIN:
            return True
        return self.odd_changed or self.known.count.door != self.after.count.door


def assessed(hall: HallSnapshot) -> Assessed | None:
    """Return what a look at the crowd finds; None where nothing is known of the room."""
    settings = hall_now(hall).settings
    limits = limits_of(settings.area, settings.capacity)
    if limits is None:
        return None
    before = remembered(hall)
    here = known(hall, settings, before.count)
    count = corrected(before.count, here.people, hall.at, limit=limits.crowded)
    if here.people == 0 and not is_open(settings, hall.at):
        count = emptied(count)
    people = people_of(count, here.people)
    watch, steps = watched(before.watch, people, limits, hall.at, timedelta(minutes=SETTINGS.of(hall).remind_after))
    row = hall.connection.execute(CROWD, {"hall": hall.id}).first()
    present = Level(row.level) if row is not None else None
    level = level_of(people, limits, present or Level.CALM)
    after = replace(before, people=people, count=count, watch=watch)
    return Assessed(here, present, level, tuple(steps), before, after)


def rests(hall: HallSnapshot) -> timedelta:
    """Return for how long nothing changes by time alone: nobody is there, nothing is watched, no door counts."""
    if hall_now(hall).settings.area is None and hall_now(hall).settings.capacity is None:
        return KEPT_WITHIN
    now = remembered(hall)
    still = now.people == 0 and now.watch.above_since is None and now.watch.stage == 0 and now.count.door is None
    if not still or now.watch.seen_at is None or known(hall, hall_now(hall).settings, now.count).people:
        return timedelta(0)
    return KEPT_WITHIN - (hall.at - now.watch.seen_at)


def worth_writing(hall: HallSnapshot) -> Assessed | Level | None:
    """Return what a look at the crowd finds to be written; None where there is nothing."""
    found = assessed(hall)
    if found is not None:
        return found if found.matters else None
    row = hall.connection.execute(CROWD, {"hall": hall.id}).first()  # limits were taken out: a level or an alert ends
    over = row is not None and (row.level != Level.CALM or row.alert is not None)
    return Level.CALM if over else None
