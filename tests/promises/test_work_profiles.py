"""A work profile has counters serve other services: by one press, or by the clock; nobody served is disturbed.

What no counter serves under it is named before it is saved, where it is chosen, and while it holds.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.floor.commands.settings import save_hall
from server.floor.hallfile import Hall
from server.floor.reads.halls import hall_now, hall_text
from server.profiles.hours import next_change, planned
from server.profiles.model import WorkProfile
from server.security.actors import SYSTEM
from tests.inside import Inside
from tests.inside_office import page, sends, words

PRESS = "/halls/main/work-profile"
EVERY_DAY = {f"hours.{day}": "12:00-13:30" for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[Inside]:
    """The demo's hall at nine o'clock on a Wednesday, counters 2 and 3 at work; on both databases."""
    made = Inside(tmp_path, database=database)
    for counter in ("2", "3"):
        made.at_counter(counter, "open")
    yield made
    assert made.faults() == []
    made.close()


def fields(name: str, counters: dict[str, tuple[str, str]], **more: object) -> dict[str, object]:
    """Return a profile's form as a browser sends it: counter → what comes first, what it serves besides."""
    sent: dict[str, object] = {"name.en": name, "name.zh-Hant": name, "name.zh-Hans": name, "hours.how": "hand"}
    for code, (first, also) in counters.items():
        sent[f"first.{code}"], sent[f"also.{code}"] = list(first), list(also)
    return {**sent, **more}


def makes(hall: Inside, name: str, counters: dict[str, tuple[str, str]], **more: object) -> int:
    """Have the supervisor set a profile up, and return its number."""
    status, told = sends(
        hall, "supervisor", "work-profiles/new", **fields(name, counters, **{"knowing": "yes", **more})
    )
    assert status == 200, words(told)
    return int(hall.told("supervisor", "GET", "/halls/main/work-profiles")["items"][-1]["id"])


def presses(hall: Inside, profile: int | None = None, **more: object) -> Any:
    """Have the supervisor choose a profile."""
    return hall.told("supervisor", "POST", PRESS, more or {"profile": profile})


def terminal(hall: Inside, counter: str) -> dict[str, Any]:
    """Return what a counter's clerk sees."""
    seen: dict[str, Any] = hall.told(f"clerk{counter}", "GET", f"/halls/main/views/counter:{counter}")["data"]
    return seen


def board(hall: Inside) -> dict[str, Any]:
    """Return what the supervisor sees."""
    seen: dict[str, Any] = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]
    return seen


def holds(hall: Inside) -> str | None:
    """Return the name of the profile that holds."""
    told = hall.told("supervisor", "GET", "/halls/main/work-profiles")
    return next((one["name"]["en"] for one in told["items"] if one["id"] == told["holds"]), None)


def test_a_press_has_line_screens_and_forecast_follow_at_once(hall: Inside) -> None:
    """Counter 3 serves D first, then E: its line, the board, what a kiosk says; and all of it back by the undo."""
    rush = makes(hall, "Rush", {"3": ("D", "E")})
    before = terminal(hall, "3")["counter"]
    for service in "AED":
        hall.ticket(service)
    act = next(one for one in board(hall)["acts"] if one["name"] == "profile" and one["of"] == str(rush))
    hall.told("supervisor", "POST", f"/halls/main/{act['path']}", act["body"])
    assert [one["number"] for one in terminal(hall, "3")["line"]] == ["D001", "E001"]
    assert terminal(hall, "3")["counter"] == {**before, "services": ["D", "E"], "primary": ["D"]}
    seen = board(hall)
    offered = hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["services"]
    assert {one["code"]: one["served"] for one in offered} == {"A": True, "B": True, "C": False, "D": True, "E": True}
    assert seen["profile"]["name"]["en"] == "Rush"
    assert next(one["services"] for one in seen["counters"] if one["code"] == "3") == ["D", "E"]
    assert next(one["open_counters"] for one in seen["services"] if one["code"] == "A") == ["2"]
    hall.told("supervisor", "POST", f"/halls/main/{act['undo']['path']}", act["undo"]["body"])
    assert terminal(hall, "3")["counter"] == before
    assert holds(hall) is None


@pytest.mark.parametrize("acts", [["call"], ["call", "start"]])
def test_whoever_is_called_or_served_stays(hall: Inside, acts: list[str]) -> None:
    """The switch takes their service from the counter: they are served there to the end; then the line is another."""
    hall.ticket("A")
    hall.ticket("A")
    hall.ticket("E")
    for act in acts:
        hall.at_counter("3", act)
    before = terminal(hall, "3")
    presses(hall, makes(hall, "Rush", {"3": ("", "E")}))
    now = terminal(hall, "3")
    assert (now["state"], now["ticket"]) == (before["state"], before["ticket"])
    for act in ("start", "finish"):
        hall.at_counter("3", act)
    assert hall.at_counter("3", "call")["ticket"]["number"] == "E001"


