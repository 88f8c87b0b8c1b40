"""The demo that moves by itself, and how it gives way to people; lived by hand, minute by minute."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from server.floor.commands import call, counters, issue, serve
from server.floor.commands.counters import SIMULATED
from server.floor.commands.settings import set_up
from server.floor.configuration import read_configuration
from server.floor.reads.halls import CounterNow, all_counters
from server.floor.reads.tickets import Ticket, latest_calls, line, ticket_of
from server.floor.reads.turns import turns
from server.floor.states import STAFFED, CounterState, Outcome, TicketState
from server.kernel.clock import HandClock
from server.ratings.figures import rating_counts
from server.security import commands
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.authenticator import Authenticator
from server.security.health import report
from server.security.reads import all_devices
from server.security.rights import DeviceKind, Role
from server.security.serving import install
from server.simulation.api import demo_api
from server.simulation.closed_screens import take_out_closed
from server.simulation.filling import LIVED, fill, live
from server.simulation.hands import HallRefused
from server.simulation.life import COMES_BACK_AFTER, MOST_WAITING, Life, LifeSettings
from server.simulation.living import Living
from server.simulation.playing import throw_away
from server.store.hall import Store
from server.store.verify import check_hall, empty_tables

HALL = 1
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
CONFIGURATION = read_configuration(Path("config/demo.toml"))
PERSON = Actor(ActorKind.STAFF, 17, Role.CLERK, frozenset({HALL}))
KIOSK = Actor(ActorKind.DEVICE, 4, DeviceKind.KIOSK, frozenset({HALL}))


@dataclass
class Demo:
    """A demo hall whose time passes when it is told to."""

    store: Store
    clock: HandClock
    life: Life

    def lives(self, minutes: float, **settings: object) -> None:
        """Let some minutes pass."""
        if settings:
            self.life.change(LifeSettings(**settings))  # type: ignore[arg-type]  # its fields by name
        live(self.store, self.life, self.clock, HALL, self.clock.now() + timedelta(minutes=minutes))

    def desk(self, code: str) -> CounterNow:
        """Look at a counter."""
        with self.store.look(HALL) as sight:
            return all_counters(sight)[code]

    def states(self) -> set[CounterState]:
        """Look at all counters' states."""
        with self.store.look(HALL) as sight:
            return {counter.state for counter in all_counters(sight).values()}

    def waiting(self) -> int:
        """Count the line."""
        with self.store.look(HALL) as sight:
            return len(line(sight))

    def ticket(self, number: int) -> Ticket:
        """Look at a ticket."""
        with self.store.look(HALL) as sight:
            return ticket_of(sight, number)

    def takes(self, service: str) -> int:
        """A real visitor takes a number."""
        with self.store.hall(HALL, KIOSK) as hall:
            return issue.issue(hall, service=service, secret=lambda _hall: f"visitor {uuid.uuid4()}").ticket.id

    def entries(self) -> int:
        """Count the journal's entries, all of which are whole, and the tables as they say."""
        with empty_tables() as fresh:
            return check_hall(self.store.database, HALL, fresh)

    def sits_down(self, code: str) -> None:
        """A real clerk sits down."""
        with self.store.hall(HALL, PERSON) as hall:
            counters.open_counter(hall, counter=code)


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo hall as it is set up, with nothing in it."""
    with throw_away() as database:
        clock = HandClock(NOW)
        store = Store(database, clock)
        with store.hall(HALL, SYSTEM) as hall:
            set_up(hall, CONFIGURATION.halls[0])
        yield Demo(store, clock, Life(store, CONFIGURATION.halls[0], HALL, Random(1)))


def test_an_empty_hall_is_filled(demo: Demo) -> None:
    """At once there are people in the line, at the counters, on the display, and waits; its history is whole."""
    heard: list[int] = []
    demo.store.on_commit(lambda _hall, version: heard.append(version))
    assert fill(demo.store, demo.life)
    assert demo.clock.now() == NOW
    assert 2 <= demo.waiting() <= 15
    assert CounterState.SERVING in demo.states()
    with demo.store.look(HALL) as sight:
        assert len(latest_calls(sight, since=NOW - LIVED, limit=7)) == 7
        assert all(place.wait is not None for place in turns(sight).new.values())
        assert heard == [sight.version]
    assert demo.entries() > 100


def test_some_customers_say_how_it_was(demo: Demo) -> None:
    """Most of those who do are satisfied; the others have not rated."""
    fill(demo.store, demo.life)
    with demo.store.look(HALL) as sight:
        found = rating_counts(sight, NOW - LIVED, NOW).total
    assert found.rated > 3
    assert found.not_rated > found.rated / 2
    assert (found.satisfied or 0) > 0.6


def test_a_hall_at_work_is_not_filled(demo: Demo) -> None:
    """Where somebody took a number lately, nothing is invented before it."""
    number = demo.takes("A")
    assert not fill(demo.store, demo.life)
    with demo.store.look(HALL) as sight:
        assert [one.id for one in line(sight)] == [number]


def test_yesterdays_people_have_gone_home(demo: Demo) -> None:
    """A demo that stood still for a night begins anew; its journal is whole."""
    fill(demo.store, demo.life)
    with demo.store.look(HALL) as sight:
        left = [one.id for one in line(sight)]
    demo.clock.forward(10 * 3600)
    assert fill(demo.store, demo.life)
    assert {demo.ticket(one).state for one in left} == {TicketState.CANCELLED}
    assert demo.entries() > 200


def test_a_fill_that_fails_leaves_nothing(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing: it is one transaction."""
    monkeypatch.setattr("server.simulation.filling.refresh", lambda _hall: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fill(demo.store, demo.life)
    assert demo.states() == {CounterState.CLOSED}
    assert demo.waiting() == 0


def test_a_visitor_is_called_and_served_in_turn(demo: Demo) -> None:
    """Within a quarter of an hour at real pace, by a simulated clerk; nobody who came later was called before."""
    fill(demo.store, demo.life)
    number = demo.takes("B")
    demo.lives(40)
    mine = demo.ticket(number)
    assert mine.state is TicketState.DONE
    assert mine.called_at is not None
    assert mine.called_at - NOW < timedelta(minutes=20)
    with demo.store.look(HALL) as sight:
        others = latest_calls(sight, since=NOW, limit=500)
    later = [one for one in others if one.service == "B" and not one.priority and one.counts_from > mine.counts_from]
    assert later
    assert all((one.called_at or NOW) >= mine.called_at for one in later)


@pytest.mark.parametrize("day", ["busy", "rush"])
def test_the_line_keeps_its_length(demo: Demo, day: str) -> None:
    """Around what belongs to the day, at any pace."""
    fill(demo.store, demo.life)
    lengths = []
    for _ in range(20):
        demo.lives(2, day=day, pace=5)
        lengths.append(demo.waiting())
    mean = sum(lengths[5:]) / len(lengths[5:])
    assert (4 <= mean <= 11) if day == "busy" else (12 <= mean <= 24)


def test_a_person_keeps_the_counter(demo: Demo) -> None:
    """Whoever sits down has the counter and its ticket until they close it; then a simulated clerk comes back."""
    fill(demo.store, demo.life)
    demo.lives(1)
    demo.sits_down("3")
    before = demo.desk("3")
    demo.lives(15, pace=20, day="rush", served=True)
    assert demo.desk("3") == before
    assert before.clerk == PERSON.id
    with demo.store.hall(HALL, PERSON) as hall:
        if before.state is CounterState.CALLING:
            serve.start(hall, counter="3")
        if before.ticket is not None:
            serve.finish(hall, counter="3", outcome=Outcome.DONE)
        called = call.call_next(hall, counter="3").ticket.id
    demo.lives(1)
    assert demo.desk("3").ticket == called
    with demo.store.hall(HALL, PERSON) as hall:
        serve.start(hall, counter="3")
        serve.finish(hall, counter="3", outcome=Outcome.DONE)
        counters.close_counter(hall, counter="3")
    demo.lives((COMES_BACK_AFTER - 2) / 60)
    assert demo.desk("3").clerk is None
    demo.lives(0.2)
    assert (demo.desk("3").clerk or 0) >= SIMULATED


def test_by_hand_the_counters_finish_and_close(demo: Demo) -> None:
    """Simulated clerks end what they have and leave; the line grows, but not beyond its bound; they come back."""
    fill(demo.store, demo.life)
    demo.lives(5, pace=60, served=False)
    assert demo.states() == {CounterState.CLOSED}
    assert demo.waiting() > 5
    demo.lives(30, pace=60, day="rush", served=False)
    assert 18 <= demo.waiting() <= MOST_WAITING
    demo.lives(1, pace=1)
    assert demo.states() & set(STAFFED)


def test_stopped_customers_do_not_come(demo: Demo) -> None:
    """At pace 0 the line is worked off and nobody new comes."""
    fill(demo.store, demo.life)
    demo.lives(1, pace=20)
    demo.lives(10, pace=0)
    assert demo.waiting() == 0
    with demo.store.look(HALL) as sight:
        assert max(one.issued_at for one in latest_calls(sight, since=NOW, limit=500)) <= NOW + timedelta(minutes=1.1)


def test_what_is_declined_changes_nothing(demo: Demo) -> None:
    """A hand that comes too late is declined by its code, and life goes on."""
    demo.sits_down("3")
    with pytest.raises(HallRefused, match="not_your_counter"):
        demo.life.hands.call("3")
    assert not demo.life.attempt(lambda: demo.life.call("3"))
    demo.lives(2)
    assert demo.desk("3").clerk == PERSON.id


@pytest.fixture
def site(demo: Demo) -> Flask:
    """The demo's routes alone."""
    living = Living(demo.store, CONFIGURATION.halls[0], HALL)
    people = CONFIGURATION.demo.people if CONFIGURATION.demo else []
    app = Flask("demo")
    install(
        app,
        Authenticator(demo.store, secret_key="k" * 32),
        [demo_api(living, sign_ins=people, kiosk_url="http://127.0.0.1:8001")],
    )
    return app


def test_the_demo_says_how_it_is(demo: Demo, site: Flask) -> None:
    """Lines, counters, sign-ins; and what was changed."""
    fill(demo.store, demo.life)
    found = site.test_client().get("/api/v1/demo").json
    assert found is not None
    assert (found["pace"], found["day"], found["counters"], found["hall"], found["running"]) == (
        1,
        "busy",
        "served",
        "main",
        False,
    )
    assert sum(one["count"] for one in found["waiting"]) == demo.waiting()
    assert [one["code"] for one in found["desks"]] == list("12345678")
    assert all(one["simulated"] for one in found["desks"] if one["state"] != "closed")
    assert {"username": "clerk1", "role": "clerk", "name": "林怡君"} in found["sign_ins"]
    changed = site.test_client().post("/api/v1/demo", json={"pace": 20, "counters": "manual"}).json
    assert changed is not None
    assert (changed["pace"], changed["day"], changed["counters"]) == (20, "busy", "manual")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}, 401),
        ({"headers": {"Origin": "http://elsewhere.example"}}, 403),
        ({"json": {"pace": 7}}, 422),
        ({"json": {"speed": 1}}, 422),
    ],
)
def test_the_demo_is_not_for_strangers(site: Flask, more: dict[str, object], status: int) -> None:
    """From elsewhere only staff may change it; a strange page never; nonsense is refused."""
    options = {"json": {"pace": 5}} | more
    assert site.test_client().post("/api/v1/demo", **options).status_code == status


