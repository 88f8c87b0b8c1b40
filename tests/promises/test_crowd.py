"""A crowd is seen in time: levels, alerts and their end, by scenarios; a count that cannot be is kept apart."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from server.crowd.commands import assess
from server.crowd.counting import Count, corrected, people_of, told_at_door
from server.crowd.levels import Level, Limits, level_of, limits_of
from server.crowd.reads import Remembered, remembered
from server.crowd.watching import Step, Watch, watched
from server.floor.events.settings import HallSet
from server.floor.tables import hall_settings
from server.security.actors import SYSTEM
from tests.hall import quiet_config
from tests.inside import Inside

LIMITS = Limits(busy=77, crowded=100, dangerous=140)
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
LOOK = timedelta(seconds=5)


def steps_of(people: Callable[[float], float], minutes: float, watch: Watch | None = None) -> list[tuple[float, Step]]:
    """Watch a crowd for some minutes, every five seconds; return what was done and when."""
    now, done = watch or Watch(), []
    for tick in range(int(minutes * 12) + 1):
        now, steps = watched(now, people(tick / 12), LIMITS, NOON + tick * LOOK)
        done += [(round(tick / 12, 1), step) for step in steps]
    return done


@pytest.mark.parametrize(
    ("area", "capacity", "wanted"),
    [
        (140.0, 220, Limits(155, 198, 220)),
        (140.0, None, Limits(155, 200, 280)),
        (None, 100, Limits(70, 90, 100)),
        (70.0, 1000, Limits(77, 100, 140)),
    ],
)
def test_limits(area: float | None, capacity: int | None, wanted: Limits) -> None:
    """A ÷ 0.9, the lesser of A ÷ 0.7 and nine tenths of the capacity, the lesser of A ÷ 0.5 and the capacity."""
    assert limits_of(area, capacity) == wanted


def test_no_limits_without_figures() -> None:
    """A hall that says neither floor nor capacity has no levels."""
    assert limits_of(None, None) is None


@pytest.mark.parametrize(
    ("people", "before", "level"),
    [
        (10, Level.CALM, Level.CALM),
        (77, Level.CALM, Level.BUSY),
        (100, Level.BUSY, Level.CROWDED),
        (96, Level.CROWDED, Level.CROWDED),
        (94, Level.CROWDED, Level.BUSY),
        (139, Level.DANGEROUS, Level.DANGEROUS),
        (60, Level.DANGEROUS, Level.CALM),
        (140, Level.CALM, Level.DANGEROUS),
    ],
)
def test_levels(people: int, before: Level, level: Level) -> None:
    """A level begins at its number and is left under 95 % of it."""
    assert level_of(people, LIMITS, before) is level


REMINDED = [(2.0, Step.RAISE), *((2.0 + 15 * nth, Step.REMIND) for nth in (1, 2, 3))]
SCENARIOS: dict[str, tuple[Callable[[float], float], float, Sequence[tuple[float, Step]]]] = {
    "flat under six tenths": (lambda _m: 60, 60, []),
    "swinging around the limit": (lambda m: 100 + 5 * (-1) ** int(m * 2), 60, REMINDED),
    "a ramp in twenty minutes": (lambda m: min(110, 50 + 60 * m / 20), 20, [(15.3, Step.RAISE)]),
    "a bus of thirty": (lambda m: 75 + min(30, 3 * m), 8, [(7.0, Step.RAISE)]),
    "a short peak": (lambda m: 95 if 5 <= m < 6.5 else 60, 20, []),
    "at once dangerous": (lambda m: 150 if m >= 1 else 60, 3, [(1.0, Step.RAISE), (1.0, Step.STAGE)]),
    "and further": (lambda m: 95 if m < 4 else 145, 6, [(2.0, Step.RAISE), (4.0, Step.STAGE)]),
    "lunch clears it once": (lambda m: 95 if m < 10 else 70, 30, [(2.0, Step.RAISE), (15.0, Step.CLEAR)]),
    "swinging under it": (lambda m: 95 if m < 10 else 82, 30, [(2.0, Step.RAISE), (17.0, Step.REMIND)]),
    "at three quarters": (lambda m: 95 if m < 10 else 75, 16, [(2.0, Step.RAISE)]),
    "just under them": (lambda m: 95 if m < 10 else 74.9, 16, [(2.0, Step.RAISE), (15.0, Step.CLEAR)]),
    "just under nine tenths": (lambda _m: 89.9, 10, []),
    "at nine tenths": (lambda _m: 90, 3, [(2.0, Step.RAISE)]),
    "a dip that is too short": (lambda m: 70 if 10 <= m < 14 else 95, 16, [(2.0, Step.RAISE)]),
}  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
def test_an_alert_in_a_scenario(name: str) -> None:
    """What is done, and in which minute."""
    people, minutes, wanted = SCENARIOS[name]
    assert steps_of(people, minutes) == list(wanted)


def test_who_took_note_is_not_reminded() -> None:
    """Until the second stage, which wants it anew."""
    standing = Watch(stage=1, told_at=NOON, acknowledged=True)
    assert steps_of(lambda _m: 95, 40, standing) == []
    assert steps_of(lambda m: 95 if m < 20 else 145, 40, standing) == [(20.0, Step.STAGE), (35.0, Step.REMIND)]


def test_a_gap_is_no_crowd() -> None:
    """After an hour without a look, two minutes count anew."""
    watch, _ = watched(Watch(), 95, LIMITS, NOON)
    _, steps = watched(watch, 95, LIMITS, NOON + timedelta(hours=1))
    assert steps == ()


def test_a_counter_at_the_door_pulls_slowly() -> None:
    """A tenth of the difference a minute; one that is far off is left out and said so."""
    count = told_at_door(Count(at=NOON), 70, 10, NOON)
    after = corrected(count, 50, NOON + timedelta(minutes=1), limit=100)
    assert people_of(after, 50) == pytest.approx(51)
    wild = corrected(told_at_door(Count(at=NOON), 190, 0, NOON), 50, NOON + timedelta(minutes=1), limit=100)
    assert (people_of(wild, 50), wild.odd_since) == (50, NOON + timedelta(minutes=1))


def test_a_counter_at_the_door_that_is_off_by_twenty() -> None:
    """It pulls the figure by its twenty and no further, and raises nothing in a hall that is calm."""
    count, watch, done = told_at_door(Count(at=NOON), 80, 0, NOON), Watch(), list[Step]()
    for tick in range(60 * 12):
        at = NOON + tick * LOOK
        count = corrected(told_at_door(count, 0, 0, at), 60, at, limit=100)
        watch, steps = watched(watch, people_of(count, 60), LIMITS, at)
        done += steps
    assert (round(people_of(count, 60)), count.odd_since, done) == (80, None, [])


def test_a_counter_at_the_door_that_missed_some() -> None:
    """Who was not seen coming in makes no hall of minus three; far under nobody it stays what it is: wrong."""
    assert told_at_door(Count(), 5, 8, NOON).door == 0
    assert told_at_door(Count(), 5, 40, NOON).door == -35


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall: 140 m², 220 persons; crowded from 198, dangerous from 220."""
    made = Inside(tmp_path)
    yield made
    made.close()


