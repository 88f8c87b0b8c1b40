"""Who may know of which case: one predicate, used by every read (get, list, count, search, export).

Who may know of a case does not yet read what was entered for it: for that, each looks into it by a command that is
written down (`may_read`), and reads for a while.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, or_, select, true

from server.cases.refusals import LookFirst
from server.cases.tables import case_looks, case_visits, case_workers, cases
from server.cases.terms import OF_THE_HALL, CaseState
from server.security.actors import Actor, ActorKind
from server.security.rights import May
from server.store.hall import HallSnapshot

READS_FOR: Final = timedelta(minutes=30)  # after a look
LOOK = select(case_looks.c.at).where(
    case_looks.c.hall_id == bindparam("hall"),
    case_looks.c.case == bindparam("which"),
    case_looks.c.by == bindparam("by"),
)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Return the condition of the cases that an actor may know of; whoever the table of rights does not name: none."""
    if actor.kind is ActorKind.SYSTEM or actor.may(May.SEE_CASES):
        return true()
    if actor.kind is ActorKind.TICKET:
        return exists().where(
            case_visits.c.hall_id == cases.c.hall_id, case_visits.c.case == cases.c.id, case_visits.c.ticket == actor.id
        )
    parts: list[ColumnElement[bool]] = [false()]
    if actor.may(May.HANDLE_CASE):  # those of the hall, and their own
        parts.append(cases.c.state.in_([one.value for one in OF_THE_HALL]))
        parts.append(worked_on(actor.id))
    if actor.may_some(May.REVIEW_CASE):
        parts.append(and_(cases.c.state == CaseState.IN_REVIEW.value, ~worked_on(actor.id)))
        parts.append(cases.c.reviewed_by == actor.id)
    return or_(*parts)


def worked_on(staff: int) -> ColumnElement[bool]:
    """Return the condition of the cases that somebody ever had in hand: they review none of them."""
    return exists().where(
        case_workers.c.hall_id == cases.c.hall_id, case_workers.c.case == cases.c.id, case_workers.c.by == staff
    )


def looked(hall: HallSnapshot, actor: Actor, case: int) -> bool | None:
    """Return whether somebody looked into a case, and may still read it; None: they never did."""
    at = hall.connection.execute(LOOK, {"hall": hall.id, "which": case, "by": actor.id}).scalar()
    return None if at is None else at + READS_FOR > hall.at


def may_read(hall: HallSnapshot, actor: Actor, case: int) -> None:
    """Refuse whoever reads what was entered for a case without a look that was written down."""
    if actor.kind is not ActorKind.STAFF or not actor.may(May.LOOK_INTO_CASE) or not looked(hall, actor, case):
        raise LookFirst
