"""A visit as its holder sees it: done, now, to come and when; and what it may be for besides."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from server.floor.opening import is_open
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import Ticket
from server.floor.reads.turns import turns
from server.floor.reads.visits import legs_of
from server.floor.states import TicketState
from server.kernel.languages import LANGUAGES
from server.screens.parts import Part, Words
from server.store.hall import HallSnapshot


class VisitPart(Part):
    """A service of a visit, as its holder sees it."""

    service: str
    name: Words
    state: Literal["done", "now", "to_come"]
    counter: str | None = Field(default=None, description="done: where")
    ended_at: datetime | None = Field(default=None, description="done: when")
    begins: datetime | None = Field(default=None, description="to come: when at the earliest, where that is known")
    latest: datetime | None = Field(default=None, description="to come: when at the latest")


class Offered(Part):
    """A service that can be added to a visit, or taken instead."""

    code: str
    name: Words


def visit_parts(hall: HallSnapshot, ticket: Ticket) -> list[VisitPart]:
    """Return the services of a visit: what is done, what is now, what is to come and when."""
    done = [(leg.service, leg.counter, leg.ended_at) for leg in legs_of(hall, ticket)]
    if ticket.state is TicketState.DONE and ticket.counter and ticket.ended_at:
        done.append((ticket.service, ticket.counter, ticket.ended_at))
    parts = [
        VisitPart(service=code, name=named(hall, code), state="done", counter=counter, ended_at=at)
        for code, counter, at in done
    ]
    if ticket.state in {TicketState.DONE, TicketState.CANCELLED}:
        return parts
    coming = dict(turns(hall).coming.get(ticket.id, ()))
    parts.append(VisitPart(service=ticket.service, name=named(hall, ticket.service), state="now"))
    for code in ticket.visit[1:]:
        wait = coming.get(code)
        begins, latest = (hall.at + timedelta(seconds=each) for each in (wait.low, wait.high)) if wait else (None, None)
        parts.append(VisitPart(service=code, name=named(hall, code), state="to_come", begins=begins, latest=latest))
    return parts


def named(hall: HallSnapshot, service: str) -> Words:
    """Return a service's name; its letter where the hall does not have it any more."""
    found = all_services(hall).get(service)
    return dict.fromkeys(LANGUAGES, service) if found is None else found.name


def offered(hall: HallSnapshot, ticket: Ticket) -> list[Offered]:
    """Return what a visit may be for besides, just now."""
    settings = hall_now(hall).settings
    return [
        Offered(code=one.code, name=one.name)
        for one in all_services(hall).values()
        if one.code not in ticket.visit and is_open(settings, hall.at, one)
    ]
