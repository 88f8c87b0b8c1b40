"""The wait forecast: state in, waits out; and what the last waits teach about their range."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.floor.calibration import SHORT, PlayedWait, calibration
from server.floor.calling import CounterOffer, Waiting, next_ticket, wanted
from server.floor.forecast import Newcomer, Position, Server, ServiceTime, as_if_open, forecast

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
TIMES = {"A": ServiceTime(600), "B": ServiceTime(300)}
A_ONLY, BOTH = frozenset("A"), frozenset("AB")


def line(*services: str) -> list[Position]:
    """Return people who came a minute apart, the last one now."""
    return [Position(nth, service, (nth - len(services)) * 60.0) for nth, service in enumerate(services, 1)]


def waits_of(servers: list[Server], people: list[Position]) -> tuple[dict[int, float], dict[str, float]]:
    """Return everybody's wait, and newcomers'."""
    found = forecast(servers, people, TIMES, [Newcomer("A"), Newcomer("B")])
    return {one: turn.wait for one, turn in found.line.items()}, {
        name[0]: turn.wait for name, turn in found.new.items()
    }


def ahead_of(servers: list[Server], people: list[Position]) -> dict[int | str, int]:
    """Return how many are ahead of everybody, and of newcomers."""
    found = forecast(servers, people, TIMES, [Newcomer("A"), Newcomer("B")])
    new = {name[0]: turn.ahead for name, turn in found.new.items()}
    return {**{one: turn.ahead for one, turn in found.line.items()}, **new}


def test_a_free_counter_means_no_wait() -> None:
    """Nobody ahead and a free counter: now."""
    assert waits_of([Server("1", BOTH, 0.0)], []) == ({}, {"A": 0, "B": 0})


def test_a_service_that_nobody_serves_has_no_forecast() -> None:
    """Where no counter serves it, nothing is promised."""
    waits, new = waits_of([Server("1", A_ONLY, 0.0)], line("A", "B"))
    assert (set(waits), set(new)) == ({1}, {"A"})
    assert waits_of([], line("A")) == ({}, {})


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
    waits, new = waits_of(servers, people)
    served = set().union(*(server.services for server in servers))
    assert set(waits) == {one.id for one in people if one.service in served}
    assert set(new) == served
    assert all(wait >= 0 for wait in [*waits.values(), *new.values()])


@given(servers_of, lines)
def test_a_newcomer_waits_no_less_than_those_before(servers: list[Server], people: list[Position]) -> None:
    """Of one service, who counts from earlier is called no later, and a newcomer last."""
    found, new = waits_of(servers, people)
    for service, last in new.items():
        waits = [found[one.id] for one in sorted(people, key=lambda one: one.counts_from) if one.service == service]
        assert waits == sorted(waits)
        assert all(wait <= last for wait in waits)


@given(servers_of, lines)
@pytest.mark.parametrize("more", [0.0, 300.0])
def test_one_more_for_the_same_service_is_never_shorter(
    more: float, servers: list[Server], people: list[Position]
) -> None:
    """With one person more in the line a newcomer of that service waits at least as long."""
    _, before = waits_of(servers, people)
    _, after = waits_of(servers, [*people, Position(99, "A", -more)])
    assert after["A"] >= before["A"]


def test_a_counter_takes_its_own_services_first_for_a_while() -> None:
    """A primary service passes an earlier ticket of another, but not one that came long before."""
    own = Server("1", BOTH, 0.0, frozenset("B"), 900.0)
    assert waits_of([own], [Position(1, "A", -600.0), Position(2, "B", 0.0)])[0] == {2: 0, 1: 300}
    assert waits_of([own], [Position(1, "A", -1000.0), Position(2, "B", 0.0)])[0] == {1: 0, 2: 600}


def test_ahead_are_those_whom_my_counters_call_before_me_whatever_their_letter() -> None:
    """One counter for two services: everybody before; a counter of one's own beside it: only whom mine takes."""
    people = line("A", "A", "A", "A", "B")
    assert ahead_of([Server("1", BOTH, 0.0)], people) == {1: 0, 2: 1, 3: 2, 4: 3, 5: 4, "A": 5, "B": 5}
    assert ahead_of([Server("1", A_ONLY, 0.0), Server("2", frozenset("B"), 60.0)], people)[5] == 0


