"""Somebody who joined from elsewhere says at the kiosk that they are there: by their page's code, or its QR code."""

import re
from typing import Final

from server.appointments.codes import code_hash, typed
from server.appointments.refusals import UnknownAppointment
from server.feature.arrivals import Arrival
from server.floor.reads.tickets import ticket_by_secret, ticket_of
from server.joining.commands import arrive
from server.joining.reads import Joining, by_code, joining_of
from server.kernel.languages import N_, words
from server.store.hall import UnitOfWork

PATH: Final = re.compile(r"/t/([^/?#\s]+)")
THERE: Final = N_("You are in the line with your number. It is called like any from now on.")


def find(hall: UnitOfWork, said: str) -> Arrival:
    """Return who is there now, and have their number be called from now on."""
    one = whose(hall, said)
    if one is None:
        raise UnknownAppointment
    arrive(hall, ticket=one.ticket)
    ticket = ticket_of(hall, one.ticket)
    return Arrival(
        None, ticket.service, ticket.counts_from, ticket.language, words(THERE), ticket=ticket.id, link=one.link
    )


def whose(hall: UnitOfWork, said: str) -> Joining | None:
    """Return whose code, or whose page's address, it is."""
    page = PATH.search(said)
    if page is None:
        return by_code(hall, code_hash(typed(said)))
    ticket = ticket_by_secret(hall, page[1])
    return None if ticket is None else joining_of(hall, ticket)
