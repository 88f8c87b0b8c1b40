"""Bringing plans into force: from files, or as they were written in the office."""

from collections.abc import Mapping

import structlog

from server.emergency.commands.drills import await_next
from server.emergency.drafts import Draft, as_plan, lacks
from server.emergency.events.drafts import PlanDrafted
from server.emergency.events.incidents import PlanSet
from server.emergency.plan_reads import drafts_of, newest_plans, parsed, versions_of
from server.emergency.plans import Plan
from server.emergency.refusals import NoDraft, NoPlan, OwnDraft, PlanLacks
from server.floor.refusals import ChangedMeanwhile
from server.security.actors import staff_number
from server.security.rights import May
from server.store.hall import UnitOfWork

log = structlog.get_logger()


def set_plans(hall: UnitOfWork, wanted: Mapping[str, Plan]) -> int:
    """Bring a hall's plans to what their files say, but for what a person put in force; return how many changed.

    An incident that runs keeps its own. A hall with plans awaits a drill.
    """
    hall.actor.must(May.SET_UP)
    present = newest_plans(hall)
    changed = 0
    for kind in sorted({*present, *wanted}):
        version, before = present.get(kind, (0, None))
        after = text_of(wanted[kind]) if kind in wanted else None
        if before != after and not approved_by_a_person(hall, kind):
            hall.record(PlanSet(kind=kind, version=version + 1, before=before, after=after))
            changed += 1
    await_next(hall)
    return changed


def approved_by_a_person(hall: UnitOfWork, kind: str) -> bool:
    """Return whether a person put a plan in force last: then it is not followed in its file."""
    newest = next(iter(versions_of(hall, kind)), None)
    kept = newest is not None and newest.approved_by is not None
    if kept:
        log.info("kept as set in the office", hall=hall.id, what="plan", kind=kind)
    return kept


def save_draft(hall: UnitOfWork, kind: str, draft: Draft | None, *, before: str | None) -> None:
    """Begin, change or (None) throw away the draft of a plan, as somebody saw it before."""
    hall.actor.must(May.WRITE_PLANS)
    now = drafts_of(hall).get(kind)
    present, after = now.text if now else None, None if draft is None else text_of(draft)
    if present != before:
        raise ChangedMeanwhile
    if present != after:
        hall.record(PlanDrafted(kind=kind, before=present, after=after, by=staff_number(hall)))


def draft_in_force(hall: UnitOfWork, kind: str) -> None:
    """Begin the draft of a new version from the one in force."""
    text = newest_plans(hall).get(kind, (0, None))[1]
    if text is None:
        raise NoPlan(kind=kind)
    if kind not in drafts_of(hall):
        save_draft(hall, kind, Draft.model_validate(parsed(text).model_dump()), before=None)


def put_in_force(hall: UnitOfWork, kind: str, *, before: str | None, others: frozenset[int]) -> int:
    """Put a draft in force, as whoever approves it saw it, and return its version.

    `others` are those who could approve it as well: while there are some, nobody approves what they wrote last.
    """
    hall.actor.must(May.APPROVE_PLANS)
    now = drafts_of(hall).get(kind)
    if now is None:
        raise NoDraft(kind=kind)
    if now.text != before:
        raise ChangedMeanwhile
    if next(lacks(now.draft), None) is not None:
        raise PlanLacks
    if now.changed_by == staff_number(hall) and others:
        raise OwnDraft
    version, was = newest_plans(hall).get(kind, (0, None))
    after = text_of(as_plan(now.draft))
    hall.record(PlanSet(kind=kind, version=version + 1, before=was, after=after, approved_by=staff_number(hall)))
    hall.record(PlanDrafted(kind=kind, before=now.text, after=None, by=staff_number(hall)))
    await_next(hall)
    return version + 1


def withdraw(hall: UnitOfWork, kind: str, *, version: int) -> None:
    """Withdraw the version of a plan that somebody saw in force."""
    hall.actor.must(May.APPROVE_PLANS)
    newest, text = newest_plans(hall).get(kind, (0, None))
    if text is None:
        raise NoPlan(kind=kind)
    if newest != version:
        raise ChangedMeanwhile
    hall.record(PlanSet(kind=kind, version=newest + 1, before=text, after=None, approved_by=staff_number(hall)))
    await_next(hall)


def text_of(plan: Plan) -> str:
    """Return a plan or draft as it is kept."""
    return plan.model_dump_json(exclude_defaults=True)
