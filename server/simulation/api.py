"""The demo's controls over HTTP: how fast customers come, what day it is, who serves. Registered in a demo only."""

from typing import Literal

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from server.floor.commands.counters import SIMULATED
from server.floor.hallfile import Person
from server.floor.reads.halls import CounterNow, all_counters, all_services
from server.floor.reads.tickets import ticket_of, waiting_counts
from server.kernel.languages import Words
from server.kernel.refusals import Forbidden
from server.security import reads as people
from server.security.actors import ActorKind
from server.security.authenticator import LOOPBACK, Authenticator
from server.security.serving import who_asks
from server.security.web import Api
from server.simulation.life import LifeSettings
from server.simulation.living import Living
from server.store.hall import HallSnapshot

Pace = Literal[0, 1, 5, 20, 60]
DayName = Literal["quiet", "busy", "rush"]
Serve = Literal["served", "manual"]


class Change(BaseModel):
    """What is to be otherwise; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    pace: Pace | None = Field(default=None, description="times real time; 0: nobody new comes")
    day: DayName | None = None
    counters: Serve | None = Field(default=None, description="served: by themselves; manual: only by people")


class DemoLine(BaseModel):
    """A service's line."""

    service: str
    name: Words
    count: int


class DemoDesk(BaseModel):
    """A counter."""

    code: str
    state: str
    number: str | None
    clerk: str | None
    simulated: bool


class DemoSignIn(BaseModel):
    """Somebody as whom one can sign in."""

    username: str
    role: str
    name: str


class DemoHall(BaseModel):
    """The demo's hall as it is now."""

    pace: int
    day: str
    counters: Serve
    running: bool
    hall: str
    waiting: list[DemoLine]
    desks: list[DemoDesk]
    sign_ins: list[DemoSignIn]
    kiosk_url: str | None


def demo_api(living: Living, *, sign_ins: list[Person], kiosk_url: str | None) -> Api:
    """Return the demo's routes, for one living hall."""
    api = Api("Demo")
    known = [DemoSignIn(username=one.username, role=one.role, name=one.name) for one in sign_ins]

    def as_it_is() -> DemoHall:
        with living.store.look(living.hall_id) as hall:
            counts, counters = waiting_counts(hall), all_counters(hall).values()
            return DemoHall(
                pace=living.settings.pace,
                day=living.settings.day,
                counters="served" if living.settings.served else "manual",
                running=living.running,
                hall=living.hall.code,
                waiting=[
                    DemoLine(service=one.code, name=one.name, count=counts.get(one.code, 0))
                    for one in all_services(hall).values()
                ],
                desks=[desk(hall, counter) for counter in counters],
                sign_ins=known,
                kiosk_url=kiosk_url,
            )

    @api.public("GET", "/demo")
    def look() -> DemoHall:
        """See the demo's hall."""
        return as_it_is()

    @api.public("POST", "/demo")
    def change(authenticator: Authenticator, body: Change) -> DemoHall:
        """Change how the demo's hall lives: from this machine, or signed in as staff."""
        must_be_near(authenticator)
        now = living.settings
        living.change(
            LifeSettings(
                pace=now.pace if body.pace is None else body.pace,
                day=body.day or now.day,
                served=now.served if body.counters is None else body.counters == "served",
            )
        )
        return as_it_is()

    return api


def desk(hall: HallSnapshot, counter: CounterNow) -> DemoDesk:
    """Return a counter with its number and clerk."""
    member = people.member(hall, counter.clerk) if counter.clerk is not None and counter.clerk < SIMULATED else None
    return DemoDesk(
        code=counter.code,
        state=counter.state,
        number=ticket_of(hall, counter.ticket).number if counter.ticket is not None else None,
        clerk=member.name if member else None,
        simulated=counter.clerk is not None and counter.clerk >= SIMULATED,
    )


def must_be_near(authenticator: Authenticator) -> None:
    """Refuse whoever is neither on this machine nor staff, and pages of other sites."""
    if "Origin" in request.headers and not authenticator.from_our_page(request.environ):
        raise Forbidden
    if (request.remote_addr or "").startswith(LOOPBACK):
        return
    if who_asks(authenticator)[0].kind is not ActorKind.STAFF:
        raise Forbidden
