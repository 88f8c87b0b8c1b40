"""What can be done: follow a ticket, be told no more; and what is written at each turn of it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert

from server.floor.events.calls import TicketCalled, TicketMissed
from server.floor.events.services import ServiceLeftOpen, TicketFinished, TicketTransferred
from server.floor.events.tickets import TicketCancelled, TicketExpired
from server.floor.events.visits import VisitWentOn
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import Ticket, ticket_of
from server.floor.states import TicketState
from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Missing
from server.messages.commands import write
from server.messages.gateways.commands import admit, write_to
from server.messages.gateways.reads import Way, is_gateway, open_gateways
from server.messages.gateways.texts import text_of
from server.messages.letters import EMAIL, PUSH, Content, Kind
from server.news import letters
from server.news.events import EndedBy, FollowBegun, FollowEnded, NearTold
from server.news.reads import Follower, address_of, follower_of, followers_of
from server.news.tables import follower_addresses
from server.security.rights import May
from server.store.hall import UnitOfWork

MOST: Final = 3  # phones and mailboxes of one ticket
LIVE: Final = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.HELD, TicketState.NO_SHOW})
PUT = insert(follower_addresses)
FORGET = delete(follower_addresses).where(
    follower_addresses.c.hall_id == bindparam("hall"), follower_addresses.c.follower == bindparam("which")
)


class NothingToTell(Conflict):
    """The ticket is over, or being served: there is nothing to be told."""

    title = N_("Nothing more to tell")
    says = N_("This number is being served or is over; there is nothing more to tell about it.")


class EnoughFollow(Conflict):
    """As many phones and mailboxes follow a ticket as may."""

    title = N_("Enough are told")
    says = N_("{most} phones or mailboxes are told about this number already. Stop one of them first.")


class NobodyFollows(Missing):
    """Nobody of this number follows the ticket."""

    says = N_("That phone or mailbox is not told any more.")


def follow(hall: UnitOfWork, *, ticket: int, channel: str, recipient: str, language: str, link: str) -> int:
    """Have somebody be told about a ticket, and tell them so; the same address twice is one. Return its number."""
    if ticket_of(hall, ticket).state not in LIVE:
        raise NothingToTell
    there = followers_of(hall, ticket)
    for one in there:
        known = address_of(hall, one.id)
        if one.channel == channel and known is not None and known[0] == recipient:
            return one.id
    if len(there) >= MOST:
        raise EnoughFollow(most=MOST)
    number = hall.record(FollowBegun(ticket=ticket, channel=channel, language=language)).number
    row = {"hall_id": hall.id, "follower": number, "recipient": recipient, "link": link, "at": hall.at}
    hall.write_unlogged(PUT, row, shown=False)
    tell(hall, Follower(number, ticket, channel, language), letters.BEGUN)
    return number


def follow_by_number(hall: UnitOfWork, way: Way, *, ticket: int, number: str, language: str, link: str) -> int:
    """Have somebody be told at a phone number; refuse one that was written to too often. Return its number."""
    there = (address_of(hall, one.id) for one in followers_of(hall, ticket) if one.channel == way.channel)
    if number not in [known[0] for known in there if known is not None]:
        admit(hall, way, number)
    return follow(hall, ticket=ticket, channel=way.channel, recipient=number, language=language, link=link)


def end(hall: UnitOfWork, *, ticket: int, follower: int) -> None:
    """Have somebody be told no more; refuse who is not told about this ticket."""
    found = follower_of(hall, follower)
    if found is None or found.ticket != ticket:
        raise NobodyFollows
    ended(hall, found, EndedBy.CUSTOMER)


def ended(hall: UnitOfWork, one: Follower, by: EndedBy) -> None:
    """End it, and erase where it was."""
    hall.record(FollowEnded(ticket=one.ticket, follower=one.id, by=by))
    hall.write_unlogged(FORGET, {"hall": hall.id, "which": one.id}, shown=False)


def over(hall: UnitOfWork, follower: int) -> None:
    """End what is a day old: the deadline's handler."""
    if (found := follower_of(hall, follower)) is not None:
        ended(hall, found, EndedBy.TIME)


