"""What is told to everybody, by playing the hall as it stands: in the process beside the server, since it takes long.

Told is the wait of whoever has to wait: of the replications those in which one waits a minute at least, where that is
not out of the question. Which points of them are told is learned from what came true of those who did (`levels.py`).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from sqlalchemy import bindparam, select

from server.floor.calibration import SHORT
from server.floor.foretelling.levels import Levels
from server.floor.foretelling.play import play
from server.floor.foretelling.survival import Floats
from server.floor.opening import day_of
from server.floor.reads.figures import JOINED
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.floor.reads.manners import Manners, manners_of
from server.floor.reads.standing import scene_of
from server.floor.reads.told import new_key
from server.floor.reads.turns import Learned, single_play
from server.floor.tables import slips, tickets
from server.store.hall import HallSnapshot
from server.store.tables import EPOCH, MICROSECOND, moment_of

SEED: Final = 7  # always the same: what is told moves with the hall, not with chance
LASTS: Final = timedelta(seconds=60)  # how long what was learned of a hall's manners is good for
SELDOM: Final = 0.05  # of the replications: so few with a wait are none
LONGEST: Final = 8 * 3600.0  # seconds, of a wait that does not end
CAME_TRUE = (
    select(tickets.c.service, slips.c.low, slips.c.likely, slips.c.high, tickets.c.issued_at, tickets.c.called_at)
    .select_from(JOINED)
    .where(
        tickets.c.hall_id == bindparam("hall"),
        tickets.c.called_at > bindparam("till", type_=tickets.c.called_at.type),
        tickets.c.issued_at >= bindparam("since", type_=tickets.c.issued_at.type),
        tickets.c.transfers == 0,
        tickets.c.laters == 0,
        slips.c.high.is_not(None),
    )
    .order_by(tickets.c.called_at, tickets.c.id)
)


class Foresight:
    """Plays halls, and remembers for a minute how things go in each."""

    def __init__(self) -> None:
        self.manners: dict[int, tuple[datetime, Manners]] = {}

    def of(self, hall: HallSnapshot, learned: Learned, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is told, as JSON holds it (`told.py`); `before`: what was told last, with what it had learned."""
        random = np.random.default_rng(SEED)
        levels, since, till = so_far(hall, before)
        services = all_services(hall)
        scene = scene_of(hall, manners := self.known(hall), day_of(hall_now(hall).settings, hall.at))
        waits = play(scene, manners.manner, random)
        single, positions, newcomers, _ = single_play(hall, learned.times)
        new, in_line = {}, {}
        for nth, one in enumerate(newcomers):
            turn = single.new.get((one.service, one.priority))
            if turn is not None and one.service in services:
                said = points(levels, one.service, waits.new[:, nth])
                new[new_key(one.service, priority=one.priority)] = [round(turn.wait), *said]
        for nth, place in enumerate(positions):
            turn = single.line.get(place.id)
            if turn is not None:
                in_line[str(place.id)] = [round(turn.wait), *points(levels, place.service, waits.line[:, nth])]
        at = (hall.at - EPOCH) // MICROSECOND
        return {"at": at, "since": since, "till": till, "levels": levels.kept(), "new": new, "line": in_line}

    def known(self, hall: HallSnapshot) -> Manners:
        """Return how things go in a hall, learned a minute ago at most."""
        last = self.manners.get(hall.id)
        if last is None or not timedelta() <= hall.at - last[0] < LASTS:
            counters = all_counters(hall)
            serving = {code: frozenset(one.settings.services) for code, one in counters.items()}
            planned = any(one.settings.breaks for one in counters.values())
            last = self.manners[hall.id] = hall.at, manners_of(hall, all_services(hall), serving, planned=planned)
        return last[1]


def so_far(hall: HallSnapshot, before: Mapping[str, Any]) -> tuple[Levels, int, int]:
    """Return the levels after all that came true, since when the simulation tells, and till when that was read."""
    now = (hall.at - EPOCH) // MICROSECOND
    levels = Levels(**before["levels"]) if before else Levels()
    since, till = (before["since"], before["till"]) if before else (now, now)
    asked = {"hall": hall.id, "since": moment_of(since), "till": moment_of(till)}
    for service, low, likely, high, issued, called in hall.connection.execute(CAME_TRUE, asked):
        till = max(till, (called - EPOCH) // MICROSECOND)
        wait = (called - issued).total_seconds()
        if wait > SHORT:
            levels.learn(service, (low, likely, high), wait)
    return levels, since, till


def points(levels: Levels, service: str, waits: Floats) -> list[int]:
    """Return the three points that are told, in seconds."""
    long = waits[waits > SHORT]
    told = levels.points(service, np.minimum(long if len(long) > SELDOM * len(waits) else waits, LONGEST))
    return [round(point) for point in told]