def look(hall: Inside, minutes: float = 0) -> None:
    """Let the watch look every half minute."""
    for _ in range(max(1, int(minutes * 2))):
        with hall.store.hall(hall.hall, SYSTEM) as work:
            assess(work)
        hall.clock.forward(30)


def events(hall: Inside) -> list[str]:
    """Return the facts of the crowd."""
    return [name for name in hall.journal() if name.startswith("Crowd")]


def test_the_whole_way(hall: Inside) -> None:
    """Parties and a sensor's count: an alert, taken note of, raised further, over; the journal is whole."""
    for _ in range(3):
        hall.ticket("A", party=3)
    look(hall)
    assert hall.told("supervisor", "GET", "/halls/main/crowd") | {
        "people": 9,
        "level": "calm",
        "limit": 198,
    } == hall.told("supervisor", "GET", "/halls/main/crowd")
    assert hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 185}) == {"used": True}
    for _ in range(5):
        hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 185})
        look(hall, 0.5)
    assert events(hall) == ["CrowdLevelChanged", "CrowdLevelChanged", "CrowdAlertRaised"]
    alert = hall.told("supervisor", "GET", "/halls/main/crowd")["alert"]
    assert (alert["stage"], alert["acknowledged"]) == (1, False)
    noted = hall.told("manager", "POST", f"/halls/main/alerts/{alert['id']}/acknowledge", {})
    assert noted["alert"]["acknowledged"]
    hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 230})
    look(hall)
    assert (
        hall.told("supervisor", "GET", "/halls/main/crowd")["alert"] | {"stage": 2, "acknowledged": False}
        == hall.told("supervisor", "GET", "/halls/main/crowd")["alert"]
    )
    for _ in range(12):
        hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 60})
        look(hall, 0.5)
    assert events(hall)[-1] == "CrowdAlertCleared"
    assert hall.told("supervisor", "GET", "/halls/main/crowd")["alert"] is None
    gone = hall.asks("supervisor", "POST", f"/halls/main/alerts/{alert['id']}/acknowledge", {})
    assert (gone.status_code, (gone.json or {})["code"]) == (409, "no_such_alert")
    assert hall.faults() == []


