"""The play of a hall, beside what queueing theory says of it, and by what must hold whatever is drawn."""

import math
from dataclasses import replace

import numpy as np
import pytest

from server.floor.foretelling.levels import AT_FIRST, Levels
from server.floor.foretelling.play import play, rest
from server.floor.foretelling.scene import Clerk, Comer, Manner, Person, Scene, Stream
from server.floor.foretelling.survival import Floats, LifeTable

MANY = 2000  # replications, where a mean is compared with a formula
DRAWN = np.random.default_rng(7)
EXPONENTIAL = [float(-100 * math.log(1 - (one + 0.5) / 4000)) for one in range(4000)]  # mean 100 s
SAME = Manner({"A": [100.0] * 8, "B": [50.0] * 8})


def generator() -> np.random.Generator:
    """Return the same chances for each play."""
    return np.random.default_rng(3)


def line_of(*services: str) -> list[Person]:
    """Return people who came one second after the other, the last one now."""
    return [Person(service, float(nth - len(services))) for nth, service in enumerate(services)]


def desks(count: int, services: str = "A") -> list[Clerk]:
    """Return free counters."""
    return [Clerk(str(nth), dict.fromkeys(services, 1.0)) for nth in range(count)]


def mean_waits(scene: Scene, manner: Manner = SAME, runs: int = 200) -> Floats:
    """Return the mean wait of each in the line."""
    return np.asarray(play(scene, manner, generator(), runs=runs).line.mean(axis=0))


def test_a_line_of_equal_services_is_counted_off() -> None:
    """Two free counters and services of 100 seconds: pairs, at 0, 100 and 200 seconds."""
    waits = play(Scene(desks(2), line_of(*"AAAAA")), SAME, generator(), runs=5).line
    assert waits.tolist() == [[0, 0, 100, 100, 200]] * 5


@pytest.mark.parametrize(("clerks", "ahead"), [(1, 0), (1, 4), (3, 0), (3, 6)])
def test_a_memoryless_hall_waits_as_erlang_says(clerks: int, ahead: int) -> None:
    """c busy counters, exponential services of mean m, n before one: an Erlang (n + 1) wait of rate c ÷ m."""
    busy = [replace(one, serving="A", since=40.0 * nth) for nth, one in enumerate(desks(clerks))]
    scene = Scene(busy, line_of(*"A" * (ahead + 1)))
    waits = play(scene, Manner({"A": EXPONENTIAL}), generator(), runs=MANY).line[:, -1]
    mean = (ahead + 1) * 100 / clerks
    assert waits.mean() == pytest.approx(mean, rel=0.06)
    assert waits.std() == pytest.approx(mean / math.sqrt(ahead + 1), rel=0.12)


def test_arrivals_of_a_higher_class_lengthen_the_wait_as_cobham_says() -> None:
    """A busy counter, one person, priority arrivals without end at load ρ: the wait is 1 ÷ (1 − ρ) times the rest."""
    scene = Scene(
        [Clerk("1", {"A": 1.0, "P": 1.0}, serving="A")],
        [Person("A", 0.0)],
        streams=[Stream("P", 1e5, 0.004)],  # each takes 100 s: ρ = 0.4
    )
    waits = play(scene, Manner({"A": [60.0], "P": [100.0]}), generator(), runs=MANY).line[:, 0]
    assert waits.mean() == pytest.approx(60 / (1 - 0.4), rel=0.08)


def test_who_comes_after_the_credit_passes_nobody() -> None:
    """A stream with a credit of 30 seconds passes somebody who came now for 30 seconds, and never later."""
    scene = Scene(
        [Clerk("1", {"A": 1.0, "P": 1.0}, away=60.0)],
        [Person("A", 0.0)],
        streams=[Stream("P", 30.0, 10.0)],  # hundreds come in that time, each is served for a second
    )
    waits = play(scene, Manner({"A": [60.0], "P": [1.0]}), generator()).line[:, 0]
    assert waits.min() > 60 + 200
    assert waits.max() < 60 + 400


def test_more_counters_never_lengthen_and_more_people_never_shorten_a_wait() -> None:
    """Mean waits fall with each counter that opens, and rise with each person before, pause and absence."""
    manner = Manner({"A": EXPONENTIAL})
    by_counters = [mean_waits(Scene(desks(count), line_of(*"A" * 9)), manner)[-1] for count in range(1, 6)]
    by_people = [mean_waits(Scene(desks(2), line_of(*"A" * count)), manner)[-1] for count in range(3, 9)]
    assert by_counters == sorted(by_counters, reverse=True)
    assert by_people == sorted(by_people)
    one, two = desks(2)
    at_work = mean_waits(Scene([one, two], line_of(*"A" * 9)), manner)[-1]
    paused = mean_waits(Scene([one, replace(two, pauses=((50.0, 600.0), (900.0, 600.0)))], line_of(*"A" * 9)), manner)[
        -1
    ]
    gone = mean_waits(Scene([one, replace(two, leaves=50.0)], line_of(*"A" * 9)), manner)[-1]
    away = mean_waits(Scene([one, replace(two, away=300.0)], line_of(*"A" * 9)), manner)[-1]
    assert at_work < min(paused, away)
    assert paused < gone


