"""Promise: a low rating is followed up in time, by somebody else; opinions get answers; words are erased in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from server.ratings.events import FollowUpReachable
from server.ratings.reads import open_follow_ups
from server.security.actors import SYSTEM
from tests.inside import NINE, Inside
from tests.rated import follow_ups, on_a_wednesday, refused, serves, touches


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The hall, on either database."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = on_a_wednesday(tmp_path, database)
    yield made
    made.close()


def test_a_low_rating_is_followed_up_in_working_days(hall: Inside) -> None:
    """Wednesday: contacted by Thursday evening, settled by Wednesday evening; each late one is the manager's, once."""
    serves(hall)
    touches(hall, 2, contact="0912 345 678")
    (one,) = follow_ups(hall)
    limits = [datetime.fromisoformat(one[name]) for name in ("contact_by", "settle_by")]
    five = NINE + timedelta(hours=8)  # the hall closes
    assert limits == [five + timedelta(days=1), five + timedelta(days=7)]
    assert (one["late"], one["left"]) == (None, int((limits[0] - hall.clock.now()).total_seconds()))
    hall.clock.set(limits[0])
    hall.tokens.pop("supervisor")
    hall.later(0)
    (one,) = follow_ups(hall)
    assert (one["late"], one["escalated_at"] is not None, one["state"]) == ("contact", True, "open")
    hall.told("supervisor", "POST", f"/halls/main/follow-ups/{one['id']}/contacted", {"note": "Called back."})
    hall.clock.set(limits[1])
    hall.tokens.pop("supervisor")
    hall.later(0)
    assert [(one["late"], one["state"]) for one in follow_ups(hall)] == [("settle", "contacted")]
    hall.later(3600)
    hall.tokens.pop("auditor", None)
    assert hall.journal().count("FollowUpLate") == 2
    assert hall.faults() == []


def test_nobody_is_asked_to_contact_who_cannot_be(hall: Inside) -> None:
    """One touch leaves no address: only settling is due, contacting is refused; an address left later is used."""
    (_, secret), (_, other) = serves(hall), serves(hall)
    hall.told(None, "POST", f"/track/{secret}/rating", {"score": 1})
    (one,) = follow_ups(hall)
    path = f"/halls/main/follow-ups/{one['id']}"
    assert (one["wants_contact"], one["due"]) == (False, one["settle_by"])
    assert refused(hall.asks("supervisor", "POST", f"{path}/contacted", {"note": "Called."})) == (409, "not_reachable")
    hall.told(None, "POST", f"/track/{other}/rating", {"score": 2})
    hall.told(None, "POST", f"/track/{other}/rating/details", {"contact": "lin@example.org"})
    found = next(one for one in follow_ups(hall) if one["score"] == 2)
    assert (found["wants_contact"], found["due"]) == (True, found["contact_by"])
    hall.clock.set(datetime.fromisoformat(one["contact_by"]))
    hall.tokens.clear()
    hall.later(1)
    late = {one["score"]: one["late"] for one in follow_ups(hall)}
    assert late == {1: None, 2: "contact"}
    assert hall.told("supervisor", "POST", f"{path}/settled", {"note": "Mended the sign."})["contacted_at"] is None
    assert hall.faults() == []


def test_more_time_is_taken_once_with_a_reason(hall: Inside) -> None:
    """Fifteen working days after the rating; then it is settled, and nothing is due any more."""
    serves(hall)
    touches(hall, 1)
    path = f"/halls/main/follow-ups/{follow_ups(hall)[0]['id']}"
    assert refused(hall.asks("supervisor", "POST", f"{path}/extend", {"reason": "  "})) == (422, "invalid")
    extended = hall.told("supervisor", "POST", f"{path}/extend", {"reason": "Waits for the archive."})
    assert datetime.fromisoformat(extended["settle_by"]) == NINE + timedelta(days=21, hours=8)
    assert refused(hall.asks("manager", "POST", f"{path}/extend", {"reason": "Again"})) == (409, "extended_once")
    done = hall.told("manager", "POST", f"{path}/settled", {"note": "Apologised."})
    assert (done["state"], [note["step"] for note in done["notes"]]) == ("settled", ["extended", "settled"])
    assert refused(hall.asks("manager", "POST", f"{path}/settled", {"note": "Twice"})) == (409, "follow_up_over")
    hall.later(timedelta(days=30).total_seconds())
    hall.tokens.clear()
    assert "FollowUpLate" not in hall.journal()
    assert hall.faults() == []


