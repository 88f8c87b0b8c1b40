"""What others may read of plans and incidents: typed values, never rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from server.emergency.plans import Direction, MeasureEffect, leads_out
from server.emergency.refusals import UnknownIncident, UnknownStep
from server.emergency.states import RUNNING, SETTLED, Exits, IncidentState, Phase, StepState
from server.emergency.tables import incident_log, incident_photos, incident_steps, incident_words, incidents, measures
from server.kernel.languages import Words
from server.security.rights import May
from server.store.hall import AnyActor, HallSnapshot, UnitOfWork
from server.store.journal import Entry
from server.store.tables import journal

HERE: BindParameter[Any] = bindparam("hall")
ALL = select(*list(incidents.c)[1:]).where(incidents.c.hall_id == HERE)
ONE = ALL.where(incidents.c.id == bindparam("incident"))
NEWEST = ALL.order_by(incidents.c.id.desc()).limit(bindparam("limit"))
BEFORE = ALL.where(incidents.c.id < bindparam("before")).order_by(incidents.c.id.desc()).limit(bindparam("limit"))
GOING_ON = ALL.where(incidents.c.state.in_([state.value for state in RUNNING])).order_by(incidents.c.id)
STEPS = (
    select(*list(incident_steps.c)[1:])
    .where(incident_steps.c.hall_id == HERE, incident_steps.c.incident == bindparam("incident"))
    .order_by(incident_steps.c.nth, incident_steps.c.id)
)
STEP = select(*list(incident_steps.c)[1:]).where(
    incident_steps.c.hall_id == HERE, incident_steps.c.id == bindparam("step")
)
MEASURES = (
    select(*list(measures.c)[1:])
    .where(measures.c.hall_id == HERE, measures.c.incident == bindparam("incident"))
    .order_by(measures.c.id)
)
HOLDING = (
    select(*list(measures.c)[1:], incidents.c.kind, incidents.c.plan)
    .join(incidents, (incidents.c.hall_id == measures.c.hall_id) & (incidents.c.id == measures.c.incident))
    .where(measures.c.hall_id == HERE, measures.c.ended_at.is_(None), measures.c.drill.is_(False))
    .order_by(measures.c.id)
)
LOG = (
    select(journal)
    .join(incident_log, (incident_log.c.hall_id == journal.c.hall_id) & (incident_log.c.id == journal.c.seq))
    .where(incident_log.c.hall_id == HERE, incident_log.c.incident == bindparam("incident"))
    .order_by(journal.c.seq)
)
LOGGED = select(incident_log.c.id).where(
    incident_log.c.hall_id == HERE, incident_log.c.incident == bindparam("incident")
)
WORDS = select(incident_words.c.entry, incident_words.c.text).where(
    incident_words.c.hall_id == HERE, incident_words.c.incident == bindparam("incident")
)
PHOTOS = (
    select(incident_photos.c.id, incident_photos.c.file)
    .where(incident_photos.c.hall_id == HERE, incident_photos.c.incident == bindparam("incident"))
    .order_by(incident_photos.c.id)
)
LAST_DRILL = select(func.max(incidents.c.raised_at)).where(
    incidents.c.hall_id == HERE,
    incidents.c.kind == bindparam("kind"),
    incidents.c.drill.is_(True),
    incidents.c.id < bindparam("before"),
)

DRILLS = select(incidents.c.id).where(
    incidents.c.hall_id == bindparam("hall"),
    incidents.c.id.in_(bindparam("incidents", expanding=True)),
    incidents.c.drill.is_(True),
)


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident."""

    id: int
    kind: str
    plan: int
    state: IncidentState
    stage: int
    drill: bool
    silent: bool
    counter: str | None
    raised_at: datetime
    leader: int | None
    acknowledged_at: datetime | None
    look_again_at: datetime | None
    closed_at: datetime | None
    review_by: datetime | None
    reviewed_at: datetime | None
    looks_late: int
    review_late: bool
    exits: Exits | None = field(default=None, kw_only=True)
    exits_at: datetime | None = field(default=None, kw_only=True)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.state in RUNNING


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an incident."""

    id: int
    incident: int
    code: str
    nth: int
    phase: Phase
    stage: int
    role: str
    who: str
    holder: str
    seconds: int | None
    state: StepState
    opened_at: datetime | None
    due_at: datetime | None
    settled_at: datetime | None
    by: int | None
    took: int | None
    late: int
    answer: str | None = None

    @property
    def settled(self) -> bool:
        """Whether nobody has to do it any more."""
        return self.state in SETTLED

    @property
    def limit_at(self) -> datetime | None:
        """By when it was to be confirmed at first, whoever it has gone up to since."""
        if self.opened_at is None or self.seconds is None:
            return None
        return self.opened_at + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class MeasureDone:
    """What was done to the line, or said."""

    id: int
    incident: int
    code: str | None
    act: MeasureEffect
    drill: bool
    text: Words
    more: Words | None
    seconds: int | None
    way: Direction | None
    spoken: bool
    taken_at: datetime
    ended_at: datetime | None
    implied_by: int | None

    @property
    def leads_out(self) -> bool:
        """Whether it sends people out of the hall."""
        return leads_out(self.act, self.way)


@dataclass(frozen=True, slots=True)
class AnnouncementMade(MeasureDone):
    """What everyone is told just now, and in which incident."""

    kind: str
    plan: int


def drills_among(hall: HallSnapshot, numbers: Sequence[int]) -> frozenset[int]:
    """Return those of some incidents that are drills."""
    rows = hall.connection.execute(DRILLS, {"hall": hall.id, "incidents": list(numbers)}) if numbers else ()
    return frozenset(row[0] for row in rows)


def incident_of(hall: HallSnapshot, number: int) -> Incident:
    """Return an incident; refuse a number that there is not."""
    row = hall.connection.execute(ONE, {"hall": hall.id, "incident": number}).first()
    if row is None:
        raise UnknownIncident(incident=number)
    return incident_row(row)


def may_know(actor: AnyActor, incident: Incident) -> bool:
    """Return whether an actor may know of an incident: of silent ones only who leads, and the auditor."""
    return not incident.silent or actor.may(May.SEE_BOARD)


def incidents_newest(hall: HallSnapshot, *, before: int | None, limit: int) -> list[Incident]:
    """Return incidents, the newest first, before a number."""
    question = {"hall": hall.id, "limit": limit}
    rows = hall.connection.execute(NEWEST if before is None else BEFORE, {**question, "before": before or 0})
    return [incident_row(row) for row in rows]


def going_on(hall: HallSnapshot) -> list[Incident]:
    """Return the incidents that are not closed, the oldest first; drills and silent ones too."""
    return hall.once(
        going_on, lambda: [incident_row(row) for row in hall.connection.execute(GOING_ON, {"hall": hall.id})]
    )


def incident_row(row: Any) -> Incident:
    """Return an incident from its row."""
    number, kind, plan, state, *rest = row[:-2]
    exits, exits_at = row[-2:]
    said = Exits(exits) if exits else None
    return Incident(number, kind, plan, IncidentState(state), *rest, exits=said, exits_at=exits_at)


def steps_of(hall: HallSnapshot, incident: int) -> list[Step]:
    """Return an incident's steps in the order in which a role does them."""
    return [step_row(row) for row in hall.connection.execute(STEPS, {"hall": hall.id, "incident": incident})]


