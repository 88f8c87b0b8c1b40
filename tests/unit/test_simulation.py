"""A simulated day: drawn from a seed, played through the hall's commands, told in figures and rows."""

import csv
import itertools
import json
from datetime import time
from pathlib import Path

import pytest

from server.floor.configuration import read_configuration
from server.floor.hallfile import Hall
from server.simulation.command import simulate
from server.simulation.customers import customers, shares, staffed_counters
from server.simulation.days import DAYS, Day
from server.simulation.engine import Engine
from server.simulation.figures import figures, forecast
from server.simulation.playing import midnight_of, play
from server.simulation.records import Record
from server.simulation.shifts import LUNCHES, shifts
from server.simulation.trace import COLUMNS

SHORT = Day("busy", (0.9, 1.2, 0.8), staffed=1.0, line=7)


@pytest.fixture(scope="module")
def hall() -> Hall:
    """The demo's hall."""
    return read_configuration(Path("config/demo.toml")).halls[0]


@pytest.fixture(scope="module")
def played(hall: Hall) -> Engine:
    """One and a half hours of a busy day."""
    return play(hall, SHORT, 3)


def told(engine: Engine) -> list[tuple[object, ...]]:
    """Return what became of every ticket."""
    return [
        (ticket, one.called, one.counter, one.started, one.ended, one.outcome, one.taken.likely)
        for ticket, one in engine.records.items()
    ]


def test_a_seed_is_a_day(hall: Hall) -> None:
    """The same seed brings the same customers and clerks; another one others."""
    assert customers(hall, DAYS["rush"], 1) == customers(hall, DAYS["rush"], 1)
    assert customers(hall, DAYS["rush"], 1) != customers(hall, DAYS["rush"], 2)
    assert shifts(hall, DAYS["rush"], 1) == shifts(hall, DAYS["rush"], 1)


def test_a_day_can_be_played_again(hall: Hall, played: Engine) -> None:
    """Played twice, everything happens at the same moments."""
    assert told(play(hall, SHORT, 3)) == told(played)


def test_the_days_differ(hall: Hall) -> None:
    """A rush brings more than a busy day, that more than a quiet one; a tenth of them with priority."""
    quiet, busy, rush = (customers(hall, DAYS[name], 1) for name in ("quiet", "busy", "rush"))
    assert len(quiet) < len(busy) < len(rush)
    share = sum(one.priority for one in [*quiet, *busy, *rush]) / len([*quiet, *busy, *rush])
    assert 0.07 < share < 0.13
    assert [one.at for one in rush] == sorted(one.at for one in rush)


def test_service_times_lie_around_the_norm(hall: Hall) -> None:
    """Their mean is the service's norm, within a tenth."""
    drawn = [one for seed in range(5) for one in customers(hall, DAYS["rush"], seed)]
    for service in hall.services:
        times = [one.seconds for one in drawn if one.service == service.code]
        assert sum(times) / len(times) == pytest.approx(service.norm * 60, rel=0.1)
    assert sum(shares(hall).values()) == pytest.approx(1)


def test_no_service_is_left_alone_at_lunch(hall: Hall) -> None:
    """Every service has a clerk at any time of a busy day."""
    staff = shifts(hall, DAYS["busy"], 1)
    for slot in LUNCHES:
        there = {code for shift in staff if shift.breaks[1].at != slot for code in shift.services}
        assert there == {service.code for service in hall.services}
    few = staffed_counters(hall, DAYS["quiet"])
    assert len(few) < len(hall.counters)
    assert {code for counter in hall.counters if counter.code in few for code in counter.services} == set(shares(hall))


def test_everybody_is_served_or_gone(played: Engine) -> None:
    """At the end nobody waits, nothing was refused, and each ticket's moments follow each other."""
    assert played.refused == {}
    assert {one.outcome for one in played.records.values()} <= {"served", "no_show", "cancelled"}
    for one in played.records.values():
        moments = [one.customer.at, one.called, one.started, one.ended]
        known = [moment for moment in moments if moment is not None]
        assert known == sorted(known)
        assert (one.outcome == "served") == (one.started is not None and one.ended is not None)


