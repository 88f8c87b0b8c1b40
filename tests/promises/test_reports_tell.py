"""A report tells what happened, once, where it belongs, and how each of its figures is made."""

import inspect
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import server.admin  # noqa: F401 - imports all facts
from server.kernel.languages import LANGUAGES
from server.ratings.levels import LEVELS
from server.reports.comparing import compared, spans, totals
from server.reports.courses import MOVES
from server.reports.feedback import FeedbackFigures, OpinionFigures, Rated
from server.reports.meanings import MEANINGS, SAYS_ITSELF
from server.reports.sheets import sheets_of
from server.store.events import EVENTS
from tests.inside import NINE, Inside
from tests.inside_office import page, rows, words

TODAY = "reports/2026-11-25"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still, counters 2 and 3 open since nine."""
    made = Inside(tmp_path)
    for counter in ("2", "3"):
        made.at_counter(counter, "open")
    yield made
    made.close()


def served_by(hall: Inside, counter: str, seconds: float, act: str = "finish", **body: object) -> None:
    """Call the next, serve for some seconds, then finish or send on."""
    for one in ("call", "start"):
        hall.at_counter(counter, one)
    hall.later(seconds)
    hall.at_counter(counter, act, **body)


def today(hall: Inside) -> dict[str, Any]:
    """Return the figures of today."""
    found: dict[str, Any] = hall.told("supervisor", "GET", "/halls/main/reports/today")
    return found


def test_a_number_counts_for_the_service_that_was_asked_for(hall: Inside) -> None:
    """Sent on from A to B it stays a number of A; the wait ends with its first call, each service has its own time."""
    hall.ticket("A")
    hall.later(300)
    before = {one["service"]: one["issued"] for one in today(hall)["services"]}
    served_by(hall, "3", 120, "transfer", service="B", keep_place=True)
    hall.later(1000)
    served_by(hall, "2", 600)
    day = today(hall)
    services = {one["service"]: one for one in day["services"]}
    assert before == {"A": 1}
    assert {code: (one["issued"], one["served"]) for code, one in services.items()} == {"A": (1, 1), "B": (0, 0)}
    assert (day["sent_on"], day["waits"]["count"], day["waits"]["longest"]) == (1, 1, 300)
    assert services["A"]["waits"]["mean"] == 300
    assert {code: (one["times"]["count"], one["times"]["mean"]) for code, one in services.items()} == {
        "A": (1, 120),
        "B": (1, 600),
    }
    assert {one["counter"]: one["times"]["count"] for one in day["counters"]} == {"2": 1, "3": 1}


def test_a_second_call_makes_no_wait_longer(hall: Inside) -> None:
    """Whoever missed the call and came back, or was set aside, waited until the first call."""
    taken = hall.ticket("A")
    secret = taken["track_url"].rpartition("/")[2]
    hall.later(60)
    hall.at_counter("3", "call")
    hall.later(91)
    hall.told(None, "POST", f"/track/{secret}/back", {})
    hall.later(500)
    for act in ("call", "start"):
        hall.at_counter("3", act)
    hall.later(100)
    hall.at_counter("3", "hold")
    hall.later(700)
    hall.at_counter("3", "return", ticket=taken["ticket"]["id"])
    served_by(hall, "3", 50)
    day = today(hall)
    assert (day["waits"]["count"], day["waits"]["longest"], day["came_back"], day["no_shows"]) == (1, 60, 1, 0)
    assert day["times"] == {"count": 1, "mean": 150, "median": 150}
    assert [one["no_shows"] for one in day["counters"] if one["counter"] == "3"] == [1]


def test_opening_time_and_utilisation(hall: Inside) -> None:
    """An hour at the counter, a quarter of it with customers; a pause is no opening time."""
    hall.ticket("A")
    served_by(hall, "3", 900)
    hall.later(2700)
    hall.at_counter("3", "pause", reason="lunch", minutes=30)
    hall.later(1800)
    hall.at_counter("3", "close")
    hall.later(3600)
    desk = next(one for one in today(hall)["counters"] if one["counter"] == "3")
    assert (desk["staffed"], desk["busy"], desk["paused"], desk["utilisation"]) == (3600, 900, 1800, 0.25)
    assert rows(page(hall, "manager", TODAY), "Counters")[2] == ["3", "1", "15", "0", "1.0", "25 %", "0.5"]


def test_every_fact_that_moves_a_counter_is_told() -> None:
    """A feature that brings another one is not silently left out of opening times."""
    moving = {
        fact
        for fact in EVENTS.values()
        if fact.__module__.startswith("server.")
        and re.search(r"\bfree\(|counters,[^)]*?\bstate=|\*\*change", inspect.getsource(fact.apply))
    }
    assert {fact.__name__ for fact in moving} - {"CounterSet"} == {fact.__name__ for fact in MOVES}


def test_calls_out_of_order_are_listed(hall: Inside) -> None:
    """For supervisor, manager and auditor, and in the day's report: who, whom, why, and who was passed."""
    hall.ticket("A")
    hall.later(60)
    hall.ticket("A")
    hall.later(60)
    late = hall.ticket("A")["ticket"]
    hall.later(600)
    hall.at_counter("3", "call", ticket=late["id"], reason="a child is ill")
    (call,) = today(hall)["out_of_order"]
    assert (call["number"], call["counter"], call["why"], len(call["passed"])) == ("A003", "3", "a child is ill", 2)
    for who in ("supervisor", "manager", "auditor"):
        told = words(page(hall, who, "reports/out-of-order"))
        assert "a child is ill" in told
        assert "A003" in told
        assert "2: A001 A002" in told
    assert "a child is ill" in rows(page(hall, "auditor", TODAY), "Calls out of order")[1]
    assert page(hall, "clerk3", "reports/out-of-order", status=403)


