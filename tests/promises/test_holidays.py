"""Holidays have names, half days and repeat; hours take what keyboards give; what was typed is shown by its days."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.floor.hallfile import HallOnly, Holiday
from server.floor.holidays import holiday_on
from server.floor.opening import closing_at, is_open, opens_at
from server.kernel.languages import LANGUAGES
from tests.inside import Inside
from tests.inside_office import page, sends, words

TAIPEI = ZoneInfo("Asia/Taipei")
NAMES = {"name.zh-Hant": "國慶日", "name.zh-Hans": "国庆日", "name.en": "National Day"}
WEEKDAYS = {day: ["09:00-12:00", "13:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def named(name: str = "Holiday") -> dict[str, str]:
    """Return a name in all languages."""
    return dict.fromkeys(LANGUAGES, name)


def hall_with(*holidays: Holiday, hours: object = WEEKDAYS) -> HallOnly:
    """Return a hall with holidays."""
    return HallOnly.model_validate({"code": "h", "name": named(), "hours": hours, "holidays": list(holidays)})


def at(text: str) -> datetime:
    """Return a moment in Taipei."""
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


def test_a_holiday_is_closed_and_a_half_day_open_for_a_part() -> None:
    """Of the usual hours only those named; whoever waits for the next opening gets the right one."""
    whole = Holiday(first=date(2026, 11, 25), name=named())
    half = Holiday(first=date(2026, 11, 26), name=named(), hours=["08:00-11:00"])
    hall = hall_with(whole, half)
    assert not is_open(hall, at("2026-11-25T10:00"))
    assert opens_at(hall, at("2026-11-25T10:00")) == at("2026-11-26T09:00")
    assert is_open(hall, at("2026-11-26T10:00"))
    assert not is_open(hall, at("2026-11-26T11:00"))
    assert closing_at(hall, at("2026-11-26T10:00")) == at("2026-11-26T11:00")
    assert is_open(hall, at("2026-11-27T14:00"))


def test_a_hall_that_never_closes_closes_on_its_holiday() -> None:
    """And has a closing time on its half day."""
    hall = hall_with(Holiday(first=date(2026, 11, 26), name=named(), hours=["00:00-12:00"]), hours="always")
    assert closing_at(hall, at("2026-11-26T10:00")) == at("2026-11-26T12:00")
    assert closing_at(hall, at("2026-11-27T10:00")) is None
    assert not is_open(hall, at("2026-11-26T13:00"))
    assert is_open(hall, at("2026-11-27T00:00"))


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-12-30", True), ("2027-01-02", True), ("2028-01-01", True), ("2027-01-03", False), ("2026-01-01", False)],
)
def test_a_holiday_repeats_over_the_turn_of_the_year(day: str, found: bool) -> None:
    """From its first day on, on the same days each year."""
    one = Holiday(first=date(2026, 12, 30), last=date(2027, 1, 2), name=named(), every_year=True)
    assert (holiday_on(hall_with(one), date.fromisoformat(day)) is not None) is found


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def before_of(told: str) -> str:
    """Return what a form was opened with."""
    return told.partition('name="before" value="')[2].partition('"')[0].replace("&#34;", '"')


def test_a_holiday_is_entered_and_customers_read_its_name(hall: Inside) -> None:
    """With the dashes of any keyboard; the kiosk says for what it is closed; removed, it is open again."""
    taken = hall.ticket()
    opened = before_of(page(hall, "admin", "holidays/new"))
    entered = {"before": opened, "first": "2026-11-26", "hours": "9\uff5e12", "every_year": "on", **NAMES}
    status, told = sends(hall, "admin", "holidays/new", **entered)
    assert status == 200
    assert "09:00-12:00" in words(told)
    assert hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["closed_for"] is None
    hall.later(timedelta(hours=28).total_seconds())
    hall.tokens = {who: token for who, token in hall.tokens.items() if who == "kiosk"}
    view = hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]
    assert (view["state"], view["closed_for"]["en"]) == ("closed", "National Day")
    display = hall.told("display", "GET", "/halls/main/views/display")["data"]
    assert display["closed_for"]["zh-Hant"] == "國慶日"
    phone = hall.told(None, "GET", f"/track/{taken['track_url'].rpartition('/')[2]}")
    assert phone["closed_for"]["zh-Hans"] == "国庆日"
    opened = before_of(page(hall, "admin", "holidays/2026-11-26"))
    assert sends(hall, "admin", "holidays/2026-11-26", before=opened, remove="yes")[0] == 200
    assert hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["state"] == "open"
    assert hall.faults() == []


def test_what_is_no_holiday_is_refused(hall: Inside) -> None:
    """Two on one day, one that ends before it begins, hours that nobody can read; what was entered stays."""
    for expected in (200, 409):
        opened = before_of(page(hall, "admin", "holidays/new"))
        status, told = sends(hall, "admin", "holidays/new", before=opened, first="2026-12-01", **NAMES)
        assert status == expected
    assert "National Day" in told
    wrong = {"before": opened, "first": "2026-12-05", **NAMES}
    assert sends(hall, "admin", "holidays/new", **wrong, last="2026-12-04")[0] == 422
    status, told = sends(hall, "admin", "holidays/new", **wrong, hours="morning")
    assert (status, "“morning” is no span of hours" in words(told)) == (422, True)


def test_a_conflict_names_the_days(hall: Inside) -> None:
    """Two change the hours: both are shown by weekdays and spans, no raw word of the program."""
    opened = before_of(page(hall, "admin", "hall"))
    entered = {
        "before": opened, "name.zh-Hant": "大廳", "name.zh-Hans": "大厅", "name.en": "Hall", "timezone": "Asia/Taipei",
        "languages.0": "zh-Hant", "languages.1": "zh-Hans", "languages.2": "en", "display_languages.0": "zh-Hant",
        "display_languages.1": "en", "hours.how": "days", "at_closing": "serve",
        "recall_after": "30, 60", "no_show_after": "90", "back_within": "20", "primary_first": "15",
        "usual_party": "1.5", "voice": "on",
    }  # fmt: skip
    first = sends(hall, "admin", "hall", **{**entered, "hours.mon": "9-17"})
    assert first[0] == 200, first[1]
    status, told = sends(hall, "admin", "hall", **{**entered, "hours.mon": "8:30\u201312、13:30\u201317"})
    assert status == 409
    compared = words(told.partition("<table>")[2].partition("</table>")[0])
    assert "Monday 09:00-17:00" in compared
    assert "Monday 8:30\u201312、13:30\u201317" in compared
    assert "around the clock" in compared
    assert " days" not in compared


def test_halls_by_their_names(hall: Inside) -> None:
    """Where people work is said by what the hall is called, not by its short name."""
    chosen = page(hall, "admin", "people/2").partition('name="halls" value="main"')[2].partition("</label>")[0]
    assert "Central Service Hall" in chosen


def test_an_administrator_sees_what_they_look_after(hall: Inside) -> None:
    """Devices, backup, journal, disk, version, unused passwords; what a night job did not do is a thing to do."""
    told = words(page(hall, "admin", ""))
    for said in (
        "What you look after", "Last backup never", "Journal last checked never", "Version 0.1",
        "Passwords not used yet 0", "Disk free", "No backup yet", "The journal was never checked",
    ):  # fmt: skip
        assert said in told
    assert "What you look after" not in words(page(hall, "supervisor", ""))
    assert "floor backup" in page(hall, "admin", "upkeep")
