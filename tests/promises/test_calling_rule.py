"""Promise 6: nobody is overtaken beyond the bound, and what is said of a call is true; over the API, any story."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from server.floor.events.calls import TicketCalled
from server.floor.reads.tickets import line
from server.floor.tables import tickets
from server.store.journal import entries
from tests.hall import quiet_config
from tests.inside import Inside

COUNTERS = {"2": "AB", "3": "ABC", "4": "BA"}
PRIMARY = {"2": "A", "3": "AB", "4": "B"}  # what a counter takes first, for a quarter of an hour at most
CREDIT = timedelta(minutes=60)
SERVICE_CREDIT = {"A": timedelta(), "B": timedelta(minutes=10), "C": timedelta(minutes=-15)}


@dataclass
class Seen:
    """Somebody who waits, as the database has it just before a call."""

    id: int
    service: str
    priority: bool
    issued_at: datetime
    counts_from: datetime
    keeps: str | None
    came_back: bool
    transfers: int


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, with a service before the others and one behind them."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    for letter, credit in (("B", 10), ("C", -15)):
        text = text.replace(f'code = "{letter}"\n', f'code = "{letter}"\ncredit = {credit}\n', 1)
    config.write_text(text, encoding="utf-8")
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = Inside(tmp_path, config=config, database=database)
    yield made
    made.close()


def waiting(hall: Inside, counter: str) -> dict[int, Seen]:
    """Return whom a counter could call just now."""
    with hall.store.look(hall.hall) as sight:
        transfers = {row[0]: row[1] for row in sight.connection.execute(select(tickets.c.id, tickets.c.transfers))}
        found = [
            Seen(
                one.id,
                one.service,
                one.priority,
                one.issued_at,
                one.counts_from,
                one.keeps,
                one.came_back,
                transfers[one.id],
            )
            for one in line(sight)
            if one.service in COUNTERS[counter] and (one.not_before is None or one.not_before <= sight.at)
        ]
    return {one.id: one for one in found if one.keeps in {None, counter}}


def is_true(why: str, called: Seen, able: dict[int, Seen], counter: str) -> bool:
    """Return whether the sentence holds against everybody whom the counter could have called."""
    first = all(called.counts_from <= one.counts_from for one in able.values())
    came_first = all(called.issued_at <= one.issued_at for one in able.values())
    passed = [one for one in able.values() if one.counts_from < called.counts_from]
    claims = {
        "is for a service that this counter takes first": bool(passed) and called.service in PRIMARY[counter],
        "was held here or sent to this counter": called.keeps is not None,
        "missed its call, came back": called.came_back and first,
        "has priority": called.priority and first,
        "and counts from": first,
        ", the earliest you can serve": came_first,
    }
    return next(holds for words, holds in claims.items() if words in why)


def calls(hall: Inside, counter: str) -> None:
    """Call, and check what is said and what is recorded."""
    able = waiting(hall, counter)
    answer = hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/call", {})
    if answer.status_code == 409:
        assert answer.json is not None
        assert (answer.json["code"], able) == ("nobody_waiting", {})
        return
    done: dict[str, Any] = answer.json or {}
    called = able[done["ticket"]["id"]]
    assert is_true(done["why"], called, able, counter), (done["why"], called, able)
    with hall.store.look(hall.hall) as sight:
        entry = list(entries(sight.connection, hall.hall, hall.last() - 1, 10))[-1]
    assert entry.event == "TicketCalled"
    passed = [one.id for one in able.values() if one.counts_from < called.counts_from]
    assert sorted(TicketCalled.from_json(entry.data).passed) == sorted(passed)
    assert passed == [] or called.keeps == counter or called.service in PRIMARY[counter]
    for one in able.values():
        if not (called.keeps or called.transfers or one.transfers or called.came_back or one.came_back):
            most = (CREDIT if called.priority else timedelta()) + SERVICE_CREDIT[called.service]
            most += timedelta(minutes=15) if called.service in PRIMARY[counter] else timedelta()
            most -= SERVICE_CREDIT[one.service] + (CREDIT if one.priority else timedelta())
            assert called.issued_at - one.issued_at <= most
    again = hall.at_counter(counter, "call")
    assert (again["ticket"]["id"], again["why"]) == (called.id, done["why"])


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_is_called_is_called_rightly(hall: Inside, seed: int) -> None:
    """A hundred and fifty things happen: numbers, calls, services, holds, transfers, delays, no-shows, coming back."""
    random = Random(seed)
    secrets: dict[int, str] = {}
    for counter in COUNTERS:
        hall.at_counter(counter, "open")
    for _ in range(150):
        hall.later(random.choice([5, 20, 60, 200]))
        if random.random() < 0.45:
            taken = hall.ticket(random.choice("ABC"), priority=random.random() < 0.25)
            secrets[taken["ticket"]["id"]] = taken["track_url"].rpartition("/")[2]
        else:
            happens(hall, random, random.choice(list(COUNTERS)), secrets)
    assert hall.faults() == []


def happens(hall: Inside, random: Random, counter: str, secrets: dict[int, str]) -> None:
    """Let the counter, or somebody's phone, do what it can do next."""
    now = hall.told(f"clerk{counter}", "GET", f"/halls/main/views/counter:{counter}")["data"]
    state = now["state"]
    if state == "open":
        calls(hall, counter)
    elif state == "calling":
        act = random.choice(["start", "start", "no-show", "later"])
        if act == "later":
            hall.asks(None, "POST", f"/track/{secrets[now['ticket']['id']]}/later", {"minutes": 5})
        else:
            hall.at_counter(counter, act)
            if act == "no-show" and random.random() < 0.7:
                hall.asks(None, "POST", f"/track/{secrets[now['ticket']['id']]}/back", {})
    else:
        act = random.choice(["finish", "hold", "transfer", "transfer"])
        if act == "finish":
            hall.at_counter(counter, "finish", outcome="done")
        elif act == "hold":
            hall.at_counter(counter, "hold")
            hall.at_counter(counter, "return", ticket=now["ticket"]["id"])
        else:
            other = random.choice([one for one in COUNTERS if one != counter])
            where: dict[str, object] = {"counter": other} if random.random() < 0.5 else {"service": "B"}
            hall.asks(
                f"clerk{counter}",
                "POST",
                f"/halls/main/counters/{counter}/transfer",
                {**where, "keep_place": random.random() < 0.5},
            )


def test_the_reason_tells_the_day_where_it_is_another(tmp_path: Path) -> None:
    """Who came before midnight is called after it: a time alone would be that of today."""
    hall = Inside(tmp_path, at=datetime(2026, 11, 25, 15, 50, tzinfo=UTC))  # ten to midnight in Taipei
    hall.ticket("A")
    hall.later(20 * 60)
    hall.at_counter("3", "open")
    view = hall.told("supervisor", "GET", "/halls/main/views/counter:3")["data"]
    said = "A001 arrived at 11-25 23:50, the earliest you can serve."
    assert view["next"]["why"]["en"] == hall.at_counter("3", "call")["why"] == said
    hall.close()
