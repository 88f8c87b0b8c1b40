"""Another system's log: read row by row, followed without looking ahead, judged beside the usual formulas."""

import csv
import heapq
import json
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from server.evaluation.command import evaluate
from server.evaluation.following import Announced, Following
from server.evaluation.reading import COLUMNS, Row, read_log
from server.evaluation.rule import Pair, learned
from server.kernel.refusals import Fault

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
CREDIT = 120.0


def a_line(days: int, *, people: int = 90, seed: int = 5) -> list[Row]:
    """Return a log of a made-up line: two counters, one of which serves A and B, called by the rule."""
    random = Random(seed)
    rows: list[Row] = []
    for day in range(days):
        opens = (MONDAY + timedelta(days=day)).timestamp()
        at, waiting = opens, list[tuple[float, float, str, str]]()
        arrivals = []
        for _ in range(people):
            at += round(random.expovariate(1 / 62))
            arrivals.append((at, random.choice(["standard", "standard", "priority"]), random.choice("AAB")))
        free = [(opens, "1", "AB"), (opens, "2", "A")]
        heapq.heapify(free)
        while arrivals or waiting:
            now, counter, services = heapq.heappop(free)
            while arrivals and arrivals[0][0] <= now:
                came, group, service = arrivals.pop(0)
                waiting.append((came - (CREDIT if group == "priority" else 0), came, group, service))
            able = sorted(one for one in waiting if one[3] in services)
            if not able:
                heapq.heappush(free, (arrivals[0][0] if arrivals else now + 60, counter, services))
                if not arrivals and not any(one[3] in services for one in waiting):
                    heapq.heappop(free) if len(free) > 1 else None
                continue
            waiting.remove(able[0])
            _, came, group, service = able[0]
            ends = now + round(random.expovariate(1 / 85)) + 20
            rows.append(Row(0, came, group, service, now, counter, ends))
            heapq.heappush(free, (ends, counter, services))
    rows.sort(key=lambda row: (row.arrived, row.called or 0))
    return [replace(row, line=nth + 2) for nth, row in enumerate(rows)]


def written(path: Path, rows: Sequence[Row], extra: Sequence[str] = ()) -> Path:
    """Write a log as another system would."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            called = "" if row.called is None else said(row.called)
            outcome = "left" if row.called is None else "done"
            writer.writerow([said(row.arrived), row.group, row.service, called, row.counter, said(row.ended), outcome])
        file.writelines(f"{line}\n" for line in extra)
    return path


def said(moment: float) -> str:
    """Return a moment as it stands in a log."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S")


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Four days of the made-up line."""
    return a_line(4)


def announced(rows: Sequence[Row]) -> dict[int, Announced]:
    """Return what is announced to each, by their line of the file."""
    return {one.row.line: one for one in Following(runs=40).follow(rows, tell=lambda _row: True)}


def as_told(one: Announced) -> tuple[object, ...]:
    """Return all that is announced to somebody."""
    return one.low, one.likely, one.high, one.ahead, one.usual


def test_what_comes_later_changes_nothing_that_was_announced(rows: list[Row]) -> None:
    """Every later row, and every later cell of an earlier one, is another: what was announced before stays the same."""
    cut = rows[200].arrived

    def otherwise(row: Row) -> Row:
        if row.arrived > cut:
            return replace(row, service="Z", group="standard", called=None, counter="", ended=row.arrived + 9)
        if row.called is not None and row.called > cut:
            return replace(row, called=None, counter="", ended=cut + 4000)
        return replace(row, ended=max(row.ended, cut + 4000)) if row.ended > cut else row

    before, after = announced(rows), announced([otherwise(row) for row in rows])
    early = [line for line, one in before.items() if one.row.arrived <= cut]
    assert len(early) > 80
    for line in early:
        assert as_told(after[line]) == as_told(before[line])
    assert any(as_told(after[line]) != as_told(before[line]) for line in after.keys() & before.keys() - set(early))


def test_it_is_better_than_the_formulas_and_holds_what_it_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fit on the first half, judged on the other; the rule by which the line was called is found."""
    log = written(tmp_path / "log.csv", a_line(6))
    assert evaluate(log, as_json=True, trace=tmp_path / "trace.csv") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["fit"], found["show"], found["damaged"]) == ([1, 3], [4, 6], 0)
    ways = found["figures"]["all"]["ways"]
    ours = ways["simulation"]
    assert all(ours["error"] < its["error"] for name, its in ways.items() if name != "simulation")
    assert 0.7 <= ours["coverage"] <= 0.9
    assert ours["width"] < ways["LES"]["width"]
    rule = found["rule"]
    assert rule["agree"] > 0.97
    assert rule["credits"]["A priority"] - rule["credits"]["A standard"] == pytest.approx(CREDIT, abs=20)
    with (tmp_path / "trace.csv").open(encoding="utf-8") as file:
        waited = [row["waited"] for row in csv.DictReader(file)]
    assert sum(map(bool, waited)) == found["figures"]["all"]["customers"]


