"""Looking at the machines again and again, and writing down what fails for long enough, and what works again."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from server.floor.jobs import halls_at_work, where_found
from server.floor.opening import is_open
from server.floor.reads.halls import hall_now
from server.floor.reads.spoken import devices_told
from server.outages.events import OutageBegan, OutageEnded
from server.outages.settings import SETTINGS
from server.outages.tables import outages
from server.outages.watching import Failing, Part, failing, lasting
from server.security.actors import SYSTEM
from server.store.hall import HEAD, HallSnapshot, Store, UnitOfWork
from server.store.tables import deadlines, failed_deadlines

STANDING: Final = select(outages.c.part, outages.c.since).where(outages.c.hall_id == bindparam("hall"))
DUE: Final = select(func.min(deadlines.c.due_at)).where(
    deadlines.c.hall_id == bindparam("hall"),
    ~select(failed_deadlines.c.subject)
    .where(
        failed_deadlines.c.hall_id == deadlines.c.hall_id,
        failed_deadlines.c.kind == deadlines.c.kind,
        failed_deadlines.c.subject == deadlines.c.subject,
    )
    .exists(),
)
TOLD_WITHIN: Final = timedelta(minutes=2)  # after the database answers again: by whoever leads then
WARMS_UP: Final = timedelta(minutes=15)  # after opening, until all machines are switched on


class Changed(NamedTuple):
    """What began to fail, and what works again."""

    began: Sequence[Failing]
    ended: Sequence[Part]


def standing(hall: HallSnapshot) -> dict[Part, datetime]:
    """Return what fails just now, and since when."""
    return {Part(row.part): row.since for row in hall.connection.execute(STANDING, {"hall": hall.id})}


def look(hall: HallSnapshot) -> Changed | None:
    """Return what is to be written down; None where there is nothing."""
    after = timedelta(minutes=SETTINGS.of(hall).outage_after)
    settings, before = hall_now(hall).settings, standing(hall)
    watched = bool(after) and is_open(settings, hall.at) and is_open(settings, hall.at - after - WARMS_UP)
    since: dict[Part, datetime] = hall.lately.setdefault(failing, {})
    found = []
    if watched:
        oldest = hall.connection.execute(DUE, {"hall": hall.id}).scalar()
        found = lasting(failing(devices_told(hall), oldest_due=oldest, at=hall.at), since, at=hall.at, after=after)
    fails = {one.part for one in found}
    still = fails | (set(since) if watched else set())
    changed = Changed([one for one in found if one.part not in before], sorted(set(before) - still))
    return changed if changed.began or changed.ended else None


def write(hall: UnitOfWork, changed: Changed) -> None:
    """Write down what changed, as it is under the lock."""
    before = standing(hall)
    for one in changed.began:
        if one.part not in before:
            hall.record(OutageBegan(part=one.part, since=one.since))
    for part in changed.ended:
        if part in before:
            hall.record(OutageEnded(part=part))


class Away(NamedTuple):
    """Since when the database did not answer, and when it did again."""

    since: datetime
    back: datetime | None = None


def watch_database(store: Store) -> None:
    """Note in this process since when the database does not answer: whoever led has lost the lead by it."""
    memory, now = store.remembered(HEAD), store.clock.now()
    away: Away | None = memory.get(Away)
    try:
        halls_at_work(store)
    except (SQLAlchemyError, store.database.errors):
        memory[Away] = Away(away.since if away is not None and away.back is None else now)
        return
    if away is not None and away.back is None:
        memory[Away] = away._replace(back=now)


def watch(store: Store) -> None:
    """Look at every hall; a database that had not answered for so long is written down once it does."""
    LOOKED(store)
    away: Away | None = store.remembered(HEAD).get(Away)
    if away is None or away.back is None:
        return
    del store.remembered(HEAD)[Away]
    if store.clock.now() - away.back > TOLD_WITHIN:
        return  # whoever led then has told it
    for number in halls_at_work(store):
        with store.hall(number, SYSTEM) as hall:
            after = SETTINGS.of(hall).outage_after
            if after and away.back - away.since >= timedelta(minutes=after):
                write(hall, Changed([Failing(Part.DATABASE, away.since)], []))


LOOKED: Final = where_found(look, write)


def said(hall: HallSnapshot) -> Iterator[tuple[Part, datetime]]:
    """Yield what fails, the longest first."""
    yield from sorted(standing(hall).items(), key=lambda one: one[1])
