"""Rating a service that has ended: once, by the counter's tablet or by phone; never by staff."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import insert

from server.floor.opening import working_days_after
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import Ticket, ticket_of
from server.floor.reads.visits import legs_of
from server.floor.states import TicketState
from server.ratings import asking
from server.ratings.events import CONTACT, SETTLE, FollowUpOpened, RatingCorrected, RatingExplained, ServiceRated
from server.ratings.levels import LOW, Way
from server.ratings.reads import Leave, Rating, follow_up_of_ticket, leave_of, rating_of
from server.ratings.refusals import AlreadyRated, NotRated, NotServed, RatingOver, RatingTokenOld
from server.ratings.states import FOLLOW_UP
from server.ratings.tables import rating_words
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork

PHONE_RATES_FOR: Final = timedelta(hours=24)  # after the service
LATE: Final = timedelta(minutes=5)  # a tablet that was cut off sends what was entered before
USABLE_AFTER: Final = 20  # seconds that a customer needs at least to see, read and touch
LEFT_OUT: Final = frozenset({TicketState.CANCELLED, TicketState.NO_SHOW})  # what was still to come of a visit
KEEP_WORDS: Final = insert(rating_words)


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer adds to a level: codes of reasons, words, and where they want to be reached."""

    reasons: Sequence[str] = ()
    words: str = ""
    contact: str = ""

    def __bool__(self) -> bool:
        return bool(self.reasons or self.words or self.contact)


def rate_at_tablet(hall: UnitOfWork, *, ticket: int, token: str, score: int, said: Said) -> Rating:
    """Rate the service that has just ended at the tablet's counter, also where its clerk took it up again meanwhile."""
    hall.actor.must(May.RATE)
    found = ticket_of(hall, ticket)
    leave = leave_by(hall, ticket, token)
    if rating_of(hall, ticket) is not None:
        raise AlreadyRated
    if leave.closed_at is not None or hall.at >= leave.until + LATE:
        raise RatingTokenOld
    rated(hall, found, way=Way.TABLET, leave=leave, score=score, said=said)
    asking.usable(hall, ticket=ticket)
    asking.stay(hall, ticket=ticket)
    if said:
        asking.close(hall, ticket=ticket)
    return kept(hall, ticket)


def explain_at_tablet(hall: UnitOfWork, *, ticket: int, token: str, score: int | None, said: Said) -> Rating:
    """Add reasons and words to the rating that was just given on this tablet, correct its level, or pass over both."""
    hall.actor.must(May.RATE)
    if hall.at >= leave_by(hall, ticket, token).until + LATE:
        raise RatingTokenOld
    explained(hall, ticket, score, said)
    asking.close(hall, ticket=ticket)
    return kept(hall, ticket)


def correct_at_tablet(hall: UnitOfWork, *, ticket: int, token: str, score: int) -> Rating:
    """Correct the level that was just touched by mistake; reasons may still follow."""
    hall.actor.must(May.RATE)
    if hall.at >= leave_by(hall, ticket, token).until + LATE:
        raise RatingTokenOld
    corrected(hall, not_explained(hall, ticket), score)
    asking.stay(hall, ticket=ticket)
    return kept(hall, ticket)


def decline_at_tablet(hall: UnitOfWork, *, ticket: int, token: str) -> None:
    """Let the tablet rest: the customer does not want to rate here, or has left; the phone still can."""
    hall.actor.must(May.RATE)
    leave_by(hall, ticket, token)
    if rating_of(hall, ticket) is None:
        asking.usable(hall, ticket=ticket)
        asking.close(hall, ticket=ticket)


def here(hall: UnitOfWork, *, ticket: int, token: str, stood: int, touched: bool) -> None:
    """Note that the tablet has been asking for so many seconds, and that its customer has touched it."""
    hall.actor.must(May.RATE)
    leave = leave_by(hall, ticket, token)
    if leave.closed_at is not None or hall.at >= leave.until + LATE:
        raise RatingTokenOld
    if stood >= USABLE_AFTER and not leave.usable:
        asking.usable(hall, ticket=ticket)
    if touched:
        asking.stay(hall, ticket=ticket)


def rate_by_phone(hall: UnitOfWork, *, ticket: int, score: int, said: Said) -> Rating:
    """Rate one's own visit, within a day."""
    hall.actor.must(May.RATE)
    found = served(hall, ticket)
    if rating_of(hall, ticket) is not None:
        raise AlreadyRated
    if hall.at > (found.ended_at or hall.at) + PHONE_RATES_FOR:
        raise RatingOver
    rated(hall, found, way=Way.PHONE, leave=leave_of(hall, ticket), score=score, said=said)
    asking.usable(hall, ticket=ticket)  # whoever has said how it was did not need the tablet any longer
    return kept(hall, ticket)


def correct_by_phone(hall: UnitOfWork, *, ticket: int, score: int) -> Rating:
    """Correct the level that was just touched by mistake; reasons may still follow."""
    hall.actor.must(May.RATE)
    found = not_explained(hall, ticket)
    if hall.at > found.rated_at + PHONE_RATES_FOR:
        raise RatingOver
    corrected(hall, found, score)
    return kept(hall, ticket)


