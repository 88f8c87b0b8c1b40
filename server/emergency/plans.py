"""What an emergency plan says: organisation, response, measures, recovery; without all four it is not in force."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from server.floor.hallfile import LONG, Misplaced, Model, Words
from server.kernel.languages import N_
from server.kernel.refusals import unfit

MOST_ROLES: Final = 7  # directly under one commander (ISO 22320); 5 is best
LEADERS: Final = {"supervisor", "manager"}
OWN: Final = ("acknowledge", "size_up", "stabilise", "recover")  # the commander's steps in every plan

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,29}$", description="its name in the plan")]
Minutes = Annotated[float, Field(gt=0, le=480)]


class MeasureEffect(StrEnum):
    """What a measure does."""

    STOP_ISSUE = "stop_issue"
    SLOW_ISSUE = "slow_issue"
    HOLD_LINE = "hold_line"
    ANNOUNCE = "announce"
    INSTRUCT = "instruct"


class Direction(StrEnum):
    """Where an instruction points."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    STAY = "stay"


class Gives(StrEnum):
    """What a step leaves behind."""

    COUNT = "count"
    EXITS = "exits"
    CALL = "call"
    REPORT = "report"
    WORDS = "words"


class Criterion(StrEnum):
    """What must be so before an incident is called under control, recovered from or closed."""

    PEOPLE = "people"
    EXITS = "exits"
    MEASURES = "measures"


def leads_out(act: MeasureEffect, way: Direction | None) -> bool:
    """Return whether a measure sends people out of the hall."""
    return act is MeasureEffect.INSTRUCT and way not in {None, Direction.STAY}


class PlanRole(Model):
    """Somebody's part in the plan."""

    code: Code
    name: Words = Field(description=N_("as the incident room shows it"))
    who: Literal["clerk", "reviewer", "supervisor", "manager"] = Field(
        description=N_("whose sign-in confirms its steps")
    )
    about: Words | None = Field(default=None, description=N_("who that is here: counter 1, the guard, two volunteers"))
    counters: Literal["reception", "processing", "consultation", "all"] | None = Field(
        default=None,
        description=N_(
            "counters that have it while they are open, until whoever leads names somebody; else all of these"
        ),
    )
    each: bool = Field(
        default=False, description=N_("everyone who has it confirms each step; else one of them is enough")
    )


class Contact(Model):
    """Whom to call."""

    name: Words = Field(description=N_("who"))
    about: Words | None = Field(default=None, description=N_("what they can do"))
    phone: str = Field(min_length=1, max_length=40, description=N_("the number"))


class Organisation(Model):
    """Who leads, who does what, whom to call."""

    commander: str = Field(description="the role that leads; its sign-in is a supervisor's or manager's")
    roles: list[PlanRole] = Field(min_length=1, description="all roles, the commander among them")
    contacts: list[Contact] = Field(min_length=1, description="whom to call")


class RecoveryStep(Model):
    """One step of a role on the way back to normal."""

    code: Code
    role: str = Field(description=N_("whose step it is"))
    text: Annotated[Words, LONG] = Field(description=N_("what to do, short"))
    limit: Minutes = Field(description=N_("minutes from its beginning, the stage's or the recovery's; then it goes up"))
    gives: Gives | None = Field(
        default=None, description=N_("what confirming it leaves behind; without it a tick is enough")
    )
    ends: list[str] = Field(default=[], description=N_("measures that end when it is confirmed"))
    takes: list[str] = Field(default=[], description=N_("measures that are taken when it is confirmed"))


class PlanStep(RecoveryStep):
    """One step of a role while it happens."""

    stage: int = Field(default=1, ge=1, le=5, description=N_("with which stage it begins"))


class Response(Model):
    """What is done, by whom, within which time."""

    acknowledge: Minutes = Field(default=1, description="minutes until somebody has taken the lead")
    size_up: Minutes = Field(default=5, description="minutes until it is known how bad it is")
    look_again: Minutes = Field(default=30, description="minutes after which the stage is looked at again")
    under_control: list[Criterion] = Field(
        default=[Criterion.MEASURES],
        description="what must be so before it is called under control, numbers come again and it is closed, or a"
        " reason is given: people (under three quarters of the limit for five minutes), exits (said to be clear),"
        " measures (ended)",
    )
    steps: list[PlanStep] = Field(min_length=1, description="the steps, each role's in its order")


class PlanMeasure(Model):
    """What is done to the line, or said to everyone."""

    code: Code
    act: MeasureEffect = Field(description=N_("what it does to the line, or where people read it"))
    name: Words = Field(description=N_("what its button says"))
    text: Annotated[Words, LONG] = Field(
        description=N_("what people read: the reason, or the announcement; <wbr> where a line may break")
    )
    more: Annotated[Words | None, LONG] = Field(
        default=None, description=N_("on the whole display: what else, in smaller type")
    )
    way: Direction | None = Field(default=None, description=N_("on the whole display: where its arrow points"))
    seconds: int | None = Field(
        default=None, ge=10, le=3600, description=N_("slowing the numbers: seconds between two of a service")
    )
    spoken: bool = Field(default=True, description=N_("the hall display says an announcement or instruction aloud"))
    stage: int | None = Field(default=None, ge=1, le=5, description=N_("the stage with which it is taken by itself"))
    implies: list[str] = Field(
        default=[],
        description=N_("measures that are taken and end with it; an arrow that leads out holds the line anyway"),
    )

    @model_validator(mode="after")
    def slow_has_its_seconds(self) -> Self:
        """Refuse slow_issue without its seconds."""
        if self.act is MeasureEffect.SLOW_ISSUE and self.seconds is None:
            raise unfit(N_("slowing the numbers needs its seconds between two numbers; add them"))
        return self


