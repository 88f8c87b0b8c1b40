"""When a hall and its services are open: by the clock on the wall, through holidays and daylight saving."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server.floor.hallfile import WEEKDAYS, Counter, Hall, Holiday, Hours, Service
from server.floor.opening import (
    closing_at,
    day_of,
    is_open,
    midnight_after,
    opens_at,
    spans_of,
    time_said,
    working_days_after,
)

NAME = {"zh-Hant": "廳", "zh-Hans": "厅", "en": "Hall"}
OFFICE: Hours = {day: ["09:00-12:00", "13:00-17:00"] for day in WEEKDAYS[:5]}  # type: ignore[misc]  # its keys are WEEKDAYS
NIGHT: Hours = {day: ["00:00-04:00", "22:00-24:00"] for day in WEEKDAYS}  # type: ignore[misc]  # likewise


def hall(hours: Hours = "always", zone: str = "Asia/Taipei", *closed: str, service: Hours | None = None) -> Hall:
    """Make a hall with one service."""
    return Hall(
        code="main",
        name=NAME,
        timezone=zone,
        hours=hours,
        closed_on=[date.fromisoformat(day) for day in closed],
        services=[Service(code="A", name=NAME, about=NAME, hours=service)],
        counters=[Counter(code="1", services=["A"])],
    )


def on_the_wall(one: Hall, at: datetime | None) -> str | None:
    """Return a moment as the hall's clock shows it."""
    return None if at is None else at.astimezone(one.zone).strftime("%m-%d %H:%M")


def at(one: Hall, text: str) -> datetime:
    """Return a moment that the hall's clock shows."""
    return datetime.fromisoformat(text).replace(tzinfo=one.zone)


# 2026-11-25 is a Wednesday.
NEXT = {
    "before it opens": (hall(OFFICE), "2026-11-25T08:59:59", "11-25 09:00"),
    "at noon": (hall(OFFICE), "2026-11-25T12:00", "11-25 13:00"),
    "in the evening": (hall(OFFICE), "2026-11-25T17:00", "11-26 09:00"),
    "before a weekend": (hall(OFFICE), "2026-11-27T17:00", "11-30 09:00"),
    "before a holiday": (hall(OFFICE, "Asia/Taipei", "2026-11-26"), "2026-11-25T18:00", "11-27 09:00"),
    "on a holiday": (hall("always", "Asia/Taipei", "2026-11-25"), "2026-11-25T10:00", "11-26 00:00"),
    "at night": (hall(NIGHT), "2026-11-25T04:00", "11-25 22:00"),
    "for a month closed": (
        hall(OFFICE, "Asia/Taipei", *(f"2026-12-{day:02}" for day in range(1, 32))), "2026-11-30T18:00", None,
    ),
    "the short day": (hall(OFFICE | {"sun": ["08:00-12:00"]}, "Europe/Berlin"), "2026-03-28T20:00", "03-29 08:00"),  # type: ignore[operator]  # spans
    "the long day": (hall(OFFICE | {"sun": ["08:00-12:00"]}, "Europe/Berlin"), "2026-10-24T20:00", "10-25 08:00"),  # type: ignore[operator]  # spans
}  # fmt: skip


@pytest.mark.parametrize("when", NEXT)
def test_it_says_when_it_opens(when: str) -> None:
    """Closed at that moment, and open at the one that is told."""
    one, moment, opens = NEXT[when]
    assert not is_open(one, at(one, moment))
    told = opens_at(one, at(one, moment))
    assert on_the_wall(one, told) == opens
    assert told is None or is_open(one, told)


SERVICE = {
    "in the afternoon only": (OFFICE, {"wed": ["14:00-16:00"]}, "2026-11-25T10:00", "11-25 14:00"),
    "from before the hall opens": (OFFICE, {"thu": ["08:00-16:00"]}, "2026-11-25T10:00", "11-26 09:00"),
    "through the hall's noon": (OFFICE, {"wed": ["11:30-16:00"]}, "2026-11-25T12:30", "11-25 13:00"),
    "always, in a hall that closes": (OFFICE, "always", "2026-11-25T18:00", "11-26 09:00"),
    "in the evening, when the hall is closed": (OFFICE, {"wed": ["18:00-20:00"]}, "2026-11-25T10:00", None),
    "in a hall that never closes": ("always", {"sat": ["08:00-09:00"]}, "2026-11-25T10:00", "11-28 08:00"),
}


@pytest.mark.parametrize("what", SERVICE)
def test_a_service_says_when_it_is_offered(what: str) -> None:
    """Its own hours, but never while its hall is closed."""
    hours, own, moment, opens = SERVICE[what]
    one = hall(hours, service=own)  # type: ignore[arg-type]  # a table of hours
    assert not is_open(one, at(one, moment), one.services[0])
    told = opens_at(one, at(one, moment), one.services[0])
    assert on_the_wall(one, told) == opens
    assert told is None or is_open(one, told, one.services[0])


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Taipei", "2026-11-25", 24),
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/Santiago", "2026-09-06", 23),  # its midnight is the hour that is left out
        ("America/Havana", "2026-11-01", 25),  # its midnight comes twice
    ],
)
def test_a_day_is_one_day(zone: str, day: str, hours: int) -> None:
    """From its first moment to its last, of 23 or 25 hours too."""
    one = hall("always", zone)
    noon = at(one, f"{day}T12:00").astimezone(UTC)
    begins, ends = midnight_after(one, noon - timedelta(days=1)), midnight_after(one, noon)
    assert (ends - begins).total_seconds() / 3600 == hours
    assert [day_of(one, begins), day_of(one, ends - timedelta(seconds=1))] == [day, day]
    assert day_of(one, begins - timedelta(seconds=1)) < day < day_of(one, ends)


