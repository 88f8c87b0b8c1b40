"""The wait forecast: state in, waits out; and what the last waits teach about their range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.floor.calibration import SHORT, Wait, calibration
from server.floor.forecast import Position, Server, ServiceTime, forecast

TIMES = {"A": ServiceTime(600), "B": ServiceTime(300)}
A_ONLY, BOTH = frozenset("A"), frozenset("AB")


def line(*services: str) -> list[Position]:
    """Return people who came a minute apart, the last one now."""
    return [Position(nth, service, (nth - len(services)) * 60.0) for nth, service in enumerate(services, 1)]


def waits_of(servers: list[Server], people: list[Position]) -> tuple[dict[int, float], dict[str, float]]:
    """Return everybody's wait, and newcomers'."""
    found = forecast(servers, people, TIMES)
    return dict(found.line), dict(found.new)


def test_a_free_counter_means_no_wait() -> None:
    """Nobody ahead and a free counter: now."""
    found = forecast([Server("1", BOTH, 0.0)], [], TIMES)
    assert found.new == {"A": 0, "B": 0}


def test_a_service_that_nobody_serves_has_no_forecast() -> None:
    """Where no counter serves it, nothing is promised."""
    found = forecast([Server("1", A_ONLY, 0.0)], line("A", "B"), TIMES)
    assert set(found.line) == {1}
    assert set(found.new) == {"A"}
    assert forecast([], line("A"), TIMES).line == {}


def test_one_counter_works_the_line_off() -> None:
    """Each waits for those before."""
    assert waits_of([Server("1", BOTH, 120.0)], line("A", "B", "A")) == (
        {1: 120, 2: 720, 3: 1020},
        {"A": 1620, "B": 1620},
    )


def test_counters_share_the_line() -> None:
    """Two counters: who is free first takes the next it serves."""
    waits, new = waits_of([Server("1", A_ONLY, 0.0), Server("2", BOTH, 60.0)], line("B", "A", "A"))
    assert waits == {2: 0, 1: 60, 3: 360}
    assert new == {"A": 600, "B": 960}


def test_the_order_is_that_of_counts_from() -> None:
    """However the line is given."""
    people = line("A", "A", "B")
    assert waits_of([Server("1", BOTH, 0.0)], people) == waits_of([Server("1", BOTH, 0.0)], people[::-1])


def test_who_asked_to_come_later_holds_nobody_up() -> None:
    """A counter does not stand idle for somebody who may not be called yet: a newcomer goes first."""
    waits, new = waits_of([Server("1", BOTH, 0.0)], [Position(1, "A", -600.0, not_before=1800.0)])
    assert waits == {1: 1800}
    assert new == {"A": 0, "B": 0}


lines = st.lists(st.tuples(st.sampled_from("AB"), st.integers(-5000, 0)), max_size=30).map(
    lambda rows: [Position(nth, service, float(at)) for nth, (service, at) in enumerate(rows, 1)]
)
servers_of = st.lists(st.tuples(st.sampled_from([A_ONLY, BOTH]), st.integers(0, 900)), min_size=1, max_size=6).map(
    lambda rows: [Server(str(nth), services, float(free)) for nth, (services, free) in enumerate(rows, 1)]
)


@given(servers_of, lines)
def test_everybody_whom_some_counter_serves_has_a_wait(servers: list[Server], people: list[Position]) -> None:
    """And so has a newcomer; nobody else."""
    found = forecast(servers, people, TIMES)
    served = set().union(*(server.services for server in servers))
    assert set(found.line) == {one.id for one in people if one.service in served}
    assert set(found.new) == served
    assert all(wait >= 0 for wait in [*found.line.values(), *found.new.values()])


@given(servers_of, lines)
def test_a_newcomer_waits_no_less_than_those_before(servers: list[Server], people: list[Position]) -> None:
    """Of one service, who counts from earlier is called no later, and a newcomer last."""
    found = forecast(servers, people, TIMES)
    for service in found.new:
        waits = [
            found.line[one.id] for one in sorted(people, key=lambda one: one.counts_from) if one.service == service
        ]
        assert waits == sorted(waits)
        assert all(wait <= found.new[service] for wait in waits)


@given(servers_of, lines)
@pytest.mark.parametrize("more", [0.0, 300.0])
def test_one_more_for_the_same_service_is_never_shorter(
    more: float, servers: list[Server], people: list[Position]
) -> None:
    """With one person more in the line a newcomer of that service waits at least as long."""
    before = forecast(servers, people, TIMES).new
    after = forecast(servers, [*people, Position(99, "A", -more)], TIMES).new
    assert after["A"] >= before["A"]


def test_a_counter_takes_its_own_services_first_for_a_while() -> None:
    """A primary service passes an earlier ticket of another, but not one that came long before."""
    own = Server("1", BOTH, 0.0, frozenset("B"), 900.0)
    assert waits_of([own], [Position(1, "A", -600.0), Position(2, "B", 0.0)])[0] == {2: 0, 1: 300}
    assert waits_of([own], [Position(1, "A", -1000.0), Position(2, "B", 0.0)])[0] == {1: 0, 2: 600}


def test_ranges_hold_what_they_say() -> None:
    """Nine in ten of waits like those seen lie under the range's end, and nine in ten over its beginning."""
    seen = [Wait(600.0, 600.0 + 10 * step) for step in range(-20, 21)] * 5
    found = calibration(seen).around(600.0)
    assert sum(wait.true <= found.high for wait in seen) / len(seen) == pytest.approx(0.9, abs=0.04)
    assert sum(wait.true >= found.low for wait in seen) / len(seen) == pytest.approx(0.9, abs=0.04)
    assert found.likely == pytest.approx(600, abs=15)


def test_a_hall_that_slows_down_is_noticed_before_anybody_was_called() -> None:
    """Who waits longer than was said makes the others' range longer; who does not, not yet."""
    usual = calibration([]).around(600.0)
    slow = calibration([Wait(600.0, 1500.0, over=False)] * 40).around(600.0)
    fresh = calibration([Wait(600.0, 100.0, over=False)] * 40).around(600.0)
    assert slow.likely > usual.likely
    assert fresh == usual


@given(
    st.lists(st.builds(Wait, st.floats(0, 7200), st.floats(0, 7200), st.booleans()), max_size=60), st.floats(0, 7200)
)
def test_a_range_is_a_range(seen: list[Wait], played: float) -> None:
    """Whatever was seen: 0 ≤ low ≤ likely ≤ high, and more than a point."""
    found = calibration(seen).around(played)
    assert 0 <= found.low <= found.likely <= found.high
    assert found.high > found.low


def test_short_waits_have_points_of_their_own() -> None:
    """What was wrong with long waits says nothing of those that are hardly one."""
    assert calibration([Wait(1200.0, 3600.0)] * 50).around(SHORT / 2) == calibration([]).around(SHORT / 2)
