"""A small hall: one counter, one line, numbers from a paper roll, no kiosk; set up from the office alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.floor.roll import next_with, printed
from tests.hall import quiet_config
from tests.inside import Inside
from tests.inside_office import browser_of
from tests.promises.test_office_edits import Fields

COUNTER = "/halls/main/counters/1"


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """A hall of one service with a roll of a hundred, one counter."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    inside = Inside(tmp_path, config=small(tmp_path), database=database)
    inside.at_counter("1", "open")
    yield inside
    assert inside.faults() == []
    inside.close()


def small(folder: Path) -> Path:
    """Write a hall of one service, one counter."""
    path = quiet_config(folder)
    head, _, rest = path.read_text(encoding="utf-8").partition("[[halls.services]]")
    service = rest.partition("[[halls.services]]")[0].replace('code = "A"', 'code = "A"\nroll = 100', 1)
    path.write_text(
        f'{head}[[halls.services]]{service}[[halls.counters]]\ncode = "1"\nservices = ["A"]\n', encoding="utf-8"
    )
    return path


def in_room(hall: Inside, up_to: str, first: str = "") -> list[str]:
    """Say which numbers are in the room, as a clerk; return those that are new."""
    body = {"service": "A", "up_to": up_to, "first": first}
    return [one["number"] for one in hall.told("clerk1", "POST", "/halls/main/roll", body)["tickets"]]


def served(hall: Inside, act: str = "call") -> str:
    """Call the next one, by the line or by the roll, and serve them; return their number."""
    number = str(hall.at_counter("1", act)["ticket"]["number"])
    hall.at_counter("1", "start")
    hall.at_counter("1", "finish")
    return number


def refused(hall: Inside, who: str, path: str, body: dict[str, Any]) -> tuple[int, str]:
    """Send what is refused."""
    answer = hall.asks(who, "POST", path, body)
    assert answer.json is not None
    return answer.status_code, answer.json["code"]


def test_typed_or_counted_on(hall: Inside) -> None:
    """Said at once they are called in their order, over the end of the roll; then the next number is counted on."""
    assert refused(hall, "clerk1", f"{COUNTER}/roll", {}) == (409, "roll_not_begun")
    assert in_room(hall, "01", first="98") == ["98", "99", "00", "01"]
    hall.later(1)
    assert in_room(hall, "2") == ["02"]
    assert [served(hall) for _ in range(5)] == ["98", "99", "00", "01", "02"]
    view = hall.told("clerk1", "GET", "/halls/main/views/counter:1")["data"]
    assert (view["roll"], "roll" in view["acts"]) == ({"service": "A", "next": "03"}, True)
    assert served(hall, "roll") == "03"
    again = hall.at_counter("1", "roll")["ticket"]
    assert hall.at_counter("1", "roll")["ticket"]["number"] == again["number"] == "04", "pressed again, the same"


def test_whoever_waits_comes_before_the_next_of_the_roll(hall: Inside) -> None:
    """Counting on never passes anybody who is known to be in the room."""
    in_room(hall, "51", first="50")
    assert [served(hall, "roll") for _ in range(3)] == ["50", "51", "52"]


def test_the_line_lives_with_them(hall: Inside) -> None:
    """Waits are foretold, the display calls and counts them, the tablet asks for a rating by number; no-shows end."""
    in_room(hall, "12", first="10")
    display = hall.told("display", "GET", "/halls/main/views/display")["data"]
    assert [row["count"] for row in display["waiting"]] == [3]
    assert display["waiting"][0]["wait"] is not None
    hall.at_counter("1", "call")
    hall.later(91)
    assert served(hall) == "11"
    calls = [call["number"] for call in hall.told("display", "GET", "/halls/main/views/display")["data"]["calls"]]
    assert calls[0] == "11"
    tablet = hall.told("tablet:1", "GET", "/halls/main/views/tablet:1")["data"]
    rating = {"ticket": tablet["ticket"], "token": tablet["token"], "score": 5}
    hall.told("tablet:1", "POST", "/halls/main/ratings", rating)