def test_closing_is_the_last_spans_end() -> None:
    """At noon the hall is only away; around the clock it never closes; on a holiday there is nothing to close."""
    one = hall(OFFICE, "Europe/Berlin", "2026-11-27")
    assert on_the_wall(one, closing_at(one, at(one, "2026-11-25T12:30"))) == "11-25 17:00"
    assert closing_at(one, at(one, "2026-11-27T12:30")) is None
    assert closing_at(hall(), at(hall(), "2026-11-25T12:30")) is None
    assert on_the_wall(hall(NIGHT), closing_at(hall(NIGHT), at(hall(NIGHT), "2026-11-25T01:00"))) == "11-26 00:00"


WORKING_DAYS = {
    "over a weekend": ((), 1, "11-30 17:00"),
    "over a weekend and a day off": (("2026-11-30",), 1, "12-01 17:00"),
    "three of them": ((), 3, "12-02 17:00"),
}


@pytest.mark.parametrize("what", WORKING_DAYS)
def test_working_days_are_those_on_which_the_hall_opens(what: str) -> None:
    """From a Friday on, each ends as the hall closes."""
    closed, days, ends = WORKING_DAYS[what]
    office = hall(OFFICE, "Asia/Taipei", *closed)
    assert on_the_wall(office, working_days_after(office, at(office, "2026-11-27 10:00"), days)) == ends


def test_where_no_day_is_a_working_day_every_day_counts() -> None:
    """A limit never stands still."""
    never = hall({})
    assert working_days_after(never, at(never, "2026-11-27 10:00"), 3) == at(never, "2026-11-30 10:00")


@pytest.mark.parametrize(
    ("moment", "told"),
    [("2026-11-25T16:05", "16:05"), ("2026-11-25T00:00", "00:00"), ("2026-11-26T09:00", "11-26 09:00")],
)
def test_a_moment_is_said_as_the_halls_clocks_show_it(moment: str, told: str) -> None:
    """With its day where that is another one in the hall, wherever the server stands; nothing is said of none."""
    for zone in ("Asia/Taipei", "America/Los_Angeles"):
        one = hall("always", zone)
        assert time_said(one, at(one, moment).astimezone(UTC), at(one, "2026-11-25T23:30").astimezone(UTC)) == told
    assert time_said(hall(), None, at(hall(), "2026-11-25T10:00")) == ""


def test_a_day_of_which_a_part_is_left() -> None:
    """New year's eve until noon: its spans, its closing and its next opening; in a hall of any hours."""
    eve = Holiday(first=date(2026, 12, 31), name=NAME, hours=["09:30-12:00"])
    for hours, zone in ((OFFICE, "Asia/Taipei"), ("always", "America/Los_Angeles")):
        one = hall(hours, zone).model_copy(update={"holidays": [eve]})
        morning = at(one, "2026-12-31T08:00").astimezone(UTC)
        spans = spans_of(one, one.hours, morning)
        assert [(on_the_wall(one, begins), on_the_wall(one, ends)) for begins, ends in spans] == [
            ("12-31 09:30", "12-31 12:00"),
        ]  # fmt: skip
        assert {each.tzinfo for span in spans for each in span} == {UTC}
        assert on_the_wall(one, closing_at(one, morning)) == "12-31 12:00"
        assert on_the_wall(one, opens_at(one, morning)) == "12-31 09:30"
        assert [is_open(one, at(one, f"2026-12-31T{clock}")) for clock in ("09:29", "09:30", "12:00")] == [
            False, True, False,
        ]  # fmt: skip
        assert working_days_after(one, at(one, "2026-12-30T10:00"), 1) == at(one, "2026-12-31T12:00")


def test_the_next_opening_is_not_this_one() -> None:
    """At nine sharp it has opened; it opens next after noon. Three spans a day close with the third."""
    one = hall(OFFICE)
    assert on_the_wall(one, opens_at(one, at(one, "2026-11-25T09:00"))) == "11-25 13:00"
    three = hall({"wed": ["08:00-09:00", "10:00-11:00", "12:00-13:00"]})
    assert on_the_wall(three, closing_at(three, at(three, "2026-11-25T10:30"))) == "11-25 13:00"
    assert on_the_wall(three, working_days_after(three, at(three, "2026-11-24T10:00"), 1)) == "11-25 13:00"
    west = hall("always", "America/Los_Angeles")
    assert midnight_after(west, at(west, "2026-11-25T20:00").astimezone(UTC)) == at(west, "2026-11-26T00:00")
