"""What is told to everybody, by playing the hall as it stands: in the process beside the server, since it takes long.

Told is the wait of whoever has to wait: of the replications those in which one waits a minute at least, where that is
not out of the question. Which points of them are told is learned from what came true of those who did (`levels.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from sqlalchemy import BigInteger, bindparam, case, cast, func, select, type_coerce

from server.feature.arrivals import ExpectedArrival
from server.floor.calibration import SHORT
from server.floor.foretelling.levels import Levels
from server.floor.foretelling.play import Waits, play
from server.floor.foretelling.profile import ArrivalProfile
from server.floor.foretelling.scene import Clerk, Scene
from server.floor.foretelling.survival import Floats
from server.floor.opening import day_of
from server.floor.prospect import AHEAD, staffing_of, what_if
from server.floor.reads.arrivals import booked_now, coming_now, profile_read
from server.floor.reads.figures import JOINED, MICROSECONDS
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.floor.reads.manners import Manners, manners_of
from server.floor.reads.standing import scene_of
from server.floor.reads.told import Advice, Held, new_key
from server.floor.reads.turns import Learned, single_play
from server.floor.states import STAFFED
from server.floor.tables import slips, tickets
from server.floor.whatif import Changes
from server.store.hall import HallSnapshot
from server.store.tables import EPOCH, MICROSECOND, moment_of

SEED: Final = 7  # always the same: what is told moves with the hall, not with chance
LASTS: Final = timedelta(seconds=60)  # how long what was learned of a hall's manners is good for
SELDOM: Final = 0.05  # of the replications: so few with a wait are none
LONGEST: Final = 8 * 3600.0  # seconds, of a wait that does not end
TWO_DAYS: Final = timedelta(days=2)
FEW: Final = 3  # people in the line, for whom no counter is opened
WELL: Final = 0.9  # of them in time: good enough
WORTH: Final = 5  # percent more, for which a counter may be opened
ADVISED: Final = timedelta(seconds=15)
STAFFED_FOR: Final = timedelta(minutes=2)
PROFILE_LASTS: Final = timedelta(hours=1)
OPENS_IN: Final = 120.0  # seconds until somebody sits there
TRIES: Final = 60  # replications of each counter that might be opened
WAITED: Final = type_coerce(tickets.c.called_at, BigInteger) - type_coerce(tickets.c.issued_at, BigInteger)
LOW, HIGH = (cast(each, BigInteger) * MICROSECONDS for each in (slips.c.low, slips.c.high))
HELD = (
    select(
        func.sum(
            case(
                (WAITED.between(LOW, HIGH), 1),
                else_=0,
            )
        ),
        func.count(),
    )
    .select_from(JOINED)
    .where(
        tickets.c.hall_id == bindparam("hall"),
        tickets.c.called_at > bindparam("since", type_=tickets.c.called_at.type),
        round(SHORT) * MICROSECONDS < WAITED,
        tickets.c.transfers == 0,
        tickets.c.laters == 0,
        slips.c.high.is_not(None),
    )
)
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
    """Plays halls, and remembers for a while how things go in each."""

    def __init__(self, *, staffs: bool = True) -> None:
        self.staffs = staffs  # whether it is asked which counters are needed: simulated days don't
        self.manners: dict[int, tuple[datetime, Manners]] = {}
        self.profiles: dict[int, tuple[datetime, ArrivalProfile | None]] = {}
        self.advised: dict[int, tuple[datetime, frozenset[str], Advice | None]] = {}
        self.staffed: dict[int, tuple[datetime, frozenset[str], dict[str, Any]]] = {}

    def of(
        self,
        hall: HallSnapshot,
        learned: Learned,
        before: Mapping[str, Any],
        expected: Sequence[ExpectedArrival] = (),
    ) -> dict[str, Any]:
        """Return what is told, as JSON holds it (`told.py`); `before`: what was told last, with what it had learned.

        `expected` are those who booked.
        """
        random = np.random.default_rng(SEED)
        levels, since, till = so_far(hall, before)
        services = all_services(hall)
        scene = scene_of(hall, manners := self.known(hall), day_of(hall_now(hall).settings, hall.at))
        scene = replace(scene, booked=booked_now(hall, expected))
        waits = play(scene, manners.manner, random)
        single, positions, newcomers, _ = single_play(hall, learned.times)
        new, in_line = {}, {}
        for nth, one in enumerate(newcomers):
            turn = single.new.get(one.kind)
            if turn is not None and one.service in services:
                said = points(levels, one.service, waits.new[:, nth])
                new[new_key(one.kind)] = [round(turn.wait), *said]
        for nth, place in enumerate(positions):
            turn = single.line.get(place.id)
            if turn is not None:
                in_line[str(place.id)] = [round(turn.wait), *points(levels, place.service, waits.line[:, nth])]
        return {
            "at": (hall.at - EPOCH) // MICROSECOND,
            "since": since,
            "till": till,
            "levels": levels.kept(),
            "new": new,
            "line": in_line,
            "held": held(hall),
            "advice": self.advice(hall, scene, manners, waits),
            "staffing": self.staffing(hall, scene, manners) if self.staffs else None,
        }

    def staffing(self, hall: HallSnapshot, scene: Scene, manners: Manners) -> dict[str, Any]:
        """Return how many counters the next two hours need; it stands for a while, while the same ones are open."""
        there = frozenset(one.code for one in scene.clerks)
        last = self.staffed.get(hall.id)
        if last is None or last[1] != there or not timedelta() <= hall.at - last[0] < STAFFED_FOR:
            coming = coming_now(hall, self.profile(hall), AHEAD)
            last = hall.at, there, staffing_of(hall, scene, manners, coming, scene.booked)
            self.staffed[hall.id] = last
        return last[2]

    def what_if(self, hall: HallSnapshot, changes: Changes, expected: Sequence[ExpectedArrival]) -> dict[str, Any]:
        """Return what would come of changes, as JSON holds it."""
        manners, profile = self.known(hall), self.profile(hall)
        scene = scene_of(hall, manners, day_of(hall_now(hall).settings, hall.at))
        coming = coming_now(hall, profile, AHEAD), coming_now(hall, profile, AHEAD, stops=changes.stops)
        booked = booked_now(hall, expected)
        return what_if(hall, scene, manners, coming=coming, booked=booked, changes=changes)

    def profile(self, hall: HallSnapshot) -> ArrivalProfile | None:
        """Return what is usual on such a day, learned an hour ago at most."""
        last = self.profiles.get(hall.id)
        if last is None or not timedelta() <= hall.at - last[0] < PROFILE_LASTS:
            last = self.profiles[hall.id] = hall.at, profile_read(hall)
        return last[1]

    def advice(self, hall: HallSnapshot, scene: Scene, manners: Manners, waits: Waits) -> Advice | None:
        """Return which counter to open now; what was advised stands for a moment, while the same ones are open."""
        there = frozenset(one.code for one in scene.clerks)
        last = self.advised.get(hall.id)
        if last is None or last[1] != there or not timedelta() <= hall.at - last[0] < ADVISED:
            last = self.advised[hall.id] = hall.at, there, advice(hall, scene, manners, waits)
        return last[2]

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


def held(hall: HallSnapshot) -> Held:
    """Return how many announced ranges held for who had to wait, in the last two days: as long as slips are kept."""
    row = hall.connection.execute(HELD, {"hall": hall.id, "since": hall.at - TWO_DAYS}).one()
    return Held(row[0] or 0, row[1])


def advice(hall: HallSnapshot, scene: Scene, manners: Manners, waits: Waits) -> Advice | None:
    """Return which counter to open now, where that helps: of those where nobody sits, the one that helps most."""
    if len(scene.line) < FEW:
        return None
    targets = np.asarray([all_services(hall)[one.service].target * 60.0 for one in scene.line])
    left = targets - [one.waited for one in scene.line]
    now = (waits.line <= left).mean()
    if now >= WELL:
        return None
    wanted = {one.service for one in scene.line}
    best: tuple[float, Advice] | None = None
    for code, counter in all_counters(hall).items():
        if counter.state in STAFFED or not wanted & set(counter.settings.services):
            continue
        opened = Clerk(code, dict.fromkeys(counter.settings.services, 1.0), away=OPENS_IN)
        others = [one for one in scene.clerks if one.code != code]
        if len(others) < len(scene.clerks):
            continue  # whoever has a break is back by plan
        then = replace(scene, clerks=[*others, opened], comers=())
        shares = (play(then, manners.manner, np.random.default_rng(SEED), runs=TRIES).line <= left).mean(axis=1)
        low, high = np.quantile(shares, (0.1, 0.9))
        found = Advice(code, *(round(100 * float(one)) for one in (now, shares.mean(), low, high)))
        if best is None or shares.mean() > best[0]:
            best = float(shares.mean()), found
    return best[1] if best is not None and best[1].then - best[1].now >= WORTH else None


def points(levels: Levels, service: str, waits: Floats) -> list[int]:
    """Return the three points that are told, in seconds."""
    long = waits[waits > SHORT]
    told = levels.points(service, np.minimum(long if len(long) > SELDOM * len(waits) else waits, LONGEST))
    return [round(point) for point in told]