def test_closed_screens_are_taken_out(demo: Demo) -> None:
    """What the demo let in itself goes two minutes after it was closed; what somebody named stays, and so do kiosks."""
    with demo.store.hall(HALL, SYSTEM) as hall:
        for kind, counter, name in (
            (DeviceKind.DISPLAY, None, "display"),
            (DeviceKind.COUNTER_SIGN, "3", "counter-sign 3"),
            (DeviceKind.KIOSK, None, "kiosk"),
            (DeviceKind.DISPLAY, None, "By the door"),
        ):
            commands.enrol_device(hall, kind=kind, counter=counter, name=name, token_hash=name)
    assert take_out_closed(demo.store, HALL) == 0
    demo.clock.forward(100)
    with demo.store.look(HALL) as sight:
        (shown,) = [one.id for one in all_devices(sight) if one.kind is DeviceKind.COUNTER_SIGN]
    screen = Actor(ActorKind.DEVICE, shown, DeviceKind.COUNTER_SIGN, frozenset({HALL}), "3")
    with demo.store.hall(HALL, screen) as hall:
        report(hall)
    demo.clock.forward(30)
    assert take_out_closed(demo.store, HALL) == 1
    with demo.store.look(HALL) as sight:
        assert {one.name for one in all_devices(sight)} == {"counter-sign 3", "kiosk", "By the door"}
