"""Who has a role in an incident: named by whoever leads, instead of whom the plan says."""

from server.emergency.commands.measures import must_run
from server.emergency.events.leading import RoleGiven
from server.emergency.plan_reads import plan_of
from server.emergency.refusals import OfThoseWhoLead, UnknownHolder, UnknownRole
from server.emergency.role_reads import given_of, staff_of
from server.floor.reads.halls import all_counters
from server.security.rights import May
from server.store.hall import UnitOfWork


def give_role(hall: UnitOfWork, *, incident: int, role: str, counters: list[str], staff: list[int]) -> None:
    """Name the counters and people that have a role; none: as the plan says. Said twice, nothing changes."""
    hall.actor.must(May.LEAD_INCIDENT)
    found = must_run(hall, incident)
    if found.silent:
        raise OfThoseWhoLead
    plan = plan_of(hall, found.kind, found.plan)
    if role not in {one.code for one in plan.organisation.roles}:
        raise UnknownRole(role=role)
    here, known = all_counters(hall), {one.id for one in staff_of(hall)}
    for holder in [*(one for one in counters if one not in here), *(one for one in staff if one not in known)]:
        raise UnknownHolder(holder=holder)
    wanted = tuple(sorted({*counters}, key=list(here).index)), tuple(sorted({*staff}))
    before = given_of(hall, incident).get(role)
    if wanted != ((before.counters, before.people) if before is not None else ((), ())):
        hall.record(RoleGiven(incident=incident, role=role, counters=wanted[0], people=wanted[1]))
