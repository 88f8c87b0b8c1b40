"""Promise: whoever was served can say how it was; nothing that a clerk does ends a tablet's asking."""

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


def goes_on(hall: Inside, act: str) -> None:
    """Do something at counter 3, as its clerk would right after a service."""
    if act == "walk_in":
        hall.at_counter("3", "serve", service="A")
    elif act == "pause":
        hall.at_counter("3", "pause", reason="break", minutes=5)
    else:
        hall.at_counter("3", act)


@pytest.mark.parametrize("act", ["call", "undo", "pause", "close", "walk_in"])
def test_nothing_that_a_clerk_does_ends_it(hall: Inside, act: str) -> None:
    """Neither before the first touch nor after it: the same leave stands, and what follows is taken."""
    ticket, _ = serves(hall)
    hall.ticket()
    asked = shown(hall)
    goes_on(hall, act)
    view = shown(hall)
    assert (view["state"], view["ticket"], view["token"]) == ("rate", ticket["id"], asked["token"])
    assert touches(hall, 1).status_code == 201
    assert (shown(hall)["state"], shown(hall)["token"]) == ("thanks", asked["token"])
    said = {"token": asked["token"], "comment": "Sent away twice"}
    assert hall.told(TABLET, "POST", f"{RATINGS}/{ticket['id']}/details", said)["explained"] is True
    assert [one["comment"] for one in follow_ups(hall)] == ["Sent away twice"]
    assert hall.faults() == []


def test_finish_and_call_next_leaves_it_standing(hall: Inside) -> None:
    """The one press that clerks use most."""
    first = hall.ticket()["ticket"]
    hall.ticket()
    for act in ("call", "start", "finish", "call"):
        hall.at_counter("3", act)
    assert (shown(hall)["state"], shown(hall)["number"]) == ("rate", first["number"])


def test_an_end_taken_back_and_made_again_keeps_what_was_begun(hall: Inside) -> None:
    """The level that was touched in between counts, the page stands; nobody is asked twice."""
    ticket, _ = serves(hall)
    asked = shown(hall)["token"]
    hall.at_counter("3", "undo")
    assert touches(hall, 2).status_code == 201
    hall.later(30)
    hall.at_counter("3", "finish")
    assert (shown(hall)["state"], shown(hall)["token"]) == ("thanks", asked)
    hall.told(TABLET, "POST", f"{RATINGS}/{ticket['id']}/details", {"token": asked, "comment": "Twice"})
    assert counts(hall)["scores"]["2"] == 1
    hall.later(10)
    assert shown(hall)["state"] == "idle"
    assert hall.faults() == []


def test_a_second_customer_waits_their_turn_or_goes_to_their_phone(hall: Inside) -> None:
    """Who ended while the tablet was in use is asked after it; who would have to wait a minute is not."""
    first, _ = serves(hall)
    hall.later(40)
    second, _ = serves(hall)
    asked = shown(hall)
    assert asked["ticket"] == first["id"]
    hall.told(TABLET, "POST", f"{RATINGS}/decline", {"ticket": first["id"], "token": asked["token"]})
    asked = shown(hall)
    assert (asked["state"], asked["ticket"]) == ("rate", second["id"])
    third, phone = serves(hall)
    for _ in range(3):
        hall.later(30)
        hall.told(TABLET, "POST", f"{RATINGS}/{second['id']}/here", {"token": asked["token"], "touched": True})
    assert (shown(hall)["ticket"], shown(hall)["token"]) == (second["id"], asked["token"])
    hall.told(TABLET, "POST", f"{RATINGS}/decline", {"ticket": second["id"], "token": asked["token"]})
    assert shown(hall)["state"] == "idle"
    assert third["id"] != second["id"]
    assert hall.told(None, "POST", f"/track/{phone}/rating", {"score": 4})["score"] == 4


def test_who_rates_by_phone_leaves_the_tablet_to_the_next(hall: Inside) -> None:
    """The other way was used."""
    _, phone = serves(hall)
    second, _ = serves(hall)
    hall.told(None, "POST", f"/track/{phone}/rating", {"score": 4})
    assert (shown(hall)["state"], shown(hall)["ticket"]) == ("rate", second["id"])


def test_what_a_tablet_kept_while_it_was_cut_off_is_taken(hall: Inside) -> None:
    """Words that come some minutes late count; another counter's tablet and a made-up token have no say."""
    ticket, _ = serves(hall)
    assert touches(hall, 2).status_code == 201
    token = shown(hall)["token"]
    hall.later(240)
    path = f"{RATINGS}/{ticket['id']}"
    assert refused(hall.asks("tablet:2", "POST", f"{path}/here", {"token": token})) == (403, "forbidden")
    assert refused(hall.asks(TABLET, "POST", f"{path}/here", {"token": "made up"})) == (409, "rating_token_old")
    assert hall.told(TABLET, "POST", f"{path}/details", {"token": token, "comment": "Late"})["explained"] is True


def ready(hall: Inside) -> dict[str, int]:
    """Return how many could have used the tablet today, as the board shows it."""
    found: dict[str, int] = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["ratings"]["tablet"]
    return found


def test_how_many_could_have_used_it_is_a_figure(hall: Inside) -> None:
    """Who was asked for 20 seconds or has said how it was; who was asked for less does not, nor without a tablet."""
    serves(hall)
    assert ready(hall) == {"kept": 0, "of": 0}  # no tablet was let in yet
    hall.later(90)
    hall.token(TABLET)
    for stood, score, usable in ((19, None, 0), (20, None, 1), (0, 5, 2)):
        ticket, _ = serves(hall)
        here = {"token": shown(hall)["token"], "stood": stood}
        hall.told(TABLET, "POST", f"{RATINGS}/{ticket['id']}/here", here)
        if score:
            touches(hall, score)
        assert ready(hall)["kept"] == usable
        hall.later(90)
    _, phone = serves(hall)
    hall.told(None, "POST", f"/track/{phone}/rating", {"score": 4})
    assert ready(hall) == {"kept": 3, "of": 4}
