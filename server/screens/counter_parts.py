"""What a clerk's terminal is made of: desk, clerk, the ticket now, the line, what can be taken back."""

from datetime import datetime

from pydantic import Field

from server.feature.acts import OpenAct
from server.floor.states import Act, CounterKind, PauseReason
from server.screens.booked import Booked
from server.screens.parts import Part, Seconds, TicketLine, WaitRange, Words


class CounterPart(Part):
    """The counter itself."""

    code: str
    kind: CounterKind
    services: list[str] = Field(description="all that it serves, primary ones first")
    primary: list[str]


class Clerk(Part):
    """Who sits at the counter."""

    id: int
    name: str
    simulated: bool = Field(description="a simulated clerk of the demo: gives the counter back to whoever sits down")


class Pause(Part):
    """Why and until when a counter is paused."""

    reason: PauseReason
    since: datetime
    until: datetime | None


class Afterwards(Part):
    """What comes after the present service of a visit."""

    service: str
    here: bool = Field(description="the rule has the same number next here: it goes on at once, and nobody is called")
    counters: list[str] = Field(description="where it is served now; of a free order all that serve what is left")


class TicketNow(TicketLine):
    """The ticket called or served at this counter. A walk-in's number is empty."""

    name: str | None = Field(description="of the customer, where the hall calls by masked names and one was given")

    called_at: datetime | None
    started_at: datetime | None
    recalls: int
    next_recall_at: datetime | None = Field(description="when it is called again by itself")
    no_show_at: datetime | None = Field(description="when it counts as not come")
    waited: Seconds
    booked: Booked | None = Field(description="the appointment that it keeps; none: it keeps none")
    afterwards: Afterwards | None = Field(description="serving, of a visit for several services: what comes next")
    done: list[str] = Field(description="services of the visit that are done")


class CounterCase(Part):
    """A case of the ticket at this counter: how far it is, never whose."""

    id: int
    number: str
    service: str
    state: str
    state_name: Words
    escalated: bool


class Norm(Part):
    """How long the present service usually takes, in seconds."""

    usual_low: Seconds = Field(description="a quarter take less")
    usual_high: Seconds = Field(description="a quarter take more")
    norm: Seconds


class LineTicket(TicketLine):
    """A ticket of the counter's own line."""

    held_here: bool = Field(description="comes back to this counter first")
    not_before: datetime | None = Field(description="the customer asked to be called later; null once that time came")
    in_order: bool = Field(
        default=True, description="stands here already: the rule would have them next, so a call needs no reason"
    )
    returned: bool = Field(description="missed a call, has come back")
    booked: Booked | None = Field(description="the appointment that it keeps; none: it keeps none")
    away: bool = Field(description="took the number from elsewhere, and has not said yet that they are there")


class NextTicket(Part):
    """Who would be called, and the rule's sentence that says why."""

    ticket: LineTicket
    why: Words
    left_to: str | None = Field(
        default=None, description="a free counter that is to call them instead: it serves less, or is idle for longer"
    )


class ByItself(Part):
    """Whether the next person is called by itself here, and when."""

    wanted: bool = Field(description="chosen by who sits here")
    due_at: datetime | None = Field(description="when somebody is called; null: nobody is to be called, or not yet")
    seconds: Seconds = Field(description="how long the whole countdown is")
    stopped: bool = Field(description="not this time: it goes on by a key, or when the counter has had somebody")
    unanswered: bool = Field(description="stopped since nobody came to such a call and nobody pressed a key")
    acts: list[OpenAct]


class RollNow(Part):
    """The paper roll of a service that this counter has."""

    service: str
    next: str | None = Field(description="what is printed on its next number; null: nobody has said where it begins")


class HallWait(Part):
    """A service's line in the whole hall."""

    service: str
    name: Words
    count: int
    ahead: int = Field(description="people who would be called before a ticket taken now")
    wait: WaitRange | None = Field(description="of a ticket taken now")
    served: bool = Field(description="somebody works at a counter that serves it")
    target: Seconds
    mine: bool


class LastAct(Part):
    """What was done last at this counter."""

    what: str = Field(description="an act of floor/states.py: called, recalled, started …")
    number: str | None
    at: datetime


class Undo(Part):
    """What can still be taken back, and until when (ten seconds)."""

    what: Act
    number: str | None
    until: datetime


class Today(Part):
    """The counter's day so far."""

    served: int
    average: Seconds | None = Field(description="mean service time")
    no_shows: int


class Neighbour(Part):
    """Another counter, to transfer to."""

    code: str
    state: str
    services: list[str]
    takes: bool = Field(description="somebody is there, or comes back: a ticket can be sent on to it")


class KeptTicket(TicketLine):
    """A ticket that is not in the line but can come back: held here, or missed its call within the last 20 minutes."""

    since: datetime
    mine: bool = Field(default=False, description="held for who sits here, wherever that is")
    remind_at: datetime | None = Field(default=None, description="held: from when on they have been away for long")
    elsewhere: str | None = Field(
        default=None, description="the counter where that was, which nobody works at or which serves it no more"
    )
