"""`floor import-history`: what another system's log teaches of services, taken over into a hall."""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from server.evaluation.command import readable
from server.evaluation.reading import Row
from server.floor.commands.history import take_over
from server.floor.reads.halls import all_services
from server.kernel.refusals import Fault
from server.outcome import DONE, WRONG_CALL
from server.security.actors import SYSTEM
from server.store.hall import Store

HALF_HOUR: Final = 1800
WEEK: Final = 7 * 48  # half hours
LONGEST: Final = 4 * 3600.0  # seconds: a service that nobody ended for so long was forgotten


def import_history(store: Store, hall_id: int, file: Path, named: Sequence[str]) -> int:
    """Take over a log's service times and arrivals; `named`: NW=B for each service that has another letter here.

    Services that the hall does not have are named and left out; return the exit code.
    """
    log = readable(file)
    if log is None:
        return WRONG_CALL
    letters = letters_of(named)
    by_service: defaultdict[str, list[Row]] = defaultdict(list)
    for row in log.rows:
        by_service[letters.get(row.service, row.service)].append(row)
    with store.look(hall_id) as sight:
        known = set(all_services(sight))
    if lost := sorted(by_service.keys() - known):
        sys.stderr.write(
            f"{file}: this hall has no service {', '.join(lost)}; name its letter with --service {lost[0]}=…\n"
        )
    if not by_service.keys() & known:
        raise Fault(f"no service of the log is one of this hall's, which are {', '.join(sorted(known))}")
    days = len(log.days())
    with store.hall(hall_id, SYSTEM) as work:
        for service in sorted(by_service.keys() & known):
            rows = by_service[service]
            times = times_of(rows)
            take_over(work, service=service, customers=len(rows), seconds=times, arrivals=arrivals_of(rows, log.days()))
            print(f"{service}: {len(rows)} customers of {days} days, {len(times)} service times")
    return DONE


def letters_of(named: Sequence[str]) -> Mapping[str, str]:
    """Return which letter each service of the log has here; refuse what is not NW=B."""
    found = {}
    for text in named:
        theirs, equals, ours = text.partition("=")
        if not (theirs and equals and ours):
            raise Fault(f"--service {text}: write the log's service, = and the letter here, for instance NW=B")
        found[theirs] = ours
    return found


def times_of(rows: Sequence[Row]) -> list[float]:
    """Return how long each kept its counter, in seconds, the last one first."""
    served = sorted((row.ended, row.ended - row.called) for row in rows if row.called is not None)
    return [took for _, took in reversed(served) if 0 < took <= LONGEST]


def arrivals_of(rows: Sequence[Row], days: Sequence[int]) -> list[float]:
    """Return the mean number of persons in each half hour of the week; none on weekdays that the log has not."""
    counts = [0.0] * WEEK
    for row in rows:
        counts[half_hour_of(row.arrived)] += 1
    weekdays = [datetime.fromtimestamp(day * 86400, UTC).weekday() for day in days]
    return [count / max(1, weekdays.count(nth // 48)) for nth, count in enumerate(counts)]


def half_hour_of(moment: float) -> int:
    """Return which half hour of the week a moment lies in, as the log's clock said it."""
    said = datetime.fromtimestamp(moment, UTC)
    return said.weekday() * 48 + (said.hour * 3600 + said.minute * 60) // HALF_HOUR
