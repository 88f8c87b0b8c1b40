"""Promise: what chapter 4 of the regulation asks of cases is read off the cases themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.compliance.feature import all_evidence
from server.compliance.reads import board
from server.compliance.standing import Standing
from server.features import FEATURES
from tests.cases import CaseHall

MARKS = {"accurate": True, "complete": True, "compliant": True}
CLAUSES = ("R2.2.4", "R4.2.1", "R4.2.2", "R4.2.3", "R4.3.1", "R4.3.2")
KEPT, AT_RISK, BROKEN, NOTHING = Standing


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[CaseHall]:
    """A hall in which service A has a procedure."""
    made = CaseHall(tmp_path)
    yield made
    assert made.faults() == []
    made.close()


def stands(hall: CaseHall, *clauses: str) -> list[Standing]:
    """Return how clauses stand now."""
    with hall.store.look(hall.hall) as sight:
        found = {one.id: one.standing for one in board(sight, all_evidence(FEATURES))}
    return [found[clause] for clause in clauses]


def test_a_case_by_the_book(hall: CaseHall) -> None:
    """Nothing at first; taken in whole, reviewed by somebody else and approved, each clause that it shows is kept."""
    assert stands(hall, *CLAUSES) == [NOTHING] * len(CLAUSES)
    case = hall.accepted()
    assert stands(hall, "R2.2.4", "R4.2.2", "R4.3.1") == [KEPT, KEPT, NOTHING]
    for name in ("begin", "hand_in"):
        assert hall.moves(case, name).status_code == 200
    assert hall.moves(case, "approve", "reviewer", **MARKS).status_code == 200
    assert stands(hall, "R4.3.1", "R4.3.2") == [KEPT, KEPT]


def test_a_review_that_goes_back_counts(hall: CaseHall) -> None:
    """One of two reviews is more than one in five."""
    case = hall.accepted()
    for name in ("begin", "hand_in"):
        assert hall.moves(case, name).status_code == 200
    sent = hall.moves(case, "send_back", "reviewer", **{**MARKS, "accurate": False}, reason="The name", fields=["name"])
    assert sent.status_code == 200
    for name in ("redo", "hand_in"):
        assert hall.moves(case, name).status_code == 200
    assert hall.moves(case, "approve", "reviewer", **MARKS).status_code == 200
    assert stands(hall, "R4.3.2", "R4.3.1") == [BROKEN, KEPT]


def test_a_hard_case_waits_for_too_long(hall: CaseHall) -> None:
    """In its half hour it is kept, after it late; answered then, it was broken."""
    case = hall.opens()
    hall.complete(case)
    assert hall.moves(case, "escalate", reason="No papers at all").status_code == 200
    assert stands(hall, "R4.2.3") == [KEPT]
    hall.later(31 * 60)
    assert stands(hall, "R4.2.3") == [BROKEN]
    assert hall.moves(case, "answer", "supervisor", reason="Take the passport").status_code == 200
    assert stands(hall, "R4.2.3") == [BROKEN]


def test_a_case_past_its_limit(hall: CaseHall) -> None:
    """Five working days and nobody decided: what is efficient is not kept."""
    hall.accepted()
    assert stands(hall, "R1.3.3") == [KEPT]
    hall.days(9)
    assert stands(hall, "R1.3.3") == [BROKEN]
