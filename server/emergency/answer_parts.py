"""What an incident is made of, as programs and screens get it; put together: answers.py."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from server.emergency.states import Exits, IncidentState, StepState
from server.feature.acts import AskedField, OpenAct
from server.kernel.languages import Words


class Answer(BaseModel):
    """A frozen piece of an answer."""

    model_config = ConfigDict(frozen=True)


class StandingNow(Answer):
    """A criterion before a move, with its live figures."""

    criterion: str = Field(description="people | exits | measures")
    met: bool
    text: Words


class HolderNow(Answer):
    """Somebody who has a role just now."""

    counter: str | None
    staff: int | None
    name: str = Field(description="of the person, or of who sits at the counter; empty: nobody known")


class Task(Answer):
    """A step of a role."""

    id: int
    code: str
    text: Words
    role: str
    role_name: Words
    who: str = Field(description="the sign-in role that confirms it: clerk | reviewer | supervisor | manager")
    holder: str = Field(description="the sign-in role that it went up to, when late; else as `who`")
    phase: str = Field(description="lead | response | recovery")
    stage: int
    state: StepState
    next: bool = Field(description="the role's next open step: the one to confirm")
    ahead: int = Field(description="steps that are to be settled before it, of any role")
    limit: int | None = Field(description="seconds")
    opened_at: datetime | None
    due_at: datetime | None = Field(description="by when it is to be confirmed; one that is late keeps it")
    settled_at: datetime | None
    by: str | None = Field(description="name of who confirmed or waived it")
    took: int | None = Field(description="seconds from its opening to its confirmation")
    late: int = Field(description="how often it was not confirmed in time; it went up each time")
    fields: list[AskedField] = Field(description="what is asked of whoever confirms it; empty: a tick is enough")
    answer: list[Words] = Field(description="what it left behind")
    done: int | None = Field(description="how many counters have confirmed it, where each does")
    of: int | None = Field(description="of how many")
    eases: bool = Field(description="numbers or calls go on with it")
    ends: list[Words] = Field(description="measures that end with it")
    takes: list[Words] = Field(description="measures that are taken with it")
    back: int | None = Field(description="staff number of who can still take it back")
    back_until: datetime | None


class RoleNow(Answer):
    """A role of the plan."""

    code: str
    name: Words
    about: Words | None
    who: str
    leads: bool
    each: bool = Field(description="every counter that has it confirms each step")
    named: bool = Field(description="whoever leads has named who has it")
    holders: list[HolderNow] = Field(description="who has it just now; empty: everyone of `who`")


class ContactNow(Answer):
    """Whom to call."""

    name: Words
    about: Words | None
    phone: str


class PlannedMeasure(Answer):
    """A measure that the plan offers."""

    code: str
    act: str
    name: Words
    text: Words
    stage: int | None = Field(description="the stage with which it is taken by itself")
    holds: int | None = Field(description="number of the measure while it holds")
    implies: list[Words] = Field(description="names of the measures taken with it")
    told: bool = Field(description="people read it: its text can be written anew in the moment")
    eases: bool = Field(description="numbers or calls go on when it ends")


class MeasureNow(Answer):
    """A measure that was taken."""

    id: int
    code: str | None
    act: str = Field(description="stop_issue | slow_issue | hold_line | announce | instruct")
    text: Words
    seconds: int | None
    spoken: bool
    taken_at: datetime
    ended_at: datetime | None
    implied: bool = Field(description="taken with another measure, and ends with it")


class LogLine(Answer):
    """A line of the incident's log: added to, never changed."""

    seq: int
    at: datetime
    event: str
    who: str | None = Field(description="name; null: the system")
    text: Words
    note: str | None = Field(description="in somebody's own words")


class MoveNow(Answer):
    """A move that is open from the present state."""

    name: str
    says: Words
    needs: list[str]
    standings: list[StandingNow] = Field(description="what must be so before it; else it wants a reason")


class IncidentHead(Answer):
    """An incident in few words."""

    id: int
    kind: str
    name: Words
    state: IncidentState
    stage: int
    stages: list[Words]
    drill: bool
    silent: bool
    counter: str | None = Field(description="where it was raised, if at a counter")
    raised_at: datetime
    led_by: str | None
    acknowledged_at: datetime | None
    look_again_at: datetime | None
    looks_late: int
    closed_at: datetime | None
    review_by: datetime | None
    reviewed_at: datetime | None
    review_late: bool


class IncidentAnswer(IncidentHead):
    """An incident with plan, tasks and log."""

    about: Words
    plan: int = Field(description="the plan's version")
    roles: list[RoleNow]
    contacts: list[ContactNow]
    tasks: list[Task] = Field(description="in the order in which each role does them")
    offers: list[PlannedMeasure]
    measures: list[MeasureNow]
    moves: list[MoveNow] = Field(description="open from the present state")
    log: list[LogLine] = Field(description="the oldest first")
    last_drill: datetime | None = Field(description="when this plan was last drilled before")
    exits: Exits | None = Field(description="as last said")
    exits_at: datetime | None
    acts: list[OpenAct] = Field(description="what can be done now, by whom and with what")