def test_the_clock_begins_and_ends_it(hall: Inside) -> None:
    """At noon and half past one, the journal saying so; no press, no reload."""
    makes(hall, "Lunch", {"3": ("", "E")}, **{**EVERY_DAY, "hours.how": "days"})
    hall.later(3 * 3600 - 1)
    assert holds(hall) is None
    hall.later(1)
    assert (holds(hall), terminal(hall, "3")["counter"]["services"]) == ("Lunch", ["E"])
    told = words(page(hall, "auditor", "journal"))
    assert "Work profile Lunch holds, by the clock: 3: E" in told
    hall.later(5400)
    assert holds(hall) is None


def test_what_is_chosen_by_hand_holds_until_the_clock_has_another(hall: Inside) -> None:
    """Rush from nine, lunch at noon; by hand again in the evening, midnight ends it; and “by the clock” at once."""
    makes(hall, "Lunch", {"3": ("", "E")}, **{**EVERY_DAY, "hours.how": "days"})
    rush = makes(hall, "Rush", {"2": ("A", "B")})
    presses(hall, rush)
    assert "T04:00" in board(hall)["profile"]["until"]
    hall.later(3 * 3600)
    assert holds(hall) == "Lunch"
    presses(hall, rush)
    assert holds(hall) == "Rush"
    presses(hall, as_planned=True)
    assert holds(hall) == "Lunch"
    hall.later(8 * 3600)
    hall.tokens.clear()  # the shift is over, and with it their sign-ins
    presses(hall, rush)
    hall.later(4 * 3600 - 1)
    assert holds(hall) == "Rush"
    hall.later(1)
    assert holds(hall) is None


def test_what_somebody_gave_a_counter_for_the_day_stands_before_it(hall: Inside) -> None:
    """One counter's services for today are an exception from profile and set-up alike, until midnight."""
    hall.told("supervisor", "POST", "/halls/main/counters/3/services", {"services": ["C"]})
    presses(hall, makes(hall, "Rush", {"2": ("", "A"), "3": ("", "E")}))
    assert terminal(hall, "3")["counter"]["services"] == ["C"]
    assert terminal(hall, "2")["counter"]["services"] == ["A"]
    hall.told("supervisor", "POST", "/halls/main/counters/3/services", {"services": []})
    assert terminal(hall, "3")["counter"]["services"] == ["E"]


def test_a_service_without_any_counter_is_named_first(hall: Inside) -> None:
    """Before it is saved, before it is chosen, in the answer, and while it holds, as a thing to do."""
    everywhere = {str(counter): ("", "AB") for counter in range(1, 9)}
    status, told = sends(hall, "supervisor", "work-profiles/new", **fields("Few", everywhere))
    assert status == 409
    assert "C Certified copies" in words(told) or "<b>C</b>" in told
    assert hall.told("supervisor", "GET", "/halls/main/work-profiles")["items"] == []
    assert re.search(r'name="first\.3"[^>]*>', told)
    few = makes(hall, "Few", everywhere)
    act = next(one for one in board(hall)["acts"] if one["name"] == "profile")
    assert act["stands"][0]["text"]["en"].startswith("nobody serves ")
    presses(hall, few)
    assert "profile" in [one["kind"] for one in board(hall)["todo"]]
    presses(hall, None)
    assert "profile" not in [one["kind"] for one in board(hall)["todo"]]


def test_what_the_hall_has_no_more_is_left_out(hall: Inside) -> None:
    """A service that a profile names cannot go while it holds; gone, others are left, or what is the counter's own."""
    rush = makes(hall, "Rush", {"3": ("D", "E"), "5": ("", "E")})
    presses(hall, rush)
    hall.told("supervisor", "POST", PRESS, {"profile": None})
    for code in ("1", "5", "8"):
        hall.told("supervisor", "POST", f"/halls/main/counters/{code}/services", {"services": ["C"]})
        own = page(hall, "admin", f"counters/{code}")
        before = own.partition('name="before" value="')[2].partition('"')[0].replace("&#34;", '"')
        assert sends(hall, "admin", f"counters/{code}", before=before, kind="processing", services="C")[0] == 200
    form = page(hall, "admin", "services/E")
    before = form.partition('name="before" value="')[2].partition('"')[0].replace("&#34;", '"')
    presses(hall, rush)
    assert sends(hall, "admin", "services/E", before=before, remove="yes")[0] == 409
    presses(hall, None)
    assert sends(hall, "admin", "services/E", before=before, remove="yes")[0] == 200
    presses(hall, rush)
    assert terminal(hall, "3")["counter"]["services"] == ["D"]
    seen = {one["code"]: one["services"] for one in board(hall)["counters"]}
    assert seen["5"] == ["C"]


