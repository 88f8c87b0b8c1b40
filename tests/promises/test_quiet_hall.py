"""A discreet hall: screens show masked names or numbers, nothing is spoken; a name is gone with its ticket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.security.actors import SYSTEM
from server.store.kept import erase
from tests.hall import quiet_config
from tests.inside import Inside

NAME = "王小明"


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """A hall that calls by masked names, counter 3 open."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    inside = Inside(tmp_path, config=discreet(tmp_path, "masked_name"), database=database)
    inside.at_counter("3", "open")
    yield inside
    assert inside.faults() == []
    inside.close()


def discreet(folder: Path, how: str) -> Path:
    """Write the demo's configuration for a hall that masks."""
    path = quiet_config(folder)
    text = path.read_text(encoding="utf-8").replace("[[halls]]\n", f'[[halls]]\nshown_as = "{how}"\nflash = true\n', 1)
    path.write_text(text, encoding="utf-8")
    return path


def named(hall: Inside, name: str = NAME) -> int:
    """Have reception give a number to somebody with a name."""
    taken = hall.told("clerk3", "POST", "/halls/main/tickets", {"service": "A", "name": name})
    return int(taken["ticket"]["id"])


def shown(hall: Inside) -> list[str]:
    """Return what the hall display shows of the calls, newest first."""
    return [one["number"] for one in hall.told("display", "GET", "/halls/main/views/display")["data"]["calls"]]


def test_called_by_a_masked_name_else_by_the_last_digits(hall: Inside) -> None:
    """On the display and over the counter; the clerk reads the name; nothing is spoken, the display flashes."""
    named(hall)
    hall.ticket("A")
    hall.at_counter("3", "call")
    assert shown(hall) == ["王○明"]
    assert hall.told("counter-sign:3", "GET", "/halls/main/views/sign:3")["data"]["number"] == "王○明"
    assert hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]["ticket"]["name"] == NAME
    view = hall.told("display", "GET", "/halls/main/views/display")["data"]
    assert (view["voice"], view["flash"]) == ([], True)
    hall.at_counter("3", "start")
    hall.at_counter("3", "finish")
    hall.later(5)
    hall.at_counter("3", "call")
    assert shown(hall) == ["A•02", "A•01"], "whoever was served has no name any more"
    assert (
        hall.asks("display", "GET", f"/halls/main/speech/en/{hall.ticket('A')['ticket']['id'] - 1}").status_code == 404
    )


@pytest.mark.parametrize("end", ["finish", "no-show", "day"])
def test_a_name_is_in_no_journal_and_gone_with_its_ticket(hall: Inside, end: str) -> None:
    """Sealed while it is there; finished, given back or left over night: nowhere any more."""
    named(hall)
    with hall.store.database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT name FROM ticket_names").scalars().all()
    assert len(kept) == 1
    assert NAME not in kept[0], "it is sealed"
    if end == "finish":
        for act in ("call", "start", "finish"):
            hall.at_counter("3", act)
    if end == "no-show":
        hall.at_counter("3", "call")
        hall.at_counter("3", "no-show")
        assert len(hall.everything()["ticket_names"]) == 1, "they may come back"
    if end != "finish":
        hall.tokens = {}
        hall.later(28 * 3600)
    if end == "no-show":
        with hall.store.hall(hall.hall, SYSTEM) as work:
            erase(work)  # the hourly round
    rows = hall.everything()
    assert rows["ticket_names"] == []
    assert NAME not in repr(rows)


def test_two_numbers_that_end_alike_stand_whole(tmp_path: Path) -> None:
    """Nobody goes for somebody else: A001 and A101 wait at once."""
    hall = Inside(tmp_path, config=discreet(tmp_path, "last_digits"))
    for _ in range(101):
        hall.ticket("A")
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    assert shown(hall) == ["A001"]
    for act in ("start", "finish"):
        hall.at_counter("3", act)
    hall.later(5)
    hall.at_counter("3", "call")
    assert shown(hall) == ["A•02", "A001"], "while A101 waits, what was called stands whole too"
    assert named(hall)
    assert hall.everything()["ticket_names"] == [], "a hall that shows no names keeps none"
    hall.close()


def test_a_machine_gives_no_names(hall: Inside) -> None:
    """What a kiosk sends as a name is not kept; nor what is longer than a name."""
    hall.ticket("A", name=NAME)
    assert hall.everything()["ticket_names"] == []
    answer = hall.asks("clerk3", "POST", "/halls/main/tickets", {"service": "A", "name": "x" * 61})
    assert answer.status_code == 422
