"""What waits to be done is read once: the board and the office say the same of it, in the same words."""

import html
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.crowd.commands import assess
from server.security.actors import SYSTEM
from tests.inside import Inside
from tests.inside_office import page, sends, words

LANGUAGES = {"zh-TW": "zh-Hant", "zh-CN": "zh-Hans", "en": "en"}
NAMED_BY_THEMSELVES = {"threat", "follow_up"}  # each of their things has a line of its own in the office


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    assert made.faults() == []
    made.close()


def crowded(hall: Inside, people: int = 230) -> None:
    """Fill the hall, and have the watch see it."""
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": people})
    looked(hall)


def looked(hall: Inside) -> None:
    """Have the watch look at the crowd."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        assess(work)


def busy(hall: Inside) -> None:
    """Have something of everything: a line that nobody serves, a slip unconfirmed, numbers stopped, a lost device."""
    taken = hall.ticket("A")
    path = f"/halls/main/tickets/{taken['ticket']['id']}/print"
    hall.told("kiosk", "POST", path, {"state": "failed"})
    hall.told("kiosk", "POST", "/halls/main/devices/me/report", {"printer": "paper_out"})
    hall.told("supervisor", "POST", "/halls/main/issue", {"stopped": True})
    crowded(hall)


def test_the_board_and_the_office_say_the_same(hall: Inside) -> None:
    """Each line of the board is in the supervisor's list, word for word, in three languages."""
    busy(hall)
    board = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["todo"]
    assert {"alert", "stopped", "nobody", "device", "print"} <= {one["kind"] for one in board}
    for sent, language in LANGUAGES.items():
        told = words(page(hall, "supervisor", "", sent))
        shared = [one for one in board if one["kind"] not in NAMED_BY_THEMSELVES]
        said = [(one["text"][language], one["why"][language]) for one in shared]
        assert [both for both in said if not all(html.unescape(text) in told for text in both)] == []


def test_each_stands_in_the_list_of_those_who_may(hall: Inside) -> None:
    """A clerk reads which line nobody serves, and not that numbers are stopped; whoever only sets up, nothing of it."""
    busy(hall)
    clerk, admin = (words(page(hall, who, "")) for who in ("clerk1", "admin"))
    assert "Nobody serves A" in clerk
    assert "No numbers are given out" not in clerk
    assert "Nobody serves A" not in admin
    assert "Look at" in admin


def test_an_alert_is_said_again_as_the_hall_wants_it(hall: Inside) -> None:
    """The crowd's own setting: what the journal, the board and the office's limit say follows it."""
    _, told = sends(hall, "admin", "settings/crowd", before="{}", remind_after="5")
    assert "Saved" in told
    crowded(hall)
    hall.clock.forward(4 * 60)
    looked(hall)
    assert "CrowdAlertReminded" not in hall.journal()
    hall.clock.forward(61)
    looked(hall)
    assert "CrowdAlertReminded" in hall.journal()
    board = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["todo"]
    assert "every 5 minutes" in board[0]["why"]["en"]
    journal = words(page(hall, "auditor", "journal"))
    assert "Settings of Crowd alert: Said again after, in minutes: as usual → 5" in journal


@pytest.mark.parametrize("minutes", ["4", "61", "soon"])
def test_what_a_feature_refuses_is_refused_beside_its_field(hall: Inside, minutes: str) -> None:
    """Nothing is saved, and the field says what is wrong with it."""
    status, told = sends(hall, "admin", "settings/crowd", before="{}", remind_after=minutes)
    assert (status, 'aria-invalid="true"' in told) == (422, True)
    assert "FeatureSet" not in hall.journal()
