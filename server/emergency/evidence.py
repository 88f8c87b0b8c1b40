"""What plans, drills and incidents say of the regulation."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select

from server.emergency.commands.drills import EVERY, months_after
from server.emergency.drills import undrilled_since
from server.emergency.plan_reads import GENERAL, plans_in_force, plans_to_start
from server.emergency.plans import MeasureEffect
from server.emergency.states import StepState
from server.emergency.tables import incident_steps, incidents, measures, plans
from server.feature.evidence import Evidence, Found, Looked, RecordFound, Span, by_limit, found
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_, Words, words
from server.security.rights import May
from server.store.hall import HallSnapshot

ANNOUNCED_WITHIN: Final = timedelta(minutes=5)
SOON: Final = timedelta(days=30)  # of a drill
REVIEW_SOON: Final = timedelta(days=1)
ACKNOWLEDGE: Final = "acknowledge"
AT: Final = incidents.c.raised_at.type
HERE: Final[Any] = bindparam("hall")
SINCE: Final[Any] = bindparam("since", type_=AT)
UNTIL: Final[Any] = bindparam("until", type_=AT)
_STEPS: Final = (
    select(
        incident_steps.c.incident, incident_steps.c.code, incident_steps.c.opened_at, incident_steps.c.seconds,
        incident_steps.c.settled_at, incident_steps.c.state, incidents.c.kind,
    )
    .join(
        incidents,
        (incidents.c.hall_id == incident_steps.c.hall_id) & (incidents.c.id == incident_steps.c.incident),
    )
    .where(
        incident_steps.c.hall_id == HERE, incidents.c.drill.is_(False), incidents.c.silent.is_(False),
        incident_steps.c.seconds.is_not(None), incident_steps.c.opened_at >= SINCE, incident_steps.c.opened_at <= UNTIL,
    )
)  # fmt: skip
STEPS: Final = _STEPS.where(incident_steps.c.state != StepState.WAIVED.value)
FIRST_STEPS: Final = STEPS.where(incident_steps.c.code == ACKNOWLEDGE)
CLOSED: Final = select(
    incidents.c.id, incidents.c.closed_at, incidents.c.review_by, incidents.c.reviewed_at, incidents.c.kind
).where(
    incidents.c.hall_id == HERE, incidents.c.drill == bindparam("drill"), incidents.c.review_by.is_not(None),
    incidents.c.silent.is_(False), incidents.c.closed_at <= UNTIL,
    or_(incidents.c.closed_at >= SINCE, incidents.c.reviewed_at.is_(None), incidents.c.reviewed_at >= SINCE),
)  # fmt: skip
ANNOUNCED: Final = (
    select(incidents.c.id, incidents.c.raised_at, incidents.c.kind, func.min(measures.c.taken_at).label("first"))
    .select_from(
        incidents.outerjoin(
            measures,
            (measures.c.hall_id == incidents.c.hall_id)
            & (measures.c.incident == incidents.c.id)
            & measures.c.act.in_([MeasureEffect.ANNOUNCE.value, MeasureEffect.INSTRUCT.value]),
        )
    )
    .where(
        incidents.c.hall_id == HERE, incidents.c.drill.is_(False), incidents.c.silent.is_(False),
        incidents.c.raised_at >= SINCE, incidents.c.raised_at <= UNTIL,
    )
    .group_by(incidents.c.id, incidents.c.raised_at, incidents.c.kind)
)  # fmt: skip
WITHDRAWN: Final = select(plans.c.kind).where(plans.c.hall_id == HERE).distinct()


def rows_of(hall: HallSnapshot, question: Any, span: Span, **more: object) -> Sequence[Any]:
    """Return the rows of a question about a span."""
    return hall.connection.execute(question, {"hall": hall.id, "since": span.since, "until": span.until, **more}).all()


def named(hall: HallSnapshot, kind: str) -> Words:
    """Return what a plan is called; its kind where it is gone."""
    known = plans_to_start(hall).get(kind)
    return known[1].name if known is not None else words(kind)


def plans_current(hall: HallSnapshot, _span: Span) -> Looked:
    """Look at what may happen: kept where the hall has a plan of its own in force, as of now."""
    kinds = set(plans_to_start(hall)) | set(hall.connection.execute(WITHDRAWN, {"hall": hall.id}).scalars())
    own = plans_in_force(hall)
    lacking = [kind for kind in sorted(kinds) if kind not in own or own[kind][0] == GENERAL]
    return found(
        [RecordFound(Found.BROKEN, hall.at, named(hall, kind), "plans") for kind in lacking], len(kinds), hall.at
    )


def plans_whole(hall: HallSnapshot, _span: Span) -> Looked:
    """Look at the plans in force, as of now: each is read anew, and is none without its four parts."""
    own = plans_in_force(hall)
    return Looked(len(own), latest=hall.at if own else None)


def drills_in_time(hall: HallSnapshot, span: Span) -> Looked:
    """Look at each plan's last drill, as of now: not longer ago than half a year."""
    zone = hall_now(hall).settings.zone
    due = {kind: months_after(since, zone, EVERY) for kind, since in undrilled_since(hall).items()}
    late = [
        RecordFound(Found.LATE if by < span.until else Found.SOON, by, named(hall, kind), "incidents")
        for kind, by in due.items()
        if by < span.until + SOON
    ]
    return found(late, len(due), hall.at if due else None)


