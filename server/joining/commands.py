"""What can be done by phone: join the line, say that one is there; and what becomes of those who are not."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import insert

from server.appointments.codes import code_hash, new_code
from server.appointments.reads import has_code
from server.floor.calling import Waiting
from server.floor.classes import in_class
from server.floor.commands.issue import Issued, issue
from server.floor.events.tickets import TicketCancelled
from server.floor.events.visits import ServiceChanged, VisitPlanned
from server.floor.intake import Intake
from server.floor.issuing import follows
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import ticket_of, tickets_of
from server.floor.reads.turns import turns
from server.floor.refusals import UnknownService
from server.floor.states import TicketState
from server.joining.distance import too_near_or_far
from server.joining.events import LAPSE, AwayLapsed, AwayPassed, TicketArrived
from server.joining.reads import by_code, kept_until, of_phone, phone_of
from server.joining.refusals import DoorCodeOver, NotAway, NotByPhone, PhoneHasNumber, WaitsAlready
from server.joining.settings import SETTINGS, CountsFrom
from server.joining.tables import joinings
from server.news.commands import tell
from server.news.letters import KEPT
from server.news.reads import followers_of
from server.security.rights import May
from server.store.hall import UnitOfWork
from server.store.prepared import Prepared
from server.store.sealed import fingerprint

KEEP: Final = Prepared(insert(joinings))
DOOR, HOME = "door", "home"
WAITS: Final = (TicketState.WAITING, TicketState.CALLED, TicketState.HELD)


def phone_hash(phone: str) -> str:
    """Return what is kept of what a phone's browser keeps."""
    return fingerprint(f"phone {phone}")


def join(
    hall: UnitOfWork, *, service: str, at_the_door: bool, phone: str, intake: Intake,
    secret: Callable[[int], str], link: Callable[[str], str],
) -> Issued:  # fmt: skip
    """Give a number to a phone: to one that scanned the code at the door, or from elsewhere where the hall lets it.

    At the door it counts from now, as at a kiosk. `link` makes the address of the ticket's page from its secret.
    """
    hall.actor.must(May.ISSUE)
    settings = SETTINGS.of(hall)
    if not (settings.door if at_the_door else settings.home):
        raise DoorCodeOver if settings.door else NotByPhone
    if service not in all_services(hall):
        raise UnknownService(service=service)
    hashed = phone_hash(phone)
    if len(of_phone(hall, hashed)) >= settings.most:
        raise PhoneHasNumber
    must_wait_once(hall, hashed, [service])
    if not at_the_door:
        intake = in_class(hall_now(hall).settings, intake, alone=True)
        refusal = too_near_or_far(turns(hall).new[service, intake.priority_class].wait, settings)
        if refusal is not None:
            raise refusal
    issued = issue(hall, service=service, secret=secret, intake=intake, away=not at_the_door)
    code = None if at_the_door else new_code(lambda one: has_code(hall, one) or by_code(hall, one) is not None)
    row = {"hall_id": hall.id, "ticket": issued.ticket.id, "way": DOOR if at_the_door else HOME, "phone_hash": hashed}
    row |= {"code": code, "code_hash": None if code is None else code_hash(code), "link": link(issued.secret)}
    hall.write_unlogged(KEEP, row | {"at": hall.at}, shown=False)
    return issued


def must_wait_once(hall: UnitOfWork, phone: str, services: Sequence[str], besides: int = 0) -> None:
    """Refuse a service for which a phone waits already with another number than `besides`, where the hall wants that.

    Known is the phone alone: a mailbox may be a family's, and an appointment is a promise that was given.
    """
    if not SETTINGS.of(hall).once:
        return
    for one in tickets_of(hall, [each.ticket for each in of_phone(hall, phone) if each.ticket != besides]):
        for service in services:
            if one.state in WAITS and service in one.visit:
                raise WaitsAlready(number=one.number or "", service=service)


def planned(hall: UnitOfWork, fact: VisitPlanned | ServiceChanged) -> None:
    """Refuse that a phone's number is for a service, too, for which another number of the same phone waits."""
    phone = phone_of(hall, fact.ticket)
    after = set(fact.after) - set(fact.before) if isinstance(fact, VisitPlanned) else {fact.service}
    if phone is not None and after:
        must_wait_once(hall, phone, sorted(after), besides=fact.ticket)


def arrive(hall: UnitOfWork, *, ticket: int) -> None:
    """Have somebody from elsewhere be in the hall: from now on they are called. Said again nothing changes."""
    hall.actor.must(May.ISSUE)
    found = ticket_of(hall, ticket)
    if found.state is TicketState.WAITING and not found.away:
        return
    if found.state is not TicketState.WAITING:
        raise NotAway
    counts = found.counts_from
    if SETTINGS.of(hall).home_counts is CountsFrom.ARRIVING:
        own, service = hall_now(hall).settings, all_services(hall).get(found.service)
        if service is not None:
            counts = follows(own, service, hall.at, priority_class=found.priority_class).counts_from
    hall.record(TicketArrived(ticket=ticket, counts_from=counts))


def passed_over(hall: UnitOfWork, who: list[Waiting]) -> None:
    """Keep the places of those who were not there at their turn, for as long as the hall says."""
    until = hall.at + timedelta(minutes=SETTINGS.of(hall).keeps)
    for one in who:
        if kept_until(hall, one.id) is None and ticket_of(hall, one.id).away:
            hall.record(AwayPassed(ticket=one.id, until=until))
            for follower in followers_of(hall, one.id):
                tell(hall, follower, KEPT, until=until)


def lapse(hall: UnitOfWork, ticket: int) -> None:
    """End the place of somebody who did not come: the deadline's handler; who came, or gave it up, keeps what is."""
    found = ticket_of(hall, ticket)
    hall.record(AwayLapsed(ticket=ticket, came=not found.away or found.state is not TicketState.WAITING))
    if found.away and found.state is TicketState.WAITING:
        hall.record(TicketCancelled(ticket=ticket, before=found.state))


REACTIONS: Final = ((VisitPlanned, planned), (ServiceChanged, planned))
HANDLERS: Final = {LAPSE: lapse}
