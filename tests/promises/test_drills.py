"""Promise: a drill every six months: a month ahead the supervisor is told, late the manager; a closed one settles."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.emergency.commands.drills import months_after
from server.emergency.commands.plans import set_plans
from server.emergency.drills import next_drill
from server.emergency.templates import read_plans
from server.preparing import bring_plans
from server.security.actors import SYSTEM
from tests.emergencies import filled
from tests.inside import NINE, Inside

PLANS = Path(__file__).parents[2] / "config" / "plans"
TAIPEI = ZoneInfo("Asia/Taipei")
LIMIT = datetime(2027, 5, 25, 1, tzinfo=UTC)  # six months after the hall was made, at nine in Taipei
SECOND = timedelta(seconds=1)
RAISED = "/halls/main/incidents"


def database_of(request: pytest.FixtureRequest) -> str:
    """Return where the hall lies: SQLite, or a PostgreSQL of its own."""
    return str(request.getfixturevalue("new_database")) if request.param == "postgresql" else ""


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """A hall that stands still, on either database; whatever happened, its history is whole."""
    inside = Inside(tmp_path, database=database_of(request), plans=only(tmp_path, "crowding"))
    yield inside
    assert inside.faults() == []
    inside.close()


def only(folder: Path, *kinds: str) -> Path:
    """Return a folder with some of the demo's plans."""
    chosen = folder / "plans"
    chosen.mkdir()
    for kind in (*kinds, "particulars"):
        shutil.copy(PLANS / f"{kind}.toml", chosen)
    return chosen


def at(hall: Inside, moment: datetime) -> None:
    """Let it become a moment; sign-ins of before are over."""
    hall.clock.set(moment)
    hall.tokens.clear()
    hall.later(0)


def due(hall: Inside) -> tuple[datetime | None, bool]:
    """Return by when the next drill is due, and whether it is late."""
    with hall.store.look(hall.hall) as sight:
        one = next_drill(sight)
    return (None, False) if one is None else (one.due_at, one.late_at is not None)


def to_do(hall: Inside, who: str) -> bool:
    """Return whether somebody's start page names a drill."""
    client = hall.app.test_client()
    client.set_cookie("floor_session", hall.token(who))
    page = client.get("/office/main/", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    return "Hold a drill" in page.text


def plays(hall: Inside, *, drill: bool) -> None:
    """Start the plan for crowding, confirm every step as its own role, and close it."""
    now = hall.told("supervisor", "POST", RAISED, {"kind": "crowding", "drill": drill})
    while following := [one for one in now["tasks"] if one["next"]]:
        ready = [one for one in following if one["code"] != "stabilise"] or following
        who = {"clerk": "clerk2"}.get(ready[0]["who"], ready[0]["who"])
        path = f"{RAISED}/{now['id']}/tasks/{ready[0]['id']}/confirm"
        now = hall.told(who, "POST", path, {"fields": filled(ready[0]), "reason": "A drill"})
    hall.told("supervisor", "POST", f"{RAISED}/{now['id']}/close", {"review": "Done.", "reason": "A drill"})


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ((2026, 1, 15), 6, (2026, 7, 15)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2027, 8, 30), 6, (2028, 2, 29)),
        ((2026, 12, 31), 6, (2027, 6, 30)),
        ((2026, 6, 1), 6, (2026, 12, 1)),
    ],
)
def test_six_months_by_the_calendar(day: tuple[int, int, int], months: int, then: tuple[int, int, int]) -> None:
    """The same day, of a shorter month the last one; by the hall's clock, on which it may be tomorrow already."""
    half_past_midnight = datetime(*day, 0, 30, tzinfo=TAIPEI)
    assert months_after(half_past_midnight.astimezone(UTC), TAIPEI, months) == datetime(*then, 0, 30, tzinfo=TAIPEI)


def test_a_month_ahead_it_is_the_supervisors_and_late_the_managers_too(hall: Inside) -> None:
    """Not a second earlier, once, and never a clerk's."""
    for moment, late, told in (
        (NINE, False, []),
        (LIMIT - timedelta(days=30) - SECOND, False, []),
        (LIMIT - timedelta(days=30), False, ["supervisor"]),
        (LIMIT - SECOND, False, ["supervisor"]),
        (LIMIT, True, ["supervisor", "manager"]),
        (LIMIT + timedelta(days=40), True, ["supervisor", "manager"]),
    ):
        at(hall, moment)
        assert due(hall) == (LIMIT, late), moment
        assert [who for who in ("clerk1", "supervisor", "manager", "auditor") if to_do(hall, who)] == told, moment
    assert hall.journal().count("DrillLate") == 1


def test_a_closed_drill_settles_it(hall: Inside) -> None:
    """From its end the next six months count; what really happened is no drill."""
    at(hall, LIMIT - timedelta(days=10))
    plays(hall, drill=False)
    assert due(hall) == (LIMIT, False)
    plays(hall, drill=True)
    closed = hall.clock.now()
    assert due(hall) == (months_after(closed, TAIPEI, 6), False)
    at(hall, LIMIT + SECOND)
    assert (due(hall)[1], to_do(hall, "supervisor")) == (False, False)
    at(hall, months_after(closed, TAIPEI, 6))
    assert due(hall)[1] is True


def test_a_drill_settles_its_own_plan_alone(tmp_path: Path) -> None:
    """Of two plans one was drilled: the other's limit stands, and the start page names it."""
    hall = Inside(tmp_path, plans=only(tmp_path, "crowding", "system_failure"))
    at(hall, LIMIT - timedelta(days=10))
    plays(hall, drill=True)
    assert due(hall) == (LIMIT, False)
    client = hall.app.test_client()
    client.set_cookie("floor_session", hall.token("supervisor"))
    page = client.get("/office/main/", headers={"Accept-Language": "en"}).text
    assert "Never drilled" in page
    at(hall, LIMIT + SECOND)
    assert due(hall) == (LIMIT, True)
    plays(hall, drill=True)
    at(hall, LIMIT + timedelta(days=1))
    assert due(hall) == (LIMIT, True), "the same plan once more is no drill of the other"
    assert hall.faults() == []
    hall.close()


def test_a_late_one_is_made_up_for(hall: Inside) -> None:
    """Then nothing is late, and one deadline stands."""
    at(hall, LIMIT + timedelta(days=3))
    assert to_do(hall, "manager")
    plays(hall, drill=True)
    assert due(hall) == (months_after(hall.clock.now(), TAIPEI, 6), False)
    assert (to_do(hall, "supervisor"), to_do(hall, "manager")) == (False, False)
    assert sum("drill_due" in row for row in hall.everything()["deadlines"]) == 1


def test_a_start_moves_nothing(hall: Inside, tmp_path: Path) -> None:
    """Plans are brought at each start; the limit stays, whatever changed in them."""
    at(hall, NINE + timedelta(days=50))
    before = hall.last()
    bring_plans(hall.store, read_plans(tmp_path / "plans"))
    assert (due(hall), hall.last()) == ((LIMIT, False), before)


def test_a_hall_of_before_counts_from_its_beginning(tmp_path: Path) -> None:
    """One that had no plans gets its limit with them: from when the hall was made, not from today."""
    (tmp_path / "plans").mkdir()
    hall = Inside(tmp_path, plans=tmp_path / "plans")
    assert due(hall) == (None, False)
    at(hall, NINE + timedelta(days=50))
    with hall.store.hall(hall.hall, SYSTEM) as work:
        set_plans(work, read_plans())
    assert due(hall) == (LIMIT, False)
    assert hall.faults() == []
    hall.close()