def test_of_free_counters_whoever_is_next_at_any_is_next() -> None:
    """Nobody knows who presses first; whoever waits behind them at the same counters is not."""
    idle = [Server("1", A_ONLY, 0.0), Server("2", frozenset("B"), 0.0), Server("3", BOTH, 0.0)]
    found = ahead_of(idle, line("A", "B", "A"))
    assert (found[1], found[2], found[3]) == (0, 0, 1)


def test_who_comes_back_to_a_counter_has_only_its_people_before() -> None:
    """It is left to that counter as long as somebody works there; then it is anybody's."""
    kept = Position(9, "A", 0.0, keeps="2")
    assert ahead_of([Server("1", BOTH, 0.0), Server("2", BOTH, 300.0)], [*line("A", "A"), kept])[9] == 0
    away = Server("2", BOTH, 3000.0, staffed=False)
    assert ahead_of([Server("1", BOTH, 0.0), away], [*line("A", "A"), kept])[9] == 2


def test_a_newcomer_with_priority_is_taken_by_what_they_count_from() -> None:
    """They pass those who came within the hour, and nobody else."""
    people = [Position(1, "A", -4000.0), Position(2, "A", -600.0), Position(3, "A", -300.0)]
    found = forecast([Server("1", BOTH, 60.0)], people, TIMES, [Newcomer("A"), Newcomer("A", "priority", -3600.0)]).new
    assert (found["A", None].ahead, found["A", "priority"].ahead) == (3, 1)


def test_where_nobody_serves_who_is_before_is_known_and_no_wait() -> None:
    """As if every counter that could serve them opened at once; a service that no counter has stands by itself."""
    counters = [Server("1", BOTH, 0.0), Server("2", BOTH, 0.0)]
    found = as_if_open(counters, line("A", "B", "A", "C", "C"), set(), [Newcomer("B"), Newcomer("C")])
    assert {one: turn.ahead for one, turn in found.line.items()} == {1: 0, 2: 1, 3: 2, 4: 0, 5: 1}
    assert {name[0]: turn.ahead for name, turn in found.new.items()} == {"B": 3, "C": 2}
    assert as_if_open(counters, line("A", "B"), {"A", "B"}).line == {}


def real_calls(desks: Sequence[Server], people: list[Position]) -> list[tuple[int, str, float]]:
    """Return who is called where and when by the calling rule itself, one call after the other."""
    when = datetime(2026, 11, 25, 9, tzinfo=UTC)
    left = [
        Waiting(
            one.id, f"{one.service}{one.id:03}", one.service, False, when, when + timedelta(seconds=one.counts_from)
        )
        for one in people
    ]
    free, calls = [(desk.free_in, nth, desk) for nth, desk in enumerate(desks)], []
    while free:
        at, nth, desk = min(free)
        free.remove((at, nth, desk))
        rule = CounterOffer(desk.code, desk.services, desk.primary, timedelta(seconds=desk.primary_first))
        choice = next_ticket(left, rule, at=when + timedelta(seconds=at))
        if choice is not None:
            left.remove(choice.ticket)
            calls.append((choice.ticket.id, desk.code, at))
            free.append((at + TIMES[choice.ticket.service].mean, nth, desk))
    return calls


busy = st.lists(
    st.tuples(st.sampled_from([A_ONLY, BOTH]), st.integers(1, 900), st.sampled_from(["", "A", "B"])),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one[1],
).map(lambda rows: [Server(str(n), s, float(f), frozenset(p) & s, 900.0) for n, (s, f, p) in enumerate(rows, 1)])


