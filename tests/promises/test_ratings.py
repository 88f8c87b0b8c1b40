"""Promise: a service is rated once, by its customer alone; no answer is no satisfaction."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inside import Inside
from tests.rated import RATINGS, TABLET, counts, follow_ups, on_a_wednesday, refused, serves, shown, touches


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The hall, on either database."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = on_a_wednesday(tmp_path, database)
    yield made
    made.close()


def test_a_tablet_wakes_when_the_service_ends_and_rests_after_a_minute_of_silence(hall: Inside) -> None:
    """Only the counter's own, only for that ticket."""
    assert shown(hall)["state"] == "idle"
    ticket, _ = serves(hall)
    view = shown(hall)
    assert (view["state"], view["ticket"], view["number"]) == ("rate", ticket["id"], ticket["number"])
    assert shown(hall, "2")["state"] == "idle"
    hall.later(60)
    assert shown(hall)["state"] == "rate"
    hall.later(30)
    assert (shown(hall)["state"], shown(hall)["token"]) == ("idle", None)
    assert hall.faults() == []


def test_one_touch_is_a_rating_and_a_retry_is_the_same(hall: Inside) -> None:
    """The same key gives the first answer again; another touch is told that one is there."""
    ticket, secret = serves(hall)
    view = shown(hall)
    body = {"ticket": ticket["id"], "token": view["token"], "score": 4}
    key = {"Idempotency-Key": "the-same-touch"}
    first = hall.asks(TABLET, "POST", RATINGS, body, **key)
    assert (first.status_code, hall.asks(TABLET, "POST", RATINGS, body, **key).data) == (201, first.data)
    assert refused(hall.asks(TABLET, "POST", RATINGS, body)) == (409, "already_rated")
    assert refused(hall.asks(None, "POST", f"/track/{secret}/rating", {"score": 1})) == (409, "already_rated")
    assert hall.journal().count("ServiceRated") == 1
    assert counts(hall)["scores"] == {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0}


def tried(hall: Inside, who: str | None, path: str, body: object, said: list[int]) -> None:
    """Rate, and note how it was answered."""
    said.append(hall.asks(who, "POST", path, body).status_code)


def test_both_ways_at_once_are_one_rating(hall: Inside) -> None:
    """Tablet and phone are touched in the same moment, ten times."""
    for _ in range(10):
        ticket, secret = serves(hall)
        body = {"ticket": ticket["id"], "token": shown(hall)["token"], "score": 5}
        said: list[int] = []
        ways = [(TABLET, RATINGS, body), (None, f"/track/{secret}/rating", {"score": 4})]
        threads = [threading.Thread(target=tried, args=(hall, *way, said)) for way in ways]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == [201, 409]
    assert hall.journal().count("ServiceRated") == 10
    assert hall.faults() == []


def test_staff_cannot_rate(hall: Inside) -> None:
    """Neither with the token, nor do they ever see it; nor can another device, or another counter's tablet."""
    ticket, _ = serves(hall)
    body = {"ticket": ticket["id"], "token": shown(hall)["token"], "score": 5}
    for who in (
        "clerk3",
        "supervisor",
        "manager",
        "auditor",
        "admin",
        "kiosk",
        "display",
        "counter-sign:3",
        "tablet:2",
    ):
        assert refused(hall.asks(who, "POST", RATINGS, body)) == (403, "forbidden"), who
        assert hall.asks(who, "GET", "/halls/main/views/tablet:3").status_code == 403, who
    assert counts(hall)["not_rated"] == 1


def test_a_token_is_for_its_ticket_and_its_time(hall: Inside) -> None:
    """Another ticket's, an invented, and an old one are refused kindly, and nothing is kept of them."""
    first, _ = serves(hall)
    old = shown(hall)["token"]
    second, _ = serves(hall)
    hall.told(TABLET, "POST", f"{RATINGS}/decline", {"ticket": first["id"], "token": old})
    new = shown(hall)["token"]
    for ticket, token in ((first, old), (first, new), (second, old), (second, "made up")):
        answer = hall.asks(TABLET, "POST", RATINGS, {"ticket": ticket["id"], "token": token, "score": 1})
        assert refused(answer) == (409, "rating_token_old")
    hall.later(600)
    assert shown(hall)["state"] == "idle"
    answer = hall.asks(TABLET, "POST", RATINGS, {"ticket": second["id"], "token": new, "score": 1})
    assert refused(answer) == (409, "rating_token_old")
    assert "phone" in answer.json["detail"]
    assert counts(hall)["not_rated"] == 2
    assert "FollowUpOpened" not in hall.journal()


