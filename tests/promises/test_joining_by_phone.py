"""Who joins by phone is in the one line: at the door at once, from elsewhere as soon as they are there, never twice."""

import json
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.floor.commands.settings import save_own
from server.joining.doors import door_code
from server.joining.settings import SETTINGS, CountsFrom, JoiningSettings
from server.security.actors import SYSTEM
from tests.inside import Inside
from tests.inside_office import page as office_page
from tests.inside_office import words

HOME: dict[str, Any] = {"home": True, "home_least": 10}


class JoiningHall(Inside):
    """A hall that lets phones join."""

    def sets(self, **rules: Any) -> None:
        """Set what the hall lets phones do."""
        with self.store.hall(self.hall, SYSTEM) as hall:
            wanted = JoiningSettings.model_validate(SETTINGS.of(hall).model_dump() | rules)
            save_own(hall, SETTINGS, wanted, before=SETTINGS.text(hall))

    def code(self) -> str:
        """Return the code that stands at the door."""
        with self.store.look(self.hall) as hall:
            return door_code(self.hall, SETTINGS.of(hall), hall.at)

    def busy(self, people: int = 12) -> list[str]:
        """Have so many people wait for the one counter that is open."""
        self.at_counter("3", "open")
        return [self.ticket("A")["ticket"]["number"] for _ in range(people)]

    def calls(self) -> str:
        """Have counter 3 call the next one and serve them; return whom."""
        called = str(self.at_counter("3", "call")["ticket"]["number"])
        for act in ("start", "finish"):
            self.at_counter("3", act)
        return called


class Phone:
    """A customer's phone."""

    def __init__(self, hall: JoiningHall, address: str = "192.0.2.1") -> None:
        self.hall, self.browser, self.key = hall, hall.app.test_client(), uuid.uuid4().hex
        self.browser.environ_base["REMOTE_ADDR"] = address

    def sees(self, language: str = "en", **asked: str) -> TestResponse:
        """Open the page."""
        return self.browser.get("/join/main", query_string=asked, headers={"Accept-Language": language})

    def joins(self, service: str = "A", **given: str) -> TestResponse:
        """Take a number."""
        self.key = given.pop("key", None) or uuid.uuid4().hex
        form = {"service": service, "key": self.key, **given}
        return self.browser.post("/join/main", data=form, headers={"Accept-Language": "en"})

    def scans(self) -> str:
        """Scan the code at the door; return the word that its page then gives on."""
        found = re.search(r"""here(?:=|"\s+value=")([0-9a-f-]+)""", self.sees(d=self.hall.code()).text)
        assert found
        return found[1]

    def number(self, joined: TestResponse) -> str:
        """Return the number on the page that joining led to."""
        assert joined.status_code == 303, words(joined.text)
        told = self.browser.get(f"/api/v1/track/{joined.headers['Location'].rpartition('/')[2]}").json
        assert told
        return str(told["number"])


def browser_of(phone: Phone) -> FlaskClient:
    """Return a phone's browser."""
    return phone.browser


@pytest.fixture
def hall(database: str, tmp_path: Path) -> Iterator[JoiningHall]:
    """A hall; whatever happened, its history is whole."""
    made = JoiningHall(tmp_path, database=database, public_url="http://hall.example")
    yield made
    assert made.faults() == []
    made.close()


def test_nobody_joins_where_the_hall_does_not_want_it(hall: JoiningHall) -> None:
    """As it is set up at first: neither by a code nor from elsewhere, and nothing is written."""
    before = hall.last()
    for answer in (Phone(hall).sees(), Phone(hall).sees(d=hall.code()), Phone(hall).joins(), Phone(hall).joins(d="x")):
        assert (answer.status_code, "at the kiosk or at reception" in words(answer.text)) == (409, True)
    assert hall.last() == before


