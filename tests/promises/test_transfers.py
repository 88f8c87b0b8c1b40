"""A ticket that is sent on counts from its arrival or from now, with its class's credit and that of where it goes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.floor.commands import issue
from server.floor.reads.halls import all_counters
from server.floor.reads.tickets import ticket_of
from server.security.actors import Actor, ActorKind
from tests.hall import quiet_config
from tests.inside import Inside

CREDIT = {"A": 0, "B": 15, "C": -10}  # minutes


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall where B counts from a quarter of an hour earlier, and C from ten minutes later."""
    config = quiet_config(tmp_path)
    lines = []
    for line in config.read_text(encoding="utf-8").splitlines():
        lines.append(line)
        letter = line.removeprefix('code = "').rstrip('"')
        if line.startswith('code = "') and CREDIT.get(letter):
            lines.append(f"credit = {CREDIT[letter]}")
    config.write_text("\n".join(lines), encoding="utf-8")
    made = Inside(tmp_path, config=config)
    yield made
    made.close()


@pytest.mark.parametrize(("before", "after"), [("A", "B"), ("B", "A"), ("B", "C")])
def test_what_it_counts_from(hall: Inside, before: str, after: str) -> None:
    """With its place as if it had been taken for the new service; without, as if it were taken now."""
    with hall.store.look(hall.hall) as sight:
        desk = next(one.code for one in all_counters(sight).values() if before in one.settings.services)
    hall.at_counter(desk, "open")
    for keeps in (True, False):
        for priority in (True, False):
            taken = hall.clock.now()
            ticket = hall.ticket(before, priority=priority)["ticket"]["id"]
            for act in ("call", "start"):
                hall.at_counter(desk, act)
            hall.later(600)
            hall.at_counter(desk, "transfer", service=after, keep_place=keeps)
            with hall.store.look(hall.hall) as sight:
                found = ticket_of(sight, ticket)
            arrival = taken if keeps else hall.clock.now()
            assert found.counts_from == arrival - timedelta(minutes=(60 if priority else 0) + CREDIT[after])
            cancel(hall, ticket)
    assert hall.faults() == []


def cancel(hall: Inside, ticket: int) -> None:
    """Take it out of the line, so that the next one is called first."""
    with hall.store.hall(hall.hall, Actor(ActorKind.TICKET, ticket, halls=frozenset({hall.hall}))) as work:
        issue.cancel(work, ticket=ticket)
