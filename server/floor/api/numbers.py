"""Giving out numbers over HTTP: to whoever comes, and to who comes by appointment."""

import secrets
from typing import Final

from flask import request

from server.feature.arrivals import Arrival, FindArrival
from server.floor.api.models import Issue, IssuedAnswer, ticket_answer, wait_answer
from server.floor.commands import issue as commands
from server.floor.intake import Intake
from server.floor.refusals import NoAppointments
from server.kernel.refusals import Missing
from server.security.authenticator import Authenticator
from server.security.rate_limiter import OF_CODES, RateLimiter
from server.security.rights import May
from server.security.shares import share_of
from server.security.web import Api, Key
from server.store.hall import UnitOfWork

SECRET_BYTES: Final = 16


def new_secret(hall: int) -> str:
    """Return a slip's secret: 128 random bits behind the hall's number, which says where to look."""
    return f"{hall}.{secrets.token_urlsafe(SECRET_BYTES)}"


def numbers_api(find: FindArrival | None) -> Api:
    """Return the route; `find` finds who comes by appointment, where a feature books any."""
    api = Api("Tickets")

    @api.command("/halls/<hall>/tickets", key=Key.REQUIRED, status=201, may=May.ISSUE)
    def issue(hall: UnitOfWork, body: Issue, authenticator: Authenticator) -> IssuedAnswer:
        """Give out the next number of a service, or the number for an appointment."""
        arrival = arrived(hall, body.appointment, find, authenticator.tries) if body.appointment else None
        if arrival is not None and arrival.ticket is not None:
            there = commands.in_line(hall, ticket=arrival.ticket, secret=arrival.link.rpartition("/t/")[2])
            return issued_answer(there, authenticator.public_url, arrival)
        return issued_answer(
            commands.issue(
                hall,
                service=arrival.service if arrival else body.service,
                secret=new_secret,
                intake=Intake.of(body),
                arrival=arrival,
                further=body.further,
                in_order=body.in_order,
                name="" if commands.chooses_alone(hall) else body.name,
            ),
            authenticator.public_url,
            arrival,
        )

    return api


def arrived(hall: UnitOfWork, said: str, find: FindArrival | None, tries: RateLimiter) -> Arrival:
    """Return who comes by appointment; whoever tries codes that open nothing has to wait, by their address."""
    if find is None:
        raise NoAppointments
    tries.check(OF_CODES, "codes from", share_of(request.remote_addr))
    try:
        return find(hall, said)
    except Missing:
        tries.count(OF_CODES, "codes from", share_of(request.remote_addr))
        raise


def issued_answer(issued: commands.Issued, public_url: str | None, arrival: Arrival | None = None) -> IssuedAnswer:
    """Return a new number as the API says it."""
    return IssuedAnswer(
        ticket=ticket_answer(issued.ticket),
        ahead=issued.place.ahead,
        wait=wait_answer(issued.place.wait),
        soon=issued.place.soon,
        served=bool(issued.desks),
        served_at=issued.back,
        track_url=f"{public_url}/t/{issued.secret}",
        told=arrival.told if arrival else None,
    )
