"""The rules of the crowd, pure: limits and levels, alerts by scenarios, what those who count teach."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.crowd.counting import (
    FRESH,
    MISSED,
    MOST_PARTY,
    SILENT,
    TEACHES,
    Count,
    awake,
    corrected,
    emptied,
    is_silent,
    party_of,
    people_of,
    told_at_door,
    told_inside,
)  # fmt: skip
from server.crowd.levels import IMPOSSIBLE, NOWHERE, Level, Limits, can_be, level_of, limits_of
from server.crowd.watching import CALM_FOR, GAP, REMIND, RUNNING, AlertStep, Watch, watched

LIMITS = Limits(busy=77, crowded=100, dangerous=140)
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
LOOK = timedelta(seconds=5)
SECOND = timedelta(seconds=1)


def steps_of(
    people: Callable[[float], float], minutes: float, watch: Watch | None = None
) -> list[tuple[float, AlertStep]]:
    """Watch a crowd for some minutes, every five seconds; return what was done and when."""
    now, done = watch or Watch(), []
    for tick in range(int(minutes * 12) + 1):
        now, steps = watched(now, people(tick / 12), LIMITS, NOON + tick * LOOK)
        done += [(round(tick / 12, 1), step) for step in steps]
    return done


@pytest.mark.parametrize(
    ("area", "capacity", "wanted"),
    [
        (140.0, 220, Limits(155, 198, 220)),
        (140.0, None, Limits(155, 200, 280)),
        (None, 100, Limits(70, 90, 100)),
        (70.0, 1000, Limits(77, 100, 140)),
    ],
)
def test_limits(area: float | None, capacity: int | None, wanted: Limits) -> None:
    """A ÷ 0.9, the lesser of A ÷ 0.7 and nine tenths of the capacity, the lesser of A ÷ 0.5 and the capacity."""
    assert limits_of(area, capacity) == wanted


def test_no_limits_without_figures() -> None:
    """A hall that says neither floor nor capacity has no levels."""
    assert limits_of(None, None) is None


@pytest.mark.parametrize(
    ("people", "before", "level"),
    [
        (10, Level.CALM, Level.CALM),
        (77, Level.CALM, Level.BUSY),
        (100, Level.BUSY, Level.CROWDED),
        (96, Level.CROWDED, Level.CROWDED),
        (94, Level.CROWDED, Level.BUSY),
        (139, Level.DANGEROUS, Level.DANGEROUS),
        (60, Level.DANGEROUS, Level.CALM),
        (140, Level.CALM, Level.DANGEROUS),
    ],
)
def test_levels(people: int, before: Level, level: Level) -> None:
    """A level begins at its number and is left under 95 % of it."""
    assert level_of(people, LIMITS, before) is level


REMINDED = [(2.0, AlertStep.RAISE), *((2.0 + 15 * nth, AlertStep.REMIND) for nth in (1, 2, 3))]
SCENARIOS: dict[str, tuple[Callable[[float], float], float, Sequence[tuple[float, AlertStep]]]] = {
    "flat under six tenths": (lambda _m: 60, 60, []),
    "swinging around the limit": (lambda m: 100 + 5 * (-1) ** int(m * 2), 60, REMINDED),
    "a ramp in twenty minutes": (lambda m: min(110, 50 + 60 * m / 20), 20, [(15.3, AlertStep.RAISE)]),
    "a bus of thirty": (lambda m: 75 + min(30, 3 * m), 8, [(7.0, AlertStep.RAISE)]),
    "a short peak": (lambda m: 95 if 5 <= m < 6.5 else 60, 20, []),
    "at once dangerous": (lambda m: 150 if m >= 1 else 60, 3, [(1.0, AlertStep.RAISE), (1.0, AlertStep.STAGE)]),
    "and further": (lambda m: 95 if m < 4 else 145, 6, [(2.0, AlertStep.RAISE), (4.0, AlertStep.STAGE)]),
    "lunch clears it once": (lambda m: 95 if m < 10 else 70, 30, [(2.0, AlertStep.RAISE), (15.0, AlertStep.CLEAR)]),
    "swinging under it": (lambda m: 95 if m < 10 else 82, 30, [(2.0, AlertStep.RAISE), (17.0, AlertStep.REMIND)]),
    "at three quarters": (lambda m: 95 if m < 10 else 75, 16, [(2.0, AlertStep.RAISE)]),
    "just under them": (lambda m: 95 if m < 10 else 74.9, 16, [(2.0, AlertStep.RAISE), (15.0, AlertStep.CLEAR)]),
    "just under nine tenths": (lambda _m: 89.9, 10, []),
    "at nine tenths": (lambda _m: 90, 3, [(2.0, AlertStep.RAISE)]),
    "a dip that is too short": (lambda m: 70 if 10 <= m < 14 else 95, 16, [(2.0, AlertStep.RAISE)]),
}  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
def test_an_alert_in_a_scenario(name: str) -> None:
    """What is done, and in which minute."""
    people, minutes, wanted = SCENARIOS[name]
    assert steps_of(people, minutes) == list(wanted)


def test_who_took_note_is_not_reminded() -> None:
    """Until the second stage, which wants it anew."""
    standing = Watch(stage=1, told_at=NOON, acknowledged=True)
    assert steps_of(lambda _m: 95, 40, standing) == []
    assert steps_of(lambda m: 95 if m < 20 else 145, 40, standing) == [
        (20.0, AlertStep.STAGE),
        (35.0, AlertStep.REMIND),
    ]


def test_a_gap_is_no_crowd() -> None:
    """After an hour without a look, two minutes count anew."""
    watch, _ = watched(Watch(), 95, LIMITS, NOON)
    _, steps = watched(watch, 95, LIMITS, NOON + timedelta(hours=1))
    assert steps == ()


def test_a_counter_at_the_door_pulls_slowly() -> None:
    """A tenth of the difference a minute; one that is far off is left out and said so."""
    count = told_at_door(Count(at=NOON), 70, 10, NOON)
    after = corrected(count, 50, NOON + timedelta(minutes=1), limit=100)
    assert people_of(after, 50) == pytest.approx(51)
    wild = corrected(told_at_door(Count(at=NOON), 190, 0, NOON), 50, NOON + timedelta(minutes=1), limit=100)
    assert (people_of(wild, 50), wild.odd_since) == (50, NOON + timedelta(minutes=1))


def test_a_counter_at_the_door_that_is_off_by_twenty() -> None:
    """It pulls the figure by its twenty and no further, and raises nothing in a hall that is calm."""
    count, watch, done = told_at_door(Count(at=NOON), 80, 0, NOON), Watch(), list[AlertStep]()
    for tick in range(60 * 12):
        at = NOON + tick * LOOK
        count = corrected(told_at_door(count, 0, 0, at), 60, at, limit=100)
        watch, steps = watched(watch, people_of(count, 60), LIMITS, at)
        done += steps
    assert (round(people_of(count, 60)), count.odd_since, done) == (80, None, [])


def test_a_counter_at_the_door_that_missed_some() -> None:
    """Who was not seen coming in makes no hall of minus three; far under nobody it stays what it is: wrong."""
    assert told_at_door(Count(), 5, 8, NOON).door == 0
    assert told_at_door(Count(), 5, 40, NOON).door == -35


def test_a_dead_counter_at_the_door_pulls_nothing() -> None:
    """Sixty by the door, then silence: after half an hour tickets alone say how many there are."""
    count = told_at_door(Count(at=NOON), 60, 0, NOON)
    for minute in range(1, 241):
        count = corrected(count, 30, NOON + timedelta(minutes=minute), limit=100)
    assert round(people_of(count, 30)) == 30
    late = NOON + timedelta(minutes=240)
    again = told_at_door(awake(count, people_of(count, 30), late), 2, 1, late)
    assert again.door == 31, "it goes on from who is here, not from whom it saw hours ago"


def test_one_that_still_counts_pulls() -> None:
    """Silence shorter than half an hour is a quiet door."""
    count = told_at_door(Count(at=NOON), 60, 0, NOON)
    count = corrected(count, 30, NOON + SILENT, limit=100)
    assert round(people_of(count, 30)) > 55


@pytest.mark.parametrize(("many", "within"), [(119, 120.0), (120, 0.0), (135, 0.0)])
def test_far_over_the_limit_is_raised_at_once(many: int, within: float) -> None:
    """From six fifths of it nobody waits two minutes."""
    watch, raised = Watch(), None
    for second in range(0, 181, 5):
        watch, steps = watched(watch, many, LIMITS, NOON + timedelta(seconds=second))
        if AlertStep.RAISE in steps:
            raised = second
            break
    assert raised == within


@pytest.mark.parametrize(("inside", "many"), [(8, 9), (15, 40), (900, 30)])
def test_what_cannot_teach_does_not(inside: int, many: int) -> None:
    """Too few tickets, fewer people than tickets, more than any party: the usual party stays."""
    assert party_of(told_inside(Count(), inside, many, NOON, many=many), 1.5) == 1.5


def test_each_level_begins_at_its_number() -> None:
    """Calm at none."""
    assert [LIMITS.of(level) for level in Level] == [0, 77, 100, 140]


@pytest.mark.parametrize(
    ("area", "capacity", "wanted"),
    [
        (None, 1, Limits(-1, 0, 1)),
        (0.8, None, Limits(0, 1, 2)),
        (3.5, None, Limits(3, 5, 7)),
        (7.0, 8, Limits(6, 7, 8)),
        (7.0, 3, Limits(1, 2, 3)),
    ],
)
def test_limits_of_a_small_room(area: float | None, capacity: int | None, wanted: Limits) -> None:
    """However small, each level begins above the one before."""
    assert limits_of(area, capacity) == wanted


def test_a_level_is_left_step_by_step() -> None:
    """From dangerous to crowded, where that still holds; at 95 % of a level exactly it stays."""
    assert level_of(95, LIMITS, Level.DANGEROUS) is Level.CROWDED
    assert level_of(133, LIMITS, Level.DANGEROUS) is Level.DANGEROUS
    assert level_of(132.9, LIMITS, Level.DANGEROUS) is Level.CROWDED
    assert level_of(95, LIMITS, Level.CROWDED) is Level.CROWDED
    assert level_of(74, LIMITS, Level.DANGEROUS) is Level.BUSY
    assert level_of(73, LIMITS, Level.DANGEROUS) is Level.CALM
    assert level_of(76.9, LIMITS) is Level.CALM


def test_what_can_be_counted() -> None:
    """Nobody, up to ten times the dangerous number; without limits what no hall holds is the bound."""
    most = IMPOSSIBLE * LIMITS.dangerous
    assert [can_be(people, LIMITS) for people in (-1, 0, most, most + 1)] == [False, True, True, False]
    assert [can_be(people, None) for people in (-1, 0, NOWHERE, NOWHERE + 1)] == [False, True, True, False]


def looks(*people_after: tuple[float, timedelta], watch: Watch = Watch()) -> tuple[Watch, Sequence[AlertStep]]:  # noqa: B008 - frozen
    """Look at so many people at noon plus so much, one after the other; return what is then known and to be done."""
    steps: Sequence[AlertStep] = ()
    for people, after in people_after:
        watch, steps = watched(watch, people, LIMITS, NOON + after)
    return watch, steps


def test_two_minutes_are_two_minutes() -> None:
    """A second less raises nothing; a gap of two minutes between looks is none yet, of a second more it is."""
    zero = timedelta()
    assert looks((90, zero), (90, RUNNING - SECOND))[1] == ()
    raised, steps = looks((90, zero), (90, RUNNING))
    assert (steps, raised) == (
        (AlertStep.RAISE,), Watch(1, NOON + RUNNING, NOON, None, NOON + RUNNING, acknowledged=False),
    )  # fmt: skip
    assert looks((90, zero), (90, GAP + SECOND))[1] == ()
    assert looks((90, zero), (89, SECOND), (90, RUNNING))[1] == ()


def test_what_is_known_when_it_is_dangerous_at_once() -> None:
    """Both steps, the second stage, told now, and noted by nobody, whatever was noted before."""
    watch, steps = looks((140, timedelta()), watch=Watch(acknowledged=True))
    assert steps == (AlertStep.RAISE, AlertStep.STAGE)
    assert watch == Watch(2, NOON, NOON, None, NOON, acknowledged=False)
    assert looks((120, timedelta()))[0].stage == 1
    assert looks((119.9, timedelta()))[1] == ()


def test_calm_for_five_minutes_ends_it() -> None:
    """What is known is forgotten but for how long it has been calm; a second less, or a gap, ends nothing."""
    standing = Watch(1, NOON, NOON, None, NOON, acknowledged=True)
    minutes = [(74.0, timedelta(minutes=nth)) for nth in range(5)]
    assert looks(*minutes, (74, CALM_FOR - SECOND), watch=standing)[1] == ()
    watch, steps = looks(*minutes, (74, CALM_FOR), watch=standing)
    assert (steps, watch) == ((AlertStep.CLEAR,), Watch(seen_at=NOON + CALM_FOR, below_since=NOON))
    assert looks((74, timedelta()), (74, CALM_FOR), watch=standing)[1] == ()
    assert looks(*minutes, (75, CALM_FOR - SECOND), (74, CALM_FOR), watch=standing)[1] == ()


def test_the_second_stage_and_the_reminder() -> None:
    """The stage wants to be noted anew; a reminder comes after a quarter of an hour, and the next one as long after."""
    noted = Watch(1, NOON, NOON, None, NOON, acknowledged=True)
    assert looks((140, SECOND), watch=noted) == (
        Watch(2, NOON + SECOND, NOON, None, NOON + SECOND, acknowledged=False), (AlertStep.STAGE,),
    )  # fmt: skip
    assert looks((139, SECOND), watch=noted)[1] == ()
    unnoted = replace(noted, stage=2, acknowledged=False)
    assert looks((95, REMIND - SECOND), watch=unnoted)[1] == ()
    watch, steps = looks((95, REMIND), watch=unnoted)
    assert (steps, watch.told_at, watch.stage) == ((AlertStep.REMIND,), NOON + REMIND, 2)
    assert looks((95, REMIND), watch=replace(unnoted, told_at=None))[1] == ()


def test_a_count_of_all_inside_holds_fully() -> None:
    """The door is set by it, where there is one; what contradicted no longer does."""
    odd = Count(3.0, NOON, 50, NOON, odd_since=NOON)
    later = NOON + timedelta(minutes=9)
    assert told_inside(odd, 42, 30.0, later) == Count(12.0, later, 42, NOON)
    assert told_inside(Count(), 42, 30.0, later) == Count(12.0, later)


@pytest.mark.parametrize(
    ("inside", "many", "teaches"),
    [(TEACHES, TEACHES, True), (TEACHES, TEACHES - 1, False), (TEACHES - 1, TEACHES, False),
     (MOST_PARTY * TEACHES, TEACHES, True), (MOST_PARTY * TEACHES + 1, TEACHES, False)],
)  # fmt: skip
def test_what_teaches(inside: int, many: int, *, teaches: bool) -> None:
    """From ten tickets on, as many people as tickets at least, ten on each at most; older ones fade."""
    count = told_inside(Count(party_people=100.0, party_tickets=50.0), inside, 5.0, NOON, many=many)
    taught = (99.0 + inside, 49.5 + many) if teaches else (100.0, 50.0)
    assert (count.party_people, count.party_tickets) == taught
    assert party_of(count, 1.5) == pytest.approx((1.5 * 50 + taught[0]) / (50 + taught[1]))


@pytest.mark.parametrize(
    ("before", "entered", "left", "door"),
    [(None, 3, 1, 2), (10, 3, 1, 12), (0, 0, MISSED, 0), (0, 0, MISSED + 1, -MISSED - 1), (4, 0, 4, 0), (4, 1, 6, 0)],
)
def test_what_the_door_says(before: int | None, entered: int, left: int, door: int) -> None:
    """Who came less who went; a few more gone than came make an empty hall, many more an odd one."""
    count = told_at_door(Count(door=before), entered, left, NOON)
    assert (count.door, count.door_at) == (door, NOON)


def test_an_empty_hall_begins_anew() -> None:
    """At the door, where there is a counter."""
    assert emptied(Count(4.0, NOON, 7, NOON, odd_since=NOON)) == Count(4.0, NOON, 0, NOON)
    assert emptied(Count(4.0, NOON)) == Count(4.0, NOON)


def test_a_fresh_count_is_kept_then_it_fades() -> None:
    """For two minutes as it is; then by a tenth a minute; a clock that goes back changes nothing."""
    count = Count(10.0, NOON)
    assert corrected(count, 5.0, NOON + FRESH - SECOND, limit=100) == count
    assert corrected(count, 5.0, NOON - SECOND, limit=100) == count
    after = corrected(count, 5.0, NOON + FRESH, limit=100)
    assert (after.offset, after.at) == (pytest.approx(8.1), NOON + FRESH)
    assert corrected(Count(10.0), 5.0, NOON, limit=100) == Count(10.0, NOON)


@pytest.mark.parametrize(("door", "limit", "odd"), [(15, 20, False), (16, 20, True), (50, 100, False), (51, 100, True)])
def test_a_door_that_contradicts_widely_is_left_out(door: int, limit: float, *, odd: bool) -> None:
    """By more than half of the limit, and fifteen persons at least: then the last count fades."""
    minute = NOON + timedelta(minutes=1)
    after = corrected(Count(10.0, NOON, door, NOON), 0.0, minute, limit=limit)
    assert after.odd_since == (minute if odd else None)
    assert (after.offset, after.at) == (pytest.approx(9.0 if odd else 10 + 0.1 * (door - 10)), minute)
    still = corrected(after, 0.0, minute + timedelta(minutes=2), limit=limit)
    assert still.odd_since == (minute if odd else None)
    assert still.offset == pytest.approx(9.0 * 0.81 if odd else after.offset + 0.19 * (door - after.offset))
    assert corrected(still, float(door), minute + timedelta(minutes=3), limit=limit).odd_since is None


def test_when_a_door_is_silent() -> None:
    """Half an hour is not, a second more is; who never counted never failed; awake it goes on from who is here."""
    count = Count(door=9, door_at=NOON)
    assert [is_silent(count, NOON + SILENT + more) for more in (timedelta(), SECOND)] == [False, True]
    assert not is_silent(Count(door=9), NOON + timedelta(days=1))
    assert awake(count, 30.6, NOON + SILENT + SECOND).door == 31
    assert awake(count, 30.6, NOON + SILENT).door == 9
    assert awake(Count(door_at=NOON), 30.6, NOON + SILENT + SECOND).door is None


def test_nobody_is_less_than_nobody() -> None:
    """A count that takes off more than there are leaves none."""
    assert [people_of(Count(offset), 5.0) for offset in (-9.0, -5.0, 2.5)] == [0.0, 0.0, 7.5]