def explain_by_phone(hall: UnitOfWork, *, ticket: int, score: int | None, said: Said) -> Rating:
    """Add reasons and words to one's own rating by phone, or correct its level; once, within a day."""
    hall.actor.must(May.RATE)
    found = not_explained(hall, ticket)
    if hall.at > found.rated_at + PHONE_RATES_FOR:
        raise RatingOver
    explained(hall, ticket, score, said)
    return kept(hall, ticket)


def served(hall: UnitOfWork, ticket: int) -> Ticket:
    """Return a ticket whose service has ended, be it that the rest of its visit was left out; refuse any other."""
    found = what_was_served(hall, ticket_of(hall, ticket))
    if found is None:
        raise NotServed
    return found


def what_was_served(hall: HallSnapshot, ticket: Ticket) -> Ticket | None:
    """Return a ticket with its service that ended last; None where none did, or the visit still goes on."""
    if ticket.state is TicketState.DONE:
        return ticket
    legs = legs_of(hall, ticket) if ticket.state in LEFT_OUT else []
    return replace(ticket, service=legs[-1].service, counter=legs[-1].counter) if legs else None


def leave_by(hall: UnitOfWork, ticket: int, token: str) -> Leave:
    """Return the leave that a token gives; a token is good for one ticket and on its counter's tablet only."""
    leave = leave_of(hall, ticket)
    if leave is None or not secrets.compare_digest(leave.token.encode(), token.encode()):
        raise RatingTokenOld
    hall.actor.must(May.RATE, at=leave.counter)
    return leave


def rated(hall: UnitOfWork, ticket: Ticket, *, way: Way, leave: Leave | None, score: int, said: Said) -> None:
    """Record a rating, and what follows from a low one."""
    clerk = leave.clerk if leave else None
    hall.record(
        ServiceRated(
            ticket=ticket.id,
            score=score,
            way=way,
            reasons=tuple(dict.fromkeys(said.reasons)),
            service=ticket.service,
            counter=ticket.counter,
            clerk=clerk,
            served_at=ticket.ended_at or (leave.served_at if leave else hall.at),
            explained=bool(said),
        )
    )
    keep_words(hall, ticket.id, said)
    follow_up_low(hall, ticket.id, clerk, score, reachable=bool(said.contact))


def not_explained(hall: UnitOfWork, ticket: int) -> Rating:
    """Return a rating that may still be added to; refuse what is closed."""
    found = rating_of(hall, ticket)
    if found is None:
        raise NotRated
    if found.explained:
        raise AlreadyRated
    return found


def explained(hall: UnitOfWork, ticket: int, score: int | None, said: Said) -> None:
    """Record reasons and words; they come once."""
    found = not_explained(hall, ticket)
    if score is not None:
        corrected(hall, found, score)
    hall.record(
        RatingExplained(
            ticket=ticket,
            reasons=tuple(dict.fromkeys(said.reasons)),
            worded=bool(said.words),
            wants_contact=bool(said.contact),
        )
    )
    keep_words(hall, ticket, said)
    if said.contact:
        follow(hall, ticket, "leave_contact")


def corrected(hall: UnitOfWork, found: Rating, score: int) -> None:
    """Record another level; a follow-up begins or is dropped with it."""
    if score == found.score:
        return
    hall.record(RatingCorrected(ticket=found.ticket, was=found.score, score=score))
    if follow_up_of_ticket(hall, found.ticket) is None:
        follow_up_low(hall, found.ticket, found.clerk, score, reachable=False)
    elif score > LOW:
        follow(hall, found.ticket, "drop")


def follow(hall: UnitOfWork, ticket: int, name: str) -> None:
    """Make a customer's move in what is done about their low rating, where it is open; what staff began stays."""
    standing = follow_up_of_ticket(hall, ticket)
    if standing is None or name not in {move.name for move in FOLLOW_UP.open_to(hall.actor, standing.state, standing)}:
        return
    FOLLOW_UP.take(
        hall, of=standing.id, state=standing.state, name=name, thing=standing, ticket=ticket,
        contact_by=standing.contact_by,
    )  # fmt: skip


def follow_up_low(hall: UnitOfWork, ticket: int, clerk: int | None, score: int, *, reachable: bool) -> None:
    """Have a low rating followed up; nobody is asked to contact who left no way to be reached."""
    if score <= LOW:
        settings = hall_now(hall).settings
        hall.record(
            FollowUpOpened(
                ticket=ticket,
                clerk=clerk,
                contact_by=working_days_after(settings, hall.at, FOLLOW_UP.limit(CONTACT).days),
                settle_by=working_days_after(settings, hall.at, FOLLOW_UP.limit(SETTLE).days),
                reachable=reachable,
            )
        )


def keep_words(hall: UnitOfWork, ticket: int, said: Said) -> None:
    """Keep what was written, outside the journal."""
    if said.words or said.contact:
        row = {"hall_id": hall.id, "ticket": ticket, "words": said.words or None, "contact": said.contact or None}
        hall.write_unlogged(KEEP_WORDS, row | {"at": hall.at})


def kept(hall: UnitOfWork, ticket: int) -> Rating:
    """Return the rating as it now stands."""
    found = rating_of(hall, ticket)
    if found is None:
        raise NotRated
    return found
