"""What goes in and out of the hall's HTTP calls."""

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from server.floor.calibration import Range
from server.floor.commands.supervise import Then
from server.floor.reads.halls import CounterNow
from server.floor.reads.tickets import Ticket
from server.floor.states import CounterState, Outcome, PauseReason, PrintState, TicketState
from server.floor.visit import MOST, parted
from server.kernel import patterns
from server.kernel.languages import N_, Words
from server.kernel.moments import Day, Moment
from server.kernel.refusals import unfit

Language = Literal["zh-Hant", "zh-Hans", "en"]
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]  # as the columns that keep it
MOST_DAYS: Final = 366
PriorityCode = Annotated[str, Field(pattern=patterns.SHORT_NAME)]
Party = Annotated[int, Field(ge=1, le=20, description="people who come together")]


class Body(BaseModel):
    """A request's body: what it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class Span(Body):
    """Some days of the hall, both ends counted."""

    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse a period that ends before it begins, or is longer than a year."""
        if self.since and self.until and not timedelta() <= self.until - self.since < timedelta(days=MOST_DAYS):
            raise unfit(N_("The period must end after it begins, and span a year at most."))
        return self


class Free(Body):
    """Where the ticket of a counter goes that is freed or closed by who leads the floor."""

    then: Then = Field(default=Then.BACK, description="back: into the line with its place · done: its service is over")


class ForToday(Body):
    """What a counter serves until midnight."""

    services: list[str] = Field(max_length=60, description="letters; none: what it is set up for")


class Nothing(Body):
    """A command that needs no more than its address."""


Letter = Annotated[str, Field(min_length=1, max_length=2)]


class ForSomebody(Body):
    """What is taken down of a customer (`Intake`), and for which service."""

    service: str = Field(min_length=1, max_length=2, description="the service's letter, or two")
    priority: bool = Field(
        default=False, description="elderly, disabled, pregnant, with an infant, military; the reason is not asked"
    )
    priority_class: PriorityCode | None = Field(
        default=None, description="which of the hall's priority classes; with `priority` alone its first one"
    )
    party: Party = 1
    language: Language | None = None


class Issue(ForSomebody):
    """A wish for a number: of a service, or for an appointment, which says of which."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"service": "A"}],
            "anyOf": [{"required": ["service"]}, {"required": ["appointment"]}],
        },
    )

    service: str = Field(
        default="", min_length=1, max_length=2, description="the service's letter, or two; with an appointment its own"
    )
    name: str = Field(
        default="",
        max_length=60,
        description="as staff were told it: for a hall that calls by masked names; else unused",
    )
    appointment: str = Field(
        default="",
        min_length=1,
        max_length=300,
        description="the code of an appointment, or what is in the QR code of its page",
    )

    further: list[Letter] = Field(
        default=[], max_length=MOST - 1, description="other services of the same visit: one number for all of them"
    )
    in_order: bool = Field(
        default=False, description="in this very order; else one waits in all their lines, and whoever is free calls"
    )

    @model_validator(mode="after")
    def says_what_for(self) -> Self:
        """Refuse one that names neither."""
        if not self.service and not self.appointment:
            raise unfit(N_("Name a service, or an appointment."))
        return self


class Call(Body):
    """A call; naming a ticket is a call out of order and needs a reason."""

    ticket: Id | None = None
    reason: str = Field(default="", max_length=200)


class Open(Body):
    """Sitting down."""

    take_over: bool = Field(default=False, description="confirmed: take the counter over, or leave another one for it")


class Pause(Body):
    """Leaving for a while."""

    reason: PauseReason
    minutes: int | None = Field(default=None, ge=1, le=480)


class Hold(Body):
    """Setting a ticket aside."""

    mine: bool = Field(default=False, description="for who does it, wherever they sit; else for this counter")
    remind: int | None = Field(
        default=None,
        ge=0,
        le=240,
        description="minutes until the terminal says so; 0: never; none: as the hall wants it",
    )


class Return(Body):
    """A held or missed ticket comes back."""

    ticket: Id


class Transfer(Body):
    """Where a ticket goes on to."""

    service: str | None = Field(default=None, min_length=1, max_length=2)
    counter: str | None = Field(default=None, min_length=1, max_length=3)
    keep_place: bool = Field(default=True, description="it counts from when it did; else from now")


class Finish(Body):
    """How it ended."""

    outcome: Outcome = Outcome.DONE
    goes_on: bool = Field(
        default=True, description="a visit for several services goes on to the next; false: its customer wants no more"
    )


class Plan(Body):
    """What is left of a visit."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"services": ["A", "B"]}]})

    services: list[Letter] = Field(min_length=1, max_length=MOST, description="the first one first")
    in_order: bool = Field(
        default=False, description="in this very order; else one waits in all their lines, and whoever is free calls"
    )


