"""Promise: whoever waits elsewhere is told in time, on a locked phone or by mail; what they gave us goes with it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.messages.push import is_known, public_key
from server.messages.ways import open_channels
from server.messages.worker import Worker
from server.news.tables import follower_addresses, followers
from tests.inside import Inside
from tests.mail import MailServer
from tests.push_service import PushService

CONTACT = "it@example.org"
MAILBOX = "chen@example.org"


class Waits:
    """Somebody with a number who is elsewhere, in a hall that sends mail and pushes."""

    def __init__(self, folder: Path, mail: MailServer, phone: PushService) -> None:
        self.mail, self.phone = mail, phone
        more = {
            name: getattr(mail.settings(), name)
            for name in ("smtp_host", "smtp_port", "smtp_security", "smtp_from", "smtp_per_minute")
        }
        self.hall = Inside(folder, push_contact=CONTACT, push_services=(phone.url,), push_per_minute=60_000, **more)
        self.worker = Worker(self.hall.store, open_channels(self.hall.floor.settings, self.hall.clock))
        self.secret = ""

    def takes(self, service: str = "A") -> int:
        """Take a number."""
        taken = self.hall.told("kiosk", "POST", "/halls/main/tickets", {"service": service})
        self.secret = str(taken["track_url"]).rpartition("/")[2]
        return int(taken["ticket"]["id"])

    def asks(self, method: str, path: str, body: object = None) -> Any:
        """Ask as the holder of the slip."""
        return self.hall.asks(None, method, f"/track/{self.secret}/{path}", body)

    def follows(self, **more: object) -> Any:
        """Want to be told."""
        return self.asks("POST", "follow/email", {"language": "en", "email": MAILBOX, **more})

    def follows_by_phone(self, language: str = "zh-Hant", **more: object) -> Any:
        """Want to be told on the phone."""
        return self.asks(
            "POST", "follow/phone", {"language": language, "subscription": self.phone.subscription() | more}
        )

    def sent(self) -> list[str]:
        """Have messages leave; return the subjects of the mails that came."""
        before = len(self.mail.taken)
        while self.worker.once():
            pass
        return [str(mail["Subject"]) for mail in self.mail.taken[before:]]

    def shown(self) -> list[dict[str, str]]:
        """Have messages leave; return what the phone shows."""
        self.sent()
        return [self.phone.shown.get_nowait() for _ in range(self.phone.shown.qsize())]

    def rows(self) -> tuple[int, int]:
        """Return how many follow, and how many addresses are known."""
        with self.hall.store.database.reading() as connection:
            found = (connection.execute(table.select()).all() for table in (followers, follower_addresses))
            return len(next(found)), len(next(found))


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer() as made:
        yield made


@pytest.fixture
def phone() -> Iterator[PushService]:
    """A phone, and its maker's push service."""
    with PushService() as made:
        yield made


@pytest.fixture
def one(tmp_path: Path, mail: MailServer, phone: PushService) -> Iterator[Waits]:
    """Somebody with A001, nobody ahead; no counter is open."""
    made = Waits(tmp_path, mail, phone)
    made.takes()
    yield made
    made.hall.close()


def test_told_near_called_and_forgotten(one: Waits) -> None:
    """The page is closed: told once that the turn is near, then where to go; then nobody knows the mailbox."""
    hall = one.hall
    for _ in range(5):
        one.takes()
    assert one.follows().json["followers"][0]["where"] == "c…@example.org"
    assert one.sent() == ["A006: we tell you when to come"]
    hall.at_counter("3", "open")
    hall.floor.scheduler.now("whose turn is near")
    assert one.sent() == []  # five are ahead
    told = []
    for _ in range(5):
        hall.at_counter("3", "call")
        hall.at_counter("3", "start")
        hall.at_counter("3", "finish")
        hall.floor.scheduler.now("whose turn is near")
        hall.floor.scheduler.now("whose turn is near")
        told.append(one.sent())
    assert sorted(told) == [[], [], [], [], ["A006: your turn is near"]]
    assert told[0] == []  # four are ahead
    hall.at_counter("3", "call")
    assert one.sent() == ["A006: it is your turn"]
    assert f"/t/{one.secret}" in str(one.mail.taken[-1].get_content())
    assert "Please go to counter 3." in str(one.mail.taken[-1].get_content())
    assert one.rows() == (1, 1)
    hall.at_counter("3", "start")
    hall.at_counter("3", "finish")
    assert one.rows() == (0, 0)
    assert MAILBOX not in json.dumps(hall.journal())
    assert hall.faults() == []


