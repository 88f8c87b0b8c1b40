"""Following up a low rating: contact the customer, settle it, each in time; late ones are the manager's."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import insert

from server.floor.opening import working_days_after
from server.floor.reads.halls import hall_now
from server.ratings.events import (
    CONTACT,
    SETTLE,
    ContactSeen,
    CustomerContacted,
    FollowUpExtended,
    FollowUpLate,
    FollowUpSettled,
)
from server.ratings.levels import FollowUpState, Limit, Step
from server.ratings.reads import FollowUp, contact_of, follow_up_of
from server.ratings.refusals import ExtendedOnce, FollowUpOver, NotReachable, OwnService
from server.ratings.tables import follow_up_notes
from server.security.actors import staff_number
from server.security.rights import May
from server.store.hall import UnitOfWork

EXTENDED_DAYS: Final = 15  # working days after the rating
KEEP_NOTE: Final = insert(follow_up_notes)
Handler = Callable[[UnitOfWork, int], None]


def contacted(hall: UnitOfWork, *, follow_up: int, note: str) -> FollowUp:
    """Say that the customer was contacted; said already, nothing changes."""
    found, by = following(hall, follow_up)
    if not found.reachable:
        raise NotReachable
    if found.state is FollowUpState.OPEN:
        hall.record(CustomerContacted(follow_up=found.id, ticket=found.ticket, by=by))
        keep_note(hall, found.id, Step.CONTACTED, note)
    return follow_up_of(hall, follow_up)


def settled(hall: UnitOfWork, *, follow_up: int, note: str) -> FollowUp:
    """Say that the matter is settled, with the customer where they can be reached."""
    found, by = following(hall, follow_up)
    hall.record(FollowUpSettled(follow_up=found.id, ticket=found.ticket, by=by, before=found.state))
    keep_note(hall, found.id, Step.SETTLED, note)
    return follow_up_of(hall, follow_up)


def extend(hall: UnitOfWork, *, follow_up: int, reason: str) -> FollowUp:
    """Take more time to settle, once, with a reason."""
    found, by = following(hall, follow_up)
    if found.extended:
        raise ExtendedOnce
    until = working_days_after(hall_now(hall).settings, found.opened_at, EXTENDED_DAYS)
    hall.record(FollowUpExtended(follow_up=found.id, ticket=found.ticket, by=by, settle_by=max(until, found.settle_by)))
    keep_note(hall, found.id, Step.EXTENDED, reason)
    return follow_up_of(hall, follow_up)


def reach(hall: UnitOfWork, *, follow_up: int) -> str | None:
    """Return where the customer wants to be reached; who looked is in the journal."""
    found, by = following(hall, follow_up)
    hall.record(ContactSeen(ticket=found.ticket, by=by))
    return contact_of(hall, found.ticket)


def following(hall: UnitOfWork, follow_up: int) -> tuple[FollowUp, int]:
    """Return a follow-up that is not over, and the staff number of who works on it; never whoever had served."""
    hall.actor.must(May.FOLLOW_UP)
    found = follow_up_of(hall, follow_up)
    by = staff_number(hall)
    if found.clerk is not None and found.clerk == by:
        raise OwnService
    if found.state in {FollowUpState.SETTLED, FollowUpState.DROPPED}:
        raise FollowUpOver
    return found, by


def keep_note(hall: UnitOfWork, follow_up: int, step: Step, words: str) -> None:
    """Keep what staff wrote, outside the journal."""
    row = {"hall_id": hall.id, "follow_up": follow_up, "step": step.value, "words": words, "at": hall.at}
    hall.aside(KEEP_NOTE, row)


def not_contacted(hall: UnitOfWork, follow_up: int) -> None:
    """Mark a follow-up whose customer nobody contacted in time."""
    late(hall, follow_up, Limit.CONTACT)


def not_settled(hall: UnitOfWork, follow_up: int) -> None:
    """Mark a follow-up that was not settled in time."""
    late(hall, follow_up, Limit.SETTLE)


def late(hall: UnitOfWork, follow_up: int, limit: Limit) -> None:
    """Mark it late, and make it the manager's; it stays so from the first limit on."""
    found = follow_up_of(hall, follow_up)
    hall.record(
        FollowUpLate(follow_up=found.id, ticket=found.ticket, limit=limit, escalated_at=found.escalated_at or hall.at)
    )


HANDLERS: Final[Mapping[str, Handler]] = {CONTACT: not_contacted, SETTLE: not_settled}
