"""What checks and findings have waiting to be done."""

from collections.abc import Iterator
from typing import Final

from server.checks.reads import due_checks, open_findings
from server.feature.todos import Duty, Obligation
from server.floor.opening import time_said
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_, words
from server.security.rights import May
from server.store.hall import HallSnapshot


def to_look(hall: HallSnapshot) -> Iterator[Obligation]:
    """Counters to look at in this hour."""
    for one in due_checks(hall):
        until = time_said(hall_now(hall).settings, one.ends_at, hall.at)
        yield Obligation(
            "check",
            words(N_("Spot check at counter {counter}, until {time}"), counter=one.counter, time=until),
            f"checks/{one.id}",
            words(N_("To the sheet")),
            due=one.ends_at,
        )


def to_correct(hall: HallSnapshot) -> Iterator[Obligation]:
    """Findings that are late."""
    late = [one for one in open_findings(hall) if one.late_at is not None]
    if late:
        yield Obligation(
            "finding",
            words(N_("Findings that were not corrected in time: {n}"), n=len(late)),
            "findings",
            words(N_("See it")),
        )


DUTIES: Final = (Duty(to_look, board=85, may=May.CHECK), Duty(to_correct, board=86, may=May.CHECK))
