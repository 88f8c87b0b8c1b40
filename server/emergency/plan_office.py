"""Emergency plans in the office: in force, being written, as they were; put in force by whoever read them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from server.emergency.commands import plans as commands
from server.emergency.drafts import PARTS, lacks, records_of
from server.emergency.plan_reads import (
    DraftNow,
    PlanVersion,
    drafts_of,
    general_plans,
    parsed,
    plans_in_force,
    versions_of,
)
from server.emergency.plans import Plan, PlanFault
from server.kernel.languages import N_
from server.kernel.refusals import NoSuchPage
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages, SetUpStep, Todo
from server.security import reads as people
from server.security.rights import ALLOWED, May
from server.store.hall import HEAD, HallSnapshot

pages: Final = Pages("plans", Path(__file__).parent / "plan_templates")
TITLES: Final[Mapping[str, str]] = {
    "roles": N_("Roles"),
    "contacts": N_("Whom to call"),
    "steps": N_("Steps"),
    "measures": N_("Measures"),
    "recovery": N_("The way back"),
}
NEW: Final[Mapping[str, str]] = {
    "roles": N_("Add a role"),
    "contacts": N_("Add a contact"),
    "steps": N_("Add a step"),
    "measures": N_("Add a measure"),
    "recovery": N_("Add a step of the way back"),
}
GROUPS: Final = (  # the four parts that a plan needs, and where each is written
    (N_("1 Organisation: who leads, who does what, whom to call"), ("roles", "contacts")),
    (N_("2 Response: what is done, by whom, within which time"), ("steps",)),
    (N_("3 Measures: what is done to the line, what people are told"), ("measures",)),
    (N_("4 Recovery: the way back"), ("recovery",)),
)


@pages.page("/<hall>/plans", may=May.SEE_PLANS, nav=Nav(N_("Running the hall"), N_("Emergency plans"), 20))
def plans_page(context: PageContext) -> str:
    """List the plans: in force, being written, or none yet."""
    with context.look() as hall:
        force, drafts, names = plans_in_force(hall), drafts_of(hall), people.names(hall)
        newest = {kind: next(iter(versions_of(hall, kind)), None) for kind in {*force, *general_plans()}}
    kinds = sorted({*force, *drafts, *general_plans()}, key=lambda kind: (kind not in general_plans(), kind))
    return context.render(
        "plans/plans.html",
        rows=[
            (kind, known_as(kind, force, drafts), force.get(kind), newest.get(kind), drafts.get(kind)) for kind in kinds
        ],
        names_of=lambda some: [context.pick(known_as(kind, force, drafts).name) for kind in some],
        missing=[kind for kind in general_plans() if kind not in force],
        to_write=[kind for kind in general_plans() if kind not in force and kind not in drafts],
        staff=names, lacking={kind: len(list(lacks(one.draft))) for kind, one in drafts.items()},
        write=context.may(May.WRITE_PLANS),
    )  # fmt: skip


def known_as(kind: str, force: Mapping[str, tuple[int, Plan]], drafts: Mapping[str, DraftNow]) -> Plan:
    """Return the plan that says what a kind is called: the draft, the one in force, else the template."""
    if kind in drafts:
        return drafts[kind].draft
    return force[kind][1] if kind in force else general_plans()[kind]


@pages.page("/<hall>/plans/<kind>", may=May.SEE_PLANS)
def plan_page(context: PageContext, kind: str) -> str:
    """Show a plan: its draft, what is in force, or an older version."""
    with context.look() as hall:
        draft, versions, names = drafts_of(hall).get(kind), versions_of(hall, kind), people.names(hall)
        others = could_approve(context)
    version = chosen(context, versions)
    writing = draft is not None and version is None
    plan = shown(kind, draft, versions, version)
    faults = list(lacks(draft.draft)) if draft is not None and writing else []
    return context.render(
        "plans/plan.html",
        kind=kind, plan=plan, draft=draft, version=version, versions=versions, staff=names, writing=writing,
        in_force=versions[0] if versions and versions[0].text is not None else None,
        groups=GROUPS, titles=TITLES, adding=NEW, records={part.name: records_of(plan, part) for part in PARTS},
        roles={role.code: role for role in plan.organisation.roles},
        faults=[(fault_said(context, plan, one), fault_part(one)) for one in faults],
        write=context.may(May.WRITE_PLANS), approve=context.may(May.APPROVE_PLANS),
        own=draft is not None and draft.changed_by == context.actor.id and bool(others),
    )  # fmt: skip


def chosen(context: PageContext, versions: list[PlanVersion]) -> PlanVersion | None:
    """Return the version that is asked for by its number; None: the draft, or else the newest."""
    wanted = context.asked.get("version", "")
    if not wanted:
        return None
    found = next((one for one in versions if str(one.version) == wanted and one.text is not None), None)
    if found is None:
        raise NoSuchPage
    return found


def shown(kind: str, draft: DraftNow | None, versions: list[PlanVersion], version: PlanVersion | None) -> Plan:
    """Return the plan that a page shows: the draft, a version, what was last in force, else the general steps."""
    if version is None and draft is not None:
        return draft.draft
    known = [version] if version else [one for one in versions if one.text is not None]
    if known and known[0].text is not None:
        return parsed(known[0].text)
    if kind not in general_plans():
        raise NoSuchPage
    return general_plans()[kind]


@pages.form("/<hall>/plans/<kind>", may=May.WRITE_PLANS, again=plan_page)
def begin_or_discard(context: PageContext, kind: str) -> Go:
    """Begin the draft of a new version, or throw a draft away."""
    with context.work() as hall:
        if "discard" in context.given:
            commands.save_draft(hall, kind, None, before=context.given.get("before"))
        else:
            commands.draft_in_force(hall, kind)
        left = kind in plans_in_force(hall) or "discard" not in context.given
    return context.go(f"plans/{kind}" if left else "plans", said="removed" if "discard" in context.given else None)


@pages.form("/<hall>/plans/<kind>/force", may=May.APPROVE_PLANS, again=plan_page)
def put_in_force(context: PageContext, kind: str) -> Go:
    """Put the draft in force as the reader saw it."""
    others = could_approve(context)
    with context.work() as hall:
        commands.put_in_force(hall, kind, before=context.given.get("before"), others=others)
    return context.go(f"plans/{kind}", said="saved")


@pages.form("/<hall>/plans/<kind>/withdraw", may=May.APPROVE_PLANS, again=plan_page)
def withdraw(context: PageContext, kind: str) -> Go:
    """Take a plan out of force."""
    seen = context.given.get("version", "")
    with context.work() as hall:
        commands.withdraw(hall, kind, version=int(seen) if seen.isdecimal() and len(seen) < 9 else 0)
    return context.go("plans", said="removed")


def could_approve(context: PageContext) -> frozenset[int]:
    """Return who else in this hall could put a plan in force."""
    with context.look(HEAD) as head:
        return frozenset(
            one.id
            for one in people.colleagues(head)
            if one.posts.get(context.hall) in ALLOWED[May.APPROVE_PLANS] and one.id != context.actor.id
        )


def fault_part(fault: PlanFault) -> str:
    """Return where on the page a fault is mended."""
    found = next((part.name for part in PARTS if fault.at[: len(part.path)] == part.path), None)
    return found or "about"


def fault_said(context: PageContext, plan: Plan, fault: PlanFault) -> str:
    """Say what a draft lacks, with the record's own words where it is about one."""
    said = context.t(fault.text, **fault.values)
    part = next((one for one in PARTS if fault.at[: len(one.path)] == one.path), None)
    place = fault.at[len(part.path)] if part is not None and len(fault.at) > len(part.path) else None
    if part is None or not isinstance(place, int):
        return said
    record: Any = records_of(plan, part)[place]
    return f"{context.pick(getattr(record, 'text', None) or getattr(record, 'name', None))}: {said}"


def has_own(hall: HallSnapshot) -> bool:
    """Return whether the hall has a plan of its own for whatever may happen in any hall."""
    return general_plans().keys() <= plans_in_force(hall).keys()


pages.set_up.append(SetUpStep(N_("Emergency plans"), "plans", has_own))


@pages.todo(may=May.WRITE_PLANS)
def plans_missing(context: PageContext, hall: HallSnapshot) -> list[Todo]:
    """Name the kinds of emergency for which the hall has no plan of its own."""
    own, drafts = plans_in_force(hall), drafts_of(hall)
    missing = [kind for kind in general_plans() if kind not in own]
    if not missing:
        return []
    named = context.listed(context.pick(known_as(kind, own, drafts).name) for kind in missing)
    return [
        Todo(
            what=context.t("No emergency plan of this hall's own: {plans}", plans=named),
            why=context.t("Until then general steps are followed, which name no exit and no telephone number."),
            to=context.path("plans"),
            act=context.t("To the plans"),
        )
    ]