def test_by_the_code_at_the_door(hall: JoiningHall) -> None:
    """A service with its wait, then a number between those of the kiosk, as if it had been taken there."""
    hall.sets(door=True)
    numbers, phone = hall.busy(2), Phone(hall)
    assert "Please scan it there." in words(phone.sees().text)
    page = words(phone.sees(d=hall.code()).text)
    assert "Household registration" in page
    assert re.search(r"A Household registration \d+–\d+ min", page)
    word = phone.scans()
    assert "2 people" in words(phone.sees(service="A", here=word).text)
    hall.later(30)
    joined = phone.joins(here=word)
    numbers += [phone.number(joined), hall.ticket("A")["ticket"]["number"]]
    assert phone.joins(here=word, key=phone.key).headers["Location"] == joined.headers["Location"], "pressed twice"
    assert [hall.calls() for _ in numbers] == numbers == ["A001", "A002", "A003", "A004"]
    facts = hall.told("auditor", "GET", "/halls/main/journal?limit=1000")["items"]
    assert [one["actor"] for one in facts if one["event"] == "TicketIssued"][2] == "ticket:0"


def test_a_photo_of_the_code_opens_nothing_later(hall: JoiningHall) -> None:
    """It changes every five minutes: the last two open; who scanned has a quarter of an hour to choose."""
    hall.sets(door=True, changes=5)
    code, slow = hall.code(), Phone(hall)
    word = slow.scans()
    hall.later(5 * 60)
    assert hall.code() != code
    assert "here=" in Phone(hall).sees(d=code).text
    hall.later(5 * 60)
    late = Phone(hall).joins(d=code)
    assert (late.status_code, "Please scan it there." in words(late.text)) == (409, True)
    assert slow.joins(here=word).status_code == 303
    hall.later(6 * 60)
    assert Phone(hall).joins(here=word).status_code == 409
    for forged in ("1-" + "0" * 12, word[:-1], f"99999999999999-{word}", "x", "٣-0"):
        assert Phone(hall).joins(here=forged).status_code == 409
    assert "A printed one would soon open nothing." in words(office_page(hall, "supervisor", "door-code"))


def test_another_poster_ends_the_old_one(hall: JoiningHall) -> None:
    """The printed code holds until the hall gives it another number."""
    hall.sets(door=True)
    code = hall.code()
    assert "Take your number by phone" in words(office_page(hall, "supervisor", "door-code"))
    hall.later(90_000)
    assert "here=" in Phone(hall).sees(d=code).text
    hall.sets(edition=2)
    assert Phone(hall).joins(d=code).status_code == 409
    assert Phone(hall).joins(d=hall.code()).status_code == 303


def test_from_home_only_where_the_wait_is_long_enough_to_come(hall: JoiningHall) -> None:
    """Too short: just come; too long: not now; nobody serves it: nobody knows. At the door all of it goes."""
    hall.sets(door=True, **HOME)
    short = Phone(hall).joins()
    assert (short.status_code, "No counter is open for this" in words(short.text)) == (409, True)
    hall.at_counter("3", "open")
    near = Phone(hall).joins()
    assert (near.status_code, "Please come, and take a number" in words(near.text)) == (409, True)
    for _ in range(12):
        hall.ticket("A")
    hall.sets(home_most=15)
    far = Phone(hall).joins()
    assert (far.status_code, "Too many people wait" in words(far.text)) == (409, True)
    assert Phone(hall).joins(d=hall.code()).status_code == 303
    hall.sets(home_most=0)
    assert Phone(hall).joins().status_code == 303


def test_who_is_not_there_is_passed_over_and_keeps_the_place(hall: JoiningHall) -> None:
    """Others are called; who then comes by the code at the door is the next one."""
    hall.sets(door=True, **HOME)
    before, phone = hall.busy(), Phone(hall)
    joined = phone.joins()
    number, last = phone.number(joined), hall.ticket("A")["ticket"]["number"]
    assert [hall.calls() for _ in before] == before
    assert hall.calls() == last, "who is not there is not called"
    hall.floor.scheduler.now("whose turn passed")
    hall.floor.scheduler.now("whose turn passed")
    assert hall.journal().count("AwayPassed") == 1
    refused = hall.asks("clerk3", "POST", "/halls/main/counters/3/call", {})
    assert refused.json["code"] == "nobody_waiting"
    after = hall.ticket("A")["ticket"]["number"]
    ticket = re.search(r'name="ticket" value="(\d+)"', phone.sees(d=hall.code()).text)
    assert ticket
    nowhere = browser_of(phone).post("/join/main/here", data={"ticket": ticket[1]})
    assert nowhere.status_code == 409, "from home nobody says that they are in the hall"
    there = browser_of(phone).post("/join/main/here", data={"ticket": ticket[1], "here": phone.scans()})
    assert there.headers["Location"] == joined.headers["Location"]
    assert [hall.calls(), hall.calls()] == [number, after]
    hall.later(3600)
    assert hall.journal().count("TicketCancelled") == 0