def test_what_was_not_served_is_not_rated(hall: Inside) -> None:
    """Neither while it waits nor while it is served."""
    taken = hall.ticket()
    path = f"/track/{taken['track_url'].rpartition('/')[2]}/rating"
    assert refused(hall.asks(None, "POST", path, {"score": 5})) == (409, "not_served")
    for act in ("call", "start"):
        hall.at_counter("3", act)
    assert shown(hall)["state"] == "idle"
    body = {"ticket": taken["ticket"]["id"], "token": "invented", "score": 5}
    assert refused(hall.asks(TABLET, "POST", RATINGS, body)) == (409, "rating_token_old")
    assert hall.faults() == []


def test_a_phone_rates_for_a_day(hall: Inside) -> None:
    """Then no longer; an opinion is always welcome."""
    _, first = serves(hall)
    _, second = serves(hall)
    hall.clock.forward(24 * 3600 - 60)
    assert hall.asks(None, "POST", f"/track/{first}/rating", {"score": 5}).status_code == 201
    hall.clock.forward(120)
    assert refused(hall.asks(None, "POST", f"/track/{second}/rating", {"score": 5})) == (409, "rating_over")


def test_reasons_and_words_come_once_and_words_stay_out_of_the_journal(hall: Inside) -> None:
    """The level may be corrected until then; the follow-up follows it."""
    ticket, _ = serves(hall)
    assert touches(hall, 1).status_code == 201
    assert shown(hall)["state"] == "thanks"
    token = shown(hall)["token"]
    path = f"{RATINGS}/{ticket['id']}"
    assert [one["state"] for one in follow_ups(hall)] == ["open"]
    hall.told(TABLET, "POST", f"{path}/correct", {"token": token, "score": 5})
    assert [one["state"] for one in follow_ups(hall)] == ["dropped"]
    hall.told(TABLET, "POST", f"{path}/correct", {"token": token, "score": 2})
    secret_words = {"comment": "Ms. Wong of 0912-345-678 waited", "contact": "wong@example.org"}
    details = {"token": token, "reasons": ["long_wait", "long_wait", "unclear"], **secret_words}
    assert hall.told(TABLET, "POST", f"{path}/details", details)["reasons"] == ["long_wait", "unclear"]
    assert refused(hall.asks(TABLET, "POST", f"{path}/details", details)) == (409, "already_rated")
    assert (shown(hall)["state"], shown(hall)["token"]) == ("thanks", None)
    hall.later(10)
    assert shown(hall)["state"] == "idle"
    (standing,) = [one for one in follow_ups(hall) if one["state"] == "open"]
    assert (standing["comment"], standing["wants_contact"]) == (secret_words["comment"], True)
    entries = hall.asks("auditor", "GET", "/halls/main/journal?limit=1000").text
    assert "Wong" not in entries
    assert "example.org" not in entries
    where = hall.told("supervisor", "POST", f"/halls/main/follow-ups/{standing['id']}/contact", {})
    assert where == {"contact": "wong@example.org"}
    assert hall.journal()[-1] == "ContactSeen"
    assert hall.faults() == []


def test_an_unknown_reason_is_refused(hall: Inside) -> None:
    """The list is fixed."""
    serves(hall)
    assert refused(touches(hall, 5, reasons=["because"])) == (422, "invalid")
    assert refused(touches(hall, 6)) == (422, "invalid")
    assert refused(touches(hall, 0)) == (422, "invalid")


def test_no_answer_is_not_satisfied(hall: Inside) -> None:
    """Not rated stands for itself; declining on the tablet is no rating, and the phone still can."""
    for score in (5, 3, None):
        _, secret = serves(hall)
        if score:
            touches(hall, score)
        hall.later(90)
    _, secret = serves(hall)
    view = shown(hall)
    body = {"ticket": view["ticket"], "token": view["token"]}
    assert hall.asks(TABLET, "POST", f"{RATINGS}/decline", body).status_code == 204
    assert shown(hall)["state"] == "idle"
    found = counts(hall)
    assert (found["not_rated"], found["satisfied"], found["response"]) == (2, 0.5, 0.5)
    assert hall.told(None, "POST", f"/track/{secret}/rating", {"score": 4})["score"] == 4
    assert counts(hall)["not_rated"] == 1
