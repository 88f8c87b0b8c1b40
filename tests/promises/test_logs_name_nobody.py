"""A log is read by those who run the machine: nothing that somebody wrote stands in it, nor how to reach anybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.store.engine import Database
from tests.inside import Inside
from tests.rated import follow_ups, on_a_wednesday, serves, touches

COMMENT, CONTACT, OPINION, NOTE, REASON = "Ms-Wong-was-kind", "0912-345-678", "Lins-idea", "Chen-called", "Wus-train"
WRITTEN = (COMMENT, CONTACT, OPINION, NOTE, REASON)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """Counter 3 of the demo's hall, open on a Wednesday."""
    made = on_a_wednesday(tmp_path)
    yield made
    made.close()


def logged(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> str:
    """Return what was logged, by whichever way."""
    out, err = capsys.readouterr()
    return out + err + caplog.text


def test_what_is_written_is_not_logged(
    hall: Inside, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Ratings by tablet and phone, opinions, notes, reasons and the looks at how to reach somebody."""
    said = {"comment": COMMENT, "contact": CONTACT}
    serves(hall)
    assert touches(hall, 1, **said).status_code == 201
    _, secret = serves(hall)
    hall.told(None, "POST", f"/track/{secret}/rating", {"score": 1})
    hall.told(None, "POST", f"/track/{secret}/rating/details", said)
    hall.told(None, "POST", f"/track/{secret}/opinion", {"kind": "idea", "words": OPINION})
    opinion = hall.told("kiosk", "POST", "/halls/main/opinions", {"kind": "idea", "words": OPINION, "contact": CONTACT})
    hall.told("supervisor", "POST", f"/halls/main/opinions/{opinion['id']}/contact", {})
    for act, words in (("contact", {}), ("contacted", {"note": NOTE}), ("settled", {"note": NOTE})):
        hall.told("supervisor", "POST", f"/halls/main/follow-ups/{follow_ups(hall)[0]['id']}/{act}", words)
    hall.ticket()
    later = hall.ticket()["ticket"]["id"]
    hall.at_counter("3", "call", ticket=later, reason=REASON)
    incident = hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding", "note": NOTE})
    hall.told("supervisor", "POST", f"/halls/main/incidents/{incident['id']}/notes", {"text": NOTE})
    told = logged(capsys, caplog)
    assert "an incident was raised" in told, "what happens is logged"
    assert [word for word in WRITTEN if word in told] == []


def test_what_is_refused_is_not_logged_either(
    hall: Inside, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A body that does not fit is named by its field, in the answer alone."""
    serves(hall)
    wrong = {"kind": "idea", "words": OPINION, "contact": CONTACT * 100, COMMENT: NOTE}
    assert hall.asks("kiosk", "POST", "/halls/main/opinions", wrong).status_code == 422
    assert touches(hall, 1, comment=[COMMENT], contact=CONTACT).status_code == 422
    assert hall.asks(None, "POST", f"/track/{CONTACT}/opinion", wrong).status_code == 404
    told = logged(capsys, caplog)
    assert [word for word in WRITTEN if word in told] == []


@pytest.mark.parametrize("which", ["sqlite", "postgresql"])
def test_an_error_of_the_database_shows_no_values(request: pytest.FixtureRequest, tmp_path: Path, which: str) -> None:
    """Its text goes into the log, and a row may hold a name."""
    url = request.getfixturevalue("new_database") if which == "postgresql" else f"sqlite:///{tmp_path}/floor.db"
    database = Database(url)
    database.make_file()
    asked = text("SELECT * FROM no_such_table WHERE name = :name")
    with database.reading() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(asked, {"name": CONTACT})
    assert "no_such_table" in str(caught.value)
    assert CONTACT not in str(caught.value)
    database.close()