def reviews_in_time(hall: HallSnapshot, span: Span, *, drill: bool) -> Looked:
    """Look at what was closed: its after-action review was made by its limit."""
    rows = rows_of(hall, CLOSED, span, drill=drill)
    return found(list(unreviewed(hall, rows, span)), len(rows), newest(rows, "closed_at"))


def unreviewed(hall: HallSnapshot, rows: Sequence[Any], span: Span) -> Iterator[RecordFound]:
    """Yield those that were reviewed late, or are to be reviewed and late or nearly so."""
    for row in rows:
        way = by_limit(row.reviewed_at, row.review_by, until=span.until, near=REVIEW_SOON)
        if way is not None:
            yield RecordFound(way, row.closed_at, named(hall, row.kind), f"incidents/{row.id}")


def newest(rows: Sequence[Any], column: str) -> datetime | None:
    """Return the newest moment in a column."""
    return max((getattr(row, column) for row in rows), default=None)


def steps_in_time(hall: HallSnapshot, span: Span, question: Any = STEPS) -> Looked:
    """Look at the steps of incidents that have a limit: confirmed within it."""
    rows = rows_of(hall, question, span)
    stand = [
        (row, by_limit(row.settled_at, row.opened_at + timedelta(seconds=row.seconds), until=span.until))
        for row in rows
    ]
    late = [
        RecordFound(way, row.opened_at, named(hall, row.kind), f"incidents/{row.incident}") for row, way in stand if way
    ]
    return found(late, len(rows), newest(rows, "opened_at"))


def told_in_time(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the incidents: everyone was told what to do within five minutes."""
    rows = rows_of(hall, ANNOUNCED, span)
    late = [
        RecordFound(Found.BROKEN, row.raised_at, named(hall, row.kind), f"incidents/{row.id}")
        for row in rows
        if (row.first is None and span.until > row.raised_at + ANNOUNCED_WITHIN)
        or (row.first is not None and row.first > row.raised_at + ANNOUNCED_WITHIN)
    ]
    return found(late, len(rows), newest(rows, "raised_at"))


EVIDENCE: Final = (
    Evidence(
        "plans_current", ("R8.1.1",), N_("What may happen: kept when the hall has a plan of its own for it in force"),
        plans_current, to="plans", may=May.SEE_PLANS, now=True,
    ),
    Evidence(
        "plans_whole", ("R8.1.2",),
        N_("Plans in force: none comes into force without organisation, steps, measures and recovery"),
        plans_whole, to="plans", may=May.SEE_PLANS, now=True,
    ),
    Evidence(
        "drills_in_time", ("R8.2.1",), N_("Plans in force: kept when drilled within six months"),
        drills_in_time, to="incidents", may=May.SEE_INCIDENT, now=True,
    ),
    Evidence(
        "drills_reviewed", ("R8.2.2",), N_("Drills that are over: kept when reviewed by their limit"),
        lambda hall, span: reviews_in_time(hall, span, drill=True), to="incidents", may=May.SEE_INCIDENT,
        tolerated=0.1, risky=0.0,
    ),
    Evidence(
        "plans_started", ("R8.3.1",), N_("Incidents: kept when somebody took the lead within the plan’s limit"),
        lambda hall, span: steps_in_time(hall, span, FIRST_STEPS), to="incidents", may=May.SEE_INCIDENT,
        tolerated=0.1, risky=0.05,
    ),
    Evidence(
        "steps_in_time", ("R1.3.3", "R8.3.2"), N_("Steps of incidents: kept when confirmed within their limit"),
        steps_in_time, to="incidents", may=May.SEE_INCIDENT, tolerated=0.2, risky=0.1,
    ),
    Evidence(
        "told_in_time", ("R8.3.3",),
        N_("Incidents: kept when everyone in the hall was told what to do within five minutes"),
        told_in_time, to="incidents", may=May.SEE_INCIDENT, tolerated=0.1, risky=0.0,
    ),
    Evidence(
        "incidents_reviewed", ("R8.3.5",), N_("Incidents that are over: kept when reviewed by their limit"),
        lambda hall, span: reviews_in_time(hall, span, drill=False), to="incidents", may=May.SEE_INCIDENT,
        tolerated=0.1, risky=0.0,
    ),
)  # fmt: skip
