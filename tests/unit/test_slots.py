"""Which times can be booked: by hours, holidays, counters and the rows of the settings; what each has left."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from server.appointments.settings import Bookable
from server.appointments.slots import Slot, TakenPlace, free_place, nearest, slots_of, with_left
from server.floor.hallfile import Hall, Holiday, Service

NAME = {"zh-Hant": "名", "zh-Hans": "名", "en": "name"}
WEDNESDAY = date(2026, 11, 25)
NINE = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
A = Service(code="A", name=NAME, about=NAME)


def hall(**more: Any) -> Hall:
    """Return a hall that is open on weekdays, with a break at noon."""
    hours = {day: ["09:00-12:00", "13:30-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    given = {"code": "main", "name": NAME, "hours": hours, "services": [], "counters": [], **more}
    return Hall.model_construct(**{**Hall.model_construct(code="main", name=NAME).__dict__, **given})


def clocks(slots: list[Slot], zone: str = "Asia/Taipei") -> list[str]:
    """Return when times begin, by the hall's clock."""
    return [f"{slot.at.astimezone(ZoneInfo(zone)):%H:%M}" for slot in slots]


def times(rule: Bookable, *, day: date = WEDNESDAY, counters: int = 9, service: Service = A, **more: Any) -> list[str]:
    """Return the times of one rule."""
    return clocks(slots_of(hall(**more), service, [rule], day, counters=counters))


def test_times_fill_the_hours_and_end_before_they_do() -> None:
    """A time that would go beyond closing, or into the break, is none."""
    found = times(Bookable(service="A", minutes=50))
    assert found == ["09:00", "09:50", "10:40", "13:30", "14:20", "15:10", "16:00"]


def test_a_row_holds_within_its_own_hours() -> None:
    """From ten, until half past one: the break is none of them, and the afternoon begins at its end."""
    assert times(Bookable(service="A", minutes=30, since="11:00", until="14:30")) == [
        "11:00",
        "11:30",
        "13:30",
        "14:00",
    ]


def test_a_closed_day_has_none_and_half_a_day_has_half() -> None:
    """A weekday off, a holiday, a morning only; a service's own hours hold within the hall's."""
    rule = Bookable(service="A", minutes=60)
    assert times(rule, day=date(2026, 11, 28)) == []
    assert times(rule, closed_on=[WEDNESDAY]) == []
    half = Holiday(first=WEDNESDAY, name=NAME, hours=["09:00-11:00"])
    assert times(rule, holidays=[half]) == ["09:00", "10:00"]
    own = A.model_copy(update={"hours": {"wed": ["08:00-10:00"]}})
    assert times(rule, service=own) == ["09:00"]


def test_nobody_serves_more_than_there_are_counters() -> None:
    """Five places at two counters are two; where no counter serves it, nothing can be booked."""
    rule = Bookable(service="A", minutes=180, places=5)
    assert [slot.places for slot in slots_of(hall(), A, [rule], WEDNESDAY, counters=2)] == [2, 2]
    assert times(rule, counters=0) == []


def test_a_day_around_the_clock_has_each_time_once_when_clocks_change() -> None:
    """New York's longest day has 25 hours, its shortest 23: no time is missing, none twice."""
    for day, many in ((date(2026, 11, 1), 25), (date(2026, 3, 8), 23), (date(2026, 6, 1), 24)):
        whole = hall(hours="always", timezone="America/New_York")
        found = slots_of(whole, A, [Bookable(service="A", minutes=60)], day, counters=1)
        assert len({slot.at for slot in found}) == len(found) == many
        assert all(after.at == before.until for before, after in itertools.pairwise(found))


def slot(minutes: int, places: int, *, long: int = 30) -> Slot:
    """Return a time."""
    at = NINE + timedelta(minutes=minutes)
    return Slot(at, at + timedelta(minutes=long), places)


def taken(minutes: int, place: int, *, long: int = 30) -> TakenPlace:
    """Return a place that somebody has."""
    at = NINE + timedelta(minutes=minutes)
    return TakenPlace(at, at + timedelta(minutes=long), place)


def test_what_lies_over_a_time_takes_a_place_of_it() -> None:
    """Also where it was booked when times were longer: nothing is given away twice by a changed setting."""
    long = taken(0, 1, long=60)
    (first, second, third) = with_left([slot(0, 2), slot(30, 2), slot(60, 2)], [long, taken(30, 2)])
    assert [first.left, second.left, third.left] == [1, 0, 2]
    assert free_place(slot(0, 2), [long]) == 2
    assert free_place(slot(30, 2), [long, taken(30, 2)]) is None
    assert free_place(slot(60, 2), [long, taken(30, 2)]) == 1


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4)), max_size=40), st.integers(1, 4))
def test_never_more_people_than_places(wishes: list[tuple[int, int]], places: int) -> None:
    """Whoever asks, in whatever order and for whichever length of time: at no moment more than there are places."""
    given_out: list[TakenPlace] = []
    for begins, length in wishes:
        wanted = slot(begins * 15, places, long=length * 15)
        place = free_place(wanted, given_out)
        assert (place is None) == (with_left([wanted], given_out)[0].left == 0)
        if place is not None:
            given_out.append(TakenPlace(wanted.at, wanted.until, place))
    for quarter in range(12):
        moment = NINE + timedelta(minutes=quarter * 15)
        there = [one.place for one in given_out if one.at <= moment < one.until]
        assert len(there) <= places
        assert len(set(there)) == len(there)


def test_the_nearest_free_ones_are_told_in_order() -> None:
    """Three of them, before and after; what is full is none."""
    slots = with_left([slot(nth * 30, 1) for nth in range(8)], [taken(90, 1), taken(120, 1)])
    assert [one.at for one in nearest(slots, NINE + timedelta(minutes=90))] == [
        NINE + timedelta(minutes=minutes) for minutes in (30, 60, 150)
    ]
