"""Drawing, making and missing checks; recording, answering and correcting findings."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import insert

from server.checks.drawing import HOUR, Drawn, drawn, hours_after
from server.checks.events import (
    CORRECT,
    MISSED,
    CheckDrawn,
    CheckMade,
    CheckMissed,
    FindingAnswered,
    FindingLate,
    FindingRecorded,
)
from server.checks.levels import LOOKED_AT, CheckState, Result, WordsOf
from server.checks.reads import SpotCheck, check_of, checks_of_day, finding_of
from server.checks.refusals import CheckOver, NotItsHour, OwnFinding, OwnPost, SaidAlready
from server.checks.settings import SETTINGS
from server.checks.states import FINDING
from server.checks.tables import finding_words
from server.feature.clauses import clause_of
from server.floor.opening import day_of, midnight_after, time_said, working_days_after
from server.floor.reads.halls import all_counters, hall_now
from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.security import reads as people
from server.security.actors import staff_number
from server.security.rights import ALLOWED, May
from server.store.hall import HallSnapshot, UnitOfWork
from server.store.journal import entry_of, first_since, last_seq

KEEP: Final = insert(finding_words)
LONGEST: Final = 1000  # characters
Handler = Callable[[UnitOfWork, int], None]


class Lot(NamedTuple):
    """A day's checks, and the entry whose hash was the seed."""

    day: str
    entry: int
    checks: Sequence[Drawn]


def to_draw(hall: HallSnapshot) -> Lot | None:
    """Return the checks of today where they are still to be drawn; None: none are, or nothing can be drawn of."""
    many = SETTINGS.of(hall).checks_a_day
    if not many:
        return None
    settings = hall_now(hall).settings
    day = day_of(settings, hall.at)
    hours = hours_after(settings, hall.at)
    if not hours or checks_of_day(hall, day):
        return None
    midnight = midnight_after(settings, hall.at - timedelta(days=1))
    entry = first_since(hall.connection, hall.id, midnight, last_seq(hall.connection, hall.id)) - 1
    seed = entry_of(hall.connection, hall.id, entry)
    if seed is None:
        return None
    return Lot(day, entry, drawn(seed.hash, sorted(all_counters(hall)), hours, settings, many))


def draw(hall: UnitOfWork, _found: Lot) -> None:
    """Draw today's checks, as things stand under the lock."""
    lot = to_draw(hall)
    if lot is not None:
        for counter, begins_at in lot.checks:
            ends_at = begins_at + HOUR
            hall.record(CheckDrawn(day=lot.day, counter=counter, begins_at=begins_at, ends_at=ends_at, entry=lot.entry))


def make_check(hall: UnitOfWork, *, check: int, results: Mapping[str, str], words: Mapping[str, str]) -> SpotCheck:
    """Write down what was seen at a counter in its hour; each finding is recorded with it."""
    one = check_of(hall, check)
    counters = all_counters(hall)
    clerk = counters[one.counter].clerk if one.counter in counters else None
    if clerk is not None and clerk == staff_number(hall):
        raise OwnPost
    hall.actor.must(May.CHECK, whose=clerk)
    if one.state is not CheckState.DUE:
        raise CheckOver
    if not one.begins_at <= hall.at < one.ends_at:
        settings = hall_now(hall).settings
        raise NotItsHour(
            begins=time_said(settings, one.begins_at, hall.at), ends=time_said(settings, one.ends_at, hall.at)
        )
    given = {clause: results.get(clause, "") for clause in LOOKED_AT} if clerk is not None else {}
    must_be_whole(given, words)
    hall.record(CheckMade(check=check, counter=one.counter, by=staff_number(hall), clerk=clerk, results=dict(given)))
    for clause, result in given.items():
        if result == Result.FINDING and clerk is not None:
            written(hall, clause=clause, clerk=clerk, words=words[clause], check=check, counter=one.counter)
    return check_of(hall, check)


def must_be_whole(results: Mapping[str, str], words: Mapping[str, str]) -> None:
    """Refuse a sheet on which a clause was not looked at, or a finding has no words."""
    faults: list[tuple[str, str, dict[str, object]]] = []
    for clause, result in results.items():
        if result not in set(Result):
            faults.append((clause, N_("Say how it was: every line is looked at."), {}))
        elif result == Result.FINDING and not 0 < len(words.get(clause, "").strip()) <= LONGEST:
            faults.append((f"{clause}-words", N_("Say in a sentence what you saw."), {}))
    if faults:
        raise Invalid(*faults)


def record_finding(hall: UnitOfWork, *, clause: str, clerk: int, words: str) -> int:
    """Record what was seen beside a check, of a person of the hall; return its number."""
    clause_of(clause)
    faults: list[tuple[str, str, dict[str, object]]] = []
    person = people.member(hall, clerk)
    if person is None or person.posts.get(hall.id) not in ALLOWED[May.ANSWER_FINDING]:
        faults.append(("clerk", N_("Choose whom it concerns."), {}))
    if not 0 < len(words.strip()) <= LONGEST:
        faults.append(("words", N_("Say in a sentence what you saw."), {}))
    if faults:
        raise Invalid(*faults)
    if clerk == staff_number(hall):
        raise OwnFinding
    hall.actor.must(May.CHECK, whose=clerk)
    return written(hall, clause=clause, clerk=clerk, words=words)


def written(
    hall: UnitOfWork, *, clause: str, clerk: int, words: str, check: int | None = None, counter: str | None = None
) -> int:
    """Write a finding down with its words; return its number."""
    by = working_days_after(hall_now(hall).settings, hall.at, FINDING.limit(CORRECT).days)
    made = hall.record(
        FindingRecorded(check=check, clause=clause, clerk=clerk, counter=counter, by=staff_number(hall), correct_by=by)
    )
    keep(hall, made.number, WordsOf.FOUND, words)
    return made.number


def keep(hall: UnitOfWork, finding: int, whose: WordsOf, words: str) -> None:
    """Keep what somebody wrote, outside the journal."""
    row: dict[str, Any] = {"hall_id": hall.id, "finding": finding, "whose": whose.value, "words": words.strip()}
    hall.write_unlogged(KEEP, {**row, "at": hall.at})


def state_own(hall: UnitOfWork, *, finding: int, words: str) -> None:
    """Take the statement of the person whom a finding concerns, once."""
    one = finding_of(hall, finding)
    hall.actor.must(May.ANSWER_FINDING, whose=one.clerk)
    if one.answered_at is not None:
        raise SaidAlready
    if not 0 < len(words.strip()) <= LONGEST:
        raise Invalid(("words", N_("Say in a sentence what you have to say."), {}))
    hall.record(FindingAnswered(finding=finding, clerk=one.clerk))
    keep(hall, finding, WordsOf.STATEMENT, words)


def close_finding(hall: UnitOfWork, *, finding: int, words: str) -> None:
    """Close a finding that is corrected."""
    one = finding_of(hall, finding)
    FINDING.take(hall, of=finding, state=one.state, name="close", thing=one, by=staff_number(hall), words=words)
    keep(hall, finding, WordsOf.CORRECTED, words)


def missed(hall: UnitOfWork, check: int) -> None:
    """Mark a check that nobody made in its hour."""
    hall.record(CheckMissed(check=check, counter=check_of(hall, check).counter))


def late(hall: UnitOfWork, finding: int) -> None:
    """Mark a finding that was not corrected in time."""
    hall.record(FindingLate(finding=finding))


HANDLERS: Final[Mapping[str, Handler]] = {MISSED: missed, CORRECT: late}
