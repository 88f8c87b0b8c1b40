"""The next two hours of a hall: who will come, what a change brings, how many counters it takes."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from server.floor.foretelling.coming import CHECKS, arrivals, checks_in, still_comes
from server.floor.foretelling.outlook import Outlook, outlook, range_of
from server.floor.foretelling.play import play
from server.floor.foretelling.profile import CountSeen, level_of, profile_of, quarters
from server.floor.foretelling.scene import Booked, Clerk, Coming, Manner, Person, Scene
from server.floor.foretelling.staffing import at_work, least, ranked, staffing, till, wants, work_of

MANNER = Manner({"A": [300.0] * 8, "B": [300.0] * 8})
TARGETS = {"A": 600.0, "B": 600.0}
BUSY = Coming("A", 0.0, [(0.0, 3600.0, 30 / 3600), (3600.0, 7200.0, 6 / 3600)])
ENDS = [900.0 * nth for nth in range(1, 9)]


def generator() -> np.random.Generator:
    """Return the same chances for each play."""
    return np.random.default_rng(3)


def desks(count: int, services: str = "A") -> list[Clerk]:
    """Return counters at which somebody sits."""
    return [Clerk(str(nth), dict.fromkeys(services, 1.0)) for nth in range(count)]


def test_who_comes_is_poisson_at_each_spans_rate_and_nobody_after_the_last() -> None:
    """Thirty in the first hour and six in the second, with a Poisson's deviation; none beyond two hours."""
    at = arrivals(BUSY, np.ones(2000), generator())
    first, second = (at < 3600).sum(axis=1), ((at >= 3600) & np.isfinite(at)).sum(axis=1)
    assert (first.mean(), second.mean()) == (pytest.approx(30, rel=0.03), pytest.approx(6, rel=0.05))
    assert (first.std(), second.std()) == (pytest.approx(math.sqrt(30), rel=0.06), pytest.approx(6**0.5, rel=0.06))
    assert at[np.isfinite(at)].max() < 7200
    assert (np.diff(np.where(np.isfinite(at), at, 1e9), axis=1) >= 0).all()
    for level, many in ((2.0, 72), (0.5, 18)):
        counts = np.isfinite(arrivals(BUSY, np.full(2000, level), generator())).sum(axis=1)
        assert (counts.mean(), counts.std()) == (pytest.approx(many, rel=0.03), pytest.approx(many**0.5, rel=0.06))
    seldom = arrivals(Coming("A", 0.0, [(0.0, 1800.0, 0.5 / 1800)]), np.ones(4000), generator())
    few = np.isfinite(seldom).sum(axis=1)
    assert (few.mean(), few.max() >= 3) == (pytest.approx(0.5, rel=0.08), True)
    first = seldom[:, 0][np.isfinite(seldom[:, 0])]
    assert (first.min() < 5, first.mean()) == (True, pytest.approx(900, rel=0.1))  # evenly over the half hour


def test_who_booked_comes_around_the_time_and_the_less_likely_the_later_it_is() -> None:
    """From 20 minutes before to 10 after, mostly 5 before; at the time half an hour later nobody comes any more."""
    ahead = checks_in(Booked("A", 3600.0, 1800.0, 4200.0, 0.8), generator(), 4000)
    came = ahead[np.isfinite(ahead)]
    assert len(came) / 4000 == pytest.approx(0.8, abs=0.02)
    assert (came.min() >= 3600 - 1200, came.max() <= 3600 + 600) == (True, True)
    assert np.median(came) == pytest.approx(3600 + np.median(CHECKS), abs=20)
    late = checks_in(Booked("A", -300.0, -2100.0, 300.0, 0.8), generator(), 4000)
    its = late[np.isfinite(late)]
    assert 0 < len(its) / 4000 < 0.25
    assert (its > 0).all()
    assert not np.isfinite(checks_in(Booked("A", -601.0, -2400.0, 0.0, 0.8), generator(), 100)).any()
    assert [still_comes(0.8, left) for left in (1.0, 0.0)] == [0.8, 0.0]
    assert still_comes(0.8, 0.5) == pytest.approx(0.4 / 0.6)
    assert still_comes(1.0, 0.0) == 0.0


