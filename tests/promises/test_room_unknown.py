"""Promise: no hall is called calm of whose room nothing is known; a count by hand and a plan need no limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.crowd.commands import assess
from server.security.actors import SYSTEM
from tests.hall import quiet_config
from tests.inside import Inside
from tests.inside_office import in_one_line


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall without floor and capacity."""
    made = Inside(tmp_path, config=quiet_config(tmp_path, endless=True))
    yield made
    made.close()


def test_nine_hundred_people_in_an_unknown_room_are_not_calm(hall: Inside) -> None:
    """The level is unknown on every view that has one; whoever sees the crowd starts the plan."""
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": 900})
    with hall.store.hall(hall.hall, SYSTEM) as work:
        assess(work)
    crowd = hall.told("supervisor", "GET", "/halls/main/crowd")
    assert (crowd["people"], crowd["level"], crowd["limit"]) == (900, "unknown", None)
    board = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]
    assert (board["crowd"]["level"], board["crowd"]["people"]) == ("unknown", 900)
    raised = hall.told("clerk1", "POST", "/halls/main/incidents", {"kind": "crowding"})
    room = hall.told("supervisor", "GET", f"/halls/main/views/incident:{raised['id']}")["data"]
    assert room["crowd"]["level"] == "unknown"


def test_the_office_asks_for_the_room_and_takes_a_count(hall: Inside) -> None:
    """Set-up names it until it is known; the supervisor enters a count, and one that cannot be changes nothing."""
    admin, leader = (hall.app.test_client() for _ in range(2))
    for browser, name in ((admin, "admin"), (leader, "supervisor")):
        assert browser.post("/api/v1/session", json={"username": name, "password": "demo"}).status_code == 200
    english = {"Accept-Language": "en"}
    page = admin.get("/office/main/services", headers=english).text
    assert '<a href="/office/main/hall?at=area">The room</a>' in in_one_line(page)
    proof = leader.get_cookie("floor_csrf")
    assert proof is not None
    for inside, status in (("37", 303), ("200000", 422), ("-1", 422), ("many", 422), ("", 422)):
        sent = {"csrf": proof.value, "inside": inside}
        assert leader.post("/office/main/crowd/count", data=sent, headers=english).status_code == status, inside
    page = leader.get("/office/main/crowd", headers=english).text
    assert "37 people in the hall" in page
    assert "not known" in page
