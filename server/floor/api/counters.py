"""Counters over HTTP: every act of a clerk."""

from flask import request

from server.floor.api.models import (
    Call,
    CounterDone,
    Finish,
    ForToday,
    Free,
    Hold,
    Nothing,
    Open,
    Pause,
    Plan,
    Return,
    Serve,
    Transfer,
    counter_answer,
    ticket_answer,
)
from server.floor.commands import call as calls
from server.floor.commands import counters, pool, serve, supervise, visits
from server.floor.commands.roll import next_of_roll
from server.floor.intake import Intake
from server.floor.reads.halls import CounterNow, counter_of, hall_now
from server.floor.reads.tickets import Ticket, ticket_of
from server.floor.why import why
from server.kernel.languages import negotiate
from server.security.rights import May
from server.security.web import Api
from server.store.hall import UnitOfWork

api = Api("Counters")
AT = "/halls/<hall>/counters/<counter>"


def done(hall: UnitOfWork, counter: str, ticket: Ticket | None, said: str | None = None) -> CounterDone:
    """Return what a command did, with the counter as it is now."""
    return CounterDone(
        ticket=ticket_answer(ticket) if ticket else None, counter=counter_answer(counter_of(hall, counter)), why=said
    )


def as_it_is(counter: CounterNow) -> CounterDone:
    """Return a counter without a ticket."""
    return CounterDone(ticket=None, counter=counter_answer(counter))


@api.command(f"{AT}/open", may=May.SERVE)
def open_counter(hall: UnitOfWork, counter: str, body: Open) -> CounterDone:
    """Sit down at a counter, or come back to it."""
    return as_it_is(counters.open_counter(hall, counter=counter, take_over=body.take_over))


@api.command(f"{AT}/pause", may=May.SERVE)
def pause(hall: UnitOfWork, counter: str, body: Pause) -> CounterDone:
    """Leave a counter for a while."""
    return as_it_is(counters.pause_counter(hall, counter=counter, reason=body.reason, minutes=body.minutes))


@api.command(f"{AT}/close", may=May.SERVE)
def close(hall: UnitOfWork, counter: str, body: Nothing) -> CounterDone:
    """Leave a counter for good."""
    return as_it_is(counters.close_counter(hall, counter=counter))


@api.command(f"{AT}/call", may=May.SERVE)
def call(hall: UnitOfWork, counter: str, body: Call) -> CounterDone:
    """Call the next person, or with a reason a certain one; pressed again, the same ticket."""
    if body.ticket is None:
        called = calls.call_next(hall, counter=counter)
    else:
        called = calls.call_ticket(hall, counter=counter, ticket=body.ticket, reason=body.reason)
    sentence = why(called.ticket, called.reason, hall_now(hall).settings, at=hall.at, said=called.said)
    return done(
        hall, counter, ticket_of(hall, called.ticket.id), sentence[negotiate(request.headers.get("Accept-Language"))]
    )


@api.command(f"{AT}/roll", may=May.SERVE)
def roll(hall: UnitOfWork, counter: str, body: Nothing) -> CounterDone:
    """Call the next number of the paper roll, which is counted on; where somebody waits already, them."""
    called = next_of_roll(hall, counter=counter)
    sentence = why(called.ticket, called.reason, hall_now(hall).settings, at=hall.at, said=called.said)
    return done(
        hall, counter, ticket_of(hall, called.ticket.id), sentence[negotiate(request.headers.get("Accept-Language"))]
    )


@api.command(f"{AT}/recall", may=May.SERVE)
def recall(hall: UnitOfWork, counter: str, body: Nothing) -> CounterDone:
    """Repeat the call."""
    return done(hall, counter, calls.recall(hall, counter=counter))


@api.command(f"{AT}/start", may=May.SERVE)
def start(hall: UnitOfWork, counter: str, body: Nothing) -> CounterDone:
    """Begin to serve whom the counter called."""
    return done(hall, counter, serve.start(hall, counter=counter))


@api.command(f"{AT}/no-show", may=May.SERVE)
def no_show(hall: UnitOfWork, counter: str, body: Nothing) -> CounterDone:
    """Say that nobody came."""
    return done(hall, counter, calls.no_show(hall, counter=counter))


@api.command(f"{AT}/hold", may=May.SERVE)
def hold(hall: UnitOfWork, counter: str, body: Hold) -> CounterDone:
    """Set the present ticket aside: it goes into the counter's pool, or into one's own."""
    return done(hall, counter, pool.hold(hall, counter=counter, mine=body.mine, remind=body.remind))


@api.command(f"{AT}/call-back", may=May.SERVE)
def call_back(hall: UnitOfWork, counter: str, body: Return) -> CounterDone:
    """Call somebody out of the pool, in any order."""
    called = pool.call_back(hall, counter=counter, ticket=body.ticket)
    return done(hall, counter, ticket_of(hall, called.ticket.id))


@api.command(f"{AT}/return", may=May.SERVE)
def bring_back(hall: UnitOfWork, counter: str, body: Return) -> CounterDone:
    """Put a held ticket, or one that missed its call, back into the line."""
    return done(hall, counter, serve.bring_back(hall, counter=counter, ticket=body.ticket))


@api.command(f"{AT}/transfer", may=May.SERVE)
def transfer(hall: UnitOfWork, counter: str, body: Transfer) -> CounterDone:
    """Send the present ticket on."""
    return done(
        hall,
        counter,
        serve.transfer(
            hall, counter=counter, service=body.service, to_counter=body.counter, keep_place=body.keep_place
        ),
    )


@api.command(f"{AT}/finish", may=May.SERVE)
def finish(hall: UnitOfWork, counter: str, body: Finish) -> CounterDone:
    """End the service."""
    return done(hall, counter, serve.finish(hall, counter=counter, outcome=body.outcome, goes_on=body.goes_on))


@api.command(f"{AT}/visit", may=May.SERVE)
def plan(hall: UnitOfWork, counter: str, body: Plan) -> CounterDone:
    """Say what whom the counter has came for: another service than they took, further ones, or fewer."""
    return done(hall, counter, visits.plan_here(hall, counter=counter, services=body.services, in_order=body.in_order))


@api.command(f"{AT}/serve", may=May.SERVE)
def serve_at_once(hall: UnitOfWork, counter: str, body: Serve) -> CounterDone:
    """Serve somebody who has no ticket."""
    return done(
        hall,
        counter,
        serve.serve_at_once(hall, counter=counter, service=body.service, intake=Intake.of(body)),
    )


@api.command(f"{AT}/free", may=May.DIRECT)
def free(hall: UnitOfWork, counter: str, body: Free) -> CounterDone:
    """Take the ticket away from any counter: back into the line with its place, or as served."""
    return as_it_is(supervise.free_counter(hall, counter=counter, then=body.then))


@api.command(f"{AT}/close-for", may=May.DIRECT)
def close_for(hall: UnitOfWork, counter: str, body: Free) -> CounterDone:
    """Close any counter, whoever sits there."""
    return as_it_is(supervise.close_for(hall, counter=counter, then=body.then))


@api.command(f"{AT}/services", may=May.DIRECT)
def services(hall: UnitOfWork, counter: str, body: ForToday) -> CounterDone:
    """Have a counter serve other services until midnight."""
    return as_it_is(supervise.move_services(hall, counter=counter, services=body.services))


@api.command(f"{AT}/undo", may=May.SERVE)
def undo(hall: UnitOfWork, counter: str, body: Nothing) -> CounterDone:
    """Take back a call, a no-show or a finish, within ten seconds."""
    return done(hall, counter, calls.undo(hall, counter=counter))
