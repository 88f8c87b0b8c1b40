"""Waiving a clause: with a reason and an end, by the manager. It changes no figure and no state."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, insert, select

from server.compliance.events import ClauseWaived, WaiverEnded
from server.compliance.tables import waiver_words, waivers
from server.feature.clauses import clause_of
from server.floor.opening import midnight_after
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Invalid, Missing
from server.security.actors import staff_number
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork

LONGEST: Final = 92  # days
SHORTEST: Final = 10  # characters of a reason
MOST: Final = 1000
HERE: Final[Any] = bindparam("hall")
AT: Final = waivers.c.until.type
IN_FORCE: Final = (
    select(*list(waivers.c)[1:], waiver_words.c.reason)
    .select_from(
        waivers.outerjoin(
            waiver_words, (waiver_words.c.hall_id == waivers.c.hall_id) & (waiver_words.c.waiver == waivers.c.id)
        )
    )
    .where(
        waivers.c.hall_id == HERE, waivers.c.ended_at.is_(None), waivers.c.until > bindparam("at", type_=AT),
    )
    .order_by(waivers.c.id)
)  # fmt: skip
KEEP: Final = insert(waiver_words)


class WaivedAlready(Conflict):
    """A clause is waived once at a time."""

    says = N_("This clause is waived already. End that waiver first, or let it run out.")


class NotWaived(Missing):
    """There is no such waiver."""

    says = N_("This waiver is over. The clause counts as before.")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A clause that is waived just now."""

    id: int
    clause: str
    by: int
    since: datetime
    until: datetime
    ended_at: datetime | None
    reason: str | None


def waived(hall: HallSnapshot) -> dict[str, Waiver]:
    """Return clause → its waiver, of those in force."""
    rows: Any = hall.connection.execute(IN_FORCE, {"hall": hall.id, "at": hall.at})
    return {row.clause: Waiver(*row) for row in rows}


def waive(hall: UnitOfWork, *, clause: str, until: date | None, reason: str) -> None:
    """Waive a clause until the end of a day."""
    hall.actor.must(May.WAIVE_CLAUSE)
    clause_of(clause)
    why = reason.strip()
    errors: list[tuple[str, str, dict[str, object]]] = []
    if not SHORTEST <= len(why) <= MOST:
        errors.append(("reason", N_("Say in a sentence why the clause can't be kept until then."), {}))
    today = hall.at.astimezone(hall_now(hall).settings.zone).date()
    if until is None or not today <= until <= today + timedelta(days=LONGEST):
        errors.append(("until", N_("Choose a day within the next {n} days."), {"n": LONGEST}))
    if errors or until is None:
        raise Invalid(*errors)
    if clause in waived(hall):
        raise WaivedAlready
    settings = hall_now(hall).settings
    ends = midnight_after(settings, datetime(until.year, until.month, until.day, 12, tzinfo=settings.zone))
    made = hall.record(ClauseWaived(clause=clause, by=staff_number(hall), until=ends))
    hall.write_unlogged(KEEP, {"hall_id": hall.id, "waiver": made.number, "reason": why, "at": hall.at})


def end_waiver(hall: UnitOfWork, *, clause: str) -> None:
    """End a waiver before its time."""
    hall.actor.must(May.WAIVE_CLAUSE)
    found = waived(hall).get(clause)
    if found is None:
        raise NotWaived
    hall.record(WaiverEnded(waiver=found.id, clause=clause, by=staff_number(hall)))