@pytest.mark.parametrize(
    "count",
    [
        {"inside": -1},
        {"inside": 2201},
        {"inside": 2**63 - 1},
        {"entered": 0, "left": 30},
        {"entered": 9999, "left": 0},
        {"entered": 9999, "left": 9999},
    ],
)
def test_a_count_that_cannot_be(hall: Inside, count: dict[str, int]) -> None:
    """Taken, never used, and the sensor is shown as one to be looked at."""
    look(hall)
    before = hall.told("supervisor", "GET", "/halls/main/crowd")["people"]
    assert hall.told("sensor", "POST", "/halls/main/headcount", count) == {"used": False}
    look(hall)
    assert hall.told("supervisor", "GET", "/halls/main/crowd")["people"] == before
    assert events(hall) == ["CrowdLevelChanged"]


def test_a_count_of_nothing(hall: Inside) -> None:
    """Neither inside nor who came and went, both, no number, or one that nothing can keep: 422."""
    for body in (
        {},
        {"inside": 3, "entered": 1, "left": 0},
        {"inside": "many"},
        {"inside": 2**63},
        {"left": -(10**30)},
    ):
        assert hall.asks("sensor", "POST", "/halls/main/headcount", body).status_code == 422


def test_a_restart_in_the_middle(tmp_path: Path) -> None:
    """Two minutes of crowding that a restart falls into are two minutes."""
    first = Inside(tmp_path)
    first.told("supervisor", "POST", "/halls/main/headcount", {"inside": 190})
    look(first, 1)
    at = first.clock.now()
    first.close()
    second = Inside(tmp_path, at=at)
    second.told("supervisor", "POST", "/halls/main/headcount", {"inside": 190})
    look(second, 1.5)
    assert events(second).count("CrowdAlertRaised") == 1
    second.close()


def kept(hall: Inside) -> Remembered:
    """Return what the watch knows."""
    with hall.store.look(hall.hall) as sight:
        return remembered(sight)


def test_the_door_begins_anew_after_closing(tmp_path: Path) -> None:
    """Once the hall is closed and its last customer gone, whom the door still believes inside is forgotten."""
    config = quiet_config(tmp_path)
    days = ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri"))
    text = config.read_text(encoding="utf-8").replace('hours = "always"', f"hours = {{ {days} }}", 1)
    config.write_text(text, encoding="utf-8")
    hall = Inside(tmp_path, config=config)
    hall.told("sensor", "POST", "/halls/main/headcount", {"entered": 12, "left": 0})
    look(hall)
    assert kept(hall).count.door == 12
    hall.clock.forward(9 * 3600)
    look(hall)
    assert kept(hall).count.door == 0
    hall.close()


def test_an_alert_does_not_outlive_its_limits(hall: Inside) -> None:
    """Floor and capacity taken out of the settings under an alert: no level, no alert, and the journal says so."""
    hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 230})
    look(hall)
    assert hall.told("supervisor", "GET", "/halls/main/crowd")["alert"] is not None
    with hall.store.hall(hall.hall, SYSTEM) as work:
        present = work.connection.execute(select(hall_settings.c.settings)).scalar_one()
        after = json.dumps(json.loads(present) | {"area": None, "capacity": None})
        work.record(HallSet(before=present, after=after))
    look(hall, 1)
    told = hall.told("supervisor", "GET", "/halls/main/crowd")
    assert (told["alert"], told["level"], told["limit"]) == (None, "unknown", None)
    assert events(hall)[-2:] == ["CrowdLevelChanged", "CrowdAlertCleared"]
    assert hall.faults() == []
    assert hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 5_000_000_000}) == {"used": False}