class Recovery(Model):
    """How the hall comes back to normal."""

    steps: list[RecoveryStep] = Field(min_length=1, description=N_("the steps, each role's in its order"))


@dataclass(frozen=True, slots=True)
class PlanFault:
    """What does not fit in a plan, and where: ("response", "steps", 2, "role")."""

    text: str
    at: tuple[str | int, ...]
    values: Mapping[str, str] = field(default_factory=dict)


class Plan(Model):
    """A plan for one kind of incident."""

    kind: Code
    name: Words = Field(description="what happens: Crowding")
    about: Words = Field(description="when to start it, in one line")
    stages: list[Words] = Field(min_length=1, max_length=5, description="what each stage means, the mildest first")
    raised: bool = Field(default=True, description="offered at counters; false: only the silent alarm or the system")
    organisation: Organisation = Field(description="part one: who leads, who does what, whom to call")
    response: Response = Field(description="part two: steps by role with their limits")
    measures: list[PlanMeasure] = Field(min_length=1, description="part three: what is done to the line, what is said")
    recovery: Recovery = Field(description="part four: the way back")

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Refuse roles, stages and names that do not fit."""
        for fault in self.faults():
            raise Misplaced(fault.text.format(**fault.values), *fault.at)
        return self

    def faults(self) -> Iterator[PlanFault]:
        """Yield what does not fit, and where."""
        roles = {role.code: role for role in self.organisation.roles}
        leader = roles.get(self.organisation.commander)
        if leader is None or leader.who not in LEADERS:
            yield PlanFault(
                N_("the commander must be one of the roles, a supervisor's or manager's"), ("organisation", "commander")
            )
        parts: tuple[tuple[str, Sequence[RecoveryStep]], ...] = (
            ("response", self.response.steps),
            ("recovery", self.recovery.steps),
        )
        for part, steps in parts:
            for place, step in enumerate(steps):
                if step.role not in roles:
                    text = N_("there is no role “{role}”; add it or correct the name")
                    yield PlanFault(text, (part, "steps", place, "role"), {"role": step.role})
        yield from self.measures_unknown(parts)
        for at, place, stage in self.stages_named():
            if stage > len(self.stages):
                yield PlanFault(N_("there is no such stage; add it to stages"), (*at, place, "stage"))
        yield from self.named_twice()

    def measures_unknown(self, parts: Sequence[tuple[str, Sequence[RecoveryStep]]]) -> Iterator[PlanFault]:
        """Yield where measures are named that there are not."""
        known = {measure.code for measure in self.measures}
        named: list[tuple[list[str], tuple[str | int, ...]]] = [
            (one.implies, ("measures", place, "implies")) for place, one in enumerate(self.measures)
        ]
        for part, steps in parts:
            for place, step in enumerate(steps):
                named += [(step.ends, (part, "steps", place, "ends")), (step.takes, (part, "steps", place, "takes"))]
        for codes, at in named:
            for code in codes:
                if code not in known:
                    text = N_("there is no measure “{measure}”; add it or correct the name")
                    yield PlanFault(text, at, {"measure": code})

    def stages_named(self) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """Yield where stages are named, and which."""
        for place, step in enumerate(self.response.steps):
            yield ("response", "steps"), place, step.stage
        for place, measure in enumerate(self.measures):
            yield ("measures",), place, measure.stage or 1

    def named_twice(self) -> Iterator[PlanFault]:
        """Yield the names that are there more than once."""
        for name in twice([*OWN, *(step.code for step in self.steps)]):
            text = N_("two steps are named “{name}”; {own} are in every plan already")
            yield PlanFault(text, ("response", "steps"), {"name": name, "own": ", ".join(OWN)})
        for name in twice(role.code for role in self.organisation.roles):
            yield PlanFault(N_("two roles are named “{name}”"), ("organisation", "roles"), {"name": name})
        for name in twice(measure.code for measure in self.measures):
            yield PlanFault(N_("two measures are named “{name}”"), ("measures",), {"name": name})

    @property
    def steps(self) -> list[RecoveryStep]:
        """All steps, those of the response first."""
        return [*self.response.steps, *self.recovery.steps]

    def step(self, code: str) -> RecoveryStep | None:
        """Return a step of the plan; None for those that are in every plan."""
        return next((step for step in self.steps if step.code == code), None)

    def measure(self, code: str) -> PlanMeasure | None:
        """Return a measure of the plan."""
        return next((measure for measure in self.measures if measure.code == code), None)

    @property
    def commander(self) -> PlanRole:
        """Who leads."""
        return self.role(self.organisation.commander)

    def role(self, code: str) -> PlanRole:
        """Return a role of the plan."""
        return next(role for role in self.organisation.roles if role.code == code)


def twice(names: Iterable[str]) -> list[str]:
    """Return the names that are there more than once."""
    return [name for name, times in Counter(names).items() if times > 1]
