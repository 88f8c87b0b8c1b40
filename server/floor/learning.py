"""Where a hall's last services and waits are learned from: here, or in a process beside the server where it takes long.

python -m server.floor.learning
"""

import os
import time
from datetime import timedelta
from typing import Any, Final

import structlog

from server.floor.commands.forecasting import Lesson, new_lesson, write
from server.floor.jobs import STIRS, in_turn, lets_rest, stirring
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
PROCESSES: Final[dict[str, Elsewhere]] = {}  # address of a database → who learns from its halls


def learn(store: Store) -> None:
    """Learn what every hall's waits are forecast with; only what is new is written, under the lock for a moment."""
    for hall_id in in_turn(stirring(store, learn)):
        found = lesson_of(store, hall_id)
        if found is not None:
            with store.hall(hall_id, SYSTEM) as hall:
                write(hall, found)


def lesson_of(store: Store, hall_id: int) -> Lesson | None:
    """Return what a hall teaches now, where that is new: asked of a process beside this one where it took long."""
    with store.look(hall_id) as sight:
        lets_rest(store, learn, hall_id, sight.version, RESTS)
        if sight.lately.get(HEAVY):
            at = sight.at
        else:
            begun = time.thread_time()
            found = new_lesson(sight)
            sight.lately[HEAVY] = time.thread_time() - begun > LONG
            return found
    try:
        said = beside(store).ask({"hall": hall_id, "at": (at - EPOCH) // MICROSECOND})
    except NoAnswer as error:
        log.warning("a process beside the server did not answer", what="forecasts", error=str(error))
        store.remembered(hall_id)[HEAVY] = False  # next time it is done here
        lets_rest(store, learn, hall_id, 0, STIRS)
        return None
    return None if said is None else Lesson(at, tuple(tuple(row) for row in said["services"]), said["data"])


def beside(store: Store) -> Elsewhere:
    """Return the process that learns from the halls of a database."""
    url = store.database.url.render_as_string(hide_password=False)
    if url not in PROCESSES:
        PROCESSES[url] = Elsewhere(__name__, {URL: url})
    return PROCESSES[url]


def main() -> None:
    """Learn from whatever hall is asked for, as of the moment that is said."""
    database = Database(os.environ[URL])

    def learned(question: Any) -> dict[str, Any] | None:
        at = moment_of(question["at"]) or EPOCH
        with database.reading() as connection:
            found = new_lesson(HallSnapshot(connection, question["hall"], at))
        return None if found is None else {"services": found.services, "data": found.data}

    answer(learned)


if __name__ == "__main__":
    main()