def test_the_rule_is_kept() -> None:
    """Who counts from earlier is called first; a counter's own services go first for so long; kept ones stay kept."""
    line = [Person("A", -10.0), Person("B", -30.0), Person("A", -20.0, keeps="2")]
    shared = [Clerk("1", {"A": 1.0, "B": 1.0})]
    assert mean_waits(Scene(shared, line[:2])).tolist() == [50, 0]
    own = [Clerk("1", {"A": 1.0, "B": 1.0}, primary=frozenset("A"), primary_first=900.0)]
    assert mean_waits(Scene(own, line[:2])).tolist() == [0, 100]
    both = [*shared, Clerk("2", {"A": 1.0}, serving="A", since=0.0)]
    assert mean_waits(Scene(both, line)).tolist() == [50, 0, 100]


def test_who_asked_for_later_is_called_later_and_by_the_rule_then() -> None:
    """Not before 130 seconds: the next call after that is theirs, since they count from earlier."""
    line = [Person("A", -9.0, not_before=130.0), *line_of(*"AAA")]
    assert mean_waits(Scene(desks(1), line)).tolist() == [200, 0, 100, 300]
    assert mean_waits(Scene(desks(1), line[:1])).tolist() == [130]


def test_who_gives_up_keeps_nobody_and_is_told_the_wait_of_who_stays() -> None:
    """If all give up within seconds, the last in the line is next when the counter is free."""
    hasty = LifeTable(1.0, 1000.0).survival()
    scene = Scene([replace(desks(1)[0], away=100.0)], line_of(*"AAAAA"))
    waits = play(scene, Manner({"A": [100.0]}, patience=hasty), generator()).line
    assert waits.min() == waits.max() == 100


def test_who_joins_now_waits_like_the_last_in_the_line_and_pushes_nobody_back() -> None:
    """A comer's wait is that of a person with the same key, and the line's is what it was without."""
    manner, clerks, line = Manner({"A": EXPONENTIAL, "B": [30.0]}), desks(2, "AB"), line_of(*"ABAAB")
    alone = play(Scene(clerks, line), manner, generator(), runs=MANY)
    asked = play(Scene(clerks, line, [Comer("A", 0.0), Comer("B", -3600.0)]), manner, generator(), runs=MANY)
    joined = play(Scene(clerks, [*line, Person("A", 0.0)]), manner, generator(), runs=MANY)
    assert asked.line.mean(axis=0) == pytest.approx(alone.line.mean(axis=0), rel=0.1, abs=1)
    assert asked.new[:, 0].mean() == pytest.approx(joined.line[:, -1].mean(), rel=0.08)
    assert asked.new[:, 1].max() == 0  # counts from an hour ago, and two counters are free


def test_a_hall_that_nobody_serves_waits_for_ever() -> None:
    """Without a counter, or none that serves it, a wait has no end; and the play has."""
    assert mean_waits(Scene([], line_of("A"))).tolist() == [math.inf]
    assert mean_waits(Scene(desks(1, "B"), line_of("A", "B"))).tolist() == [math.inf, 0]


def test_a_class_that_staff_do_not_heed_counts_later_in_so_many_replications() -> None:
    """A credit of 60 seconds that is not heeded for a quarter: as often somebody of 30 seconds ago is called first."""
    line = [Person("A", -30.0), Person("A", -60.0, unheeded=(60.0, 0.25))]
    first = play(Scene(desks(1), line), SAME, generator(), runs=MANY).line[:, 1] == 0
    assert first.mean() == pytest.approx(0.75, abs=0.03)


def test_a_skill_that_is_not_sure_is_there_in_so_many_replications() -> None:
    """A counter that serves A with a chance of 0.3 does so in that part of the replications, in the others never."""
    waits = play(Scene([Clerk("1", {"A": 0.3})], line_of("A")), SAME, generator(), runs=MANY).line
    assert np.isfinite(waits).mean() == pytest.approx(0.3, abs=0.03)


def test_the_rest_of_a_service_is_what_lasted_longer() -> None:
    """Of services of 1 … 100 seconds that have taken 60: 1 … 40 more; of one longer than any, by the longest ones."""
    times, chances = np.arange(1.0, 101.0), np.linspace(0, 0.999, 500)
    assert set(rest(times, 60.0, chances)) == set(range(1, 41))
    assert rest(times, 500.0, chances).mean() == pytest.approx(11.5, rel=0.1)  # mean of the last 24 above their least


def test_a_rate_is_found_in_what_was_not_seen_to_its_end() -> None:
    """Times of mean 80, seen from some age on and for a minute or two only: the rate is found all the same."""
    table = LifeTable(500.0, 0.5)
    for time, since, until in zip(
        DRAWN.exponential(80, 6000), DRAWN.uniform(0, 60, 6000), DRAWN.uniform(60, 180, 6000), strict=True
    ):
        if time > since:
            table.see(since, min(time, until), happened=time <= until)
    left = table.survival().left(np.full(4000, 20.0), DRAWN.exponential(size=4000))
    assert np.median(left) == pytest.approx(80 * math.log(2), rel=0.08)


