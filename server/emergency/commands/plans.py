"""Bringing plans into force."""

from collections.abc import Mapping

from server.emergency.commands.drills import await_first
from server.emergency.events.incidents import PlanSet
from server.emergency.plan_reads import newest_plans
from server.emergency.plans import Plan
from server.security.rights import May
from server.store.hall import HallWork


def set_plans(hall: HallWork, wanted: Mapping[str, Plan]) -> int:
    """Bring a hall's plans to what their files say; return how many changed. An incident that runs keeps its own.

    A hall with plans awaits a drill.
    """
    hall.actor.must(May.SET_UP)
    present = newest_plans(hall)
    changed = 0
    for kind in sorted({*present, *wanted}):
        version, before = present.get(kind, (0, None))
        after = wanted[kind].model_dump_json(exclude_defaults=True) if kind in wanted else None
        if before != after:
            hall.record(PlanSet(kind=kind, version=version + 1, before=before, after=after))
            changed += 1
    if wanted:
        await_first(hall)
    return changed