@given(busy, lines)
def test_the_play_is_the_calling_rule_itself(servers: list[Server], people: list[Position]) -> None:
    """Called by the rule, one after the other, everybody has just as many before them as was told, at the same time."""
    people = sorted(people, key=lambda one: (one.counts_from, one.service, one.id))  # as the line is read
    found = forecast(servers, people, TIMES)
    calls = real_calls(servers, people)
    assert {one: turn.wait for one, turn in found.line.items()} == {one: at for one, _, at in calls}
    able = {server.code: server.services for server in servers}
    service = {one.id: one.service for one in people}
    for one, _, at in calls:
        before = [other for other, code, when in calls if when < at and service[one] in able[code]]
        assert len(before) <= found.line[one].ahead <= len(before) + sum(when == at for _, _, when in calls) - 1


def test_with_more_before_one_the_range_is_narrower_for_its_length() -> None:
    """The times of many even out: before anything is learned, too."""
    found = calibration([])
    alone, many = found.around(3600.0, 0), found.around(3600.0, 12)
    assert many.high - many.low < 0.75 * (alone.high - alone.low)


def test_a_first_hour_begins_from_the_norms_with_a_band_by_place() -> None:
    """Nothing is known but the norms: half an hour behind three people, an hour behind twelve, and honest about it."""
    three, twelve = calibration([]).around(1800.0, 3), calibration([]).around(3600.0, 12)
    assert (three.low > 1200, three.high < 3300) == (True, True)
    assert (twelve.low > 2700, twelve.high < 6000) == (True, True)


def test_a_few_people_teach_what_is_otherwise_than_the_norms() -> None:
    """After ten that took half as long again as was played, the eleventh is told so, in a narrower band."""
    found = calibration([PlayedWait(1200.0, 6, 1800.0)] * 10).around(1200.0, 6)
    assert found.low > 960
    assert found.likely == pytest.approx(1800, abs=60)
    assert found.high - found.low < 0.75 * (
        calibration([]).around(1800.0, 6).high - calibration([]).around(1800.0, 6).low
    )


def test_clerks_who_are_away_from_open_counters_do_not_make_every_wait_an_hour() -> None:
    """Three were called after half an hour though a counter was free: a newcomer is not told "0 to 30"."""
    assert calibration([PlayedWait(0.0, 0, 1800.0)] * 3).around(0.0, 0).high <= 420


def test_ranges_hold_what_they_say() -> None:
    """Nine in ten of waits like those seen lie under the range's end, and nine in ten over its beginning."""
    seen = [PlayedWait(600.0, 0, 600.0 + 10 * step) for step in range(-20, 21)] * 5
    found = calibration(seen).around(600.0, 0)
    assert sum(wait.true <= found.high for wait in seen) / len(seen) == pytest.approx(0.9, abs=0.04)
    assert sum(wait.true >= found.low for wait in seen) / len(seen) == pytest.approx(0.9, abs=0.04)
    assert found.likely == pytest.approx(600, abs=15)


def test_a_hall_that_slows_down_is_noticed_before_anybody_was_called() -> None:
    """Who waits longer than was said makes the others' range longer; who does not, not yet."""
    usual = calibration([]).around(600.0, 0)
    slow = calibration([PlayedWait(600.0, 0, 1500.0, over=False)] * 40).around(600.0, 0)
    fresh = calibration([PlayedWait(600.0, 0, 100.0, over=False)] * 40).around(600.0, 0)
    assert slow.likely > usual.likely
    assert fresh == usual


@given(
    st.lists(
        st.builds(PlayedWait, st.floats(0, 7200), st.integers(0, 99), st.floats(0, 7200), st.booleans()), max_size=60
    ),
    st.floats(0, 7200),
    st.integers(0, 99),
)
def test_a_range_is_a_range(seen: list[PlayedWait], played: float, ahead: int) -> None:
    """Whatever was seen: 0 ≤ low ≤ likely ≤ high, and more than a point."""
    found = calibration(seen).around(played, ahead)
    assert 0 <= found.low <= found.likely <= found.high
    assert found.high > found.low


def test_short_waits_have_points_of_their_own() -> None:
    """What was wrong with long waits says nothing of those that are hardly one."""
    assert calibration([PlayedWait(1200.0, 5, 3600.0)] * 50).around(SHORT / 2, 0) == calibration([]).around(
        SHORT / 2, 0
    )