class Change(Body):
    """The service that was meant, after a wrong choice."""

    service: Letter = Field(description="the number and the hour of arrival stay")


class Serve(ForSomebody):
    """Somebody without a ticket."""


class Print(Body):
    """What became of a slip."""

    state: PrintState
    detail: str = Field(default="", max_length=200, description="for the log")


class Later(Body):
    """When to be called at the earliest."""

    minutes: Literal[0, 5, 10, 15, 20, 30] = Field(description="0 takes the wish back")


class Stop(Body):
    """Stopping or resuming the issue of numbers."""

    stopped: bool
    until: Moment | None = Field(default=None, description="when numbers are given out again by themselves")


class Wait(BaseModel):
    """A wait in seconds: an 80 % interval with its median."""

    low: int
    likely: int
    high: int


class TicketAnswer(BaseModel):
    """A ticket."""

    id: int
    number: str | None
    service: str
    priority: bool
    priority_class: str | None = Field(default=None, description="of the hall's own classes; null: no priority")
    party: int
    language: str
    state: TicketState
    issued_at: datetime
    counts_from: datetime
    counter: str | None
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    print: str | None
    appointment: int | None = Field(default=None, description="which one it keeps; null: none")
    further: list[str] = Field(default=[], description="services of the visit that are to come after `service`")
    in_order: bool = Field(default=False, description="its customer wants them in this order")

    @field_validator("further", mode="before")
    @classmethod
    def letters(cls, kept: object) -> object:
        """Take them as the row has them."""
        return list(parted(kept)) if isinstance(kept, str | None) else kept


class IssuedAnswer(BaseModel):
    """A new number, with what was promised."""

    ticket: TicketAnswer
    ahead: int = Field(description="people who are called before it, at the counters that could take it")
    wait: Wait | None = Field(description="an 80 % interval; null: not known")
    soon: bool = Field(description="its turn is near: no time to leave the hall")
    served: bool = Field(description="somebody works at a counter that serves it")
    served_at: datetime | None = Field(description="not served now: when it will be, where that is known")
    track_url: str = Field(description="the slip's QR code: the holder's page")
    told: Words | None = Field(default=None, description="of an appointment: whether the customer is in time or late")


class CounterAnswer(BaseModel):
    """A counter."""

    code: str
    kind: str
    services: list[str]
    primary: list[str]
    state: CounterState
    clerk: int | None
    since: datetime | None
    pause_until: datetime | None


class CounterDone(BaseModel):
    """What a command at a counter did."""

    ticket: TicketAnswer | None
    counter: CounterAnswer
    why: str | None = Field(default=None, description="the rule's sentence: why this ticket")


def ticket_answer(ticket: Ticket) -> TicketAnswer:
    """Return a ticket as the API says it."""
    return TicketAnswer.model_validate(ticket, from_attributes=True)


def counter_answer(counter: CounterNow) -> CounterAnswer:
    """Return a counter as the API says it."""
    return CounterAnswer(
        code=counter.code,
        kind=counter.settings.kind,
        services=counter.settings.services,
        primary=counter.settings.primary,
        state=counter.state,
        clerk=counter.clerk,
        since=counter.since,
        pause_until=counter.pause_until,
    )


def wait_answer(wait: Range | None) -> Wait | None:
    """Return a forecast as the API says it."""
    return None if wait is None else Wait(low=wait.low, likely=wait.likely, high=wait.high)