@pytest.mark.parametrize(("done", "then"), [("contacted", "contacted"), ("settled", "settled"), (None, "dropped")])
def test_a_better_level_drops_only_what_nobody_began(hall: Inside, done: str | None, then: str) -> None:
    """The customer was spoken with, or it is settled: the level is corrected nevertheless, and what was done stays."""
    _, secret = serves(hall)
    hall.told(None, "POST", f"/track/{secret}/rating", {"score": 1})
    hall.told(None, "POST", f"/track/{secret}/rating/correct", {"score": 2})
    assert [(one["state"], one["score"]) for one in follow_ups(hall)] == [("open", 2)]
    if done == "contacted":
        with hall.store.hall(hall.hall, SYSTEM) as work:
            (one,) = open_follow_ups(work)
            work.record(FollowUpReachable(follow_up=one.id, ticket=one.ticket, contact_by=one.contact_by))
    if done is not None:
        path = f"/halls/main/follow-ups/{follow_ups(hall)[0]['id']}/{done}"
        hall.told("supervisor", "POST", path, {"note": "Called back."})
    assert hall.told(None, "POST", f"/track/{secret}/rating/correct", {"score": 4})["score"] == 4
    assert [(one["state"], one["score"]) for one in follow_ups(hall)] == [(then, 4)]
    assert hall.faults() == []


def test_nobody_follows_up_their_own_service(hall: Inside) -> None:
    """A supervisor who sat at the counter leaves it to a colleague."""
    hall.at_counter("3", "close")
    taken = hall.ticket()
    for act in ("open", "call", "start", "finish"):
        hall.at_counter("3", act, who="supervisor")
    secret = taken["track_url"].rpartition("/")[2]
    rated = hall.told(None, "POST", f"/track/{secret}/rating", {"score": 1, "contact": "0912 345 678"})
    assert rated["score"] == 1
    path = f"/halls/main/follow-ups/{follow_ups(hall)[0]['id']}/contacted"
    assert refused(hall.asks("supervisor", "POST", path, {"note": "All fine."})) == (403, "own_service")
    assert hall.told("manager", "POST", path, {"note": "Called."})["state"] == "contacted"


def test_an_opinion_gets_its_answer(hall: Inside) -> None:
    """From kiosk and phone into one register; the phone shows the answer; both say so once only."""
    taken = hall.ticket()
    secret = taken["track_url"].rpartition("/")[2]
    given = {"kind": "idea", "words": "Please offer water. Lin, 0912", "language": "en"}
    hall.told("kiosk", "POST", "/halls/main/opinions", given)
    hall.told(None, "POST", f"/track/{secret}/opinion", {**given, "kind": "question", "words": "Is there a chair?"})
    register = hall.told("manager", "GET", "/halls/main/opinions")["items"]
    assert [(one["way"], one["kind"], one["answer"]) for one in register] == [
        ("phone", "question", None),
        ("kiosk", "idea", None),
    ]
    path = f"/halls/main/opinions/{register[0]['id']}/answer"
    hall.told("supervisor", "POST", path, {"text": "Yes, beside the door."})
    assert refused(hall.asks("manager", "POST", path, {"text": "No."})) == (409, "answered_already")
    (mine,) = hall.told(None, "GET", f"/track/{secret}")["feedback"]["opinions"]
    assert (mine["words"], mine["answer"]) == ("Is there a chair?", "Yes, beside the door.")
    entries = hall.asks("auditor", "GET", "/halls/main/journal?limit=1000").text
    assert not [word for word in ("water", "Lin,", "chair", "beside") if word in entries]
    assert hall.faults() == []


def test_words_are_erased_after_two_years(hall: Inside) -> None:
    """And how to reach somebody after a month; what was rated stays."""
    _, secret = serves(hall)
    said = {"score": 1, "comment": "Too long", "contact": "0912 34"}
    hall.told(None, "POST", f"/track/{secret}/rating", said)
    hall.told("kiosk", "POST", "/halls/main/opinions", {"kind": "praise", "words": "Thank you"})
    for days, comment, wants, words in (
        (29, "Too long", True, "Thank you"),
        (2, "Too long", False, "Thank you"),
        (700, None, False, None),
    ):
        hall.clock.forward(timedelta(days=days).total_seconds())
        hall.floor.scheduler.now("what was kept for long enough")
        hall.tokens.clear()
        (one,) = follow_ups(hall)
        (opinion,) = hall.told("supervisor", "GET", "/halls/main/opinions")["items"]
        assert (one["comment"], one["wants_contact"], opinion["words"], one["score"]) == (comment, wants, words, 1)
    assert hall.faults() == []
