"""Giving notices to staff, and confirming them by reading."""

from datetime import datetime
from typing import Final

from sqlalchemy import insert

from server.briefings.events import BriefingGiven, BriefingRead
from server.briefings.reads import briefing_of, readers_of
from server.briefings.refusals import NotYours
from server.briefings.tables import briefing_words
from server.floor.opening import working_days_after
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.procedures.events import ProcedureSet
from server.security import reads as people
from server.security.actors import staff_number
from server.security.rights import May, Role
from server.store.hall import HallSnapshot, UnitOfWork

KEEP: Final = insert(briefing_words)
TITLE, TEXT = 120, 2000  # characters
WITHIN: Final = 3  # working days
READ_BY: Final = frozenset({Role.CLERK, Role.REVIEWER, Role.SUPERVISOR})


def readers(hall: HallSnapshot, *, without: int) -> tuple[int, ...]:
    """Return who is to read what everybody at the windows has to know, but whoever says it."""
    here = [one for one in people.colleagues(hall) if one.posts.get(hall.id) in READ_BY]
    return tuple(sorted(one.id for one in here if one.id != without))


def limit(hall: HallSnapshot) -> datetime:
    """Return until when a notice of now is read."""
    return working_days_after(hall_now(hall).settings, hall.at, WITHIN)


def brief(hall: UnitOfWork, *, title: str, text: str) -> int:
    """Give everybody at the windows a notice; return its number."""
    hall.actor.must(May.BRIEF)
    faults: list[tuple[str, str, dict[str, object]]] = []
    if not 0 < len(title.strip()) <= TITLE:
        faults.append(("title", N_("Say in a few words what it is about."), {}))
    if not 0 < len(text.strip()) <= TEXT:
        faults.append(("text", N_("Say what everybody has to know, in at most {n} characters."), {"n": TEXT}))
    if faults:
        raise Invalid(*faults)
    by = staff_number(hall)
    fact = BriefingGiven(by=by, service=None, version=None, readers=readers(hall, without=by), read_by=limit(hall))
    made = hall.record(fact)
    words = {"hall_id": hall.id, "briefing": made.number, "title": title.strip(), "text": text.strip()}
    hall.write_unlogged(KEEP, {**words, "at": hall.at})
    return made.number


def procedure_is_told(hall: UnitOfWork, event: ProcedureSet) -> None:
    """Have everybody at the windows read the notice of a procedure that changed; its words stand in its history."""
    by = event.set_by or 0
    told = readers(hall, without=by)
    if told:
        hall.record(
            BriefingGiven(by=by, service=event.service, version=event.version, readers=told, read_by=limit(hall))
        )


def confirm(hall: UnitOfWork, *, briefing: int) -> None:
    """Say that whoever acts has read a notice."""
    hall.actor.must(May.CONFIRM_BRIEFING)
    by, one = staff_number(hall), briefing_of(hall, briefing)
    told = readers_of(hall, [one])[one.id]
    if by not in told or told[by] is not None:
        raise NotYours
    hall.record(BriefingRead(briefing=briefing, by=by))