def test_who_booked_lengthens_the_wait_of_who_stands_behind_their_time() -> None:
    """Counting from half an hour before their time they pass who came since; who came before is passed by nobody."""
    line = [Person("A", -3600.0, 3600.0), Person("A", -5.0, 5.0)]
    busy = [replace(desks(1)[0], away=600.0)]
    alone = play(Scene(busy, line), MANNER, generator()).line
    booked = [Booked("A", 0.0, -1800.0, 600.0, 1.0)]
    behind = play(Scene(busy, line, booked=booked), MANNER, generator()).line
    assert (alone[:, 0] == behind[:, 0]).all()
    assert alone[:, 1].tolist() == [900.0] * len(alone)
    assert behind[:, 1].mean() == pytest.approx(1200, abs=30)  # nearly all have checked in within ten minutes
    later = [Booked("A", 7200.0, 5400.0, 7800.0, 1.0)]
    assert (play(Scene(busy, line, booked=later), MANNER, generator()).line == alone).all()


def test_two_halls_are_played_with_the_same_customers() -> None:
    """Played twice it is the same; a counter more changes nothing of who comes, and lengthens nobody's wait."""
    drawn = Manner({"A": [float(seconds) for seconds in range(60, 600, 20)]})
    scene = Scene(desks(2), [Person("A", -30.0, 30.0)], coming=[BUSY], level=(1.0, 0.2))
    now, again = (outlook(scene, drawn, TARGETS, generator(), runs=60) for _ in range(2))
    then = outlook(replace(scene, clerks=desks(3)), drawn, TARGETS, generator(), runs=60)
    assert (now.waits == again.waits).all()
    assert (now.came == then.came).all()
    assert now.share().mean() < then.share().mean()
    assert (then.share() - now.share()).std() < now.share().std()
    assert (then.share() >= now.share() - 1e-9).mean() > 0.95


def test_an_outlook_counts_who_is_called_in_time_and_who_is_there() -> None:
    """Of three: called after 100 s, after 900 s, never; the last gave up after 20 minutes."""
    inf = np.inf
    one = Outlook(
        ("A", "A", "B"), np.array([[-50.0, 100.0, 200.0]]), np.array([[150.0, 900.0, inf]]),
        np.array([[550.0, 1450.0, 1400.0]]), np.array([600.0, 600.0, 600.0]),
    )  # fmt: skip
    assert one.share().tolist() == [pytest.approx(1 / 3)]
    assert (one.share(0.0, 150.0).tolist(), one.share(5000.0).tolist()) == ([0.0], [1.0])
    assert [one.there(at).tolist() for at in (0.0, 300.0, 1000.0, 1500.0)] == [[1], [3], [2], [0]]
    early = replace(one, came=np.array([[-700.0, 100.0, 200.0]]))
    assert (early.share().tolist(), early.share(in_time=True).tolist()) == ([pytest.approx(1 / 3)], [0.0])
    assert (one.waits_of("A").tolist(), one.waits_of("C").tolist()) == ([150.0, 900.0], [])
    assert range_of(np.array([10.0, 20.0, inf])) == [10.0, 20.0, None]
    assert range_of(np.array([])) == [None, None, None]


def test_fewer_counters_are_enough_once_the_rush_is_over() -> None:
    """Thirty an hour of five minutes each keep three counters busy; six an hour want one."""
    scene = Scene(desks(1), [], coming=[BUSY])
    order = [*desks(1), *(replace(one, away=120.0) for one in desks(5)[1:])]
    found = staffing(scene, MANNER, TARGETS, order=order, ends=ENDS, random=generator)
    counts = [one.counters for one in found]
    assert all(2 <= count <= 4 for count in counts[:4])
    assert counts[-1] == 1
    assert all(one.share >= 0.8 for one in found)
    assert [round(one.comes) for one in found[:4]] == [pytest.approx(7.5, abs=1.5)] * 4
    assert all(one.people[0] <= one.people[1] for one in found)


def test_where_all_counters_are_too_few_all_are_wanted_and_it_says_so() -> None:
    """Thirty an hour at one counter: never four of five in time."""
    found = staffing(
        Scene(desks(1), [], coming=[BUSY]), MANNER, TARGETS, order=desks(1), ends=ENDS[:4], random=generator
    )
    assert [one.counters for one in found] == [1] * 4
    assert found[-1].share < 0.8


def test_who_is_late_already_asks_for_no_counter_and_an_empty_hall_for_none() -> None:
    """People who wait beyond the target cannot be helped any more; where nobody waits or comes nobody has to sit."""
    late = [Person("A", -5000.0, 5000.0)] * 3
    order = [*desks(1), *(replace(one, away=120.0) for one in desks(4)[1:])]
    assert (
        staffing(Scene(desks(1), late, coming=[]), MANNER, TARGETS, order=order, ends=ENDS[:1], random=generator)[
            0
        ].counters
        == 1
    )
    assert (
        staffing(Scene(desks(1), [], coming=[]), MANNER, TARGETS, order=order, ends=ENDS[:1], random=generator)[
            0
        ].counters
        == 0
    )