def test_waits_with_and_without_priority(hall: Inside) -> None:
    """On the page of the day and in the workbook."""
    hall.ticket("A")
    hall.ticket("A", priority=True)
    hall.later(600)
    hall.at_counter("3", "call")
    hall.later(60)
    hall.at_counter("3", "no-show")
    hall.at_counter("3", "call")
    told = rows(page(hall, "manager", TODAY), "Waits with and without priority")
    assert [row[:3] for row in told[1:]] == [["without priority", "1", "11"], ["with priority", "1", "10"]]
    days = workbook(hall)["Days"]
    heads = [cell.value for cell in days[1]]
    assert days.cell(2, heads.index("Mean wait with priority, min") + 1).value == 10


def rated(hall: Inside, counter: str, score: int, words: str = "") -> dict[str, Any]:
    """Have somebody served at a counter and rate by phone."""
    taken = hall.ticket("A")
    served_by(hall, counter, 60)
    said = {"score": score, **({"comment": words} if words else {})}
    hall.told(None, "POST", f"/track/{taken['track_url'].rpartition('/')[2]}/rating", said)
    return dict(taken["ticket"])


def test_ratings_by_service_counter_and_week_with_their_words(hall: Inside) -> None:
    """Not rated is nobody's satisfaction; words are found by service, counter and level."""
    rated(hall, "3", 5)
    low = rated(hall, "3", 1, "Two hours for a stamp.")
    hall.ticket("A")
    served_by(hall, "3", 60)
    told = page(hall, "supervisor", "reports/ratings")
    assert rows(told, "By service")[1] == ["A Household registration", "1", "0", "0", "0", "1", "1", "50 %", "67 %"]
    assert rows(told, "By counter")[1][0] == "3"
    assert rows(told, "By week")[1][0] == "Mon, 23 Nov 2026"
    assert "Two hours for a stamp." in told
    assert "Two hours" in page(hall, "supervisor", "reports/ratings?service=A&counter=3&score=1")
    assert "Two hours" not in page(hall, "supervisor", "reports/ratings?score=5")
    assert "Two hours" not in page(hall, "supervisor", "reports/ratings?counter=2")
    assert f"reports/visits/{low['id']}" in told
    assert rows(page(hall, "manager", TODAY), "What customers said")[1][1:6] == ["1", "0", "0", "0", "1"]
    assert page(hall, "clerk3", "reports/ratings", status=403)


