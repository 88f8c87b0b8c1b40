"""What spot checks and findings say of the regulation."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from server.checks.levels import LOOKED_AT, CheckState, Result
from server.checks.reads import SpotCheck, checks_between, findings_between
from server.feature.evidence import Evidence, Found, Looked, RecordFound, Span, by_limit, found
from server.kernel.languages import N_, words
from server.security.rights import May
from server.store.hall import HallSnapshot

NEAR: Final = timedelta(hours=4)


def record(how: Found, one: SpotCheck) -> RecordFound:
    """Return a check as a record."""
    return RecordFound(
        how, one.begins_at, words(N_("Spot check at counter {counter}"), counter=one.counter), f"checks/{one.id}"
    )


def checks_made(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the checks whose hour is over: made in it."""
    over = checks_between(hall, span.since, span.until)
    missed = [record(Found.BROKEN, one) for one in over if one.state is CheckState.MISSED]
    return found(missed, len(over), max((one.begins_at for one in over), default=None))


def clause_seen(hall: HallSnapshot, span: Span, *, clause: str) -> Looked:
    """Look at what was seen of a clause on the sheets: as it should be."""
    seen = [
        (one, one.results[clause])
        for one in checks_between(hall, span.since, span.until + timedelta(hours=1))
        if one.results.get(clause, Result.NOT_SEEN) != Result.NOT_SEEN
    ]
    bad = [record(Found.BROKEN, one) for one, result in seen if result == Result.FINDING]
    return found(bad, len(seen), max((one.begins_at for one, _ in seen), default=None))


def findings_corrected(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the findings: corrected by their limit."""
    its = findings_between(hall, span.since, span.until)
    stand = [(one, by_limit(one.closed_at, one.correct_by, until=span.until, near=NEAR)) for one in its]
    late = [
        RecordFound(how, one.opened_at, words(N_("A finding: {clause}"), clause=one.clause), f"findings/{one.id}")
        for one, how in stand
        if how is not None
    ]
    return found(late, len(its), max((one.opened_at for one in its), default=None))


def on_sheets(clause: str) -> Callable[[HallSnapshot, Span], Looked]:
    """Return the look at one clause."""
    return partial(clause_seen, clause=clause)


EVIDENCE: Final = (
    Evidence(
        "checks_made", ("R5.3.2",), N_("Spot checks that were drawn: kept when made in their hour"),
        checks_made, to="checks", may=May.SEE_CHECKS, tolerated=0.1, risky=0.05,
    ),
    Evidence(
        "findings_corrected", ("R2.1.3",), N_("Findings: kept when corrected by their limit"),
        findings_corrected, to="findings", may=May.SEE_CHECKS, tolerated=0.1, risky=0.05,
    ),
    *(
        Evidence(
            f"seen_{clause}", (clause,), N_("Times that somebody looked: kept when it was as it should be"),
            on_sheets(clause), to="checks", may=May.SEE_CHECKS, tolerated=0.1, risky=0.05,
        )
        for clause in LOOKED_AT
    ),
)  # fmt: skip
