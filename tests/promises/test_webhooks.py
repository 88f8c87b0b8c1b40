"""Promise: what happens in a hall reaches the addresses that it names, signed, in order, or somebody is told."""

import html
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from server.messages.outward import Outward
from server.store.events import EVENTS
from server.webhooks.courier import Courier
from server.webhooks.reads import all_webhooks
from server.webhooks.signing import signature
from server.webhooks.topics import FACTS, Topic, facts_of
from servicefloor_client import NotGenuine, verify
from tests.gateway_service import Asked, GatewayService
from tests.hall import ROOT
from tests.inside import Inside
from tests.inside_office import page, sends, words

SECRET = "a-secret-of-both-sides"
ALL = [one.value for one in Topic]


def took(_asked: Asked) -> tuple[int, str]:
    """Take everything."""
    return 204, ""


class Told:
    """A hall, and a program elsewhere that is told what happens."""

    def __init__(self, folder: Path, receiver: GatewayService, database: str = "") -> None:
        self.receiver = receiver
        self.hall = Inside(folder, outward_hosts=(receiver.url,), database=database)
        self.courier = Courier(self.hall.store, Outward([receiver.url]))

    def set_up(self, facts: list[str] | None = None, **more: str) -> int:
        """Set a webhook up in the office; return its number."""
        given = {"name": "Wall", "url": f"{self.receiver.url}/in", "secret": SECRET, "days": "3"} | more
        status, text = sends(self.hall, "admin", "webhooks/new", facts=facts or ALL, **given)
        assert status == 200, words(text)
        with self.hall.store.look(self.hall.hall) as sight:
            return all_webhooks(sight)[-1].id

    def events(self, since: int = 0) -> list[dict[str, Any]]:
        """Return what came, each believed only as it is signed."""
        now = self.hall.clock.now().timestamp()
        found = []
        for asked in self.receiver.asked[since:]:
            event = verify(asked.body.encode(), asked.headers["Floor-Signature"], SECRET, now=now, tolerance=10**8)
            assert (asked.headers["Floor-Delivery"], asked.headers["Floor-Event"]) == (event.id, event.type)
            found.append(json.loads(asked.body))
        return found

    def shown(self, which: int) -> str:
        """Return what the webhook's page says."""
        self.hall.tokens.clear()
        return words(page(self.hall, "admin", f"webhooks/{which}"))


@pytest.fixture
def receiver() -> Iterator[GatewayService]:
    """A receiver that takes everything."""
    with GatewayService(took) as made:
        yield made


@pytest.fixture
def one(tmp_path: Path, receiver: GatewayService) -> Iterator[Told]:
    """A hall, and a receiver."""
    made = Told(tmp_path, receiver)
    yield made
    made.hall.close()


def a_visit(hall: Inside) -> None:
    """Take a number, be called, be served."""
    hall.ticket()
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    hall.at_counter("3", "finish")


def is_told(one: Told) -> None:
    """A visit is told in its order, signed; only what was asked for; nothing of before."""
    one.hall.ticket()
    one.set_up()
    a_visit(one.hall)
    assert one.courier.once() == 5
    assert one.courier.once() == 0
    found = one.events()
    assert [event["type"] for event in found] == [
        "ticket.issued", "counter.changed", "ticket.called", "ticket.started", "ticket.finished",
    ]  # fmt: skip
    assert (found[0]["data"]["number"], found[0]["data"]["service"]) == ("A002", "A")
    assert (found[2]["data"]["number"], found[2]["data"]["counter"], found[2]["hall"]) == ("A001", "3", "main")
    assert [int(event["id"].removeprefix("main-")) for event in found] == sorted(
        int(event["id"].removeprefix("main-")) for event in found
    )
    whole = str(one.hall.told("auditor", "GET", "/halls/main/journal?limit=1000"))
    assert SECRET not in whole
    assert one.receiver.url not in whole
    assert one.hall.faults() == []


def test_a_visit_is_told_in_its_order(one: Told) -> None:
    """On SQLite."""
    is_told(one)


def test_a_visit_is_told_in_its_order_on_postgresql(
    tmp_path: Path, receiver: GatewayService, new_database: str
) -> None:
    """On PostgreSQL."""
    made = Told(tmp_path, receiver, new_database)
    is_told(made)
    made.hall.close()