def test_a_visit_is_played_to_its_end() -> None:
    """One who came first for A and B is called where a counter is free, waits again with the hour, is before others."""
    visitor = Position(1, "A", -600.0, further=("B",))
    a, b = Server("1", A_ONLY, 60.0), Server("2", frozenset("B"), 0.0)
    found = forecast([a, b], [visitor, Position(2, "B", -300.0)], TIMES, [Newcomer("A"), Newcomer("B")])
    assert found.chosen == {1: "B"}
    assert {one: turn.wait for one, turn in found.line.items()} == {1: 0, 2: 300}
    assert found.after == {1: [("A", 300)]}
    assert found.new["A", None].wait == 60, "nobody stands in A's line while they are at B"
    ordered = forecast([a, b], [visitor._replace(in_order=True), Position(2, "B", -300.0)], TIMES)
    assert {one: turn.wait for one, turn in ordered.line.items()} == {1: 60, 2: 0}
    assert ordered.after == {1: [("B", 660)]}


def test_who_is_at_a_counter_with_more_to_do_comes_before_who_came_later() -> None:
    """As the calling rule has it: by arrival, also in the line in which they did not stand."""
    going_on = Position(9, "B", -900.0, not_before=120.0)
    found = forecast(
        [Server("2", frozenset("B"), 60.0)], [Position(2, "B", -60.0), Position(3, "B", -30.0), going_on], TIMES
    )
    assert {one: turn.wait for one, turn in found.line.items()} == {2: 60, 9: 360, 3: 660}


visits = st.lists(
    st.tuples(
        st.lists(st.sampled_from("ABC"), min_size=1, max_size=3, unique=True), st.integers(-5000, 0), st.booleans()
    ),
    max_size=12,
)


@given(visits)
def test_the_play_of_visits_is_the_rule(people: list[tuple[list[str], int, bool]]) -> None:
    """Called off one by one by the calling rule, everybody is called at the played moments, leg by leg."""
    times = {"A": ServiceTime(600), "B": ServiceTime(310), "C": ServiceTime(170)}
    desks = {"1": frozenset("AB"), "2": frozenset("BC"), "3": frozenset("A")}
    line = [
        Position(nth, services[0], float(since), further=tuple(services[1:]), in_order=order)
        for nth, (services, since, order) in enumerate(people, 1)
    ]
    found = forecast([Server(code, its, 7.0 * int(code)) for code, its in desks.items()], line, times)
    moments = {one: [turn.wait, *(at for _, at in found.after.get(one, ()))] for one, turn in found.line.items()}
    assert moments == called_off(desks, line, times)


def called_off(
    desks: dict[str, frozenset[str]], line: list[Position], times: dict[str, ServiceTime]
) -> dict[int, list[float]]:
    """Return when each is called, leg by leg, by `next_ticket` alone."""
    left = {one.id: (one.service, *one.further) for one in line}
    since = {one.id: one for one in line}
    free = {code: 7.0 * int(code) for code in desks}
    back = dict.fromkeys(left, 0.0)
    calls: dict[int, list[float]] = {}
    moments = sorted(free.values())
    while moments:
        now, *moments = moments
        for code in [code for code in desks if free[code] <= now]:
            waiting = [
                Waiting(
                    one,
                    f"A{one:03d}",
                    its[0],
                    issued_at=NOON,
                    counts_from=NOON + timedelta(seconds=since[one].counts_from),
                    priority=False,
                    further=",".join(its[1:]) or None,
                    in_order=since[one].in_order,
                )
                for one, its in left.items()
                if its and back[one] <= now
            ]
            choice = next_ticket(waiting, CounterOffer(code, desks[code]), at=NOON)
            if choice is not None:
                one = choice.ticket.id
                done = wanted(choice.ticket, desks[code])
                calls.setdefault(one, []).append(now)
                left[one] = tuple(service for service in left[one] if service != done)
                back[one] = free[code] = now + times[str(done)].mean
                moments = sorted({*moments, free[code]})
    return calls