def test_another_zone_moves_the_clock(hall: Inside) -> None:
    """Lunch at noon in Taipei is not noon in Tokyo: with the zone the next switch moves, and is in the journal."""
    makes(hall, "Lunch", {"3": ("", "E")}, **{**EVERY_DAY, "hours.how": "days"})
    assert "T04:00" in hall.told("supervisor", "GET", "/halls/main/work-profiles")["until"]
    with hall.store.hall(hall.hall, SYSTEM) as work:
        settings = hall_now(work).settings
        save_hall(work, settings.model_copy(update={"timezone": "Asia/Tokyo"}), before=hall_text(work))
    assert "T03:00" in hall.told("supervisor", "GET", "/halls/main/work-profiles")["until"]
    assert hall.journal()[-1] == "PlanGoesOn"
    hall.later(2 * 3600)
    assert holds(hall) == "Lunch"


def test_two_never_hold_at_one_time(hall: Inside) -> None:
    """Hours that touch are fine; hours that overlap are refused by the other's name, and what was entered stays."""
    makes(hall, "Lunch", {"3": ("", "E")}, **{**EVERY_DAY, "hours.how": "days"})
    late = {"hours.how": "days", "hours.wed": "13:00-15:00", "knowing": "yes"}
    status, told = sends(hall, "supervisor", "work-profiles/new", **fields("Late", {"3": ("", "D")}, **late))
    assert (status, "“Lunch” holds then already, Wednesday 12:00-13:30" in words(told)) == (422, True)
    assert 'value="13:00-15:00"' in told
    makes(hall, "Late", {"3": ("", "D")}, **{**late, "hours.wed": "13:30-15:00"})


def test_changing_and_removing_the_one_that_holds_holds_at_once(hall: Inside) -> None:
    """What counters serve follows the form; removed, the set-up holds; a service that it names can go meanwhile."""
    rush = makes(hall, "Rush", {"3": ("", "E")})
    presses(hall, rush)
    form = page(hall, "supervisor", f"work-profiles/{rush}")
    before = form.partition('name="before" value="')[2].partition('"')[0].replace("&#34;", '"')
    sent = fields("Rush", {"3": ("", "D")}, knowing="yes", before=before)
    assert sends(hall, "supervisor", f"work-profiles/{rush}", **sent)[0] == 200
    assert terminal(hall, "3")["counter"]["services"] == ["D"]
    old = fields("Rush", {"3": ("", "C")}, knowing="yes", before=before)
    assert sends(hall, "supervisor", f"work-profiles/{rush}", **old)[0] == 409
    form = page(hall, "supervisor", f"work-profiles/{rush}")
    before = form.partition('name="before" value="')[2].partition('"')[0].replace("&#34;", '"')
    assert sends(hall, "supervisor", f"work-profiles/{rush}", before=before, remove="yes")[0] == 200
    assert holds(hall) is None
    assert len(terminal(hall, "3")["counter"]["services"]) > 1


def test_only_who_leads_switches(hall: Inside) -> None:
    """A clerk neither chooses nor sets up; an administrator sets up, and leads no floor."""
    rush = makes(hall, "Rush", {"3": ("", "E")})
    for who in ("clerk3", "admin", "auditor", "kiosk"):
        assert hall.asks(who, "POST", PRESS, {"profile": rush}).status_code == 403
    assert page(hall, "clerk3", "work-profiles/new", status=403)
    assert page(hall, "admin", "work-profiles/new")


def profile(hours: dict[str, list[str]]) -> WorkProfile:
    """Return a profile of some hours."""
    return WorkProfile(name=WORDS, hours=hours)


@given(
    st.lists(st.integers(min_value=0, max_value=95), min_size=2, max_size=2, unique=True),
    st.sampled_from(["mon", "wed", "sun"]),
    st.integers(min_value=0, max_value=10 * 96),
)
def test_the_next_change_is_when_another_holds(quarters: list[int], day: str, now: int) -> None:
    """Between now and the next change nothing changes; at it, or right behind, something does."""
    hall = Hall.model_validate(HALL)
    start, end = sorted(quarters)
    span = f"{start // 4:02}:{start % 4 * 15:02}-{end // 4:02}:{end % 4 * 15:02}"
    profiles = {7: profile({day: [span]})}
    at = datetime.fromtimestamp(MONDAY.timestamp() + now * 900, UTC)
    change = next_change(profiles, hall, at)
    assert change is not None
    assert change > at
    holds_now = planned(profiles, hall, at)
    for quarter in range(int((change - at).total_seconds()) // 900):
        assert planned(profiles, hall, datetime.fromtimestamp(at.timestamp() + quarter * 900, UTC)) == holds_now
    assert planned(profiles, hall, change) != holds_now


MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
WORDS = {"en": "x", "zh-Hant": "x", "zh-Hans": "x"}
HALL = {
    "code": "x",
    "name": WORDS,
    "services": [{"code": "A", "name": WORDS, "about": WORDS}],
    "counters": [{"code": "1", "services": ["A"]}],
}