def test_nothing_that_names_somebody_is_told(one: Told) -> None:
    """No clerk's number, no word that somebody wrote: of each fact only what its topic lists."""
    one.set_up()
    for _ in range(2):
        one.hall.ticket()
    one.hall.at_counter("3", "open")
    last = one.hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]
    ticket = max(each["id"] for each in last["line"])
    one.hall.at_counter("3", "call", ticket=ticket, reason="Qzmother of Chen")
    one.courier.once()
    assert "ticket.called" in [event["type"] for event in one.events()]
    whole = "".join(asked.body for asked in one.receiver.asked)
    assert "Qzmother" not in whole
    assert '"clerk"' not in whole
    for name, told in FACTS.items():
        assert {"clerk", "why", "staff", "reason_text", "actor"}.isdisjoint(told.fields), name
        assert set(told.fields) <= set(EVENTS[name].__dataclass_fields__), name  # type: ignore[attr-defined]
    assert {fact for topic in Topic for fact in facts_of(frozenset({topic}))} == set(FACTS)


def test_what_is_not_taken_holds_back_what_comes_after(one: Told) -> None:
    """Tried again with growing pauses, under its id; then all in order."""
    which = one.set_up(["ticket.issued"])
    one.receiver.answer = lambda _asked: (500, "oops")
    for _ in range(3):
        one.hall.ticket()
    asked = []
    for _ in range(40):
        one.courier.once()
        asked.append(len(one.receiver.asked))
        one.hall.later(1)
    assert [asked.index(many) for many in (1, 2, 3, 4)] == [0, 5, 15, 35]
    assert len({event["id"] for event in one.events()}) == 1
    assert "500 oops" in one.shown(which)
    assert "Nothing is taken since" in one.shown(which)
    one.receiver.answer = took
    one.hall.later(60)
    before = len(one.receiver.asked)
    assert one.courier.once() == 3
    assert [event["data"]["number"] for event in one.events(before)] == ["A001", "A002", "A003"]
    assert "Nothing is taken since" not in one.shown(which)


def test_what_is_refused_for_good_is_listed_and_passed_over(one: Told) -> None:
    """And sent once more by one press, beside the order, under its id."""
    which = one.set_up(["ticket.issued"])
    one.receiver.answer = lambda asked: (422, "no such thing") if "A001" in asked.body else (204, "")
    one.hall.ticket()
    one.hall.ticket()
    one.courier.once()
    assert [event["data"]["number"] for event in one.events()] == ["A001", "A002"]
    assert "422 no such thing" in one.shown(which)
    one.receiver.answer = took
    entry = int(one.events()[0]["id"].removeprefix("main-"))
    assert sends(one.hall, "admin", f"webhooks/{which}/again/{entry}")[0] == 200
    assert "is sent again" in one.shown(which)
    one.courier.once()
    one.courier.once()
    assert [event["data"]["number"] for event in one.events()] == ["A001", "A002", "A001"]
    assert one.events()[2]["id"] == one.events()[0]["id"]
    assert "after 2 attempts" in one.shown(which)


@pytest.mark.parametrize("gone", [False, True])
def test_after_days_without_an_answer_it_is_stopped_and_a_to_do(one: Told, gone: bool) -> None:
    """Or at once, where its receiver says that it is gone; had go on, nothing is left out."""
    which = one.set_up(["ticket.issued"], days="2")
    one.receiver.answer = lambda _asked: (410 if gone else 503, "")
    one.hall.ticket()
    one.courier.once()
    for _ in range(0 if gone else 50):
        one.hall.later(3600)
        one.courier.once()
    asked = len(one.receiver.asked)
    one.hall.later(3600)
    assert (one.courier.once(), len(one.receiver.asked)) == (0, asked)
    one.hall.tokens.clear()
    assert "A webhook was stopped: Wall" in words(page(one.hall, "admin", ""))
    why = "its receiver says that it is gone" if gone else "nothing was taken for days"
    assert f"It is stopped: {why}" in one.shown(which)
    one.receiver.answer = took
    assert sends(one.hall, "admin", f"webhooks/{which}/moves", move="resume")[0] == 200
    assert one.courier.once() == 1
    assert "A webhook was stopped" not in words(page(one.hall, "admin", ""))
    assert one.hall.journal().count("WebhookStopped") == 1
    assert one.hall.faults() == []


def test_a_courier_that_was_killed_leaves_it_to_another(one: Told) -> None:
    """What it had in hand is another's after two minutes; it may come twice, under one id."""
    one.set_up(["ticket.issued"])
    one.hall.ticket()
    other = Courier(one.hall.store, one.courier.outward)
    (name,) = one.courier.present()
    assert one.courier.claim(one.courier.bound[name]) is not None  # and killed
    assert (other.once(), len(one.receiver.asked)) == (0, 0)
    one.hall.later(121)
    assert other.once() == 1


