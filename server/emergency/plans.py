"""What an emergency plan says: organisation, response, measures, recovery; without all four it is not in force."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, Self

import structlog
from pydantic import Field, model_validator

from server.floor.configuration import read_file
from server.floor.hallfile import Misplaced, Model, Words
from server.kernel.refusals import Fault

log = structlog.get_logger()
FOLDER: Final = Path(__file__).parents[2] / "config" / "plans"
MOST_ROLES: Final = 7  # directly under one commander (ISO 22320); 5 is best
LEADERS: Final = {"supervisor", "manager"}
OWN: Final = ("acknowledge", "size_up", "stabilise", "recover")  # the commander's steps in every plan

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,29}$", description="its name in the plan")]
Minutes = Annotated[float, Field(gt=0, le=480)]


class Act(StrEnum):
    """What a measure does."""

    STOP_ISSUE = "stop_issue"
    SLOW_ISSUE = "slow_issue"
    HOLD_LINE = "hold_line"
    ANNOUNCE = "announce"
    INSTRUCT = "instruct"


class Way(StrEnum):
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


class PlanRole(Model):
    """Somebody's part in the plan."""

    code: Code
    name: Words = Field(description="as the incident room shows it")
    who: Literal["clerk", "reviewer", "supervisor", "manager"] = Field(description="whose sign-in confirms its steps")
    about: Words | None = Field(default=None, description="who that is here: counter 1, the guard, two volunteers")
    counters: Literal["reception", "processing", "consultation", "all"] | None = Field(
        default=None,
        description="counters that have it while they are open, until the commander names somebody; else all of `who`",
    )
    each: bool = Field(default=False, description="everyone who has it confirms each step; else one of them is enough")


class Contact(Model):
    """Whom to call."""

    name: Words = Field(description="who")
    about: Words | None = Field(default=None, description="what they can do")
    phone: str = Field(min_length=1, max_length=40, description="the number")


class Organisation(Model):
    """Who leads, who does what, whom to call."""

    commander: str = Field(description="the role that leads; its sign-in is a supervisor's or manager's")
    roles: list[PlanRole] = Field(min_length=1, description="all roles, the commander among them")
    contacts: list[Contact] = Field(min_length=1, description="whom to call")


class RecoveryStep(Model):
    """One step of a role on the way back to normal."""

    code: Code
    role: str = Field(description="whose step it is")
    text: Words = Field(description="what to do, short")
    limit: Minutes = Field(description="minutes from its beginning, the stage's or the recovery's; then it goes up")
    gives: Gives | None = Field(
        default=None,
        description="what confirming it leaves behind: count (of people, by hand), exits (clear or not), call (whom,"
        " when), report (of the situation), words (in one's own); else a tick is enough",
    )
    ends: list[str] = Field(default=[], description="measures that end when it is confirmed")
    takes: list[str] = Field(default=[], description="measures that are taken when it is confirmed")


class PlanStep(RecoveryStep):
    """One step of a role while it happens."""

    stage: int = Field(default=1, ge=1, le=5, description="with which stage it begins")


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
    act: Act = Field(description="stop_issue, slow_issue, hold_line, announce or instruct (takes the whole display)")
    name: Words = Field(description="what its button says")
    text: Words = Field(description="what people read: the reason, or the announcement; <wbr> where a line may break")
    more: Words | None = Field(default=None, description="instruct: what else, in smaller type")
    way: Way | None = Field(default=None, description="instruct: where its arrow points; stay: no arrow")
    seconds: int | None = Field(
        default=None, ge=10, le=3600, description="slow_issue: between two numbers of a service"
    )
    spoken: bool = Field(default=True, description="the hall display says an announcement or instruction aloud")
    stage: int | None = Field(default=None, ge=1, le=5, description="the stage with which it is taken by itself")
    implies: list[str] = Field(
        default=[], description="measures that are taken and end with it; an arrow that leads out holds the line anyway"
    )

    @property
    def leads_out(self) -> bool:
        """Whether it sends people out of the hall."""
        return self.act is Act.INSTRUCT and self.way not in {None, Way.STAY}

    @model_validator(mode="after")
    def slow_has_its_seconds(self) -> Self:
        """Refuse slow_issue without its seconds."""
        if self.act is Act.SLOW_ISSUE and self.seconds is None:
            raise Misplaced("slow_issue needs its seconds; add them", "seconds")
        return self


class Recovery(Model):
    """How the hall comes back to normal."""

    steps: list[RecoveryStep] = Field(min_length=1, description="the steps, each role's in its order")


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
        for text, at in self.faults():
            raise Misplaced(text, *at)
        return self

    def faults(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Yield what does not fit, and where."""
        roles = {role.code: role for role in self.organisation.roles}
        leader = roles.get(self.organisation.commander)
        if leader is None or leader.who not in LEADERS:
            yield "the commander must be one of the roles, a supervisor's or manager's", ("organisation", "commander")
        parts: tuple[tuple[str, Sequence[RecoveryStep]], ...] = (
            ("response", self.response.steps),
            ("recovery", self.recovery.steps),
        )
        for part, steps in parts:
            for place, step in enumerate(steps):
                if step.role not in roles:
                    yield f"there is no role “{step.role}”; add it or correct the name", (part, "steps", place, "role")
        yield from self.measures_unknown(parts)
        for at, place, stage in self.stages_named():
            if stage > len(self.stages):
                yield "there is no such stage; add it to stages", (*at, place, "stage")
        yield from self.named_twice()

    def measures_unknown(
        self, parts: Sequence[tuple[str, Sequence[RecoveryStep]]]
    ) -> Iterator[tuple[str, tuple[str | int, ...]]]:
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
                    yield f"there is no measure “{code}”; add it or correct the name", at

    def stages_named(self) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """Yield where stages are named, and which."""
        for place, step in enumerate(self.response.steps):
            yield ("response", "steps"), place, step.stage
        for place, measure in enumerate(self.measures):
            yield ("measures",), place, measure.stage or 1

    def named_twice(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Yield the names that are there more than once."""
        for name in twice([*OWN, *(step.code for step in self.steps)]):
            yield f"two steps are named “{name}”; {', '.join(OWN)} are in every plan already", ("response", "steps")
        for name in twice(role.code for role in self.organisation.roles):
            yield f"two roles are named “{name}”", ("organisation", "roles")
        for name in twice(measure.code for measure in self.measures):
            yield f"two measures are named “{name}”", ("measures",)

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


def read_plans(folder: Path | None = None) -> dict[str, Plan]:
    """Return the plans of a folder by kind; raise `Fault` with file, line and remedy where one does not fit."""
    found: dict[str, Plan] = {}
    for path in sorted((folder or FOLDER).glob("*.toml")):
        plan = read_file(path, Plan)
        if plan.kind != path.stem:
            raise Fault(f"{path}, line 1: kind is “{plan.kind}”; name the file {plan.kind}.toml, or correct the kind")
        under = len(plan.organisation.roles) - 1
        if under > MOST_ROLES:
            log.warning("more roles than one person can lead", plan=str(path), roles=under, at_most=MOST_ROLES)
        found[plan.kind] = plan
    return found
