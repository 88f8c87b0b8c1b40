"""A crowd is seen in time: levels, alerts and their end, by scenarios; a count that cannot be is kept apart."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from server.crowd.commands import assess
from server.crowd.reads import Remembered, remembered
from server.floor.events.settings import HallSet
from server.floor.tables import hall_settings
from server.security.actors import SYSTEM
from tests.hall import quiet_config
from tests.inside import Inside


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