def test_a_roll_goes_on_the_next_day_and_begins_anew(hall: Inside) -> None:
    """Where it was left; a number comes again in its next round, also on the same day."""
    in_room(hall, "60", first="60")
    assert served(hall) == "60"
    hall.later(24 * 3600)
    hall.tokens.clear()
    hall.at_counter("1", "open", take_over=True)
    assert served(hall, "roll") == "61"
    for last in ("99", "39", "61"):
        in_room(hall, last)
        while hall.told("clerk1", "GET", "/halls/main/views/counter:1")["data"]["line_count"]:
            served(hall)
    assert served(hall, "roll") == "62"


def test_what_was_typed_wrongly_is_said(hall: Inside) -> None:
    """A number that is known already, one that the roll has not, one that somebody of the last round still has."""
    in_room(hall, "20", first="18")
    before = hall.last()
    path = "/halls/main/roll"
    assert refused(hall, "clerk1", path, {"service": "A", "up_to": "19"}) == (409, "too_many_of_roll")
    assert refused(hall, "clerk1", path, {"service": "A", "up_to": "100"}) == (409, "wrong_of_roll")
    assert refused(hall, "clerk1", path, {"service": "A", "up_to": "19", "first": "19"}) == (409, "number_borne")
    assert refused(hall, "clerk1", path, {"service": "A", "up_to": "x"})[0] == 422
    assert hall.last() == before
    hall.token("kiosk")
    assert refused(hall, "kiosk", "/halls/main/tickets", {"service": "A"}) == (409, "from_roll")
    assert hall.asks("kiosk", "POST", path, {"service": "A", "up_to": "21"}).status_code == 403
    assert hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["services"] == []


@pytest.mark.parametrize(("last", "text", "then"), [(0, 7, 7), (7, 7, 107), (98, 1, 101), (199, 0, 200), (205, 4, 304)])
def test_a_number_is_found_in_its_round(last: int, text: int, then: int) -> None:
    """The next time that it comes."""
    assert next_with(text, last, 100) == then
    assert printed(then, 100) == f"{text:02d}"


def test_a_hall_of_one_counter_is_set_up_from_the_office_alone(tmp_path: Path) -> None:
    """A new hall, its service with a roll, its counter, its clerk: then a number is said, called and served."""
    hall = Inside(tmp_path)
    admin = browser_of(hall, "admin")
    name = {f"name.{tag}": "Branch" for tag in ("en", "zh-Hant", "zh-Hans")}
    about = {f"about.{tag}": "Papers" for tag in ("en", "zh-Hant", "zh-Hans")}
    fills(admin, "/office/new-hall", name | {"code": "branch", "hours.how": "always"})
    fills(admin, "/office/branch/services/new", name | about | {"code": "A", "roll": "100"})
    fills(admin, "/office/branch/counters/new", {"code": "1", "services": "A"})
    came = fills(admin, "/office/branch/people/new", {"name": "Lin", "username": "lin", "role": "supervisor"})
    (password,) = re.findall(r'id="password">(.*?)<', admin.get(came).text)
    signed_in = {"username": "lin", "password": password, "own_password": "mine alone, since today"}
    answer = hall.app.test_client().post("/api/v1/session", json=signed_in)
    assert answer.json is not None
    hall.tokens["lin"] = answer.json["token"]
    at = "/halls/branch/counters/1"
    hall.told("lin", "POST", f"{at}/open", {})
    hall.told("lin", "POST", "/halls/branch/roll", {"service": "A", "up_to": "43", "first": "42"})
    numbers = [hall.told("lin", "POST", f"{at}/{act}", {})["ticket"]["number"] for act in ("call", "start", "finish")]
    assert numbers == ["42"] * 3
    hall.told("lin", "POST", f"{at}/call", {})
    hall.told("lin", "POST", f"{at}/no-show", {})
    assert hall.told("lin", "POST", f"{at}/roll", {})["ticket"]["number"] == "44"
    assert hall.faults() == []
    hall.close()


def fills(browser: FlaskClient, page: str, given: dict[str, str]) -> str:
    """Fill a page's form in as it stands there, and send it; return where it leads."""
    stood = Fields(browser.get(page, headers={"Accept-Language": "en"}).text).given
    answer = browser.post(page, data={**stood, **given}, headers={"Accept-Language": "en"})
    assert answer.status_code == 303, answer.text
    return str(answer.location)
