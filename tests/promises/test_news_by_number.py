"""Promise: whoever waits elsewhere is told at the number they gave; it goes with the ticket."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.messages.gateways.channel import GatewayChannels
from server.messages.outward import Outward
from server.messages.worker import Worker
from server.news.commands import result_ready
from server.news.tables import follower_addresses, followers
from server.security.actors import SYSTEM
from tests.gateway_service import GatewayService, sets_up
from tests.inside import Inside
from tests.inside_office import sends

PHONE = "0912 345 678"
NUMBER = "+886912345678"


class Waits:
    """Somebody with a number who is elsewhere, in a hall with a gateway."""

    def __init__(self, folder: Path, gateway: GatewayService, database: str = "", **more: str) -> None:
        self.gateway = gateway
        self.hall = Inside(folder, outward_hosts=(gateway.url,), database=database)
        self.which = sets_up(self.hall, gateway.url, **more)
        self.worker = Worker(self.hall.store, {}, GatewayChannels(self.hall.store, Outward([gateway.url])))
        self.takes()

    def takes(self) -> None:
        """Take a number."""
        taken = self.hall.ticket()
        self.ticket = int(taken["ticket"]["id"])
        self.secret = str(taken["track_url"]).rpartition("/")[2]

    def asks(self, path: str, body: object = None) -> Any:
        """Ask as the holder of the slip."""
        method = "GET" if body is None else "POST"
        return self.hall.asks(None, method, f"/track/{self.secret}/{path}", body)

    def follows(self, phone: str = PHONE, language: str = "en", gateway: int = 0) -> Any:
        """Want to be told at a number."""
        given = {"language": language, "phone": phone, "gateway": gateway or self.which}
        return self.asks("follow/number", given)

    def sent(self) -> list[str]:
        """Have messages leave; return the texts that came."""
        before = len(self.gateway.asked)
        self.worker.once()
        return [one.json["text"] for one in self.gateway.asked[before:]]

    def rows(self) -> tuple[int, int]:
        """Return how many follow, and how many addresses are known."""
        with self.hall.store.database.reading() as connection:
            found = (connection.execute(table.select()).all() for table in (followers, follower_addresses))
            return len(next(found)), len(next(found))


@pytest.fixture
def gateway() -> Iterator[GatewayService]:
    """A gateway that takes everything."""
    with GatewayService() as made:
        yield made


@pytest.fixture
def one(tmp_path: Path, gateway: GatewayService) -> Iterator[Waits]:
    """Somebody with A001; no counter is open."""
    made = Waits(tmp_path, gateway)
    yield made
    made.hall.close()


def goes_its_way(one: Waits) -> None:
    """Follow by number, be told at each turn, be forgotten."""
    hall = one.hall
    assert one.asks("follow").json["gateways"] == [{"id": one.which, "name": "SMS", "country": "886"}]
    shown = one.follows().json["followers"]
    assert [(each["channel"], each["where"]) for each in shown] == [(f"gateway:{hall.hall}.{one.which}", "…678")]
    assert one.follows("+886 912-345-678").json["followers"] == shown  # the same one, however it is typed
    (begun,) = one.sent()
    assert "A001. We tell you here when to come. " in begun
    assert begun.endswith(f"/t/{one.secret}")
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    assert [text.partition(": ")[2] for text in one.sent()] == ["A001, it is your turn. Please go to counter 3."]
    hall.at_counter("3", "no-show")
    assert "A001 was called and nobody came. Come back within 20 min" in one.sent()[0]
    one.asks("back", {})
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    one.sent()
    with hall.store.hall(hall.hall, SYSTEM) as work:
        assert result_ready(work, ticket=one.ticket, counter="5", until=hall.clock.now() + timedelta(days=9)) == 1
    assert "A001, your result is ready. Please collect it at counter 5, until 2026-12-04." in one.sent()[0]
    assert {asked.json["to"] for asked in one.gateway.asked} == {NUMBER[1:]}
    assert one.rows() == (1, 1)
    hall.at_counter("3", "finish")
    assert one.rows() == (0, 0)
    whole = json.dumps(hall.told("auditor", "GET", "/halls/main/journal?limit=1000"))
    assert NUMBER[1:] not in whole
    assert NUMBER[1:] not in str(hall.everything()["gateway_recipients"])
    assert hall.faults() == []


def test_told_at_each_turn_and_forgotten(one: Waits) -> None:
    """On SQLite."""
    goes_its_way(one)


def test_told_at_each_turn_and_forgotten_on_postgresql(
    tmp_path: Path, gateway: GatewayService, new_database: str
) -> None:
    """On PostgreSQL."""
    made = Waits(tmp_path, gateway, new_database)
    goes_its_way(made)
    made.hall.close()


def test_in_the_readers_language_and_the_halls_own_words(one: Waits) -> None:
    """Which are sealed on the way, like the number."""
    own = {f"begun.{language}": "{number}! {link}" for language in ("zh-Hant", "zh-Hans", "en")}
    one.follows(language="zh-Hant")
    assert "A001。該回來時會在這裡通知您。" in one.sent()[0]
    assert sends(one.hall, "admin", "settings/gateways", before="{}", **own)[0] == 200
    one.takes()
    one.follows("0912 345 679", language="zh-Hans")
    (text,) = one.sent()
    assert text.startswith("A002! ")
    assert b"A002" not in b"".join(str(row).encode() for row in one.hall.everything()["outbox"])


@pytest.mark.parametrize("wrong", ["", "12", "+1 202 555 0100", "me", None])
def test_a_wrong_number_is_said_where_it_was_typed(one: Waits, wrong: str | None) -> None:
    """Nothing is kept."""
    refused = one.asks("follow/number", {"language": "en", "phone": wrong, "gateway": one.which})
    assert (refused.status_code, [each["field"] for each in refused.json["errors"]]) == (422, ["phone"])
    assert one.rows() == (0, 0)


def test_nobody_spams_a_stranger_with_many_slips(one: Waits) -> None:
    """Each slip tells a number a few times; after a few slips it is told no more that day, and that is said."""
    status = []
    for _ in range(14):
        one.takes()
        status.append(one.follows().status_code)
    assert status == [200] * 10 + [409] * 4
    assert one.follows().json["code"] == "written_enough"
    assert one.follows("0912 345 679").status_code == 200
    assert len(one.sent()) == 11


def test_a_way_that_is_off_or_closed_is_not_offered(tmp_path: Path, gateway: GatewayService) -> None:
    """Outside its hours, switched off, or taken out: nothing is written, and nothing else fails by it."""
    one = Waits(tmp_path, gateway, until="09:30")
    assert one.follows().status_code == 200
    assert len(one.sent()) == 1
    one.hall.later(3600)
    assert one.asks("follow").json["gateways"] == []
    refused = one.follows("0912 345 679")
    assert (refused.status_code, refused.json["code"]) == (409, "channel_closed")
    assert one.follows(gateway=999).status_code == 409
    assert sends(one.hall, "admin", f"gateways/{one.which}", remove="yes")[0] == 200
    one.hall.at_counter("3", "open")
    one.hall.at_counter("3", "call")
    assert one.sent() == []
    one.hall.close()
