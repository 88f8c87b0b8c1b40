"""Where a hall's last services and waits are learned from: here, or in a process beside the server where it takes long.

There it is also played (`foresight.py`), as soon as enough is known of it and while somebody works; of the halls that
want it, in each round as many as it has time for, those first that have waited longest.

python -m server.floor.learning
"""

import os
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import bindparam, select

from server.feature.arrivals import ExpectArrivals, nobody_booked
from server.floor.commands.forecasting import Lesson, Tell, new_lesson, write
from server.floor.jobs import STIRS, in_turn, lets_rest, stirring
from server.floor.reads.halls import all_counters
from server.floor.refusals import CannotBePlayed
from server.floor.states import STAFFED
from server.floor.tables import tickets
from server.floor.whatif import Changes, booked_from_line, booked_to_line, from_line, micro, to_line
from server.kernel.elsewhere import Elsewhere, NoAnswer, answer
from server.security.actors import SYSTEM
from server.store.engine import Database
from server.store.hall import HallSnapshot, Store
from server.store.tables import EPOCH, moment_of

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


def learning(expects: ExpectArrivals = nobody_booked) -> Callable[[Store], None]:
    """Return what learns what every hall's waits are forecast with; `expects` says who booked, if a feature books any.

    Only what is new is written, under the lock for a moment.
    """

    def learn(store: Store) -> None:
        begun = time.monotonic()
        halls = sorted(stirring(store, learn), key=lambda one: store.remembered(one).get(ASKED, 0.0))
        for hall_id in in_turn(halls):
            if ENOUGH in store.remembered(hall_id) and time.monotonic() - begun > AT_MOST:
                continue  # it comes first next time
            found, rest = lesson_of(store, hall_id, expects)
            lets_rest(store, learn, hall_id, *rest)
            if found is not None:
                with store.hall(hall_id, SYSTEM) as hall:
                    write(hall, found)

    return learn


def lesson_of(store: Store, hall_id: int, expects: ExpectArrivals) -> tuple[Lesson | None, tuple[int, timedelta]]:
    """Return what a hall teaches now, where that is new, and the version as of which it is left alone for how long.

    It is asked of a process beside this one where it took long.
    """
    with store.look(hall_id) as sight:
        rest = sight.version, RESTS
        plays = is_played(sight)
        if plays or sight.lately.get(HEAVY):
            at, booked = sight.at, booked_to_line(expects(sight)) if plays else []
        else:
            begun = time.thread_time()
            found = new_lesson(sight)
            sight.lately[HEAVY] = time.thread_time() - begun > LONG
            return found, rest
    try:
        store.remembered(hall_id)[ASKED] = time.monotonic()
        said = beside(store).ask({"hall": hall_id, "at": micro(at), "plays": plays, "booked": booked})
    except NoAnswer as error:
        log.warning("a process beside the server did not answer", what="forecasts", error=str(error))
        store.remembered(hall_id)[HEAVY] = False  # next time it is done here
        return None, (0, STIRS)
    lesson = None if said is None else Lesson(at, tuple(tuple(row) for row in said["services"]), said["data"])
    return lesson, rest


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


def asked_what_if(
    store: Store, hall: HallSnapshot, changes: Changes, expects: ExpectArrivals = nobody_booked
) -> Mapping[str, Any]:
    """Return what would come of changes in a hall (`prospect.what_if`); nothing is done."""
    question = {"hall": hall.id, "at": micro(hall.at), "booked": booked_to_line(expects(hall))}
    try:
        found: Mapping[str, Any] = beside(store).ask(question | {"what_if": to_line(changes)})
    except NoAnswer as error:
        log.warning("a process beside the server did not answer", what="what if", error=str(error))
        raise CannotBePlayed from error
    return found


def main() -> None:
    """Learn from whatever hall is asked for, as of the moment that is said."""
    database = Database(os.environ[URL])
    made: list[Any] = []

    def foresight() -> Any:
        if not made:
            from server.floor.foresight import Foresight  # noqa: PLC0415 - NumPy, which no server and no small hall loads

            made.append(Foresight())
        return made[0]

    def learned(question: Any) -> Any:
        at, booked = moment_of(question["at"]) or EPOCH, booked_from_line(question.get("booked", ()))
        with database.reading() as connection:
            hall = HallSnapshot(connection, question["hall"], at)
            if "what_if" in question:
                return foresight().what_if(hall, from_line(question["what_if"]), booked)
            tell: Tell | None = partial(foresight().of, expected=booked) if question.get("plays") else None
            found = new_lesson(hall, tell)
        return None if found is None else {"services": found.services, "data": found.data}

    answer(learned)


if __name__ == "__main__":
    main()
