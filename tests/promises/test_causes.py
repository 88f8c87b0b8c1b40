"""An entry of the journal names what it followed from, over features and however deep; else it names none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store.journal import Entry, entries, led_to
from tests.emergencies import LOOK, watched
from tests.inside import Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall so full that its plan starts by itself, goes to its second stage and stops the numbers."""
    made = Inside(tmp_path)
    made.told("supervisor", "POST", "/halls/main/headcount", {"inside": 230})
    watched(made, LOOK)
    yield made
    assert made.faults() == []
    made.close()


def history(hall: Inside) -> dict[int, Entry]:
    """Return the journal, by number."""
    with hall.store.look(hall.hall) as sight:
        return {one.seq: one for one in entries(sight.connection, hall.hall)}


def causes(hall: Inside, event: str) -> set[str | None]:
    """Return of which facts the entries of an event say that they followed from them; None: from nothing."""
    told = history(hall)
    return {None if one.cause is None else told[one.cause].event for one in told.values() if one.event == event}


def test_what_follows_in_another_feature(hall: Inside) -> None:
    """The alert raised the incident; the incident its steps and measures; a measure held back the line."""
    alert, stage = "CrowdAlertRaised", "CrowdAlertStageRaised"
    assert {event: causes(hall, event) for event in ("CrowdLevelChanged", alert, stage)} == {
        "CrowdLevelChanged": {None}, alert: {None}, stage: {None},
    }  # fmt: skip
    assert causes(hall, "IncidentRaised") == {alert}
    assert causes(hall, "IncidentCrowdSeen") == {alert, stage}
    assert causes(hall, "IncidentStageSet") == {stage}
    assert causes(hall, "StepSet") == {"IncidentRaised", "IncidentStageSet"}
    assert causes(hall, "MeasureTaken") == {"IncidentRaised", "IncidentStageSet"}
    assert causes(hall, "LineRestrained") == {"MeasureTaken"}


def test_what_a_person_does_next_followed_from_nothing(hall: Inside) -> None:
    """Taking the lead does the step of that name and takes note of the alert; the note after it stands alone."""
    (incident,) = hall.told("supervisor", "GET", "/halls/main/incidents")["items"]
    path = f"/halls/main/incidents/{incident['id']}"
    hall.told("supervisor", "POST", f"{path}/moves/acknowledge", {})
    hall.told("supervisor", "POST", f"{path}/notes", {"text": "The west door is open"})
    assert causes(hall, "IncidentAcknowledged") == {None}
    assert causes(hall, "StepConfirmed") == causes(hall, "CrowdAlertAcknowledged") == {"IncidentAcknowledged"}
    assert causes(hall, "IncidentNoted") == {None}


def test_what_an_entry_led_to_is_found(hall: Inside) -> None:
    """By its number: exactly those that name it, in their order."""
    told = history(hall)
    for seq, one in told.items():
        with hall.store.look(hall.hall) as sight:
            followed = [each.seq for each in led_to(sight.connection, hall.hall, seq)]
        assert followed == [each.seq for each in told.values() if each.cause == seq], one.event
