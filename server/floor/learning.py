"""Where a hall's last services and waits are learned from: here, or in a process beside the server where it takes long.

There it is also played (`foresight.py`), as soon as enough is known of it and while somebody works; of the halls that
want it, in each round as many as it has time for, those first that have waited longest.

python -m server.floor.learning
"""

import os
import time
from datetime import timedelta
from typing import Any, Final

import structlog
from sqlalchemy import bindparam, select

from server.floor.commands.forecasting import Lesson, Tell, new_lesson, write
from server.floor.jobs import STIRS, in_turn, lets_rest, stirring
from server.floor.reads.halls import all_counters
from server.floor.states import STAFFED
from server.floor.tables import tickets
from server.kernel.elsewhere import Elsewhere, NoAnswer, answer
from server.security.actors import SYSTEM
from server.store.engine import Database
from server.store.hall import HallSnapshot, Store
from server.store.tables import EPOCH, MICROSECOND, moment_of

log = structlog.get_logger()
URL: Final = "FLOOR_DATABASE_URL"
HEAVY: Final = "learning here takes long"
RESTS: Final = timedelta(seconds=30)  # that a hall in which nothing happened has nothing new to teach
LONG: Final = 0.005  # seconds of this process: what takes more would show where screens are pushed to
ENOUGH: Final = "enough is known to play it"
ASKED: Final = "when it was played last"
CALLS: Final = 100  # after so many a hall is played
AT_MOST: Final = 0.5  # seconds of a round (three seconds) for playing halls
KNOWN: Final = (
    select(tickets.c.id)
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.called_at.is_not(None))
    .order_by(tickets.c.called_at)
    .offset(CALLS - 1)
    .limit(1)
)
PROCESSES: Final[dict[str, Elsewhere]] = {}  # address of a database → who learns from its halls


def learn(store: Store) -> None:
    """Learn what every hall's waits are forecast with; only what is new is written, under the lock for a moment."""
    begun = time.monotonic()
    halls = sorted(stirring(store, learn), key=lambda one: store.remembered(one).get(ASKED, 0.0))
    for hall_id in in_turn(halls):
        if ENOUGH in store.remembered(hall_id) and time.monotonic() - begun > AT_MOST:
            continue  # it comes first next time
        found = lesson_of(store, hall_id)
        if found is not None:
            with store.hall(hall_id, SYSTEM) as hall:
                write(hall, found)


def lesson_of(store: Store, hall_id: int) -> Lesson | None:
    """Return what a hall teaches now, where that is new: asked of a process beside this one where it took long."""
    with store.look(hall_id) as sight:
        lets_rest(store, learn, hall_id, sight.version, RESTS)
        plays = is_played(sight)
        if plays or sight.lately.get(HEAVY):
            at = sight.at
        else:
            begun = time.thread_time()
            found = new_lesson(sight)
            sight.lately[HEAVY] = time.thread_time() - begun > LONG
            return found
    try:
        store.remembered(hall_id)[ASKED] = time.monotonic()
        said = beside(store).ask({"hall": hall_id, "at": (at - EPOCH) // MICROSECOND, "plays": plays})
    except NoAnswer as error:
        log.warning("a process beside the server did not answer", what="forecasts", error=str(error))
        store.remembered(hall_id)[HEAVY] = False  # next time it is done here
        lets_rest(store, learn, hall_id, 0, STIRS)
        return None
    return None if said is None else Lesson(at, tuple(tuple(row) for row in said["services"]), said["data"])


def is_played(hall: HallSnapshot) -> bool:
    """Return whether a hall is played: enough is known of it, and somebody works there."""
    if not hall.lately.get(ENOUGH):
        if hall.connection.execute(KNOWN, {"hall": hall.id}).first() is None:
            return False
        hall.lately[ENOUGH] = True
    return any(counter.state in STAFFED for counter in all_counters(hall).values())


def beside(store: Store) -> Elsewhere:
    """Return the process that learns from the halls of a database."""
    url = store.database.url.render_as_string(hide_password=False)
    if url not in PROCESSES:
        PROCESSES[url] = Elsewhere(__name__, {URL: url})
    return PROCESSES[url]


def main() -> None:
    """Learn from whatever hall is asked for, as of the moment that is said."""
    database = Database(os.environ[URL])
    foresight: list[Tell] = []

    def tell() -> Tell:
        if not foresight:
            from server.floor.foresight import Foresight  # noqa: PLC0415 - NumPy, which no server and no small hall loads

            foresight.append(Foresight().of)
        return foresight[0]

    def learned(question: Any) -> dict[str, Any] | None:
        at = moment_of(question["at"]) or EPOCH
        with database.reading() as connection:
            hall = HallSnapshot(connection, question["hall"], at)
            found = new_lesson(hall, tell() if question.get("plays") else None)
        return None if found is None else {"services": found.services, "data": found.data}

    answer(learned)


if __name__ == "__main__":
    main()