def test_who_waits_now_counts_in_the_first_quarter_alone_unless_late_already() -> None:
    """Four who must be called within five minutes want three counters; with one not all are, and then it is over."""
    line, late = [Person("A", -300.0, 300.0)] * 4, [Person("A", -700.0, 700.0)]
    order = [*desks(1), *(replace(one, away=120.0) for one in desks(4)[1:])]

    def planned(line: list[Person], order: list[Clerk]) -> list[tuple[int, float]]:
        scene = Scene(desks(1), line, coming=[])
        found = staffing(scene, MANNER, TARGETS, order=order, ends=ENDS[:2], random=generator)
        return [(one.counters, one.share) for one in found]

    assert planned(line, order) == [(3, 1.0), (0, 1.0)]
    assert planned(line, order[:1]) == [(1, 0.5), (0, 1.0)]
    assert planned([*line, *late], order[:1])[0] == (1, 0.25)  # called first, and one of the four fewer in time
    assert planned(late, order) == [(1, 1.0), (0, 1.0)]


def test_who_is_late_already_stands_before_who_comes() -> None:
    """Twelve of them, an hour's work for one counter: in the first quarter it takes more counters than without them."""
    late = [Person("A", -5000.0, 5000.0)] * 12
    order = [*desks(1), *(replace(one, away=120.0) for one in desks(6)[1:])]
    counts = [
        quarter.counters
        for line in ([], late)
        for quarter in staffing(
            Scene(desks(1), line, coming=[BUSY]), MANNER, TARGETS, order=order, ends=ENDS[:1], random=generator
        )
    ]
    assert counts[1] >= counts[0] + 2


def test_counters_are_opened_by_the_work_that_they_take_on_who_sits_there_first() -> None:
    """All of B's work is at the counters that serve it; who works now stays first."""
    here, a, b, both = (Clerk("1", {"A": 1.0}), *(Clerk(code, dict.fromkeys(its, 1.0), away=120.0)
                        for code, its in (("2", "A"), ("3", "B"), ("4", "AB"))))  # fmt: skip
    order = ranked([a, b, both, here], {"A": 100.0, "B": 1000.0})
    assert [one.code for one in order] == ["1", "4", "3", "2"]
    assert [least(order, wanted) for wanted in (set("A"), set("B"), set("AB"), set(), set("Z"))] == [1, 2, 2, 0, 0]


def test_a_second_counter_for_the_same_is_worth_a_quarter_and_a_third_a_ninth() -> None:
    """Of 1000 s of A, 200 of B and 120 of C; what nobody asks for comes last."""
    kinds = (("1", "A"), ("2", "A"), ("3", "A"), ("4", "B"), ("5", "C"), ("6", "Z"))
    shut = [Clerk(code, {its: 1.0}, away=120.0) for code, its in kinds]
    order = ranked(shut, {"A": 1000.0, "B": 200.0, "C": 120.0})
    assert [one.code for one in order] == ["1", "2", "4", "5", "3", "6"]


def test_work_is_that_of_all_who_wait_come_and_booked() -> None:
    """Two who wait, twelve a minute in ten seconds that are still to come, two who booked and one in two comes."""
    coming, booked = [Coming("A", 0.0, [(50.0, 60.0, 0.2)])], [Booked("B", 0, 0, 0, 0.5)] * 2
    scene = Scene([], [Person("A", 0.0)] * 2, coming=coming, booked=booked)
    assert work_of(scene.line, scene, {"A": 10.0, "B": 4.0}) == pytest.approx({"A": 40.0, "B": 4.0})


def test_a_plan_opens_and_shuts_counters_as_pauses() -> None:
    """Counts of 1, 2, 1, 2 for a second counter: it opens, rests and goes on; what follows the last stays as it is."""
    shut, there = Clerk("2", {"A": 1.0}, away=120.0), Clerk("1", {"A": 1.0}, pauses=((1000.0, 60.0), (2000.0, 60.0)))
    opened = at_work(shut, 1, [1, 2, 1, 2], ENDS)
    assert opened == replace(shut, away=900.0, pauses=((1800.0, 900.0),))
    assert at_work(shut, 1, [1, 1], ENDS) is None
    assert at_work(shut, 1, [2, 1], ENDS) == replace(shut, leaves=900.0)
    assert at_work(there, 0, [1, 0, 1], ENDS) == replace(there, pauses=((900.0, 900.0), (2000.0, 60.0)))
    assert at_work(there, 0, [0, 1], ENDS) == replace(there, pauses=((0.0, 900.0), (1000.0, 60.0), (2000.0, 60.0)))