def test_a_rating_that_comes_a_day_later_is_in_the_report(hall: Inside) -> None:
    """By phone one rates until the next day: the figures of its day are kept by then, its ratings are read."""
    taken = hall.ticket("A")
    served_by(hall, "3", 60)
    hall.clock.forward(20 * 3600)
    hall.told(None, "POST", f"/track/{taken['track_url'].rpartition('/')[2]}/rating", {"score": 4})
    hall.tokens.clear()
    said = hall.told("manager", "GET", "/halls/main/reports/feedback?since=2026-11-25&until=2026-11-25")
    assert (said["total"]["rated"], said["total"]["satisfied"]) == (1, 1)


def test_opinions_are_counted(hall: Inside) -> None:
    """By what they are; answered, and late."""
    hall.told("kiosk", "POST", "/halls/main/opinions", {"kind": "praise", "words": "Kind people.", "language": "en"})
    hall.told("kiosk", "POST", "/halls/main/opinions", {"kind": "idea", "words": "A clock.", "language": "en"})
    said = hall.told("manager", "GET", "/halls/main/reports/feedback")["opinions"]
    assert said == {
        "given": 2, "by_kind": {"praise": 1, "idea": 1, "problem": 0, "question": 0}, "answered": 0, "late": 0,
    }  # fmt: skip
    assert "Praise 1 · An idea 1 · A problem 0" in words(page(hall, "manager", "reports/ratings"))


@pytest.mark.parametrize("typed", ["A001", " a001 ", "Ａ００１", "a 001"])
def test_a_visit_is_told_by_its_number(hall: Inside, typed: str) -> None:
    """From the kiosk to the rating, whoever did it, however the number is typed."""
    rated(hall, "3", 2, "Unfriendly.")
    told = words(page(hall, "auditor", f"reports/visits?number={typed}"))
    for said in (
        "A001 was given out",
        "called to counter 3",
        "was finished at counter 3",
        "Unfriendly.",
        "rated",
        "黃淑芬",
    ):
        assert said in told
    assert page(hall, "clerk3", "reports/visits?number=A001", status=403)


def test_a_number_of_several_days_asks_which(hall: Inside) -> None:
    """Numbers begin anew each day; without a day, the ones of the last three months are offered."""
    hall.ticket("A")
    served_by(hall, "3", 60)
    hall.later(24 * 3600)
    hall.ticket("A")
    hall.tokens.clear()
    told = words(page(hall, "supervisor", "reports/visits?number=A001"))
    assert "Wed, 25 Nov 2026" in told
    assert "Thu, 26 Nov 2026" in told
    assert "was given out" in words(page(hall, "supervisor", "reports/visits?number=A001&day=2026-11-25"))
    assert "was not given out on that day" in page(hall, "supervisor", "reports/visits?number=B007&day=2026-11-25")
    assert "say the day" in page(hall, "supervisor", "reports/visits?number=B007")


def test_this_week_stands_beside_the_last(tmp_path: Path) -> None:
    """Whole days only, each beside its own weekday; today is left out until it is over."""
    hall = Inside(tmp_path, at=NINE - timedelta(days=7))
    for numbers in (2, 0, 0, 0, 0, 0, 0, 3):
        for _ in range(numbers):
            hall.ticket("A")
        hall.later(24 * 3600)
        hall.tokens.clear()
    told = rows(page(hall, "manager", "reports?since=2026-11-20&until=2026-11-26"), "Beside the time before")
    assert told[0][1:3] == ["Fri, 20 Nov 2026 – Wed, 25 Nov 2026", "Fri, 13 Nov 2026 – Wed, 18 Nov 2026"]
    assert told[1] == ["Numbers", "3", "2", "▲ 50 %"]
    hall.close()