def test_who_is_not_there_is_told_so(tmp_path: Path) -> None:
    """By message, once, as soon as others are called; and the kiosk lets them say that they are there."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_security": "none", "smtp_from": "hall@example.org"}
    hall = JoiningHall(tmp_path, public_url="http://hall.example", **mail)
    assert hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["joins"] is False
    hall.sets(**HOME)
    assert hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["joins"] is True
    before, phone = hall.busy(), Phone(hall)
    secret = phone.joins().headers["Location"].rpartition("/")[2]
    wish = {"language": "en", "email": "chen@example.org"}
    assert hall.asks(None, "POST", f"/track/{secret}/follow/email", wish).status_code == 200
    for _ in before:
        hall.calls()
    for _ in range(2):
        hall.floor.scheduler.now("whose turn passed")
    facts = hall.told("auditor", "GET", "/halls/main/journal?limit=1000")["items"]
    kinds = [json.loads(one["data"])["kind"] for one in facts if one["event"] == "MessageWritten"]
    assert kinds.count("news_kept") == 1
    assert hall.faults() == []
    hall.close()


def test_who_does_not_come_loses_the_place(hall: JoiningHall) -> None:
    """Fifteen minutes after the turn, not fourteen; also where nobody else waits, so that nobody passes."""
    hall.sets(**HOME)
    before, phone = hall.busy(), Phone(hall)
    secret = phone.joins().headers["Location"].rpartition("/")[2]
    assert [hall.calls() for _ in before] == before
    hall.floor.scheduler.now("whose turn passed")
    hall.later(14 * 60 + 58)
    assert hall.told(None, "GET", f"/track/{secret}")["state"] == "waiting"
    hall.later(3)
    assert hall.told(None, "GET", f"/track/{secret}")["state"] == "cancelled"
    assert phone.joins().status_code == 409, "nobody waits now: they may just come"
    assert hall.journal()[-2:] == ["AwayLapsed", "TicketCancelled"]


def test_checked_in_at_the_kiosk_by_code(hall: JoiningHall) -> None:
    """The code of the page, or its QR code, brings the same number on paper; it then counts as the hall says."""
    hall.sets(**HOME, home_counts=CountsFrom.ARRIVING)
    hall.busy()
    one, two = Phone(hall), Phone(hall, "192.0.2.2")
    joined = [one.joins(), two.joins()]
    numbers = [one.number(joined[0]), two.number(joined[1])]
    hall.later(600)
    walked_in = hall.ticket("A")["ticket"]["number"]
    hall.later(30)
    code = re.sub(r"\D", "", re.findall(r'class="digits num"[^>]*>([^/]*<i> </i>\d+)', one.sees().text)[0])
    for nth, said in enumerate((f"{code[:3]} {code[3:]}", f"http://hall.example{joined[1].headers['Location']}")):
        taken = hall.told("kiosk", "POST", "/halls/main/tickets", {"appointment": said})
        assert taken["ticket"]["number"] == numbers[nth]
        assert taken["track_url"] == f"http://hall.example{joined[nth].headers['Location']}"
        assert taken["told"]["en"].startswith("You are in the line with your number.")
    for _ in range(12):
        hall.calls()
    assert [hall.calls() for _ in range(3)] == [walked_in, *numbers], "they count from being there"
    assert hall.journal().count("TicketIssued") == 15


def test_who_stands_at_the_counter_is_there(hall: JoiningHall) -> None:
    """The terminal shows who is not there yet, and calls who is after all; nothing falls due for them."""
    hall.sets(**HOME)
    before, phone = hall.busy(), Phone(hall)
    number = phone.number(phone.joins())
    view = hall.told("supervisor", "GET", "/halls/main/views/counter:3")["data"]
    (row,) = [one for one in view["line"] if one["away"]]
    assert (row["number"], row["in_order"], view["next"]["ticket"]["number"]) == (number, False, before[0])
    for _ in before:
        hall.calls()
    hall.floor.scheduler.now("whose turn passed")
    assert hall.at_counter("3", "call", ticket=row["id"])["ticket"]["number"] == number
    hall.later(30 * 60)
    assert hall.journal().count("AwayLapsed") == 1
    assert hall.told("supervisor", "GET", "/halls/main/views/counter:3")["data"]["state"] in {"open", "calling"}


def test_one_phone_and_one_network_have_their_share(hall: JoiningHall) -> None:
    """One number a phone at once; so many an hour from one network; each is told so, with the number that it has."""
    hall.sets(door=True, most_an_hour=3)
    code, phone = hall.code(), Phone(hall)
    number = phone.number(phone.joins(d=code))
    again = phone.joins(d=code)
    assert (again.status_code, number in words(again.text)) == (409, True)
    assert number in words(phone.sees(d=code).text)
    answers = [Phone(hall, f"192.0.2.{nth}").joins(d=code).status_code for nth in (1, 1, 1, 2)]
    assert answers == [303, 303, 429, 303]
    hall.later(timedelta(hours=25).total_seconds())
    hall.floor.scheduler.now("what was kept for long enough")
    assert number not in words(phone.sees(d=code).text)


def test_an_answer_that_is_lost_is_found_again(hall: JoiningHall) -> None:
    """The line stalls as the number is taken: the phone looks at the page again, and there it is, once."""
    hall.sets(door=True)
    phone, before = Phone(hall), Phone(hall)
    word = phone.scans()
    kept = browser_of(phone).get_cookie("floor_phone")
    assert kept
    browser_of(before).set_cookie("floor_phone", kept.value)
    number = before.number(before.joins(here=word))  # what came of it, this phone never heard
    again = phone.joins(here=word)
    assert (again.status_code, number in words(again.text)) == (409, True)
    assert number in words(phone.sees(d=hall.code()).text)
    assert hall.journal().count("TicketIssued") == 1


@pytest.mark.parametrize("given", [{"service": "Z"}, {"service": ""}, {"key": "short"}, {"d": "\x00"}])
def test_what_fits_nothing_is_refused(hall: JoiningHall, given: dict[str, str]) -> None:
    """And writes nothing."""
    hall.sets(door=True)
    before = hall.last()
    assert Phone(hall).joins(**({"d": hall.code()} | given)).status_code in {404, 409, 422}
    assert hall.last() == before


@pytest.mark.parametrize(
    ("language", "said"), [("zh-TW", "您要辦什麼？"), ("zh-CN", "您要办什么？"), ("en", "come for?")]
)
def test_the_page_speaks_the_reader_s_language(hall: JoiningHall, language: str, said: str) -> None:
    """Three languages, without a script."""
    hall.sets(door=True)
    page = Phone(hall).sees(language, d=hall.code()).text
    assert (said in page, "<script" in page) == (True, False)


def test_a_phone_waits_for_a_service_once_where_the_hall_wants_it(hall: JoiningHall) -> None:
    """Two numbers a phone, but not two for one service: neither taken, nor planned into a visit, nor changed to."""
    hall.sets(door=True, most=3, once=True)
    phone = Phone(hall)
    word = phone.scans()
    first, second = (phone.joins(service, here=word) for service in "AB")
    own = second.headers["Location"].rpartition("/")[2]
    again = phone.joins("A", here=word)
    assert (again.status_code, "A001 waits for service A already" in words(again.text)) == (409, True)
    for what, body in (("visit", {"services": ["B", "A"]}), ("change", {"service": "A"})):
        refused = hall.asks(None, "POST", f"/track/{own}/{what}", body)
        assert refused.json is not None
        assert (refused.status_code, refused.json["code"]) == (409, "waits_already")
    assert hall.told(None, "POST", f"/track/{own}/visit", {"services": ["B", "C"]})["further"] == ["C"]
    hall.told(None, "POST", f"/track/{first.headers['Location'].rpartition('/')[2]}/cancel", {})
    assert phone.joins("A", here=word).status_code == 303, "the first was given back"
    assert Phone(hall).joins("A", here=Phone(hall).scans()).status_code == 303, "another phone is another person"
    hall.sets(once=False)
    assert phone.joins("B", here=word).status_code == 303