def test_a_scene_till_a_moment_has_those_alone_who_come_before() -> None:
    """Spans are cut, bookings after it left out; what is wanted follows from what is left."""
    scene = Scene([], [Person("B", 0.0)], coming=[BUSY], booked=[Booked("B", 500.0, 0.0, 600.0, 0.9)])
    cut = till(scene, 400.0)
    assert [one.spans for one in cut.coming or ()] == [[(0.0, 400.0, 30 / 3600)]]
    assert (list(cut.booked), list(till(scene, 501.0).booked)) == ([], list(scene.booked))
    assert (wants(scene, -np.inf), wants(scene, 0.0), wants(cut, 399.0)) == ({"A", "B"}, {"A", "B"}, set())


WEDNESDAY = date(2026, 11, 25)


def counted(day: date, many: int, half_hour: int = 18) -> CountSeen:
    """Return that many came for A in a half hour of a day."""
    return CountSeen(day, "A", None, half_hour, many)


def test_a_profile_is_learned_from_the_same_weekday_above_all() -> None:
    """Two Wednesdays count more than the days between; the day itself and days to come say nothing."""
    weeks = [WEDNESDAY - timedelta(days=7), WEDNESDAY - timedelta(days=14)]
    other = WEDNESDAY - timedelta(days=1)
    seen = [counted(weeks[0], 10), counted(weeks[1], 20), counted(other, 40), counted(WEDNESDAY, 99)]
    profile = profile_of(seen, [*weeks, other, WEDNESDAY], WEDNESDAY)
    assert profile is not None
    weights = 0.9, 0.81, 0.2 * 0.9 ** (1 / 7)
    assert profile.days == 2
    assert profile.usual["A", None][18] == pytest.approx(
        (weights[0] * 10 + weights[1] * 20 + weights[2] * 40) / sum(weights)
    )
    assert sum(profile.usual["A", None]) == profile.usual["A", None][18]
    assert profile.expected(18.5) == pytest.approx(profile.usual["A", None][18] / 2)
    assert (profile.expected(18.0), profile.expected(48.0)) == (0.0, profile.usual["A", None][18])


def test_a_few_days_are_no_profile_and_another_systems_log_is_one_day() -> None:
    """A Wednesday of eight weeks ago is not enough, nor are four other days; last week's is, five are, and a log."""
    assert profile_of([], [], WEDNESDAY) is None
    assert profile_of([], [WEDNESDAY - timedelta(days=56)], WEDNESDAY) is None
    assert profile_of([], [WEDNESDAY - timedelta(days=7)], WEDNESDAY) is not None
    days = [WEDNESDAY - timedelta(days=nth) for nth in (1, 2, 3, 5)]
    assert profile_of([], days, WEDNESDAY) is None
    many = profile_of([], [*days, WEDNESDAY - timedelta(days=6)], WEDNESDAY)
    assert (many is not None and many.days) == 0
    former = profile_of([], [], WEDNESDAY, {"A": [float(nth) for nth in range(336)]})
    assert former is not None
    assert (former.days, former.usual["A", None][:2]) == (0, [96.0, 97.0])
    week_ago = WEDNESDAY - timedelta(days=7)
    both = profile_of([counted(week_ago, 10)], [week_ago], WEDNESDAY, {"A": [2.0] * 336})
    assert both is not None
    assert (both.usual["A", None][18], both.usual["A", None][0]) == pytest.approx((11 / 1.9, 2 / 1.9))


def test_today_counts_the_more_the_more_came() -> None:
    """Nothing seen of nothing expected: as usual, give or take a fifth; sixty of forty: a third more, and surer."""
    assert level_of(0, 0.0) == pytest.approx((1.0, 0.2))
    assert level_of(60, 40.0) == pytest.approx((85 / 65, 85**0.5 / 65))


def test_quarters_of_an_hour_stand_on_the_clock() -> None:
    """From ten past nine: a quarter past, half past … and the end."""
    at = datetime(2026, 11, 25, 9, 10, 33, 5, tzinfo=UTC)
    assert {(one.second, one.microsecond) for one in quarters(at, at + timedelta(hours=1))[1:-1]} == {(0, 0)}
    assert [one.strftime("%H:%M") for one in quarters(at, at + timedelta(minutes=40))] == [
        "09:10", "09:15", "09:30", "09:45", "09:50",
    ]  # fmt: skip
    sharp = at.replace(minute=15, second=0, microsecond=0)
    assert [one.strftime("%H:%M") for one in quarters(sharp, sharp + timedelta(minutes=30))] == [
        "09:15", "09:30", "09:45",
    ]  # fmt: skip