def test_a_person_reads_it_as_a_table(tmp_path: Path, rows: list[Row], capsys: pytest.CaptureFixture[str]) -> None:
    """In all and by service, a line for each way; and by which rule the line was called."""
    assert evaluate(written(tmp_path / "log.csv", rows), fit="1-2", show="3") == 0
    said_then = capsys.readouterr().out
    assert "learned on days 1–2, shown on 3\n" in said_then
    for words in (
        "all services: ",
        "A: ",
        "B: ",
        "simulation ",
        "people ahead × mean ÷ clerks ",
        "LES ",
        "pairs agree",
    ):
        assert words in said_then


def test_damaged_rows_are_named_and_left_out(
    tmp_path: Path, rows: list[Row], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with its line and what is wrong; the others count as if they were not there."""
    bad = {
        "2026-03-02 09:00:00,standard,A,2026-03-02 08:59:00,1,2026-03-02 09:01:00,done": "called before it arrived",
        "2026-03-02 09:00:00,standard,A,2026-03-02 09:02:00,1,2026-03-02 09:01:00,done": "ended before it began",
        "2nd of March,standard,A,,,2026-03-02 09:01:00,left": "arrived is “2nd of March”, no moment",
        "2026-03-02 09:00:00,standard,,,,2026-03-02 09:01:00,left": "service is empty",
        "2026-03-02 09:00:00,standard,A,,,2026-03-02 09:01:00,gone": "outcome is “gone”, not done or left",
        "2026-03-02 09:00:00,standard,A,2026-03-02 09:00:30,,2026-03-02 09:01:00,done": "counter is empty",
        "2026-03-02 09:00:00,standard,A,,,2026-04-02 09:01:00,left": "longer than a day",
        "2026-03-02 09:00:00,standard": "it has 2 fields, not 7",
    }
    log = read_log(written(tmp_path / "log.csv", rows, list(bad)))
    assert [(one.arrived, one.called, one.ended) for one in log.rows] == [
        (one.arrived, one.called, one.ended) for one in rows
    ]
    assert [one.line for one in log.damaged] == [len(rows) + 2 + nth for nth in range(len(bad))]
    for one, why in zip(log.damaged, bad.values(), strict=True):
        assert why in one.why
    evaluate(tmp_path / "log.csv", fit="1", show="2")
    assert f"log.csv, line {len(rows) + 2}: it was called before it arrived; left out" in capsys.readouterr().err


def test_other_columns_are_named_with_the_nearest_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A head that lacks some: which, what may be meant, and exit code 2."""
    log = tmp_path / "log.csv"
    log.write_text("arrival,class,service,called_at,counter,ended,outcome\n", encoding="utf-8")
    assert evaluate(log) == 2
    told = capsys.readouterr().err
    assert "lacks the column “arrived” (is it “arrival”?), “called” (is it “called_at”?)" in told


def test_days_that_the_log_has_not_are_refused(tmp_path: Path, rows: list[Row]) -> None:
    """They are named with those that it has."""
    log = written(tmp_path / "log.csv", rows)
    for fit in ("0-2", "3-9", "2-1", "all"):
        with pytest.raises(Fault, match="the log has the days 1-4"):
            evaluate(log, fit=fit)


def test_a_line_by_another_rule_is_told_as_one() -> None:
    """Where who comes last is called first, hardly a pair agrees, whatever credits are tried."""
    random = Random(2)
    plain, first = ("A", "standard"), ("A", "priority")
    upside_down: deque[Pair] = deque((plain, plain, random.uniform(1, 600)) for _ in range(500))
    by_rule: deque[Pair] = deque((first, plain, random.uniform(-500, CREDIT)) for _ in range(500))
    by_rule.extend((plain, first, random.uniform(-500, -CREDIT)) for _ in range(500))
    assert learned(upside_down).against == 500
    assert learned(by_rule).against < 20
    assert learned(by_rule).credits[first] == pytest.approx(CREDIT, abs=10)
