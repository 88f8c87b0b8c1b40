"""Promise: spot checks are drawn by a lot that nobody chooses and anybody draws again; findings come to an end."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from server.checks.commands import draw, to_draw
from server.checks.levels import LOOKED_AT
from server.checks.reads import SpotCheck, checks_of_day, open_findings
from server.security.actors import SYSTEM
from server.security.reads import names
from tests.inside import Inside
from tests.inside_office import page, sends, words
from tests.rated import on_a_wednesday

THURSDAY = "2026-11-26"
FINE = dict.fromkeys(LOOKED_AT, "fine")
SEEN = "Talking on a private phone while three people waited."
SAID = "It was my child's school, for one minute."


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The hall on Thursday at six in the morning, two checks a day drawn; its history is whole at the end."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = on_a_wednesday(tmp_path, database)
    assert sends(made, "admin", "settings/checks", before="{}", checks_a_day="2")[0] == 200
    made.at_counter("3", "close")
    at(made, hours=20)
    drawn(made)
    yield made
    assert made.faults() == []
    made.close()


def at(hall: Inside, **span: float) -> None:
    """Let time pass; sign-ins of before are over."""
    hall.later(timedelta(**span).total_seconds())
    hall.tokens.clear()


def drawn(hall: Inside) -> list[SpotCheck]:
    """Have today's checks drawn, if they are not; return Thursday's."""
    with hall.store.look(hall.hall) as sight:
        lot = to_draw(sight)
    if lot is not None:
        with hall.store.hall(hall.hall, SYSTEM) as work:
            draw(work, lot)
    with hall.store.look(hall.hall) as sight:
        return checks_of_day(sight, THURSDAY)


def begin(hall: Inside, one: SpotCheck, **more: float) -> None:
    """Let its hour begin."""
    at(hall, seconds=(one.begins_at - hall.clock.now()).total_seconds() + timedelta(**more).total_seconds())


def sits(hall: Inside, counter: str, who: str) -> None:
    """Have somebody sit down at a counter."""
    hall.at_counter(counter, "open", who)


def test_anybody_draws_the_same(hall: Inside) -> None:
    """By the journal alone: the hash of Wednesday's last entry, counters and hours by SHA-256; once a day."""
    checks = drawn(hall)
    entries = hall.told("auditor", "GET", "/halls/main/journal?limit=1000")["items"]
    before = [one for one in entries if one["at"] < "2026-11-25T16:00:00"]  # midnight in Taipei
    seed = before[-1]["hash"]

    def ranked(kind: str, names: list[str]) -> list[str]:
        return sorted(names, key=lambda name: sha256(f"{seed}|{kind}|{name}".encode()).hexdigest())

    counters = [one["code"] for one in hall.told("auditor", "GET", "/halls/main")["counters"]]
    hours = [f"{hour:02}:00" for hour in range(9, 17)]
    expected = sorted(zip(ranked("hour", hours)[:2], ranked("post", counters)[:2], strict=True))
    assert [(f"{one.begins_at.hour + 8:02}:00", one.counter) for one in checks] == expected
    assert {one.entry for one in checks} == {before[-1]["seq"]}
    assert drawn(hall) == checks
    told = words(page(hall, "auditor", "checks"))
    assert (seed in told, f"number {before[-1]['seq']}" in told) == (True, True)


def test_a_check_is_made_in_its_hour_by_somebody_else(hall: Inside) -> None:
    """Not before, not by who sits there, not with a line left out; a finding wants words, and is told the person."""
    one = drawn(hall)[0]
    path = f"checks/{one.id}"
    status, told = sends(hall, "supervisor", path, **FINE)
    assert (status, "This check is made between" in words(told)) == (409, True)
    begin(hall, one)
    sits(hall, one.counter, "supervisor")
    assert "You sit at this counter yourself" in words(page(hall, "supervisor", path))
    assert sends(hall, "supervisor", path, **FINE)[0] == 403
    hall.at_counter(one.counter, "close", "supervisor")
    sits(hall, one.counter, "clerk2")
    assert sends(hall, "clerk2", path, **FINE)[0] == 403
    status, told = sends(hall, "supervisor", path, **{**FINE, "R3.2.2": "finding", "R2.2.6": ""})
    assert (status, "every line is looked at" in words(told), "Say in a sentence" in words(told)) == (422, True, True)
    sheet = {**FINE, "R3.2.2": "finding", "R3.2.2-words": SEEN}
    assert sends(hall, "supervisor", path, **sheet)[0] == 200
    assert sends(hall, "supervisor", path, **sheet)[0] == 409
    assert SEEN not in hall.asks("auditor", "GET", "/halls/main/journal?limit=1000").text
    assert "R3.2.2" in words(page(hall, "clerk2", "my-findings"))
    assert "Nothing was found about you." in words(page(hall, "clerk3", "my-findings"))