def test_levels_make_a_range_hold_what_it_says() -> None:
    """A play that is half as wide as the truth and one third too low is told so that 80 % are inside, by service."""
    levels = Levels()
    inside: dict[str, list[bool]] = {"A": [], "B": []}
    for nth in range(6000):
        service = "AB"[nth % 2]
        played = DRAWN.exponential(100, 100)
        true = float(DRAWN.exponential(140 if service == "A" else 100))
        told = levels.points(service, played)
        if nth > 2000:
            inside[service].append(told[0] <= true <= told[2])
        levels.learn(service, told, true)
    for held in inside.values():
        assert sum(held) / len(held) == pytest.approx(0.8, abs=0.03)
    assert levels.of("A")[1] > levels.of("B")[1]
    assert levels.of("C") == pytest.approx(levels.hall)
    assert Levels().of("A") == list(AT_FIRST)


def test_what_levels_learned_is_kept_and_goes_on() -> None:
    """An error moves the hall's level by 0.005 of it, the service's own by 0.01; kept to four digits, and bounded."""
    levels = Levels()
    levels.learn("A", (100.0, 200.0, 300.0), 150.0)  # over the lowest point, under the others
    low, likely, high = AT_FIRST
    assert levels.hall == pytest.approx([low + 0.005 * 0.1, likely - 0.005 * 0.5, high - 0.005 * 0.1])
    assert levels.own == {"A": pytest.approx([0.01 * 0.1, -0.01 * 0.5, -0.01 * 0.1])}
    assert levels.of("A") == pytest.approx([low + 0.015 * 0.1, likely - 0.015 * 0.5, high - 0.015 * 0.1])
    kept = levels.kept()
    assert kept == {"hall": [0.0855, 0.4975, 0.9045], "own": {"A": [0.001, -0.005, -0.001]}}
    again = Levels(**kept)  # type: ignore[arg-type]  # as it comes out of JSON
    again.learn("A", (150.0, 150.0, 150.0), 150.0)  # at a point is not above it
    assert again.hall == pytest.approx([0.0855 - 0.005 * 0.9, 0.4975 - 0.005 * 0.5, 0.9045 - 0.005 * 0.1])
    for _ in range(2000):
        again.learn("A", (0.0, 0.0, 0.0), 1.0)
    assert again.hall == [1.0, 1.0, 1.0]
    assert again.own["A"] == [0.3, 0.3, 0.3]
    assert again.of("A") == [1.0, 1.0, 1.0]
    for _ in range(4000):
        again.learn("A", (2.0, 2.0, 2.0), 1.0)
    assert (again.hall, again.own["A"], again.of("A")) == ([0.0] * 3, [-0.3] * 3, [0.0] * 3)


def test_points_never_cross() -> None:
    """Where the lowest level has grown beyond the others, all three are its point."""
    waits = np.arange(101, dtype=float)
    crossed = Levels(hall=[0.5, 0.4, 0.3])
    assert crossed.points("A", waits) == (50.0, 50.0, 50.0)
    assert Levels(hall=[0.1, 0.6, 0.5]).points("A", waits) == (10.0, 60.0, 60.0)
    assert Levels(hall=[0.1, 0.5, 0.9], own={"A": [0.0, 0.1, -0.1]}).points("A", waits) == pytest.approx((10, 60, 80))


def test_how_long_it_lasts_is_reckoned_by_age() -> None:
    """Three spans of which each saw two events in 200 seconds; one more after 15 seconds, one at the very beginning."""
    table = LifeTable(100.0, spans=(0, 10, 20))
    table.see(0.0, 15.0, happened=True)
    table.see(0.0, 0.0, happened=True)
    table.see(6.0, 5.0, happened=True)  # cannot be
    table.see(4.0, 10.0, happened=False)
    rates = [3 / 216, 3 / 205, 2 / 200]
    curve = table.survival()
    assert curve.rates.tolist() == pytest.approx(rates)
    assert curve.reached.tolist() == pytest.approx([0.0, 10 * rates[0], 10 * rates[0] + 10 * rates[1]])
    ages = np.array([0.0, 4.0, 10.0, 12.0, 50.0])
    hazards = [0.0, 4 * rates[0], curve.reached[1], curve.reached[1] + 2 * rates[1], curve.reached[2] + 30 * rates[2]]
    assert curve.hazard_at(ages).tolist() == pytest.approx(hazards)
    assert curve.age_at(np.asarray(hazards)).tolist() == pytest.approx(ages)
    left = curve.left(12.0, np.array([0.0, 3 * rates[1], 8 * rates[1] + 5 * rates[2]]))
    assert left.tolist() == pytest.approx([0.0, 3.0, 13.0])
    table.see(0.0, 10.0, happened=True)  # in the span that ends with it
    assert table.events.tolist() == [4.0, 3.0, 2.0]
    assert LifeTable(50.0).seconds.tolist() == [100.0] * len(LifeTable(50.0).begins)
