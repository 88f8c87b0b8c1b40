"""The board: every clause with what its records say, as of now or of a day."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import structlog

from server.compliance.silent import UNSEEN
from server.compliance.standing import Standing, standing, together
from server.feature.clauses import Placed, by_id
from server.feature.evidence import Evidence, Looked, Span
from server.floor.opening import midnight_after, working_days_after
from server.floor.reads.halls import hall_now
from server.store.hall import HallSnapshot
from server.store.tables import MICROSECOND

A_MINUTE: Final = timedelta(minutes=1)
WEEKS: Final = 4  # that are looked at
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    """One look at one kind of records; `looked` is none where it failed."""

    evidence: Evidence
    looked: Looked | None
    standing: Standing
    silent: bool


@dataclass(frozen=True, slots=True)
class ClauseSeen:
    """A clause and all that was looked at for it."""

    placed: Placed
    standing: Standing
    seen: Sequence[EvidenceSeen]
    because: str = ""  # there is nothing to show: a text of the catalogue

    @property
    def id(self) -> str:
        """Its name."""
        return self.placed.clause.id


def span_of(hall: HallSnapshot, on: date | None = None) -> Span:
    """Return the four weeks that are looked at: until now, or until the end of a day."""
    settings = hall_now(hall).settings
    if on is None:
        until = hall.at
    else:
        noon = hall.at.astimezone(settings.zone).replace(
            year=on.year, month=on.month, day=on.day, hour=12, minute=0, second=0, microsecond=0
        )
        until = min(hall.at, midnight_after(settings, noon) - MICROSECOND)
    return Span(until - timedelta(weeks=WEEKS), until)


def board(hall: HallSnapshot, evidence: Sequence[Evidence], on: date | None = None) -> list[ClauseSeen]:
    """Return every clause in the regulation's order."""
    span = span_of(hall, on)
    seen = {}
    for one in evidence:
        if on is None or not one.now:
            seen[one.name] = see(hall, one, span)
            time.sleep(0)  # everybody else has their turn between two looks
    return [clause_seen(placed, evidence, seen) for placed in by_id().values()]


def lately(hall: HallSnapshot, evidence: Sequence[Evidence]) -> dict[Standing, int]:
    """Return how many clauses stood in each way within the last minute: what a page shows beside its own matter."""
    at, many = hall.lately.get(lately, (None, {}))
    if at is None or not at <= hall.at < at + A_MINUTE:
        many = counted(board(hall, evidence))
        hall.lately[lately] = hall.at, many
    found: dict[Standing, int] = many
    return found


def one_clause(hall: HallSnapshot, evidence: Sequence[Evidence], placed: Placed, on: date | None = None) -> ClauseSeen:
    """Return one clause, looking at its own records alone."""
    span, its = span_of(hall, on), [one for one in evidence if placed.clause.id in one.clauses]
    seen = {one.name: see(hall, one, span) for one in its if on is None or not one.now}
    return clause_seen(placed, its, seen)


def clause_seen(placed: Placed, evidence: Sequence[Evidence], seen: dict[str, EvidenceSeen]) -> ClauseSeen:
    """Return a clause from what was looked at."""
    its = [seen[one.name] for one in evidence if placed.clause.id in one.clauses and one.name in seen]
    return ClauseSeen(
        placed, together(one.standing for one in its), its, because="" if its else UNSEEN.get(placed.clause.id, "")
    )


def see(hall: HallSnapshot, evidence: Evidence, span: Span) -> EvidenceSeen:
    """Look at one kind of records; a look that fails is said, and takes nothing else with it."""
    try:
        with hall.connection.begin_nested():
            looked = evidence.look(hall, span)
    except Exception:  # whatever it is: the other clauses are looked at
        log.exception("the evidence could not be looked at", evidence=evidence.name, hall=hall.id)
        return EvidenceSeen(evidence, None, standing(evidence, None), silent=False)
    silent = is_silent(hall, evidence, looked, span)
    return EvidenceSeen(evidence, looked, standing(evidence, looked, silent=silent), silent)


def is_silent(hall: HallSnapshot, evidence: Evidence, looked: Looked, span: Span) -> bool:
    """Return whether more open days than usual have gone by without a record."""
    if evidence.quiet is None or looked.latest is None:
        return False
    return working_days_after(hall_now(hall).settings, looked.latest, evidence.quiet) < span.until


def counted(clauses: Sequence[ClauseSeen]) -> dict[Standing, int]:
    """Return how many clauses stand in each way."""
    return {one: sum(clause.standing is one for clause in clauses) for one in Standing}


def chapters(clauses: Sequence[ClauseSeen]) -> Iterator[tuple[int, list[ClauseSeen]]]:
    """Yield the clauses by chapter."""
    for number in sorted({one.placed.chapter for one in clauses}):
        yield number, [one for one in clauses if one.placed.chapter == number]
