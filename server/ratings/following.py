"""Following up a low rating: contact the customer, settle it, each in time; late ones are the manager's."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import insert

from server.floor.opening import working_days_after
from server.floor.reads.halls import hall_now
from server.ratings.events import CONTACT, SETTLE, FollowUpLate
from server.ratings.levels import Limit, NoteSubject
from server.ratings.reads import FollowUp, contact_of, follow_up_of
from server.ratings.states import FOLLOW_UP
from server.ratings.tables import follow_up_notes
from server.security.actors import staff_number
from server.store.hall import UnitOfWork
from server.store.workflow import UnknownMove

NOTES: Final[Mapping[str, NoteSubject]] = {
    "contact": NoteSubject.CONTACTED,
    "settle": NoteSubject.SETTLED,
    "extend": NoteSubject.EXTENDED,
}
KEEP_NOTE: Final = insert(follow_up_notes)
Handler = Callable[[UnitOfWork, int], None]


def go_on(hall: UnitOfWork, *, follow_up: int, move: str, note: str) -> FollowUp:
    """Make one of the moves that staff write a note about: contact, settle, extend."""
    if move not in NOTES:
        raise UnknownMove(move=move)
    found = follow_up_of(hall, follow_up)
    words = note.strip()
    take(hall, found, move, note=words, **({"settle_by": extended(hall, found)} if move == "extend" else {}))
    keep_note(hall, found.id, NOTES[move], words)
    return follow_up_of(hall, follow_up)


def extended(hall: UnitOfWork, found: FollowUp) -> datetime:
    """Return until when a follow-up is settled that takes more time."""
    until = working_days_after(hall_now(hall).settings, found.opened_at, FOLLOW_UP.limit(SETTLE).longer)
    return max(until, found.settle_by)


def reach(hall: UnitOfWork, *, follow_up: int) -> str | None:
    """Return where the customer wants to be reached; who looked is in the journal."""
    found = follow_up_of(hall, follow_up)
    take(hall, found, "look_up")
    return contact_of(hall, found.ticket)


def take(hall: UnitOfWork, found: FollowUp, move: str, **given: object) -> None:
    """Make a move of a follow-up, as whoever acts."""
    FOLLOW_UP.take(
        hall,
        of=found.id,
        state=found.state,
        name=move,
        thing=found,
        ticket=found.ticket,
        by=staff_number(hall),
        **given,
    )


def keep_note(hall: UnitOfWork, follow_up: int, step: NoteSubject, words: str) -> None:
    """Keep what staff wrote, outside the journal."""
    row = {"hall_id": hall.id, "follow_up": follow_up, "step": step.value, "words": words, "at": hall.at}
    hall.write_unlogged(KEEP_NOTE, row)


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
