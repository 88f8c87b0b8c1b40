"""Promise: what everybody at the windows has to know is confirmed by each; a changed procedure is such a notice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.briefings.reads import latest
from tests.cases import RULES, CaseHall
from tests.inside_office import page, sends, words

TITLE, TEXT = "The old cards", "From Monday the old cards are not taken any more. Ask Mr Chen."


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CaseHall]:
    """A hall in which service A has a procedure, on either database."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = CaseHall(tmp_path, database=database)
    yield made
    assert made.faults() == []
    made.close()


def newest(hall: CaseHall) -> int:
    """Return the number of the last notice."""
    with hall.store.look(hall.hall) as sight:
        return latest(sight)[0].id


def test_each_confirms_for_themselves(hall: CaseHall) -> None:
    """It is the first thing to do of clerk and reviewer, not of who wrote it nor of the auditor; once each."""
    assert sends(hall, "clerk2", "briefings/new", title=TITLE, text=TEXT)[0] == 403
    status, told = sends(hall, "manager", "briefings/new", title=" ", text="")
    assert (status, "Say in a few words" in words(told), "has to know" in words(told)) == (422, True, True)
    assert sends(hall, "supervisor", "briefings/new", title=TITLE, text=TEXT)[0] == 200
    which = newest(hall)
    for who in ("clerk2", "reviewer"):
        assert f"Read: {TITLE}" in words(page(hall, who, ""))
    for who in ("supervisor", "auditor"):
        assert f"Read: {TITLE}" not in words(page(hall, who, ""))
    assert TEXT in words(page(hall, "clerk2", f"briefings/{which}"))
    assert "Who reads it" not in words(page(hall, "clerk2", f"briefings/{which}"))
    assert "Who reads it" in words(page(hall, "manager", f"briefings/{which}"))
    assert sends(hall, "clerk2", f"briefings/{which}")[0] == 200
    assert sends(hall, "clerk2", f"briefings/{which}")[0] == 409
    assert sends(hall, "supervisor", f"briefings/{which}")[0] == 409
    assert f"Read: {TITLE}" not in words(page(hall, "clerk2", ""))
    told = hall.asks("auditor", "GET", "/halls/main/journal?limit=1000").text
    assert [text for text in (TITLE, TEXT) if text in told] == []


def test_a_changed_procedure_is_a_notice_by_itself(hall: CaseHall) -> None:
    """With its notice's words and the way to it; unread for three working days it breaks the clause."""
    hall.rules(RULES.model_copy(update={"days": 7}))
    told = words(page(hall, "clerk2", f"briefings/{newest(hall)}"))
    assert ("As it is done here." in told, "To the procedure" in told) == (True, True)
    assert "open, and late" not in words(page(hall, "manager", "regulation/R6.1.2"))
    hall.later(timedelta(days=4).total_seconds())
    hall.tokens.clear()
    assert "open, and late" in words(page(hall, "manager", "regulation/R6.1.2"))
