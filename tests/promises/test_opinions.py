"""Promise: an opinion is answered by its limit, else it is the manager's; where its writer is reached, few learn."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.inside import NINE, Inside
from tests.rated import on_a_wednesday, refused

HERE = "/halls/main/opinions"
GIVEN = {"kind": "problem", "words": "The door sticks. Lin", "language": "en", "contact": "0912-345"}
KEY = {"Idempotency-Key": "12345678-opinion"}
LIMIT = NINE + timedelta(days=7, hours=8)  # five working days later, as the hall closes


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The hall, on either database."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = on_a_wednesday(tmp_path, database)
    yield made
    made.close()


def registered(hall: Inside) -> dict[str, Any]:
    """Return the one opinion of the register."""
    (found,) = hall.told("manager", "GET", HERE)["items"]
    return dict(found)


def at(hall: Inside, moment: datetime) -> None:
    """Let it become a moment; sign-ins of before are over."""
    hall.clock.set(moment)
    hall.tokens.clear()
    hall.later(0)


def test_it_has_its_limit_and_its_writer_a_reference(hall: Inside) -> None:
    """The kiosk gets back what a customer keeps, and nothing of what was written."""
    receipt = hall.told("kiosk", "POST", HERE, GIVEN)
    one = registered(hall)
    assert (receipt["id"], datetime.fromisoformat(receipt["answer_by"])) == (one["id"], LIMIT)
    assert (one["words"], one["way"], one["wants_answer"], "contact" in one) == (GIVEN["words"], "kiosk", True, False)
    assert not [name for name in ("words", "contact") if name in receipt]
    assert GIVEN["contact"] not in hall.asks("auditor", "GET", "/halls/main/journal?limit=1000").text
    assert hall.faults() == []


@pytest.mark.parametrize("contact", ["not-a-phone", "12345", "call me 5", "０９１２"])
def test_a_way_that_reaches_nobody_is_asked_again(hall: Inside, contact: str) -> None:
    """An @ or six digits: else it is said which, in the reader's language, and nothing is taken."""
    answer = hall.asks("kiosk", "POST", HERE, {**GIVEN, "contact": contact}, **{"Accept-Language": "zh-TW"})
    assert answer.status_code == 422
    (fault,) = (answer.json or {})["errors"]
    assert (fault["field"], "至少六個數字" in fault["message"]) == ("contact", True)
    assert hall.told("manager", "GET", HERE)["items"] == []


@pytest.mark.parametrize("contact", ["", "lin@example.org", "+886 912 345 678", "分機 ０２-１２３４", "(02) 2720-8889"])
def test_a_way_that_reaches_somebody_is_taken(hall: Inside, contact: str) -> None:
    """However it is written; and none at all."""
    assert hall.told("kiosk", "POST", HERE, {**GIVEN, "contact": contact})["wants_answer"] is (contact != "")


def test_late_it_is_the_managers_once(hall: Inside) -> None:
    """Not a second before its limit; and it can be answered still."""
    hall.told("kiosk", "POST", HERE, GIVEN)
    at(hall, LIMIT - timedelta(seconds=1))
    assert registered(hall)["late_at"] is None
    at(hall, LIMIT)
    one = registered(hall)
    assert datetime.fromisoformat(one["late_at"]) == LIMIT
    at(hall, LIMIT + timedelta(days=9))
    hall.told("manager", "POST", f"{HERE}/{one['id']}/answer", {"text": "It was planed."})
    assert hall.journal().count("OpinionLate") == 1
    assert hall.faults() == []


def test_answered_in_time_nothing_is_due(hall: Inside) -> None:
    """Its limit is taken back with the answer."""
    receipt = hall.told("kiosk", "POST", HERE, GIVEN)
    hall.told("supervisor", "POST", f"{HERE}/{receipt['id']}/answer", {"text": "It was planed."})
    assert not [row for row in hall.everything()["deadlines"] if "opinion_answer" in row]
    at(hall, LIMIT + timedelta(days=1))
    assert (registered(hall)["late_at"], hall.journal().count("OpinionLate")) == (None, 0)
    assert hall.faults() == []


def test_who_looks_where_the_writer_is_reached_is_written_down(hall: Inside) -> None:
    """Supervisor and manager may, nobody else; after a month there is nothing to see."""
    receipt = hall.told("kiosk", "POST", HERE, GIVEN)
    path = f"{HERE}/{receipt['id']}/contact"
    assert refused(hall.asks("auditor", "POST", path, {}))[0] == 403
    assert hall.told("supervisor", "POST", path, {}) == {"contact": GIVEN["contact"]}
    assert hall.journal().count("WriterContactSeen") == 1
    hall.clock.forward(timedelta(days=31).total_seconds())
    hall.tokens.clear()
    hall.floor.scheduler.now("what was kept for long enough")
    one = registered(hall)
    assert (one["wants_answer"], one["words"]) == (False, GIVEN["words"])
    assert hall.told("supervisor", "POST", path, {}) == {"contact": None}
    assert hall.faults() == []


def test_the_same_key_is_the_same_opinion(hall: Inside) -> None:
    """The kiosk asks again when no answer came; without a key nothing is taken."""
    first = hall.asks("kiosk", "POST", HERE, GIVEN, **KEY)
    again = hall.asks("kiosk", "POST", HERE, GIVEN, **KEY)
    assert (first.status_code, again.json) == (201, first.json)
    assert registered(hall)["id"] == first.json["id"]
