"""Promise: a phone points where the hall display points."""

from pathlib import Path

from tests.inside import Inside


def test_a_called_phone_points_as_the_display_does(tmp_path: Path) -> None:
    """At counters on either side and ahead; while nobody calls it points nowhere."""
    hall = Inside(tmp_path)
    display = hall.told("display", "GET", "/halls/main/views/display")["data"]
    sides = {one["code"]: one["side"] for one in display["counters"]}
    assert len(set(sides.values())) > 1
    pointed = {}
    for counter, side in sides.items():
        page = hall.ticket(hall_service(hall, counter))["track_url"].rpartition("/")[2]
        assert hall.told(None, "GET", f"/track/{page}")["side"] is None
        hall.at_counter(counter, "open")
        hall.at_counter(counter, "call")
        track = hall.told(None, "GET", f"/track/{page}")
        assert track["counter"] == counter
        pointed[counter] = track["side"]
        first = hall.app.test_client().get(f"/t/{page}").text
        assert f'class="arrow" data-to="{side}"' in first
    assert pointed == sides
    hall.close()


def hall_service(hall: Inside, counter: str) -> str:
    """Return the service that a counter serves first."""
    board = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]
    return next(str(one["services"][0]) for one in board["counters"] if one["code"] == counter)
