"""Promise: a service is rated once, by its customer alone; a low rating is followed up in time."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.hall import quiet_config
from tests.inside import NINE, Inside

WEEK = "{ " + ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri")) + " }"
RATINGS = "/halls/main/ratings"
TABLET = "tablet:3"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, open on weekdays from nine to five; a Wednesday."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    assert 'hours = "always"' in text
    config.write_text(text.replace('hours = "always"', f"hours = {WEEK}", 1), encoding="utf-8")
    made = Inside(tmp_path, at=NINE + timedelta(hours=1), config=config)
    made.at_counter("3", "open")
    yield made
    made.close()


def serves(hall: Inside, service: str = "A") -> tuple[dict[str, Any], str]:
    """Serve one number at counter 3 to its end; return the ticket and its secret."""
    taken = hall.ticket(service)
    for act in ("call", "start", "finish"):
        hall.at_counter("3", act)
    return taken["ticket"], taken["track_url"].rpartition("/")[2]


def shown(hall: Inside, counter: str = "3") -> dict[str, Any]:
    """Return what a counter's tablet shows."""
    data: dict[str, Any] = hall.told(f"tablet:{counter}", "GET", f"/halls/main/views/tablet:{counter}")["data"]
    return data


def refused(answer: Any) -> tuple[int, str]:
    """Return how a request was refused."""
    return answer.status_code, answer.json["code"]


def touches(hall: Inside, score: int = 5, who: str = TABLET, **more: object) -> Any:
    """Touch a level on the tablet."""
    view = shown(hall)
    return hall.asks(who, "POST", RATINGS, {"ticket": view["ticket"], "token": view["token"], "score": score, **more})


def follow_ups(hall: Inside) -> list[dict[str, Any]]:
    """Return the follow-ups as the supervisor reads them."""
    found: list[dict[str, Any]] = hall.told("supervisor", "GET", "/halls/main/follow-ups")["items"]
    return found


def counts(hall: Inside) -> dict[str, Any]:
    """Return the figures of today."""
    found: dict[str, Any] = hall.told("supervisor", "GET", RATINGS)["total"]
    return found


def test_a_tablet_wakes_when_the_service_ends_and_rests_with_the_next_call(hall: Inside) -> None:
    """Only the counter's own, only for that ticket."""
    assert shown(hall)["state"] == "idle"
    ticket, _ = serves(hall)
    view = shown(hall)
    assert (view["state"], view["ticket"], view["number"]) == ("rate", ticket["id"], ticket["number"])
    assert shown(hall, "2")["state"] == "idle"
    hall.ticket()
    hall.at_counter("3", "call")
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
    new = shown(hall)["token"]
    for ticket, token in ((first, old), (first, new), (second, old), (second, "made up")):
        answer = hall.asks(TABLET, "POST", RATINGS, {"ticket": ticket["id"], "token": token, "score": 1})
        assert refused(answer) == (409, "rating_token_old")
    hall.later(181)
    assert shown(hall)["state"] == "idle"
    answer = hall.asks(TABLET, "POST", RATINGS, {"ticket": second["id"], "token": new, "score": 1})
    assert refused(answer) == (409, "rating_token_old")
    assert "phone" in answer.json["detail"]
    assert counts(hall)["not_rated"] == 2
    assert "FollowUpOpened" not in hall.journal()


def test_what_was_not_served_is_not_rated(hall: Inside) -> None:
    """Neither while it waits nor while it is served; nor after the end was taken back."""
    taken = hall.ticket()
    path = f"/track/{taken['track_url'].rpartition('/')[2]}/rating"
    assert refused(hall.asks(None, "POST", path, {"score": 5})) == (409, "not_served")
    for act in ("call", "start", "finish"):
        hall.at_counter("3", act)
    token = shown(hall)["token"]
    hall.at_counter("3", "undo")
    assert shown(hall)["state"] == "idle"
    body = {"ticket": taken["ticket"]["id"], "token": token, "score": 5}
    assert refused(hall.asks(TABLET, "POST", RATINGS, body)) == (409, "not_served")
    hall.at_counter("3", "finish")
    assert shown(hall)["state"] == "rate"
    assert shown(hall)["token"] != token
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
    for score in (5, 3, None, None):
        _, secret = serves(hall)
        if score:
            touches(hall, score)
    view = shown(hall)
    body = {"ticket": view["ticket"], "token": view["token"]}
    assert hall.asks(TABLET, "POST", f"{RATINGS}/decline", body).status_code == 204
    assert shown(hall)["state"] == "idle"
    found = counts(hall)
    assert (found["not_rated"], found["satisfied"], found["response"]) == (2, 0.5, 0.5)
    assert hall.told(None, "POST", f"/track/{secret}/rating", {"score": 4})["score"] == 4
    assert counts(hall)["not_rated"] == 1


def test_a_low_rating_is_followed_up_in_working_days(hall: Inside) -> None:
    """Wednesday: contacted by Thursday evening, settled by Wednesday evening; each late one is the manager's, once."""
    serves(hall)
    touches(hall, 2)
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


def test_nobody_follows_up_their_own_service(hall: Inside) -> None:
    """A supervisor who sat at the counter leaves it to a colleague."""
    hall.at_counter("3", "close")
    taken = hall.ticket()
    for act in ("open", "call", "start", "finish"):
        hall.at_counter("3", act, who="supervisor")
    secret = taken["track_url"].rpartition("/")[2]
    assert hall.told(None, "POST", f"/track/{secret}/rating", {"score": 1})["score"] == 1
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
    assert not [word for word in ("water", "0912", "chair", "beside") if word in entries]
    assert hall.faults() == []


def test_words_are_erased_after_two_years(hall: Inside) -> None:
    """And how to reach somebody after a month; what was rated stays."""
    _, secret = serves(hall)
    said = {"score": 1, "comment": "Too long", "contact": "0912"}
    hall.told(None, "POST", f"/track/{secret}/rating", said)
    hall.told("kiosk", "POST", "/halls/main/opinions", {"kind": "praise", "words": "Thank you"})
    for days, comment, wants, words in (
        (29, "Too long", True, "Thank you"),
        (2, "Too long", False, "Thank you"),
        (700, None, False, None),
    ):
        hall.clock.forward(timedelta(days=days).total_seconds())
        hall.floor.rounds.forget_words()
        hall.tokens.clear()
        (one,) = follow_ups(hall)
        (opinion,) = hall.told("supervisor", "GET", "/halls/main/opinions")["items"]
        assert (one["comment"], one["wants_contact"], opinion["words"], one["score"]) == (comment, wants, words, 1)
    assert hall.faults() == []
