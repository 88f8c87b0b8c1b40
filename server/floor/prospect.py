"""The next two hours of a hall as it stands: which counters they need, and what would come of a change.

In the process beside the server, as `foresight.py`. Everything is played from the same chances (one seed), so that what
differs between two halls is what was changed and no draw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import fmean
from typing import Any, Final

import numpy as np

from server.floor.foretelling.outlook import Outlook, outlook, range_of
from server.floor.foretelling.profile import quarters
from server.floor.foretelling.scene import Booked, Clerk, Scene
from server.floor.foretelling.sizes import HORIZON, QUARTER
from server.floor.foretelling.staffing import OPENS_IN, StaffedQuarter, ranked, staffing, work_of
from server.floor.foretelling.survival import Floats
from server.floor.reads.arrivals import ComingNow
from server.floor.reads.halls import CounterNow, all_counters, all_services, hall_now
from server.floor.reads.manners import Manners
from server.floor.reads.standing import breaks_of
from server.floor.states import STAFFED
from server.floor.whatif import EXTRA, Changes, micro
from server.store.hall import HallSnapshot

SEED: Final = 11
RUNS: Final = (40, 120)  # of a long line few, since the many even out
IN_ALL: Final = 12_000  # replications × people: what takes half a second
AHEAD: Final = timedelta(seconds=HORIZON)


def chances() -> np.random.Generator:
    """Return the same chances for each play."""
    return np.random.default_rng(SEED)


def targets_of(hall: HallSnapshot) -> dict[str, float]:
    """Return service → seconds that one should wait at most."""
    return {code: service.target * 60.0 for code, service in all_services(hall).items()}


def with_coming(scene: Scene, coming: ComingNow, booked: Sequence[Booked]) -> Scene:
    """Return a scene with all who come."""
    its = [one for one in booked if one.at < HORIZON]
    return replace(scene, comers=(), streams=(), coming=coming.coming, booked=its, level=coming.level)


def counter_of(hall: HallSnapshot, manners: Manners, counter: CounterNow) -> Clerk:
    """Return a counter at which somebody would sit in a moment."""
    return Clerk(
        counter.code,
        dict.fromkeys(counter.settings.services, 1.0),
        away=OPENS_IN,
        pace=manners.pace.get(counter.code, 1.0),
        primary=frozenset(counter.settings.primary),
        primary_first=hall_now(hall).settings.primary_first * 60.0,
        pauses=tuple(breaks_of(hall, counter)),
    )


def staffing_of(
    hall: HallSnapshot, scene: Scene, manners: Manners, coming: ComingNow, booked: Sequence[Booked]
) -> dict[str, Any]:
    """Return what each quarter of an hour needs, as JSON holds it."""
    whole = with_coming(scene, coming, booked)
    there = {one.code for one in scene.clerks}
    others = [
        counter_of(hall, manners, one)
        for one in all_counters(hall).values()
        if one.code not in there and one.settings.services
    ]
    means = {code: fmean(its) if len(its) else 0.0 for code, its in manners.manner.times.items()}
    order = ranked([*scene.clerks, *others], work_of(scene.line, whole, means))
    moments = quarters(hall.at, hall.at + AHEAD)[1:-1]
    if (moments[0] - hall.at).total_seconds() < QUARTER / 2:
        moments = moments[1:]  # so little of a quarter is left that nobody opens a counter for it
    ends = [(one - hall.at).total_seconds() for one in moments]
    found = staffing(whole, manners.manner, targets_of(hall), order=order, ends=ends, random=chances)
    return {
        "days": coming.days,
        "order": [one.code for one in order],
        "quarters": [quarter_kept(until, one) for until, one in zip(moments, found, strict=True)],
    }


def quarter_kept(until: datetime, one: StaffedQuarter) -> list[int]:
    """Return a quarter of an hour as it is kept (`told.Quarter`)."""
    numbers = one.counters, 100 * one.share, one.comes, *one.people
    return [micro(until), *(round(number) for number in numbers)]


def what_if(
    hall: HallSnapshot,
    scene: Scene,
    manners: Manners,
    *,
    coming: tuple[ComingNow, ComingNow],
    booked: Sequence[Booked],
    changes: Changes,
) -> dict[str, Any]:
    """Return what would come of changes, as JSON holds it; `coming`: now, and with the changes."""
    targets = targets_of(hall)
    fewest, most = RUNS
    runs = min(most, max(fewest, IN_ALL // max(1, len(scene.line))))
    now = outlook(with_coming(scene, coming[0], booked), manners.manner, targets, chances(), runs=runs)
    changed = replace(scene, clerks=changed_clerks(hall, scene.clerks, manners, changes))
    then = outlook(with_coming(changed, coming[1], booked), manners.manner, targets, chances(), runs=runs)
    return {
        "days": coming[0].days,
        "people": [round(float(np.isfinite(one.came).sum(axis=1).mean())) for one in (now, then)],
        "now": side(now, targets),
        "then": side(then, targets),
        "difference": percent(then.share() - now.share()),
    }


def side(one: Outlook, targets: Mapping[str, float]) -> dict[str, Any]:
    """Return one of the two halls."""
    return {"share": percent(one.share()), "waits": {code: waits_said(one.waits_of(code)) for code in targets}}


def percent(shares: Floats) -> list[int]:
    """Return what a share is nine of ten times at least, on average, and nine of ten times at most; per cent."""
    (low, high), mean = np.quantile(shares, (0.1, 0.9)), shares.mean()
    return [round(100 * float(one)) for one in (min(low, mean), mean, max(high, mean))]


def waits_said(waits: Floats) -> list[int | None] | None:
    """Return the range of a service's waits in seconds; None where nobody waits or comes, points without an end too."""
    return [None if one is None else round(one) for one in range_of(waits)] if len(waits) else None


def changed_clerks(hall: HallSnapshot, clerks: Sequence[Clerk], manners: Manners, changes: Changes) -> list[Clerk]:
    """Return the counters with what might be done."""
    found = {one.code: one for one in clerks}
    for code in changes.open:
        counter = all_counters(hall)[code]
        if code not in found:
            found[code] = counter_of(hall, manners, counter)
        elif counter.state not in STAFFED:
            found[code] = replace(found[code], away=min(found[code].away or 0.0, OPENS_IN))
    if changes.more:
        found[EXTRA] = Clerk(EXTRA, dict.fromkeys(changes.more, 1.0), away=OPENS_IN)
    for code, services in changes.serves.items():
        if code in found:
            primary = found[code].primary & set(services)
            found[code] = replace(found[code], serves=dict.fromkeys(services, 1.0), primary=primary)
    for code in changes.pause:
        if code in found and found[code].away is None:
            lasts = changes.minutes * 60.0
            later = [one for one in found[code].pauses if one[0] >= lasts]
            found[code] = replace(found[code], pauses=((0.0, lasts), *later))
    return list(found.values())
