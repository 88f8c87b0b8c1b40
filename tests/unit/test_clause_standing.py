"""How a clause stands by its figures: each way, and the last moment before and the first after a limit."""

from datetime import UTC, datetime, timedelta

import pytest

from server.compliance.standing import Standing, standing, together
from server.feature.evidence import Evidence, Found, Looked, Span, by_limit
from server.store.hall import HallSnapshot

KEPT, AT_RISK, BROKEN, NOTHING = Standing
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


def nobody_looks(_hall: HallSnapshot, _span: Span) -> Looked:
    """Find nothing."""
    return Looked(0)


STRICT = Evidence("strict", ("R1.1",), "what", nobody_looks)
MILD = Evidence("mild", ("R1.1",), "what", nobody_looks, tolerated=0.1, risky=0.05)


@pytest.mark.parametrize(
    ("evidence", "looked", "silent", "then"),
    [
        (STRICT, Looked(0), False, NOTHING),
        (STRICT, Looked(0), True, NOTHING),
        (STRICT, Looked(1), False, KEPT),
        (STRICT, Looked(1000, broken=1), False, BROKEN),
        (STRICT, Looked(5, soon=1), False, AT_RISK),
        (STRICT, Looked(5), True, AT_RISK),
        (STRICT, None, False, AT_RISK),
        (MILD, Looked(100, broken=5), False, KEPT),
        (MILD, Looked(100, broken=6), False, AT_RISK),
        (MILD, Looked(100, broken=10), False, AT_RISK),
        (MILD, Looked(100, broken=11), False, BROKEN),
        (MILD, Looked(1000, late=1), False, BROKEN),
        (MILD, Looked(100, broken=11, soon=1), True, BROKEN),
    ],
)
def test_by_one_look(evidence: Evidence, looked: Looked | None, silent: bool, then: Standing) -> None:
    """Nothing there is nothing to show; a look that fails is a risk; what is late breaks it, whatever is tolerated."""
    assert standing(evidence, looked, silent=silent) is then


@pytest.mark.parametrize(
    ("looks", "then"),
    [
        ([], NOTHING),
        ([NOTHING, NOTHING], NOTHING),
        ([NOTHING, KEPT], KEPT),
        ([KEPT, AT_RISK], AT_RISK),
        ([AT_RISK, BROKEN, KEPT], BROKEN),
    ],
)
def test_by_the_worst_of_several(looks: list[Standing], then: Standing) -> None:
    """One that has nothing to show says nothing of the others."""
    assert together(looks) is then


@pytest.mark.parametrize(
    ("done", "until", "then"),
    [
        (None, NOON - timedelta(hours=1), None),
        (None, NOON - timedelta(minutes=10) + A_MOMENT, Found.SOON),
        (None, NOON, Found.SOON),
        (None, NOON + A_MOMENT, Found.LATE),
        (NOON, NOON + timedelta(days=1), None),
        (NOON + A_MOMENT, NOON + timedelta(days=1), Found.BROKEN),
        (NOON + timedelta(hours=2), NOON + timedelta(hours=1), Found.LATE),  # as it stood an hour before it was done
    ],
)
def test_the_limit_itself_is_in_time(done: datetime | None, until: datetime, then: Found | None) -> None:
    """A microsecond after it is not; what was done later than the day that is looked at was open on it."""
    assert by_limit(done, NOON, until=until, near=timedelta(minutes=10)) is then


def test_what_is_kept() -> None:
    """What is neither broken nor late is kept, or has its time."""
    assert Looked(10, broken=2, late=1, soon=3).kept == 7