def test_a_locked_phone_is_told_by_its_own_push_service(one: Waits) -> None:
    """In the reader's language, encrypted for that phone alone, under the server's own name."""
    said = one.follows_by_phone().json
    assert (said["push_key"], said["followers"][0]["channel"]) == (public_key(), "push")
    assert [told["title"] for told in one.shown()] == ["A001：該回來時會通知您"]
    one.hall.at_counter("3", "open")
    one.hall.at_counter("3", "call")
    (told,) = one.shown()
    assert (told["title"], told["body"]) == ("A001：輪到您了", "請到 3 號窗口。")
    assert told["url"].endswith(f"/t/{one.secret}")
    assert one.phone.senders == {public_key()}
    assert len(set(one.phone.topics)) == 2


def test_missed_and_sent_on(one: Waits) -> None:
    """Whoever did not come hears how to come back; whoever is sent on, that they are called again."""
    one.follows()
    one.sent()
    one.hall.at_counter("3", "open")
    one.hall.at_counter("3", "call")
    one.hall.at_counter("3", "no-show")
    assert one.sent() == ["A001: it is your turn", "A001: we called you"]
    one.asks("POST", "back", {})
    one.hall.at_counter("3", "call")
    one.hall.at_counter("3", "start")
    one.hall.at_counter("3", "transfer", service="B", keep_place=True)
    assert one.sent()[-1] == "A001: you go on to another counter"


def test_a_service_that_refuses_for_now_is_asked_again_and_a_phone_that_is_gone_is_not(one: Waits) -> None:
    """Nothing else waits for it."""
    one.phone.answers = [503]
    one.follows_by_phone("en")
    assert one.shown() == []
    one.hall.later(31)
    assert [told["title"] for told in one.shown()] == ["A001: we tell you when to come"]
    one.phone.answers = [410]
    one.follows()
    one.hall.at_counter("3", "open")
    one.hall.at_counter("3", "call")
    assert one.sent() == ["A001: it is your turn", "A001: we tell you when to come"]
    one.hall.later(60)
    assert one.shown() == []


def test_told_no_more_when_one_wishes(one: Waits) -> None:
    """Three at most, the same one once, each ended by itself and by the ticket's holder alone."""
    first = one.follows().json["followers"][0]["id"]
    assert [each["id"] for each in one.follows().json["followers"]] == [first]
    for name in ("b", "c"):
        assert one.follows(email=f"{name}@example.org").status_code == 200
    full = one.follows(email="d@example.org")
    assert (full.status_code, full.json["code"]) == (409, "enough_follow")
    mine = one.secret
    one.takes()
    assert one.asks("POST", f"follow/{first}/end", {}).status_code == 404
    one.secret = mine
    assert len(one.asks("POST", f"follow/{first}/end", {}).json["followers"]) == 2
    assert one.rows() == (2, 2)
    one.asks("POST", "cancel", {})
    assert one.rows() == (0, 0)
    over = one.follows()
    assert (over.status_code, over.json["code"]) == (409, "nothing_to_tell")


def test_after_a_day_nobody_is_told_any_more(one: Waits) -> None:
    """Whatever became of the number."""
    one.follows()
    one.hall.later(24 * 3600 + 60)
    one.hall.floor.scheduler.sweeper.sweep()
    assert one.rows() == (0, 0)


@pytest.mark.parametrize("wrong", ["nobody", "", None, "a@b", "a b@example.org"])
def test_a_wrong_address_is_said_where_it_was_typed(one: Waits, wrong: str | None) -> None:
    """Nothing is kept."""
    refused = one.follows(email=wrong)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json["errors"]] == ["email"]
    assert one.rows() == (0, 0)


def test_the_server_calls_no_address_of_a_strangers_choice(one: Waits) -> None:
    """Only the push services that are known: else whoever has a slip could have it call anybody."""
    known = ("fcm.googleapis.com", "push.apple.com")
    assert is_known("https://web.push.apple.com/Q1", known)
    for wrong in (
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/x",
        "https://me@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "http://127.0.0.1:6379/",
    ):
        assert not is_known(wrong, known)
    refused = one.follows_by_phone(endpoint="https://evil.example/x")
    assert (refused.status_code, refused.json["code"]) == (409, "channel_closed")


def test_where_no_message_leaves_none_is_offered(tmp_path: Path) -> None:
    """The page has no key for it, and a program is told."""
    hall = Inside(tmp_path)
    taken = hall.told("kiosk", "POST", "/halls/main/tickets", {"service": "A"})
    secret = str(taken["track_url"]).rpartition("/")[2]
    assert hall.asks(None, "GET", f"/track/{secret}/follow").json == {
        "channels": [], "followers": [], "gateways": [], "most": 3, "push_key": None,
    }  # fmt: skip
    refused = hall.asks(None, "POST", f"/track/{secret}/follow/email", {"language": "en", "email": MAILBOX})
    assert (refused.status_code, (refused.json or {})["code"]) == (409, "channel_closed")
    hall.close()