def test_no_counter_has_two_at_once(played: Engine) -> None:
    """Services that began and ended at one counter, in one go, don't overlap."""
    simple = [
        one
        for one in played.records.values()
        if one.outcome == "served" and not one.customer.held and one.customer.onward is None
    ]
    for code in {one.counter for one in simple}:
        spans = sorted(
            (one.started or 0, one.ended or 0) for one in simple if one.counter == code and not one.came_back
        )
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_priority_waits_less(hall: Hall) -> None:
    """On a rush morning the priority class waits far less than the others."""
    waits = figures(hall, play(hall, Day("rush", (1.4, 1.4), staffed=1.0, line=18), 1))["waits"]["by_class"]
    assert waits["priority"]["mean"] * 2 < waits["standard"]["mean"]


def test_a_forecast_is_judged_by_those_who_waited(played: Engine) -> None:
    """Errors and coverage are those of the rows: told here a second time from them."""
    judged: list[Record] = [
        one
        for one in played.records.values()
        if one.waited is not None and one.waited > 60 and one.taken.likely is not None and not one.asked_later
    ]
    found = forecast(played.records.values())
    assert found["tickets"] == len(judged) > 10
    errors = [abs((one.taken.likely or 0) - (one.waited or 0)) for one in judged]
    assert found["likely_error"] == pytest.approx(sum(errors) / len(errors), abs=0.1)
    inside = sum((one.taken.low or 0) <= (one.waited or 0) <= (one.taken.high or 0) for one in judged)
    assert found["coverage"] == pytest.approx(inside / len(judged), abs=0.001)
    assert found["naive_error"] > 0


def test_simulate_prints_figures_and_writes_rows(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON on standard output, a row a ticket in the file."""
    monkeypatch.setitem(DAYS, "busy", SHORT)  # an hour and a half is enough here
    assert simulate([hall], hall="main", day="busy", seed=3, as_json=True, trace=tmp_path / "trace.csv") == 0
    found = json.loads(capsys.readouterr().out)
    rows = list(csv.DictReader((tmp_path / "trace.csv").read_text().splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert (
        ",".join(COLUMNS)
        == "ticket,class,service,issued,ahead,naive,low,likely,high,called,counter,started,ended,outcome,waited"
    )
    assert len(rows) == found["tickets"]
    assert sum(row["outcome"] == "served" for row in rows) == found["served"]
    for row in rows:
        if row["called"]:
            assert float(row["called"]) - float(row["issued"]) == pytest.approx(float(row["waited"]), abs=0.11)
    assert simulate([hall], hall="main", day="busy", seed=3) == 0
    assert "within target" in capsys.readouterr().out


def test_what_cannot_be_played_is_said(hall: Hall, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown hall or day, a token without an address: exit code 2 and a sentence."""
    assert simulate([hall], hall="nowhere", day="busy") == 2
    assert simulate([hall], hall="main", day="doomsday") == 2
    assert simulate([hall], hall="main", day="busy", token="t", speed=1) == 2
    assert simulate([hall], hall="main", day="busy", token="t", url="http://127.0.0.1:1") == 2
    said = capsys.readouterr().err
    assert "main" in said
    assert "quiet, busy, rush" in said


def test_a_hall_with_hours_is_played_on_an_open_day(hall: Hall) -> None:
    """The day played is one on which the hall is open; who comes after closing time is turned away."""
    weekdays = hall.model_copy(update={"hours": {"thu": ["08:30-09:00"]}})
    assert midnight_of(weekdays).astimezone(hall.zone).timetz().replace(tzinfo=None) == time()
    engine = play(weekdays, SHORT, 1)
    assert engine.turned_away > 0
    assert engine.records
    assert all(one.customer.at < 9 * 3600 for one in engine.records.values())