def step_of(hall: HallSnapshot, incident: int, step: int) -> Step:
    """Return a step of an incident; refuse a number that it does not have."""
    row = hall.connection.execute(STEP, {"hall": hall.id, "step": step}).first()
    if row is None or row.incident != incident:
        raise UnknownStep(step=step)
    return step_row(row)


def step_row(row: Any) -> Step:
    """Return a step from its row."""
    number, incident, code, nth, phase, stage, role, who, holder, seconds, state, *rest = row
    return Step(
        number, incident, code, nth, Phase(phase), stage, role, who, holder, seconds, StepState(state), *rest
    )  # fmt: skip


def measures_of(hall: HallSnapshot, incident: int) -> list[MeasureDone]:
    """Return what was done in an incident, in order."""
    rows = hall.connection.execute(MEASURES, {"hall": hall.id, "incident": incident})
    return [MeasureDone(**measure_fields(row)) for row in rows]


def said_now(hall: HallSnapshot) -> list[AnnouncementMade]:
    """Return what everyone in the hall is told just now, in order; nothing of drills."""
    return hall.once(said_now, lambda: read_said(hall))


def read_said(hall: HallSnapshot) -> list[AnnouncementMade]:
    """Read what holds and is said."""
    rows = hall.connection.execute(HOLDING, {"hall": hall.id})
    found = [AnnouncementMade(**measure_fields(row[:-2]), kind=row[-2], plan=row[-1]) for row in rows]
    return [one for one in found if one.act in {MeasureEffect.ANNOUNCE, MeasureEffect.INSTRUCT}]


def measure_fields(row: Any) -> dict[str, Any]:
    """Return the fields of a measure from its row."""
    number, incident, code, act, drill, text, more, seconds, way, spoken, taken_at, ended_at, implied_by = row
    return {
        "id": number,
        "incident": incident,
        "code": code,
        "act": MeasureEffect(act),
        "drill": drill,
        "text": json.loads(text),
        "more": json.loads(more) if more else None,
        "seconds": seconds,
        "way": Direction(way) if way else None,
        "spoken": spoken,
        "taken_at": taken_at,
        "ended_at": ended_at,
        "implied_by": implied_by,
    }


def log_of(hall: HallSnapshot, incident: int) -> list[Entry]:
    """Return the entries of an incident's log; in a command also those that are written when it ends."""
    found = [Entry(*row) for row in hall.connection.execute(LOG, {"hall": hall.id, "incident": incident})]
    if not isinstance(hall, UnitOfWork) or not hall.written:
        return found
    its = {row[0] for row in hall.connection.execute(LOGGED, {"hall": hall.id, "incident": incident})}
    return [*found, *(Entry(**entry) for entry in hall.written if entry["seq"] in its)]  # type: ignore[arg-type]  # as sealed


def words_of(hall: HallSnapshot, incident: int) -> Mapping[int, str]:
    """Return entry → what somebody wrote with it."""
    return {row[0]: row[1] for row in hall.connection.execute(WORDS, {"hall": hall.id, "incident": incident})}


def photos_of(hall: HallSnapshot, incident: int) -> Mapping[int, str]:
    """Return photo → the address of its file, of an incident."""
    rows = hall.connection.execute(PHOTOS, {"hall": hall.id, "incident": incident})
    return {row.id: row.file for row in rows}


def last_drill(hall: HallSnapshot, kind: str, *, before: int) -> datetime | None:
    """Return when a plan was last drilled before an incident."""
    found: datetime | None = hall.connection.execute(
        LAST_DRILL, {"hall": hall.id, "kind": kind, "before": before}
    ).scalar()
    return found