@pytest.mark.parametrize(
    ("since", "until", "before"),
    [
        ("2026-11-18", "2026-11-24", ("2026-11-11", "2026-11-17")),
        ("2026-11-02", "2026-11-22", ("2026-10-12", "2026-11-01")),
        ("2026-11-24", "2026-11-24", ("2026-11-17", "2026-11-17")),
    ],
)
def test_a_period_is_compared_with_the_same_weekdays(since: str, until: str, before: tuple[str, str]) -> None:
    """Back by whole weeks, far enough not to meet itself."""
    found = spans(date.fromisoformat(since), date.fromisoformat(until), date(2026, 11, 25))
    assert found is not None
    assert {str(day) for day in found[1]} == set(before)
    assert found[0][0].weekday() == found[1][0].weekday()


def test_today_alone_is_compared_with_nothing() -> None:
    """Half a day is no measure."""
    assert spans(date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 25)) is None


def nothing_said() -> FeedbackFigures:
    """Return what nobody said."""
    rated = Rated(scores=dict.fromkeys(LEVELS, 0), rated=0, not_rated=0, satisfied=None, response=None)
    opinions = OpinionFigures(given=0, by_kind={}, answered=0, late=0)
    return FeedbackFigures(total=rated, services=[], counters=[], weeks=[], opinions=opinions)


def test_every_figure_says_how_it_is_made(hall: Inside) -> None:
    """Each column of the workbook, each column of each page, each figure that is compared."""
    hall.ticket("A")
    hall.later(600)
    served_by(hall, "3", 60)
    wanted = {head for sheet in sheets_of([], nothing_said(), NINE.tzinfo) for head, _ in sheet.columns}
    wanted |= {one.label for one in compared(totals([]), totals([]), nothing_said(), nothing_said())}
    for path in ("reports", TODAY, "reports/ratings"):
        told = page(hall, "manager", path)
        wanted |= set(re.findall(r"<div><dt>(.*?)</dt>", told))
        for table in re.findall(r'<table class="num wide figures">.*?</thead>', told, re.DOTALL):
            wanted |= {words(head).strip() for head in re.findall(r"<th[^>]*>(.*?)</th>", table)}
        assert "From taking the number to its first call." in told
    dated = {head for head in wanted if re.search(r"20\d\d", head)}
    assert wanted - dated - {"Figure", "Difference", "Class", "Called", "Days"} - SAYS_ITSELF <= MEANINGS.keys()
    explained = dict(workbook(hall)["How it is counted"].iter_rows(values_only=True))
    assert explained["Mean wait, min"].startswith("From taking the number to its first call.")


def workbook(hall: Inside, language: str = "en") -> Workbook:
    """Return the workbook of the last week."""
    answer = hall.asks("manager", "GET", f"/halls/main/reports/days.xlsx?language={language}")
    return load_workbook(io.BytesIO(answer.data))


def test_days_are_dates_and_shares_per_cent_in_the_workbook(hall: Inside) -> None:
    """A spreadsheet sorts, charts and sums them; none is a text."""
    rated(hall, "3", 5)
    for language in LANGUAGES:
        book = workbook(hall, language)
        first = book.worksheets[0]
        assert first["A2"].is_date
        assert first["A2"].value.date() == date(2026, 11, 25)
        forms = {cell.number_format for sheet in book.worksheets[:-1] for cell in sheet[2]}
        assert {"yyyy-mm-dd", "0 %", "0.0", "0"} <= forms
        texts = {cell.value for sheet in book.worksheets[:4] for cell in sheet[2] if isinstance(cell.value, str)}
        assert texts == {"A", "2"}
    ratings = workbook(hall)["Ratings by week"]
    assert ratings["A3"].is_date
    assert [cell.value for cell in ratings[3]][1:] == [1, 0, 0, 0, 0, 0, 1, 1]


def test_the_supervisor_reads_the_journal_of_their_hall(hall: Inside) -> None:
    """And not that of the company, which tells of people in every hall."""
    told = page(hall, "supervisor", "journal")
    assert "Counter 3 was opened" in told
    company = page(hall, "supervisor", "journal?line=company")
    assert "The hall “main” was opened." not in company
    assert "the company" not in company
    assert "The hall “main” was opened." in page(hall, "auditor", "journal?line=company")
    assert hall.asks("supervisor", "GET", "/halls/main/journal?limit=5").status_code == 200
    assert page(hall, "clerk3", "journal", status=403)
