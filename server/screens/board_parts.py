"""What the supervisor's board is made of; its view: board.py."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from server.crowd.levels import Level
from server.crowd.reads import Odd
from server.feature.acts import OpenAct
from server.floor.states import CounterState
from server.screens.parts import Part, WaitRange, Words
from server.security.health import State


class BoardAlert(Part):
    """The crowd alert that stands."""

    id: int
    stage: int = Field(description="2: dangerous")
    raised_at: datetime
    acknowledged: bool
    people: int = Field(description="when its stage was raised")
    limit: int = Field(description="that they had reached")


class BoardCrowd(Part):
    """How full the hall is."""

    people: int
    area: float | None = Field(description="m²")
    level: Level | Literal["unknown"] = Field(description="unknown where neither floor nor capacity is")
    since: datetime | None
    busy: int | None = Field(description="persons from which it is busy; null where no limit is known, as the next two")
    crowded: int | None
    dangerous: int | None
    alert: BoardAlert | None
    sensor: Odd | None = Field(description="who counts is to be looked at")


class Share(Part):
    """How many of how many."""

    kept: int
    of: int


class BoardCounter(Part):
    """A counter: its state, who sits there, whom it serves."""

    code: str
    state: CounterState
    services: list[str]
    clerk: str | None
    number: str | None
    since: datetime | None = Field(description="of the call, the service or the pause")
    norm: int | None = Field(description="seconds that its service usually takes")
    until: datetime | None = Field(description="paused: when it goes on")
    alarm: bool = Field(description="a silent alarm came from here, and is not over")


class BoardProfile(Part):
    """The work profile that holds."""

    name: Words
    by_hand: bool = Field(description="chosen by somebody, until the clock has another one hold")
    until: datetime | None = Field(description="when that is; null: not by itself")
    others: list["BoardProfileOffer"] = Field(description="what else could hold, to ask what would come of it")


class BoardProfileOffer(Part):
    """A work profile that could hold."""

    name: Words
    serves: str = Field(description="its counters with their services, as `what-if` takes them")


class BoardService(Part):
    """A service's line."""

    code: str
    name: Words
    waiting: int
    dots: str = Field(description="the first of the line, one sign each: o waits, p priority, l over target")
    over: int = Field(description="how many have waited longer than the target")
    longest: datetime | None = Field(description="arrival of who has waited longest")
    wait: WaitRange | None = Field(description="of a ticket taken now")
    target: int = Field(description="seconds")
    open_counters: list[str]
    served_at: datetime | None = Field(description="nobody serves it: when somebody will, where that is known")
    today: Share = Field(description="called within the target today")


class BoardQuarter(Part):
    """What a quarter of an hour needs."""

    until: datetime
    counters: int = Field(description="the fewest open ones that keep four of five within their target")
    enough: bool = Field(description="whether they do; else all there are")
    comes: int = Field(description="numbers that are expected, also by appointment")
    people: tuple[int, int] = Field(
        description="in the hall as it ends, with so many: nine of ten times at least, at most"
    )
    crowded: bool = Field(description="they may be so many that the hall is crowded")


class BoardStaffing(Part):
    """What the next two hours need."""

    days: int | None = Field(
        description="days of this weekday that arrivals are learned from; null: none, the last hour stands in"
    )
    order: list[str] = Field(description="counters in the order in which they would be opened")
    quarters: list[BoardQuarter]


class BoardStep(Part):
    """An open step of an incident."""

    text: Words
    role: Words
    due_at: datetime | None
    late: bool


class BoardIncident(Part):
    """An incident that goes on, silent ones too: who sees the board is who is to know."""

    id: int
    name: Words
    stage: Words
    state: str
    drill: bool
    silent: bool
    grave: bool = Field(description="beyond its first stage, late, or a threat to somebody")
    led_by: str | None = Field(description="name; null: nobody yet")
    counter: str | None = Field(description="where it was raised")
    raised_at: datetime
    done: int = Field(description="steps settled")
    steps: int = Field(description="of how many that are open or settled")
    late: int
    unanswered: bool = Field(description="raised, and nobody leads it")
    next: list[BoardStep] = Field(description="the open steps, the first due first; at most four")


class BoardTodo(Part):
    """What is to be done now, the most urgent first."""

    kind: str = Field(description="threat, alert, crowded, nobody, over … as the feature calls it whose it is")
    text: Words
    why: Words
    act: OpenAct | None = Field(description="what can be done here; null: nothing, or `to` leads to it")
    to: str | None = Field(description="address of the page where it is done, if not here")


class BoardDevice(Part):
    """A device that somebody should look at."""

    kind: str
    name: Words
    counter: str | None
    state: State
    why: str
    seen_at: datetime | None


class BoardRatings(Part):
    """Today's ratings."""

    by_score: dict[int, int] = Field(description="5 very satisfied … 1 very dissatisfied")
    not_rated: int
    follow_ups: int = Field(description="low ratings not settled yet")
    late: int = Field(description="of these, beyond their limit")
    tablet: Share = Field(description="services beside a tablet that asked for 20 seconds or was used, of how many")