def test_a_test_shows_the_answer_and_what_cannot_work_is_said(one: Told) -> None:
    """Signed like any; a short secret, an address in the house, nothing to tell: refused where it was entered."""
    which = one.set_up(["ticket.issued"])
    status, text = sends(one.hall, "admin", f"webhooks/{which}/test")
    assert (status, "The receiver took the test." in text) == (200, True)
    assert one.events()[-1]["type"] == "test"
    one.receiver.answer = lambda _asked: (302, "")
    assert "did not take the test" in sends(one.hall, "admin", f"webhooks/{which}/test")[1]
    good = {"name": "W", "url": one.receiver.url, "secret": SECRET, "facts": "ticket.issued"}
    for wrong, said in (
        ({"secret": "short"}, "Write at least 16 characters."),
        ({"url": "https://10.0.0.1/x"}, "Write an https address on the internet"),
        ({"facts": ""}, "fault"),
    ):
        status, text = sends(one.hall, "admin", "webhooks/new", **{**good, **wrong})
        assert (status, said in text, SECRET in text) == (422, True, False), words(text)
    assert SECRET not in page(one.hall, "admin", f"webhooks/{which}")
    found = re.search(r'name="before" value="([^"]*)"', page(one.hall, "admin", f"webhooks/{which}"))
    assert found
    changed = {**good, "secret": "", "days": "4", "before": html.unescape(found[1]), "url": f"{one.receiver.url}/in"}
    assert sends(one.hall, "admin", f"webhooks/{which}", **changed)[0] == 200
    one.hall.ticket()
    one.receiver.answer = took
    one.courier.once()
    assert one.events()[-1]["type"] == "ticket.issued"  # signed with the secret of before
    assert sends(one.hall, "admin", f"webhooks/{which}", **changed)[0] == 409
    assert sends(one.hall, "admin", f"webhooks/{which}", remove="yes")[0] == 200
    left = one.hall.everything()
    assert [left[name] for name in ("webhooks", "webhook_calls", "webhook_progress", "webhook_deliveries")] == [[]] * 4


def test_nobody_else_signs_it(one: Told) -> None:
    """Another secret, another body, another moment, an old one, none at all."""
    at = one.hall.clock.now()
    body = b'{"id": "main-1", "type": "test", "hall": "main", "at": "2026-11-25T01:00:00+00:00", "data": {}}'
    good = signature(SECRET, body, at)
    now = at.timestamp()
    assert verify(body, good, SECRET, now=now).id == "main-1"
    moved = good.replace(f"t={int(now)}", f"t={int(now) + 1}")
    tries: list[Callable[[], object]] = [
        lambda: verify(body + b" ", good, SECRET, now=now),
        lambda: verify(body, good, "another", now=now),
        lambda: verify(body, moved, SECRET, now=now),
        lambda: verify(body, good, SECRET, now=now + 301),
        lambda: verify(body, "", SECRET, now=now),
        lambda: verify(body, "t=x,v1=é", SECRET, now=now),
    ]
    for wrong in tries:
        with pytest.raises(NotGenuine):
            wrong()


def test_the_example_of_a_receiver_does_it_right(tmp_path: Path) -> None:
    """Run as the page says: it prints what happened, once, and refuses what nobody signed."""
    example = ROOT / "clients" / "python" / "examples" / "receive_webhooks.py"
    environment = {**os.environ, "SECRET": SECRET, "PYTHONPATH": str(example.parents[1])}
    with subprocess.Popen(
        [sys.executable, str(example), "0"], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline().rpartition(" ")[2])
            url = f"http://127.0.0.1:{port}"
            hall = Inside(tmp_path, outward_hosts=(url,), at=datetime.now(UTC))
            sends(hall, "admin", "webhooks/new", name="W", url=url, secret=SECRET, facts="hall.numbers", days="3")
            for stopped in (True, False):
                hall.told("supervisor", "POST", "/halls/main/issue", {"stopped": stopped})
            assert Courier(hall.store, Outward([url])).once() == 2
            lines = [process.stdout.readline() for _ in range(2)]
            assert ["'stopped': True" in lines[0], "'stopped': False" in lines[1]] == [True, True], lines
            hall.close()
            with pytest.raises(HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(url, b"{}"))
            assert refused.value.code == 400
            refused.value.close()
        finally:
            process.terminate()