def result_ready(hall: UnitOfWork, *, ticket: int, counter: str, until: datetime) -> int:
    """Tell whoever follows a ticket where its result can be collected, and until when; return how many are told.

    Their addresses are known until the ticket ends: who tells it later keeps an address of its own.
    """
    hall.actor.must(May.SERVE, at=counter)
    told = followers_of(hall, ticket)
    for one in told:
        tell(hall, one, letters.READY, counter=counter, until=until)
    return len(told)


def tell(hall: UnitOfWork, one: Follower, what: Kind, *, until: datetime | None = None, counter: str = "") -> None:
    """Write one message; to whoever's address is erased nothing is written."""
    known = address_of(hall, one.id)
    if known is None:
        return
    recipient, link = known
    ticket = ticket_of(hall, one.ticket)
    settings = hall_now(hall).settings
    values = letters.values_of(settings, ticket, services(hall, ticket), one.language)
    form = "%H:%M" if what is letters.KEPT else "%Y-%m-%d"
    values |= {"until": f"{until.astimezone(settings.zone):{form}}"} if until else {}
    values |= {"counter": counter} if counter else {}
    if is_gateway(one.channel):
        by_phone(hall, one, what, recipient, {**values, "link": link})
        return
    subject, text = letters.words(what, one.language, values)
    body = json.dumps({"title": subject, "body": text, "url": link}) if one.channel == PUSH else f"{text}\n\n{link}\n"
    write(hall, kind=what, channel=one.channel, recipient=recipient, content=Content(subject, body))


def by_phone(hall: UnitOfWork, one: Follower, what: Kind, number: str, values: Mapping[str, object]) -> None:
    """Write one message to a phone number; by a gateway that was taken out or switched off nothing is written."""
    way = next((each for each in open_gateways(hall) if each.channel == one.channel), None)
    if way is not None:
        text = text_of(hall, letters.SHORT[what.name], one.language, **values)
        write_to(hall, way, kind=what, number=number, text=text)


def services(hall: UnitOfWork, ticket: Ticket) -> dict[str, str]:
    """Return the name of a ticket's service, by language."""
    found = all_services(hall).get(ticket.service)
    return {} if found is None else found.name


def near(hall: UnitOfWork, who: list[Follower]) -> None:
    """Tell whose turn is near, each once."""
    for one in who:
        hall.record(NearTold(ticket=one.ticket, follower=one.id))
        tell(hall, one, letters.NEAR)


def on_call(hall: UnitOfWork, fact: TicketCalled) -> None:
    """Tell who is called."""
    for one in followers_of(hall, fact.ticket):
        tell(hall, one, letters.TURN)


def on_miss(hall: UnitOfWork, fact: TicketMissed) -> None:
    """Tell who was called and did not come."""
    for one in followers_of(hall, fact.ticket):
        tell(hall, one, letters.MISSED)


def on_transfer(hall: UnitOfWork, fact: TicketTransferred) -> None:
    """Tell who was sent on."""
    for one in followers_of(hall, fact.ticket):
        tell(hall, one, letters.SENT_ON)


def on_going_on(hall: UnitOfWork, fact: VisitWentOn) -> None:
    """Tell who goes on to what else their visit is for; who stays at the counter knows."""
    for one in () if fact.stays else followers_of(hall, fact.ticket):
        tell(hall, one, letters.SENT_ON)


def on_end(hall: UnitOfWork, fact: TicketFinished | TicketCancelled | TicketExpired | ServiceLeftOpen) -> None:
    """Forget who was told about a ticket that is over."""
    for one in followers_of(hall, fact.ticket):
        ended(hall, one, EndedBy.TICKET)


REACTIONS: Final = (
    (TicketCalled, on_call),
    (TicketMissed, on_miss),
    (TicketTransferred, on_transfer),
    (VisitWentOn, on_going_on),
    (TicketFinished, on_end),
    (TicketCancelled, on_end),
    (TicketExpired, on_end),
    (ServiceLeftOpen, on_end),
)
CHANNELS: Final = (EMAIL, PUSH)