def test_a_check_that_nobody_makes_is_missed(hall: Inside) -> None:
    """In its hour it is on the lists of board and office; at its end it is over, and the clause is broken."""
    one = drawn(hall)[0]
    begin(hall, one, minutes=30)
    board = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["todo"]
    assert [each["kind"] for each in board if each["kind"] == "check"] == ["check"]
    assert f"Spot check at counter {one.counter}" in words(page(hall, "supervisor", ""))
    at(hall, minutes=30)
    assert "CheckMissed" in hall.journal()
    assert sends(hall, "supervisor", f"checks/{one.id}", **FINE)[0] == 409
    assert "not kept: 1" in words(page(hall, "manager", "regulation/R5.3.2"))


def test_a_finding_is_answered_corrected_and_closed_by_somebody_else(hall: Inside) -> None:
    """The person says their part once; nobody closes what concerns them; late it is the manager's; then it is over."""
    with hall.store.look(hall.hall) as sight:
        people = {name: number for number, name in names(sight).items()}
    status, told = sends(hall, "supervisor", "findings/new", clerk="", clause="R3.2.1", words=" ")
    assert (status, "Choose whom it concerns" in words(told)) == (422, True)
    clerk, supervisor, manager, auditor = (people[name] for name in ("陳冠宇", "許文傑", "鄭美玲", "周雅雯"))
    assert sends(hall, "supervisor", "findings/new", clerk=auditor, clause="R3.2.1", words=SEEN)[0] == 422
    assert sends(hall, "supervisor", "findings/new", clerk=manager, clause="R3.2.1", words=SEEN)[0] == 200
    with hall.store.look(hall.hall) as sight:
        (about_manager,) = open_findings(sight)
    assert sends(hall, "manager", f"findings/{about_manager.id}", words="Fine.")[0] == 403
    assert sends(hall, "manager", f"my-findings/{about_manager.id}", words=SAID)[0] == 200
    assert sends(hall, "supervisor", f"findings/{about_manager.id}", words="We talked.")[0] == 200
    assert sends(hall, "supervisor", "findings/new", clerk=supervisor, clause="R3.2.1", words=SEEN)[0] == 403
    assert sends(hall, "supervisor", "findings/new", clerk=clerk, clause="R3.2.1", words=SEEN)[0] == 200
    assert sends(hall, "manager", "findings/new", clerk=supervisor, clause="R2.2.6", words=SEEN)[0] == 200
    with hall.store.look(hall.hall) as sight:
        mine, theirs = sorted(open_findings(sight), key=lambda one: one.id)
    assert page(hall, "clerk3", f"my-findings/{mine.id}", status=404)
    assert sends(hall, "clerk3", f"my-findings/{mine.id}", words=SAID)[0] == 403
    assert sends(hall, "clerk2", f"my-findings/{mine.id}", words=SAID)[0] == 200
    assert sends(hall, "clerk2", f"my-findings/{mine.id}", words=SAID)[0] == 409
    assert SAID in words(page(hall, "supervisor", f"findings/{mine.id}"))
    assert "a colleague does this step" in words(page(hall, "supervisor", f"findings/{theirs.id}"))
    assert sends(hall, "supervisor", f"findings/{theirs.id}", words="Tidied.")[0] == 403
    assert "3 of 3" in words(page(hall, "manager", "regulation/R2.1.3"))
    assert sends(hall, "manager", f"findings/{theirs.id}", words="Tidied, I was there.")[0] == 200
    at(hall, days=8)
    assert hall.journal().count("FindingLate") == 1
    assert "not corrected in time: 1" in words(page(hall, "manager", ""))
    assert sends(hall, "supervisor", f"findings/{mine.id}", words="We talked; it is agreed.")[0] == 200
    assert sends(hall, "manager", f"findings/{mine.id}", words="Again.")[0] == 409
    with hall.store.look(hall.hall) as sight:
        assert open_findings(sight) == []


def test_none_are_drawn_where_none_are_wanted(tmp_path: Path) -> None:
    """A hall that sets none has an empty list that says who sets them; nothing is drawn."""
    hall = on_a_wednesday(tmp_path)
    at(hall, hours=20)
    assert drawn(hall) == []
    assert "An administrator sets how many" in words(page(hall, "supervisor", "checks"))
    hall.close()
